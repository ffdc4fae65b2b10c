// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/svg_plot.h"

#include <array>
#include <charconv>
#include <cmath>

#include "core/io/plot_text.h"

namespace qscope::io {
namespace {

struct Colour {
    std::string_view name;
    std::string_view light;
    std::string_view dark;
};

constexpr std::array<Colour, 9> Palette{{
    {"bg", "#ffffff", "#14181c"},
    {"fg", "#1b1f24", "#e6e9ec"},
    {"muted", "#57616b", "#9fabb6"},
    {"grid", "#e4e8ec", "#2a3138"},
    {"frame", "#9aa4ae", "#56616c"},
    {"blue", "#0072b2", "#56b4e9"},
    {"soft", "#a9d3ec", "#1d4f70"},
    {"orange", "#d55e00", "#f0a04b"},
    {"green", "#007a59", "#35c79a"},
}};

constexpr std::string_view Rules = R"(
.qs text { font-family: system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif; font-size: 11px; fill: var(--qs-fg); }
.qs .heading { font-size: 13px; font-weight: 600; }
.qs .muted { fill: var(--qs-muted); }
.qs .left { text-anchor: start; }
.qs .middle { text-anchor: middle; }
.qs .right { text-anchor: end; }
.qs .grid { stroke: var(--qs-grid); stroke-width: 1; }
.qs .zero { stroke: var(--qs-frame); stroke-width: 1; }
.qs .frame { stroke: var(--qs-frame); stroke-width: 1; fill: none; }
.qs .whisker { stroke: var(--qs-blue); stroke-width: 1; }
.qs .tail { fill: var(--qs-soft); }
.qs .box { fill: var(--qs-blue); }
.qs .median { stroke: var(--qs-bg); stroke-width: 1.5; }
.qs .area { fill: var(--qs-blue); }
.qs .clip { stroke: var(--qs-orange); stroke-width: 1.5; }
.qs .step { stroke: var(--qs-orange); stroke-width: 1.5; stroke-dasharray: 4 3; }
.qs .step2 { stroke: var(--qs-green); stroke-width: 1.5; stroke-dasharray: 2 2; }
.qs .bad { fill: var(--qs-orange); }
.qs .good { fill: var(--qs-blue); }
.qs .dot { fill: var(--qs-blue); }
.qs .hollow { fill: none; stroke: var(--qs-green); stroke-width: 1.5; }
.qs .hit { fill: #000000; fill-opacity: 0; }
)";

std::string number(double value)
{
    char digits[40];
    const auto written = std::to_chars(digits, digits + sizeof digits, std::round(value * 100) / 100 + 0.0,
                                       std::chars_format::fixed, 2);
    std::string text(digits, written.ptr);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string attribute(std::string_view name, double value)
{
    return " " + std::string(name) + "=\"" + number(value) + "\"";
}

std::string styled(std::string_view style) { return " class=\"" + std::string(style) + "\""; }

std::string variables(std::string_view Colour::*scheme)
{
    std::string text = ":root {";
    for (const Colour& colour : Palette)
        text += " --qs-" + std::string(colour.name) + ": " + std::string(colour.*scheme) + ";";
    return text + " }";
}

std::string withLightColours(std::string css)
{
    for (const Colour& colour : Palette) {
        const std::string use = "var(--qs-" + std::string(colour.name) + ")";
        for (size_t at = css.find(use); at != std::string::npos; at = css.find(use, at))
            css.replace(at, use.size(), colour.light);
    }
    return css;
}

} // namespace

std::string plotCss()
{
    return variables(&Colour::light) + "\n@media screen and (prefers-color-scheme: dark) { "
           + variables(&Colour::dark) + " }" + std::string(Rules);
}

std::string standaloneSvg(const Plot& plot)
{
    const size_t body = plot.svg.find('>') + 1;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + plot.svg.substr(0, body) + "\n<style>"
           + withLightColours(std::string(Rules))
           + "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>" + plot.svg.substr(body)
           + "\n";
}

SvgCanvas::SvgCanvas(double width, double height, std::string_view title)
{
    m_body =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" class=\"qs\" "
        "role=\"img\" aria-label=\""
        + xmlEscaped(title) + "\"" + attribute("width", width) + attribute("height", height)
        + " viewBox=\"0 0 " + number(width) + " " + number(height) + "\">\n";
}

void SvgCanvas::rect(double x, double y, double width, double height, std::string_view style)
{
    m_body += "<rect" + styled(style) + attribute("x", x) + attribute("y", y) + attribute("width", width)
              + attribute("height", height) + "/>\n";
}

void SvgCanvas::filledRect(double x, double y, double width, double height, std::string_view colour)
{
    m_body += "<rect fill=\"" + std::string(colour) + "\"" + attribute("x", x) + attribute("y", y)
              + attribute("width", width) + attribute("height", height) + "/>\n";
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, std::string_view style)
{
    m_body += "<line" + styled(style) + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2)
              + attribute("y2", y2) + "/>\n";
}

void SvgCanvas::path(const std::vector<std::pair<double, double>>& points, std::string_view style,
                     bool closed)
{
    std::string d;
    for (const auto& [x, y] : points)
        d += (d.empty() ? "M" : "L") + number(x) + " " + number(y);
    m_body += "<path" + styled(style) + " d=\"" + d + (closed ? "Z" : "") + "\"/>\n";
}

void SvgCanvas::circle(double x, double y, double radius, std::string_view style)
{
    m_body +=
        "<circle" + styled(style) + attribute("cx", x) + attribute("cy", y) + attribute("r", radius) + "/>\n";
}

void SvgCanvas::text(double x, double y, std::string_view text, std::string_view style, double degrees)
{
    m_body += "<text" + styled(style) + attribute("x", x) + attribute("y", y);
    if (degrees != 0)
        m_body += " transform=\"rotate(" + number(degrees) + " " + number(x) + " " + number(y) + ")\"";
    m_body += ">" + xmlEscaped(text) + "</text>\n";
}

void SvgCanvas::image(double x, double y, double width, double height, std::string_view dataUri)
{
    m_body += "<image" + attribute("x", x) + attribute("y", y) + attribute("width", width)
              + attribute("height", height) + " preserveAspectRatio=\"none\" xlink:href=\""
              + std::string(dataUri) + "\"/>\n";
}

void SvgCanvas::beginGroup(std::string_view tip, int layer)
{
    m_body += layer < 0 ? "<g>" : "<g data-layer=\"" + std::to_string(layer) + "\">";
    m_body += "<title>" + xmlEscaped(tip) + "</title>\n";
}

void SvgCanvas::endGroup() { m_body += "</g>\n"; }

std::string SvgCanvas::finish() const { return m_body + "</svg>"; }

} // namespace qscope::io
