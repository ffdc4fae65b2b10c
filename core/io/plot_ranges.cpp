// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/plot_ranges.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/io/depth_axis.h"
#include "core/io/plot_text.h"
#include "core/io/svg_axis.h"

namespace qscope::io {
namespace {

/// One glyph: an activation input of a layer.
struct Site {
    size_t layer = 0;
    size_t input = 0;
    size_t inputs = 1;
    const stats::TensorStats* stats = nullptr;
    const quant::QuantParams* params = nullptr;
};

std::vector<Site> sitesOf(const ReportInput& input)
{
    std::vector<Site> sites;
    for (size_t i = 0; i < input.layers.size(); ++i) {
        const size_t count = input.layers[i].activationInputs.size();
        for (size_t a = 0; a < count; ++a)
            if (const auto* stats = statsOf(input, i, a))
                sites.push_back({i, a, count, stats, paramsOf(input, i, a)});
    }
    return sites;
}

/// The threshold lies a decade below the narrowest range, but at most four below the widest.
Scale valueScale(const std::vector<Site>& sites)
{
    double lo = 0;
    double hi = 0;
    double narrowest = INFINITY;
    for (const Site& site : sites) {
        lo = std::min<double>(lo, site.stats->min.value);
        hi = std::max<double>(hi, site.stats->max.value);
        if (site.params) {
            lo = std::min(lo, site.params->representable().lo);
            hi = std::max(hi, site.params->representable().hi);
        }
        const double size = std::max(std::abs(site.stats->min.value), std::abs(site.stats->max.value));
        if (size > 0)
            narrowest = std::min(narrowest, size);
    }
    const double widest = std::max({-lo, hi, 1e-30});
    const double threshold =
        std::clamp(std::isfinite(narrowest) ? narrowest / 10 : widest, widest * 1e-4, widest);
    return Scale::symmetricLog(lo, hi, std::pow(10, std::floor(std::log10(threshold))));
}

std::string tipOf(const ReportInput& input, const Site& site)
{
    const Layer& layer = input.layers[site.layer];
    const stats::TensorStats& s = *site.stats;
    std::string tip = "#" + std::to_string(site.layer) + " " + layer.name + " (" + layer.op + ")";
    if (site.inputs > 1)
        tip = filled(say("Files", "%1, input %2 of %3"), tip, site.input + 1, site.inputs);
    tip += " | "
           + filled(say("Files", "min %1, max %2"), compactNumber(s.min.value), compactNumber(s.max.value));
    if (!s.histogram.empty())
        tip += ", "
               + filled(say("Files", "p0.01 %1, median %2, p99.99 %3"),
                        compactNumber(s.histogram.quantile(1e-4)), compactNumber(s.histogram.quantile(0.5)),
                        compactNumber(s.histogram.quantile(1 - 1e-4)));
    if (!site.params)
        return tip + " | " + say("Files", "stays in floating point");
    const quant::Range clip = site.params->representable();
    return tip + " | "
           + filled(say("Files", "clips to %1 .. %2, %3 bits"), compactNumber(clip.lo),
                    compactNumber(clip.hi), site.params->bits);
}

void drawBar(SvgCanvas& canvas, const Scale& y, double centre, double width, double lo, double hi,
             const char* style)
{
    const double top = y(hi);
    canvas.rect(centre - width / 2, top, width, std::max(y(lo) - top, 0.5), style);
}

void drawGlyph(SvgCanvas& canvas, const Site& site, const Frame& frame, const Scale& y, double centre,
               double width)
{
    const stats::TensorStats& s = *site.stats;
    canvas.line(centre, y(s.min.value), centre, y(s.max.value), "whisker");
    if (!s.histogram.empty()) {
        drawBar(canvas, y, centre, width * 0.6, s.histogram.quantile(1e-4), s.histogram.quantile(1 - 1e-4),
                "tail");
        drawBar(canvas, y, centre, width * 0.6, s.histogram.quantile(0.25), s.histogram.quantile(0.75),
                "box");
        const double median = y(s.histogram.quantile(0.5));
        canvas.line(centre - width * 0.3, median, centre + width * 0.3, median, "median");
    }
    if (!site.params) {
        canvas.circle(centre, frame.bottom() - 7, std::min(width * 0.3, 3.5), "hollow");
        return;
    }
    const quant::Range clip = site.params->representable();
    for (const double limit : {clip.lo, clip.hi})
        canvas.line(centre - width * 0.45, y(limit), centre + width * 0.45, y(limit), "clip");
}

void drawLegend(SvgCanvas& canvas, double x, double y)
{
    const auto entry = [&](double width, const std::string& text) {
        canvas.text(x + 18, y + 4, text, "left");
        x += width;
    };
    canvas.line(x + 6, y - 6, x + 6, y + 6, "whisker");
    entry(92, say("Files", "min to max"));
    canvas.rect(x + 3, y - 5, 10, 10, "tail");
    entry(124, say("Files", "p0.01 to p99.99"));
    canvas.rect(x + 3, y - 5, 10, 10, "box");
    entry(82, say("Files", "quartiles"));
    canvas.line(x, y, x + 14, y, "clip");
    entry(138, say("Files", "limit of the config"));
    canvas.circle(x + 7, y, 3.5, "hollow");
    entry(0, say("Files", "stays in floating point"));
}

} // namespace

std::optional<Plot> rangesPlot(const ReportInput& input)
{
    const std::vector<Site> sites = sitesOf(input);
    if (sites.empty())
        return std::nullopt;
    const DepthAxis axis(input.layers, 64);
    const Frame frame{64, 50, axis.width(), 320};
    const std::string title = say("Files", "Activation ranges over depth");
    SvgCanvas canvas(axis.totalWidth(), frame.bottom() + axis.heightBelow(), title);
    canvas.text(frame.left, 16, title, "heading left");
    drawLegend(canvas, frame.left, 34);
    Scale y = valueScale(sites);
    y.onto(frame.bottom() - 14, frame.top + 4);
    frame.drawYAxis(canvas, y, say("Files", "activation value (symmetric log)"), 22);
    axis.draw(canvas, frame);
    for (const Site& site : sites) {
        const double width = axis.slot() / static_cast<double>(site.inputs);
        const double left = axis.left(site.layer) + width * static_cast<double>(site.input);
        canvas.beginGroup(tipOf(input, site), static_cast<int>(site.layer));
        drawGlyph(canvas, site, frame, y, left + width / 2, std::min(width, 24.0));
        canvas.rect(left, frame.top, width, frame.height, "hit");
        canvas.endGroup();
    }
    frame.drawBorder(canvas);
    return Plot{"ranges-over-depth", title, canvas.finish()};
}

} // namespace qscope::io
