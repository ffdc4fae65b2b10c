// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_extent.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::report {

namespace {

/// Grows around finite values.
class Reach {
public:
    void add(double v)
    {
        if (!std::isfinite(v))
            return;
        m_low = std::min(m_low, v);
        m_high = std::max(m_high, v);
    }
    void add(const std::vector<double>& values)
    {
        for (const double v : values)
            add(v);
    }
    Extent finish(bool logarithmic, double margin) const
    {
        if (m_low > m_high)
            return logarithmic ? Extent{1, 10} : Extent{0, 1};
        if (logarithmic) {
            const double factor = std::max(std::pow(m_high / m_low, margin), m_high > m_low ? 1.0 : 2.0);
            return {m_low / factor, m_high * factor};
        }
        const double pad = m_high > m_low ? (m_high - m_low) * margin : std::max(std::abs(m_low) * 0.1, 1e-9);
        return {m_low - pad, m_high + pad};
    }

private:
    double m_low = std::numeric_limits<double>::infinity();
    double m_high = -std::numeric_limits<double>::infinity();
};

/// The least distance between two bars.
double spacingOf(const Chart& chart)
{
    std::vector<double> xs;
    for (const Series& s : chart.series)
        if (s.mark == Mark::Bars)
            std::copy_if(s.x.begin(), s.x.end(), std::back_inserter(xs), [](double v) { return std::isfinite(v); });
    std::sort(xs.begin(), xs.end());
    double least = std::numeric_limits<double>::infinity();
    for (size_t i = 1; i < xs.size(); ++i)
        if (xs[i] > xs[i - 1])
            least = std::min(least, xs[i] - xs[i - 1]);
    return std::isfinite(least) ? least : 1;
}

} // namespace

ChartExtent extentOf(const Chart& chart)
{
    constexpr double margin = 0.04;
    Reach x, y;
    const double half = spacingOf(chart) / 2;
    for (const Series& s : chart.series) {
        x.add(s.x);
        y.add(s.y);
        y.add(s.low);
        y.add(s.high);
        if (s.mark != Mark::Bars)
            continue;
        if (!chart.y.logarithmic)
            y.add(0.0);
        for (const double v : s.x)
            if (!chart.x.logarithmic) {
                x.add(v - half);
                x.add(v + half);
            }
    }
    if (!chart.x.names.empty())
        return {{-0.5, static_cast<double>(chart.x.names.size()) - 0.5}, y.finish(chart.y.logarithmic, margin)};
    return {x.finish(chart.x.logarithmic, margin), y.finish(chart.y.logarithmic, margin)};
}

Extent colourExtent(const HeatMap& map)
{
    Reach reach;
    reach.add(map.values);
    return reach.finish(map.colour.logarithmic, 0);
}

BarPlace barPlace(const Chart& chart, size_t series)
{
    size_t before = 0, count = 0;
    for (size_t i = 0; i < chart.series.size(); ++i)
        if (chart.series[i].mark == Mark::Bars) {
            before += i < series ? 1 : 0;
            ++count;
        }
    const double width = spacingOf(chart) * 0.8 / static_cast<double>(std::max<size_t>(count, 1));
    return {(static_cast<double>(before) - (static_cast<double>(count) - 1) / 2) * width, width};
}

} // namespace qscope::report
