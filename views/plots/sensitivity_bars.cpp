// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/sensitivity_bars.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/models/other_model.h"
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
    m_now.bars = new QCPBars(xAxis, yAxis);
    m_float = new QCPBars(xAxis, yAxis);
    m_beside.bars = new QCPBars(xAxis, yAxis);
    addIntervals(m_now);
    addIntervals(m_beside);
    m_local = addGraph();
    m_local->setLineStyle(QCPGraph::lsNone);
    m_selected = addLayerMark(*this);
    m_hovered = addLayerMark(*this);
    xAxis->grid()->setVisible(false);
    setZoomable(Qt::Horizontal);
    m_caption = new QCPItemText(this);
    m_caption->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_caption->position->setCoords(1, 0);
    m_caption->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom); // above the axes
    m_caption->setClipToAxisRect(false);
    connect(this, &QCustomPlot::beforeReplot, this, &SensitivityBars::adaptToPitch);
    setRecolour([this](const Theme& theme) { recolour(theme); });
}

void SensitivityBars::addIntervals(Side& side)
{
    side.intervals = new QCPErrorBars(xAxis, yAxis);
    side.heights = addGraph();
    side.heights->setPen(Qt::NoPen);
    side.intervals->setDataPlottable(side.heights);
    side.intervals->setSymbolGap(0);
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
    paint(m_now.bars, m_snapshot->freshness(m_mode) == Freshness::Outdated ? theme.muted : theme.data);
    paint(m_float, theme.second);
    m_beside.bars->setPen(QPen(theme.data, 1));
    m_beside.bars->setBrush(theme.dataLight);
    for (const Side& side : {m_now, m_beside})
        side.intervals->setPen(QPen(theme.text, 1));
    m_caption->setColor(theme.text);
    m_caption->setFont(font());
    m_local->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.text, theme.text, 5));
}

/// Whiskers of many layers would be a wall in front of their bars, and the mark of one layer a hair.
void SensitivityBars::adaptToPitch()
{
    const double pitch = std::abs(xAxis->coordToPixel(1) - xAxis->coordToPixel(0));
    QColor ink = theme().text;
    ink.setAlphaF(pitch < NarrowPitch ? 0.3F : 1.0F);
    for (const Side* side : {&m_now, &m_beside}) {
        side->intervals->setPen(QPen(ink, 1));
        side->intervals->setWhiskerWidth(pitch < NarrowPitch ? 0 : beside() ? 3 : 5);
    }
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
    const int line = fontMetrics().height();
    axisRect()->setMinimumMargins(caption.isEmpty() ? usual : QMargins(56, line, 8, 2));
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
    m_there.clear();
    for (const LayerId layer : order)
        m_there.push_back(beside() ? sameLayer(*snapshot, *beside(), layer) : LayerId());
    showBars();
}

const Snapshot* SensitivityBars::beside() const
{
    return m_snapshot->beside && m_snapshot->beside->sensitivity(m_mode) ? m_snapshot->beside.get() : nullptr;
}

double SensitivityBars::placeOf(size_t i, bool isBeside) const
{
    const double shift = beside() ? 0.2 : 0;
    return static_cast<double>(i) + (Sides(*m_snapshot).besideIsLeft == isBeside ? -shift : shift);
}

const analysis::LayerSensitivity* SensitivityBars::figures(size_t i, bool isBeside) const
{
    const auto* found = !isBeside  ? m_snapshot->sensitivityFigures(m_mode, m_order[i])
                        : beside() ? beside()->sensitivityFigures(m_mode, m_there[i])
                                   : nullptr;
    const bool drawn = found
                       && !std::isnan(found->sqnrDb.value)
                       // infinite alone means harmless: no bar
                       && (std::isfinite(found->sqnrDb.value) || m_mode == SensitivityMode::AllButThis);
    return drawn ? found : nullptr;
}

