// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <functional>

#include "views/models/box_figures.h"

class QPainter;

namespace qscope::views {

struct Theme;

/// Where a box glyph stands, in pixels.
struct BoxPlace {
    double x = 0;
    double halfWidth = 0;
    std::function<double(double)> toPixel; ///< of a value, along the value axis
};

/// A thin line from min to max in the colour `line`, a thick one from p0.01 to p99.99, a box over the
/// quartiles, a dash at the median. Glyphs of less than three pixels are lines only.
void drawBoxGlyph(QPainter& painter, const BoxFigures& figures, const BoxPlace& place, const Theme& theme,
                  const QColor& line);

} // namespace qscope::views
