// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/channel_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace qscope::views {

namespace {

/// How a weight element belongs to a channel: `axis` of the weight, and for grouped convolutions the group it
/// is in.
struct WeightAxis {
    size_t axis = 0;
    int64_t groups = 1;
    bool groupOnFirstAxis =
        false; ///< the group follows from axis 0, the channel is group * extent + index on `axis`
};

ChannelRanges rangesAlong(const Tensor& weight, const WeightAxis& along)
{
    const Tensor plain = toPlain(weight);
    const Shape& shape = plain.shape();
    const int64_t extent = shape[along.axis];
    const int64_t channels = along.groupOnFirstAxis ? extent * along.groups : extent;
    const int64_t inner = std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(along.axis) + 1,
                                          shape.end(), int64_t(1), std::multiplies<>());
    const int64_t outer = inner * extent > 0 ? plain.size() / (inner * extent) : 0;
    const int64_t perFirst = shape[0] > 0 ? plain.size() / shape[0] : 0;
    ChannelRanges ranges;
    ranges.min.assign(static_cast<size_t>(channels), std::numeric_limits<float>::infinity());
    ranges.max.assign(static_cast<size_t>(channels), -std::numeric_limits<float>::infinity());
    const auto* x = plain.data<float>();
    for (int64_t o = 0; o < outer; ++o) {
        const int64_t row = o * inner * extent;
        const int64_t group =
            along.groupOnFirstAxis && perFirst > 0 ? row / perFirst * along.groups / shape[0] : 0;
        for (int64_t e = 0; e < extent; ++e) {
            const auto [lo, hi] = std::minmax_element(x + row + e * inner, x + row + (e + 1) * inner);
            const auto c = static_cast<size_t>(group * extent + e);
            ranges.min[c] = std::min(ranges.min[c], *lo);
            ranges.max[c] = std::max(ranges.max[c], *hi);
        }
    }
    return ranges;
}

ChannelRanges weightRanges(const Snapshot& snapshot, LayerId layer, bool ofInput)
{
    const Tensor* weight = snapshot.weight(layer);
    if (!weight || weight->type() != DType::Float32 || weight->rank() < 2 || weight->size() == 0)
        return {};
    const Node& node = snapshot.node(layer);
    const std::string& op = snapshot.layer(layer).op;
    WeightAxis along;
    along.groups = std::max<int64_t>(1, node.intAttribute("group", 1));
    if (op == "Conv")
        along.axis = ofInput ? 1 : 0;
    else if (op == "ConvTranspose")
        along.axis = ofInput ? 0 : 1;
    else if (op == "Gemm")
        along.axis = (node.intAttribute("transB", 0) != 0) == ofInput ? 1 : 0;
    else
        along.axis = weight->rank() - (ofInput ? 2 : 1);
    along.groupOnFirstAxis = along.axis == 1 && along.groups > 1 && (op == "Conv" || op == "ConvTranspose");
    return rangesAlong(*weight, along);
}

/// One column of the heat map.
void fillColumn(const ChannelRanges& ranges, size_t rows, bool sorted, float* column)
{
    const size_t n = ranges.count();
    const double median = ranges.medianRange();
    const std::vector<size_t> order = sorted ? byRange(ranges) : std::vector<size_t>();
    for (size_t r = 0; r < rows && n > 0; ++r) {
        const size_t begin = r * n / rows;
        const size_t end = std::max(begin + 1, (r + 1) * n / rows);
        double widest = 0;
        for (size_t i = begin; i < end; ++i)
            widest = std::max(widest, ranges.range(sorted ? order[i] : i));
        if (widest > 0)
            column[r] = static_cast<float>(std::log2(widest / median)); // +inf when the median is 0
    }
}

} // namespace

double ChannelRanges::medianRange() const
{
    std::vector<double> all(count());
    for (size_t c = 0; c < all.size(); ++c)
        all[c] = range(c);
    if (all.empty())
        return 0;
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    if (all.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(all.begin(), middle)) / 2;
}

double ChannelRanges::widestRange() const
{
    double widest = 0;
    for (size_t c = 0; c < count(); ++c)
        widest = std::max(widest, range(c));
    return widest;
}

double ChannelRanges::ratio() const
{
    const double median = medianRange();
    const double widest = widestRange();
    if (median > 0)
        return widest / median;
    return widest > 0 ? std::numeric_limits<double>::infinity() : 1;
}

ChannelRanges channelRanges(const stats::TensorStats& stats)
{
    return {stats.channels.min, stats.channels.max, stats.channels.mean};
}

ChannelRanges weightInputChannels(const Snapshot& snapshot, LayerId layer)
{
    return weightRanges(snapshot, layer, true);
}

ChannelRanges weightOutputChannels(const Snapshot& snapshot, LayerId layer)
{
    return weightRanges(snapshot, layer, false);
}

bool sameRanges(const ChannelRanges& a, const ChannelRanges& b)
{
    const auto allowed = static_cast<float>(1e-4 * std::max(a.widestRange(), b.widestRange()));
    const auto near = [&](float x, float y) { return std::abs(x - y) <= allowed; };
    return std::equal(a.min.begin(), a.min.end(), b.min.begin(), b.min.end(), near)
           && std::equal(a.max.begin(), a.max.end(), b.max.begin(), b.max.end(), near);
}

std::vector<size_t> byRange(const ChannelRanges& ranges)
{
    std::vector<size_t> order(ranges.count());
    std::iota(order.begin(), order.end(), size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return ranges.range(a) > ranges.range(b); });
    return order;
}

ChannelMap channelMap(const Snapshot& snapshot, size_t rows, bool sorted)
{
    ChannelMap map{snapshot.layerCount(), rows, {}};
    map.cells.assign(map.layers * rows, std::numeric_limits<float>::quiet_NaN());
    for (size_t i = 0; i < map.layers; ++i) {
        const auto values = snapshot.activations(LayerId(i));
        const auto* stats = values.empty() ? nullptr : snapshot.stats(values.front());
        if (stats)
            fillColumn(channelRanges(*stats), rows, sorted, map.cells.data() + i * rows);
    }
    return map;
}

} // namespace qscope::views
