// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/io/imported_ranges.h"
#include "core/io/report_input.h"

namespace qscope::io {

enum class AimetVersion { V061, V100 };

/// See exchangeText.
Result<std::string> aimetEncodings(const ReportInput& input, AimetVersion version);

/// The tensors of a `.encodings` file, versions 0.x and 1.0.0; those in floating point are left out.
/// **Errors** Malformed, naming file and key; Unsupported: another version.
Result<ImportedRanges> readAimetEncodings(std::string_view text, const std::string& where);

} // namespace qscope::io
