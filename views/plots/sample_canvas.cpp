// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/sample_canvas.h"

#include <QPainter>

#include <algorithm>

#include "views/plots/theme.h"

namespace qscope::views {

namespace {
constexpr double LeastSpotPx = 6;
}

SampleCanvas::SampleCanvas(QWidget* parent) : QWidget(parent) {}

void SampleCanvas::showImage(const QImage& image, const QRectF& spot)
{
    m_image = image;
    m_spot = spot;
    m_text.clear();
    update();
}

void SampleCanvas::showText(const QString& text)
{
    m_image = {};
    m_spot = {};
    m_text = text;
    update();
}

QRectF SampleCanvas::imageRect() const
{
    if (m_image.isNull())
        return {};
    const QSizeF size =
        QSizeF(m_image.size()).scaled(QSizeF(rect().adjusted(2, 2, -2, -2).size()), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

QRectF SampleCanvas::spotRect() const
{
    const QRectF all = imageRect();
    if (all.isEmpty() || m_spot.isEmpty())
        return {};
    const QPointF centre(all.left() + m_spot.center().x() * all.width(),
                         all.top() + m_spot.center().y() * all.height());
    const QSizeF size(std::max(LeastSpotPx, m_spot.width() * all.width()),
                      std::max(LeastSpotPx, m_spot.height() * all.height()));
    return {centre - QPointF(size.width() / 2, size.height() / 2), size};
}

void SampleCanvas::paintEvent(QPaintEvent*)
{
    const Theme theme = Theme::of(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    if (m_image.isNull()) {
        painter.setPen(theme.muted);
        painter.drawText(rect().adjusted(6, 6, -6, -6), Qt::AlignCenter | Qt::TextWordWrap, m_text);
        return;
    }
    painter.drawImage(imageRect(), m_image);
    const QRectF spot = spotRect();
    if (spot.isEmpty())
        return;
    painter.setPen(QPen(QColor(0, 0, 0, 160), 4));
    painter.drawRect(spot);
    painter.setPen(QPen(theme.warning, 2));
    painter.drawRect(spot);
}

} // namespace qscope::views
