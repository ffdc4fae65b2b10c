// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/sensitivity_bars.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/plots/value_scale.h"

namespace qscope::views {

using analysis::SensitivityMode;

namespace {

constexpr double NarrowPitch = 4; ///< pixels from bar to bar
constexpr double LeastMarkPx = 3;

QCPItemRect* addLayerMark(Plot& plot)
{
    auto* mark = new QCPItemRect(&plot);
    mark->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    mark->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
    mark->setLayer(QStringLiteral("background"));
    mark->setPen(Qt::NoPen);
    mark->setVisible(false);
    return mark;
}

} // namespace

SensitivityBars::SensitivityBars(QWidget* parent)
    : Plot(parent), m_snapshot(std::make_shared<const Snapshot>())
{
    m_quantized = new QCPBars(xAxis, yAxis);
    m_float = new QCPBars(xAxis, yAxis);
    for (QCPBars* bars : {m_quantized, m_float})
        bars->setWidth(0.8);
    m_heights = addGraph();
    m_heights->setPen(Qt::NoPen);
    m_intervals = new QCPErrorBars(xAxis, yAxis);
    m_intervals->setDataPlottable(m_heights);
    m_intervals->setSymbolGap(0);
    m_intervals->setWhiskerWidth(5);
    m_local = addGraph();
    m_local->setLineStyle(QCPGraph::lsNone);
    m_selected = addLayerMark(*this);
    m_hovered = addLayerMark(*this);
    xAxis->grid()->setVisible(false);
    setZoomable(Qt::Horizontal);
    m_caption = new QCPItemText(this);
    m_caption->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_caption->position->setCoords(1, 0);
    m_caption->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_caption->setPadding({3, 0, 3, 0});
    connect(this, &QCustomPlot::beforeReplot, this, &SensitivityBars::adaptToPitch);
    setRecolour([this](const Theme& theme) { recolour(theme); });
}

void SensitivityBars::recolour(const Theme& theme)
{
    QColor faint = theme.selected;
    faint.setAlphaF(0.35F);
    m_selected->setBrush(faint);
    faint.setAlphaF(0.18F);
    m_hovered->setBrush(faint);
    const auto paint = [](QCPBars* bars, const QColor& colour) {
        bars->setPen(QPen(colour, 1)); // at least a pixel wide, however many there are
        bars->setBrush(colour);
    };
    paint(m_quantized, m_snapshot->freshness(m_mode) == Freshness::Outdated ? theme.muted : theme.data);
    paint(m_float, theme.second);
    m_caption->setColor(theme.text);
    m_caption->setFont(font());
    QColor veil = theme.background;
    veil.setAlphaF(0.75F);
    m_caption->setBrush(veil);
    m_local->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.text, theme.text, 5));
}

/// Whiskers of many layers would be a wall in front of their bars, and the mark of one layer a hair.
void SensitivityBars::adaptToPitch()
{
    const double pitch = std::abs(xAxis->coordToPixel(1) - xAxis->coordToPixel(0));
    QColor ink = theme().text;
    ink.setAlphaF(pitch < NarrowPitch ? 0.3F : 1.0F);
    m_intervals->setPen(QPen(ink, 1));
    m_intervals->setWhiskerWidth(pitch < NarrowPitch ? 0 : 5);
    for (QCPItemRect* mark : {m_selected, m_hovered}) {
        const double x = (mark->topLeft->coords().x() + mark->bottomRight->coords().x()) / 2;
        const double half = std::max(0.5, LeastMarkPx / std::max(pitch, 1e-6) / 2);
        mark->topLeft->setCoords(x - half, 0);
        mark->bottomRight->setCoords(x + half, 1);
    }
}

void SensitivityBars::setCompact(const QString& caption)
{
    m_caption->setText(caption);
    m_caption->setVisible(!caption.isEmpty());
    xAxis->setTickLabels(caption.isEmpty() || !m_xTitle.isEmpty());
    if (!caption.isEmpty())
        yAxis->setLabel(tr("SQNR [dB]"));
    const QMargins usual(8, 8, 8, 4);
    axisRect()->setMinimumMargins(caption.isEmpty() ? usual : QMargins(56, 4, 8, 2));
    requestReplot();
}

void SensitivityBars::showMode(const SnapshotPtr& snapshot, SensitivityMode mode,
                               const std::vector<LayerId>& order, const QString& xTitle)
{
    m_snapshot = snapshot;
    m_mode = mode;
    m_order = order;
    m_xTitle = xTitle;
    m_position.assign(snapshot->layerCount(), -1);
    for (size_t i = 0; i < order.size(); ++i)
        m_position[order[i].index()] = static_cast<int>(i);
    showBars();
}

