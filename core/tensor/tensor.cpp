// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace qscope {

namespace {

constexpr int64_t LargestExtent = int64_t(1) << 60; ///< bytes; see checkedElementCount

/// Calls f with a null pointer of the element type that `type` stands for.
template <class F>
auto visitType(DType type, F&& f)
{
    switch (type) {
    case DType::Float32: return f(static_cast<float*>(nullptr));
    case DType::Float64: return f(static_cast<double*>(nullptr));
    case DType::Int4:
    case DType::Int8: return f(static_cast<int8_t*>(nullptr));
    case DType::Int16: return f(static_cast<int16_t*>(nullptr));
    case DType::Int32: return f(static_cast<int32_t*>(nullptr));
    case DType::Int64: return f(static_cast<int64_t*>(nullptr));
    case DType::UInt4:
    case DType::UInt8: return f(static_cast<uint8_t*>(nullptr));
    case DType::UInt16: return f(static_cast<uint16_t*>(nullptr));
    case DType::UInt32: return f(static_cast<uint32_t*>(nullptr));
    case DType::UInt64: return f(static_cast<uint64_t*>(nullptr));
    case DType::Bool: break;
    }
    return f(static_cast<bool*>(nullptr));
}

/// One element. Floats beyond the range of an integer type saturate, NaN becomes 0 (ONNX leaves both open).
template <class To, class From>
To convertElement(From v)
{
    if constexpr (std::is_same_v<To, bool>) {
        return v != From(0);
    } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        if (std::isnan(v))
            return 0;
        const double d = static_cast<double>(v);
        // 2^digits is exact in double, the largest integer itself may not be.
        if (d >= std::ldexp(1.0, std::numeric_limits<To>::digits))
            return std::numeric_limits<To>::max();
        if (d <= static_cast<double>(std::numeric_limits<To>::lowest()))
            return std::numeric_limits<To>::lowest();
        return static_cast<To>(d);
    } else {
        return static_cast<To>(v);
    }
}

/// Bytes just converted to a 4-bit type: floats saturate, integers keep their lower four bits.
void narrowToNibbles(Tensor& tensor, bool saturate)
{
    const bool isSigned = tensor.type() == DType::Int4;
    const int low = isSigned ? -8 : 0;
    for (int64_t i = 0; i < tensor.size(); ++i) {
        auto* byte = tensor.data<int8_t>() + i;
        const int v = isSigned ? *byte : static_cast<int>(static_cast<uint8_t>(*byte));
        *byte = static_cast<int8_t>(saturate ? std::clamp(v, low, low + 15) : ((v - low) & 0xF) + low);
    }
}

template <class To>
std::vector<To> toVector(const Tensor& tensor)
{
    const Tensor plain = toPlain(tensor);
    std::vector<To> result(static_cast<size_t>(plain.size()));
    visitType(plain.type(), [&](auto* tag) {
        using From = std::remove_pointer_t<decltype(tag)>;
        const From* source = plain.data<From>();
        for (size_t i = 0; i < result.size(); ++i)
            result[i] = convertElement<To>(source[i]);
    });
    return result;
}

/// [n, inner, c] -> [n, c, inner], by tiles that the level-1 cache holds.
template <class T>
void moveChannelsFirst(const T* from, T* to, int64_t n, int64_t c, int64_t inner)
{
    constexpr int64_t Tile = 16;
    for (int64_t b = 0; b < n; ++b, from += c * inner, to += c * inner)
        for (int64_t k0 = 0; k0 < c; k0 += Tile)
            for (int64_t i0 = 0; i0 < inner; i0 += Tile)
                for (int64_t k = k0; k < std::min(c, k0 + Tile); ++k)
                    for (int64_t i = i0; i < std::min(inner, i0 + Tile); ++i)
                        to[k * inner + i] = from[i * c + k];
}

} // namespace

int64_t elementCount(const Shape& shape)
{
    // Unsigned, because dimensions beside a zero may be of any size.
    uint64_t count = 1;
    for (int64_t d : shape)
        count *= static_cast<uint64_t>(d);
    return static_cast<int64_t>(count);
}

