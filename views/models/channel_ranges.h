// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "views/models/snapshot.h"

namespace qscope::views {

/// Smallest and largest value per channel; `mean` may be empty.
struct ChannelRanges {
    std::vector<float> min;
    std::vector<float> max;
    std::vector<double> mean;

    size_t count() const { return min.size(); }
    double range(size_t c) const { return static_cast<double>(max[c]) - static_cast<double>(min[c]); }
    /// Median of the ranges (mean of the middle two for an even count); 0 without channels.
    double medianRange() const;
    double widestRange() const;
    /// widest / median; 1 without channels, infinity when the median is 0 and the widest is not.
    double ratio() const;
};

/// Channels of a recorded tensor; empty when it has no channel axis.
ChannelRanges channelRanges(const stats::TensorStats& stats);

/// Ranges of the layer's weight for each channel of its activation input, so that both can be drawn over one
/// axis. Empty without a weight. Shapes: Conv [M, C/g, ...], ConvTranspose [C, M/g, ...], Gemm and MatMul
/// matrices.
ChannelRanges weightInputChannels(const Snapshot& snapshot, LayerId layer);
/// The same for each output channel: what a per-channel weight quantizer sees.
ChannelRanges weightOutputChannels(const Snapshot& snapshot, LayerId layer);

/// Channel numbers from the widest to the narrowest; equal ones in order of their number.
std::vector<size_t> byRange(const ChannelRanges& ranges);

/// As many channels, whose ends differ by no more than a ten-thousandth of the widest range, so that nobody
/// could see it.
bool sameRanges(const ChannelRanges& a, const ChannelRanges& b);

/// Channel x layer heat map, column-major: cell (layer, row) = log2(range / median range of that tensor).
/// A row stands for count/rows neighbouring channels and shows the widest of them; NaN: no channels or range
/// 0.
struct ChannelMap {
    size_t layers = 0;
    size_t rows = 0;
    std::vector<float> cells; ///< cells[layer * rows + row]
    float at(size_t layer, size_t row) const { return cells[layer * rows + row]; }
};
ChannelMap channelMap(const Snapshot& snapshot, size_t rows, bool sorted);

} // namespace qscope::views
