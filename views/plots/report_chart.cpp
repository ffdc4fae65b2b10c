// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/report_chart.h"

#include <algorithm>
#include <cmath>

#include "core/report/chart_extent.h"
#include "views/models/format.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

namespace {

QVector<double> toQt(const std::vector<double>& values) { return {values.begin(), values.end()}; }

QColor colourOf(const Theme& theme, size_t series)
{
    const QColor colours[] = {theme.data, theme.quantizer, theme.second, theme.warning, theme.muted};
    return colours[series % std::size(colours)];
}

void setLogarithmic(QCPAxis& axis)
{
    axis.setScaleType(QCPAxis::stLogarithmic);
    axis.setTicker(QSharedPointer<LogTicker>::create());
}

} // namespace

QString axisTitle(const report::Axis& axis)
{
    return axis.unit.empty()
               ? format::text(axis.title)
               : QStringLiteral("%1 [%2]").arg(format::text(axis.title), format::text(axis.unit));
}

ReportChart::ReportChart(report::Chart chart, QWidget* parent) : Plot(parent), m_chart(std::move(chart))
{
    setMinimumHeight(260);
    setExportName(format::text(m_chart.title));
    setupAxes();
    for (size_t i = 0; i < m_chart.series.size(); ++i)
        addSeries(i);
    if (m_chart.series.size() > 1)
        placeLegend();
    const report::ChartExtent extent = report::extentOf(m_chart);
    setZoomable(Qt::Horizontal | Qt::Vertical);
    setHome({extent.x.low, extent.x.high}, {extent.y.low, extent.y.high});
    setRecolour([this](const Theme&) { recolour(); });
    setTip([this](const QPoint& position) { return tipAt(position); });
    fit();
}

/// Above the chart, where it covers nothing.
void ReportChart::placeLegend()
{
    axisRect()->insetLayout()->take(legend);
    plotLayout()->insertRow(0);
    plotLayout()->addElement(0, 0, legend);
    plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    legend->setWrap(4);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setVisible(true);
}

void ReportChart::setupAxes()
{
    setAxisTitles(axisTitle(m_chart.x), axisTitle(m_chart.y));
    if (m_chart.x.logarithmic)
        setLogarithmic(*xAxis);
    if (m_chart.y.logarithmic)
        setLogarithmic(*yAxis);
    const auto isWhole = [](const report::Series& s) {
        return std::all_of(s.x.begin(), s.x.end(), [](double x) { return x == std::round(x); });
    };
    if (m_chart.x.names.empty()) {
        if (!m_chart.x.logarithmic && std::all_of(m_chart.series.begin(), m_chart.series.end(), isWhole))
            xAxis->setTicker(QSharedPointer<IndexTicker>::create()); // there are no 5.5 bits
        return;
    }
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (size_t i = 0; i < m_chart.x.names.size(); ++i)
        ticker->addTick(static_cast<double>(i), format::elided(format::text(m_chart.x.names[i]), 24));
    xAxis->setTicker(ticker);
    if (m_chart.x.names.size() > 6)
        xAxis->setTickLabelRotation(-40);
}

void ReportChart::addSeries(size_t index)
{
    if (m_chart.series[index].mark == report::Mark::Bars)
        addBars(index);
    else
        addLine(index);
}

void ReportChart::addLine(size_t index)
{
    const report::Series& s = m_chart.series[index];
    const bool isLine = s.mark == report::Mark::Line;
    if (isLine && !s.low.empty()) {
        QCPGraph* low = addGraph();
        QCPGraph* high = addGraph();
        low->setData(toQt(s.x), toQt(s.low));
        high->setData(toQt(s.x), toQt(s.high));
        high->setChannelFillGraph(low);
        for (QCPGraph* edge : {low, high}) {
            edge->removeFromLegend();
            m_drawn.push_back({index, edge, true});
        }
    }
    // A curve may go back and forth in x, which a graph does not.
    auto* curve = new QCPCurve(xAxis, yAxis);
    curve->setData(toQt(s.x), toQt(s.y));
    curve->setName(format::text(s.name));
    curve->setLineStyle(isLine ? QCPCurve::lsLine : QCPCurve::lsNone);
    m_drawn.push_back({index, curve, false});
    if (!isLine)
        addInterval(index, 0);
}

