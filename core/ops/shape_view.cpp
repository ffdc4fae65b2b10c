// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/broadcast.h"
#include "core/ops/checks.h"
#include "core/ops/shape_ops.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

Tensor int64Tensor(Shape shape, const std::vector<int64_t>& values)
{
    return Tensor::of<int64_t>(std::move(shape), values);
}

Status runShape(Context& context)
{
    const Shape& shape = context.input(0).shape();
    const auto rank = static_cast<int64_t>(shape.size());
    const auto clamped = [rank](int64_t v) { return std::clamp<int64_t>(v < 0 ? v + rank : v, 0, rank); };
    const int64_t start = clamped(context.node().intAttribute("start", 0));
    const int64_t end = std::max(start, clamped(context.node().intAttribute("end", rank)));
    context.setOutput(0, int64Tensor({end - start}, {shape.begin() + start, shape.begin() + end}));
    return {};
}

Status runSize(Context& context)
{
    context.setOutput(0, Tensor::scalar<int64_t>(context.input(0).size()));
    return {};
}

Status setView(Context& context, Shape shape)
{
    const Tensor& x = context.input(0);
    const auto count = checkedElementCount(shape, elementSize(x.type()));
    if (!count || *count != x.size())
        return context.error(ErrorCode::ShapeMismatch,
                             "cannot make " + shapeText(shape) + " of " + shapeText(x.shape()));
    context.setOutput(0, x.reshaped(std::move(shape)));
    return {};
}

/// Replaces 0 (copy, unless allowzero) and -1 (the rest) in the wanted shape.
Result<Shape> resolveShape(const Context& context, Shape wanted, bool allowZero)
{
    const Tensor& x = context.input(0);
    const std::string asked = shapeText(wanted);
    int64_t rest = x.size();
    size_t unknown = wanted.size();
    for (size_t d = 0; d < wanted.size(); ++d) {
        if (wanted[d] == 0 && !allowZero) {
            if (d >= x.rank())
                return context.error(ErrorCode::ShapeMismatch, "dimension " + std::to_string(d) + " of " + asked +
                                                                   " is to be copied from " + shapeText(x.shape()));
            wanted[d] = x.dim(d);
        }
        if (wanted[d] < -1 || (wanted[d] == -1 && unknown != wanted.size()))
            return context.error(ErrorCode::InvalidArgument, asked + " is not a shape");
        if (wanted[d] == -1)
            unknown = d;
    }
    if (unknown == wanted.size())
        return wanted;
    for (size_t d = 0; d < wanted.size(); ++d) {
        if (d == unknown)
            continue;
        if (wanted[d] == 0 || rest % wanted[d] != 0)
            return context.error(ErrorCode::ShapeMismatch,
                                 "cannot make " + asked + " of " + shapeText(x.shape()));
        rest /= wanted[d];
    }
    wanted[unknown] = rest;
    return wanted;
}

Status runReshape(Context& context)
{
    const bool allowZero = context.node().intAttribute("allowzero", 0) != 0;
    if (!context.has(1) && !context.node().hasAttribute("shape"))
        return context.error(ErrorCode::InvalidArgument, "input 1 is missing");
    // The attribute: before opset 5.
    QS_ASSIGN(Shape shape, resolveShape(context, intsOfInputOrAttribute(context, 1, "shape"), allowZero));
    return setView(context, std::move(shape));
}

Status runFlatten(Context& context)
{
    const Tensor& x = context.input(0);
    const auto rank = static_cast<int64_t>(x.rank());
    int64_t axis = context.node().intAttribute("axis", 1);
    if (axis < -rank || axis > rank)
        return context.error(ErrorCode::InvalidArgument,
                             "axis " + std::to_string(axis) + " is outside a tensor of rank " + std::to_string(rank));
    const auto split = static_cast<size_t>(axis < 0 ? axis + rank : axis);
    return setView(context, {sizeOfRange(x.shape(), 0, split), sizeOfRange(x.shape(), split, x.rank())});
}

Status runSqueeze(Context& context)
{
    const Tensor& x = context.input(0);
    const bool all = !context.has(1) && !context.node().hasAttribute("axes");
    QS_ASSIGN(const std::vector<size_t> axes,
              axesInRange(context, intsOfInputOrAttribute(context, 1, "axes"), x.rank()));
    Shape shape;
    for (size_t d = 0; d < x.rank(); ++d) {
        const bool named = all ? x.dim(d) == 1 : std::binary_search(axes.begin(), axes.end(), d);
        if (named && x.dim(d) != 1)
            return context.error(ErrorCode::ShapeMismatch, "dimension " + std::to_string(d) + " of " +
                                                               shapeText(x.shape()) + " is not 1");
        if (!named)
            shape.push_back(x.dim(d));
    }
    return setView(context, std::move(shape));
}

