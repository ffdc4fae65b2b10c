// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/quantized.h"
#include "core/ops/quantized_grid.h"

namespace qscope::ops {

namespace {

struct LinearAttributes {
    int64_t axis = 1;
    int64_t blockSize = 0;
    bool wantsTarget = false; ///< output_dtype is there
    QuantTarget target;
};

Result<LinearAttributes> readAttributes(const Node& node)
{
    LinearAttributes a;
    a.axis = node.intAttribute("axis", 1);
    a.blockSize = node.intAttribute("block_size", 0);
    if (a.blockSize < 0)
        return nodeError(node, ErrorCode::InvalidArgument, "block_size is negative");
    a.target.saturate = node.intAttribute("saturate", 1) != 0;
    const int64_t type = node.intAttribute("output_dtype", 0);
    a.wantsTarget = type != 0;
    a.target.float8 = float8OfOnnx(type);
    if (a.target.float8) {
        a.target.type = DType::Float32;
    } else if (a.wantsTarget) {
        QS_ASSIGN(a.target.type, dtypeOfOnnx(node, type));
    }
    return a;
}

/// The type of the zero point decides, then output_dtype. An 8-bit float zero point is Float32 here, so that its
/// format has to come from output_dtype, which the reader fills in.
Status runQuantize(Context& context, const LinearAttributes& attributes)
{
    const Tensor x = castTo(context.input(0), DType::Float32);
    QS_ASSIGN(const QuantGrid grid, readGrid(context, 0, 1, attributes.axis, attributes.blockSize));
    QuantTarget target = attributes.target;
    if (context.has(2) && !target.float8) {
        if (attributes.wantsTarget && context.input(2).type() != target.type)
            return context.error(ErrorCode::TypeMismatch, "has a zero point of type "
                                                              + std::string(dtypeName(context.input(2).type()))
                                                              + " but output_dtype "
                                                              + std::string(dtypeName(target.type)));
        target.type = context.input(2).type();
    }
    Tensor y = context.allocate(target.type, x.shape());
    QS_RETURN_IF_ERROR(quantize(context, x, grid, target, y));
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeQuantize(const Node& node, int64_t)
{
    QS_ASSIGN(const LinearAttributes attributes, readAttributes(node));
    return needsInputs(2, [attributes](Context& context) { return runQuantize(context, attributes); });
}

Result<Kernel> makeDequantize(const Node& node, int64_t)
{
    QS_ASSIGN(const LinearAttributes attributes, readAttributes(node));
    return needsInputs(2, [attributes](Context& context) -> Status {
        const DType type = context.input(0).type();
        if (type == DType::Float64 || type == DType::Bool)
            return context.error(ErrorCode::TypeMismatch, std::string(dtypeName(type)) + " is not a quantized type");
        QS_ASSIGN(const QuantGrid grid, readGrid(context, 0, 1, attributes.axis, attributes.blockSize));
        context.setOutput(0, dequantize(context, context.input(0), grid));
        return {};
    });
}

Status runDynamicQuantize(Context& context)
{
    const Tensor& x = context.input(0);
    if (x.type() != DType::Float32 || context.outputs.size() < 3)
        return context.error(ErrorCode::TypeMismatch, "takes float32 and has three outputs");
    const QuantGrid grid = dynamicGrid(x);
    Tensor y = context.allocate(DType::UInt8, x.shape());
    QS_RETURN_IF_ERROR(quantize(context, x, grid, {}, y));
    context.setOutput(0, std::move(y));
    context.setOutput(1, Tensor::scalar(grid.scales[0]));
    context.setOutput(2, Tensor::scalar(static_cast<uint8_t>(grid.zeros[0])));
    return {};
}

Result<Kernel> makeDynamicQuantize(const Node&, int64_t) { return needsInputs(1, runDynamicQuantize); }

} // namespace

QuantGrid dynamicGrid(const Tensor& x)
{
    float low = 0.0F, high = 0.0F;
    for (float v : x.span<float>()) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    const float scale = high > low ? (high - low) / 255.0F : 1.0F;
    const float zero = std::nearbyint(-low / scale);
    return QuantGrid::single(scale, zero >= 0.0F ? std::min(zero, 255.0F) : 0.0F); // NaN when the range is infinite
}

std::vector<Registration> quantizedLinearOperators()
{
    return {
        {"QuantizeLinear", {makeQuantize}},
        {"DequantizeLinear", {makeDequantize}},
        {"DynamicQuantizeLinear", {makeDynamicQuantize}},
        {"com.microsoft.QuantizeLinear", {makeQuantize}},
        {"com.microsoft.DequantizeLinear", {makeDequantize}},
    };
}

std::vector<Registration> quantizedOperators()
{
    std::vector<Registration> all;
    for (auto family : {quantizedLinearOperators, quantizedMatMulOperators, quantizedConvolutionOperators,
                        quantizedMicrosoftOperators}) {
        const auto list = family();
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace qscope::ops
