// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/microsoft.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

struct RowNorm {
    float epsilon = 1e-12F;
    bool simplified = false; ///< divides by the root mean square: no mean, no shift by it
};

/// What a row normalization gives; mean and inverse may be absent.
struct RowResult {
    Tensor y, mean, inverse;
};

/// (x - mean) / sqrt(variance + epsilon) * scale + shift for rows of `n`; sums in double. shift may be absent.
void normalizeRows(const RowNorm& norm, const Tensor& x, int64_t n, const Tensor& scale, const Tensor& shift,
                   RowResult& result)
{
    const float* gamma = scale.data<float>();
    const float* beta = shift.absent() ? nullptr : shift.data<float>();
    parallelItems(n == 0 ? 0 : x.size() / n, n, [&](int64_t row) {
        const float* in = x.data<float>() + row * n;
        float* out = result.y.data<float>() + row * n;
        double sum = 0, squares = 0;
        for (int64_t i = 0; i < n; ++i)
            sum += in[i];
        const double mean = norm.simplified ? 0.0 : sum / static_cast<double>(n);
        for (int64_t i = 0; i < n; ++i)
            squares += (in[i] - mean) * (in[i] - mean);
        const double inverse = 1.0 / std::sqrt(squares / static_cast<double>(n) + static_cast<double>(norm.epsilon));
        for (int64_t i = 0; i < n; ++i)
            out[i] = static_cast<float>((in[i] - mean) * inverse) * gamma[i] + (beta ? beta[i] : 0.0F);
        if (!result.mean.absent())
            result.mean.data<float>()[row] = static_cast<float>(mean);
        if (!result.inverse.absent())
            result.inverse.data<float>()[row] = static_cast<float>(inverse);
    });
}

/// `i`: the index of a parameter of n elements, which may be left out.
Status checkParameter(const Context& context, size_t i, int64_t n)
{
    if (context.has(i) && context.input(i).size() != n)
        return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " of shape "
                                                           + shapeText(context.input(i).shape()) + " has not "
                                                           + std::to_string(n) + " elements");
    return {};
}

/// x, scale, shift (not when simplified); outputs y, mean (not when simplified), inverse deviation.
Status runLayerNorm(Context& context, const RowNorm& norm, int64_t axisAttribute)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2}));
    const Tensor& x = context.input(0);
    QS_ASSIGN(const size_t axis, axisInRange(context, axisAttribute, x.rank()));
    const int64_t n = sizeOfRange(x.shape(), axis, x.rank());
    QS_RETURN_IF_ERROR(checkParameter(context, 1, n));
    QS_RETURN_IF_ERROR(checkParameter(context, 2, n));
    Shape rows = x.shape();
    std::fill(rows.begin() + static_cast<std::ptrdiff_t>(axis), rows.end(), 1);
    const size_t inverseAt = norm.simplified ? 1 : 2;
    RowResult result{context.allocate(DType::Float32, x.shape()), {}, {}};
    if (!norm.simplified && wantsOutput(context, 1))
        result.mean = context.allocate(DType::Float32, rows);
    if (wantsOutput(context, inverseAt))
        result.inverse = context.allocate(DType::Float32, rows);
    normalizeRows(norm, x, n, context.input(1), context.has(2) ? context.input(2) : Tensor(), result);
    context.setOutput(0, std::move(result.y));
    if (!result.mean.absent())
        context.setOutput(1, std::move(result.mean));
    if (!result.inverse.absent())
        context.setOutput(inverseAt, std::move(result.inverse));
    return {};
}

template <bool Simplified>
Result<Kernel> makeLayerNorm(const Node& node, int64_t)
{
    const RowNorm norm{node.floatAttribute("epsilon", 1e-5F), Simplified};
    const int64_t axis = node.intAttribute("axis", -1);
    return needsInputs(2, [norm, axis](Context& context) { return runLayerNorm(context, norm, axis); });
}

