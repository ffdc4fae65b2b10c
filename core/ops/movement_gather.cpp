// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/movement.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

Error indexError(const Context& context, int64_t index, int64_t size)
{
    return context.error(ErrorCode::InvalidArgument,
                         "index " + std::to_string(index) + " is outside a dimension of " + std::to_string(size));
}

/// Indices counted from the front, each within [0, size).
Result<std::vector<int64_t>> checkedIndices(const Context& context, const Tensor& tensor, int64_t size)
{
    if (tensor.type() != DType::Int64 && tensor.type() != DType::Int32)
        return context.error(ErrorCode::TypeMismatch, "indices are " + std::string(dtypeName(tensor.type())));
    std::vector<int64_t> indices = toInts(tensor);
    for (int64_t& i : indices) {
        if (i < -size || i >= size)
            return indexError(context, i, size);
        i = i < 0 ? i + size : i;
    }
    return indices;
}

/// Offsets, in elements, of the tuples along the last dimension of `indices` into `shape` from dimension `first` on.
Result<std::vector<int64_t>> tupleOffsets(const Context& context, const Tensor& indices, const Shape& shape,
                                          size_t first)
{
    const auto length = static_cast<size_t>(indices.shape().back());
    const std::vector<int64_t> values = toInts(indices);
    const std::vector<int64_t> strides = rowMajorStrides(shape);
    std::vector<int64_t> offsets(length ? values.size() / length : static_cast<size_t>(sizeOfRange(indices.shape(), 0, indices.rank() - 1)), 0);
    for (size_t i = 0; i < values.size(); ++i) {
        const size_t d = first + i % length;
        if (values[i] < -shape[d] || values[i] >= shape[d])
            return indexError(context, values[i], shape[d]);
        offsets[i / length] += (values[i] < 0 ? values[i] + shape[d] : values[i]) * strides[d];
    }
    return offsets;
}

/// `count` blocks of `bytes` each: block i comes from source(i).
template <class Source>
void copyBlocks(int64_t count, size_t bytes, char* to, Source source)
{
    parallelItems(count, static_cast<int64_t>(bytes / 4 + 1), [&](int64_t i) {
        std::memcpy(to + static_cast<size_t>(i) * bytes, source(i), bytes);
    });
}

Status runGather(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const size_t axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
    QS_ASSIGN(const std::vector<int64_t> indices, checkedIndices(context, context.input(1), x.dim(axis)));
    Shape shape(x.shape().begin(), x.shape().begin() + static_cast<std::ptrdiff_t>(axis));
    shape.insert(shape.end(), context.input(1).shape().begin(), context.input(1).shape().end());
    shape.insert(shape.end(), x.shape().begin() + static_cast<std::ptrdiff_t>(axis) + 1, x.shape().end());
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    const size_t block = static_cast<size_t>(sizeOfRange(x.shape(), axis + 1, x.rank())) * elementSize(x.type());
    const auto picked = static_cast<int64_t>(indices.size());
    const char* from = static_cast<const char*>(x.rawData());
    copyBlocks(block ? sizeOfRange(x.shape(), 0, axis) * picked : 0, block, static_cast<char*>(y.rawData()),
               [&](int64_t i) {
                   const int64_t at = i / picked * x.dim(axis) + indices[static_cast<size_t>(i % picked)];
                   return from + static_cast<size_t>(at) * block;
               });
    context.setOutput(0, std::move(y));
    return {};
}

/// Elements of `shape` (that of the indices) as offsets into a tensor of shape `whole`, with the index along `axis`
/// taken from `indices`.
std::vector<int64_t> elementOffsets(const Shape& shape, const Shape& whole, size_t axis,
                                    const std::vector<int64_t>& indices)
{
    const std::vector<int64_t> strides = rowMajorStrides(whole);
    std::vector<int64_t> offsets(indices.size());
    for (size_t i = 0; i < indices.size(); ++i) {
        auto rest = static_cast<int64_t>(i);
        for (size_t d = shape.size(); d-- > 0;) {
            offsets[i] += (d == axis ? indices[i] : rest % shape[d]) * strides[d];
            rest /= shape[d];
        }
    }
    return offsets;
}