Status runUnsqueeze(Context& context)
{
    const Tensor& x = context.input(0);
    const std::vector<int64_t> wanted = intsOfInputOrAttribute(context, 1, "axes");
    QS_ASSIGN(const std::vector<size_t> axes, axesInRange(context, wanted, x.rank() + wanted.size()));
    Shape shape = x.shape();
    for (size_t axis : axes)
        shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    return setView(context, std::move(shape));
}

Status runExpand(Context& context)
{
    const Tensor& x = context.input(0);
    // The wanted shape takes part in broadcasting like an operand: it may also be the smaller one.
    Shape shape = toInts(context.input(1));
    const size_t rank = std::max(shape.size(), x.rank());
    shape.insert(shape.begin(), rank - shape.size(), 1);
    const std::vector<int64_t> own = rowMajorStrides(x.shape());
    std::vector<int64_t> strides(rank, 0);
    for (size_t d = 0; d < x.rank(); ++d) {
        int64_t& size = shape[rank - x.rank() + d];
        if (size != x.dim(d) && size != 1 && x.dim(d) != 1)
            return context.error(ErrorCode::ShapeMismatch, "cannot expand " + shapeText(x.shape()) + " to " +
                                                               shapeText(toInts(context.input(1))));
        size = size == 1 ? x.dim(d) : size;
        strides[rank - x.rank() + d] = x.dim(d) == 1 ? 0 : own[d];
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    stridedCopy(shape, x.rawData(), strides, y.rawData(), rowMajorStrides(shape), elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

/// Per dimension. Before opset 6 there is one number, and the axis it is for.
Result<std::vector<int64_t>> repeatsOf(const Context& context, bool ofOneAxis)
{
    if (!ofOneAxis)
        return toInts(context.input(1));
    std::vector<int64_t> repeats(context.input(0).rank(), 1);
    QS_ASSIGN(const int64_t wanted, scalarInput(context, 2));
    QS_ASSIGN(const size_t axis, axisInRange(context, wanted, repeats.size()));
    QS_ASSIGN(repeats[axis], scalarInput(context, 1));
    return repeats;
}

Status runTile(Context& context, bool ofOneAxis)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const std::vector<int64_t> repeats, repeatsOf(context, ofOneAxis));
    if (repeats.size() != x.rank())
        return context.error(ErrorCode::ShapeMismatch, std::to_string(repeats.size()) + " repeats for " +
                                                           shapeText(x.shape()));
    Shape shape;
    for (size_t d = 0; d < x.rank(); ++d) {
        if (repeats[d] < 0 || (x.dim(d) != 0 && repeats[d] > (int64_t(1) << 40) / x.dim(d)))
            return context.error(ErrorCode::InvalidArgument, "cannot repeat a dimension of " +
                                                                 std::to_string(x.dim(d)) + " " +
                                                                 std::to_string(repeats[d]) + " times");
        shape.push_back(x.dim(d) * repeats[d]);
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    // Two dimensions for each: the repetition, with stride 0, and the element.
    const std::vector<int64_t> from = rowMajorStrides(x.shape());
    const std::vector<int64_t> to = rowMajorStrides(shape);
    Shape pairs;
    std::vector<int64_t> fromPairs, toPairs;
    for (size_t d = 0; d < x.rank(); ++d) {
        pairs.insert(pairs.end(), {repeats[d], x.dim(d)});
        fromPairs.insert(fromPairs.end(), {0, from[d]});
        toPairs.insert(toPairs.end(), {to[d] * x.dim(d), to[d]});
    }
    stridedCopy(pairs, x.rawData(), fromPairs, y.rawData(), toPairs, elementSize(x.type()));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeTile(const Node&, int64_t opset)
{
    return needsInputs(2, [opset](Context& context) { return runTile(context, opset < 6); });
}

} // namespace

std::vector<Registration> viewOperators()
{
    return {
        {"Shape", {kernelOf<runShape, 1>, true}}, {"Size", {kernelOf<runSize, 1>, true}},
        {"Reshape", {kernelOf<runReshape, 1>}},   {"Flatten", {kernelOf<runFlatten, 1>}},
        {"Squeeze", {kernelOf<runSqueeze, 1>}},   {"Unsqueeze", {kernelOf<runUnsqueeze, 1>}},
        {"Expand", {kernelOf<runExpand, 2>}},     {"Tile", {makeTile}},
    };
}

} // namespace qscope::ops
