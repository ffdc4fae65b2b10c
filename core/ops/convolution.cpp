// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>
#include <map>

#include "core/kernels/kernels.h"
#include "core/ops/convolution.h"
#include "core/ops/inner_operator.h"
#include "core/ops/integer_sums.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

Status checkConvolution(Context& ctx, bool transposed, int64_t groups)
{
    if (!ctx.has(0) || !ctx.has(1))
        return ctx.error(ErrorCode::InvalidArgument, "needs an input and a weight");
    const Tensor& x = ctx.input(0);
    const Tensor& w = ctx.input(1);
    if (x.type() != DType::Float32 || w.type() != DType::Float32)
        return ctx.error(ErrorCode::TypeMismatch, "only float32 data is supported, this is "
                                                      + std::string(dtypeName(x.type())));
    if (x.rank() < 3 || x.rank() > 5 || w.rank() != x.rank())
        return ctx.error(ErrorCode::ShapeMismatch, "input " + shapeText(x.shape()) + " and weight "
                                                       + shapeText(w.shape()) + " are not both of rank 3 to 5");
    const int64_t channels = transposed ? w.dim(0) : w.dim(1) * groups;
    if (groups < 1 || x.dim(1) != channels || w.dim(0) % groups != 0)
        return ctx.error(ErrorCode::ShapeMismatch, "input " + shapeText(x.shape()) + " has not the channels of weight "
                                                       + shapeText(w.shape()) + " with group = "
                                                       + std::to_string(groups));
    const int64_t outputs = transposed ? w.dim(1) * groups : w.dim(0);
    if (ctx.has(2) && (ctx.input(2).size() != outputs || ctx.input(2).type() != DType::Float32))
        return ctx.error(ErrorCode::ShapeMismatch, "the bias has not one float32 value per output channel");
    return {};
}

/// ConvTranspose: output extents from output_shape or output_padding; pads are adjusted so that both agree.
Status transposedExtents(Context& ctx, Window& window, const Shape& x, Shape& y)
{
    const size_t spatial = window.kernel.size();
    auto extra = ctx.node().intsAttribute("output_padding");
    const auto outputShape = ctx.node().intsAttribute("output_shape");
    if (extra.empty())
        extra.assign(spatial, 0);
    if (extra.size() != spatial || (!outputShape.empty() && outputShape.size() < spatial))
        return ctx.error(ErrorCode::InvalidArgument, "output_padding or output_shape has the wrong length");
    const bool same = window.autoPad == "SAME_UPPER" || window.autoPad == "SAME_LOWER";
    for (size_t i = 0; i < spatial; ++i) {
        const int64_t full = window.strides[i] * (x[i + 2] - 1) + extra[i] + (window.kernel[i] - 1) * window.dilations[i] + 1;
        int64_t out = full - window.padBegin[i] - window.padEnd[i];
        if (!outputShape.empty() || same) {
            out = outputShape.empty() ? x[i + 2] * window.strides[i]
                                      : outputShape[outputShape.size() - spatial + i];
            const int64_t total = full - out;
            const bool upper = window.autoPad == "SAME_UPPER";
            window.padBegin[i] = upper ? total / 2 : total - total / 2;
            window.padEnd[i] = total - window.padBegin[i];
        }
        window.padEnd[i] -= extra[i]; // oneDNN: the output is what the padding leaves
        if (out < 1)
            return ctx.error(ErrorCode::ShapeMismatch, "the output would be empty for input " + shapeText(x));
        y.push_back(out);
    }
    return {};
}

Result<ConvolutionGeometry> transposedGeometry(Context& ctx, int64_t groups, const Shape& x, const Shape& w)
{
    QS_ASSIGN(Window window, Window::read(ctx, x.size() - 2, {w.begin() + 2, w.end()}));
    Shape y{x[0], w[1] * groups};
    QS_RETURN_IF_ERROR(transposedExtents(ctx, window, x, y));
    return ConvolutionGeometry{
        {window.strides, window.dilations, window.padBegin, window.padEnd, groups, true, ctx.sums != nullptr, {}}, std::move(y)};
}

