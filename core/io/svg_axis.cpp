// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/svg_axis.h"

#include <algorithm>
#include <cmath>

#include "core/io/plot_text.h"

namespace qscope::io {
namespace {

/// 1, 2 or 5 times a power of ten, at least `value`.
double roundStep(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= value * 0.9999)
            return factor * power;
    return 10 * power;
}

std::string tickLabel(double value)
{
    const double size = std::abs(value);
    if (size == 0 || (size >= 1e-3 && size < 1e5))
        return compactNumber(value);
    const int exponent = static_cast<int>(std::floor(std::log10(size) + 1e-9));
    const double factor = value / std::pow(10, exponent);
    return compactNumber(factor) + "e" + std::to_string(exponent);
}

/// Keeps those at least `spacing` pixels away from all kept before; earlier ones are more important.
std::vector<Tick> spacedOut(const std::vector<double>& byImportance, const Scale& scale, double spacing)
{
    std::vector<Tick> kept;
    for (const double value : byImportance) {
        const bool crowded = std::any_of(kept.begin(), kept.end(), [&](const Tick& tick) {
            return std::abs(scale(tick.value) - scale(value)) < spacing;
        });
        if (!crowded && value >= scale.lo() && value <= scale.hi())
            kept.push_back({value, tickLabel(value)});
    }
    std::sort(kept.begin(), kept.end(), [](const Tick& a, const Tick& b) { return a.value < b.value; });
    return kept;
}

} // namespace

Scale::Scale(Kind kind, double lo, double hi, double threshold)
    : m_kind(kind), m_lo(lo), m_hi(hi), m_threshold(threshold)
{
}

Scale Scale::linear(double lo, double hi)
{
    if (!(hi > lo)) {
        const double pad = std::max(std::abs(lo) * 0.1, 1e-12);
        return {Kind::Linear, lo - pad, lo + pad, 1};
    }
    return {Kind::Linear, lo, hi, 1};
}

Scale Scale::logarithmic(double lo, double hi) { return {Kind::Log, lo, hi > lo ? hi : lo * 10, 1}; }

Scale Scale::symmetricLog(double lo, double hi, double threshold)
{
    const bool empty = !(hi > lo);
    return {Kind::SymmetricLog, empty ? lo - threshold : lo, empty ? lo + threshold : hi, threshold};
}

Scale& Scale::onto(double loPixel, double hiPixel)
{
    m_loPixel = loPixel;
    m_hiPixel = hiPixel;
    return *this;
}

double Scale::warped(double value) const
{
    switch (m_kind) {
    case Kind::Linear: return value;
    case Kind::Log: return std::log10(std::max(value, m_lo));
    case Kind::SymmetricLog: return std::copysign(std::log10(1 + std::abs(value) / m_threshold), value);
    }
    return value;
}

double Scale::operator()(double value) const
{
    const double share =
        (warped(std::clamp(value, m_lo, m_hi)) - warped(m_lo)) / (warped(m_hi) - warped(m_lo));
    return m_loPixel + share * (m_hiPixel - m_loPixel);
}

/// Powers of ten first, then 2 and 5 times those.
std::vector<double> Scale::candidates() const
{
    std::vector<double> values;
    const double largest = std::max(std::abs(m_lo), std::abs(m_hi));
    const double smallest = m_kind == Kind::Log ? m_lo : m_threshold;
    if (m_kind == Kind::SymmetricLog)
        values.push_back(0);
    const int last = static_cast<int>(std::floor(std::log10(largest)));
    const int first = static_cast<int>(std::floor(std::log10(smallest)));
    for (const double factor : {1.0, 5.0, 2.0})
        for (int e = last; e >= first; --e)
            for (const double sign : {1.0, -1.0})
                values.push_back(sign * factor * std::pow(10, e));
    return values;
}

std::vector<Tick> Scale::ticks(double spacing) const
{
    if (m_kind != Kind::Linear)
        return spacedOut(candidates(), *this, spacing);
    const double pixels = std::max(std::abs(m_hiPixel - m_loPixel), 1.0);
    const double step = roundStep((m_hi - m_lo) * spacing / pixels);
    std::vector<Tick> result;
    for (double k = std::ceil(m_lo / step - 1e-9); k * step <= m_hi + step * 1e-9; ++k)
        result.push_back({k * step, tickLabel(k * step)});
    return result;
}

void Frame::drawBorder(SvgCanvas& canvas) const { canvas.rect(left, top, width, height, "frame"); }

void Frame::drawYAxis(SvgCanvas& canvas, const Scale& y, std::string_view title, double spacing) const
{
    for (const Tick& tick : y.ticks(spacing)) {
        canvas.line(left, y(tick.value), right(), y(tick.value), tick.value == 0 ? "zero" : "grid");
        canvas.text(left - 6, y(tick.value) + 4, tick.label, "right");
    }
    canvas.text(left - 48, top + height / 2, title, "middle muted", -90);
}

void Frame::drawXAxis(SvgCanvas& canvas, const Scale& x, std::string_view title, double spacing) const
{
    for (const Tick& tick : x.ticks(spacing)) {
        canvas.line(x(tick.value), top, x(tick.value), bottom(), "grid");
        canvas.text(x(tick.value), bottom() + 15, tick.label, "middle");
    }
    canvas.text(left + width / 2, bottom() + 31, title, "middle muted");
}

} // namespace qscope::io
