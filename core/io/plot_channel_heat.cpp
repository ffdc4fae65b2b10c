// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/depth_axis.h"
#include "core/io/plot_channels.h"
#include "core/io/plot_text.h"
#include "core/io/png_image.h"
#include "core/io/svg_axis.h"

namespace qscope::io {
namespace {

constexpr int MostRows = 128;
constexpr double PlotHeight = 256;
constexpr double LowestRatio = 0.125;

/// Range of each channel over the layer's median; empty without channels.
std::vector<double> relativeRanges(const stats::TensorStats* stats)
{
    if (!stats || stats->channelAxis < 0 || stats->channels.count() == 0)
        return {};
    std::vector<double> ranges(stats->channels.count());
    for (size_t c = 0; c < ranges.size(); ++c)
        ranges[c] = std::max(0.0F, stats->channels.range(c));
    std::vector<double> sorted = ranges;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<ptrdiff_t>(sorted.size() / 2),
                     sorted.end());
    const double median = sorted[sorted.size() / 2];
    for (double& range : ranges)
        range = median > 0 ? range / median : range > 0 ? INFINITY : 1;
    return ranges;
}

struct HeatMap {
    std::vector<std::vector<double>> columns; ///< per layer
    size_t mostChannels = 0;
    double highest = 8; ///< power of two at least as large as every finite ratio, 8 to 1024

    double shareOf(double ratio) const
    {
        const double bounded = std::clamp(ratio, LowestRatio, highest);
        return (std::log2(bounded) - std::log2(LowestRatio)) / (std::log2(highest) - std::log2(LowestRatio));
    }
};

HeatMap heatMapOf(const ReportInput& input)
{
    HeatMap map;
    for (size_t i = 0; i < input.layers.size(); ++i) {
        map.columns.push_back(relativeRanges(statsOf(input, i)));
        map.mostChannels = std::max(map.mostChannels, map.columns.back().size());
        for (const double ratio : map.columns.back())
            while (std::isfinite(ratio) && ratio > map.highest && map.highest < 1024)
                map.highest *= 2;
    }
    return map;
}

/// Rows from the bottom: channel 0 lies at the bottom.
std::string heatImage(const HeatMap& map, int slot, int rows, int rowHeight)
{
    IndexedImage image(slot * static_cast<int>(map.columns.size()), rows * rowHeight);
    for (size_t i = 0; i < map.columns.size(); ++i) {
        const std::vector<double>& column = map.columns[i];
        for (int row = 0; row < rows && !column.empty(); ++row) {
            const auto count = static_cast<double>(column.size());
            const auto first = static_cast<size_t>(count * row / rows);
            const auto last =
                std::max(first + 1, static_cast<size_t>(std::ceil(count * (row + 1) / rows - 1e-9)));
            const double widest =
                *std::max_element(column.begin() + static_cast<ptrdiff_t>(first),
                                  column.begin() + static_cast<ptrdiff_t>(std::min(last, column.size())));
            image.fill(static_cast<int>(i) * slot, (rows - 1 - row) * rowHeight, slot, rowHeight,
                       IndexedImage::indexOf(map.shareOf(widest)));
        }
    }
    return image.dataUri();
}

void drawColourBar(SvgCanvas& canvas, const HeatMap& map, double x, double y)
{
    constexpr int Steps = 48;
    constexpr double Width = 240;
    canvas.text(x, y + 9, say("Files", "channel range / median range of the layer:"), "left");
    const double left = x + 262;
    for (int i = 0; i < Steps; ++i)
        canvas.filledRect(left + Width * i / Steps, y, Width / Steps + 0.5, 10,
                          hexColour(sequentialColour((i + 0.5) / Steps)));
    for (const double ratio : {LowestRatio, 1.0, 8.0, 64.0, 1024.0})
        if (ratio <= map.highest && (ratio != 8 || map.highest < 1024 || ratio == map.highest))
            canvas.text(left + Width * map.shareOf(ratio), y + 22,
                        ratio < 1 ? say("Files", "1/8 or less") : compactNumber(ratio), "middle");
}

std::string tipOf(const Layer& layer, size_t index, const std::vector<double>& column)
{
    if (column.empty())
        return filled(say("Files", "#%1 %2 | no channels recorded"), index, layer.name);
    const auto widest = std::max_element(column.begin(), column.end());
    return filled(say("Files", "#%1 %2 | %3 channels, widest is channel %4 with %5 times the median range"),
                  index, layer.name, column.size(), widest - column.begin(), compactNumber(*widest));
}

} // namespace

std::optional<Plot> channelHeatMap(const ReportInput& input)
{
    const HeatMap map = heatMapOf(input);
    if (map.mostChannels == 0)
        return std::nullopt;
    const DepthAxis axis(input.layers, 64);
    const int rows = static_cast<int>(std::min<size_t>(map.mostChannels, MostRows));
    const int rowHeight = std::max(1, static_cast<int>(PlotHeight / rows));
    const Frame frame{64, 62, axis.width(), static_cast<double>(rows * rowHeight)};
    const std::string title = say("Files", "Channel ranges of all layers");
    SvgCanvas canvas(axis.totalWidth(), frame.bottom() + axis.heightBelow(), title);
    canvas.text(frame.left, 16, title, "heading left");
    drawColourBar(canvas, map, frame.left, 26);
    Scale y = Scale::linear(0, 100);
    y.onto(frame.bottom(), frame.top);
    frame.drawYAxis(canvas, y, say("Files", "channel (% of the layer's channels)"));
    axis.draw(canvas, frame);
    canvas.image(frame.left, frame.top, frame.width, frame.height,
                 heatImage(map, static_cast<int>(axis.slot()), rows, rowHeight));
    for (size_t i = 0; i < map.columns.size(); ++i) {
        canvas.beginGroup(tipOf(input.layers[i], i, map.columns[i]), static_cast<int>(i));
        canvas.rect(axis.left(i), frame.top, axis.slot(), frame.height, "hit");
        canvas.endGroup();
    }
    frame.drawBorder(canvas);
    return Plot{"channel-heat-map", title, canvas.finish()};
}

} // namespace qscope::io
