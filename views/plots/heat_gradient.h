// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace qscope::views {

struct Theme;

/// For heat maps of sizes: even in lightness and the same with any kind of colour vision (after cividis). NaN
/// is transparent.
QCPColorGradient heatGradient();

/// A colour scale with the colours of the theme; for Plot::setRecolour.
void recolourScale(QCPColorScale& scale, const Theme& theme);

} // namespace qscope::views
