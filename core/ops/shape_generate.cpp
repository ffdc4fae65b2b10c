// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/shape_ops.h"

namespace qscope::ops {

namespace {

/// The tensor a Constant node holds, in whichever of its attributes.
Result<Tensor> constantOf(const Node& node)
{
    for (const auto& [key, value] : node.attributes) {
        if ((key == "value" || key == "sparse_value") && std::holds_alternative<Tensor>(value))
            return std::get<Tensor>(value);
        if (key == "value_float" && std::holds_alternative<float>(value))
            return Tensor::scalar(std::get<float>(value));
        if (key == "value_int" && std::holds_alternative<int64_t>(value))
            return Tensor::scalar(std::get<int64_t>(value));
        if (key == "value_floats" && std::holds_alternative<std::vector<float>>(value)) {
            const auto& v = std::get<std::vector<float>>(value);
            return Tensor::of<float>({static_cast<int64_t>(v.size())}, v);
        }
        if (key == "value_ints" && std::holds_alternative<std::vector<int64_t>>(value)) {
            const auto& v = std::get<std::vector<int64_t>>(value);
            return Tensor::of<int64_t>({static_cast<int64_t>(v.size())}, v);
        }
    }
    return nodeError(node, ErrorCode::Unsupported, "holds no numbers the engine can use");
}

Result<Kernel> makeConstant(const Node& node, int64_t)
{
    QS_ASSIGN(const Tensor value, constantOf(node));
    return needsInputs(0, [value](Context& context) -> Status {
        context.setOutput(0, value);
        return {};
    });
}

Result<Kernel> makeConstantOfShape(const Node& node, int64_t)
{
    Tensor value = Tensor::scalar(0.0f);
    const auto it = node.attributes.find("value");
    if (it != node.attributes.end() && std::holds_alternative<Tensor>(it->second))
        value = std::get<Tensor>(it->second);
    if (value.size() != 1)
        return nodeError(node, ErrorCode::ShapeMismatch, "value has shape " + shapeText(value.shape()) + ", not [1]");
    return needsInputs(1, [value](Context& context) -> Status {
        QS_ASSIGN(Tensor y, allocateChecked(context, value.type(), toInts(context.input(0))));
        visitSize(elementSize(y.type()), [&](auto tag) {
            using T = typename decltype(tag)::Type;
            std::fill_n(y.data<T>(), y.size(), value.data<T>()[0]);
        });
        context.setOutput(0, std::move(y));
        return {};
    });
}

template <class T>
Status makeRangeOf(Context& context)
{
    const T start = context.input(0).data<T>()[0];
    const T limit = context.input(1).data<T>()[0];
    const T delta = context.input(2).data<T>()[0];
    const double count = std::ceil((static_cast<double>(limit) - static_cast<double>(start)) / static_cast<double>(delta));
    if (delta == T(0) || std::isnan(count))
        return context.error(ErrorCode::InvalidArgument, "the step is 0 or a limit is no number");
    if (count > 1e15)
        return context.error(ErrorCode::ResourceExhausted, "the range is endless");
    QS_ASSIGN(Tensor y, allocateChecked(context, context.input(0).type(), {static_cast<int64_t>(std::max(count, 0.0))}));
    for (int64_t i = 0; i < y.size(); ++i) {
        if constexpr (std::is_floating_point_v<T>)
            y.data<T>()[i] = start + static_cast<T>(i) * delta;
        else
            y.data<T>()[i] = static_cast<T>(static_cast<Wrapping<T>>(start) +
                                            static_cast<Wrapping<T>>(i) * static_cast<Wrapping<T>>(delta));
    }
    context.setOutput(0, std::move(y));
    return {};
}

Status runRange(Context& context)
{
    QS_RETURN_IF_ERROR(sameType(context, 0, 1));
    QS_RETURN_IF_ERROR(sameType(context, 0, 2));
    for (size_t i : {0, 1, 2}) {
        if (context.input(i).size() != 1)
            return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " is no scalar");
    }
    return visitType(context.input(0).type(), [&](auto tag) -> Status {
        using T = typename decltype(tag)::Type;
        if constexpr (!std::is_same_v<T, bool>)
            return makeRangeOf<T>(context);
        else
            return context.error(ErrorCode::TypeMismatch, "does not take bool");
    });
}

Status runEyeLike(Context& context)
{
    const Tensor& x = context.input(0);
    if (x.rank() != 2)
        return context.error(ErrorCode::ShapeMismatch, "takes a matrix, got " + shapeText(x.shape()));
    DType type = x.type();
    if (context.node().hasAttribute("dtype")) {
        QS_ASSIGN(type, dtypeOfOnnx(context.node(), context.node().intAttribute("dtype", 1)));
    }
    const int64_t k = context.node().intAttribute("k", 0);
    Tensor y = context.allocate(type, x.shape());
    visitType(type, [&](auto tag) {
        using T = typename decltype(tag)::Type;
        for (int64_t r = 0; r < x.dim(0); ++r)
            for (int64_t c = 0; c < x.dim(1); ++c)
                y.data<T>()[r * x.dim(1) + c] = static_cast<T>(c - r == k);
    });
    context.setOutput(0, std::move(y));
    return {};
}

/// Positions of the elements that are not zero, [rank, count].
Status runNonZero(Context& context)
{
    const Tensor& x = context.input(0);
    std::vector<int64_t> found;
    visitType(x.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        for (int64_t i = 0; i < x.size(); ++i) {
            if (x.data<T>()[i] != T(0))
                found.push_back(i);
        }
    });
    const auto count = static_cast<int64_t>(found.size());
    Tensor y = context.allocate(DType::Int64, {static_cast<int64_t>(x.rank()), count});
    const std::vector<int64_t> strides = rowMajorStrides(x.shape());
    for (size_t d = 0; d < x.rank(); ++d)
        for (int64_t i = 0; i < count; ++i)
            y.data<int64_t>()[static_cast<int64_t>(d) * count + i] =
                found[static_cast<size_t>(i)] / strides[d] % x.dim(d);
    context.setOutput(0, std::move(y));
    return {};
}

