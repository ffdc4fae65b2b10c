// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/quantization_grid.h"

#include <algorithm>
#include <cmath>

namespace qscope::views {

namespace {

constexpr double LeastGapPx = 5;

} // namespace

QuantizationGrid::QuantizationGrid(QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
}

bool QuantizationGrid::showsCodes() const
{
    if (!m_lines || m_lines->step <= 0)
        return false;
    return std::abs(mKeyAxis->coordToPixel(m_lines->step) - mKeyAxis->coordToPixel(0)) >= LeastGapPx;
}

double QuantizationGrid::selectTest(const QPointF&, bool, QVariant*) const { return -1; }

QCPRange QuantizationGrid::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = m_lines.has_value();
    return found ? QCPRange(m_lines->lo, m_lines->hi) : QCPRange();
}

QCPRange QuantizationGrid::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = false;
    return {};
}

void QuantizationGrid::draw(QCPPainter* painter)
{
    if (!m_lines)
        return;
    QRectF area = clipRect();
    const double left = std::clamp(mKeyAxis->coordToPixel(m_lines->lo), area.left() - 2, area.right() + 2);
    const double right = std::clamp(mKeyAxis->coordToPixel(m_lines->hi), area.left() - 2, area.right() + 2);
    painter->setAntialiasing(false);
    painter->setPen(QPen(colour(), 2, m_compared ? Qt::DashLine : Qt::SolidLine));
    for (const double x : {left, right})
        painter->drawLine(QLineF(x, area.top(), x, area.bottom()));
    if (m_compared)
        area.setTop(area.center().y());
    if (showsCodes()) {
        drawCodes(painter, area);
    } else {
        QColor faint = colour();
        faint.setAlphaF(0.13F);
        painter->fillRect(QRectF(left, area.top(), right - left, area.height()), faint);
    }
}

void QuantizationGrid::drawCodes(QCPPainter* painter, const QRectF& area) const
{
    const QCPRange visible = mKeyAxis->range();
    const double first = std::max(0.0, std::ceil((visible.lower - m_lines->lo) / m_lines->step));
    const double last =
        std::floor((std::min(visible.upper, m_lines->hi) - m_lines->lo) / m_lines->step + 1e-6);
    QColor faint = colour();
    faint.setAlphaF(0.6F);
    painter->setPen(QPen(faint, 1));
    for (double code = first; code <= last; ++code) {
        const double x = mKeyAxis->coordToPixel(m_lines->lo + code * m_lines->step);
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void QuantizationGrid::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, m_theme.quantizer);
}

} // namespace qscope::views
