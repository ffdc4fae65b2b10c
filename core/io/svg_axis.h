// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/io/svg_plot.h"

namespace qscope::io {

struct Tick {
    double value = 0;
    std::string label;
};

/// Maps values to pixels.
class Scale {
public:
    /// An empty range is widened so that something can be drawn.
    static Scale linear(double lo, double hi);
    /// **Range** 0 < lo < hi.
    static Scale logarithmic(double lo, double hi);
    /// sign(v) log10(1 + |v| / threshold): linear near zero, logarithmic beyond `threshold`; takes all
    /// values.
    static Scale symmetricLog(double lo, double hi, double threshold);

    /// Pixels of both ends.
    Scale& onto(double loPixel, double hiPixel);
    double operator()(double value) const;
    double lo() const { return m_lo; }
    double hi() const { return m_hi; }
    /// Round values at least `spacing` pixels apart, ascending.
    std::vector<Tick> ticks(double spacing) const;

private:
    enum class Kind { Linear, Log, SymmetricLog };
    Scale(Kind kind, double lo, double hi, double threshold);
    double warped(double value) const;
    std::vector<double> candidates() const;

    Kind m_kind;
    double m_lo;
    double m_hi;
    double m_threshold;
    double m_loPixel = 0;
    double m_hiPixel = 1;
};

/// The plotting area with its grid, ticks and axis titles.
struct Frame {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;

    double right() const { return left + width; }
    double bottom() const { return top + height; }
    void drawBorder(SvgCanvas& canvas) const;
    /// `title` carries the unit.
    void drawYAxis(SvgCanvas& canvas, const Scale& y, std::string_view title, double spacing = 32) const;
    void drawXAxis(SvgCanvas& canvas, const Scale& x, std::string_view title, double spacing = 64) const;
};

} // namespace qscope::io