Status directExtents(Context& ctx, Window& window, const Shape& x, Shape& y)
{
    window.resolvePadding(x);
    for (size_t i = 0; i < window.kernel.size(); ++i) {
        y.push_back(window.outputExtent(i, x[i + 2]));
        if (y.back() < 1)
            return ctx.error(ErrorCode::ShapeMismatch, "the kernel is larger than the padded input " + shapeText(x));
    }
    return {};
}

} // namespace

Result<ConvolutionGeometry> directGeometry(Context& ctx, int64_t groups, const Shape& x, const Shape& w)
{
    QS_ASSIGN(Window window, Window::read(ctx, x.size() - 2, {w.begin() + 2, w.end()}));
    Shape y{x[0], w[0]};
    QS_RETURN_IF_ERROR(directExtents(ctx, window, x, y));
    return ConvolutionGeometry{
        {window.strides, window.dilations, window.padBegin, window.padEnd, groups, false, ctx.sums != nullptr, {}}, std::move(y)};
}

kernels::Finish finishOf(const Node& node)
{
    kernels::Finish finish;
    finish.addsToOutput = node.inputs.size() > 3;
    const std::string op = node.stringAttribute(FusedActivation, "");
    if (op.empty())
        return finish;
    using kernels::Activation;
    const std::map<std::string, Activation> kinds = {{"Relu", Activation::Relu},
                                                     {"LeakyRelu", Activation::LeakyRelu},
                                                     {"Clip", Activation::Clip},
                                                     {"QuickGelu", Activation::Swish},
                                                     {"HardSwish", Activation::HardSwish}};
    finish.activation = kinds.at(op);
    finish.alpha = node.floatAttribute(FusedAlpha, 0);
    finish.beta = node.floatAttribute(FusedBeta, 0);
    return finish;
}

kernels::Workspace workspaceOf(Context& ctx)
{
    constexpr size_t MostKept = size_t(24) << 20;
    return [&ctx](size_t bytes) { return bytes > MostKept ? std::make_shared<Buffer>(bytes) : ctx.pool().take(bytes); };
}

Result<Tensor> memoryForSum(Context& ctx, size_t summandInput, const Shape& y)
{
    const Tensor& summand = ctx.input(summandInput);
    if (summand.layout() != preferredLayout(y)) {
        QS_ASSIGN(const Tensor moved, channelsLastInput(ctx, summand));
        return asLayout(moved, preferredLayout(y));
    }
    Tensor out = ctx.reuseOrAllocate(summandInput);
    if (out.buffer() != summand.buffer())
        std::memcpy(out.rawData(), summand.rawData(), summand.bytes());
    return out;
}

namespace {

/// What the engine makes a convolution do at its end (see run::planSteps): add input 3, and an activation. The operators
/// do it where the summand has another shape than the result.
struct ConvolutionEnd {
    kernels::Finish finish;
    InnerOperator add, activation;

    static Result<ConvolutionEnd> read(const Node& node)
    {
        ConvolutionEnd end;
        end.finish = finishOf(node);
        if (end.finish.addsToOutput) {
            QS_ASSIGN(end.add, InnerOperator::make(node, "Add", {}));
        }
        const std::string op = node.stringAttribute(FusedActivation, "");
        if (op.empty())
            return end;
        InnerOperator::Attributes attributes;
        if (op == "Clip")
            attributes = {{"min", end.finish.alpha}, {"max", end.finish.beta}};
        else if (op == "LeakyRelu" || op == "QuickGelu")
            attributes = {{"alpha", end.finish.alpha}};
        QS_ASSIGN(end.activation, InnerOperator::make(node, op, attributes, op == "Clip" ? 10 : 17,
                                                      op == "QuickGelu" ? "com.microsoft" : ""));
        return end;
    }
};

/// A kernel for the shapes seen last.
struct PreparedConvolution {
    Shape lastX, lastW;
    Shape y;
    bool separate = false; ///< the end is left to the operators
    std::shared_ptr<kernels::Convolution> kernel;
    kernels::ConvolutionSpec spec = {}; ///< the kernel's
};

struct ConvolutionKernel {
    bool transposed;
    ConvolutionEnd end;
    PreparedConvolution onValues, onIntegers;

