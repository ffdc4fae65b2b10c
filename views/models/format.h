// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/tensor/tensor.h"

/// Every number the window shows is written here, in the locale of the person. Files never use these.
namespace qscope::views::format {

QString text(std::string_view utf8);
/// `digits` significant digits, but never fewer than the integer part below a million; "NaN", "∞", "−∞".
QString number(double value, int digits = 4);
/// Nine significant digits: enough to tell any two float32 apart.
QString exact(double value);
QString decibel(double db);                 ///< "23.4 dB"
QString percent(double share);              ///< 0.4123 -> "41.2 %"; above zero never "0 %"
QString ratio(double factor);               ///< "12.3×"
QString tenths(double value);               ///< "37.0": as decibel, where a column or a legend has the unit
QString bytes(double size);                 ///< "1.2 MB", powers of 1000
QString magnitude(double value);            ///< "34.5 G", powers of 1000
QString milliseconds(double ms);            ///< "0.034": three digits, without the unit
/// With the sign in front: "+1.2 kB", "-0.3", "±0"; `text` writes what is not negative.
template <class Write>
QString change(double value, Write text)
{
    const QChar sign(value > 0 ? u'+' : value < 0 ? u'-' : u'\u00B1');
    return QString(sign) + text(value < 0 ? -value : value);
}
QString count(int64_t n);                   ///< with group separators
QString duration(double seconds);           ///< "12 s", "3 min 20 s", "1 h 5 min"
QString shape(const Shape& shape);          ///< "1×3×224×224"; "scalar"
QString bits(int weights, int activations); ///< "8/8"; 0: no such quantizer, "–/8"
/// At most `limit` characters, the middle replaced by "…": both ends of a hierarchical name tell it apart.
QString elided(const QString& name, int limit);
/// What stands in place of a figure that is not known.
QString missing(); ///< "–"
QString pending(); ///< "…"

} // namespace qscope::views::format