Result<int64_t> checkedElementCount(const Shape& shape, size_t elementSize, int64_t limitBytes)
{
    bool empty = false;
    for (int64_t d : shape) {
        if (d < 0)
            return Error{
                ErrorCode::ShapeMismatch, "shape " + shapeText(shape) + " has a negative dimension", {}};
        empty = empty || d == 0;
    }
    // Nothing is allocated for an empty one, but strides and products of its other dimensions are computed.
    const int64_t limit = (empty ? LargestExtent : limitBytes) / static_cast<int64_t>(elementSize);
    int64_t count = 1;
    for (int64_t d : shape) {
        if (d == 0)
            continue;
        if (d > limit / count)
            return Error{ErrorCode::ResourceExhausted,
                         "shape " + shapeText(shape) + " is larger than the limit of "
                             + std::to_string(empty ? LargestExtent : limitBytes) + " bytes",
                         {}};
        count *= d;
    }
    return empty ? 0 : count;
}

std::string shapeText(const Shape& shape)
{
    constexpr size_t Shown = 16;
    std::string text = "[";
    for (size_t i = 0; i < std::min(shape.size(), Shown); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + (shape.size() > Shown ? ", ... " + std::to_string(shape.size()) + " dimensions]" : "]");
}

Tensor::Tensor(DType type, Shape shape, Layout layout)
    : m_shape(std::move(shape)), m_size(elementCount(m_shape)), m_type(type), m_layout(layout)
{
    m_buffer = std::make_shared<Buffer>(bytes());
}

Tensor::Tensor(DType type, Shape shape, std::shared_ptr<Buffer> buffer, Layout layout)
    : m_buffer(std::move(buffer)), m_shape(std::move(shape)), m_size(elementCount(m_shape)), m_type(type),
      m_layout(layout)
{
    assert(m_buffer && m_buffer->bytes() >= bytes());
}

Tensor Tensor::reshaped(Shape shape) const
{
    assert(m_layout == Layout::Plain && elementCount(shape) == m_size);
    return Tensor(m_type, std::move(shape), m_buffer);
}

Tensor Tensor::sequence(std::vector<Tensor> elements)
{
    Tensor t(DType::UInt8, Shape{0});
    t.m_elements = std::make_shared<const std::vector<Tensor>>(std::move(elements));
    return t;
}

Tensor Tensor::nothing()
{
    Tensor t(DType::UInt8, Shape{0});
    t.m_nothing = true;
    return t;
}

Tensor Tensor::clone() const
{
    if (absent() || isSequence() || isNothing())
        return *this; // a sequence cannot be written to
    Tensor copy(m_type, m_shape, m_layout);
    std::memcpy(copy.rawData(), rawData(), bytes());
    return copy;
}

Tensor toPlain(const Tensor& tensor)
{
    if (tensor.absent() || tensor.layout() == Layout::Plain)
        return tensor;
    Tensor plain(tensor.type(), tensor.shape());
    if (tensor.size() == 0)
        return plain;
    const int64_t n = tensor.dim(0);
    const int64_t c = tensor.dim(1);
    visitType(tensor.type(), [&](auto* tag) {
        using T = std::remove_pointer_t<decltype(tag)>;
        moveChannelsFirst(tensor.data<T>(), plain.data<T>(), n, c, tensor.size() / (n * c));
    });
    return plain;
}

std::vector<double> toDoubles(const Tensor& tensor) { return toVector<double>(tensor); }

std::vector<int64_t> toInts(const Tensor& tensor) { return toVector<int64_t>(tensor); }

Tensor castTo(const Tensor& tensor, DType type)
{
    if (tensor.absent() || tensor.type() == type)
        return tensor;
    Tensor result(type, tensor.shape(), tensor.layout());
    visitType(tensor.type(), [&](auto* fromTag) {
        using From = std::remove_pointer_t<decltype(fromTag)>;
        visitType(type, [&](auto* toTag) {
            using To = std::remove_pointer_t<decltype(toTag)>;
            const From* source = tensor.data<From>();
            To* target = result.data<To>();
            for (int64_t i = 0; i < tensor.size(); ++i)
                target[i] = convertElement<To>(source[i]);
        });
    });
    if (type == DType::Int4 || type == DType::UInt4)
        narrowToNibbles(result, isFloating(tensor.type()));
    return result;
}

} // namespace qscope
