// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <algorithm>

#include "core/base/text.h"

namespace qscope {

std::string_view errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument: return "invalid argument";
    case ErrorCode::FileNotFound: return "file not found";
    case ErrorCode::FileUnreadable: return "file unreadable";
    case ErrorCode::FileUnwritable: return "file unwritable";
    case ErrorCode::Malformed: return "malformed";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::ShapeMismatch: return "shape mismatch";
    case ErrorCode::TypeMismatch: return "type mismatch";
    case ErrorCode::ResourceExhausted: return "resource exhausted";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Internal: return "internal error";
    }
    return "unknown";
}

namespace {

constexpr size_t LongestName = 200;
constexpr size_t LongestText = 8000;

/// The text without the middle that goes beyond `longest`.
std::string shortened(std::string_view text, size_t longest)
{
    if (text.size() <= longest)
        return std::string(text);
    const auto begins = [&](size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    }; // UTF-8
    size_t head = longest * 2 / 3;
    size_t tail = longest / 6;
    while (head > 0 && !begins(head))
        --head;
    while (tail > 0 && !begins(text.size() - tail))
        --tail;
    return std::string(text.substr(0, head))
           + filled(say("Files", "... (%1 characters left out) ..."), text.size() - head - tail)
           + std::string(text.substr(text.size() - tail));
}

/// Names stand in quotation marks. Those of a file may be of any length.
std::string withShortNames(std::string_view text)
{
    std::string result;
    size_t from = 0;
    while (from < text.size()) {
        const size_t quote = text.find('\'', from);
        const size_t end = quote == text.npos ? text.npos : text.find('\'', quote + 1);
        if (end == text.npos)
            break;
        result += text.substr(from, quote - from);
        result += "'" + shortened(text.substr(quote + 1, end - quote - 1), LongestName) + "'";
        from = end + 1;
    }
    return result + std::string(text.substr(std::min(from, text.size())));
}

} // namespace

std::string Error::text() const
{
    const std::string all = where.empty() ? message : where + ": " + message;
    return all.size() <= LongestName ? all : shortened(withShortNames(all), LongestText);
}

} // namespace qscope
