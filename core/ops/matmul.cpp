// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/kernels.h"
#include "core/ops/context.h"
#include "core/ops/dispatch.h"
#include "core/ops/integer_sums.h"

namespace qscope::ops {

namespace {

Status named(Context& ctx, const Status& status)
{
    return status.ok() ? status : Status(ctx.error(status.error().code, status.error().message));
}

/// Leading dimensions of a and b padded with ones and broadcast against each other.
Status broadcastLeading(Context& ctx, Shape& a, Shape& b, Shape& y)
{
    const size_t rank = std::max(a.size(), b.size());
    a.insert(a.begin(), rank - a.size(), 1);
    b.insert(b.begin(), rank - b.size(), 1);
    y.assign(rank, 1);
    for (size_t i = 0; i + 2 < rank; ++i) {
        if (a[i] != b[i] && a[i] != 1 && b[i] != 1)
            return ctx.error(ErrorCode::ShapeMismatch,
                             "the leading dimensions of " + shapeText(a) + " and " + shapeText(b) + " do not broadcast");
        y[i] = a[i] == 1 ? b[i] : a[i];
    }
    return {};
}

/// Any element type, the plain way; for integer and double products, which are small in practice.
template <class T>
void plainProduct(const Tensor& a, const Tensor& b, Tensor& y)
{
    const size_t rank = y.rank();
    const int64_t m = y.dim(rank - 2);
    const int64_t n = y.dim(rank - 1);
    const int64_t k = a.dim(rank - 1);
    const int64_t batches = m * n == 0 ? 0 : y.size() / (m * n);
    for (int64_t batch = 0; batch < batches; ++batch) {
        int64_t rest = batch;
        int64_t offsetA = 0, offsetB = 0, strideA = m * k, strideB = k * n;
        for (size_t i = rank - 2; i-- > 0;) {
            const int64_t index = rest % y.dim(i);
            rest /= y.dim(i);
            offsetA += (a.dim(i) == 1 ? 0 : index) * strideA;
            offsetB += (b.dim(i) == 1 ? 0 : index) * strideB;
            strideA *= a.dim(i);
            strideB *= b.dim(i);
        }
        const T* pa = a.data<T>() + offsetA;
        const T* pb = b.data<T>() + offsetB;
        T* py = y.data<T>() + batch * m * n;
        for (int64_t i = 0; i < m; ++i) {
            std::fill_n(py + i * n, n, T(0));
            for (int64_t l = 0; l < k; ++l) {
                for (int64_t j = 0; j < n; ++j)
                    py[i * n + j] = static_cast<T>(Wrapping<T>(py[i * n + j])
                                                   + Wrapping<T>(pa[i * k + l]) * Wrapping<T>(pb[l * n + j]));
            }
        }
    }
}

Status plainProduct(Context& ctx, const Tensor& a, const Tensor& b, Tensor& y)
{
    switch (y.type()) {
    case DType::Float64: plainProduct<double>(a, b, y); return {};
    case DType::Int32: plainProduct<int32_t>(a, b, y); return {};
    case DType::Int64: plainProduct<int64_t>(a, b, y); return {};
    case DType::UInt32: plainProduct<uint32_t>(a, b, y); return {};
    case DType::UInt64: plainProduct<uint64_t>(a, b, y); return {};
    default:
        return ctx.error(ErrorCode::TypeMismatch,
                         std::string(dtypeName(y.type())) + " matrices are not supported");
    }
}

/// MatMul as numpy.matmul. A two-dimensional b on a stack of matrices is one large product.
/// MatMul. The engine may give it a third input: a float32 bias per column (see run::planSteps).
struct MatMulKernel {
    std::shared_ptr<kernels::MatMul> kernel;

    Status operator()(Context& ctx)
    {
        if (!ctx.has(0) || !ctx.has(1) || ctx.input(0).type() != ctx.input(1).type())
            return ctx.error(ErrorCode::TypeMismatch, "needs two inputs of one type");
        Shape a = ctx.input(0).shape();
        Shape b = ctx.input(1).shape();
        if (a.empty() || b.empty())
            return ctx.error(ErrorCode::ShapeMismatch, "a scalar is no matrix");
        const bool rowVector = a.size() == 1;
        const bool columnVector = b.size() == 1;
        if (rowVector)
            a.insert(a.begin(), 1);
        if (columnVector)
            b.push_back(1);
        const size_t bRank = b.size();
        Shape y;
        QS_RETURN_IF_ERROR(broadcastLeading(ctx, a, b, y));
        const size_t rank = y.size();
        if (a[rank - 1] != b[rank - 2])
            return ctx.error(ErrorCode::ShapeMismatch, shapeText(ctx.input(0).shape()) + " cannot be multiplied by "
                                                           + shapeText(ctx.input(1).shape()));
        y[rank - 2] = a[rank - 2];
        y[rank - 1] = b[rank - 1];
        Shape shown = y;
        if (columnVector)
            shown.pop_back();
        if (rowVector)
            shown.erase(shown.end() - (columnVector ? 1 : 2));
        Tensor out = ctx.allocate(ctx.input(0).type(), shown);
        if (out.size() > 0)
            QS_RETURN_IF_ERROR(product(ctx, a, b, bRank, y, out));
        if (ctx.sums && out.size() > 0)
            QS_RETURN_IF_ERROR(scaleSums(ctx, ctx.sums->unit, out.rank() - 1, biasBehindSums(ctx), out));
        ctx.setOutput(0, std::move(out));
        return {};
    }

