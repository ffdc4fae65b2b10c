// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/reparameterisation.h"

#include <cmath>
#include <numeric>

namespace qscope::repq_vit {

namespace {

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

ChannelGrid channelGridOf(const quant::QuantParams& params)
{
    return {{params.scale.begin(), params.scale.end()}, {params.zeroPoint.begin(), params.zeroPoint.end()}};
}

SharedGrid sharedGrid(const ChannelGrid& channels, bool wholeZeroPoint)
{
    const double zeroPoint = mean(channels.zeroPoint);
    return {static_cast<double>(static_cast<float>(mean(channels.scale))),
            wholeZeroPoint ? std::nearbyint(zeroPoint) : zeroPoint};
}

rewrite::ChannelMap channelMap(const ChannelGrid& channels, const SharedGrid& shared)
{
    rewrite::ChannelMap map;
    for (size_t c = 0; c < channels.scale.size(); ++c) {
        map.divisor.push_back(channels.scale[c] / shared.scale);
        map.offset.push_back(shared.scale * (shared.zeroPoint - channels.zeroPoint[c]));
    }
    return map;
}

} // namespace qscope::repq_vit
