// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "core/io/plot_channels.h"
#include "core/io/plot_text.h"
#include "core/io/svg_axis.h"

namespace qscope::io {
namespace {

constexpr double PanelWidth = 510;
constexpr double PanelHeight = 190;
constexpr size_t MostBars = 400;

struct Candidate {
    size_t layer = 0;
    double ratio = 1;
    const stats::TensorStats* stats = nullptr;
};

/// Distinct input tensors, most unequal first.
std::vector<Candidate> mostUnequal(const ReportInput& input, size_t count)
{
    std::vector<Candidate> all;
    std::set<const stats::TensorStats*> seen;
    for (size_t i = 0; i < input.layers.size(); ++i) {
        const auto* stats = statsOf(input, i);
        if (stats && stats->channelAxis >= 0 && stats->channels.count() > 1 && seen.insert(stats).second)
            all.push_back({i, stats->interChannelRatio(), stats});
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.ratio > b.ratio; });
    all.resize(std::min(all.size(), count));
    return all;
}

void drawBars(SvgCanvas& canvas, const stats::ChannelStats& channels, const Frame& frame, const Scale& y,
              size_t perBar)
{
    const size_t count = channels.count();
    const double slot = frame.width * static_cast<double>(perBar) / static_cast<double>(count);
    for (size_t first = 0; first < count; first += perBar) {
        const size_t last = std::min(count, first + perBar);
        float lo = channels.min[first];
        float hi = channels.max[first];
        for (size_t c = first; c < last; ++c) {
            lo = std::min(lo, channels.min[c]);
            hi = std::max(hi, channels.max[c]);
        }
        canvas.beginGroup(last > first + 1 ? filled(say("Files", "channel %1 to %2 | %3 to %4"), first,
                                                    last - 1, compactNumber(lo), compactNumber(hi))
                                           : filled(say("Files", "channel %1 | %2 to %3"), first,
                                                    compactNumber(lo), compactNumber(hi)));
        const double x = frame.left + slot * static_cast<double>(first) / static_cast<double>(perBar);
        canvas.rect(x, y(hi), std::max(slot * 0.8, 0.6), std::max(y(lo) - y(hi), 0.5), "area");
        canvas.rect(x, frame.top, slot, frame.height, "hit");
        canvas.endGroup();
    }
}

void drawPanel(SvgCanvas& canvas, const ReportInput& input, const Candidate& candidate, double left,
               double top)
{
    const stats::ChannelStats& channels = candidate.stats->channels;
    const Frame frame{left + 60, top + 24, PanelWidth - 80, PanelHeight - 68};
    const auto* params = paramsOf(input, candidate.layer);
    const quant::Range clip = params ? params->representable() : quant::Range{};
    const double lo = std::min<double>(clip.lo, *std::min_element(channels.min.begin(), channels.min.end()));
    const double hi = std::max<double>(clip.hi, *std::max_element(channels.max.begin(), channels.max.end()));
    Scale y = Scale::linear(lo, hi);
    y.onto(frame.bottom(), frame.top);
    Scale x = Scale::linear(0, static_cast<double>(channels.count()));
    x.onto(frame.left, frame.right());
    const std::string name = input.layers[candidate.layer].name;
    canvas.text(left + 60, top + 16,
                filled(say("Files", "#%1 %2, ratio %3"), candidate.layer, middleTruncated(name, 44),
                       compactNumber(candidate.ratio)),
                "left");
    frame.drawYAxis(canvas, y, say("Files", "channel range"), 26);
    const size_t perBar = (channels.count() + MostBars - 1) / MostBars;
    frame.drawXAxis(canvas, x,
                    perBar == 1 ? say("Files", "channel")
                                : filled(say("Files", "channel (each bar spans %1 channels)"), perBar));
    drawBars(canvas, channels, frame, y, perBar);
    if (params)
        for (const double limit : {clip.lo, clip.hi})
            canvas.line(frame.left, y(limit), frame.right(), y(limit), "step");
    frame.drawBorder(canvas);
}

} // namespace

std::optional<Plot> channelRangesPlot(const ReportInput& input, size_t count)
{
    const std::vector<Candidate> candidates = mostUnequal(input, count);
    if (candidates.empty())
        return std::nullopt;
    const size_t rows = (candidates.size() + 1) / 2;
    const std::string title = say("Files", "Inputs with the most unequal channels");
    SvgCanvas canvas(2 * PanelWidth, 26 + PanelHeight * static_cast<double>(rows), title);
    canvas.text(60, 16, title, "heading left");
    canvas.line(380, 12, 400, 12, "step");
    canvas.text(406, 16, say("Files", "limit of the config"), "left");
    for (size_t i = 0; i < candidates.size(); ++i)
        drawPanel(canvas, input, candidates[i], i % 2 == 0 ? 0 : PanelWidth,
                  26 + PanelHeight * static_cast<double>(i / 2));
    return Plot{"channel-ranges", title, canvas.finish()};
}

} // namespace qscope::io
