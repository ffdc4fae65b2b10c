// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/kernels/kernels.h"
#include "core/ops/context.h"

namespace qscope::ops {

namespace {

Status requireFloat(Context& ctx, size_t count)
{
    for (size_t i = 0; i < count; ++i) {
        if (!ctx.has(i))
            return ctx.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
        if (ctx.input(i).type() != DType::Float32)
            return ctx.error(ErrorCode::TypeMismatch, "only float32 data is supported, input " + std::to_string(i)
                                                          + " is " + std::string(dtypeName(ctx.input(i).type())));
    }
    return {};
}

Status named(Context& ctx, const Status& status)
{
    return status.ok() ? status : Status(ctx.error(status.error().code, status.error().message));
}

int64_t product(const Shape& shape, size_t first, size_t last)
{
    int64_t p = 1;
    for (size_t i = first; i < last; ++i)
        p *= shape[i];
    return p;
}

/// Softmax and LogSoftmax. Before opset 13 all dimensions from `axis` on are one row.
struct SoftmaxKernel {
    int64_t opset;
    std::shared_ptr<kernels::Softmax> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(requireFloat(ctx, 1));
        const Tensor& x = ctx.input(0);
        const auto rank = static_cast<int64_t>(x.rank());
        int64_t axis = ctx.node().intAttribute("axis", opset < 13 ? 1 : -1);
        axis += axis < 0 ? rank : 0;
        const bool coerced = opset < 13;
        if (rank == 0 || axis < 0 || axis > rank || (!coerced && axis == rank))
            return ctx.error(ErrorCode::InvalidArgument, "axis is outside the input " + shapeText(x.shape()));
        const auto a = static_cast<size_t>(axis);
        Tensor y = ctx.reuseOrAllocate(0);
        if (x.size() > 0) {
            const int64_t outer = product(x.shape(), 0, a);
            const int64_t n = coerced ? product(x.shape(), a, x.rank()) : x.dim(a);
            const int64_t inner = coerced ? 1 : product(x.shape(), a + 1, x.rank());
            QS_RETURN_IF_ERROR(named(ctx, kernel->run(x, outer, n, inner, y)));
        }
        ctx.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeSoftmax(const Node&, int64_t opset)
{
    return Kernel(SoftmaxKernel{opset, std::make_shared<kernels::Softmax>(false)});
}

Result<Kernel> makeLogSoftmax(const Node&, int64_t opset)
{
    return Kernel(SoftmaxKernel{opset, std::make_shared<kernels::Softmax>(true)});
}

/// LayerNormalization, opset 17; also com.microsoft. Only the first output.
struct LayerNormKernel {
    std::shared_ptr<kernels::LayerNorm> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(requireFloat(ctx, 2));
        for (size_t i = 1; i < ctx.outputs.size(); ++i) {
            if (ctx.node().outputs[i].valid())
                return ctx.error(ErrorCode::Unsupported, "the outputs Mean and InvStdDev are not supported");
        }
        const Tensor& x = ctx.input(0);
        const auto rank = static_cast<int64_t>(x.rank());
        int64_t axis = ctx.node().intAttribute("axis", -1);
        axis += axis < 0 ? rank : 0;
        if (axis < 0 || axis >= rank)
            return ctx.error(ErrorCode::InvalidArgument, "axis is outside the input " + shapeText(x.shape()));
        const int64_t n = product(x.shape(), static_cast<size_t>(axis), x.rank());
        Tensor shift = ctx.has(2) ? ctx.input(2) : Tensor(DType::Float32, {n});
        if (!ctx.has(2))
            std::fill_n(shift.data<float>(), n, 0.F);
        if (ctx.input(1).size() != n || shift.size() != n)
            return ctx.error(ErrorCode::ShapeMismatch, "scale " + shapeText(ctx.input(1).shape())
                                                           + " does not fit the normalized part of "
                                                           + shapeText(x.shape()));
        Tensor y = ctx.reuseOrAllocate(0);
        if (n > 0 && x.size() > 0)
            QS_RETURN_IF_ERROR(named(ctx, kernel->run(x, x.size() / n, n, ctx.input(1), shift, y)));
        ctx.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeLayerNorm(const Node& node, int64_t)
{
    return Kernel(LayerNormKernel{std::make_shared<kernels::LayerNorm>(node.floatAttribute("epsilon", 1e-5F))});
}

/// BatchNormalization with stored statistics.
struct BatchNormKernel {
    std::shared_ptr<kernels::BatchNorm> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(requireFloat(ctx, 5));
        const Tensor& x = ctx.input(0);
        if (x.rank() < 2 || x.rank() > 5)
            return ctx.error(ErrorCode::ShapeMismatch, "needs an input of rank 2 to 5, this is " + shapeText(x.shape()));
        for (size_t i = 1; i < 5; ++i) {
            if (ctx.input(i).size() != x.dim(1))
                return ctx.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i)
                                                               + " has not one value per channel of "
                                                               + shapeText(x.shape()));
        }
        Tensor y = ctx.reuseOrAllocate(0);
        if (x.size() > 0)
            QS_RETURN_IF_ERROR(
                named(ctx, kernel->run(x, ctx.input(1), ctx.input(2), ctx.input(3), ctx.input(4), y)));
        ctx.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeBatchNorm(const Node& node, int64_t)
{
    if (node.intAttribute("training_mode", 0) != 0)
        return Error{ErrorCode::Unsupported, "BatchNormalization in training mode is not supported", node.name};
    return Kernel(BatchNormKernel{std::make_shared<kernels::BatchNorm>(node.floatAttribute("epsilon", 1e-5F))});
}

/// InstanceNormalization: every channel of every sample by its own mean and variance, summed in double.
Status instanceNorm(Context& ctx, float epsilon)
{
    QS_RETURN_IF_ERROR(requireFloat(ctx, 3));
    const Tensor& x = ctx.input(0);
    if (x.rank() < 3 || ctx.input(1).size() != x.dim(1) || ctx.input(2).size() != x.dim(1))
        return ctx.error(ErrorCode::ShapeMismatch, "scale and bias have not one value per channel of "
                                                       + shapeText(x.shape()));
    Tensor y = ctx.reuseOrAllocate(0);
    const int64_t channels = x.dim(1);
    const int64_t rows = x.dim(0) * channels;
    const int64_t n = rows == 0 ? 0 : x.size() / rows;
    const float* scale = ctx.input(1).data<float>();
    const float* bias = ctx.input(2).data<float>();
#pragma omp parallel for schedule(static)
    for (int64_t r = 0; r < rows; ++r) {
        const float* in = x.data<float>() + r * n;
        float* out = y.data<float>() + r * n;
        double sum = 0;
        for (int64_t i = 0; i < n; ++i)
            sum += in[i];
        const double mean = sum / static_cast<double>(n);
        double squares = 0;
        for (int64_t i = 0; i < n; ++i)
            squares += (in[i] - mean) * (in[i] - mean);
        const double inverse = 1.0 / std::sqrt(squares / static_cast<double>(n) + epsilon);
        const auto a = static_cast<float>(scale[r % channels] * inverse);
        const auto b = static_cast<float>(bias[r % channels] - mean * scale[r % channels] * inverse);
        for (int64_t i = 0; i < n; ++i)
            out[i] = in[i] * a + b;
    }
    ctx.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeInstanceNorm(const Node& node, int64_t)
{
    const float epsilon = node.floatAttribute("epsilon", 1e-5F);
    return Kernel([epsilon](Context& ctx) { return instanceNorm(ctx, epsilon); });
}

} // namespace

std::vector<Registration> normalizationOperators()
{
    return {{"Softmax", {makeSoftmax, false}},
            {"LogSoftmax", {makeLogSoftmax, false}},
            {"LayerNormalization", {makeLayerNorm, false}},
            {"BatchNormalization", {makeBatchNorm, true}},
            {"InstanceNormalization", {makeInstanceNorm, false}}};
}

} // namespace qscope::ops
