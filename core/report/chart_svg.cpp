// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_svg.h"

#include <algorithm>
#include <cmath>

#include "core/io/plot_text.h"
#include "core/io/png_image.h"
#include "core/io/svg_axis.h"
#include "core/report/chart_extent.h"

namespace qscope::report {

namespace {

using io::Frame;
using io::Scale;
using io::SvgCanvas;

constexpr int kColours = 4;

std::string titleOf(const Axis& axis) { return axis.unit.empty() ? axis.title : axis.title + " (" + axis.unit + ")"; }

std::string style(const char* kind, size_t series) { return kind + std::to_string(series % kColours); }

Scale scaleOf(const Axis& axis, const Extent& extent)
{
    return axis.logarithmic ? Scale::logarithmic(extent.low, extent.high) : Scale::linear(extent.low, extent.high);
}

/// Names instead of numbers stand at an angle when they would touch each other.
void drawNames(SvgCanvas& canvas, const Frame& frame, const Axis& axis, const Scale& x)
{
    const double slot = frame.width / static_cast<double>(axis.names.size());
    const bool level = std::all_of(axis.names.begin(), axis.names.end(), [&](const std::string& name) {
        return static_cast<double>(name.size()) * 6.5 < slot;
    });
    const size_t step = static_cast<size_t>(std::max(1.0, std::ceil(14 / slot)));
    for (size_t i = 0; i < axis.names.size(); i += step)
        canvas.text(x(static_cast<double>(i)) + (level ? 0 : 4), frame.bottom() + 16,
                    io::middleTruncated(axis.names[i], level ? 40 : 22), level ? "middle" : "right", level ? 0 : -40);
    canvas.text(frame.left + frame.width / 2, frame.bottom() + (level ? 36 : 122), axis.title, "muted middle");
}

/// One chart being drawn.
class Drawing {
public:
    explicit Drawing(const Chart& chart)
        : m_chart(chart), m_extent(extentOf(chart)), m_x(scaleOf(chart.x, m_extent.x)), m_y(scaleOf(chart.y, m_extent.y)),
          m_frame{72, 30.0 + 18.0 * static_cast<double>(chart.series.size()), 640, 280}
    {
        m_x.onto(m_frame.left, m_frame.right());
        m_y.onto(m_frame.bottom(), m_frame.top);
    }

    std::string svg()
    {
        SvgCanvas canvas(740, m_frame.bottom() + (m_chart.x.names.empty() ? 44 : 130), m_chart.title);
        canvas.text(m_frame.left, 16, m_chart.title, "heading left");
        m_frame.drawYAxis(canvas, m_y, titleOf(m_chart.y));
        if (m_chart.x.names.empty())
            m_frame.drawXAxis(canvas, m_x, titleOf(m_chart.x));
        else
            drawNames(canvas, m_frame, m_chart.x, m_x);
        for (size_t s = 0; s < m_chart.series.size(); ++s)
            draw(canvas, s);
        m_frame.drawBorder(canvas);
        return canvas.finish();
    }

private:
    bool visible(const Series& s, size_t i) const { return std::isfinite(s.x[i]) && std::isfinite(s.y[i]); }

    void draw(SvgCanvas& canvas, size_t index)
    {
        const Series& series = m_chart.series[index];
        const double legend = 34 + 18 * static_cast<double>(index);
        canvas.rect(m_frame.left, legend - 5, 10, 10, style("a", index));
        canvas.text(m_frame.left + 16, legend + 4, series.name, "left");
        switch (series.mark) {
        case Mark::Line: drawLine(canvas, series, index); break;
        case Mark::Bars: drawBars(canvas, series, index); break;
        case Mark::Points: drawPoints(canvas, series, index); break;
        }
    }

    void drawLine(SvgCanvas& canvas, const Series& s, size_t index)
    {
        std::vector<std::pair<double, double>> line, band, back;
        const auto flush = [&] {
            band.insert(band.end(), back.rbegin(), back.rend());
            if (band.size() > 2)
                canvas.path(band, style("b", index), true);
            if (line.size() == 1)
                canvas.circle(line[0].first, line[0].second, 2.5, style("a", index));
            if (line.size() > 1)
                canvas.path(line, style("l", index), false);
            line.clear();
            band.clear();
            back.clear();
        };
        for (size_t i = 0; i < s.x.size(); ++i) {
            if (!visible(s, i)) {
                flush();
                continue;
            }
            line.emplace_back(m_x(s.x[i]), m_y(s.y[i]));
            if (!s.low.empty() && std::isfinite(s.low[i]) && std::isfinite(s.high[i])) {
                band.emplace_back(m_x(s.x[i]), m_y(s.low[i]));
                back.emplace_back(m_x(s.x[i]), m_y(s.high[i]));
            }
        }
        flush();
    }

