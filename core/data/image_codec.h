// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace qscope::data {

/// Interleaved 8-bit pixels, row by row.
struct Pixels {
    int width = 0;
    int height = 0;
    int channels = 3;
    std::vector<uint8_t> values;
};

/// A PNG or JPEG as RGB. Grey is repeated, 16 bits are cut to the upper 8, an alpha channel is dropped, the
/// orientation in EXIF is ignored: what most training pipelines do.
/// **Errors** Malformed (neither PNG nor JPEG, damaged, cut off), ResourceExhausted (more than 2^27 pixels).
Result<Pixels> decodeImage(std::span<const std::byte> bytes, const std::string& where);

/// Whether the bytes start as a PNG or a JPEG does.
bool looksLikeImage(std::span<const std::byte> bytes);

} // namespace qscope::data
