// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/value_scale.h"

#include <algorithm>
#include <cmath>

#include "views/models/format.h"

namespace qscope::views {

namespace {

constexpr int LeastTicks = 3;
constexpr double MostPlainPower = 3.5; ///< 1000 is written out, 10⁴ is not
constexpr double MostPowers = 5;       ///< ticks of a PowerOfTwoTicker, about

/// Round values whose mantissa is one of `mantissas`, from below `smallest` up to `largest`, and zero.
QVector<double> roundValues(double smallest, double largest, std::initializer_list<int> mantissas)
{
    QVector<double> values{0};
    if (!(largest > 0) || !std::isfinite(largest))
        return values;
    for (int e = static_cast<int>(std::floor(std::log10(smallest))); e <= std::ceil(std::log10(largest));
         ++e) {
        for (const int m : mantissas) {
            values << m * std::pow(10.0, e);
            values << -m * std::pow(10.0, e);
        }
    }
    return values;
}

/// Ticks inside `range` that keep `gap` from each other; zero goes first, then the largest.
QVector<double> spacedTicks(QVector<double> values, const ValueScale& scale, const QCPRange& range,
                            double gap)
{
    std::sort(values.begin(), values.end(), [](double a, double b) {
        if (a == 0 || b == 0)
            return a == 0 && b != 0;
        return std::abs(a) > std::abs(b);
    });
    QVector<double> ticks;
    for (const double value : values) {
        const double tick = scale.toCoord(value);
        const bool free =
            std::none_of(ticks.begin(), ticks.end(), [&](double t) { return std::abs(t - tick) < gap; });
        if (range.contains(tick) && free)
            ticks << tick;
    }
    std::sort(ticks.begin(), ticks.end());
    return ticks;
}

/// A step of at least one from a step of any size.
double wholeStep(double step)
{
    if (step <= 1)
        return 1;
    return step < 3 ? 2 : std::round(step);
}

QString superscript(int number)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text;
    for (const QChar c : QString::number(number))
        text += c == QLatin1Char('-') ? QChar(u'⁻') : digits[c.digitValue()];
    return text;
}

QString numberOrPower(double value)
{
    const double power = std::log10(std::abs(value));
    if (value == 0 || std::abs(power) <= MostPlainPower || std::abs(power - std::round(power)) > 1e-6)
        return format::number(value, 4);
    return (value < 0 ? QStringLiteral("-10") : QStringLiteral("10"))
           + superscript(static_cast<int>(std::lround(power)));
}

} // namespace

ValueScale ValueScale::symlog(double threshold)
{
    ValueScale scale;
    scale.m_threshold = threshold;
    return scale;
}

ValueScale ValueScale::symlogFor(double large, int decades)
{
    if (!(large > 0) || !std::isfinite(large))
        return symlog(1);
    return symlog(std::pow(10.0, std::floor(std::log10(large)) - decades));
}

double ValueScale::toCoord(double value) const
{
    if (isLinear())
        return value;
    return std::copysign(std::log10(1 + std::abs(value) / m_threshold), value);
}

double ValueScale::toValue(double coord) const
{
    if (isLinear())
        return coord;
    return std::copysign((std::pow(10.0, std::abs(coord)) - 1) * m_threshold, coord);
}

QVector<double> ValueTicker::createTickVector(double tickStep, const QCPRange& range)
{
    if (m_scale.isLinear())
        return QCPAxisTicker::createTickVector(tickStep, range);
    const QCPRange values(m_scale.toValue(range.lower), m_scale.toValue(range.upper));
    const double largest = std::max(std::abs(values.lower), std::abs(values.upper));
    m_decades = roundValues(m_scale.threshold(), largest, {1});
    for (double& value : m_decades)
        value = m_scale.toCoord(value);
    m_decades.removeIf([&](double decade) { return !range.contains(decade); });
    std::sort(m_decades.begin(), m_decades.end());
    const double gap = range.size() * std::max(m_leastGap, 1.0 / 9);
    for (const auto& mantissas : {std::initializer_list<int>{1}, {1, 2, 5}}) {
        const auto ticks =
            spacedTicks(roundValues(m_scale.threshold(), largest, mantissas), m_scale, range, gap);
        if (ticks.size() >= LeastTicks)
            return ticks;
    }
    return spacedTicks(QCPAxisTicker::createTickVector(getTickStep(values), values), m_scale, range, gap / 2);
}

/// Every power of ten, so that a logarithmic axis with few labels is seen to be one.
QVector<double> ValueTicker::createSubTickVector(int subTickCount, const QVector<double>& ticks)
{
    return m_scale.isLinear() ? QCPAxisTicker::createSubTickVector(subTickCount, ticks) : m_decades;
}

int ValueTicker::getSubTickCount(double tickStep)
{
    return m_scale.isLinear() ? QCPAxisTicker::getSubTickCount(tickStep) : 0;
}

QString ValueTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const double value = m_scale.toValue(tick);
    return m_scale.isLinear() ? format::number(value, 4) : numberOrPower(value);
}

QVector<double> LogTicker::createTickVector(double, const QCPRange& range)
{
    QVector<double> ticks;
    for (const auto& mantissas : {std::initializer_list<int>{1}, {1, 2, 5}}) {
        ticks = roundValues(range.lower, range.upper, mantissas);
        ticks.removeIf([&](double tick) { return tick <= 0 || !range.contains(tick); });
        if (ticks.size() >= LeastTicks)
            break;
    }
    std::sort(ticks.begin(), ticks.end());
    return ticks;
}

int LogTicker::getSubTickCount(double) { return 0; }

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int) { return numberOrPower(tick); }

double IndexTicker::getTickStep(const QCPRange& range)
{
    return wholeStep(QCPAxisTicker::getTickStep(range));
}

int IndexTicker::getSubTickCount(double) { return 0; }

QString IndexTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    return QString::number(m_first + std::lround(tick));
}

double PowerOfTwoTicker::getTickStep(const QCPRange& range)
{
    return std::max(1.0, std::exp2(std::ceil(std::log2(range.size() / MostPowers))));
}

int PowerOfTwoTicker::getSubTickCount(double) { return 0; }

QString PowerOfTwoTicker::getTickLabel(double tick, const QLocale&, QChar, int)
{
    const int exponent = static_cast<int>(std::lround(tick));
    return exponent == 0 ? QStringLiteral("1") : QStringLiteral("2") + superscript(exponent);
}

} // namespace qscope::views
