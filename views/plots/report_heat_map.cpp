// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/report_heat_map.h"

#include <cmath>

#include "core/report/chart_extent.h"
#include "views/models/format.h"
#include "views/plots/heat_gradient.h"
#include "views/plots/report_chart.h"

namespace qscope::views {

namespace {

void nameTicks(QCPAxis& axis, const report::Axis& names)
{
    if (names.names.empty())
        return;
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (size_t i = 0; i < names.names.size(); ++i)
        ticker->addTick(static_cast<double>(i), format::elided(format::text(names.names[i]), 24));
    axis.setTicker(ticker);
}

} // namespace

ReportHeatMap::ReportHeatMap(report::HeatMap map, QWidget* parent)
    : Plot(parent), m_map(std::move(map)), m_colours(new QCPColorMap(xAxis, yAxis))
{
    const auto columns = static_cast<int>(m_map.columns);
    const auto rows = static_cast<int>(m_map.values.size() / m_map.columns);
    setMinimumHeight(260);
    setExportName(format::text(m_map.title));
    setAxisTitles(axisTitle(m_map.x), axisTitle(m_map.y));
    nameTicks(*xAxis, m_map.x);
    nameTicks(*yAxis, m_map.y);
    m_colours->data()->setSize(columns, rows);
    // Ranges of a colour map go from the middle of the first cell to the middle of the last, unless there is one alone.
    const auto range = [](int cells) { return cells > 1 ? QCPRange(0, cells - 1) : QCPRange(-0.5, 0.5); };
    m_colours->data()->setRange(range(columns), range(rows));
    for (size_t i = 0; i < m_map.values.size(); ++i)
        m_colours->data()->setCell(static_cast<int>(i % m_map.columns), static_cast<int>(i / m_map.columns), m_map.values[i]);
    m_colours->setInterpolate(false);
    m_colours->setTightBoundary(false);
    auto* scale = new QCPColorScale(this);
    plotLayout()->addElement(0, 1, scale);
    scale->setType(QCPAxis::atRight);
    scale->axis()->setLabel(axisTitle(m_map.colour));
    m_colours->setColorScale(scale);
    if (m_map.colour.logarithmic) {
        m_colours->setDataScaleType(QCPAxis::stLogarithmic);
        scale->axis()->setTicker(QSharedPointer<QCPAxisTickerLog>::create());
    }
    m_colours->setGradient(heatGradient());
    const report::Extent extent = report::colourExtent(m_map);
    m_colours->setDataRange({extent.low, extent.high});
    auto* margins = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    scale->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    setZoomable(Qt::Horizontal | Qt::Vertical);
    setHome({-0.5, columns - 0.5}, {-0.5, rows - 0.5});
    setRecolour([scale](const Theme& theme) { recolourScale(*scale, theme); });
    setTip([this](const QPoint& position) { return tipAt(position); });
    fit();
}

QString ReportHeatMap::tipAt(const QPoint& position) const
{
    const auto column = std::lround(xAxis->pixelToCoord(position.x()));
    const auto row = std::lround(yAxis->pixelToCoord(position.y()));
    const auto rows = static_cast<long>(m_map.values.size() / m_map.columns);
    if (column < 0 || row < 0 || column >= static_cast<long>(m_map.columns) || row >= rows)
        return {};
    const auto name = [](const report::Axis& axis, long at) {
        return static_cast<size_t>(at) < axis.names.size() ? format::text(axis.names[static_cast<size_t>(at)])
                                                           : QStringLiteral("%1 %2").arg(format::text(axis.title)).arg(at);
    };
    return QStringLiteral("%1, %2: %3")
        .arg(name(m_map.x, column), name(m_map.y, row),
             format::number(m_map.values[static_cast<size_t>(row) * m_map.columns + static_cast<size_t>(column)]));
}

} // namespace qscope::views
