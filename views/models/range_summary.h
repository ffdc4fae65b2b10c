// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/models/box_figures.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// Which tensors of a layer the ranges are of.
enum class RangeSource { Inputs, Outputs };

/// How wide one tensor is: the figures a glyph is drawn from.
struct RangeSummary : BoxFigures {
    LayerId layer;
    ValueId value;
    size_t input = 0; ///< index into Layer::activationInputs (0 for outputs)
    size_t inputCount = 1;
    std::optional<quant::Range>
        clip;              ///< representable range of the current config; none: floating point or unknown
    std::optional<quant::Range> imported; ///< of another tool, or else of the model before or after a method
    int64_t notFinite = 0; ///< NaN and Inf elements, not part of the other figures

    /// (max - min) / (p99.99 - p0.01); infinity when only the extremes differ, 1 for a constant.
    double tailRatio() const;
    bool outlier() const;
};

/// A tensor is flagged when its full range is more than this many times its p0.01 .. p99.99 range.
inline constexpr double OutlierTailRatio = 4;

/// Execution order; layers without statistics are left out. **Cost** a walk over each histogram.
std::vector<RangeSummary> rangeSummaries(const Snapshot& snapshot, RangeSource source);

} // namespace qscope::views
