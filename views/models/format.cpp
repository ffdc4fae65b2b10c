// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace qscope::views::format {

namespace {

QLocale locale()
{
    QLocale l;
    l.setNumberOptions(QLocale::OmitGroupSeparator | QLocale::OmitLeadingZeroInExponent);
    return l;
}

struct FormatWords {
    Q_DECLARE_TR_FUNCTIONS(format)
};

QString withoutTrailingZeros(QString text)
{
    if (!text.contains(locale().decimalPoint()))
        return text;
    while (text.endsWith(locale().zeroDigit()))
        text.chop(1);
    if (text.endsWith(locale().decimalPoint()))
        text.chop(locale().decimalPoint().size());
    return text;
}

QString signedInfinity(double value) { return value < 0 ? QStringLiteral("-∞") : QStringLiteral("∞"); }

} // namespace

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString number(double value, int digits)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return signedInfinity(value);
    if (value == 0)
        return locale().toString(0);
    const double magnitude = std::abs(value);
    if (magnitude < 1e-4 || magnitude >= 1e6)
        return locale().toString(value, 'g', digits);
    const int decimals = std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
    return withoutTrailingZeros(locale().toString(value, 'f', decimals));
}

QString exact(double value) { return number(value, 9); }

QString tenths(double value)
{
    return std::isfinite(value) ? locale().toString(value, 'f', 1) : number(value);
}

QString decibel(double db) { return FormatWords::tr("%1 dB").arg(tenths(db)); }

QString percent(double share)
{
    if (!std::isfinite(share))
        return FormatWords::tr("%1 %").arg(number(share));
    const double p = share * 100;
    if (p > 0 && p < 0.01)
        return FormatWords::tr("<%1 %").arg(locale().toString(0.01, 'g', 2));
    const int decimals = p >= 10 || p == 0 ? 1 : 2;
    return FormatWords::tr("%1 %").arg(locale().toString(p, 'f', decimals));
}

QString ratio(double factor) { return FormatWords::tr("%1×").arg(number(factor, 3)); }

QString bytes(double size)
{
    static const char* const units[] = {"B", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    while (size >= 999.5 && unit + 1 < std::size(units)) {
        size /= 1000;
        ++unit;
    }
    const int decimals = unit == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    return QStringLiteral("%1 %2").arg(locale().toString(size, 'f', decimals), QLatin1String(units[unit]));
}

QString magnitude(double value)
{
    static const char* const prefixes[] = {"", "k", "M", "G", "T", "P"};
    size_t i = 0;
    for (; value >= 999.5 && i + 1 < std::size(prefixes); ++i)
        value /= 1000;
    return i == 0 ? number(value, 3) : number(value, 3) + QChar(0xA0) + QLatin1String(prefixes[i]);
}

QString milliseconds(double ms) { return number(ms, 3); }

QString count(int64_t n) { return QLocale().toString(static_cast<qlonglong>(n)); }

QString duration(double seconds)
{
    const auto total = static_cast<qint64>(std::ceil(std::max(seconds, 0.0)));
    if (total < 60)
        return FormatWords::tr("%1 s").arg(total);
    if (total < 3600)
        return FormatWords::tr("%1 min %2 s").arg(total / 60).arg(total % 60);
    return FormatWords::tr("%1 h %2 min").arg(total / 3600).arg(total % 3600 / 60);
}

QString shape(const Shape& shape)
{
    if (shape.empty())
        return FormatWords::tr("scalar");
    QStringList parts;
    for (const int64_t d : shape)
        parts << (d < 0 ? QStringLiteral("?") : QString::number(d));
    return parts.join(QStringLiteral("×"));
}

QString bits(int weights, int activations)
{
    const auto part = [](int b) { return b > 0 ? QString::number(b) : missing(); };
    return part(weights) + QLatin1Char('/') + part(activations);
}

QString elided(const QString& name, int limit)
{
    if (name.size() <= limit || limit < 3)
        return name;
    const int tail = (limit - 1) * 2 / 3; // the end of a path says more than its beginning
    return name.left(limit - 1 - tail) + QStringLiteral("…") + name.right(tail);
}

QString missing() { return QStringLiteral("–"); }

QString pending() { return QStringLiteral("…"); }

} // namespace qscope::views::format
