// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/clip_drag.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

#include "views/plots/plot.h"

namespace qscope::views {

namespace {

constexpr double ReachPx = 6;

} // namespace

ClipDrag::ClipDrag(Plot* plot) : QObject(plot), m_plot(plot)
{
    m_plot->installEventFilter(this);
}

void ClipDrag::setRange(std::optional<quant::Range> range)
{
    if (!dragging())
        m_range = range;
}

ClipDrag::End ClipDrag::endAt(double x) const
{
    if (!m_range)
        return End::None;
    const double low = std::abs(m_plot->xAxis->coordToPixel(m_range->lo) - x);
    const double high = std::abs(m_plot->xAxis->coordToPixel(m_range->hi) - x);
    if (std::min(low, high) > ReachPx)
        return End::None;
    return low < high ? End::Low : End::High;
}

bool ClipDrag::press(const QMouseEvent& event)
{
    const bool inside = m_plot->axisRect()->rect().contains(event.pos());
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::NoModifier || !inside)
        return false;
    m_end = endAt(event.position().x());
    m_hasMoved = false;
    if (dragging())
        m_dragged = *m_range;
    return dragging();
}

void ClipDrag::drag(double x)
{
    const double value = m_plot->xAxis->pixelToCoord(x);
    const double least = std::max(std::abs(m_range->lo), std::abs(m_range->hi)) * 1e-6; // of the width
    if (m_end == End::Low)
        m_dragged.lo = std::min(value, m_dragged.hi - least);
    else
        m_dragged.hi = std::max(value, m_dragged.lo + least);
    m_hasMoved = true;
    emit moved(m_dragged);
}

bool ClipDrag::release()
{
    const bool changed = dragging() && m_hasMoved;
    const bool wasDragging = dragging();
    stop();
    if (changed)
        emit released(m_dragged);
    return wasDragging;
}

void ClipDrag::stop() { m_end = End::None; }

bool ClipDrag::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress: return press(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
        if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton)
            return release();
        break;
    case QEvent::MouseMove: {
        const auto* move = static_cast<QMouseEvent*>(event);
        if (dragging()) {
            drag(move->position().x());
            return true;
        }
        m_plot->setCursor(endAt(move->position().x()) == End::None ? Qt::ArrowCursor : Qt::SplitHCursor);
        break;
    }
    case QEvent::ShortcutOverride: // before Escape means anything else
        if (dragging() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
            stop();
            emit takenBack();
            event->accept();
            return true;
        }
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace qscope::views
