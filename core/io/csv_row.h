// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/io/csv_report.h"

namespace qscope::io {

/// Collects the fields of one row of a CSV file. Numbers have as many digits as make them the same bits again;
/// infinities and NaN are words.
class CsvRow {
public:
    CsvRow& text(std::string_view value)
    {
        if (m_started)
            m_line += ',';
        m_started = true;
        m_line += csvField(value);
        return *this;
    }
    CsvRow& empty() { return text({}); }
    template <class T>
    CsvRow& number(T value)
    {
        if constexpr (std::is_floating_point_v<T>)
            if (!std::isfinite(value))
                return text(std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
        char digits[40];
        const auto written = std::to_chars(digits, digits + sizeof digits, value);
        return text(std::string_view(digits, static_cast<size_t>(written.ptr - digits)));
    }
    template <class T>
    CsvRow& optional(const std::optional<T>& value)
    {
        return value ? number(*value) : empty();
    }
    /// The row with CR LF.
    std::string finish() const { return m_line + "\r\n"; }

private:
    std::string m_line;
    bool m_started = false;
};

} // namespace qscope::io
