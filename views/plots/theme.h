// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace qscope::views {

/// Colours of the plots, following the light or dark palette of the window. The data colours are those of
/// Okabe and Ito, told apart with any kind of colour vision, lightened or darkened where the background asks
/// for it.
struct Theme {
    bool dark = false;
    QColor background;
    QColor text;
    QColor axis;
    QColor grid;
    QColor data;      ///< the thing measured (blue)
    QColor dataLight; ///< its wide, faint part
    QColor second;    ///< a second measured thing (green)
    QColor quantizer; ///< what the config does: clip ranges, grids, steps (orange)
    QColor warning;   ///< outliers (vermilion)
    QColor selected;  ///< the current layer
    QColor hovered;
    QColor muted; ///< outdated figures, floating-point layers

    static Theme of(const QPalette& palette);
};

} // namespace qscope::views
