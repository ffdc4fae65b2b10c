// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/ops/checks.h"
#include "core/ops/control_flow.h"
#include "core/ops/inner_operator.h"

namespace qscope::ops {

namespace {

using Elements = std::vector<Tensor>;

Result<Elements> elementsOf(const Context& context, size_t i)
{
    if (!context.has(i) || !context.input(i).isSequence())
        return context.error(ErrorCode::TypeMismatch, "input " + std::to_string(i) + " is not a sequence");
    return context.input(i).elements();
}

/// The position at input `i`, counted from the front and below `end`; `fallback` when it is left out.
Result<size_t> positionOf(const Context& context, size_t i, size_t count, size_t end, size_t fallback)
{
    if (!context.has(i))
        return fallback;
    if (context.input(i).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "the position is not one number");
    const int64_t given = toInts(context.input(i))[0];
    const int64_t position = given < 0 ? given + static_cast<int64_t>(count) : given;
    if (position < 0 || position >= static_cast<int64_t>(end))
        return context.error(ErrorCode::InvalidArgument, "position " + std::to_string(given)
                                                             + " is outside a sequence of " + std::to_string(count));
    return static_cast<size_t>(position);
}

Status runConstruct(Context& context)
{
    for (size_t i = 0; i < context.inputCount(); ++i) {
        if (!context.has(i))
            return context.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
    }
    context.setOutput(0, Tensor::sequence(context.inputs));
    return {};
}

Status runAt(Context& context)
{
    QS_ASSIGN(const Elements elements, elementsOf(context, 0));
    QS_ASSIGN(const size_t at, positionOf(context, 1, elements.size(), elements.size(), 0));
    context.setOutput(0, elements[at]);
    return {};
}

Status runInsert(Context& context)
{
    QS_ASSIGN(Elements elements, elementsOf(context, 0));
    const size_t count = elements.size();
    QS_ASSIGN(const size_t at, positionOf(context, 2, count, count + 1, count));
    elements.insert(elements.begin() + static_cast<std::ptrdiff_t>(at), context.input(1));
    context.setOutput(0, Tensor::sequence(std::move(elements)));
    return {};
}

Status runErase(Context& context)
{
    QS_ASSIGN(Elements elements, elementsOf(context, 0));
    if (elements.empty())
        return context.error(ErrorCode::InvalidArgument, "the sequence is empty");
    QS_ASSIGN(const size_t at, positionOf(context, 1, elements.size(), elements.size(), elements.size() - 1));
    elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(at));
    context.setOutput(0, Tensor::sequence(std::move(elements)));
    return {};
}

Status runLength(Context& context)
{
    QS_ASSIGN(const Elements elements, elementsOf(context, 0));
    context.setOutput(0, Tensor::scalar(static_cast<int64_t>(elements.size())));
    return {};
}

/// Indices [from, from + count) of an axis.
Tensor rangeOf(Context& context, const Tensor& x, size_t axis, int64_t from, int64_t count)
{
    Shape shape = x.shape();
    shape[axis] = count;
    Tensor y = context.allocate(x.type(), shape);
    const auto row = static_cast<size_t>(sizeOfRange(x.shape(), axis + 1, x.rank())) * elementSize(x.type());
    for (int64_t o = 0; o < sizeOfRange(x.shape(), 0, axis); ++o)
        std::memcpy(y.data<char>() + static_cast<size_t>(o * count) * row,
                    x.data<char>() + static_cast<size_t>(o * x.dim(axis) + from) * row,
                    static_cast<size_t>(count) * row);
    return y;
}

/// The lengths of the parts: `split` as it stands, or a scalar's length over and over.
Result<std::vector<int64_t>> partsOf(const Context& context, int64_t extent)
{
    std::vector<int64_t> parts{1};
    const bool listed = context.has(1) && context.input(1).rank() == 1;
    if (context.has(1))
        parts = toInts(context.input(1));
    int64_t sum = 0;
    bool fits = !parts.empty();
    for (const int64_t part : parts) {
        fits = fits && part >= (listed ? 0 : 1) && (!listed || part <= extent - sum);
        sum += fits ? std::min(part, extent) : 0;
    }
    if (!fits || (listed && sum != extent))
        return context.error(ErrorCode::InvalidArgument, "split does not part " + std::to_string(extent));
    if (listed)
        return parts;
    const int64_t length = parts[0];
    parts.clear();
    for (int64_t from = 0; from < extent; from += parts.back())
        parts.push_back(std::min(length, extent - from));
    return parts;
}

Status runSplit(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const size_t axis, axisInRange(context, context.node().intAttribute("axis", 0), x.rank()));
    QS_ASSIGN(const auto parts, partsOf(context, x.dim(axis)));
    const bool dropsAxis = !context.has(1) && context.node().intAttribute("keepdims", 1) == 0;
    Elements elements;
    int64_t from = 0;
    for (const int64_t part : parts) {
        elements.push_back(dropsAxis ? sliceAt(context, x, axis, from) : rangeOf(context, x, axis, from, part));
        from += part;
    }
    context.setOutput(0, Tensor::sequence(std::move(elements)));
    return {};
}

