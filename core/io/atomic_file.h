// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace qscope::io {

/// Writes beside the target, flushes to the disk, then renames: afterwards `path` holds either all of `bytes`
/// or what it held before. A symbolic link keeps pointing where it did; an existing file keeps its
/// permissions; a device or pipe is written directly.
/// **Errors** FileUnwritable, naming the path and the reason.
Status writeFileAtomically(const std::string& path, std::string_view bytes);
Status writeFileAtomically(const std::string& path, std::span<const std::byte> bytes);

/// The whole file.
/// **Errors** FileNotFound, FileUnreadable (also for folders), ResourceExhausted above `limitBytes`.
Result<std::string> readFile(const std::string& path, int64_t limitBytes = int64_t(1) << 31);

} // namespace qscope::io