    Status product(Context& ctx, const Shape& a, const Shape& b, size_t bRank, const Shape& y, Tensor& out)
    {
        if (out.type() != DType::Float32) {
            Tensor flat = out.reshaped(y);
            return plainProduct(ctx, ctx.input(0).reshaped(a), ctx.input(1).reshaped(b), flat);
        }
        const size_t rank = y.size();
        const Tensor* bias = biasInSums(ctx);
        if (a[rank - 1] == 0) {
            for (int64_t i = 0; i < out.size(); ++i)
                out.data<float>()[i] = bias ? bias->data<float>()[i % y[rank - 1]] : 0.F;
            return {};
        }
        if (bRank == 2 && rank > 2) {
            const int64_t rows = elementCount(a) / a[rank - 1];
            Tensor flat = out.reshaped({rows, y[rank - 1]});
            return named(ctx, kernel->run(ctx.input(0).reshaped({rows, a[rank - 1]}),
                                          ctx.input(1).reshaped({b[rank - 2], b[rank - 1]}), ctx.isConstant(1),
                                          bias, flat));
        }
        Tensor flat = out.reshaped(y);
        return named(ctx, kernel->run(ctx.input(0).reshaped(a), ctx.input(1).reshaped(b), ctx.isConstant(1), bias,
                                      flat));
    }
};

Result<Kernel> makeMatMul(const Node&, int64_t)
{
    return Kernel(MatMulKernel{std::make_shared<kernels::MatMul>(false, false)});
}

/// Gemm: alpha A' B' + beta C.
struct GemmKernel {
    float alpha, beta;
    bool transA, transB;
    std::shared_ptr<kernels::MatMul> kernel;

    Status operator()(Context& ctx)
    {
        if (!ctx.has(0) || !ctx.has(1) || ctx.input(0).rank() != 2 || ctx.input(1).rank() != 2)
            return ctx.error(ErrorCode::ShapeMismatch, "needs two matrices");
        for (size_t i = 0; i < 3; ++i) {
            if (ctx.has(i) && ctx.input(i).type() != DType::Float32)
                return ctx.error(ErrorCode::TypeMismatch, "only float32 data is supported, this is "
                                                              + std::string(dtypeName(ctx.input(i).type())));
        }
        const Tensor& a = ctx.input(0);
        const Tensor& b = ctx.input(1);
        const int64_t m = a.dim(transA ? 1 : 0);
        const int64_t k = a.dim(transA ? 0 : 1);
        const int64_t n = b.dim(transB ? 0 : 1);
        if (k != b.dim(transB ? 1 : 0))
            return ctx.error(ErrorCode::ShapeMismatch, shapeText(a.shape()) + " cannot be multiplied by "
                                                           + shapeText(b.shape()) + (transB ? " transposed" : ""));
        Tensor y = ctx.allocate(DType::Float32, {m, n});
        const bool fused = ctx.has(2) && alpha == 1.F && beta == 1.F && ctx.input(2).size() == n
                           && (ctx.input(2).rank() == 1 || (ctx.input(2).rank() == 2 && ctx.input(2).dim(0) == 1));
        if (y.size() > 0 && k > 0)
            QS_RETURN_IF_ERROR(
                named(ctx, kernel->run(a, b, ctx.isConstant(1), fused ? &ctx.input(2) : nullptr, y)));
        else if (y.size() > 0)
            std::fill_n(y.data<float>(), y.size(), 0.F);
        if (!fused || k == 0)
            QS_RETURN_IF_ERROR(finish(ctx, y, m, n));
        if (ctx.sums)
            QS_RETURN_IF_ERROR(scaleSums(ctx, ctx.sums->unit, 1, nullptr, y));
        ctx.setOutput(0, std::move(y));
        return {};
    }

    Status finish(Context& ctx, Tensor& y, int64_t m, int64_t n) const
    {
        float* out = y.data<float>();
        if (!ctx.has(2)) {
            for (int64_t i = 0; alpha != 1.F && i < y.size(); ++i)
                out[i] *= alpha;
            return {};
        }
        const Tensor& c = ctx.input(2);
        const int64_t columns = c.rank() == 0 ? 1 : c.dim(c.rank() - 1);
        const int64_t rows = c.rank() == 2 ? c.dim(0) : 1;
        if (c.rank() > 2 || (columns != 1 && columns != n) || (rows != 1 && rows != m))
            return ctx.error(ErrorCode::ShapeMismatch, "C " + shapeText(c.shape()) + " does not broadcast to "
                                                           + shapeText(y.shape()));
        const float* bias = c.data<float>();
        for (int64_t i = 0; i < m; ++i) {
            for (int64_t j = 0; j < n; ++j)
                out[i * n + j] = alpha * out[i * n + j]
                                 + beta * bias[(rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j)];
        }
        return {};
    }
};

Result<Kernel> makeGemm(const Node& node, int64_t)
{
    const bool transA = node.intAttribute("transA", 0) != 0;
    const bool transB = node.intAttribute("transB", 0) != 0;
    return Kernel(GemmKernel{node.floatAttribute("alpha", 1.F), node.floatAttribute("beta", 1.F), transA, transB,
                             std::make_shared<kernels::MatMul>(transA, transB)});
}

} // namespace

std::vector<Registration> matmulOperators() { return {{"MatMul", {makeMatMul, false}}, {"Gemm", {makeGemm, false}}}; }

} // namespace qscope::ops
