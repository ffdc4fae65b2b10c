// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace qscope::io {

/// Text for element content and attribute values: & < > " ' escaped, control characters that XML forbids and
/// bytes that are no UTF-8 replaced by U+FFFD.
std::string xmlEscaped(std::string_view text);

/// At most `limit` characters (UTF-8), the middle replaced by an ellipsis: names differ at their ends.
std::string middleTruncated(std::string_view text, size_t limit);

/// Four significant digits: "0.00123", "12.35", "-1.2e-07", "inf", "nan".
std::string compactNumber(double value);

/// A share in [0, 1] as percentage: "12.3 %".
std::string percentText(double share);

} // namespace qscope::io