Result<Kernel> makeConcatFromSequence(const Node& node, int64_t)
{
    const int64_t axis = node.intAttribute("axis", 0);
    const bool isNew = node.intAttribute("new_axis", 0) != 0;
    QS_ASSIGN(InnerOperator concat, InnerOperator::make(node, "Concat", {{"axis", axis}}));
    return needsInputs(1, [axis, isNew, concat = std::move(concat)](Context& context) -> Status {
        QS_ASSIGN(Elements elements, elementsOf(context, 0));
        if (elements.empty())
            return context.error(ErrorCode::InvalidArgument, "the sequence is empty");
        for (Tensor& element : elements) {
            if (!isNew)
                break;
            QS_ASSIGN(const size_t at, axisInRange(context, axis, element.rank() + 1));
            Shape shape = element.shape();
            shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(at), 1);
            element = element.reshaped(std::move(shape));
        }
        QS_ASSIGN(Tensor y, concat.run(context, std::move(elements)));
        context.setOutput(0, std::move(y));
        return {};
    });
}

/// The body on every element of input 0; other sequences go along with it, tensors stay the same.
Status runMap(Context& context)
{
    QS_ASSIGN(const Elements first, elementsOf(context, 0));
    std::vector<Elements> results(context.outputs.size());
    for (size_t k = 0; k < first.size(); ++k) {
        Elements inputs;
        for (size_t i = 0; i < context.formalInputCount(); ++i) {
            const Tensor& x = context.input(i);
            if (x.isSequence() && k >= x.elements().size())
                return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " is the shorter sequence");
            inputs.push_back(x.isSequence() ? x.elements()[k] : x);
        }
        QS_ASSIGN(auto outputs, runBody(context, "body", inputs, results.size()));
        for (size_t i = 0; i < results.size(); ++i)
            results[i].push_back(std::move(outputs[i]));
    }
    for (size_t i = 0; i < results.size(); ++i)
        context.setOutput(i, Tensor::sequence(std::move(results[i])));
    return {};
}

Status runOptional(Context& context)
{
    context.setOutput(0, context.has(0) ? context.input(0) : Tensor::nothing());
    return {};
}

Status runHasElement(Context& context)
{
    context.setOutput(0, Tensor::scalar(context.has(0) && !context.input(0).isNothing()));
    return {};
}

Status runGetElement(Context& context)
{
    if (context.input(0).isNothing())
        return context.error(ErrorCode::InvalidArgument, "the optional has no value");
    context.setOutput(0, context.input(0));
    return {};
}

Status runEmpty(Context& context)
{
    context.setOutput(0, Tensor::sequence({}));
    return {};
}

} // namespace

std::vector<Registration> sequenceOperators()
{
    return {
        {"SequenceEmpty", {kernelOf<runEmpty, 0>}},
        {"SequenceConstruct", {kernelOf<runConstruct, 1>}},
        {"SequenceAt", {kernelOf<runAt, 2>}},
        {"SequenceInsert", {kernelOf<runInsert, 2>}},
        {"SequenceErase", {kernelOf<runErase, 1>}},
        {"SequenceLength", {kernelOf<runLength, 1>}},
        {"SplitToSequence", {kernelOf<runSplit, 1>}},
        {"ConcatFromSequence", {makeConcatFromSequence}},
        {"SequenceMap", {kernelOf<runMap, 1>}},
        {"Optional", {kernelOf<runOptional, 0>}},
        {"OptionalHasElement", {kernelOf<runHasElement, 0>}},
        {"OptionalGetElement", {kernelOf<runGetElement, 1>}},
    };
}

} // namespace qscope::ops
