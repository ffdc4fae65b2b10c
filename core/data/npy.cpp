// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include <cstring>

#include "core/base/text.h"
#include "core/data/array_stream.h"
#include "core/data/npy_format.h"

namespace qscope::data {

namespace {

std::string_view typeCode(DType type)
{
    switch (type) {
    case DType::Float32: return "<f4";
    case DType::Float64: return "<f8";
    case DType::Int4: // a byte per element
    case DType::Int8: return "|i1";
    case DType::Int16: return "<i2";
    case DType::Int32: return "<i4";
    case DType::Int64: return "<i8";
    case DType::UInt4:
    case DType::UInt8: return "|u1";
    case DType::UInt16: return "<u2";
    case DType::UInt32: return "<u4";
    case DType::UInt64: return "<u8";
    case DType::Bool: return "|b1";
    }
    return "<f4";
}

std::string shapeTuple(const Shape& shape)
{
    std::string text = "(";
    for (int64_t size : shape)
        text += std::to_string(size) + ", ";
    if (shape.size() > 1)
        text.resize(text.size() - 2); // a tuple of one keeps its comma
    else if (shape.size() == 1)
        text.pop_back();
    return text + ")";
}

} // namespace

std::string npyHeader(DType type, const Shape& shape)
{
    std::string text = "{'descr': '" + std::string(typeCode(type))
                       + "', 'fortran_order': False, 'shape': " + shapeTuple(shape) + ", }";
    constexpr size_t Preamble = 10;
    text.append(63 - (Preamble + text.size()) % 64, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() & 0xFF);
    header += static_cast<char>(text.size() >> 8);
    return header + text;
}

Result<Tensor> parseNpy(std::span<const std::byte> bytes, const std::string& where)
{
    if (bytes.empty())
        return Error{ErrorCode::Malformed, say("Data", "the file is empty"), where};
    QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(overMemory(bytes, where)));
    return stream.readAll();
}

std::vector<std::byte> formatNpy(const Tensor& tensor)
{
    const Tensor plain = toPlain(tensor);
    const std::string header = npyHeader(plain.type(), plain.shape());
    std::vector<std::byte> bytes(header.size() + plain.bytes());
    std::memcpy(bytes.data(), header.data(), header.size());
    if (plain.bytes() > 0)
        std::memcpy(bytes.data() + header.size(), plain.rawData(), plain.bytes());
    return bytes;
}

} // namespace qscope::data
