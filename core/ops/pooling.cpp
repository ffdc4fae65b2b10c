// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/kernels.h"
#include "core/ops/checks.h"
#include "core/ops/pooling_plain.h"
#include "core/ops/window.h"

namespace qscope::ops {

namespace {

/// oneDNN takes float32 with one to three spatial dimensions.
bool isForFastKernel(const Context& ctx)
{
    const Tensor& x = ctx.input(0);
    return x.type() == DType::Float32 && x.rank() <= 5 && !wantsOutput(ctx, 1);
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

/// With ceil_mode the last window may reach beyond the padded input, and what is out there is not counted.
bool overhangs(const Window& window, const Shape& x, const Shape& y)
{
    for (size_t i = 0; window.ceilMode && i < window.kernel.size(); ++i) {
        const int64_t end = (y[i + 2] - 1) * window.strides[i] + (window.kernel[i] - 1) * window.dilations[i] + 1;
        if (end > x[i + 2] + window.padBegin[i] + window.padEnd[i])
            return true;
    }
    return false;
}

struct PoolingKernel {
    bool average = false;
    Window window = {};
    Shape lastX = {}, y = {};
    std::shared_ptr<kernels::Pooling> kernel = {};

    Status prepare(Context& ctx)
    {
        const Shape& x = ctx.input(0).shape();
        QS_ASSIGN(window, Window::read(ctx, x.size() - 2, {}));
        window.resolvePadding(x);
        y = {x[0], x[1]};
        for (size_t i = 0; i < window.kernel.size(); ++i) {
            y.push_back(window.outputExtent(i, x[i + 2]));
            if (y.back() < 1)
                return ctx.error(ErrorCode::ShapeMismatch, "the window is larger than the padded input " + shapeText(x));
        }
        const auto kind = !average            ? kernels::PoolKind::Max
                          : countsPadding(ctx) ? kernels::PoolKind::AverageWithPadding
                                               : kernels::PoolKind::AverageWithoutPadding;
        kernel = std::make_shared<kernels::Pooling>(kernels::PoolingSpec{
            kind, window.kernel, window.strides, window.dilations, window.padBegin, window.padEnd});
        lastX = x;
        return {};
    }

    Status operator()(Context& ctx)
    {
        const Shape& x = ctx.input(0).shape();
        if (x.size() < 3)
            return ctx.error(ErrorCode::ShapeMismatch, "has no spatial dimensions in " + shapeText(x));
        if (!kernel || x != lastX)
            QS_RETURN_IF_ERROR(prepare(ctx));
        const bool plain = !isForFastKernel(ctx) || (average && countsPadding(ctx) && overhangs(window, x, y));
        if (!plain)
            return runPooling(ctx, *kernel, y);
        PlainPoolNode node;
        node.columnMajor = ctx.node().intAttribute("storage_order", 0) != 0;
        if (average)
            node.kind = countsPadding(ctx) ? PlainPool::AverageWithPadding : PlainPool::Average;
        return plainPooling(ctx, window, y, node);
    }

private:
    static bool countsPadding(const Context& ctx) { return ctx.node().intAttribute("count_include_pad", 0) != 0; }
};

struct GlobalPoolingKernel {
    bool average = false;
    Window window = {};
    Shape lastX = {}, y = {};
    std::shared_ptr<kernels::Pooling> kernel = {};

    void prepare(const Shape& x)
    {
        const size_t spatial = x.size() - 2;
        const std::vector<int64_t> ones(spatial, 1);
        const std::vector<int64_t> zeros(spatial, 0);
        window = {{x.begin() + 2, x.end()}, ones, ones, zeros, zeros, "NOTSET", false};
        kernel = std::make_shared<kernels::Pooling>(
            kernels::PoolingSpec{average ? kernels::PoolKind::AverageWithoutPadding : kernels::PoolKind::Max,
                                 window.kernel, ones, ones, zeros, zeros});
        y = {x[0], x[1]};
        y.insert(y.end(), spatial, 1);
        lastX = x;
    }

    Status operator()(Context& ctx)
    {
        const Shape& x = ctx.input(0).shape();
        if (x.size() < 3)
            return ctx.error(ErrorCode::ShapeMismatch, "has no spatial dimensions in " + shapeText(x));
        if (!kernel || x != lastX)
            prepare(x);
        if (isForFastKernel(ctx))
            return runPooling(ctx, *kernel, y);
        return plainPooling(ctx, window, y, {average ? PlainPool::Average : PlainPool::Max});
    }
};

Result<Kernel> makeMaxPool(const Node&, int64_t) { return needsInputs(1, PoolingKernel{false}); }
Result<Kernel> makeAveragePool(const Node&, int64_t) { return needsInputs(1, PoolingKernel{true}); }
Result<Kernel> makeGlobalMaxPool(const Node&, int64_t) { return needsInputs(1, GlobalPoolingKernel{false}); }
Result<Kernel> makeGlobalAveragePool(const Node&, int64_t) { return needsInputs(1, GlobalPoolingKernel{true}); }

} // namespace

std::vector<Registration> poolingOperators()
{
    std::vector<Registration> list = {{"MaxPool", {makeMaxPool, true}},
                                      {"AveragePool", {makeAveragePool, true}},
                                      {"GlobalMaxPool", {makeGlobalMaxPool, true}},
                                      {"GlobalAveragePool", {makeGlobalAveragePool, true}}};
    const std::vector<Registration> plain = plainPoolingOperators();
    list.insert(list.end(), plain.begin(), plain.end());
    return list;
}

} // namespace qscope::ops
