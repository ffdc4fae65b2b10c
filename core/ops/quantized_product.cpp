// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/quantized_product.h"

#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/quantized_grid.h"

namespace qscope::ops {

namespace {

constexpr double ExactBelow = 16777216.0; // 2^24
constexpr float Base = 16.0F;

double largestMagnitude(const Tensor& t)
{
    float largest = 0.0F;
    for (float v : t.span<float>())
        largest = std::max(largest, std::fabs(v));
    return largest;
}

/// The largest sum of magnitudes over the K axis of matrices [..., K, N] or [..., N, K].
double largestSum(const Tensor& b, bool transposed)
{
    const int64_t columns = b.dim(b.rank() - 1);
    const int64_t rows = b.dim(b.rank() - 2);
    double largest = 0;
    std::vector<double> sums(static_cast<size_t>(columns));
    for (int64_t first = 0; first < b.size(); first += rows * columns) {
        std::fill(sums.begin(), sums.end(), 0.0);
        for (int64_t r = 0; r < rows; ++r) {
            const float* row = b.data<float>() + first + r * columns;
            double sum = 0;
            for (int64_t c = 0; c < columns; ++c) {
                const double v = std::fabs(row[c]);
                sum += v;
                sums[static_cast<size_t>(c)] += v;
            }
            largest = transposed ? std::max(largest, sum) : largest;
        }
        for (double sum : sums)
            largest = transposed ? largest : std::max(largest, sum);
    }
    return largest;
}

} // namespace

Result<Tensor> centred(Context& context, size_t i, size_t zero, size_t axis)
{
    const Tensor& x = context.input(i);
    const DType type = x.type();
    if (isFloating(type) || type == DType::Bool || elementSize(type) > 2)
        return context.error(ErrorCode::TypeMismatch, "input " + std::to_string(i) + " is "
                                                          + std::string(dtypeName(type))
                                                          + ", not an integer of at most 16 bits");
    QuantGrid grid = QuantGrid::single(1.0F, 0.0F);
    if (context.has(zero) && context.input(zero).size() != 1) {
        const Tensor& zeros = context.input(zero);
        if (axis >= x.rank() || zeros.size() != x.dim(axis))
            return context.error(ErrorCode::ShapeMismatch, "zero points " + shapeText(zeros.shape()) + " do not fit "
                                                               + shapeText(x.shape()));
        grid.extent = x.dim(axis);
        grid.inner = sizeOfRange(x.shape(), axis + 1, x.rank());
    }
    if (context.has(zero)) {
        const Tensor zeros = castTo(context.input(zero), DType::Float32);
        grid.zeros.assign(zeros.span<float>().begin(), zeros.span<float>().end());
        grid.scales.assign(grid.zeros.size(), 1.0F);
    }
    return dequantize(context, x, grid);
}

Result<Tensor> CentredWeight::get(Context& context, size_t i, size_t zero, size_t axis)
{
    const Tensor zeros = context.has(zero) ? context.input(zero) : Tensor();
    if (isKept() && m_source.buffer() == context.input(i).buffer() && m_source.shape() == context.input(i).shape()
        && m_zero.buffer() == zeros.buffer())
        return m_result;
    m_source = m_zero = m_result = {};
    QS_ASSIGN(Tensor result, centred(context, i, zero, axis));
    if (context.isConstant(i) && (zeros.absent() || context.isConstant(zero))) {
        m_source = context.input(i);
        m_zero = zeros;
        m_result = result;
    }
    return result;
}

Result<ProductShapes> ProductShapes::of(const Context& context, const Shape& a, const Shape& b)
{
    const auto misfit = [&] {
        return context.error(ErrorCode::ShapeMismatch, shapeText(a) + " cannot be multiplied by " + shapeText(b));
    };
    if (a.empty() || b.empty())
        return misfit();
    ProductShapes s{a, b, {}, {}};
    if (a.size() == 1)
        s.a.insert(s.a.begin(), 1);
    if (b.size() == 1)
        s.b.push_back(1);
    const size_t rank = std::max(s.a.size(), s.b.size());
    s.a.insert(s.a.begin(), rank - s.a.size(), 1);
    s.b.insert(s.b.begin(), rank - s.b.size(), 1);
    if (s.a[rank - 1] != s.b[rank - 2])
        return misfit();
    for (size_t i = 0; i + 2 < rank; ++i) {
        if (s.a[i] != s.b[i] && s.a[i] != 1 && s.b[i] != 1)
            return misfit();
        s.y.push_back(s.a[i] == 1 ? s.b[i] : s.a[i]);
    }
    s.y.push_back(s.a[rank - 2]);
    s.y.push_back(s.b[rank - 1]);
    s.shown = s.y;
    if (b.size() == 1)
        s.shown.pop_back();
    if (a.size() == 1)
        s.shown.erase(s.shown.end() - (b.size() == 1 ? 1 : 2));
    return s;
}

IntegerMatMul::IntegerMatMul(bool transposeB) : m_transposeB(transposeB), m_kernel(false, transposeB) {}

void IntegerMatMul::prepare(const Tensor& b, Digits& digits) const
{
    digits = {};
    digits.source = b;
    digits.largestSum = largestSum(b, m_transposeB);
}

/// b = digits[0] + 16 digits[1], the lower one from -8 to 7.
void IntegerMatMul::cut(Digits& digits) const
{
    if (!digits.digits.empty())
        return;
    const Tensor& b = digits.source;
    Tensor low(DType::Float32, b.shape());
    Tensor high(DType::Float32, b.shape());
    for (int64_t i = 0; i < b.size(); ++i) {
        const float v = b.data<float>()[i];
        const float upper = std::floor((v + Base / 2) / Base);
        high.data<float>()[i] = upper;
        low.data<float>()[i] = v - Base * upper;
    }
    digits.largestDigitSum = std::max(largestSum(low, m_transposeB), largestSum(high, m_transposeB));
    digits.digits = {low, high};
}

Status IntegerMatMul::accumulate(Context& context, const Tensor& a, const Tensor& b, bool isConstant, int32_t factor,
                                 Tensor& y)
{
    Tensor product = context.allocate(DType::Float32, y.shape());
    const Status status = m_kernel.run(a, b, isConstant, nullptr, product);
    if (!status)
        return context.error(status.error().code, status.error().message);
    const float* from = product.data<float>();
    auto* to = y.data<uint32_t>(); // integers that may wrap around
    parallelPieces(y.size(), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            to[i] += static_cast<uint32_t>(static_cast<int32_t>(from[i])) * static_cast<uint32_t>(factor);
    });
    return {};
}