Status fillOneHot(Context& context, const std::vector<int64_t>& indices, Shape shape, size_t axis)
{
    const Tensor& values = context.input(2);
    const int64_t depth = shape[axis];
    const int64_t inner = sizeOfRange(shape, axis + 1, shape.size());
    QS_ASSIGN(Tensor y, allocateChecked(context, values.type(), std::move(shape)));
    visitSize(elementSize(values.type()), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        std::fill_n(y.data<T>(), y.size(), values.data<T>()[0]);
        for (size_t i = 0; i < indices.size(); ++i) {
            const int64_t hot = indices[i] < 0 ? indices[i] + depth : indices[i];
            if (hot < 0 || hot >= depth)
                continue; // as ONNX has it: a row without a hot element
            const auto at = static_cast<int64_t>(i);
            y.data<T>()[(at / inner * depth + hot) * inner + at % inner] = values.data<T>()[1];
        }
    });
    context.setOutput(0, std::move(y));
    return {};
}

Status runOneHot(Context& context)
{
    const Tensor& indices = context.input(0);
    if (context.input(1).size() != 1 || context.input(2).size() != 2)
        return context.error(ErrorCode::ShapeMismatch, "takes one depth and two values");
    const int64_t depth = toInts(context.input(1))[0];
    QS_ASSIGN(const size_t axis,
              axisInRange(context, context.node().intAttribute("axis", -1), indices.rank() + 1));
    if (depth < 1)
        return context.error(ErrorCode::InvalidArgument, "the depth is " + std::to_string(depth));
    Shape shape = indices.shape();
    shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), depth);
    return fillOneHot(context, toInts(indices), std::move(shape), axis);
}

} // namespace

std::vector<Registration> generateOperators()
{
    return {
        {"Constant", {makeConstant}},           {"ConstantOfShape", {makeConstantOfShape}},
        {"Range", {kernelOf<runRange, 3>}},     {"EyeLike", {kernelOf<runEyeLike, 1>}},
        {"NonZero", {kernelOf<runNonZero, 1>}}, {"OneHot", {kernelOf<runOneHot, 3>}},
    };
}

std::vector<Registration> shapeOperators()
{
    std::vector<Registration> all = viewOperators();
    const std::vector<Registration> generators = generateOperators();
    all.insert(all.end(), generators.begin(), generators.end());
    return all;
}

} // namespace qscope::ops
