// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/tensor_proto.h"

#include <charconv>
#include <cstring>
#include <limits>
#include <optional>

#include "core/base/text.h"
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

/// Above this, what has another form in the file is converted when it is first used.
constexpr size_t DeferredFrom = size_t(1) << 16;

/// How `count` elements lie in a file, and what they become.
struct Conversion {
    int32_t dataType = 0; ///< of the file
    DType type = DType::Float32;
    RawFormat format;
    int64_t count = 0;

    bool isCopy() const { return format.kind == RawFormat::Same && type != DType::Bool; }
    void run(const uint8_t* raw, void* memory) const;
};

/// raw: as many bytes as the format asks for, little endian as this machine.
void Conversion::run(const uint8_t* raw, void* memory) const
{
    const auto half = [raw](int64_t i) { return static_cast<uint16_t>(raw[2 * i] | raw[2 * i + 1] << 8); };
    auto* floats = static_cast<float*>(memory);
    auto* bytes = static_cast<uint8_t*>(memory);
    switch (format.kind) {
    case RawFormat::Half:
        for (int64_t i = 0; i < count; ++i)
            floats[i] = halfToFloat(half(i));
        break;
    case RawFormat::BFloat16:
        for (int64_t i = 0; i < count; ++i)
            floats[i] = bfloat16ToFloat(half(i));
        break;
    case RawFormat::Float8: {
        const Float8 float8 = *float8OfOnnx(dataType);
        for (int64_t i = 0; i < count; ++i)
            floats[i] = float8ToFloat(raw[i], float8);
        break;
    }
    case RawFormat::Nibble:
        for (int64_t i = 0; i < count; ++i)
            bytes[i] = static_cast<uint8_t>(nibble(raw[i / 2], i % 2 != 0, type == DType::Int4));
        break;
    case RawFormat::Same:
        if (type == DType::Bool) {
            for (int64_t i = 0; i < count; ++i)
                bytes[i] = raw[i] != 0;
        } else if (count > 0) {
            std::memcpy(memory, raw, static_cast<size_t>(count) * elementSize(type));
        }
        break;
    }
}

/// One tensor while it is being read: what is known about it, and errors that name it.
class TensorReader {
public:
    TensorReader(const Proto& proto, const std::string& where, ExternalData& external,
                 const std::shared_ptr<const void>& owner)
        : m_proto(proto), m_where(where), m_external(external), m_owner(owner)
    {
    }

    Result<Tensor> read();
    Result<ExternalPiece> externalPiece();

private:
    Error error(ErrorCode code, const std::string& message) const
    {
        return {code,
                m_proto.name().empty() ? filled(say("Model", "tensor %1"), message)
                                       : filled(say("Model", "tensor '%1' %2"), m_proto.name(), message),
                m_where};
    }
    Error wrongEntries(std::string_view fieldName, int64_t have, int64_t want) const
    {
        return error(ErrorCode::Malformed,
                     filled(say("Model", "of shape %1 needs %2 entries in %3 but has %4"), shapeText(m_shape),
                            want, fieldName, have));
    }

    Status readHead();
    Result<Tensor> fromRaw(const std::string& raw, const std::shared_ptr<const void>& owner);
    Tensor over(const void* raw, const std::shared_ptr<const void>& owner) const;
    Result<Tensor> fromTyped();
    Result<Tensor> fromInt32Field();
    template <class T, class Field>
    Result<Tensor> copyField(const Field& field, const char* fieldName) const;

    const Proto& m_proto;
    const std::string& m_where;
    ExternalData& m_external;
    const std::shared_ptr<const void>& m_owner;
    DType m_type = DType::Float32;
    RawFormat m_format;
    Shape m_shape;
    int64_t m_count = 0;
};

Status TensorReader::readHead()
{
    if (m_proto.has_segment())
        return error(ErrorCode::Unsupported,
                     say("Model", "is only a segment of a larger one, which is not read"));
    auto type = dtypeFromProto(m_proto.data_type());
    if (!type)
        return error(type.error().code, type.error().message);
    m_type = *type;
    m_format = rawFormat(m_proto.data_type(), m_type);
    m_shape.assign(m_proto.dims().begin(), m_proto.dims().end());
    // What is mapped takes no memory, so it may be larger than that; its file must hold it all the same.
    const bool outside = m_proto.data_location() == Proto::EXTERNAL;
    auto count = checkedElementCount(m_shape, elementSize(m_type), outside ? int64_t(1) << 60 : memoryLimit());
    if (!count)
        return error(count.error().code, filled(say("Model", "is refused: %1"), count.error().message));
    m_count = *count;
    return {};
}

Result<Tensor> TensorReader::read()
{
    if (m_proto.data_location() == Proto::EXTERNAL) {
        QS_ASSIGN(const ExternalPiece piece, externalPiece());
        return over(piece.data, piece.file);
    }
    QS_RETURN_IF_ERROR(readHead());
    return m_proto.has_raw_data() ? fromRaw(m_proto.raw_data(), m_owner) : fromTyped();
}

