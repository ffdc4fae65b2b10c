// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <zip.h>

#include "core/base/text.h"
#include "core/data/array_stream.h"
#include "core/data/npy.h"
#include "core/data/npy_format.h"

namespace qscope::data {

namespace {

/// A .npz while it is being written. Nothing of it stays behind unless `finish` is called and succeeds.
class NpzWriter {
public:
    explicit NpzWriter(std::string path) : m_path(std::move(path)) {}
    ~NpzWriter()
    {
        if (m_archive)
            zip_discard(m_archive);
    }
    NpzWriter(const NpzWriter&) = delete;
    NpzWriter& operator=(const NpzWriter&) = delete;

    Status open();
    /// The memory of `header` and `tensor` must live until `finish`.
    Status add(const std::string& name, const std::string& header, const Tensor& tensor);
    Status finish();

private:
    Error unwritable(const std::string& detail) const
    {
        return {ErrorCode::FileUnwritable, filled(say("Data", "could not be written (%1)"), detail), m_path};
    }

    std::string m_path;
    zip* m_archive = nullptr;
};

Status NpzWriter::open()
{
    int code = 0;
    m_archive = zip_open(m_path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (m_archive)
        return {};
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return unwritable(text);
}

Status NpzWriter::add(const std::string& name, const std::string& header, const Tensor& tensor)
{
    zip_buffer_fragment_t parts[2] = {
        {reinterpret_cast<zip_uint8_t*>(const_cast<char*>(header.data())), header.size()},
        {static_cast<zip_uint8_t*>(const_cast<void*>(tensor.rawData())), tensor.bytes()}};
    zip_source_t* source = zip_source_buffer_fragment(m_archive, parts, tensor.bytes() > 0 ? 2 : 1, 0);
    if (!source)
        return unwritable(zip_strerror(m_archive));
    const zip_int64_t index = zip_file_add(m_archive, (name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        const Error error = unwritable(std::string(zip_strerror(m_archive)) + ": '" + name + "'");
        zip_source_free(source);
        return error;
    }
    // Level 1: floats hardly shrink, and higher levels take many times as long. The date is fixed so that the
    // same arrays give the same file.
    zip_set_file_compression(m_archive, static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 1);
    zip_file_set_dostime(m_archive, static_cast<zip_uint64_t>(index), 0, (0 << 9) | (1 << 5) | 1, 0);
    return {};
}

Status NpzWriter::finish()
{
    // libzip writes a temporary file beside the target and renames it.
    if (zip_close(m_archive) != 0)
        return unwritable(zip_strerror(m_archive));
    m_archive = nullptr;
    return {};
}

} // namespace

std::string_view arrayName(std::string_view memberName)
{
    constexpr std::string_view Ending = ".npy";
    if (!memberName.ends_with(Ending))
        return {};
    memberName.remove_suffix(Ending.size());
    return memberName;
}

Status writeNpz(const std::string& path, const std::vector<NamedTensor>& arrays)
{
    if (arrays.empty())
        return Error{ErrorCode::InvalidArgument, say("Data", "there are no arrays to write"), path};
    std::set<std::string> names;
    for (const auto& array : arrays)
        if (!names.insert(array.name).second)
            return Error{ErrorCode::InvalidArgument,
                         filled(say("Data", "two arrays are named '%1'"), array.name), path};
    std::vector<Tensor> tensors;
    std::vector<std::string> headers;
    for (const auto& array : arrays) {
        tensors.push_back(toPlain(array.tensor));
        headers.push_back(npyHeader(tensors.back().type(), tensors.back().shape()));
    }
    NpzWriter writer(path);
    QS_RETURN_IF_ERROR(writer.open());
    for (size_t i = 0; i < arrays.size(); ++i)
        QS_RETURN_IF_ERROR(writer.add(arrays[i].name, headers[i], tensors[i]));
    return writer.finish();
}

Result<std::vector<NamedTensor>> readArrays(const ZipArchive& archive, const std::string& where)
{
    std::vector<NamedTensor> arrays;
    for (size_t i = 0; i < archive.names().size(); ++i) {
        const std::string_view name = arrayName(archive.names()[i]);
        if (name.empty())
            continue;
        QS_ASSIGN(auto member, archive.member(i));
        QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(std::move(member), ArrayStream::Behind::Nothing));
        QS_ASSIGN(Tensor tensor, stream.readAll());
        arrays.push_back({std::string(name), std::move(tensor)});
    }
    if (arrays.empty())
        return Error{ErrorCode::Malformed, say("Data", "holds no .npy arrays"), where};
    return arrays;
}

Result<std::vector<NamedTensor>> readNpz(const std::string& path)
{
    QS_ASSIGN(const ZipArchive archive, ZipArchive::open(path));
    return readArrays(archive, path);
}

} // namespace qscope::data
