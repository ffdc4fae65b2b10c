// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/histogram_curve.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "views/models/format.h"
#include "views/plots/value_scale.h"

namespace qscope::views {

namespace {

constexpr int LeastHeight = 120;      ///< pixels of a plot that has none yet
constexpr double MostRoomAbove = 0.6; ///< of the plot
constexpr double LeastStepPx = 2;     ///< of one step of the graph

struct CurveText {
    Q_DECLARE_TR_FUNCTIONS(HistogramCurve)
};

/// log10(1 + count): empty bins stay on the axis.
ValueScale countScale(bool logarithmic) { return logarithmic ? ValueScale::symlog(1) : ValueScale::linear(); }

} // namespace

HistogramCurve::HistogramCurve(Plot& plot)
    : m_plot(plot), m_counts(plot.addGraph()), m_quantized{plot.addGraph(), plot.addGraph()}
{
    for (QCPGraph* graph : {m_counts, m_quantized[Now], m_quantized[Compared]})
        graph->setLineStyle(QCPGraph::lsStepLeft);
}

void HistogramCurve::recolour(const Theme& theme)
{
    QColor fill = theme.data;
    fill.setAlphaF(0.55F);
    m_counts->setPen(QPen(theme.data, 1));
    m_counts->setBrush(fill);
    m_quantized[Now]->setPen(QPen(theme.quantizer, 1.5));
    m_quantized[Compared]->setPen(QPen(theme.second, 1.5));
}

void HistogramCurve::show(const std::optional<QCPRange>& also)
{
    m_plot.yAxis->setTicker(QSharedPointer<ValueTicker>::create(countScale(m_logarithmic)));
    QCPRange x(-1, 1);
    if (m_histogram)
        x = {m_histogram->firstEdge(), m_histogram->edge(m_histogram->counts().size())};
    if (m_histogram && also)
        x.expand(*also);
    const QCPRange wide(x.lower - x.size() * 0.03, x.upper + x.size() * 0.03);
    m_plot.setHome(wide, {0, 1});
    m_plot.xAxis->setRange(wide);
    m_merged = 0; // nothing is drawn yet
    mergeBins();
    m_plot.requestReplot();
}

void HistogramCurve::mergeBins()
{
    const double bins = m_histogram ? m_plot.xAxis->range().size() / m_histogram->binWidth() : 1;
    const double room = std::max(40.0, m_plot.width() / LeastStepPx);
    size_t merged = 1;
    while (bins / static_cast<double>(merged) > room)
        merged *= 2;
    if (merged == m_merged)
        return;
    m_merged = merged;
    fill();
}

void HistogramCurve::fill()
{
    const double width = m_histogram ? m_histogram->binWidth() * static_cast<double>(m_merged) : 1;
    double tallest = fillCounts();
    for (const Quantized which : {Now, Compared})
        tallest = std::max(tallest, fillQuantized(which, width));
    m_plot.setAxisTitles(CurveText::tr("value"),
                         m_histogram ? CurveText::tr("elements per %1").arg(format::number(width, 3))
                                     : CurveText::tr("elements"));
    m_tallest = tallest;
    fitHeight();
}

/// The graph ends below what stands above it, which is as high as before where the plot is lower.
void HistogramCurve::fitHeight()
{
    const double height = std::max(LeastHeight, m_plot.axisRect()->height());
    const double above = std::min(m_roomAbove / height, MostRoomAbove);
    const QCPRange y(0, std::max(m_tallest * 1.06 / (1 - above), 1.0));
    if (y == m_plot.yAxis->range())
        return;
    m_plot.setHome(m_plot.homeX(), y);
    m_plot.yAxis->setRange(y);
    m_plot.requestReplot();
}

double HistogramCurve::fillCounts()
{
    const ValueScale scale = countScale(m_logarithmic);
    QVector<double> edges, heights;
    double tallest = 0;
    if (m_histogram) {
        const auto counts = m_histogram->counts();
        const auto merged = static_cast<int64_t>(m_merged);
        const int64_t first = std::llround(m_histogram->firstEdge() / m_histogram->binWidth());
        int64_t i = -(((first % merged) + merged) % merged); // merged bins start at multiples of their width
        for (; i < std::ssize(counts); i += merged) {
            const auto begin = counts.begin() + std::max<int64_t>(i, 0);
            const auto end = counts.begin() + std::min<int64_t>(i + merged, std::ssize(counts));
            edges << m_histogram->binWidth() * static_cast<double>(first + i);
            heights << scale.toCoord(static_cast<double>(std::accumulate(begin, end, uint64_t(0))));
            tallest = std::max(tallest, heights.back());
        }
        edges << m_histogram->binWidth() * static_cast<double>(first + i);
        heights << 0;
    }
    m_counts->setData(edges, heights, true);
    return tallest;
}

/// As many elements per width as the bars, so that a fine quantizer gives the curve of the bars again.
double HistogramCurve::fillQuantized(Quantized which, double width)
{
    const QuantizedLevels& levels = m_levels[which];
    const ValueScale scale = countScale(m_logarithmic);
    QVector<double> edges, heights;
    double tallest = 0;
    for (size_t i = 0; m_histogram && i < levels.values.size(); ++i) {
        const double room = std::max(levels.end(i) - levels.begin(i), 1e-300);
        edges << levels.begin(i);
        heights << scale.toCoord(levels.values.size() > 1 ? levels.counts[i] * width / room
                                                          : levels.counts[i]);
        tallest = std::max(tallest, heights.back());
    }
    if (!edges.isEmpty()) {
        edges << levels.end(levels.values.size() - 1);
        heights << 0;
    }
    m_quantized[which]->setData(edges, heights, true);
    return tallest;
}

QString HistogramCurve::tip(const QPoint& position) const
{
    if (!m_histogram || !m_plot.axisRect()->rect().contains(position))
        return {};
    const double x = m_plot.xAxis->pixelToCoord(position.x());
    const double bin = std::floor((x - m_histogram->firstEdge()) / m_histogram->binWidth());
    if (bin < 0 || bin >= static_cast<double>(m_histogram->counts().size()))
        return {};
    const auto i = static_cast<size_t>(bin);
    return CurveText::tr("%1 elements from %2 to %3")
        .arg(format::count(static_cast<int64_t>(m_histogram->counts()[i])),
             format::number(m_histogram->edge(i), 6), format::number(m_histogram->edge(i + 1), 6));
}

} // namespace qscope::views
