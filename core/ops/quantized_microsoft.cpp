// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/checks.h"
#include "core/ops/inner_operator.h"
#include "core/ops/quantized.h"

/// Quantized operators of ONNX Runtime that are a float operator between DequantizeLinear and QuantizeLinear.
namespace qscope::ops {

namespace {

/// Where the scale of a result is, its zero point behind it.
Status setQuantized(Context& context, const Tensor& x, size_t scale, DType fallback)
{
    QS_ASSIGN(const QuantGrid grid, readSingleGrid(context, scale));
    const DType type = context.has(scale + 1) ? context.input(scale + 1).type() : fallback;
    const Tensor plain = toPlain(x);
    Tensor y = context.allocate(type, plain.shape());
    QS_RETURN_IF_ERROR(quantize(context, plain, grid, {type, {}, true}, y));
    context.setOutput(0, std::move(y));
    return {};
}

/// Input i with the scale at i + 1 and the zero point at i + 2.
Result<Tensor> dequantized(Context& context, size_t i)
{
    const DType type = context.input(i).type();
    if (type != DType::UInt8 && type != DType::Int8 && type != DType::UInt16 && type != DType::Int16)
        return context.error(ErrorCode::TypeMismatch, "input " + std::to_string(i) + " is "
                                                          + std::string(dtypeName(type)) + ", not a quantized type");
    QS_ASSIGN(const QuantGrid grid, readSingleGrid(context, i + 1));
    return dequantize(context, context.input(i), grid);
}

/// Whether the zero point of a sum is of the summands' type, or left out.
bool hasTypeOfResult(const Context& context)
{
    return !context.has(7) || context.input(7).type() == context.input(0).type();
}

/// QLinearAdd and the like. Inputs: `operands` times (x, scale, zero point), then the result's scale and zero point.
struct BetweenGrids {
    InnerOperator inner;
    size_t operands;

    Status operator()(Context& context) const
    {
        const DType type = context.input(0).type();
        const bool isByte = type == DType::UInt8 || type == DType::Int8;
        if (context.node().op == "QLinearAdd" && isByte && context.input(3).type() == type && hasTypeOfResult(context))
            return addQuantized(context);
        std::vector<Tensor> floats;
        for (size_t i = 0; i < operands; ++i) {
            QS_ASSIGN(Tensor x, dequantized(context, 3 * i));
            floats.push_back(std::move(x));
        }
        QS_ASSIGN(const Tensor y, inner.run(context, std::move(floats)));
        return setQuantized(context, y, 3 * operands, context.input(0).type());
    }
};

InnerOperator::Attributes without(const Node& node, std::string_view name)
{
    InnerOperator::Attributes attributes = node.attributes;
    if (const auto it = attributes.find(name); it != attributes.end())
        attributes.erase(it);
    return attributes;
}

template <size_t Operands>
Result<Kernel> makeBetween(const Node& node, int64_t)
{
    if (node.intAttribute("channels_last", 0) != 0)
        return nodeError(node, ErrorCode::Unsupported, "channels_last is not supported");
    const std::string op = node.op.substr(std::string_view("QLinear").size());
    QS_ASSIGN(InnerOperator inner, InnerOperator::make(node, op, without(node, "channels_last"),
                                                           node.intAttribute("opset", 17)));
    return needsInputs(2, [kernel = BetweenGrids{std::move(inner), Operands}](Context& context) {
        for (size_t i = 0; i < Operands; ++i) {
            if (!context.has(3 * i) || !context.has(3 * i + 1))
                return Status(context.error(ErrorCode::InvalidArgument,
                                            "input " + std::to_string(3 * i) + " or its scale is missing"));
        }
        return kernel(context);
    });
}

/// Y_scale, Y_zero_point, then (x, scale, zero point) of every part.
Result<Kernel> makeLinearConcat(const Node& node, int64_t)
{
    QS_ASSIGN(InnerOperator inner, InnerOperator::make(node, "Concat", node.attributes));
    return needsInputs(5, [inner = std::move(inner)](Context& context) -> Status {
        std::vector<Tensor> parts;
        for (size_t i = 2; i < context.inputCount(); i += 3) {
            if (!context.has(i) || !context.has(i + 1))
                return context.error(ErrorCode::InvalidArgument, "part " + std::to_string((i - 2) / 3)
                                                                     + " or its scale is missing");
            QS_ASSIGN(Tensor part, dequantized(context, i));
            parts.push_back(std::move(part));
        }
        QS_ASSIGN(const Tensor y, inner.run(context, std::move(parts)));
        return setQuantized(context, y, 0, context.input(2).type());
    });
}

} // namespace

std::vector<Registration> quantizedMicrosoftOperators()
{
    return {
        {"com.microsoft.QLinearAdd", {makeBetween<2>}},
        {"com.microsoft.QLinearMul", {makeBetween<2>}},
        {"com.microsoft.QLinearSigmoid", {makeBetween<1>}},
        {"com.microsoft.QLinearLeakyRelu", {makeBetween<1>}},
        {"com.microsoft.QLinearAveragePool", {makeBetween<1>}},
        {"com.microsoft.QLinearGlobalAveragePool", {makeBetween<1>}},
        {"com.microsoft.QLinearSoftmax", {makeBetween<1>}},
        {"com.microsoft.QLinearConcat", {makeLinearConcat}},
    };
}

} // namespace qscope::ops