void IntegerMatMul::plainLoops(const Tensor& a, const Tensor& b, Tensor& y) const
{
    const size_t rank = y.rank();
    const int64_t m = y.dim(rank - 2), n = y.dim(rank - 1), k = a.dim(rank - 1);
    parallelItems(y.size() / n, n * k, [&](int64_t row) {
        int64_t rest = row / m, offsetA = 0, offsetB = 0, strideA = m * k, strideB = k * n;
        for (size_t d = rank - 2; d-- > 0; rest /= y.dim(d)) {
            offsetA += a.dim(d) == 1 ? 0 : rest % y.dim(d) * strideA;
            offsetB += b.dim(d) == 1 ? 0 : rest % y.dim(d) * strideB;
            strideA *= a.dim(d);
            strideB *= b.dim(d);
        }
        const float* from = a.data<float>() + offsetA + row % m * k;
        auto* to = y.data<uint32_t>() + row * n;
        for (int64_t j = 0; j < n; ++j) {
            const float* weights = b.data<float>() + offsetB + (m_transposeB ? j * k : j);
            for (int64_t l = 0; l < k; ++l, weights += m_transposeB ? 1 : n)
                to[j] += static_cast<uint32_t>(static_cast<int64_t>(from[l]) * static_cast<int64_t>(*weights));
        }
    });
}

Status IntegerMatMul::run(Context& context, const Tensor& a, const Tensor& b, bool bIsConstant, Tensor& y)
{
    std::fill_n(y.data<int32_t>(), y.size(), 0);
    if (y.size() == 0 || a.size() == 0 || b.size() == 0)
        return {};
    Digits passing;
    Digits& digits = bIsConstant ? m_kept : passing;
    if (digits.source.absent() || digits.source.buffer() != b.buffer() || digits.source.shape() != b.shape())
        prepare(b, digits);
    const double largestA = largestMagnitude(a);
    if (largestA * digits.largestSum < ExactBelow)
        return accumulate(context, a, b, bIsConstant, 1, y);
    cut(digits);
    if (largestA * digits.largestDigitSum >= ExactBelow) {
        plainLoops(a, b, y);
        return {};
    }
    QS_RETURN_IF_ERROR(accumulate(context, a, digits.digits[0], bIsConstant, 1, y));
    return accumulate(context, a, digits.digits[1], bIsConstant, static_cast<int32_t>(Base), y);
}

Tensor scaled(Context& context, const Tensor& x, const std::vector<float>& rows, const std::vector<float>& columns)
{
    Tensor y = context.allocate(DType::Float32, x.shape());
    const int64_t n = columns.size() == 1 ? (x.rank() ? x.dim(x.rank() - 1) : 1) : static_cast<int64_t>(columns.size());
    const auto m = static_cast<int64_t>(rows.size());
    if (n == 0)
        return y;
    parallelItems(x.size() / n, n, [&](int64_t r) {
        const float row = rows[static_cast<size_t>(r % m)];
        for (int64_t c = 0; c < n; ++c) {
            const float factor = row * columns[columns.size() == 1 ? 0 : static_cast<size_t>(c)];
            y.data<float>()[r * n + c] = static_cast<float>(x.data<int32_t>()[r * n + c]) * factor;
        }
    });
    return y;
}

} // namespace qscope::ops
