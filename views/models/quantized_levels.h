// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"
#include "core/stats/histogram.h"

namespace qscope::views {

/// How many elements a quantizer puts on each of its values.
struct QuantizedLevels {
    std::vector<double> values; ///< ascending; those that hold anything, and their neighbours
    std::vector<double> counts;

    /// Where the share of a value begins and ends: half-way to its neighbours, the outer two as wide as on
    /// their inner side.
    double begin(size_t i) const;
    double end(size_t i) const;
    bool empty() const { return values.empty(); }
};

/// Of data with this histogram, taken as uniform inside each bin; empty for quantizers of several slices.
/// **Error bound** 1/8 of a bin's count at a border between two values. **Cost** eight roundings per bin.
QuantizedLevels quantizedLevels(const stats::Histogram& histogram, const quant::QuantParams& quantizer);

} // namespace qscope::views