/// x + y [+ bias]; y repeats when it has only the last dimensions of x (or a batch of one).
Result<Tensor> sumOf(Context& context, const Tensor& x, const Tensor& y, const Tensor& bias)
{
    const int64_t period = y.size();
    const bool fits = period > 0 && x.size() % period == 0 && y.rank() > 0 && y.rank() <= x.rank()
                      && y.dim(y.rank() - 1) == x.dim(x.rank() - 1)
                      && (y.rank() < 2 || y.dim(y.rank() - 2) == x.dim(x.rank() - 2));
    if (!fits && x.size() != 0)
        return context.error(ErrorCode::ShapeMismatch, shapeText(y.shape()) + " cannot be added to "
                                                           + shapeText(x.shape()));
    Tensor sum = context.allocate(DType::Float32, x.shape());
    const int64_t n = x.dim(x.rank() - 1);
    parallelPieces(x.size(), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            sum.data<float>()[i] = x.data<float>()[i] + y.data<float>()[i % period]
                                   + (bias.absent() ? 0.0F : bias.data<float>()[i % n]);
    });
    return sum;
}

/// input, skip, gamma, beta (not when simplified), bias; outputs y, mean, inverse deviation, the sum.
Status runSkipNorm(Context& context, const RowNorm& norm)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2, 3, 4}));
    const Tensor& x = context.input(0);
    const size_t biasAt = norm.simplified ? 3 : 4;
    if (x.rank() == 0)
        return context.error(ErrorCode::ShapeMismatch, "a scalar cannot be normalized");
    const int64_t n = x.dim(x.rank() - 1);
    for (size_t i : {size_t(2), size_t(3), biasAt})
        QS_RETURN_IF_ERROR(checkParameter(context, i, n));
    QS_ASSIGN(Tensor sum, sumOf(context, x, context.input(1), context.has(biasAt) ? context.input(biasAt) : Tensor()));
    Shape rows = x.shape();
    rows.back() = 1;
    RowResult result{context.allocate(DType::Float32, x.shape()), context.allocate(DType::Float32, rows),
                     context.allocate(DType::Float32, rows)};
    const Tensor shift = !norm.simplified && context.has(3) ? context.input(3) : Tensor();
    normalizeRows(norm, sum, n, context.input(2), shift, result);
    Tensor outputs[] = {result.y, result.mean, result.inverse, sum};
    for (size_t i = 0; i < 4 && i < context.outputs.size(); ++i)
        context.setOutput(i, std::move(outputs[i]));
    return {};
}

template <bool Simplified>
Result<Kernel> makeSkipNorm(const Node& node, int64_t)
{
    const RowNorm norm{node.floatAttribute("epsilon", 1e-12F), Simplified};
    return needsInputs(3, [norm](Context& context) { return runSkipNorm(context, norm); });
}

/// sum[r, :] += table[ids[r], :]; ids repeat after their count.
Status addRows(const Context& context, const std::vector<int64_t>& ids, size_t table, Tensor& sum)
{
    const Tensor& rows = context.input(table);
    const int64_t n = sum.dim(2);
    if (rows.rank() != 2 || rows.dim(1) != n || ids.empty())
        return context.error(ErrorCode::ShapeMismatch, "embedding " + shapeText(rows.shape()) + " has not rows of "
                                                           + std::to_string(n));
    for (int64_t r = 0; r < sum.size() / std::max<int64_t>(n, 1); ++r) {
        const int64_t id = ids[static_cast<size_t>(r) % ids.size()];
        if (id < 0 || id >= rows.dim(0))
            return context.error(ErrorCode::InvalidArgument, "id " + std::to_string(id) + " is outside the embedding "
                                                                 + shapeText(rows.shape()));
        for (int64_t i = 0; i < n; ++i)
            sum.data<float>()[r * n + i] += rows.data<float>()[id * n + i];
    }
    return {};
}