/// For GatherElements and ScatterElements: `indices` may not be larger than x apart from the axis.
Result<std::vector<int64_t>> elementOffsets(const Context& context, const Tensor& x, const Tensor& indices)
{
    QS_ASSIGN(const size_t axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
    bool fits = indices.rank() == x.rank();
    for (size_t d = 0; fits && d < x.rank(); ++d)
        fits = d == axis || indices.dim(d) <= x.dim(d);
    if (!fits)
        return context.error(ErrorCode::ShapeMismatch, "indices " + shapeText(indices.shape()) +
                                                           " do not fit data " + shapeText(x.shape()));
    QS_ASSIGN(const std::vector<int64_t> checked, checkedIndices(context, indices, x.dim(axis)));
    return elementOffsets(indices.shape(), x.shape(), axis, checked);
}

Status runGatherElements(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const std::vector<int64_t> offsets, elementOffsets(context, x, context.input(1)));
    Tensor y = context.allocate(x.type(), context.input(1).shape());
    visitSize(elementSize(x.type()), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        for (size_t i = 0; i < offsets.size(); ++i)
            y.data<T>()[i] = x.data<T>()[offsets[i]];
    });
    context.setOutput(0, std::move(y));
    return {};
}

Status runGatherND(Context& context)
{
    const Tensor& x = context.input(0);
    const Tensor& indices = context.input(1);
    const int64_t batchDims = context.node().intAttribute("batch_dims", 0);
    const auto b = static_cast<size_t>(std::max<int64_t>(batchDims, 0));
    if (batchDims < 0 || indices.rank() <= b || x.rank() <= b || indices.shape().back() < 0 ||
        indices.shape().back() + batchDims > static_cast<int64_t>(x.rank()) ||
        !std::equal(x.shape().begin(), x.shape().begin() + batchDims, indices.shape().begin()))
        return context.error(ErrorCode::ShapeMismatch, "indices " + shapeText(indices.shape()) +
                                                           " do not fit data " + shapeText(x.shape()));
    const size_t covered = b + static_cast<size_t>(indices.shape().back());
    QS_ASSIGN(const std::vector<int64_t> offsets, tupleOffsets(context, indices, x.shape(), b));
    Shape shape(indices.shape().begin(), indices.shape().end() - 1);
    shape.insert(shape.end(), x.shape().begin() + static_cast<std::ptrdiff_t>(covered), x.shape().end());
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    const int64_t perBatch = sizeOfRange(indices.shape(), b, indices.rank() - 1);
    const int64_t batchSize = sizeOfRange(x.shape(), b, x.rank());
    const size_t bytes = elementSize(x.type());
    const size_t block = static_cast<size_t>(sizeOfRange(x.shape(), covered, x.rank())) * bytes;
    copyBlocks(block ? static_cast<int64_t>(offsets.size()) : 0, block, static_cast<char*>(y.rawData()),
               [&](int64_t i) {
                   const int64_t at = i / perBatch * batchSize + offsets[static_cast<size_t>(i)];
                   return static_cast<const char*>(x.rawData()) + static_cast<size_t>(at) * bytes;
               });
    context.setOutput(0, std::move(y));
    return {};
}

enum class Combine { Replace, Add, Mul, Max, Min };

template <class T>
T combined(Combine how, T old, T update)
{
    if constexpr (std::is_same_v<T, bool>) {
        return update;
    } else {
        using W = Wrapping<T>;
        switch (how) {
        case Combine::Add: return static_cast<T>(static_cast<W>(old) + static_cast<W>(update));
        case Combine::Mul: return static_cast<T>(static_cast<W>(old) * static_cast<W>(update));
        case Combine::Max: return std::max(old, update);
        case Combine::Min: return std::min(old, update);
        case Combine::Replace: break;
        }
        return update;
    }
}

/// y[offsets[i] + j] combined with updates[i * block + j], one after the other.
void scatterBlocks(Combine how, const std::vector<int64_t>& offsets, int64_t block, const Tensor& updates, Tensor& y)
{
    visitType(y.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        const T* update = updates.data<T>();
        for (const int64_t offset : offsets) {
            T* to = y.data<T>() + offset;
            for (int64_t j = 0; j < block; ++j)
                to[j] = combined(how, to[j], *update++);
        }
    });
}

/// A copy of the data to scatter into; the data itself when nobody else needs it.
Tensor target(Context& context)
{
    Tensor y = context.reuseOrAllocate(0);
    if (y.buffer() != context.input(0).buffer())
        std::memcpy(y.rawData(), context.input(0).rawData(), y.bytes());
    return y;
}

