// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/broadcast.h"

#include "core/ops/checks.h"
#include "core/ops/strided.h"

namespace qscope::ops {

namespace {

Result<Shape> commonShape(const Context& context, std::span<const Tensor> operands)
{
    Shape shape;
    for (const Tensor& t : operands) {
        const Shape before = shape;
        if (t.rank() > shape.size())
            shape.insert(shape.begin(), t.rank() - shape.size(), 1);
        for (size_t d = 0; d < t.rank(); ++d) {
            int64_t& size = shape[shape.size() - t.rank() + d];
            const int64_t own = t.dim(d);
            if (own != size && own != 1 && size != 1)
                return context.error(ErrorCode::ShapeMismatch, "shapes " + shapeText(before) + " and " +
                                                                   shapeText(t.shape()) + " do not fit each other");
            size = size == 1 ? own : size;
        }
    }
    return shape;
}

/// Strides of a Plain tensor in the dimensions of `shape`, 0 where it repeats.
std::vector<int64_t> repeatedStrides(const Tensor& t, const Shape& shape)
{
    const std::vector<int64_t> own = rowMajorStrides(t.shape());
    const size_t lead = shape.size() - t.rank();
    std::vector<int64_t> strides(shape.size(), 0);
    for (size_t d = 0; d < t.rank(); ++d)
        strides[lead + d] = t.dim(d) == 1 ? 0 : own[d];
    return strides;
}

/// [N, C, spatial...] -> [N, spatial..., C]
template <class T>
std::vector<T> channelsToEnd(std::vector<T> v)
{
    const T channel = v[1];
    v.erase(v.begin() + 1);
    v.push_back(channel);
    return v;
}

/// Strides of an operand in the memory order of a ChannelsLast result; converts the operand when its own order would
/// make the innermost stride long.
std::vector<int64_t> stridesInChannelsLast(Context& context, Tensor& t, const Shape& shape)
{
    if (t.layout() == Layout::ChannelsLast && t.rank() < shape.size())
        t = toPlain(t);
    const bool hasChannels = t.rank() + 1 >= shape.size() && t.dim(t.rank() + 1 - shape.size()) > 1;
    const size_t channel = hasChannels ? t.rank() + 1 - shape.size() : 0;
    if (t.layout() == Layout::Plain && hasChannels && sizeOfRange(t.shape(), channel + 1, t.rank()) > 1) {
        Shape padded = t.shape();
        padded.insert(padded.begin(), shape.size() - t.rank(), 1);
        t = toChannelsLast(context, t.reshaped(std::move(padded)));
    }
    if (t.layout() == Layout::Plain)
        return channelsToEnd(repeatedStrides(t, shape));
    const Shape memory = channelsToEnd(t.shape());
    std::vector<int64_t> strides = rowMajorStrides(memory);
    for (size_t d = 0; d < memory.size(); ++d)
        strides[d] = memory[d] == 1 ? 0 : strides[d];
    return strides;
}

} // namespace

Kernel withOldBroadcasting(const Node& node, int64_t opset, Kernel kernel)
{
    const bool isPRelu = node.op == "PRelu";
    if (opset >= 7 || (!isPRelu && !node.hasAttribute("axis")))
        return kernel;
    return [axis = node.intAttribute("axis", 1), isPRelu, kernel = std::move(kernel)](Context& context) -> Status {
        if (!context.has(0) || !context.has(1))
            return context.error(ErrorCode::InvalidArgument, "needs two inputs");
        const size_t rank = context.input(0).rank();
        Tensor operand = toPlain(context.input(1));
        if ((isPRelu && operand.rank() == 1 && rank > 1) || (!isPRelu && rank > operand.rank())) {
            QS_ASSIGN(const size_t first, axisInRange(context, axis, rank));
            Shape shape = operand.shape();
            while (shape.size() + first < rank)
                shape.push_back(1);
            context.inputs[1] = operand.reshaped(std::move(shape));
        }
        return kernel(context);
    };
}

Result<AlignedOperands> alignOperands(Context& context, std::span<const Tensor> operands)
{
    AlignedOperands result;
    QS_ASSIGN(result.shape, commonShape(context, operands));
    for (const Tensor& t : operands) {
        if (t.layout() == Layout::ChannelsLast && t.shape() == result.shape)
            result.layout = Layout::ChannelsLast;
    }
    const auto count = checkedElementCount(result.shape, 8);
    if (!count)
        return context.error(count.error().code, "the result: " + count.error().message);
    const bool channelsLast = result.layout == Layout::ChannelsLast;
    result.memoryShape = channelsLast ? channelsToEnd(result.shape) : result.shape;
    for (const Tensor& operand : operands) {
        Tensor t = channelsLast ? operand : toPlain(operand);
        result.strides.push_back(channelsLast ? stridesInChannelsLast(context, t, result.shape)
                                              : repeatedStrides(t, result.shape));
        result.tensors.push_back(std::move(t));
    }
    return result;
}

} // namespace qscope::ops
