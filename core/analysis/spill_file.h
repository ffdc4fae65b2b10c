// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace qscope::analysis {

/// Blocks of bytes in a nameless temporary file, made when it is first needed and gone with this object. Whatever the
/// disk does not take is simply not kept. One thread at a time.
class SpillFile {
public:
    /// At most `limit` bytes, in `folder` (empty: the system's folder for temporary files).
    explicit SpillFile(int64_t limit, std::string folder = {});
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    /// The block's place; nothing when the limit is reached or the disk refuses.
    std::optional<int64_t> write(const void* data, size_t bytes);
    /// False when the disk does not give it back.
    bool read(int64_t place, void* data, size_t bytes) const;
    /// The place may be used again for a block of this size.
    void release(int64_t place, size_t bytes);

    int64_t used() const { return m_used; } ///< bytes

private:
    bool open();

    int64_t m_limit;
    std::string m_folder;
    int m_file = -1;
    bool m_refused = false;
    int64_t m_end = 0;
    int64_t m_used = 0;
    std::multimap<size_t, int64_t> m_free; ///< places by size
};

} // namespace qscope::analysis