Result<Tensor> TensorReader::fromRaw(const std::string& raw, const std::shared_ptr<const void>& owner)
{
    const int64_t want = rawBytes(m_format, m_count);
    const auto have = static_cast<int64_t>(raw.size());
    if (have != want)
        return error(ErrorCode::Malformed, filled(say("Model", "of shape %1 needs %2 bytes but has %3"),
                                                  shapeText(m_shape), want, have));
    return over(raw.data(), owner);
}

/// The tensor of as many bytes as the format asks for: over them if they have an owner and the engine's form.
Tensor TensorReader::over(const void* raw, const std::shared_ptr<const void>& owner) const
{
    const Conversion conversion{m_proto.data_type(), m_type, m_format, m_count};
    const size_t bytes = static_cast<size_t>(m_count) * elementSize(m_type);
    if (owner && conversion.isCopy() && reinterpret_cast<uintptr_t>(raw) % elementSize(m_type) == 0)
        return {m_type, m_shape, std::make_shared<Buffer>(owner, raw, bytes)};
    const auto* source = static_cast<const uint8_t*>(raw);
    if (owner && bytes >= DeferredFrom)
        return {m_type, m_shape,
                std::make_shared<Buffer>(bytes, [conversion, source, owner](void* memory) {
                    conversion.run(source, memory);
                })};
    Tensor tensor(m_type, m_shape);
    conversion.run(source, tensor.rawData());
    return tensor;
}

template <class T, class Field>
Result<Tensor> TensorReader::copyField(const Field& field, const char* fieldName) const
{
    if (field.size() != m_count)
        return wrongEntries(fieldName, field.size(), m_count);
    if constexpr (std::is_same_v<T, typename Field::value_type>) {
        if (m_owner && m_count > 0)
            return over(field.data(), m_owner);
    }
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
            return wrongEntries("int32_data", field.size(), want);
        std::string raw;
        for (int32_t entry : field) {
            raw.push_back(static_cast<char>(entry & 0xFF));
            if (!pairs && m_format.elementBytes == 2)
                raw.push_back(static_cast<char>((entry >> 8) & 0xFF));
        }
        return fromRaw(raw, nullptr);
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
                return Error{
                    ErrorCode::Malformed,
                    filled(say("Model", "has external data with the bad %1 '%2'"), pair.key(), pair.value()),
                    {}};
            (pair.key() == "offset" ? entry.offset : entry.length) = number;
        }
    }
    if (entry.location.empty())
        return Error{ErrorCode::Malformed, say("Model", "has external data without a location"), {}};
    return entry;
}

Result<ExternalPiece> TensorReader::externalPiece()
{
    QS_RETURN_IF_ERROR(readHead());
    if (!m_external.isAllowed())
        return error(ErrorCode::Unsupported,
                     say("Model", "keeps its data in another file, which is not read here"));
    auto entry = readEntry(m_proto);
    if (!entry)
        return error(entry.error().code, entry.error().message);
    auto file = m_external.open(entry->location);
    if (!file)
        return error(file.error().code, file.error().message);
    const int64_t want = rawBytes(m_format, m_count);
    if (entry->length && *entry->length != want)
        return error(ErrorCode::Malformed,
                     filled(say("Model", "of shape %1 needs %2 bytes of external data but has %3"),
                            shapeText(m_shape), want, *entry->length));
    const auto fileSize = static_cast<int64_t>((*file)->size());
    const int64_t offset = entry->offset.value_or(0);
    if (offset > fileSize || want > fileSize - offset)
        return error(ErrorCode::Malformed,
                     filled(say("Model", "needs bytes %1 to %1 + %2 of '%3', which has %4"), offset, want,
                            entry->location, fileSize));
    return ExternalPiece{*file, (*file)->data() + offset, static_cast<size_t>(want)};
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
    case Proto::STRING:
        return Error{ErrorCode::Unsupported, say("Model", "holds strings, which are not supported"), {}};
    case Proto::COMPLEX64:
    case Proto::COMPLEX128:
        return Error{
            ErrorCode::Unsupported, say("Model", "holds complex numbers, which are not supported"), {}};
    default: break;
    }
    return Error{ErrorCode::Malformed, filled(say("Model", "has the unknown element type %1"), dataType), {}};
}

Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where, ExternalData& external,
                               const std::shared_ptr<const void>& owner)
{
    return TensorReader(proto, where, external, owner).read();
}

Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where,
                               const std::string& externalDir)
{
    ExternalData external(externalDir);
    return tensorFromProto(proto, where, external, nullptr);
}

Result<ExternalPiece> externalPieceOf(const ::onnx::TensorProto& proto, const std::string& where,
                                      ExternalData& external)
{
    return TensorReader(proto, where, external, nullptr).externalPiece();
}

Result<NamedTensor> parseTensorProto(std::span<const std::byte> bytes, const std::string& where)
{
    Proto proto;
    if (bytes.empty())
        return Error{ErrorCode::Malformed, say("Model", "the file is empty"), where};
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max()))
        return Error{ErrorCode::ResourceExhausted,
                     say("Model", "is larger than the 2 GiB a protobuf message may have"), where};
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return Error{ErrorCode::Malformed, say("Model", "is not a complete TensorProto"), where};
    QS_ASSIGN(Tensor tensor, tensorFromProto(proto, where, {}));
    return NamedTensor{proto.name(), std::move(tensor)};
}

} // namespace qscope::onnxio
