// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/box_glyph.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

#include "views/plots/theme.h"

namespace qscope::views {

namespace {

constexpr double DetailedGlyphPx = 1.5; ///< half a glyph; narrower ones are lines only

} // namespace

void drawBoxGlyph(QPainter& painter, const BoxFigures& figures, const BoxPlace& place, const Theme& theme,
                  const QColor& line)
{
    const double half = place.halfWidth;
    const auto bar = [&](double from, double to, double halfBar, const QColor& colour) {
        const double a = place.toPixel(from), b = place.toPixel(to);
        painter.fillRect(
            QRectF(place.x - halfBar, std::min(a, b), 2 * halfBar, std::max(std::abs(a - b), 1.0)), colour);
    };
    bar(figures.min, figures.max, half < DetailedGlyphPx ? 0.5 : 0.75, line);
    bar(figures.low, figures.high, std::max(0.5, half * 0.45), theme.dataLight);
    bar(figures.lowerQuartile, figures.upperQuartile, half, theme.data);
    if (half >= DetailedGlyphPx)
        painter.fillRect(QRectF(place.x - half, place.toPixel(figures.median) - 1, 2 * half, 2),
                         theme.background);
}

} // namespace qscope::views
