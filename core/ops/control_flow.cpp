// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/control_flow.h"

#include <cstring>
#include <limits>

#include "core/ops/checks.h"

namespace qscope::ops {

namespace {

/// A single bool, or an error that calls it `what`.
Result<bool> conditionOf(const Context& context, const Tensor& condition, const char* what)
{
    if (condition.absent() || condition.type() != DType::Bool || condition.size() != 1)
        return context.error(ErrorCode::TypeMismatch, std::string(what) + " is not a single bool");
    return condition.data<bool>()[0];
}

Status runIf(Context& context)
{
    QS_ASSIGN(const bool condition, conditionOf(context, context.input(0), "the condition"));
    const size_t count = context.outputs.size();
    QS_ASSIGN(auto outputs, runBody(context, condition ? "then_branch" : "else_branch", {}, count));
    for (size_t i = 0; i < count; ++i)
        context.setOutput(i, std::move(outputs[i]));
    return {};
}

/// What a Loop carries from one iteration to the next.
struct LoopState {
    bool goesOn = true;
    std::vector<Tensor> carried;
    std::vector<std::vector<Tensor>> scanned; ///< per scan output, per iteration
};

Status iterate(Context& context, int64_t iteration, size_t bodyOutputs, LoopState& state)
{
    std::vector<Tensor> inputs{Tensor::scalar(iteration), Tensor::scalar(true)};
    inputs.insert(inputs.end(), state.carried.begin(), state.carried.end());
    QS_ASSIGN(auto outputs, runBody(context, "body", inputs, bodyOutputs));
    QS_ASSIGN(state.goesOn, conditionOf(context, outputs[0], "the condition the body computes"));
    for (size_t i = 0; i < state.carried.size(); ++i)
        state.carried[i] = std::move(outputs[i + 1]);
    for (size_t i = 0; i < state.scanned.size(); ++i)
        state.scanned[i].push_back(std::move(outputs[i + 1 + state.carried.size()]));
    return {};
}

/// M, cond, then the carried values; outputs: the carried values, then what each iteration adds along a new axis 0.
Status runLoop(Context& context)
{
    const SubgraphPtr body = context.node().subgraph("body");
    const size_t formal = context.formalInputCount();
    const size_t carried = formal < 2 ? 0 : formal - 2;
    if (!body || body->outputs.size() < 1 + carried || context.outputs.size() > body->outputs.size() - 1)
        return context.error(ErrorCode::Malformed, "the body has not an output for every carried value and output");
    int64_t limit = std::numeric_limits<int64_t>::max();
    if (formal > 0 && context.has(0)) {
        if (context.input(0).size() != 1 || context.input(0).type() != DType::Int64)
            return context.error(ErrorCode::TypeMismatch, "the trip count is not a single int64");
        limit = context.input(0).data<int64_t>()[0];
    }
    LoopState state;
    if (formal > 1 && context.has(1)) {
        QS_ASSIGN(state.goesOn, conditionOf(context, context.input(1), "the condition"));
    }
    for (size_t i = 2; i < formal; ++i)
        state.carried.push_back(context.input(i));
    state.scanned.resize(body->outputs.size() - 1 - carried);
    for (int64_t i = 0; i < limit && state.goesOn; ++i)
        QS_RETURN_IF_ERROR(iterate(context, i, body->outputs.size(), state));
    for (size_t i = 0; i < context.outputs.size(); ++i) {
        if (i < carried) {
            context.setOutput(i, state.carried[i]);
            continue;
        }
        QS_ASSIGN(Tensor stacked, stackAlong(context, state.scanned[i - carried], 0, false,
                                             body->value(body->outputs[i + 1])));
        context.setOutput(i, std::move(stacked));
    }
    return {};
}

} // namespace

Result<std::vector<Tensor>> runBody(Context& context, std::string_view attribute, std::span<const Tensor> inputs,
                                    size_t count)
{
    if (!context.runSubgraph)
        return context.error(ErrorCode::Unsupported, "its graphs cannot be run here");
    QS_ASSIGN(auto outputs, context.runSubgraph(attribute, inputs));
    if (outputs.size() < count)
        return context.error(ErrorCode::Malformed, "its graph '" + std::string(attribute) + "' has "
                                                       + std::to_string(outputs.size()) + " outputs, not "
                                                       + std::to_string(count));
    return outputs;
}

Result<Tensor> stackAlong(Context& context, const std::vector<Tensor>& parts, int64_t axis, bool backwards,
                          const Value& empty)
{
    Shape part;
    DType type = empty.type;
    if (!parts.empty()) {
        part = parts[0].shape();
        type = parts[0].type();
    } else if (empty.shape) {
        for (const Dim& d : *empty.shape)
            part.push_back(std::max<int64_t>(d.size, 0));
    }
    QS_ASSIGN(const size_t at, axisInRange(context, axis, part.size() + 1));
    Shape shape = part;
    shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(at), static_cast<int64_t>(parts.size()));
    QS_ASSIGN(Tensor y, allocateChecked(context, type, shape));
    const int64_t outer = sizeOfRange(part, 0, at);
    const size_t row = static_cast<size_t>(sizeOfRange(part, at, part.size())) * elementSize(type);
    for (size_t k = 0; k < parts.size(); ++k) {
        if (parts[k].shape() != part || parts[k].type() != type)
            return context.error(ErrorCode::ShapeMismatch, "an iteration gave " + shapeText(parts[k].shape())
                                                               + " after " + shapeText(part));
        const size_t place = backwards ? parts.size() - 1 - k : k;
        for (int64_t o = 0; o < outer; ++o)
            std::memcpy(y.data<char>() + (static_cast<size_t>(o) * parts.size() + place) * row,
                        parts[k].data<char>() + static_cast<size_t>(o) * row, row);
    }
    return y;
}

Tensor sliceAt(Context& context, const Tensor& x, size_t axis, int64_t index)
{
    Shape shape = x.shape();
    shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
    Tensor y = context.allocate(x.type(), shape);
    const int64_t outer = sizeOfRange(x.shape(), 0, axis);
    const size_t row = static_cast<size_t>(sizeOfRange(x.shape(), axis + 1, x.rank())) * elementSize(x.type());
    for (int64_t o = 0; o < outer; ++o)
        std::memcpy(y.data<char>() + static_cast<size_t>(o) * row,
                    x.data<char>() + static_cast<size_t>(o * x.dim(axis) + index) * row, row);
    return y;
}

std::vector<Registration> controlFlowOperators()
{
    std::vector<Registration> all = scanOperators();
    all.push_back({"If", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(1, runIf); }}});
    all.push_back({"Loop", {[](const Node&, int64_t) -> Result<Kernel> { return Kernel(runLoop); }}});
    return all;
}

} // namespace qscope::ops
