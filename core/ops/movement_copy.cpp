// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/movement.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

std::vector<int64_t> stridesOf(const Tensor& t) { return memoryStrides(t.shape(), t.layout()); }

const char* at(const Tensor& t, int64_t elements)
{
    return static_cast<const char*>(t.rawData()) + elements * static_cast<int64_t>(elementSize(t.type()));
}

char* at(Tensor& t, int64_t elements)
{
    return static_cast<char*>(t.rawData()) + elements * static_cast<int64_t>(elementSize(t.type()));
}

/// Permuting leaves the memory as it is when the dimensions that count keep their order.
bool isFree(const Shape& shape, const std::vector<int64_t>& strides)
{
    const std::vector<int64_t> wanted = rowMajorStrides(shape);
    for (size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] != 1 && strides[d] != wanted[d])
            return false;
    }
    return true;
}

Result<std::vector<size_t>> permutationOf(const Context& context, size_t rank)
{
    const std::vector<int64_t> wanted = context.node().intsAttribute("perm");
    std::vector<size_t> permutation(rank);
    if (wanted.empty()) {
        std::iota(permutation.rbegin(), permutation.rend(), size_t(0));
        return permutation;
    }
    std::vector<bool> seen(rank, false);
    bool good = wanted.size() == rank;
    for (size_t d = 0; good && d < rank; ++d) {
        good = wanted[d] >= 0 && wanted[d] < static_cast<int64_t>(rank) && !seen[static_cast<size_t>(wanted[d])];
        if (good) {
            permutation[d] = static_cast<size_t>(wanted[d]);
            seen[permutation[d]] = true;
        }
    }
    if (!good)
        return context.error(ErrorCode::InvalidArgument,
                             "perm " + shapeText(wanted) + " is no order of " + std::to_string(rank) + " dimensions");
    return permutation;
}

