// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/channel_glyphs.h"

#include <algorithm>
#include <cmath>

#include "views/plots/box_glyph.h"

namespace qscope::views {

namespace {

constexpr int NarrowestSlotPx = 5;
constexpr double WidestHalfPx = 12;

} // namespace

ChannelGlyphs::ChannelGlyphs(QCPAxis* keyAxis, QCPAxis* valueAxis) : QCPAbstractPlottable(keyAxis, valueAxis)
{
    setSelectable(QCP::stNone);
    // Before drawing, not in it: what is drawn has been chosen.
    connect(parentPlot(), &QCustomPlot::beforeReplot, this, &ChannelGlyphs::choose);
}

void ChannelGlyphs::setChannels(std::shared_ptr<const stats::ChannelStats> channels,
                                std::vector<size_t> order)
{
    m_channels = std::move(channels);
    m_order = std::move(order);
    m_chosenWidth = 0;
    choose();
}

void ChannelGlyphs::choose()
{
    const QCPRange keys = mKeyAxis->range();
    const int width = std::max(mKeyAxis->axisRect()->width(), 1);
    if (!m_channels)
        m_boxes.clear();
    if (!m_channels || (keys == m_chosenFor && width == m_chosenWidth))
        return;
    m_chosenFor = keys;
    m_chosenWidth = width;
    const auto bounded = [&](double place) {
        return static_cast<size_t>(std::clamp(place, 0.0, static_cast<double>(m_order.size())));
    };
    m_boxes = channelBoxes(*m_channels, m_order, bounded(std::floor(keys.lower + 0.5)),
                           bounded(std::ceil(keys.upper + 0.5)),
                           static_cast<size_t>(std::max(width / NarrowestSlotPx, 1)));
}

const ChannelBox* ChannelGlyphs::at(double key) const
{
    const double place = std::round(key);
    const auto found = std::find_if(m_boxes.begin(), m_boxes.end(), [&](const ChannelBox& box) {
        return place >= 0 && box.holds(static_cast<size_t>(place));
    });
    return found == m_boxes.end() ? nullptr : &*found;
}

double ChannelGlyphs::selectTest(const QPointF&, bool, QVariant*) const
{
    return -1; // the panel asks at() instead
}

QCPRange ChannelGlyphs::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = m_channels && !m_order.empty();
    return found ? QCPRange(-0.5, static_cast<double>(m_order.size()) - 0.5) : QCPRange();
}

QCPRange ChannelGlyphs::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = m_channels && !m_order.empty();
    QCPRange range;
    for (size_t i = 0; found && i < m_order.size(); ++i) {
        const size_t c = m_order[i];
        QCPRange one(m_channels->min[c], m_channels->max[c]);
        if (channelBoxKind(*m_channels) == ChannelBoxKind::Deviation) {
            const BoxFigures box = channelBox(*m_channels, c);
            one.expand(QCPRange(box.low, box.high));
        }
        range = i == 0 ? one : range.expanded(one);
    }
    return range;
}

void ChannelGlyphs::draw(QCPPainter* painter)
{
    painter->setAntialiasing(false);
    const double slotPx = std::abs(mKeyAxis->coordToPixel(1) - mKeyAxis->coordToPixel(0));
    for (const ChannelBox& box : m_boxes) {
        const double half = std::clamp(slotPx * static_cast<double>(box.places) * 0.35, 0.5, WidestHalfPx);
        drawBoxGlyph(
            *painter, box,
            {mKeyAxis->coordToPixel(box.key()), half, [&](double v) { return mValueAxis->coordToPixel(v); }},
            m_theme, m_theme.data);
    }
}

void ChannelGlyphs::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const
{
    painter->fillRect(rect, m_theme.data);
}

} // namespace qscope::views
