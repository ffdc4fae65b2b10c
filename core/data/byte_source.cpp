// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_source.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <zlib.h>

#include "core/base/text.h"

namespace qscope::data {

namespace fs = std::filesystem;

namespace {

Error endsEarly(uint64_t need, const std::string& where)
{
    return {ErrorCode::Malformed, filled(say("Data", "ends before byte %1, it is cut off"), need), where};
}

class FileSource final : public ByteSource {
public:
    FileSource(std::ifstream file, uint64_t size, std::string path)
        : m_file(std::move(file)), m_size(size), m_path(std::move(path))
    {
    }

    Status readAt(uint64_t offset, std::span<std::byte> out) override
    {
        if (offset > m_size || out.size() > m_size - offset)
            return endsEarly(offset + out.size(), m_path);
        m_file.clear();
        m_file.seekg(static_cast<std::streamoff>(offset));
        if (!m_file.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size())))
            return Error{ErrorCode::FileUnreadable, say("Data", "could not be read"), m_path};
        return {};
    }
    uint64_t sizeBound() const override { return m_size; }
    const std::string& where() const override { return m_path; }

private:
    std::ifstream m_file;
    uint64_t m_size;
    std::string m_path;
};

class GzipSource final : public ByteSource {
public:
    GzipSource(gzFile file, uint64_t fileSize, std::string path)
        : m_file(file), m_path(std::move(path)),
          m_sizeBound(gzdirect(file) ? fileSize : fileSize * MaxDeflateRatio)
    {
    }
    ~GzipSource() override { gzclose(m_file); }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

    Status readAt(uint64_t offset, std::span<std::byte> out) override
    {
        gzclearerr(m_file);
        if (gzseek(m_file, static_cast<z_off_t>(offset), SEEK_SET) < 0)
            return damaged();
        while (!out.empty()) {
            const auto part = static_cast<unsigned>(std::min<size_t>(out.size(), size_t(1) << 30));
            const int got = gzread(m_file, out.data(), part);
            if (got < 0)
                return damaged();
            if (got == 0)
                return endsEarly(offset + out.size(), m_path);
            out = out.subspan(static_cast<size_t>(got));
            offset += static_cast<uint64_t>(got);
        }
        return checkEnd();
    }
    Status expectEnd(uint64_t offset) override
    {
        if (gzgetc(m_file) < 0)
            return {};
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "goes on after byte %1, where its header says it ends"), offset),
                     m_path};
    }
    uint64_t sizeBound() const override { return m_sizeBound; }
    const std::string& where() const override { return m_path; }

private:
    /// The checksum is compared only by a read that finds the end, so look whether this is it.
    Status checkEnd()
    {
        const int next = gzgetc(m_file);
        if (next >= 0) {
            gzungetc(next, m_file);
            return {};
        }
        int code = Z_OK;
        gzerror(m_file, &code);
        if (code == Z_OK || code == Z_STREAM_END)
            return {};
        return damaged();
    }
    Error damaged() const
    {
        int code = 0;
        const char* text = gzerror(m_file, &code);
        if (code == Z_ERRNO)
            return {ErrorCode::FileUnreadable, say("Data", "could not be read"), m_path};
        return {ErrorCode::Malformed, filled(say("Data", "the gzipped data is damaged (%1)"), text), m_path};
    }

    gzFile m_file;
    std::string m_path;
    uint64_t m_sizeBound;
};

class MemorySource final : public ByteSource {
public:
    MemorySource(std::span<const std::byte> bytes, std::string where)
        : m_bytes(bytes), m_where(std::move(where))
    {
    }

    Status readAt(uint64_t offset, std::span<std::byte> out) override
    {
        if (offset > m_bytes.size() || out.size() > m_bytes.size() - offset)
            return endsEarly(offset + out.size(), m_where);
        if (!out.empty())
            std::memcpy(out.data(), m_bytes.data() + offset, out.size());
        return {};
    }
    uint64_t sizeBound() const override { return m_bytes.size(); }
    const std::string& where() const override { return m_where; }

private:
    std::span<const std::byte> m_bytes;
    std::string m_where;
};

Result<uint64_t> regularFileSize(const std::string& path)
{
    std::error_code code;
    const auto status = fs::status(path, code);
    if (!fs::exists(status))
        return Error{ErrorCode::FileNotFound, say("Data", "there is no such file"), path};
    if (!fs::is_regular_file(status))
        return Error{ErrorCode::FileUnreadable, say("Data", "is not a regular file"), path};
    const auto size = fs::file_size(path, code);
    if (code)
        return Error{ErrorCode::FileUnreadable, filled(say("Data", "could not be read (%1)"), code.message()),
                     path};
    return static_cast<uint64_t>(size);
}

} // namespace

Status ByteSource::expectEnd(uint64_t) { return {}; }

Result<std::unique_ptr<ByteSource>> openFile(const std::string& path)
{
    QS_ASSIGN(const uint64_t size, regularFileSize(path));
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{ErrorCode::FileUnreadable, say("Data", "could not be opened"), path};
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file), size, path));
}

Result<std::unique_ptr<ByteSource>> openGzip(const std::string& path)
{
    QS_ASSIGN(const uint64_t size, regularFileSize(path));
    gzFile file = gzopen(path.c_str(), "rb");
    if (!file)
        return Error{ErrorCode::FileUnreadable, say("Data", "could not be opened"), path};
    gzbuffer(file, 1U << 17);
    return std::unique_ptr<ByteSource>(std::make_unique<GzipSource>(file, size, path));
}

std::unique_ptr<ByteSource> overMemory(std::span<const std::byte> bytes, std::string where)
{
    return std::make_unique<MemorySource>(bytes, std::move(where));
}

std::vector<std::byte> peek(ByteSource& source, size_t count)
{
    std::vector<std::byte> bytes(static_cast<size_t>(std::min<uint64_t>(count, source.sizeBound())));
    while (!bytes.empty() && !source.readAt(0, bytes).ok())
        bytes.pop_back();
    return bytes;
}

Result<std::vector<std::byte>> readFile(const std::string& path, uint64_t limit)
{
    QS_ASSIGN(auto source, openFile(path));
    if (source->sizeBound() > limit)
        return Error{
            ErrorCode::ResourceExhausted,
            filled(say("Data", "has %1 bytes, more than the limit of %2"), source->sizeBound(), limit), path};
    std::vector<std::byte> bytes(static_cast<size_t>(source->sizeBound()));
    QS_RETURN_IF_ERROR(source->readAt(0, bytes));
    return bytes;
}

} // namespace qscope::data
