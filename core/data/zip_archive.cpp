// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/zip_archive.h"

#include <algorithm>

#include <zip.h>

#include "core/base/text.h"

namespace qscope::data {

namespace {

/// A member, unpacked front to back. Going back opens it again.
class ZipMember final : public ByteSource {
public:
    ZipMember(std::shared_ptr<zip> archive, zip_uint64_t index, uint64_t size, std::string where)
        : m_archive(std::move(archive)), m_index(index), m_size(size), m_where(std::move(where))
    {
    }
    ~ZipMember() override { close(); }
    ZipMember(const ZipMember&) = delete;
    ZipMember& operator=(const ZipMember&) = delete;

    Status readAt(uint64_t offset, std::span<std::byte> out) override;
    uint64_t sizeBound() const override { return m_size; }
    const std::string& where() const override { return m_where; }

private:
    void close()
    {
        if (m_file)
            zip_fclose(m_file);
        m_file = nullptr;
    }
    Status reopen();
    Status skipTo(uint64_t offset);
    Status readNext(std::span<std::byte> out);
    Error damaged(const std::string& detail) const
    {
        return {ErrorCode::Malformed, filled(say("Data", "the zipped data is damaged (%1)"), detail),
                m_where};
    }

    std::shared_ptr<zip> m_archive;
    zip_uint64_t m_index;
    uint64_t m_size;
    std::string m_where;
    zip_file_t* m_file = nullptr;
    uint64_t m_position = 0;
};

Status ZipMember::reopen()
{
    close();
    m_position = 0;
    m_file = zip_fopen_index(m_archive.get(), m_index, 0);
    if (!m_file)
        return damaged(zip_strerror(m_archive.get()));
    return {};
}

Status ZipMember::readNext(std::span<std::byte> out)
{
    while (!out.empty()) {
        const zip_int64_t got = zip_fread(m_file, out.data(), out.size());
        if (got <= 0) {
            const Error error =
                damaged(got < 0 ? std::string(zip_file_strerror(m_file)) : say("Data", "it ends too early"));
            close();
            return error;
        }
        m_position += static_cast<uint64_t>(got);
        out = out.subspan(static_cast<size_t>(got));
    }
    return {};
}

Status ZipMember::skipTo(uint64_t offset)
{
    if (!m_file || offset < m_position)
        QS_RETURN_IF_ERROR(reopen());
    std::vector<std::byte> scratch;
    while (m_position < offset) {
        scratch.resize(static_cast<size_t>(std::min<uint64_t>(offset - m_position, 1U << 16)));
        QS_RETURN_IF_ERROR(readNext(scratch));
    }
    return {};
}

Status ZipMember::readAt(uint64_t offset, std::span<std::byte> out)
{
    if (offset > m_size || out.size() > m_size - offset)
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "ends before byte %1, it is cut off"), offset + out.size()), m_where};
    QS_RETURN_IF_ERROR(skipTo(offset));
    QS_RETURN_IF_ERROR(readNext(out));
    if (m_position < m_size)
        return {};
    // The checksum is compared only by the read that finds the end.
    std::byte beyond{};
    if (zip_fread(m_file, &beyond, 1) == 0)
        return {};
    const Error error = damaged(zip_file_strerror(m_file));
    close();
    return error;
}

std::string zipErrorText(int code)
{
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

Error notAZip(int code, const std::string& where)
{
    const bool unreadable = code == ZIP_ER_OPEN || code == ZIP_ER_READ;
    return {unreadable ? ErrorCode::FileUnreadable : ErrorCode::Malformed,
            filled(say("Data", "is not a complete .npz (zip) file (%1)"), zipErrorText(code)), where};
}

} // namespace

ZipArchive::ZipArchive(std::shared_ptr<zip> archive, std::string where)
    : m_archive(std::move(archive)), m_where(std::move(where))
{
}

Result<ZipArchive> ZipArchive::opened(zip* archive, const std::string& where)
{
    ZipArchive result(std::shared_ptr<zip>(archive, zip_discard), where);
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
        if (!name)
            return Error{ErrorCode::Malformed, say("Data", "has a member with an unreadable name"), where};
        result.m_names.emplace_back(name);
    }
    return result;
}

Result<ZipArchive> ZipArchive::open(const std::string& path)
{
    // libzip says the same for a missing file and one without permission.
    QS_ASSIGN(const auto file, openFile(path));
    if (file->sizeBound() == 0)
        return Error{ErrorCode::Malformed, say("Data", "the file is empty"), path};
    int code = 0;
    zip* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (!archive)
        return notAZip(code, path);
    return opened(archive, path);
}

Result<ZipArchive> ZipArchive::openMemory(std::span<const std::byte> bytes, const std::string& where)
{
    if (bytes.empty())
        return Error{ErrorCode::Malformed, say("Data", "the file is empty"), where};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    const int code = zip_error_code_zip(&error);
    zip_error_fini(&error);
    if (archive)
        return opened(archive, where);
    if (source)
        zip_source_free(source);
    return notAZip(code, where);
}

Result<std::unique_ptr<ByteSource>> ZipArchive::member(size_t index) const
{
    const std::string where = m_where + ": " + m_names[index];
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(m_archive.get(), index, 0, &stat) != 0
        || (stat.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) != (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return Error{ErrorCode::Malformed, say("Data", "the zip file does not say how large this member is"),
                     where};
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return Error{ErrorCode::Unsupported, say("Data", "is encrypted"), where};
    const uint16_t method = (stat.valid & ZIP_STAT_COMP_METHOD) ? stat.comp_method : ZIP_CM_DEFAULT;
    if (method != ZIP_CM_STORE && method != ZIP_CM_DEFLATE)
        return Error{ErrorCode::Unsupported,
                     filled(say("Data", "is packed by method %1; only stored and deflated are read"), method),
                     where};
    const uint64_t ratio = method == ZIP_CM_STORE ? 1 : MaxDeflateRatio;
    if (stat.comp_size > (uint64_t(1) << 48) || stat.size > stat.comp_size * ratio)
        return Error{ErrorCode::Malformed,
                     filled(say("Data", "claims to unpack %1 bytes to %2, which cannot be"), stat.comp_size,
                            stat.size),
                     where};
    return std::unique_ptr<ByteSource>(std::make_unique<ZipMember>(m_archive, index, stat.size, where));
}

} // namespace qscope::data
