// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/stats/tensor_stats.h"
#include "views/models/box_figures.h"

namespace qscope::views {

/// What the calibration knows of the inside of a channel.
enum class ChannelBoxKind {
    None,      ///< the tensor has no channels
    Quantiles, ///< a histogram of every channel was recorded
    Deviation, ///< only mean and variance: the box is mean - std to mean + std, the median is in fact the
               ///< mean
};
ChannelBoxKind channelBoxKind(const stats::ChannelStats& channels);

/// A box that stands for `places` neighbouring places, of which it shows the channel with the widest range.
struct ChannelBox : BoxFigures {
    size_t channel = 0;
    size_t place = 0; ///< the first of its places
    size_t places = 1;

    double key() const { return static_cast<double>(place) + static_cast<double>(places - 1) / 2; }
    bool holds(size_t p) const { return p >= place && p < place + places; }
};

/// Figures of one channel; of kind Deviation, `low` and `high` are the ends of the box, which may lie outside
/// of [min, max].
BoxFigures channelBox(const stats::ChannelStats& channels, size_t channel);

/// Boxes of places [first, last) of `order` (channel numbers from left to right), at most `most` of them, all
/// of the same number of places but for the last. **Cost** a look at every channel, and a walk over a
/// histogram for each box.
std::vector<ChannelBox> channelBoxes(const stats::ChannelStats& channels, std::span<const size_t> order,
                                     size_t first, size_t last, size_t most);

} // namespace qscope::views
