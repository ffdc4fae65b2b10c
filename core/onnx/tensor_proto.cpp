// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/tensor_proto.h"

#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>

#include "core/onnx/tensor_proto_internal.h"
#include "core/tensor/float8.h"
#include "core/tensor/half.h"

namespace qscope::onnxio {

namespace {

using Proto = ::onnx::TensorProto;

// Newer than the installed protobuf definition, so spelled out.
constexpr int32_t ProtoFloat8E4M3FN = 17;
constexpr int32_t ProtoFloat8E4M3FNUZ = 18;
constexpr int32_t ProtoFloat8E5M2 = 19;
constexpr int32_t ProtoFloat8E5M2FNUZ = 20;
constexpr int32_t ProtoUInt4 = 21;
constexpr int32_t ProtoInt4 = 22;

/// How an element type lies in raw_data.
struct RawFormat {
    enum Kind { Same, Half, BFloat16, Float8, Nibble } kind = Same;
    size_t elementBytes = 1; ///< not for Nibble
};

RawFormat rawFormat(int32_t dataType, DType type)
{
    switch (dataType) {
    case Proto::FLOAT16: return {RawFormat::Half, 2};
    case Proto::BFLOAT16: return {RawFormat::BFloat16, 2};
    case ProtoFloat8E4M3FN:
    case ProtoFloat8E4M3FNUZ:
    case ProtoFloat8E5M2:
    case ProtoFloat8E5M2FNUZ: return {RawFormat::Float8, 1};
    case ProtoUInt4:
    case ProtoInt4: return {RawFormat::Nibble, 0};
    default: return {RawFormat::Same, elementSize(type)};
    }
}

int64_t rawBytes(const RawFormat& format, int64_t count)
{
    return format.kind == RawFormat::Nibble ? (count + 1) / 2
                                            : count * static_cast<int64_t>(format.elementBytes);
}

/// Two elements per byte, the first in the lower four bits.
int nibble(uint8_t byte, bool upper, bool isSigned)
{
    const int value = upper ? byte >> 4 : byte & 0xF;
    return isSigned && value >= 8 ? value - 16 : value;
}

/// One tensor while it is being read: what is known about it, and errors that name it.
class TensorReader {
public:
    TensorReader(const Proto& proto, const std::string& where, const std::string& externalDir)
        : m_proto(proto), m_where(where), m_externalDir(externalDir)
    {
    }

    Result<Tensor> read();

private:
    Error error(ErrorCode code, const std::string& message) const
    {
        const std::string name = m_proto.name().empty() ? "tensor" : "tensor '" + m_proto.name() + "'";
        return {code, name + " " + message, m_where};
    }
    Error wrongAmount(const std::string& what, int64_t have, int64_t want) const
    {
        return error(ErrorCode::Malformed, "of shape " + shapeText(m_shape) + " needs " + std::to_string(want)
                                               + " " + what + " but has " + std::to_string(have));
    }

    Result<Tensor> fromRaw(const std::string& raw);
    Result<Tensor> fromExternal();
    Result<std::filesystem::path> externalPath(const std::string& location) const;
    Result<Tensor> fromTyped();
    Result<Tensor> fromInt32Field();
    template <class T, class Field>
    Result<Tensor> copyField(const Field& field, const char* fieldName) const;
    void widen(const uint8_t* raw, Tensor& tensor) const;

