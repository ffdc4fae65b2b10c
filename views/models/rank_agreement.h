// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/analysis/results.h"

namespace qscope::views {

/// How alike two sensitivities rank the same layers.
struct RankAgreement {
    double spearman = 0; ///< in [-1, 1]; 1: the same order
    LayerId layer;       ///< whose places lie furthest apart
    size_t first = 0;    ///< its place in the one, from 0
    size_t second = 0;   ///< and in the other
};

/// None when one of them has not ranked the layers of the other, or there are fewer than two.
/// **Source** C. Spearman (1904): 1 - 6 sum d^2 / (n (n^2 - 1)), there are no equal places.
std::optional<RankAgreement> rankAgreement(const analysis::SensitivityResult& one,
                                           const analysis::SensitivityResult& other);

} // namespace qscope::views
