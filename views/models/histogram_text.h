// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

#include "views/models/tensor_choice.h"

namespace qscope::views {

/// One tensor as the histogram panel looks at it.
struct LookedAt {
    const Snapshot& snapshot;
    LayerId layer;
    const TensorChoice* choice = nullptr;               ///< null: none
    const stats::Histogram* histogram = nullptr;        ///< null: none
    const std::optional<quant::QuantParams>& quantizer; ///< none: floating point, an output, not known
    const std::optional<quant::QuantParams>& compared;  ///< the same under Snapshot::compared
    bool dragging = false;                              ///< a clip line
};

/// What stands below the histogram, a line each.
QStringList histogramLines(const LookedAt& at);

/// "Smallest in sample 3, largest in sample 11", both as links, "smallest" and "largest"; empty: nobody
/// knows.
QString extremeLinks(const LookedAt& at);

} // namespace qscope::views
