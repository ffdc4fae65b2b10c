// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/attention_core.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/float_loops.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// Softmax of one row in place. Keys at minus infinity get 0; when all are, so does everything.
void softmaxRow(float* row, int64_t n)
{
    float largest = -std::numeric_limits<float>::infinity();
    for (int64_t i = 0; i < n; ++i)
        largest = std::max(largest, row[i]);
    if (largest == -std::numeric_limits<float>::infinity()) {
        std::fill_n(row, n, 0.0F);
        return;
    }
    for (int64_t i = 0; i < n; ++i)
        row[i] -= largest;
    loops::exp(row, row, n, 0.0F, 0.0F);
    double sum = 0;
    for (int64_t i = 0; i < n; ++i)
        sum += row[i];
    const auto factor = static_cast<float>(1.0 / sum);
    for (int64_t i = 0; i < n; ++i)
        row[i] *= factor;
}

Status named(Context& context, const Status& status)
{
    return status ? status : Status(context.error(status.error().code, status.error().message));
}

/// Which keys of a sample are kept, by lengths or by ends and starts.
Tensor lengthMask(const std::vector<int64_t>& m, const AttentionSizes& sizes, float masked)
{
    Tensor mask(DType::Float32, {sizes.batch, 1, sizes.keys});
    const bool starts = static_cast<int64_t>(m.size()) == 2 * sizes.batch;
    for (int64_t b = 0; b < sizes.batch; ++b) {
        const int64_t end = m[static_cast<size_t>(b)];
        const int64_t start = starts ? m[static_cast<size_t>(sizes.batch + b)] : 0;
        for (int64_t t = 0; t < sizes.keys; ++t)
            mask.data<float>()[b * sizes.keys + t] = t >= start && t < end ? 0.0F : masked;
    }
    return mask;
}

/// The rows of zeros and ones a mask of rank 4, [B, 1, M, M], has for the queries.
Tensor squareMask(const std::vector<int64_t>& m, int64_t side, const AttentionSizes& sizes, float masked)
{
    Tensor mask(DType::Float32, {sizes.batch, sizes.queries, sizes.keys});
    float* to = mask.data<float>();
    for (int64_t b = 0; b < sizes.batch; ++b)
        for (int64_t s = 0; s < sizes.queries; ++s)
            for (int64_t t = 0; t < sizes.keys; ++t)
                *to++ = m[static_cast<size_t>((b * side + sizes.past() + s) * side + t)] != 0 ? 0.0F : masked;
    return mask;
}

} // namespace

Tensor gatherHeads(Context& context, const HeadView& view, int64_t batch, int64_t heads, int64_t length, int64_t size,
                   const float* bias)
{
    Tensor y = context.allocate(DType::Float32, {batch, heads, length, size});
    parallelItems(batch * heads, length * size, [&](int64_t item) {
        const int64_t b = item / heads, n = item % heads;
        float* to = y.data<float>() + item * length * size;
        for (int64_t s = 0; s < length; ++s, to += size) {
            const float* from = view.first + b * view.batch + s * view.step + n * view.head;
            for (int64_t h = 0; h < size; ++h)
                to[h] = from[h] + (bias ? bias[n * size + h] : 0.0F);
        }
    });
    return y;
}

Tensor mergeHeads(Context& context, const Tensor& x)
{
    const int64_t heads = x.dim(1), length = x.dim(2), size = x.dim(3);
    Tensor y = context.allocate(DType::Float32, {x.dim(0), length, heads * size});
    parallelItems(x.dim(0) * heads, length * size, [&](int64_t item) {
        const float* from = x.data<float>() + item * length * size;
        for (int64_t s = 0; s < length; ++s)
            std::memcpy(y.data<float>() + ((item / heads * length + s) * heads + item % heads) * size,
                        from + s * size, static_cast<size_t>(size) * sizeof(float));
    });
    return y;
}

Result<Tensor> appendSteps(Context& context, const Tensor& past, const Tensor& now)
{
    Shape shape = now.shape();
    if (past.rank() == 4)
        shape[2] = past.dim(2);
    if (past.type() != DType::Float32 || past.shape() != shape)
        return context.error(ErrorCode::ShapeMismatch, "the past " + shapeText(past.shape()) + " does not fit "
                                                           + shapeText(now.shape()));
    shape[2] = past.dim(2) + now.dim(2);
    Tensor y = context.allocate(DType::Float32, shape);
    const int64_t rows = shape[0] * shape[1];
    const size_t first = rows == 0 ? 0 : past.bytes() / static_cast<size_t>(rows);
    const size_t second = rows == 0 ? 0 : now.bytes() / static_cast<size_t>(rows);
    for (size_t r = 0; r < static_cast<size_t>(rows); ++r) {
        std::memcpy(y.data<char>() + r * (first + second), past.data<char>() + r * first, first);
        std::memcpy(y.data<char>() + r * (first + second) + first, now.data<char>() + r * second, second);
    }
    return y;
}