/// How many positions of each sample the mask keeps; zeros without a mask.
Result<Tensor> maskCounts(Context& context, size_t mask, int64_t batch, int64_t length)
{
    Tensor counts(DType::Int32, {batch});
    std::fill_n(counts.data<int32_t>(), batch, 0);
    if (!context.has(mask))
        return counts;
    const auto kept = toInts(context.input(mask));
    if (static_cast<int64_t>(kept.size()) != batch * length)
        return context.error(ErrorCode::ShapeMismatch, "the mask has not the shape of the ids");
    for (size_t i = 0; i < kept.size(); ++i)
        counts.data<int32_t>()[static_cast<int64_t>(i) / length] += kept[i] == 1;
    return counts;
}

/// input_ids, segment_ids, word, position and segment embedding, gamma, beta, mask, position_ids.
Status runEmbedNorm(Context& context, const RowNorm& norm)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {2, 3, 4, 5, 6}));
    const Tensor& ids = context.input(0);
    if (!context.has(5) || !context.has(6) || !context.has(2) || !context.has(3) || ids.rank() != 2
        || context.input(2).rank() != 2)
        return context.error(ErrorCode::ShapeMismatch, "needs ids [batch, length], two embeddings, gamma and beta");
    const int64_t batch = ids.dim(0), length = ids.dim(1), n = context.input(2).dim(1);
    QS_RETURN_IF_ERROR(checkParameter(context, 5, n));
    QS_RETURN_IF_ERROR(checkParameter(context, 6, n));
    QS_ASSIGN(Tensor sum, allocateChecked(context, DType::Float32, {batch, length, n}));
    std::fill_n(sum.data<float>(), sum.size(), 0.0F);
    std::vector<int64_t> positions;
    if (context.has(8))
        positions = toInts(context.input(8));
    for (int64_t i = 0; !context.has(8) && i < length; ++i)
        positions.push_back(i);
    if (sum.size() > 0) {
        QS_RETURN_IF_ERROR(addRows(context, toInts(ids), 2, sum));
        QS_RETURN_IF_ERROR(addRows(context, positions, 3, sum));
        if (context.has(1) && context.has(4))
            QS_RETURN_IF_ERROR(addRows(context, toInts(context.input(1)), 4, sum));
    }
    RowResult result{context.allocate(DType::Float32, sum.shape()), {}, {}};
    normalizeRows(norm, sum, n, context.input(5), context.input(6), result);
    context.setOutput(0, std::move(result.y));
    if (context.outputs.size() > 1) {
        QS_ASSIGN(Tensor counts, maskCounts(context, 7, batch, length));
        context.setOutput(1, std::move(counts));
    }
    if (context.outputs.size() > 2)
        context.setOutput(2, std::move(sum));
    return {};
}

Result<Kernel> makeEmbedNorm(const Node& node, int64_t)
{
    const RowNorm norm{node.floatAttribute("epsilon", 1e-12F), false};
    return needsInputs(1, [norm](Context& context) { return runEmbedNorm(context, norm); });
}

} // namespace

Status requireFloats(const Context& context, std::initializer_list<size_t> inputs)
{
    for (size_t i : inputs) {
        if (context.has(i) && context.input(i).type() != DType::Float32)
            return context.error(ErrorCode::TypeMismatch, "only float32 data is supported, input " + std::to_string(i)
                                                              + " is "
                                                              + std::string(dtypeName(context.input(i).type())));
    }
    return {};
}

std::vector<Registration> microsoftNormalizationOperators()
{
    return {
        {"com.microsoft.LayerNormalization", {makeLayerNorm<false>}},
        {"SimplifiedLayerNormalization", {makeLayerNorm<true>}}, // ONNX Runtime writes it into the default domain
        {"com.microsoft.SimplifiedLayerNormalization", {makeLayerNorm<true>}},
        {"com.microsoft.SkipLayerNormalization", {makeSkipNorm<false>}},
        {"com.microsoft.SkipSimplifiedLayerNormalization", {makeSkipNorm<true>}},
        {"com.microsoft.EmbedLayerNormalization", {makeEmbedNorm}},
    };
}

std::vector<Registration> microsoftOperators()
{
    std::vector<Registration> all;
    for (auto family : {microsoftNormalizationOperators, microsoftMatrixOperators, microsoftActivationOperators,
                        microsoftAttentionOperators}) {
        const auto list = family();
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

} // namespace qscope::ops
