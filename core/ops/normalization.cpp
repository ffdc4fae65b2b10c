// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/kernels/kernels.h"
#include "core/ops/checks.h"
#include "core/ops/normalization.h"
#include "core/ops/reduction_loops.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// Inputs 0 to count - 1 are there; the first is floating point and the others are of its type.
Status requireFloat(Context& ctx, size_t count)
{
    for (size_t i = 0; i < count; ++i) {
        if (!ctx.has(i))
            return ctx.error(ErrorCode::InvalidArgument, "input " + std::to_string(i) + " is missing");
        QS_RETURN_IF_ERROR(sameType(ctx, 0, i));
    }
    return isFloating(ctx.input(0).type()) ? Status() : Status(typeError(ctx, ctx.input(0).type()));
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
    bool logarithm;
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
            if (x.type() == DType::Float64)
                plainSoftmax(x, outer, n, inner, logarithm, y);
            else
                QS_RETURN_IF_ERROR(named(ctx, kernel->run(x, outer, n, inner, y)));
        }
        ctx.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeSoftmax(const Node&, int64_t opset)
{
    return Kernel(SoftmaxKernel{opset, false, std::make_shared<kernels::Softmax>(false)});
}

Result<Kernel> makeLogSoftmax(const Node&, int64_t opset)
{
    return Kernel(SoftmaxKernel{opset, true, std::make_shared<kernels::Softmax>(true)});
}

/// LayerNormalization, opset 17; also com.microsoft.
struct LayerNormKernel {
    float epsilon;
    std::shared_ptr<kernels::LayerNorm> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(requireFloat(ctx, 2));
        const Tensor& x = ctx.input(0);
        const auto rank = static_cast<int64_t>(x.rank());
        int64_t axis = ctx.node().intAttribute("axis", -1);
        axis += axis < 0 ? rank : 0;
        if (axis < 0 || axis >= rank)
            return ctx.error(ErrorCode::InvalidArgument, "axis is outside the input " + shapeText(x.shape()));
        const int64_t n = product(x.shape(), static_cast<size_t>(axis), x.rank());
        if (ctx.has(2))
            QS_RETURN_IF_ERROR(sameType(ctx, 0, 2));
        if (ctx.input(1).size() != n || (ctx.has(2) && ctx.input(2).size() != n))
            return ctx.error(ErrorCode::ShapeMismatch, "scale " + shapeText(ctx.input(1).shape())
                                                           + " does not fit the normalized part of "
                                                           + shapeText(x.shape()));
        if (n > 0 && (x.type() != DType::Float32 || wantsOutput(ctx, 1) || wantsOutput(ctx, 2)))
            return plainLayerNorm(ctx, x.size() / n, n, static_cast<double>(epsilon));
        Tensor shift = ctx.has(2) ? ctx.input(2) : Tensor(DType::Float32, {n});
        if (!ctx.has(2))
            std::fill_n(shift.data<float>(), n, 0.F);
        Tensor y = ctx.reuseOrAllocate(0);
        if (n > 0 && x.size() > 0)
            QS_RETURN_IF_ERROR(named(ctx, kernel->run(x, x.size() / n, n, ctx.input(1), shift, y)));
        ctx.setOutput(0, std::move(y));
        return {};
    }
};

Result<Kernel> makeLayerNorm(const Node& node, int64_t)
{
    const float epsilon = node.floatAttribute("epsilon", 1e-5F);
    return Kernel(LayerNormKernel{epsilon, std::make_shared<kernels::LayerNorm>(epsilon)});
}

/// (x - mean) / sqrt(variance + epsilon) * scale + shift in float64, x as [outer, channels, inner]; then perhaps a Relu.
void plainBatchNorm(const Context& ctx, double epsilon, bool relu, Tensor& y)
{
    const auto parameter = [&](size_t i, int64_t c) { return ctx.input(i).data<double>()[c]; };
    const Tensor x = toPlain(ctx.input(0));
    const int64_t channels = ctx.input(1).size();
    const int64_t inner = x.size() / (x.dim(0) * channels);
    for (int64_t i = 0; i < x.size(); ++i) {
        const int64_t c = i / inner % channels;
        y.data<double>()[i] = (x.data<double>()[i] - parameter(3, c)) / std::sqrt(parameter(4, c) + epsilon)
                                  * parameter(1, c)
                              + parameter(2, c);
        if (relu && y.data<double>()[i] < 0)
            y.data<double>()[i] = 0;
    }
}