Result<Tensor> additiveMask(const Context& context, size_t i, const AttentionSizes& sizes, float masked)
{
    if (!context.has(i))
        return Tensor();
    const Tensor& given = context.input(i);
    const Shape& shape = given.shape();
    const auto m = toInts(given);
    const auto is = [&](const Shape& wanted) { return shape == wanted; };
    if (is({sizes.batch}) || is({2 * sizes.batch}))
        return lengthMask(m, sizes, masked);
    if (is({3 * sizes.batch + 2}))
        return context.error(ErrorCode::Unsupported, "a mask of cumulated lengths is not supported");
    if (is({sizes.batch, sizes.keys}) || is({sizes.batch, sizes.queries, sizes.keys})) {
        Tensor mask(DType::Float32, {sizes.batch, shape.size() == 2 ? 1 : sizes.queries, sizes.keys});
        for (size_t k = 0; k < m.size(); ++k)
            mask.data<float>()[k] = m[k] != 0 ? 0.0F : masked;
        return mask;
    }
    if (is({sizes.batch, 1}) || is({1, 1}))
        return Tensor(); // stands for no mask
    if (shape.size() == 4 && is({sizes.batch, 1, shape[2], shape[2]}) && shape[2] >= sizes.keys && sizes.past() >= 0)
        return squareMask(m, shape[2], sizes, masked);
    return context.error(ErrorCode::ShapeMismatch, "mask " + shapeText(shape) + " does not fit "
                                                       + std::to_string(sizes.queries) + " queries and "
                                                       + std::to_string(sizes.keys) + " keys in a batch of "
                                                       + std::to_string(sizes.batch));
}

Status checkAttentionBias(const Context& context, size_t i, const AttentionSizes& sizes)
{
    if (!context.has(i))
        return {};
    const Tensor& bias = context.input(i);
    const bool fits = bias.type() == DType::Float32 && bias.rank() == 4
                      && (bias.dim(0) == 1 || bias.dim(0) == sizes.batch)
                      && (bias.dim(1) == 1 || bias.dim(1) == sizes.heads) && bias.dim(2) == sizes.queries
                      && bias.dim(3) == sizes.keys;
    if (fits)
        return {};
    return context.error(ErrorCode::ShapeMismatch, "attention bias " + shapeText(bias.shape()) + " is no float32 for "
                                                       + std::to_string(sizes.queries) + " queries and "
                                                       + std::to_string(sizes.keys) + " keys");
}

void addMasks(float* row, const Tensor& mask, const Tensor& bias, int64_t b, int64_t n, int64_t s, int64_t keys)
{
    if (!mask.absent()) {
        const float* from = mask.data<float>() + (b * mask.dim(1) + (mask.dim(1) == 1 ? 0 : s)) * keys;
        for (int64_t t = 0; t < keys; ++t)
            row[t] += from[t];
    }
    if (!bias.absent()) {
        const int64_t matrix = (bias.dim(0) == 1 ? 0 : b) * bias.dim(1) + (bias.dim(1) == 1 ? 0 : n);
        const float* from = bias.data<float>() + (matrix * bias.dim(2) + s) * keys;
        for (int64_t t = 0; t < keys; ++t)
            row[t] += from[t];
    }
}

Result<Tensor> AttentionCore::run(Context& context, const Tensor& q, const Tensor& k, const Tensor& v, float scale,
                                  const RowChange& change)
{
    const int64_t heads = q.dim(1), queries = q.dim(2), keys = k.dim(2);
    QS_ASSIGN(Tensor scores, allocateChecked(context, DType::Float32, {q.dim(0), heads, queries, keys}));
    Tensor y = context.allocate(DType::Float32, {q.dim(0), heads, queries, v.dim(3)});
    if (scores.size() == 0 || q.size() == 0 || y.size() == 0) {
        std::fill_n(y.data<float>(), y.size(), 0.0F);
        return y;
    }
    QS_RETURN_IF_ERROR(named(context, m_scores.run(q, k, false, nullptr, scores)));
    parallelItems(scores.size() / keys, 8 * keys, [&](int64_t r) {
        float* row = scores.data<float>() + r * keys;
        for (int64_t t = 0; t < keys; ++t)
            row[t] *= scale;
        change(row, r / queries / heads, r / queries % heads, r % queries);
        softmaxRow(row, keys);
    });
    QS_RETURN_IF_ERROR(named(context, m_values.run(scores, v, false, nullptr, y)));
    return y;
}

} // namespace qscope::ops