Status runTranspose(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const std::vector<size_t> permutation, permutationOf(context, x.rank()));
    const std::vector<int64_t> own = stridesOf(x);
    Shape shape;
    std::vector<int64_t> strides;
    for (size_t d : permutation) {
        shape.push_back(x.dim(d));
        strides.push_back(own[d]);
    }
    if (isFree(shape, strides)) {
        context.setOutput(0, Tensor(x.type(), std::move(shape), x.buffer()));
        return {};
    }
    Tensor y = context.allocate(x.type(), shape);
    stridedCopy(shape, x.rawData(), strides, y.rawData(), rowMajorStrides(shape), elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Shape> concatenatedShape(const Context& context, size_t axis)
{
    Shape shape = context.input(0).shape();
    for (size_t i = 1; i < context.inputCount(); ++i) {
        QS_RETURN_IF_ERROR(sameType(context, 0, i));
        const Shape& own = context.input(i).shape();
        bool fits = own.size() == shape.size();
        for (size_t d = 0; fits && d < own.size(); ++d)
            fits = d == axis || own[d] == shape[d];
        if (!fits)
            return context.error(ErrorCode::ShapeMismatch, "cannot join " + shapeText(own) + " to " +
                                                               shapeText(shape) + " along axis " +
                                                               std::to_string(axis));
        shape[axis] += own[axis];
    }
    return shape;
}

Status runConcat(Context& context)
{
    Layout layout = Layout::Plain;
    for (size_t i = 0; i < context.inputCount(); ++i) {
        if (!context.has(i))
            return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
        if (context.input(i).layout() == Layout::ChannelsLast)
            layout = Layout::ChannelsLast;
    }
    QS_ASSIGN(const size_t axis,
              axisInRange(context, context.node().intAttribute("axis", 1), context.input(0).rank()));
    QS_ASSIGN(const Shape shape, concatenatedShape(context, axis));
    Tensor y = context.allocate(context.input(0).type(), shape, layout);
    const std::vector<int64_t> to = stridesOf(y);
    int64_t position = 0;
    for (const Tensor& x : context.inputs) {
        stridedCopy(x.shape(), x.rawData(), stridesOf(x), at(y, position * to[axis]), to, elementSize(x.type()));
        position += x.dim(axis);
    }
    context.setOutput(0, std::move(y));
    return {};
}

/// Sizes of the parts along the axis: as asked for, or equal with a smaller last one.
Result<std::vector<int64_t>> partSizes(const Context& context, int64_t size)
{
    std::vector<int64_t> sizes = intsOfInputOrAttribute(context, 1, "split");
    const auto parts = static_cast<int64_t>(context.outputs.size());
    if (sizes.empty()) {
        const int64_t each = (size + parts - 1) / parts;
        for (int64_t i = 0; i < parts; ++i)
            sizes.push_back(std::clamp<int64_t>(size - i * each, 0, each));
    }
    int64_t sum = 0;
    for (int64_t s : sizes)
        sum = s < 0 || s > size || sum < 0 ? -1 : sum + s;
    if (static_cast<int64_t>(sizes.size()) != parts || sum != size)
        return context.error(ErrorCode::ShapeMismatch, "cannot split a dimension of " + std::to_string(size) +
                                                           " into " + shapeText(sizes) + " for " +
                                                           std::to_string(parts) + " outputs");
    return sizes;
}

Status runSplit(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const size_t axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
    QS_ASSIGN(const std::vector<int64_t> sizes, partSizes(context, x.dim(axis)));
    const std::vector<int64_t> from = stridesOf(x);
    int64_t position = 0;
    for (size_t i = 0; i < sizes.size(); ++i) {
        Shape shape = x.shape();
        shape[axis] = sizes[i];
        Tensor y = context.allocate(x.type(), shape, x.layout());
        stridedCopy(shape, at(x, position * from[axis]), from, y.rawData(), stridesOf(y), elementSize(x.type()));
        context.setOutput(i, std::move(y));
        position += sizes[i];
    }
    return {};
}

struct SliceOfAxis {
    int64_t start = 0, step = 1, count = 0;
};

SliceOfAxis clampSlice(int64_t start, int64_t end, int64_t step, int64_t size)
{
    // Beyond this, numbers mean "to the end"; it keeps the sums below from overflowing.
    constexpr int64_t Far = int64_t(1) << 60;
    start = std::clamp(start, -Far, Far);
    end = std::clamp(end, -Far, Far);
    step = std::clamp(step, -Far, Far);
    start = start < 0 ? start + size : start;
    end = end < 0 ? end + size : end;
    if (step > 0) {
        start = std::clamp<int64_t>(start, 0, size);
        end = std::clamp<int64_t>(end, 0, size);
        return {start, step, end > start ? (end - start - 1) / step + 1 : 0};
    }
    start = std::clamp<int64_t>(start, -1, size - 1);
    end = std::clamp<int64_t>(end, -1, size - 1);
    return {start, step, start > end ? (start - end - 1) / -step + 1 : 0};
}

/// Slices of all axes of input 0.
Result<std::vector<SliceOfAxis>> slicesOf(const Context& context)
{
    const Tensor& x = context.input(0);
    std::vector<SliceOfAxis> slices;
    for (int64_t size : x.shape())
        slices.push_back({0, 1, size});
    const std::vector<int64_t> starts = intsOfInputOrAttribute(context, 1, "starts");
    const std::vector<int64_t> ends = intsOfInputOrAttribute(context, 2, "ends");
    std::vector<int64_t> axes = intsOfInputOrAttribute(context, 3, "axes");
    std::vector<int64_t> steps = intsOfInputOrAttribute(context, 4, "steps");
    if (axes.empty()) {
        axes.resize(starts.size());
        std::iota(axes.begin(), axes.end(), int64_t(0));
    }
    steps.resize(steps.empty() ? starts.size() : steps.size(), 1);
    if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
        return context.error(ErrorCode::InvalidArgument, "starts, ends, axes and steps differ in number");
    QS_RETURN_IF_ERROR(axesInRange(context, axes, x.rank()));
    for (size_t i = 0; i < starts.size(); ++i) {
        QS_ASSIGN(const size_t axis, axisInRange(context, axes[i], x.rank()));
        if (steps[i] == 0)
            return context.error(ErrorCode::InvalidArgument, "the step of axis " + std::to_string(axis) + " is 0");
        slices[axis] = clampSlice(starts[i], ends[i], steps[i], x.dim(axis));
    }
    return slices;
}

Status runSlice(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const std::vector<SliceOfAxis> slices, slicesOf(context));
    std::vector<int64_t> strides = stridesOf(x);
    Shape shape;
    int64_t offset = 0;
    for (size_t d = 0; d < x.rank(); ++d) {
        shape.push_back(slices[d].count);
        offset += slices[d].start * strides[d];
        // A single element needs no step, and a huge one must not be multiplied.
        strides[d] *= slices[d].count > 1 ? slices[d].step : 1;
    }
    Tensor y = context.allocate(x.type(), shape, x.layout());
    if (y.size() > 0)
        stridedCopy(shape, at(x, offset), strides, y.rawData(), stridesOf(y), elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

/// The six dimensions in which blocks of a picture and their place in the depth correspond:
/// sample, row and column within the block, channel, row and column of the block.
struct BlockView {
    Shape sizes;
    std::vector<int64_t> depthStrides, spaceStrides;
};

/// `depth` [N, C b b, H, W] and `space` [N, C, H b, W b] in whatever layouts.
BlockView blockView(const Tensor& depth, const Tensor& space, int64_t b, bool channelFirst)
{
    const std::vector<int64_t> d = stridesOf(depth);
    const std::vector<int64_t> s = stridesOf(space);
    const int64_t c = space.dim(1);
    BlockView view;
    view.sizes = {depth.dim(0), b, b, c, depth.dim(2), depth.dim(3)};
    if (channelFirst)
        view.depthStrides = {d[0], b * d[1], d[1], b * b * d[1], d[2], d[3]};
    else
        view.depthStrides = {d[0], b * c * d[1], c * d[1], d[1], d[2], d[3]};
    view.spaceStrides = {s[0], s[2], s[3], s[1], b * s[2], b * s[3]};
    return view;
}

Status runDepthToSpace(Context& context)
{
    const Tensor& x = context.input(0);
    const int64_t b = context.node().intAttribute("blocksize", 0);
    if (b < 1 || b > 1 << 15 || x.rank() != 4 || x.dim(1) % (b * b) != 0)
        return context.error(ErrorCode::ShapeMismatch, "cannot spread the channels of " + shapeText(x.shape()) +
                                                           " over blocks of " + std::to_string(b));
    Tensor y = context.allocate(x.type(), {x.dim(0), x.dim(1) / (b * b), x.dim(2) * b, x.dim(3) * b}, x.layout());
    const BlockView v = blockView(x, y, b, context.node().stringAttribute("mode", "DCR") == "CRD");
    stridedCopy(v.sizes, x.rawData(), v.depthStrides, y.rawData(), v.spaceStrides, elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

Status runSpaceToDepth(Context& context)
{
    const Tensor& x = context.input(0);
    const int64_t b = context.node().intAttribute("blocksize", 0);
    if (b < 1 || b > 1 << 15 || x.rank() != 4 || x.dim(2) % b != 0 || x.dim(3) % b != 0)
        return context.error(ErrorCode::ShapeMismatch, "cannot cut " + shapeText(x.shape()) + " into blocks of " +
                                                           std::to_string(b));
    Tensor y = context.allocate(x.type(), {x.dim(0), x.dim(1) * b * b, x.dim(2) / b, x.dim(3) / b}, x.layout());
    const BlockView v = blockView(y, x, b, false);
    stridedCopy(v.sizes, x.rawData(), v.spaceStrides, y.rawData(), v.depthStrides, elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace

std::vector<Registration> copyOperators()
{
    return {
        {"Transpose", {kernelOf<runTranspose, 1>, true}},
        {"Concat", {kernelOf<runConcat, 1>, true}},
        {"Split", {kernelOf<runSplit, 1>, true}},
        {"Slice", {kernelOf<runSlice, 1>, true}},
        {"DepthToSpace", {kernelOf<runDepthToSpace, 1>, true}},
        {"SpaceToDepth", {kernelOf<runSpaceToDepth, 1>, true}},
    };
}

std::vector<Registration> movementOperators()
{
    std::vector<Registration> all;
    for (auto family : {copyOperators, padOperators, gatherOperators, orderOperators}) {
        const auto list = family();
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace qscope::ops
