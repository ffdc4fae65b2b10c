// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/fold_later.h"

#include <cstring>
#include <new>

#include "core/ops/context.h"

namespace qscope::run {

namespace {

constexpr size_t kLarge = size_t(16) << 20;

Result<Tensor> compute(const Node& node, int64_t opset, const std::vector<Tensor>& inputs)
{
    const ops::OpEntry* entry = ops::findOperator(node.domain, node.op);
    QS_ASSIGN(const ops::Kernel kernel, entry->make(node, opset));
    ops::BufferPool pool;
    ops::Context ctx(node, pool);
    ctx.inputs = inputs;
    ctx.outputs.resize(1);
    ctx.reusable.assign(inputs.size(), false);
    ctx.constant.assign(inputs.size(), true);
    QS_RETURN_IF_ERROR(kernel(ctx));
    return toPlain(ctx.outputs[0]);
}

/// One element of `x`, but a whole axis where the scales are per axis; none when they are in blocks or do not
/// fit.
std::optional<Shape> trialShape(const Node& node, const std::vector<Tensor>& inputs)
{
    Shape shape(inputs[0].rank(), 1);
    if (node.op != "DequantizeLinear" || inputs.size() < 2 || inputs[1].rank() == 0)
        return shape;
    const auto rank = static_cast<int64_t>(shape.size());
    const int64_t axis = node.intAttribute("axis", 1) + (node.intAttribute("axis", 1) < 0 ? rank : 0);
    if (inputs[1].rank() > 1 || node.intAttribute("block_size", 0) != 0)
        return std::nullopt;
    if (inputs[1].size() == 1)
        return shape;
    if (axis < 0 || axis >= rank)
        return std::nullopt;
    shape[static_cast<size_t>(axis)] = inputs[0].dim(static_cast<size_t>(axis));
    return shape;
}

/// What the node makes of a piece of its input, to see that it can, and of which type the result is.
std::optional<Tensor> trial(const Node& node, int64_t opset, std::vector<Tensor> inputs)
{
    const auto shape = trialShape(node, inputs);
    if (!shape)
        return std::nullopt;
    inputs[0] = Tensor(inputs[0].type(), *shape);
    std::memset(inputs[0].rawData(), 0, inputs[0].bytes());
    auto result = compute(node, opset, inputs);
    return result && !result->absent() ? std::optional(*result) : std::nullopt;
}

Shape resultShape(const Node& node, const Shape& shape)
{
    if (node.op != "Transpose")
        return shape;
    const auto order = node.intsAttribute("perm"); // the trial has looked at it
    Shape result(shape.rbegin(), shape.rend());
    for (size_t d = 0; d < order.size(); ++d)
        result[d] = shape[static_cast<size_t>(order[d] < 0 ? order[d] + static_cast<int64_t>(shape.size())
                                                           : order[d])];
    return result;
}

} // namespace

std::optional<Tensor> foldLater(const Node& node, int64_t opset, const std::vector<Tensor>& inputs)
{
    const bool isKnown = node.op == "Transpose" || node.op == "Cast" || node.op == "DequantizeLinear";
    if (!isKnown || !node.domain.empty() || node.outputs.size() != 1 || inputs.empty() || inputs[0].absent()
        || inputs[0].bytes() <= kLarge)
        return std::nullopt;
    const auto small = trial(node, opset, inputs);
    if (!small)
        return std::nullopt;
    const Shape shape = resultShape(node, inputs[0].shape());
    const size_t bytes = static_cast<size_t>(elementCount(shape)) * elementSize(small->type());
    const auto fill = [node, opset, inputs, bytes](void* memory) {
        const auto result = compute(node, opset, inputs);
        if (!result || result->bytes() != bytes)
            throw std::bad_alloc(); // the trial went well: nothing else can be wrong
        std::memcpy(memory, result->rawData(), bytes);
    };
    return Tensor(small->type(), shape, std::make_shared<Buffer>(bytes, fill));
}

} // namespace qscope::run