    bool isSeparate(const Context& ctx, const Shape& y) const
    {
        return end.finish.addsToOutput && ctx.input(3).shape() != y;
    }

    Status prepare(Context& ctx, int64_t groups, PreparedConvolution& prepared)
    {
        const Shape& x = ctx.input(0).shape();
        const Shape& w = ctx.input(1).shape();
        const bool known = prepared.kernel && x == prepared.lastX && w == prepared.lastW;
        if (known && (ctx.sums || isSeparate(ctx, prepared.y) == prepared.separate))
            return {};
        QS_ASSIGN(ConvolutionGeometry geometry, transposed ? transposedGeometry(ctx, groups, x, w)
                                                           : directGeometry(ctx, groups, x, w));
        prepared.y = std::move(geometry.y);
        // Sums of integers are scaled before anything else happens to them.
        prepared.separate = ctx.sums || isSeparate(ctx, prepared.y);
        geometry.spec.finish = prepared.separate ? kernels::Finish() : end.finish;
        if (!prepared.kernel || geometry.spec != prepared.spec) // else it knows several shapes, and the packed weight
            prepared.kernel = std::make_shared<kernels::Convolution>(geometry.spec);
        prepared.spec = std::move(geometry.spec);
        prepared.lastX = x;
        prepared.lastW = w;
        return {};
    }

    Status operator()(Context& ctx)
    {
        const int64_t groups = ctx.node().intAttribute("group", 1);
        QS_RETURN_IF_ERROR(checkConvolution(ctx, transposed, groups));
        PreparedConvolution& prepared = ctx.sums ? onIntegers : onValues;
        QS_RETURN_IF_ERROR(prepare(ctx, groups, prepared));
        QS_ASSIGN(const Tensor x, channelsLastInput(ctx, ctx.input(0)));
        const Tensor w = toPlain(ctx.input(1));
        QS_ASSIGN(Tensor out, outputFor(ctx, prepared));
        const Status status = prepared.kernel->run(x, w, biasInSums(ctx), out, workspaceOf(ctx));
        if (!status.ok())
            return ctx.error(status.error().code, status.error().message);
        if (ctx.sums)
            QS_RETURN_IF_ERROR(scaleSums(ctx, ctx.sums->unit, 1, biasBehindSums(ctx), out));
        if (prepared.separate && end.finish.addsToOutput) {
            QS_ASSIGN(out, end.add.run(ctx, {out, ctx.input(3)}));
        }
        if (prepared.separate && end.activation.valid()) {
            QS_ASSIGN(out, end.activation.run(ctx, {out}));
        }
        ctx.setOutput(0, std::move(out));
        return {};
    }

    /// Memory for the result, filled with the summand if there is one.
    Result<Tensor> outputFor(Context& ctx, const PreparedConvolution& prepared) const
    {
        if (!end.finish.addsToOutput || prepared.separate)
            return ctx.allocate(DType::Float32, prepared.y, preferredLayout(prepared.y));
        return memoryForSum(ctx, 3, prepared.y);
    }
};

Result<Kernel> makeConv(const Node& node, int64_t)
{
    QS_ASSIGN(ConvolutionEnd end, ConvolutionEnd::read(node));
    return Kernel(ConvolutionKernel{false, std::move(end), {}, {}});
}

Result<Kernel> makeConvTranspose(const Node&, int64_t)
{
    return Kernel(ConvolutionKernel{true, {}, {}, {}});
}

} // namespace

std::vector<Registration> convolutionOperators()
{
    return {{"Conv", {makeConv, true}}, {"ConvTranspose", {makeConvTranspose, true}}};
}

} // namespace qscope::ops