    void drawBars(SvgCanvas& canvas, const Series& s, size_t index)
    {
        const BarPlace place = barPlace(m_chart, index);
        const double base = m_y(m_chart.y.logarithmic ? m_extent.y.low : 0);
        for (size_t i = 0; i < s.x.size(); ++i) {
            if (!visible(s, i))
                continue;
            const double left = m_x(s.x[i] + place.offset - place.width / 2);
            const double right = m_x(s.x[i] + place.offset + place.width / 2);
            const double top = m_y(s.y[i]);
            canvas.rect(left, std::min(top, base), std::max(right - left, 0.5), std::abs(top - base), style("a", index));
            drawInterval(canvas, s, i, (left + right) / 2);
        }
    }

    void drawPoints(SvgCanvas& canvas, const Series& s, size_t index)
    {
        for (size_t i = 0; i < s.x.size(); ++i) {
            if (!visible(s, i))
                continue;
            canvas.circle(m_x(s.x[i]), m_y(s.y[i]), 3, style("a", index));
            drawInterval(canvas, s, i, m_x(s.x[i]));
        }
    }

    void drawInterval(SvgCanvas& canvas, const Series& s, size_t i, double at)
    {
        if (!s.low.empty() && std::isfinite(s.low[i]) && std::isfinite(s.high[i]))
            canvas.line(at, m_y(s.low[i]), at, m_y(s.high[i]), "zero");
    }

    const Chart& m_chart;
    ChartExtent m_extent;
    Scale m_x;
    Scale m_y;
    Frame m_frame;
};

std::string heatImage(const HeatMap& map, const Extent& range)
{
    const size_t rows = map.values.size() / map.columns;
    const auto warped = [&](double v) { return map.colour.logarithmic ? std::log(v) : v; };
    const double low = warped(range.low), span = warped(range.high) - low;
    io::IndexedImage image(static_cast<int>(map.columns), static_cast<int>(rows));
    for (size_t i = 0; i < map.values.size(); ++i)
        if (std::isfinite(map.values[i]))
            image.fill(static_cast<int>(i % map.columns), static_cast<int>(rows - 1 - i / map.columns), 1, 1,
                       io::IndexedImage::indexOf(std::clamp((warped(map.values[i]) - low) / span, 0.0, 1.0)));
    return image.dataUri();
}

void drawColourKey(SvgCanvas& canvas, const Frame& frame, const Axis& colour, const Extent& range)
{
    Scale scale = scaleOf(colour, range);
    const Frame key{frame.right() + 20, frame.top, 14, frame.height};
    scale.onto(key.bottom(), key.top);
    constexpr int steps = 64;
    for (int i = 0; i < steps; ++i)
        canvas.filledRect(key.left, key.bottom() - key.height * (i + 1) / steps, key.width, key.height / steps + 0.5,
                          io::hexColour(io::sequentialColour((i + 0.5) / steps)));
    for (const io::Tick& tick : scale.ticks(32))
        canvas.text(key.right() + 6, scale(tick.value) + 4, tick.label, "left");
    canvas.text(key.left, key.top - 8, titleOf(colour), "muted left");
}

} // namespace

std::string chartCss()
{
    std::string css;
    const char* colours[kColours] = {"blue", "orange", "green", "muted"};
    for (int i = 0; i < kColours; ++i) {
        const std::string n = std::to_string(i), colour = "var(--qs-" + std::string(colours[i]) + ")";
        css += ".qs .a" + n + " { fill: " + colour + "; }\n.qs .b" + n + " { fill: " + colour
               + "; fill-opacity: 0.18; }\n.qs .l" + n + " { fill: none; stroke: " + colour + "; stroke-width: 1.5; }\n";
    }
    return css;
}

std::string chartSvg(const Chart& chart) { return Drawing(chart).svg(); }

std::string heatMapSvg(const HeatMap& map)
{
    const Extent range = colourExtent(map);
    const auto rows = static_cast<double>(map.values.size() / map.columns);
    const Frame frame{72, 48, 560, std::clamp(rows * 6, 120.0, 360.0)};
    SvgCanvas canvas(740, frame.bottom() + (map.x.names.empty() ? 44 : 130), map.title);
    canvas.text(frame.left, 16, map.title, "heading left");
    canvas.image(frame.left, frame.top, frame.width, frame.height, heatImage(map, range));
    Scale x = Scale::linear(-0.5, static_cast<double>(map.columns) - 0.5);
    Scale y = Scale::linear(-0.5, rows - 0.5);
    x.onto(frame.left, frame.right());
    y.onto(frame.bottom(), frame.top);
    frame.drawYAxis(canvas, y, titleOf(map.y));
    if (map.x.names.empty())
        frame.drawXAxis(canvas, x, titleOf(map.x));
    else
        drawNames(canvas, frame, map.x, x);
    drawColourKey(canvas, frame, map.colour, range);
    frame.drawBorder(canvas);
    return canvas.finish();
}

} // namespace qscope::report
