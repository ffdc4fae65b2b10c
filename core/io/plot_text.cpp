// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/plot_text.h"

#include <cmath>
#include <cstdio>
#include <vector>

namespace qscope::io {
namespace {

constexpr std::string_view Replacement = "\xEF\xBF\xBD";

/// Bytes of the well-formed UTF-8 character at the start of `text`, 0 when it is none.
size_t characterLength(std::string_view text)
{
    const auto byte = [&text](size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto continues = [&byte](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool outside = (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) >= 0x90);
        return continues(1) && continues(2) && continues(3) && !outside ? 4 : 0;
    }
    return 0;
}

std::vector<std::string_view> characters(std::string_view text)
{
    std::vector<std::string_view> result;
    while (!text.empty()) {
        const size_t length = characterLength(text);
        result.push_back(length == 0 ? Replacement : text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result;
}

std::string_view escapedCharacter(std::string_view c)
{
    if (c.size() != 1)
        return c;
    switch (c.front()) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n':
    case '\r': return " ";
    default: return static_cast<unsigned char>(c.front()) < 0x20 ? Replacement : c;
    }
}

} // namespace

std::string xmlEscaped(std::string_view text)
{
    std::string result;
    for (const std::string_view c : characters(text))
        result += escapedCharacter(c);
    return result;
}

std::string middleTruncated(std::string_view text, size_t limit)
{
    const auto parts = characters(text);
    std::string result;
    if (parts.size() <= limit) {
        for (const std::string_view c : parts)
            result += c;
        return result;
    }
    const size_t tail = limit / 2;
    const size_t head = limit - tail - 1;
    for (size_t i = 0; i < head; ++i)
        result += parts[i];
    result += "\xE2\x80\xA6";
    for (size_t i = parts.size() - tail; i < parts.size(); ++i)
        result += parts[i];
    return result;
}

std::string compactNumber(double value)
{
    if (!std::isfinite(value))
        return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    char text[40];
    std::snprintf(text, sizeof text, "%.4g", value == 0 ? 0.0 : value);
    return text;
}

std::string percentText(double share)
{
    char text[40];
    std::snprintf(text, sizeof text, share > 0 && share < 0.001 ? "%.1e %%" : "%.1f %%", share * 100);
    return text;
}

} // namespace qscope::io
