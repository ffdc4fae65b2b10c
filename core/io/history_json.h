// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal: brings nlohmann/json in.

#include "core/analysis/history.h"
#include "core/io/strict_json.h"

namespace qscope::io {

/// The part "history" of a session file, version 1. Numbers read back as the same bits. When the entries would take more
/// than about `byteBudget` bytes, the oldest are left out, those without name and note first.
Result<Json> historyJson(const analysis::History& history, size_t byteBudget);

/// **Errors** Malformed, naming the key path below "history".
Result<analysis::History> historyFromJson(const Json& json, const std::string& where);

} // namespace qscope::io
