// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/analysis/calibration_state.h"
#include "core/data/dataset.h"

namespace qscope::analysis {

/// Tells data apart by the number of samples and the contents of up to eight of them, spread evenly: cheap, meant
/// against mistakes. The same in every run of the program. **Errors** those of Dataset::read.
Result<uint64_t> identityOf(data::Dataset& data);

/// What figures were measured on, as 16 hexadecimal digits that are the same in every run of the program:
/// which model and samples the ranges come from, which data and labels (empty: none) the outputs were
/// compared on. Figures under different ids are not comparable. `originalHash`: CalibrationOrigin::modelHash
/// of the model whose float outputs figures compare with (Analyzer::setReference), empty: the model's own.
std::string measurementId(const CalibrationState& calibration, uint64_t data, std::span<const int64_t> labels,
                          std::string_view originalHash = {});

} // namespace qscope::analysis
