// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/movement.h"
#include "core/ops/simd.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

enum class PadMode { Constant, Reflect, Edge, Wrap };

/// Elements added before and after every axis; negative ones are cut off.
struct Padding {
    std::vector<int64_t> before, after;
};

Result<Padding> paddingOf(const Context& context)
{
    const Tensor& x = context.input(0);
    const bool oldest = context.node().hasAttribute("paddings"); // opset 1
    const std::vector<int64_t> pads = intsOfInputOrAttribute(context, 1, oldest ? "paddings" : "pads");
    std::vector<int64_t> axes = context.has(3) ? toInts(context.input(3)) : std::vector<int64_t>();
    if (!context.has(3)) {
        for (size_t d = 0; d < x.rank(); ++d)
            axes.push_back(static_cast<int64_t>(d));
    }
    QS_RETURN_IF_ERROR(axesInRange(context, axes, x.rank()));
    if (pads.size() != 2 * axes.size())
        return context.error(ErrorCode::ShapeMismatch, std::to_string(pads.size()) + " pads for " +
                                                           std::to_string(axes.size()) + " axes");
    Padding padding{std::vector<int64_t>(x.rank(), 0), std::vector<int64_t>(x.rank(), 0)};
    for (size_t i = 0; i < axes.size(); ++i) {
        constexpr int64_t Limit = int64_t(1) << 40;
        const int64_t before = pads[i];
        const int64_t after = pads[axes.size() + i];
        if (std::min(before, after) < -Limit || std::max(before, after) > Limit)
            return context.error(ErrorCode::ResourceExhausted, "pads " + shapeText(pads) + " are beyond any limit");
        QS_ASSIGN(const size_t axis, axisInRange(context, axes[i], x.rank()));
        padding.before[axis] = before;
        padding.after[axis] = after;
    }
    return padding;
}

/// The source of position i of a padded axis of `size` elements.
int64_t sourceOf(int64_t i, int64_t size, PadMode mode)
{
    if (mode == PadMode::Edge || size == 1)
        return std::clamp<int64_t>(i, 0, size - 1);
    const int64_t period = mode == PadMode::Wrap ? size : 2 * (size - 1);
    const int64_t r = ((i % period) + period) % period;
    return r < size ? r : period - r;
}

/// Everything inside is copied; what is cut off on either side is left out.
void copyInterior(const Tensor& x, const Padding& padding, Tensor& y)
{
    const std::vector<int64_t> from = memoryStrides(x.shape(), x.layout());
    const std::vector<int64_t> to = memoryStrides(y.shape(), y.layout());
    int64_t fromOffset = 0, toOffset = 0;
    Shape kept;
    for (size_t d = 0; d < x.rank(); ++d) {
        const int64_t cutBefore = std::max<int64_t>(0, -padding.before[d]);
        const int64_t cutAfter = std::max<int64_t>(0, -padding.after[d]);
        kept.push_back(std::max<int64_t>(0, x.dim(d) - cutBefore - cutAfter));
        fromOffset += cutBefore * from[d];
        toOffset += std::max<int64_t>(0, padding.before[d]) * to[d];
    }
    if (elementCount(kept) == 0)
        return;
    const auto bytes = static_cast<int64_t>(elementSize(x.type()));
    stridedCopy(kept, static_cast<const char*>(x.rawData()) + fromOffset * bytes, from,
                static_cast<char*>(y.rawData()) + toOffset * bytes, to, elementSize(x.type()));
}

/// Every element of the result looks up its source, axis by axis.
template <class T>
void copyMapped(const Tensor& x, const Padding& padding, PadMode mode, Tensor& y)
{
    // Offsets in x of every position along every axis of y.
    std::vector<std::vector<int64_t>> offsets(x.rank());
    const std::vector<int64_t> strides = memoryStrides(x.shape(), x.layout());
    for (size_t d = 0; d < x.rank(); ++d) {
        for (int64_t i = 0; i < y.dim(d); ++i)
            offsets[d].push_back(sourceOf(i - padding.before[d], x.dim(d), mode) * strides[d]);
    }
    const int64_t inner = x.rank() ? y.dim(x.rank() - 1) : 1;
    parallelItems(inner ? y.size() / inner : 0, inner, [&](int64_t row) {
        int64_t source = 0;
        int64_t rest = row;
        for (size_t d = x.rank() - 1; d-- > 0;) {
            source += offsets[d][static_cast<size_t>(rest % y.dim(d))];
            rest /= y.dim(d);
        }
        T* to = y.data<T>() + row * inner;
        for (int64_t i = 0; i < inner; ++i)
            to[i] = x.data<T>()[source + offsets.back()[static_cast<size_t>(i)]];
    });
}

