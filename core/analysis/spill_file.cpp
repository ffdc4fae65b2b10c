// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spill_file.h"

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <unistd.h>

namespace qscope::analysis {

namespace fs = std::filesystem;

SpillFile::SpillFile(int64_t limit, std::string folder) : m_limit(limit), m_folder(std::move(folder)) {}

SpillFile::~SpillFile()
{
    if (m_file >= 0)
        ::close(m_file);
}

bool SpillFile::open()
{
    if (m_file >= 0 || m_refused)
        return m_file >= 0;
    std::error_code ec;
    const fs::path folder = m_folder.empty() ? fs::temp_directory_path(ec) : fs::path(m_folder);
    std::string name = (folder / "quantoscope-XXXXXX").string();
    m_file = ec ? -1 : ::mkstemp(name.data());
    m_refused = m_file < 0;
    if (m_file >= 0)
        ::unlink(name.c_str()); // it goes away with the program, however that ends
    return m_file >= 0;
}

std::optional<int64_t> SpillFile::write(const void* data, size_t bytes)
{
    if (m_used + static_cast<int64_t>(bytes) > m_limit || !open())
        return std::nullopt;
    const auto hole = m_free.find(bytes);
    const bool fresh = hole == m_free.end();
    const int64_t place = fresh ? m_end : hole->second;
    if (fresh && m_end + static_cast<int64_t>(bytes) > m_limit)
        return std::nullopt;
    const auto* from = static_cast<const char*>(data);
    for (size_t done = 0; done < bytes;) {
        const ssize_t n = ::pwrite(m_file, from + done, bytes - done, place + static_cast<int64_t>(done));
        if (n <= 0)
            return std::nullopt; // the disk is full
        done += static_cast<size_t>(n);
    }
    if (fresh)
        m_end += static_cast<int64_t>(bytes);
    else
        m_free.erase(hole);
    m_used += static_cast<int64_t>(bytes);
    return place;
}

bool SpillFile::read(int64_t place, void* data, size_t bytes) const
{
    auto* to = static_cast<char*>(data);
    for (size_t done = 0; done < bytes;) {
        const ssize_t n = ::pread(m_file, to + done, bytes - done, place + static_cast<int64_t>(done));
        if (n <= 0)
            return false;
        done += static_cast<size_t>(n);
    }
    return true;
}

void SpillFile::release(int64_t place, size_t bytes)
{
    m_used -= static_cast<int64_t>(bytes);
    m_free.emplace(bytes, place);
    if (m_used > 0)
        return;
    m_free.clear();
    m_end = 0;
}

} // namespace qscope::analysis
