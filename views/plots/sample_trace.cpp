// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/sample_trace.h"

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/models/samples_text.h"
#include "views/plots/value_scale.h"
#include "views/plots/whole_steps.h"

namespace qscope::views {

namespace {
constexpr double Margin = 0.05; ///< of the values, above and below
}

SampleTrace::SampleTrace(QWidget* parent)
    : Plot(parent), m_smallest(addGraph()), m_largest(addGraph()), m_leftOut(addGraph()),
      m_extremes(addGraph()),
      m_mark(new QCPItemRect(this)), m_clip{new QCPItemStraightLine(this), new QCPItemStraightLine(this)}
{
    for (QCPGraph* graph : {m_smallest, m_largest})
        graph->setLineStyle(QCPGraph::lsStepCenter);
    m_largest->setChannelFillGraph(m_smallest);
    for (QCPGraph* graph : {m_leftOut, m_extremes})
        graph->setLineStyle(QCPGraph::lsNone);
    m_mark->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_mark->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_mark->setLayer(QStringLiteral("background"));
    m_mark->setPen(Qt::NoPen);
    m_mark->setVisible(false);
    xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    xAxis->grid()->setVisible(false);
    setZoomable(Qt::Horizontal);
    setRecolour([this](const Theme& theme) { recolour(theme); });
    setTip([this](const QPoint& position) { return tipAt(position); });
}

void SampleTrace::recolour(const Theme& theme)
{
    QColor fill = theme.data;
    fill.setAlphaF(0.45F);
    m_smallest->setPen(QPen(theme.data, 1));
    m_largest->setPen(QPen(theme.data, 1));
    m_largest->setBrush(fill);
    m_leftOut->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCross, theme.muted, 7));
    m_extremes->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.warning, theme.warning, 8));
    for (QCPItemStraightLine* line : m_clip)
        line->setPen(QPen(theme.quantizer, 1.5));
    QColor faint = theme.selected;
    faint.setAlphaF(0.35F);
    m_mark->setBrush(faint);
}

void SampleTrace::showTrace(const Shown& shown)
{
    m_trace = shown.stats ? shown.stats->trace : stats::RangeTrace();
    m_outSamples = shown.leftOut;
    m_samples = shown.samples;
    setAxisTitles(tr("sample"), tr("value"));
    showGroups(shown);
    showExtremes(shown);
    showLeftOut(shown);
    for (size_t i = 0; i < 2; ++i) {
        const double value = !shown.clip ? 0 : i == 0 ? shown.clip->lo : shown.clip->hi;
        m_clip[i]->setVisible(shown.clip.has_value());
        m_clip[i]->point1->setCoords(0, value);
        m_clip[i]->point2->setCoords(1, value);
    }
    requestReplot();
}

void SampleTrace::showGroups(const Shown& shown)
{
    QVector<double> samples, lows, highs;
    double lo = 0, hi = 0;
    const auto perGroup = static_cast<double>(m_trace.samplesPerGroup());
    for (size_t i = 0; i < m_trace.groups().size(); ++i) {
        const auto& group = m_trace.groups()[i];
        samples << static_cast<double>(i) * perGroup + (perGroup - 1) / 2;
        lows << (group.empty() ? qQNaN() : static_cast<double>(group.lo));
        highs << (group.empty() ? qQNaN() : static_cast<double>(group.hi));
        if (!group.empty()) {
            lo = std::min(lo, lows.back());
            hi = std::max(hi, highs.back());
        }
    }
    setWholeSteps(*m_smallest, samples, lows);
    setWholeSteps(*m_largest, samples, highs);
    if (shown.before) { // the room that the samples left out took stays, so that one sees what was won
        lo = std::min(lo, static_cast<double>(shown.before->min.value));
        hi = std::max(hi, static_cast<double>(shown.before->max.value));
    }
    const double margin = std::max((hi - lo) * Margin, 1e-9);
    setHome({-0.5, std::max(static_cast<double>(shown.samples), 1.0) - 0.5}, {lo - margin, hi + margin});
}

void SampleTrace::showExtremes(const Shown& shown)
{
    QVector<double> samples, values;
    for (const stats::Extreme* one :
         {shown.stats ? &shown.stats->min : nullptr, shown.stats ? &shown.stats->max : nullptr})
        if (one && one->sample >= 0) {
            samples << static_cast<double>(one->sample);
            values << static_cast<double>(one->value);
        }
    m_extremes->setData(samples, values);
}

void SampleTrace::showLeftOut(const Shown& shown)
{
    QVector<double> samples, values;
    const int64_t perGroup = shown.before ? shown.before->trace.samplesPerGroup() : 1;
    for (const auto& range : shown.leftOut.ranges())
        for (int64_t sample = range.first; shown.before && sample < range.end; ++sample) {
            const auto groups = shown.before->trace.groups();
            const auto group = static_cast<size_t>(sample / perGroup);
            if (group >= groups.size() || groups[group].empty())
                continue;
            samples << static_cast<double>(sample) << static_cast<double>(sample);
            values << static_cast<double>(groups[group].lo) << static_cast<double>(groups[group].hi);
        }
    m_leftOut->setData(samples, values, true);
}

void SampleTrace::mark(const analysis::SampleRange& samples)
{
    m_mark->setVisible(samples.count() > 0);
    m_mark->topLeft->setCoords(static_cast<double>(samples.first) - 0.5, 0);
    m_mark->bottomRight->setCoords(static_cast<double>(samples.end) - 0.5, 1);
    requestReplot();
}

std::optional<analysis::SampleRange> SampleTrace::samplesAt(const QPoint& position) const
{
    const auto sample = static_cast<int64_t>(std::lround(xAxis->pixelToCoord(position.x())));
    if (!axisRect()->rect().contains(position) || sample < 0)
        return std::nullopt;
    if (m_outSamples.contains(sample))
        return analysis::SampleRange{sample, sample + 1};
    const int64_t perGroup = m_trace.samplesPerGroup();
    const auto group = static_cast<size_t>(sample / perGroup);
    if (group >= m_trace.groups().size() || m_trace.groups()[group].empty())
        return std::nullopt;
    const int64_t first = static_cast<int64_t>(group) * perGroup;
    return analysis::SampleRange{first, std::min(first + perGroup, std::max(m_samples, sample + 1))};
}

QString SampleTrace::tipAt(const QPoint& position) const
{
    const auto samples = samplesAt(position);
    if (!samples)
        return {};
    if (m_outSamples.contains(samples->first))
        return tr("sample %1: left out").arg(samplesText(*samples));
    const auto& group = m_trace.groups()[static_cast<size_t>(samples->first / m_trace.samplesPerGroup())];
    return tr("sample %1: %2 to %3")
        .arg(samplesText(*samples), format::exact(group.lo), format::exact(group.hi));
}

} // namespace qscope::views
