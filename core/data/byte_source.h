// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace qscope::data {

/// Bytes that are read piece by piece: a plain file, a gzipped one, or a member of a zip archive.
/// Reading forward is cheap for all of them; going back starts a compressed one over.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills `out` with the bytes from `offset` on.
    /// **Errors** Malformed (they end earlier, or the compressed data is damaged), FileUnreadable.
    virtual Status readAt(uint64_t offset, std::span<std::byte> out) = 0;

    /// **Errors** Malformed, when there is more after `offset`, up to which everything has just been read.
    /// Sources that know their size leave this to who compares it.
    virtual Status expectEnd(uint64_t offset);

    /// There are at most this many bytes; exact for what is not compressed.
    virtual uint64_t sizeBound() const = 0;

    /// For errors: "photos.npz: x.npy".
    virtual const std::string& where() const = 0;
};

/// Deflate never shrinks data by more than this factor, so a small file cannot honestly claim more.
constexpr uint64_t MaxDeflateRatio = 1032;

/// **Errors** FileNotFound, FileUnreadable.
Result<std::unique_ptr<ByteSource>> openFile(const std::string& path);

/// A gzipped file, or a plain one read as it is.
/// **Errors** as openFile.
Result<std::unique_ptr<ByteSource>> openGzip(const std::string& path);

/// Bytes in memory, which must outlive the source.
std::unique_ptr<ByteSource> overMemory(std::span<const std::byte> bytes, std::string where);

/// The first `count` bytes of a source, or what there is if it is shorter; also empty when damaged.
std::vector<std::byte> peek(ByteSource& source, size_t count);

/// A whole file in memory.
/// **Errors** FileNotFound, FileUnreadable, ResourceExhausted (above `limit` bytes).
Result<std::vector<std::byte>> readFile(const std::string& path, uint64_t limit = uint64_t(1) << 31);

} // namespace qscope::data
