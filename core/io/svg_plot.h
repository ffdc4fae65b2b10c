// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qscope::io {

/// A finished figure. The drawing uses the classes of plotCss() and holds no style of its own.
struct Plot {
    std::string name;  ///< for a file: "ranges-over-depth"
    std::string title; ///< for people
    std::string svg;   ///< one <svg> element
};

/// The figure as a file of its own: light colours, white background, no CSS variables (which many programs
/// lack).
std::string standaloneSvg(const Plot& plot);

/// Style of the figures' classes, colours as CSS variables with light and dark values (prefers-color-scheme).
/// The palette is told apart with every kind of colour blindness (Okabe and Ito).
std::string plotCss();

/// Writes SVG elements. Coordinates in pixels, y downwards. Texts are escaped here.
class SvgCanvas {
public:
    SvgCanvas(double width, double height, std::string_view title);

    void rect(double x, double y, double width, double height, std::string_view style);
    /// `colour` as "#rrggbb" for data that no class can express.
    void filledRect(double x, double y, double width, double height, std::string_view colour);
    void line(double x1, double y1, double x2, double y2, std::string_view style);
    void path(const std::vector<std::pair<double, double>>& points, std::string_view style, bool closed);
    void circle(double x, double y, double radius, std::string_view style);
    void text(double x, double y, std::string_view text, std::string_view style, double degrees = 0);
    void image(double x, double y, double width, double height, std::string_view dataUri);
    /// Everything until endGroup() shows `tip` when the pointer rests on it. `layer` >= 0 links it to a table
    /// row.
    void beginGroup(std::string_view tip, int layer = -1);
    void endGroup();

    std::string finish() const;

private:
    std::string m_body;
};

} // namespace qscope::io
