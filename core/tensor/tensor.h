// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/buffer.h"
#include "core/tensor/dtype.h"

namespace qscope {

/// Dimensions, outermost first; empty for a scalar.
using Shape = std::vector<int64_t>;

/// Product of the dimensions. The caller guarantees that it does not overflow (see checkedElementCount).
int64_t elementCount(const Shape& shape);

/// Product of the dimensions times `elementSize`, refused when negative, overflowing or above `limitBytes`. Of an empty
/// shape the other dimensions together may not exceed 2^60 bytes, so that no product of some of them overflows.
/// **Errors** ShapeMismatch (negative dimension), ResourceExhausted (too large).
Result<int64_t> checkedElementCount(const Shape& shape, size_t elementSize, int64_t limitBytes = memoryLimit());

std::string shapeText(const Shape& shape); ///< "[1, 3, 224, 224]"

/// How the elements of a rank-4 (or rank-3) tensor [N, C, ...] lie in memory.
enum class Layout : uint8_t {
    Plain,        ///< row-major in the order of the shape
    ChannelsLast, ///< the shape still reads [N, C, H, W], memory is row-major [N, H, W, C]
};

/// A dense array. Copying shares the memory; `clone()` copies it. A default one is "absent".
class Tensor {
public:
    Tensor() = default;
    /// Uninitialised memory of its own.
    Tensor(DType type, Shape shape, Layout layout = Layout::Plain);
    /// Over existing memory (at least as large as needed), e.g. from a pool or a mapped file.
    Tensor(DType type, Shape shape, std::shared_ptr<Buffer> buffer, Layout layout = Layout::Plain);

    template <class T>
    static Tensor of(Shape shape, std::span<const T> values);
    template <class T>
    static Tensor scalar(T value)
    {
        return of<T>({}, std::span<const T>(&value, 1));
    }

    /// A sequence of tensors. To everything that does not ask it looks like an empty tensor of UInt8.
    static Tensor sequence(std::vector<Tensor> elements);
    bool isSequence() const { return m_elements && !m_nothing; }
    const std::vector<Tensor>& elements() const { return *m_elements; }
    /// An optional without a value; it too looks like an empty tensor.
    static Tensor nothing();
    bool isNothing() const { return m_nothing; }

    bool absent() const { return !m_buffer; }
    DType type() const { return m_type; }
    const Shape& shape() const { return m_shape; }
    size_t rank() const { return m_shape.size(); }
    int64_t dim(size_t axis) const { return m_shape[axis]; }
    int64_t size() const { return m_size; } ///< number of elements
    size_t bytes() const { return static_cast<size_t>(m_size) * elementSize(m_type); }
    Layout layout() const { return m_layout; }

    template <class T>
    T* data()
    {
        return static_cast<T*>(rawData());
    }
    template <class T>
    const T* data() const
    {
        return static_cast<const T*>(rawData());
    }
    template <class T>
    std::span<const T> span() const
    {
        return {data<T>(), static_cast<size_t>(m_size)};
    }
    template <class T>
    std::span<T> span()
    {
        return {data<T>(), static_cast<size_t>(m_size)};
    }
    void* rawData() { return m_buffer->data(); }
    const void* rawData() const { return m_buffer->data(); }
    const std::shared_ptr<Buffer>& buffer() const { return m_buffer; }

    /// The same memory under another shape of equal size; Plain layout only.
    Tensor reshaped(Shape shape) const;
    Tensor clone() const;

private:
    std::shared_ptr<Buffer> m_buffer;
    Shape m_shape;
    int64_t m_size = 0;
    DType m_type = DType::Float32;
    Layout m_layout = Layout::Plain;
    bool m_nothing = false;
    std::shared_ptr<const std::vector<Tensor>> m_elements; ///< of a sequence
};

struct NamedTensor {
    std::string name;
    Tensor tensor;
};

/// Row-major copy in Plain layout (the tensor itself when it already is).
Tensor toPlain(const Tensor& tensor);

/// Elements as double in row-major order, whatever the type. For small tensors (attributes, scales, labels).
std::vector<double> toDoubles(const Tensor& tensor);
/// Elements as int64; floats are truncated. For shapes, axes, labels.
std::vector<int64_t> toInts(const Tensor& tensor);
/// Element-wise conversion as ONNX Cast does (float to integer truncates, anything to bool is != 0).
Tensor castTo(const Tensor& tensor, DType type);

template <class T>
Tensor Tensor::of(Shape shape, std::span<const T> values)
{
    Tensor t(DTypeOf<T>::value, std::move(shape));
    std::copy(values.begin(), values.end(), t.data<T>());
    return t;
}

} // namespace qscope
