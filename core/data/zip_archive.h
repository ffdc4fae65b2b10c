// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/byte_source.h"

struct zip;

namespace qscope::data {

/// A zip file (.npz) open for reading. Members keep it open.
class ZipArchive {
public:
    /// **Errors** FileNotFound, FileUnreadable, Malformed.
    static Result<ZipArchive> open(const std::string& path);
    /// `bytes` must outlive the archive and its members.
    static Result<ZipArchive> openMemory(std::span<const std::byte> bytes, const std::string& where);

    /// Names of the members, in the order of the file.
    const std::vector<std::string>& names() const { return m_names; }

    /// **Errors** Malformed (its declared sizes cannot be true), Unsupported (encrypted, or packed by
    /// something other than deflate).
    Result<std::unique_ptr<ByteSource>> member(size_t index) const;

private:
    ZipArchive(std::shared_ptr<zip> archive, std::string where);
    static Result<ZipArchive> opened(zip* archive, const std::string& where);

    std::shared_ptr<zip> m_archive;
    std::string m_where;
    std::vector<std::string> m_names;
};

} // namespace qscope::data