void SensitivityBars::showBars()
{
    Heights now, inFloat, other;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (size_t i = 0; i < m_order.size(); ++i)
        for (const bool isBeside : {false, true}) {
            const auto* found = figures(i, isBeside);
            if (!found)
                continue;
            const double db = found->sqnrDb;
            for (const double end : {db, found->sqnrDb.low, found->sqnrDb.high})
                if (std::isfinite(end)) {
                    lowest = std::min(lowest, end);
                    highest = std::max(highest, end);
                }
            if (std::isfinite(db)) {
                if (m_mode == SensitivityMode::Accumulated && !isBeside && std::isfinite(found->localDb))
                    highest = std::max<double>(highest, found->localDb);
            }
            const size_t layer = m_order[i].index();
            const bool isFloat = layer < m_snapshot->specs.size() && m_snapshot->specs[layer].isFloat;
            Heights& bars = isBeside ? other : isFloat ? inFloat : now;
            bars.keys << placeOf(i, isBeside);
            bars.values << db;
        }
    setRanges(lowest, highest);
    const auto draw = [this](QCPBars* bars, Heights& heights) {
        for (double& v : heights.values)
            v = std::min(v, m_top) - m_base;
        bars->setWidth(beside() ? 0.38 : 0.8);
        bars->setData(heights.keys, heights.values, true);
    };
    draw(m_now.bars, now);
    draw(m_float, inFloat);
    draw(m_beside.bars, other);
    showIntervals(m_now, false);
    showIntervals(m_beside, true);
    showLocal();
    recolour(theme());
    requestReplot();
}

/// The ends of the 95 % intervals.
void SensitivityBars::showIntervals(const Side& side, bool isBeside)
{
    QVector<double> keys, values, down, up;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto* found = figures(i, isBeside);
        if (!found || !found->sqnrDb.hasInterval() || !std::isfinite(found->sqnrDb.low)
            || !std::isfinite(found->sqnrDb.high))
            continue;
        const auto& db = found->sqnrDb;
        keys << placeOf(i, isBeside);
        values << db;
        down << db - db.low;
        up << db.high - db;
    }
    side.heights->setData(keys, values, true);
    side.intervals->setData(down, up);
    side.intervals->setWhiskerWidth(beside() ? 3 : 5);
}

/// What each layer does by itself where errors accumulate.
void SensitivityBars::showLocal()
{
    QVector<double> keys, values;
    for (size_t i = 0; i < m_order.size(); ++i) {
        const auto* found = m_snapshot->sensitivityFigures(m_mode, m_order[i]);
        if (!found || m_mode != SensitivityMode::Accumulated || !std::isfinite(found->localDb))
            continue;
        keys << placeOf(i, false);
        values << found->localDb;
    }
    m_local->setData(keys, values, true);
}

void SensitivityBars::setRanges(double lowest, double highest)
{
    const bool any = std::isfinite(lowest);
    if (!any)
        lowest = highest = 0;
    const double margin = std::max((highest - lowest) * 0.08, 0.5);
    const auto& all = m_snapshot->allQuantized;
    // All but one: what they gain and lose over all quantized.
    const bool known = all && std::isfinite(all->sqnrDb);
    m_base = lowHurts() ? highest + margin : known ? all->sqnrDb.value : lowest - margin;
    m_top = std::max(highest, known && !lowHurts() ? m_base : highest) + margin;
    const double bottom = std::min(m_base, lowest - (any ? margin : 0));
    for (QCPBars* bars : {m_now.bars, m_float, m_beside.bars})
        bars->setBaseValue(m_base);
    yAxis->setRangeReversed(lowHurts());
    xAxis->setTicker(QSharedPointer<IndexTicker>::create(m_firstPlace));
    setAxisTitles(m_xTitle, m_mode == SensitivityMode::Accumulated ? tr("SQNR of the layer's output [dB]")
                                                                   : tr("SQNR of the output [dB]"));
    const double right = std::max(static_cast<double>(m_order.size()), 1.0) - 0.3;
    setHome({-0.7, right}, {bottom, lowHurts() ? m_base : m_top});
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