    const Proto& m_proto;
    const std::string& m_where;
    const std::string& m_externalDir;
    DType m_type = DType::Float32;
    RawFormat m_format;
    Shape m_shape;
    int64_t m_count = 0;
};

Result<Tensor> TensorReader::read()
{
    if (m_proto.has_segment())
        return error(ErrorCode::Unsupported, "is only a segment of a larger one, which is not read");
    auto type = dtypeFromProto(m_proto.data_type());
    if (!type)
        return error(type.error().code, type.error().message);
    m_type = *type;
    m_format = rawFormat(m_proto.data_type(), m_type);
    m_shape.assign(m_proto.dims().begin(), m_proto.dims().end());
    auto count = checkedElementCount(m_shape, elementSize(m_type));
    if (!count)
        return error(count.error().code, "is refused: " + count.error().message);
    m_count = *count;

    if (m_proto.data_location() == Proto::EXTERNAL)
        return fromExternal();
    if (m_proto.has_raw_data())
        return fromRaw(m_proto.raw_data());
    return fromTyped();
}

Result<Tensor> TensorReader::fromRaw(const std::string& raw)
{
    const int64_t want = rawBytes(m_format, m_count);
    const auto have = static_cast<int64_t>(raw.size());
    if (have != want)
        return wrongAmount("bytes", have, want);
    Tensor tensor(m_type, m_shape);
    widen(reinterpret_cast<const uint8_t*>(raw.data()), tensor);
    return tensor;
}

/// raw: as many bytes as the format asks for, little endian as this machine.
void TensorReader::widen(const uint8_t* raw, Tensor& tensor) const
{
    const auto half = [raw](int64_t i) { return static_cast<uint16_t>(raw[2 * i] | raw[2 * i + 1] << 8); };
    switch (m_format.kind) {
    case RawFormat::Half:
        for (int64_t i = 0; i < m_count; ++i)
            tensor.data<float>()[i] = halfToFloat(half(i));
        break;
    case RawFormat::BFloat16:
        for (int64_t i = 0; i < m_count; ++i)
            tensor.data<float>()[i] = bfloat16ToFloat(half(i));
        break;
    case RawFormat::Float8: {
        const Float8 format = *float8OfOnnx(m_proto.data_type());
        for (int64_t i = 0; i < m_count; ++i)
            tensor.data<float>()[i] = float8ToFloat(raw[i], format);
        break;
    }
    case RawFormat::Nibble:
        for (int64_t i = 0; i < m_count; ++i)
            tensor.data<int8_t>()[i] =
                static_cast<int8_t>(nibble(raw[i / 2], i % 2 != 0, m_type == DType::Int4));
        break;
    case RawFormat::Same:
        if (m_type == DType::Bool) {
            for (int64_t i = 0; i < m_count; ++i)
                tensor.data<bool>()[i] = raw[i] != 0;
        } else if (m_count > 0) {
            std::memcpy(tensor.rawData(), raw, tensor.bytes());
        }
        break;
    }
}

template <class T, class Field>
Result<Tensor> TensorReader::copyField(const Field& field, const char* fieldName) const
{
    if (field.size() != m_count)
        return wrongAmount(std::string("entries in ") + fieldName, field.size(), m_count);
    Tensor tensor(m_type, m_shape);
    for (int i = 0; i < field.size(); ++i)
        tensor.data<T>()[i] = static_cast<T>(field[i]);
    return tensor;
}

Result<Tensor> TensorReader::fromTyped()
{
    switch (m_type) {
    case DType::Float32:
        if (m_format.kind != RawFormat::Same)
            return fromInt32Field();
        return copyField<float>(m_proto.float_data(), "float_data");
    case DType::Float64: return copyField<double>(m_proto.double_data(), "double_data");
    case DType::Int64: return copyField<int64_t>(m_proto.int64_data(), "int64_data");
    case DType::UInt32: return copyField<uint32_t>(m_proto.uint64_data(), "uint64_data");
    case DType::UInt64: return copyField<uint64_t>(m_proto.uint64_data(), "uint64_data");
    default: return fromInt32Field();
    }
}

/// int32_data carries every narrow type: one element per entry, half floats as bit patterns, nibbles in
/// pairs.
Result<Tensor> TensorReader::fromInt32Field()
{
    const auto& field = m_proto.int32_data();
    if (m_format.kind != RawFormat::Same) {
        const bool pairs = m_format.kind == RawFormat::Nibble;
        const int64_t want = pairs ? rawBytes(m_format, m_count) : m_count;
        if (field.size() != want)
            return wrongAmount("entries in int32_data", field.size(), want);
        std::string raw;
        for (int32_t entry : field) {
            raw.push_back(static_cast<char>(entry & 0xFF));
            if (!pairs && m_format.elementBytes == 2)
                raw.push_back(static_cast<char>((entry >> 8) & 0xFF));
        }
        return fromRaw(raw);
    }
    switch (m_type) {
    case DType::Int8: return copyField<int8_t>(field, "int32_data");
    case DType::Int16: return copyField<int16_t>(field, "int32_data");
    case DType::UInt8: return copyField<uint8_t>(field, "int32_data");
    case DType::UInt16: return copyField<uint16_t>(field, "int32_data");
    case DType::Bool: return copyField<bool>(field, "int32_data");
    default: return copyField<int32_t>(field, "int32_data");
    }
}

struct ExternalEntry {
    std::string location;
    std::optional<int64_t> offset;
    std::optional<int64_t> length;
};

/// Nothing for a number that is negative, too large or no number.
std::optional<int64_t> parseSize(const std::string& text)
{
    int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

Result<ExternalEntry> readEntry(const Proto& proto)
{
    ExternalEntry entry;
    for (const auto& pair : proto.external_data()) {
        if (pair.key() == "location") {
            entry.location = pair.value();
        } else if (pair.key() == "offset" || pair.key() == "length") {
            const auto number = parseSize(pair.value());
            if (!number)
                return Error{ErrorCode::Malformed,
                             "has external data with the bad " + pair.key() + " '" + pair.value() + "'",
                             {}};
            (pair.key() == "offset" ? entry.offset : entry.length) = number;
        }
    }
    if (entry.location.empty())
        return Error{ErrorCode::Malformed, "has external data without a location", {}};
    return entry;
}

Result<std::filesystem::path> TensorReader::externalPath(const std::string& location) const
{
    namespace fs = std::filesystem;
    std::error_code code;
    const fs::path root = fs::weakly_canonical(fs::absolute(m_externalDir), code);
    const fs::path relative(location);
    const fs::path full = code ? fs::path() : fs::weakly_canonical(root / relative, code);
    const auto [rootEnd, ignored] = std::mismatch(root.begin(), root.end(), full.begin(), full.end());
    if (code || relative.is_absolute() || location.find('\0') != std::string::npos || rootEnd != root.end())
        return error(ErrorCode::Malformed,
                     "has its data in '" + location + "', which is outside of the model's folder");
    if (!fs::exists(full, code))
        return error(ErrorCode::FileNotFound, "has its data in '" + location + "', which does not exist");
    if (!fs::is_regular_file(full, code))
        return error(ErrorCode::FileUnreadable, "has its data in '" + location + "', which is no file");
    return full;
}

Result<Tensor> TensorReader::fromExternal()
{
    if (m_externalDir.empty())
        return error(ErrorCode::Unsupported, "keeps its data in another file, which is not read here");
    auto entry = readEntry(m_proto);
    if (!entry)
        return error(entry.error().code, entry.error().message);
    QS_ASSIGN(const std::filesystem::path path, externalPath(entry->location));

    const int64_t want = rawBytes(m_format, m_count);
    if (entry->length && *entry->length != want)
        return wrongAmount("bytes of external data", *entry->length, want);
    std::error_code code;
    const auto fileSize = static_cast<int64_t>(std::filesystem::file_size(path, code));
    const int64_t offset = entry->offset.value_or(0);
    if (code || offset > fileSize || want > fileSize - offset)
        return error(ErrorCode::Malformed, "needs bytes " + std::to_string(offset) + " to "
                                               + std::to_string(offset) + " + " + std::to_string(want)
                                               + " of '" + entry->location + "', which has "
                                               + std::to_string(fileSize));
    std::ifstream file(path, std::ios::binary);
    file.seekg(offset);
    Tensor tensor(m_type, m_shape);
    const bool direct = m_format.kind == RawFormat::Same && m_type != DType::Bool;
    std::string raw(direct ? 0 : static_cast<size_t>(want), '\0');
    if (!file.read(direct ? tensor.data<char>() : raw.data(), want))
        return error(ErrorCode::FileUnreadable, "could not be read from '" + entry->location + "'");
    if (!direct)
        widen(reinterpret_cast<const uint8_t*>(raw.data()), tensor);
    return tensor;
}

} // namespace

Result<DType> dtypeFromProto(int32_t dataType)
{
    switch (dataType) {
    case Proto::FLOAT:
    case Proto::FLOAT16:
    case Proto::BFLOAT16:
    case ProtoFloat8E4M3FN:
    case ProtoFloat8E4M3FNUZ:
    case ProtoFloat8E5M2:
    case ProtoFloat8E5M2FNUZ: return DType::Float32;
    case Proto::DOUBLE: return DType::Float64;
    case Proto::INT8: return DType::Int8;
    case ProtoInt4: return DType::Int4;
    case Proto::INT16: return DType::Int16;
    case Proto::INT32: return DType::Int32;
    case Proto::INT64: return DType::Int64;
    case Proto::UINT8: return DType::UInt8;
    case ProtoUInt4: return DType::UInt4;
    case Proto::UINT16: return DType::UInt16;
    case Proto::UINT32: return DType::UInt32;
    case Proto::UINT64: return DType::UInt64;
    case Proto::BOOL: return DType::Bool;
    case Proto::STRING: return Error{ErrorCode::Unsupported, "holds strings, which are not supported", {}};
    case Proto::COMPLEX64:
    case Proto::COMPLEX128:
        return Error{ErrorCode::Unsupported, "holds complex numbers, which are not supported", {}};
    default: break;
    }
    return Error{ErrorCode::Malformed, "has the unknown element type " + std::to_string(dataType), {}};
}

Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where,
                               const std::string& externalDir)
{
    return TensorReader(proto, where, externalDir).read();
}

Result<NamedTensor> parseTensorProto(std::span<const std::byte> bytes, const std::string& where)
{
    Proto proto;
    if (bytes.empty())
        return Error{ErrorCode::Malformed, "the file is empty", where};
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
        return Error{ErrorCode::ResourceExhausted, "is larger than the 2 GiB a protobuf message may have",
                     where};
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return Error{ErrorCode::Malformed, "is not a complete TensorProto", where};
    QS_ASSIGN(Tensor tensor, tensorFromProto(proto, where, {}));
    return NamedTensor{proto.name(), std::move(tensor)};
}

} // namespace qscope::onnxio
