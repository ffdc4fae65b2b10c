// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace qscope {

/// A file as read-only memory: a page is read from the disk when it is touched first. Reading a little
/// beyond the end gives zeros. While it is mapped the file must not be made shorter.
class MappedFile {
public:
    /// **Errors** FileNotFound, FileUnreadable (no regular file, no permission, no address space).
    static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const std::byte* data() const { return m_data; }
    size_t size() const { return m_size; }

private:
    MappedFile() = default;
    const std::byte* m_data = nullptr;
    size_t m_size = 0;
    size_t m_mapped = 0;
};

} // namespace qscope