/// What the border is filled with.
Result<Tensor> fillValue(Context& context, float attribute)
{
    const Tensor& x = context.input(0);
    if (!context.has(2))
        return castTo(Tensor::scalar(attribute), x.type());
    QS_RETURN_IF_ERROR(sameType(context, 0, 2));
    if (context.input(2).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "the constant has shape " + shapeText(context.input(2).shape()));
    return context.input(2);
}

/// CenterCropPad: every axis cut or filled with zeros to its size, half of it on either side.
Status runCenterCropPad(Context& context)
{
    const Tensor& x = context.input(0);
    const std::vector<int64_t> sizes = toInts(context.input(1));
    std::vector<int64_t> axes = context.node().intsAttribute("axes");
    for (size_t d = 0; !context.node().hasAttribute("axes") && d < x.rank(); ++d)
        axes.push_back(static_cast<int64_t>(d));
    QS_RETURN_IF_ERROR(axesInRange(context, axes, x.rank()));
    if (sizes.size() != axes.size())
        return context.error(ErrorCode::ShapeMismatch, std::to_string(sizes.size()) + " sizes for " +
                                                           std::to_string(axes.size()) + " axes");
    Shape shape = x.shape();
    Padding padding{std::vector<int64_t>(x.rank(), 0), std::vector<int64_t>(x.rank(), 0)};
    for (size_t i = 0; i < axes.size(); ++i) {
        QS_ASSIGN(const size_t axis, axisInRange(context, axes[i], x.rank()));
        if (sizes[i] < 0 || sizes[i] > int64_t(1) << 40)
            return context.error(ErrorCode::InvalidArgument, "no dimension can have the size " + std::to_string(sizes[i]));
        shape[axis] = sizes[i];
        // The side before gets the smaller half, of what is added as of what is cut off.
        padding.before[axis] = (sizes[i] - x.dim(axis)) / 2;
        padding.after[axis] = sizes[i] - x.dim(axis) - padding.before[axis];
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    std::fill_n(static_cast<char*>(y.rawData()), y.bytes(), char(0));
    copyInterior(x, padding, y);
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeCenterCropPad(const Node&, int64_t) { return needsInputs(2, runCenterCropPad); }

Status runPad(Context& context, PadMode mode, float attribute)
{
    QS_ASSIGN(const Padding padding, paddingOf(context));
    Tensor x = context.input(0);
    if (x.rank() == 0)
        mode = PadMode::Constant; // nothing to pad in any mode
    if (mode != PadMode::Constant)
        x = toPlain(x);
    Shape shape;
    for (size_t d = 0; d < x.rank(); ++d) {
        shape.push_back(x.dim(d) + padding.before[d] + padding.after[d]);
        if (mode != PadMode::Constant && x.dim(d) == 0 && shape[d] > 0)
            return context.error(ErrorCode::ShapeMismatch, "nothing to repeat in " + shapeText(x.shape()));
    }
    QS_ASSIGN(Tensor y, allocateChecked(context, x.type(), shape));
    QS_ASSIGN(const Tensor fill, fillValue(context, attribute));
    if (mode == PadMode::Constant)
        y = Tensor(y.type(), shape, y.buffer(), x.layout());
    visitSize(elementSize(x.type()), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        if (mode != PadMode::Constant && y.size() > 0)
            return copyMapped<T>(x, padding, mode, y);
        std::fill_n(y.data<T>(), y.size(), fill.data<T>()[0]);
        copyInterior(x, padding, y);
    });
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makePad(const Node& node, int64_t)
{
    const std::string name = node.stringAttribute("mode", "constant");
    PadMode mode = PadMode::Constant;
    if (name == "reflect")
        mode = PadMode::Reflect;
    else if (name == "edge")
        mode = PadMode::Edge;
    else if (name == "wrap")
        mode = PadMode::Wrap;
    else if (name != "constant")
        return nodeError(node, ErrorCode::Unsupported, "padding mode '" + name + "' is unknown");
    const float value = node.floatAttribute("value", 0.0f);
    return needsInputs(1, [mode, value](Context& context) { return runPad(context, mode, value); });
}

} // namespace

std::vector<Registration> padOperators()
{
    return {{"Pad", {makePad, true}}, {"CenterCropPad", {makeCenterCropPad}}};
}

} // namespace qscope::ops