Status runScatterElements(Context& context, Combine how)
{
    QS_RETURN_IF_ERROR(sameType(context, 0, 2));
    if (context.input(1).shape() != context.input(2).shape())
        return context.error(ErrorCode::ShapeMismatch, "indices and updates differ in shape");
    QS_ASSIGN(const std::vector<int64_t> offsets, elementOffsets(context, context.input(0), context.input(1)));
    Tensor y = target(context);
    scatterBlocks(how, offsets, 1, context.input(2), y);
    context.setOutput(0, std::move(y));
    return {};
}

Status runScatterND(Context& context, Combine how)
{
    QS_RETURN_IF_ERROR(sameType(context, 0, 2));
    const Tensor& x = context.input(0);
    const Tensor& indices = context.input(1);
    const bool fits = indices.rank() > 0 && indices.shape().back() <= static_cast<int64_t>(x.rank());
    Shape wanted;
    if (fits) {
        wanted.assign(indices.shape().begin(), indices.shape().end() - 1);
        wanted.insert(wanted.end(), x.shape().begin() + indices.shape().back(), x.shape().end());
    }
    if (!fits || wanted != context.input(2).shape())
        return context.error(ErrorCode::ShapeMismatch, "indices " + shapeText(indices.shape()) + " and updates " +
                                                           shapeText(context.input(2).shape()) +
                                                           " do not fit data " + shapeText(x.shape()));
    QS_ASSIGN(const std::vector<int64_t> offsets, tupleOffsets(context, indices, x.shape(), 0));
    const int64_t block = sizeOfRange(x.shape(), static_cast<size_t>(indices.shape().back()), x.rank());
    Tensor y = target(context);
    scatterBlocks(how, offsets, block, context.input(2), y);
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeScatter(const Node& node, int64_t)
{
    const std::string name = node.stringAttribute("reduction", "none");
    const std::pair<const char*, Combine> known[] = {{"none", Combine::Replace}, {"add", Combine::Add},
                                                     {"mul", Combine::Mul},      {"max", Combine::Max},
                                                     {"min", Combine::Min}};
    for (const auto& [text, how] : known) {
        if (name != text)
            continue;
        const auto run = node.op == "ScatterND" ? runScatterND : runScatterElements;
        return needsInputs(3, [run, how = how](Context& context) { return run(context, how); });
    }
    return nodeError(node, ErrorCode::Unsupported, "reduction '" + name + "' is unknown");
}

/// Slices along the axis (elements of the flattened tensor without one) whose condition is true.
Status runCompress(Context& context)
{
    const Tensor& x = context.input(0);
    const Tensor& condition = context.input(1);
    if (condition.type() != DType::Bool)
        return context.error(ErrorCode::TypeMismatch, "the condition is not bool");
    Shape shape{x.size()};
    size_t axis = 0;
    if (context.node().hasAttribute("axis")) {
        QS_ASSIGN(axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
        shape = x.shape();
    }
    std::vector<int64_t> kept;
    for (int64_t i = 0; i < std::min(condition.size(), shape[axis]); ++i) {
        if (condition.data<bool>()[i])
            kept.push_back(i);
    }
    const size_t block = static_cast<size_t>(sizeOfRange(shape, axis + 1, shape.size())) * elementSize(x.type());
    const int64_t size = shape[axis];
    const auto picked = static_cast<int64_t>(kept.size());
    shape[axis] = picked;
    Tensor y = context.allocate(x.type(), shape);
    copyBlocks(block ? sizeOfRange(shape, 0, axis) * picked : 0, block, static_cast<char*>(y.rawData()),
               [&](int64_t i) {
                   const int64_t at = i / picked * size + kept[static_cast<size_t>(i % picked)];
                   return static_cast<const char*>(x.rawData()) + static_cast<size_t>(at) * block;
               });
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace

std::vector<Registration> gatherOperators()
{
    return {
        {"Gather", {kernelOf<runGather, 2>}},     {"GatherElements", {kernelOf<runGatherElements, 2>}},
        {"GatherND", {kernelOf<runGatherND, 2>}}, {"ScatterND", {makeScatter}},
        {"ScatterElements", {makeScatter}},       {"Scatter", {makeScatter}},
        {"Compress", {kernelOf<runCompress, 2>}},
    };
}

} // namespace qscope::ops