void SensitivityBars::showBars()
{
    QVector<double> keys, values, floatKeys, floatValues;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto db = m_snapshot->sensitivityDb(m_mode, m_order[i]);
        const bool finite = db && std::isfinite(*db);
        if (!finite
            && !(db && m_mode == SensitivityMode::AllButThis)) // infinite alone means harmless: no bar
            continue;
        if (finite) {
            lowest = std::min(lowest, *db);
            highest = std::max(highest, *db);
            const double local = m_snapshot->sensitivityFigures(m_mode, m_order[i])->localDb;
            if (m_mode == SensitivityMode::Accumulated && std::isfinite(local))
                highest = std::max(highest, local);
        }
        const size_t layer = m_order[i].index();
        const bool isFloat = layer < m_snapshot->specs.size() && m_snapshot->specs[layer].isFloat;
        (isFloat ? floatKeys : keys) << static_cast<double>(i);
        (isFloat ? floatValues : values) << *db;
    }
    setRanges(lowest, highest);
    for (QVector<double>* heights : {&values, &floatValues})
        std::for_each(heights->begin(), heights->end(),
                      [this](double& v) { v = std::min(v, m_top) - m_base; });
    m_quantized->setData(keys, values, true);
    m_float->setData(floatKeys, floatValues, true);
    showIntervals();
    recolour(theme());
    requestReplot();
}

/// The ends of the 95 % intervals, and what each layer does by itself where errors accumulate.
void SensitivityBars::showIntervals()
{
    QVector<double> keys, values, down, up, localKeys, localValues;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto* figures = m_snapshot->sensitivityFigures(m_mode, m_order[i]);
        if (!figures)
            continue;
        const auto& db = figures->sqnrDb;
        if (db.hasInterval() && std::isfinite(db.low) && std::isfinite(db.high)) {
            keys << static_cast<double>(i);
            values << db;
            down << db - db.low;
            up << db.high - db;
        }
        if (m_mode == SensitivityMode::Accumulated && std::isfinite(figures->localDb)) {
            localKeys << static_cast<double>(i);
            localValues << figures->localDb;
        }
    }
    m_heights->setData(keys, values, true);
    m_intervals->setData(down, up);
    m_local->setData(localKeys, localValues, true);
}

void SensitivityBars::setRanges(double lowest, double highest)
{
    const bool any = std::isfinite(lowest);
    if (!any)
        lowest = highest = 0;
    const double margin = std::max((highest - lowest) * 0.08, 0.5);
    const auto& all = m_snapshot->allQuantized;
    m_base = lowHurts()                          ? highest + margin
             : all && std::isfinite(all->sqnrDb) ? std::min<double>(all->sqnrDb, lowest)
                                                 : lowest - margin;
    m_top = highest + margin;
    m_quantized->setBaseValue(m_base);
    m_float->setBaseValue(m_base);
    yAxis->setRangeReversed(lowHurts());
    xAxis->setTicker(QSharedPointer<IndexTicker>::create());
    setAxisTitles(m_xTitle, m_mode == SensitivityMode::Accumulated ? tr("SQNR of the layer's output [dB]")
                                                                   : tr("SQNR of the output [dB]"));
    const double right = std::max(static_cast<double>(m_order.size()), 1.0) - 0.3;
    setHome({-0.7, right}, {lowHurts() ? lowest - margin : m_base, lowHurts() ? m_base : m_top});
    setNotice(any                               ? QString()
              : !m_snapshot->model              ? tr("No model is open.")
              : m_snapshot->sensitivity(m_mode) ? tr("Being measured.")
                                                : tr("Not measured yet."));
}

void SensitivityBars::placeMark(QCPItemRect& mark, LayerId layer)
{
    const int x = layer.valid() && layer.index() < m_position.size() ? m_position[layer.index()] : -1;
    mark.setVisible(x >= 0);
    mark.topLeft->setCoords(x - 0.5, 0);
    mark.bottomRight->setCoords(x + 0.5, 1);
}

void SensitivityBars::setHighlights(LayerId selected, LayerId hovered)
{
    placeMark(*m_selected, selected);
    placeMark(*m_hovered, hovered);
    requestReplot();
}

LayerId SensitivityBars::layerAt(const QPoint& position) const
{
    const auto i = std::lround(xAxis->pixelToCoord(position.x()));
    const bool inside = axisRect()->rect().contains(position) && i >= 0 && i < std::ssize(m_order);
    return inside ? m_order[static_cast<size_t>(i)] : LayerId();
}

} // namespace qscope::views
