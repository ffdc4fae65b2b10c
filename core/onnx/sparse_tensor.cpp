// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/sparse_tensor.h"

#include <algorithm>
#include <cstring>

#include "core/base/text.h"
#include "core/onnx/tensor_proto_internal.h"

namespace qscope::onnxio {

namespace {

constexpr int64_t AlwaysAllowed = int64_t(64) << 20;
constexpr int64_t LargestRatio = 1000;

/// Row-major position of value `i`; -1 when it lies outside of the shape.
int64_t positionOf(const Tensor& indices, int64_t i, const Shape& shape, int64_t count)
{
    const auto* numbers = indices.data<int64_t>();
    if (indices.rank() == 1)
        return numbers[i] < 0 || numbers[i] >= count ? -1 : numbers[i];
    const int64_t rank = indices.dim(1);
    int64_t position = 0;
    for (int64_t d = 0; d < rank; ++d) {
        const int64_t at = numbers[i * rank + d];
        const int64_t size = shape[static_cast<size_t>(d)];
        if (at < 0 || at >= size)
            return -1;
        position = position * size + at;
    }
    return position;
}

} // namespace

Result<Tensor> tensorFromSparse(const ::onnx::SparseTensorProto& proto, const std::string& where,
                                ExternalData& external, const std::shared_ptr<const void>& owner)
{
    const std::string& name = proto.values().name();
    QS_ASSIGN(const Tensor values, tensorFromProto(proto.values(), where, external, owner));
    QS_ASSIGN(const Tensor indices, tensorFromProto(proto.indices(), where, external, owner));
    const Shape shape(proto.dims().begin(), proto.dims().end());
    const int64_t stored = values.size();
    const bool flat = indices.rank() == 1;
    const bool fits = values.rank() == 1 && indices.type() == DType::Int64 && indices.rank() >= 1
                      && indices.rank() <= 2 && indices.dim(0) == stored
                      && (flat || indices.dim(1) == static_cast<int64_t>(shape.size()));
    if (!fits)
        return Error{ErrorCode::Malformed,
                     filled(say("Model", "sparse tensor '%1' of shape %2 has values %3 at %4 indices %5, "
                                         "which do not fit each other"),
                            name, shapeText(shape), shapeText(values.shape()), dtypeName(indices.type()),
                            shapeText(indices.shape())),
                     where};
    const auto storedBytes = static_cast<int64_t>(values.bytes());
    const int64_t limit = std::min(memoryLimit(), std::max(AlwaysAllowed, storedBytes * LargestRatio));
    const auto count = checkedElementCount(shape, elementSize(values.type()), limit);
    if (!count.ok())
        return Error{count.error().code,
                     filled(say("Model", "sparse tensor '%1' is refused: %2"), name, count.error().message),
                     where};

    Tensor dense(values.type(), shape);
    std::memset(dense.rawData(), 0, dense.bytes());
    const size_t size = elementSize(values.type());
    int64_t last = -1;
    for (int64_t i = 0; i < stored; ++i) {
        const int64_t position = positionOf(indices, i, shape, *count);
        if (position <= last)
            return Error{
                ErrorCode::Malformed,
                filled(say("Model", "sparse tensor '%1' has the index %2 out of range or out of order"), name,
                       i),
                where};
        std::memcpy(static_cast<char*>(dense.rawData()) + static_cast<size_t>(position) * size,
                    static_cast<const char*>(values.rawData()) + static_cast<size_t>(i) * size, size);
        last = position;
    }
    return dense;
}

} // namespace qscope::onnxio
