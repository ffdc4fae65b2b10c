// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/range_marks.h"

#include <algorithm>
#include <cmath>

namespace qscope::views {

namespace {
constexpr double MostOfPlot = 0.58; ///< for all rows
constexpr double LeastRow = 12;     ///< pixels
} // namespace

RangeMarks::RangeMarks(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
}

double RangeMarks::rowHeight() const
{
    const double wanted = QFontMetricsF(mParentPlot->font()).height() * 0.9;
    const double room =
        clipRect().height() * MostOfPlot / std::max<double>(1, static_cast<double>(m_marks.size()));
    return room > LeastRow ? std::min(wanted, room) : std::min(wanted, LeastRow);
}

std::optional<size_t> RangeMarks::at(const QPointF& position) const
{
    const double row = std::floor((position.y() - clipRect().top() - 2) / rowHeight());
    if (row < 0 || row >= static_cast<double>(m_marks.size()) || !clipRect().contains(position.toPoint()))
        return std::nullopt;
    return static_cast<size_t>(row);
}

double RangeMarks::selectTest(const QPointF&, bool, QVariant*) const { return -1; }

QCPRange RangeMarks::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = false;
    return {};
}

QCPRange RangeMarks::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = false;
    return {};
}

void RangeMarks::draw(QCPPainter* painter)
{
    const QRectF area = clipRect();
    const double height = rowHeight();
    QFont font = mParentPlot->font();
    font.setPointSizeF(font.pointSizeF() * 0.8);
    double y = area.top() + 2 + height / 2;
    for (const Mark& mark : m_marks) {
        const double left = std::clamp(mKeyAxis->coordToPixel(mark.lo), area.left(), area.right());
        const double right = std::clamp(mKeyAxis->coordToPixel(mark.hi), area.left(), area.right());
        const QColor colour = mark.foreign   ? m_theme.second
                              : mark.current ? m_theme.quantizer
                                             : m_theme.muted;
        painter->setPen(QPen(colour, mark.current ? 2 : 1));
        painter->drawLine(QLineF(left, y, right, y));
        for (const double end : {left, right})
            painter->drawLine(QLineF(end, y - height * 0.3, end, y + height * 0.3));
        font.setBold(mark.current || mark.foreign);
        // The name where there is room: behind the bracket, in front of it, or on it.
        const double width = QFontMetricsF(font).horizontalAdvance(mark.name);
        const double x = right + 6 + width < area.right() ? right + 4
                         : left - 6 - width > area.left() ? left - 4 - width
                                                          : (left + right - width) / 2;
        const QRectF box(x - 1, y - height / 2, width + 2, height);
        QColor back = m_theme.background;
        back.setAlphaF(0.8F);
        painter->fillRect(box, back);
        painter->setFont(font);
        painter->setPen(m_theme.text);
        painter->drawText(box, Qt::AlignCenter, mark.name);
        y += height;
    }
}

void RangeMarks::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->setPen(QPen(m_theme.muted, 1));
    painter->drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()));
}

} // namespace qscope::views
