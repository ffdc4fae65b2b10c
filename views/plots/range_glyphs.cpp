// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/range_glyphs.h"

#include <algorithm>
#include <cmath>

#include "views/plots/box_glyph.h"

namespace qscope::views {

namespace {

constexpr double SlotShare = 0.8;    ///< of the room of a layer that its glyphs take
constexpr double WidestGlyphPx = 11; ///< half a glyph

} // namespace

RangeGlyphs::RangeGlyphs(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
}

void RangeGlyphs::setSummaries(std::vector<RangeSummary> summaries) { m_summaries = std::move(summaries); }

void RangeGlyphs::setHighlights(LayerId selected, LayerId hovered)
{
    m_selected = selected;
    m_hovered = hovered;
}

double RangeGlyphs::keyOf(const RangeSummary& summary)
{
    const double slot = SlotShare / static_cast<double>(summary.inputCount);
    return summary.layer.value - SlotShare / 2 + slot * (static_cast<double>(summary.input) + 0.5);
}

const RangeSummary* RangeGlyphs::at(double key) const
{
    const RangeSummary* nearest = nullptr;
    for (const RangeSummary& s : m_summaries) {
        if (std::abs(s.layer.value - key) <= 0.5
            && (!nearest || std::abs(keyOf(s) - key) < std::abs(keyOf(*nearest) - key)))
            nearest = &s;
    }
    return nearest;
}

double RangeGlyphs::selectTest(const QPointF&, bool, QVariant*) const
{
    return -1; // the panel asks at() instead
}

QCPRange RangeGlyphs::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = !m_summaries.empty();
    if (!found)
        return {};
    return {m_summaries.front().layer.value - 0.5, m_summaries.back().layer.value + 0.5};
}

QCPRange RangeGlyphs::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = !m_summaries.empty();
    QCPRange range;
    bool first = true;
    for (const RangeSummary& s : m_summaries) {
        double lo = s.min;
        double hi = s.max;
        if (s.clip) {
            lo = std::min(lo, s.clip->lo);
            hi = std::max(hi, s.clip->hi);
        }
        if (s.imported) {
            lo = std::min(lo, s.imported->lo);
            hi = std::max(hi, s.imported->hi);
        }
        const QCPRange one(m_scale.toCoord(lo), m_scale.toCoord(hi));
        range = first ? one : range.expanded(one);
        first = false;
    }
    return range;
}

void RangeGlyphs::draw(QCPPainter* painter)
{
    const QCPRange visible(mKeyAxis->range().lower - 1, mKeyAxis->range().upper + 1);
    const double layerPx = std::abs(mKeyAxis->coordToPixel(1) - mKeyAxis->coordToPixel(0));
    drawHighlight(painter, m_hovered, m_theme.hovered);
    drawHighlight(painter, m_selected, m_theme.selected);
    for (const RangeSummary& s : m_summaries) {
        if (!visible.contains(s.layer.value))
            continue;
        const double half = layerPx * SlotShare / static_cast<double>(s.inputCount) / 2;
        drawGlyph(painter, s, std::clamp(half * 0.8, 0.5, WidestGlyphPx));
        if (s.imported)
            drawImported(painter, s, std::clamp(half, 1.5, WidestGlyphPx + 3));
    }
}

/// Two brackets that stand out at the sides of the glyph, so that both can be read.
void RangeGlyphs::drawImported(QCPPainter* painter, const RangeSummary& s, double halfWidth) const
{
    const double x = mKeyAxis->coordToPixel(keyOf(s));
    const double top = y(s.imported->hi), bottom = y(s.imported->lo);
    const double foot = std::min(4.0, std::abs(bottom - top) / 3);
    painter->setPen(QPen(m_theme.second, 2));
    for (const auto& [end, inward] : {std::pair(top, foot), std::pair(bottom, -foot)}) {
        painter->drawLine(QLineF(x - halfWidth, end, x + halfWidth, end));
        for (const double side : {x - halfWidth, x + halfWidth})
            painter->drawLine(QLineF(side, end, side, end + inward));
    }
}

void RangeGlyphs::drawHighlight(QCPPainter* painter, LayerId layer, const QColor& colour) const
{
    if (!layer.valid())
        return;
    const double left = mKeyAxis->coordToPixel(layer.value - 0.5);
    const double right = std::max(mKeyAxis->coordToPixel(layer.value + 0.5), left + 2);
    QColor faint = colour;
    faint.setAlphaF(right - left > 12 ? 0.2F : 0.6F);
    const QRectF slot(QPointF(left, clipRect().top()), QPointF(right, clipRect().bottom()));
    painter->fillRect(slot, faint);
    painter->fillRect(QRectF(left, slot.bottom() - 3, slot.width(), 3), colour);
}

void RangeGlyphs::drawGlyph(QCPPainter* painter, const RangeSummary& s, double halfWidth) const
{
    const double x = mKeyAxis->coordToPixel(keyOf(s));
    painter->setAntialiasing(false);
    drawBoxGlyph(*painter, s, {x, halfWidth, [this](double value) { return y(value); }}, m_theme,
                 s.outlier() ? m_theme.warning : m_theme.data);
    if (!s.clip)
        return;
    const double reach = halfWidth * 1.25;
    for (const double edge : {s.clip->lo, s.clip->hi})
        painter->fillRect(QRectF(x - reach, y(edge) - 1, 2 * reach, 2), m_theme.quantizer);
}

void RangeGlyphs::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, m_theme.data);
}

} // namespace qscope::views
