// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/channel_boxes.h"

#include <algorithm>
#include <cmath>

namespace qscope::views {

ChannelBoxKind channelBoxKind(const stats::ChannelStats& channels)
{
    if (channels.count() == 0)
        return ChannelBoxKind::None;
    return channels.histograms.empty() ? ChannelBoxKind::Deviation : ChannelBoxKind::Quantiles;
}

BoxFigures channelBox(const stats::ChannelStats& channels, size_t channel)
{
    const double min = channels.min[channel], max = channels.max[channel];
    if (!channels.histograms.empty())
        return boxOf(channels.histograms[channel], min, max);
    const double mean = channels.mean[channel];
    const double std = std::sqrt(std::max(0.0, channels.variance[channel]));
    return {min, mean - std, mean - std, mean, mean + std, mean + std, max};
}

std::vector<ChannelBox> channelBoxes(const stats::ChannelStats& channels, std::span<const size_t> order,
                                     size_t first, size_t last, size_t most)
{
    std::vector<ChannelBox> boxes;
    last = std::min(last, order.size());
    if (first >= last || most == 0)
        return boxes;
    const size_t together = (last - first + most - 1) / most;
    for (size_t place = first; place < last; place += together) {
        const auto group = order.subspan(place, std::min(together, last - place));
        const size_t widest = *std::max_element(group.begin(), group.end(), [&](size_t a, size_t b) {
            return channels.range(a) < channels.range(b);
        });
        boxes.push_back({channelBox(channels, widest), widest, place, group.size()});
    }
    return boxes;
}

} // namespace qscope::views
