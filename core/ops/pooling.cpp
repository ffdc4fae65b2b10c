// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/kernels.h"
#include "core/ops/context.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

Status checkPooling(Context& ctx)
{
    if (!ctx.has(0) || ctx.input(0).rank() < 3 || ctx.input(0).rank() > 5)
        return ctx.error(ErrorCode::ShapeMismatch, "needs an input of rank 3 to 5");
    if (ctx.input(0).type() != DType::Float32)
        return ctx.error(ErrorCode::TypeMismatch, "only float32 data is supported, this is "
                                                      + std::string(dtypeName(ctx.input(0).type())));
    if (ctx.outputs.size() > 1 && ctx.node().outputs[1].valid())
        return ctx.error(ErrorCode::Unsupported, "the second output (Indices) is not supported");
    return {};
}

Status runPooling(Context& ctx, kernels::Pooling& kernel, const Shape& y)
{
    QS_ASSIGN(const Tensor x, channelsLastInput(ctx, ctx.input(0)));
    Tensor out = ctx.allocate(DType::Float32, y, preferredLayout(y));
    const Status status = kernel.run(x, out);
    if (!status.ok())
        return ctx.error(status.error().code, status.error().message);
    ctx.setOutput(0, std::move(out));
    return {};
}

struct PoolingKernel {
    bool average;
    Shape lastX, y;
    std::shared_ptr<kernels::Pooling> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(checkPooling(ctx));
        const Shape& x = ctx.input(0).shape();
        if (!kernel || x != lastX) {
            QS_ASSIGN(Window window, Window::read(ctx, x.size() - 2, {}));
            window.resolvePadding(x);
            y = {x[0], x[1]};
            for (size_t i = 0; i < window.kernel.size(); ++i) {
                y.push_back(window.outputExtent(i, x[i + 2]));
                if (y.back() < 1)
                    return ctx.error(ErrorCode::ShapeMismatch,
                                     "the window is larger than the padded input " + shapeText(x));
            }
            const bool countPadding = ctx.node().intAttribute("count_include_pad", 0) != 0;
            const auto kind = !average       ? kernels::PoolKind::Max
                              : countPadding ? kernels::PoolKind::AverageWithPadding
                                             : kernels::PoolKind::AverageWithoutPadding;
            kernel = std::make_shared<kernels::Pooling>(kernels::PoolingSpec{
                kind, window.kernel, window.strides, window.dilations, window.padBegin, window.padEnd});
            lastX = x;
        }
        return runPooling(ctx, *kernel, y);
    }
};

struct GlobalPoolingKernel {
    bool average;
    Shape lastX, y;
    std::shared_ptr<kernels::Pooling> kernel;

    Status operator()(Context& ctx)
    {
        QS_RETURN_IF_ERROR(checkPooling(ctx));
        const Shape& x = ctx.input(0).shape();
        if (!kernel || x != lastX) {
            const size_t spatial = x.size() - 2;
            const std::vector<int64_t> ones(spatial, 1);
            const std::vector<int64_t> zeros(spatial, 0);
            kernel = std::make_shared<kernels::Pooling>(
                kernels::PoolingSpec{average ? kernels::PoolKind::AverageWithoutPadding : kernels::PoolKind::Max,
                                     {x.begin() + 2, x.end()},
                                     ones,
                                     ones,
                                     zeros,
                                     zeros});
            y = {x[0], x[1]};
            y.insert(y.end(), spatial, 1);
            lastX = x;
        }
        return runPooling(ctx, *kernel, y);
    }
};

Result<Kernel> makeMaxPool(const Node&, int64_t) { return Kernel(PoolingKernel{false, {}, {}, {}}); }
Result<Kernel> makeAveragePool(const Node&, int64_t) { return Kernel(PoolingKernel{true, {}, {}, {}}); }
Result<Kernel> makeGlobalMaxPool(const Node&, int64_t) { return Kernel(GlobalPoolingKernel{false, {}, {}, {}}); }
Result<Kernel> makeGlobalAveragePool(const Node&, int64_t) { return Kernel(GlobalPoolingKernel{true, {}, {}, {}}); }

} // namespace

std::vector<Registration> poolingOperators()
{
    return {{"MaxPool", {makeMaxPool, true}},
            {"AveragePool", {makeAveragePool, true}},
            {"GlobalMaxPool", {makeGlobalMaxPool, true}},
            {"GlobalAveragePool", {makeGlobalAveragePool, true}}};
}

} // namespace qscope::ops