void ReportChart::addBars(size_t index)
{
    const report::Series& s = m_chart.series[index];
    const report::BarPlace place = report::barPlace(m_chart, index);
    QVector<double> x, y;
    for (size_t i = 0; i < s.x.size(); ++i) {
        x << s.x[i] + place.offset;
        y << s.y[i];
    }
    auto* bars = new QCPBars(xAxis, yAxis);
    bars->setData(x, y);
    bars->setWidth(place.width);
    bars->setName(format::text(s.name));
    if (m_chart.y.logarithmic)
        bars->setBaseValue(report::extentOf(m_chart).y.low);
    m_drawn.push_back({index, bars, false});
    addInterval(index, place.offset);
}

void ReportChart::addInterval(size_t index, double offset)
{
    const report::Series& s = m_chart.series[index];
    if (s.low.empty())
        return;
    // Its own invisible points: error bars belong to a plottable sorted in x.
    QCPGraph* points = addGraph();
    points->setLineStyle(QCPGraph::lsNone);
    points->removeFromLegend();
    std::vector<size_t> order(s.x.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return s.x[a] < s.x[b]; });
    QVector<double> x, y, minus, plus;
    for (const size_t i : order) {
        x << s.x[i] + offset;
        y << s.y[i];
        minus << s.y[i] - s.low[i];
        plus << s.high[i] - s.y[i];
    }
    points->setData(x, y, true);
    auto* interval = new QCPErrorBars(xAxis, yAxis);
    interval->setDataPlottable(points);
    interval->setData(minus, plus);
    interval->setSymbolGap(0);
    interval->removeFromLegend();
    m_intervals.push_back(interval);
}

void ReportChart::recolour()
{
    for (const Drawn& drawn : m_drawn) {
        const QColor colour = colourOf(theme(), drawn.series);
        QColor faint = colour;
        faint.setAlphaF(0.18F);
        const bool isBars = qobject_cast<QCPBars*>(drawn.plottable) != nullptr;
        drawn.plottable->setPen(drawn.isBand ? QPen(Qt::NoPen) : QPen(colour, isBars ? 1 : 1.6));
        const auto* edge = qobject_cast<QCPGraph*>(drawn.plottable);
        const bool filled = edge && edge->channelFillGraph();
        drawn.plottable->setBrush(filled ? QBrush(faint) : isBars ? QBrush(colour) : QBrush());
        if (auto* curve = qobject_cast<QCPCurve*>(drawn.plottable))
            curve->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 5));
    }
    legend->setTextColor(theme().text);
    for (QCPErrorBars* interval : m_intervals)
        interval->setPen(QPen(theme().text, 1));
}

QString ReportChart::tipAt(const QPoint& position) const
{
    constexpr double reach = 12;
    double nearest = reach;
    QString tip;
    for (const report::Series& s : m_chart.series)
        for (size_t i = 0; i < s.x.size(); ++i) {
            const double distance = std::hypot(xAxis->coordToPixel(s.x[i]) - position.x(),
                                               yAxis->coordToPixel(s.y[i]) - position.y());
            if (!(distance < nearest))
                continue;
            nearest = distance;
            const auto place = static_cast<size_t>(std::max(0.0, s.x[i]));
            const QString x = place < m_chart.x.names.size() ? format::text(m_chart.x.names[place])
                                                             : format::number(s.x[i]);
            tip = QStringLiteral("%1\n%2: %3").arg(format::text(s.name), x, format::number(s.y[i]));
            if (!s.low.empty())
                tip += QStringLiteral(" [%1, %2]").arg(format::number(s.low[i]), format::number(s.high[i]));
        }
    return tip;
}

} // namespace qscope::views