/// BatchNormalization with stored statistics.
struct BatchNormKernel {
    float epsilon;
    bool perElement; ///< spatial = 0 before opset 9: a parameter for every element of a sample
    bool relu;       ///< joined to it
    std::shared_ptr<kernels::BatchNorm> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(requireFloat(ctx, 5));
        const Shape shape = ctx.input(0).shape();
        if (shape.size() < 2)
            return ctx.error(ErrorCode::ShapeMismatch, "has no channels in " + shapeText(shape));
        // oneDNN knows up to three spatial dimensions, and none of them matters here.
        if (perElement || shape.size() > 5)
            ctx.inputs[0] = toPlain(ctx.input(0)).reshaped(folded(shape));
        const Tensor& x = ctx.input(0);
        for (size_t i = 1; i < 5; ++i) {
            if (ctx.input(i).size() != x.dim(1))
                return ctx.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i)
                                                               + " has not one value per channel of "
                                                               + shapeText(shape));
        }
        Tensor y = x.type() == DType::Float64 ? ctx.allocate(DType::Float64, x.shape()) : ctx.reuseOrAllocate(0);
        if (x.size() > 0 && x.type() == DType::Float64)
            plainBatchNorm(ctx, static_cast<double>(epsilon), relu, y);
        else if (x.size() > 0)
            QS_RETURN_IF_ERROR(named(ctx, kernel->run(x, flat(ctx, 1), flat(ctx, 2), flat(ctx, 3), flat(ctx, 4), y)));
        ctx.setOutput(0, y.shape() == shape ? std::move(y) : y.reshaped(shape));
        return {};
    }

private:
    Shape folded(const Shape& shape) const
    {
        const int64_t positions = product(shape, 2, shape.size());
        return perElement ? Shape{shape[0], shape[1] * positions} : Shape{shape[0], shape[1], positions};
    }
    static Tensor flat(const Context& ctx, size_t i) { return ctx.input(i).reshaped({ctx.input(i).size()}); }
};

Result<Kernel> makeBatchNorm(const Node& node, int64_t opset)
{
    if (node.intAttribute("training_mode", 0) != 0 || (opset < 7 && node.intAttribute("is_test", 0) == 0))
        return Error{ErrorCode::Unsupported, "BatchNormalization in training mode is not supported", node.name};
    const float epsilon = node.floatAttribute("epsilon", 1e-5F);
    const bool perElement = opset < 9 && node.intAttribute("spatial", 1) == 0;
    const bool relu = node.stringAttribute(FusedActivation, "") == "Relu";
    return Kernel(BatchNormKernel{epsilon, perElement, relu, std::make_shared<kernels::BatchNorm>(epsilon, relu)});
}

double sumOf(const float* x, int64_t n) { return loops::sum(x, n); }
double sumOf(const double* x, int64_t n) { return std::accumulate(x, x + n, 0.0); }

double squaresAround(const float* x, int64_t n, double centre) { return loops::sumOfSquaredDifferences(x, n, centre); }
double squaresAround(const double* x, int64_t n, double centre)
{
    return std::accumulate(x, x + n, 0.0, [centre](double sum, double v) { return sum + (v - centre) * (v - centre); });
}

void scaleAndShift(const float* x, float* y, int64_t n, double factor, double summand)
{
    loops::scaleAndShift(x, y, n, static_cast<float>(factor), static_cast<float>(summand));
}
void scaleAndShift(const double* x, double* y, int64_t n, double factor, double summand)
{
    std::transform(x, x + n, y, [=](double v) { return v * factor + summand; });
}

template <class T>
void normaliseInstances(const Context& ctx, float epsilon, Tensor& y)
{
    const Tensor& x = ctx.input(0);
    const int64_t channels = x.dim(1);
    const int64_t rows = x.dim(0) * channels;
    const int64_t n = rows == 0 ? 0 : x.size() / rows;
    const T* scale = ctx.input(1).data<T>();
    const T* bias = ctx.input(2).data<T>();
    constexpr int64_t PassesOverIt = 3;
    parallelItems(rows, PassesOverIt * n, [&](int64_t r) {
        const T* in = x.data<T>() + r * n;
        const auto count = static_cast<double>(n);
        const double mean = sumOf(in, n) / count;
        const double inverse = 1.0 / std::sqrt(squaresAround(in, n, mean) / count + epsilon);
        const double factor = scale[r % channels] * inverse;
        scaleAndShift(in, y.data<T>() + r * n, n, factor, bias[r % channels] - mean * factor);
    });
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
    if (x.type() == DType::Float32)
        normaliseInstances<float>(ctx, epsilon, y);
    else
        normaliseInstances<double>(ctx, epsilon, y);
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
    std::vector<Registration> list = {{"Softmax", {makeSoftmax, false}},
                                      {"LogSoftmax", {makeLogSoftmax, false}},
                                      {"LayerNormalization", {makeLayerNorm, false}},
                                      {"BatchNormalization", {makeBatchNorm, true}},
                                      {"InstanceNormalization", {makeInstanceNorm, false}}};
    const std::vector<Registration> plain = plainNormalizationOperators();
    list.insert(list.end(), plain.begin(), plain.end());
    return list;
}

} // namespace qscope::ops
