// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/float_loops.h"
#include "core/ops/microsoft.h"
#include "core/ops/rotary.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

Status checkBias(const Context& context, const Tensor& x, const Tensor& bias)
{
    if (x.rank() > 0 && bias.size() == x.dim(x.rank() - 1))
        return {};
    return context.error(ErrorCode::ShapeMismatch, "bias " + shapeText(bias.shape()) + " does not fit the last axis of "
                                                       + shapeText(x.shape()));
}

/// x + bias over the last axis + skip.
Status runBiasAdd(Context& context)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2}));
    const Tensor& x = context.input(0);
    QS_RETURN_IF_ERROR(checkBias(context, x, context.input(1)));
    if (context.input(2).shape() != x.shape())
        return context.error(ErrorCode::ShapeMismatch, "skip " + shapeText(context.input(2).shape()) + " has not shape "
                                                           + shapeText(x.shape()));
    Tensor y = context.allocate(DType::Float32, x.shape());
    const int64_t n = x.dim(x.rank() - 1);
    parallelPieces(x.size(), [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            y.data<float>()[i] = x.data<float>()[i] + context.input(1).data<float>()[i % n]
                                 + context.input(2).data<float>()[i];
    });
    context.setOutput(0, std::move(y));
    return {};
}

/// x + bias cut into halves along the last axis: left * gelu(right).
Status runBiasSplitGelu(Context& context)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0, 1}));
    const Tensor& x = context.input(0);
    QS_RETURN_IF_ERROR(checkBias(context, x, context.input(1)));
    const int64_t n = x.dim(x.rank() - 1), half = n / 2;
    if (n % 2 != 0)
        return context.error(ErrorCode::ShapeMismatch, "the last axis of " + shapeText(x.shape()) + " is odd");
    Shape shape = x.shape();
    shape.back() = half;
    Tensor y = context.allocate(DType::Float32, shape);
    const float* bias = context.input(1).data<float>();
    parallelItems(n == 0 ? 0 : x.size() / n, n, [&](int64_t row) {
        const float* in = x.data<float>() + row * n;
        float* out = y.data<float>() + row * half;
        for (int64_t i = 0; i < half; ++i)
            out[i] = in[half + i] + bias[half + i];
        loops::gelu(out, out, half, 0.0F, 0.0F);
        for (int64_t i = 0; i < half; ++i)
            out[i] *= in[i] + bias[i];
    });
    context.setOutput(0, std::move(y));
    return {};
}

/// input [B, S, N * H] or [B, N, S, H], position_ids [1] or [B, S], cos_cache, sin_cache.
Status runRotaryEmbedding(Context& context)
{
    QS_RETURN_IF_ERROR(requireFloats(context, {0, 2, 3}));
    const Node& node = context.node();
    const Tensor& x = context.input(0);
    const int64_t rotated = node.intAttribute("rotary_embedding_dim", 0);
    int64_t heads = node.intAttribute("num_heads", 0);
    if (x.rank() != 3 && x.rank() != 4)
        return context.error(ErrorCode::ShapeMismatch, "needs an input of rank 3 or 4, this is " + shapeText(x.shape()));
    const bool headsFirst = x.rank() == 4;
    const int64_t batch = x.dim(0), length = x.dim(headsFirst ? 2 : 1), width = x.dim(x.rank() - 1);
    if (headsFirst)
        heads = x.dim(1);
    else if (heads <= 0)
        heads = context.input(2).rank() == 2 && context.input(2).dim(1) > 0 ? width / (2 * context.input(2).dim(1)) : 0;
    if (heads <= 0 || (!headsFirst && width % heads != 0))
        return context.error(ErrorCode::InvalidArgument, "num_heads does not fit the input " + shapeText(x.shape()));
    RotaryShape shape;
    shape.batch = batch;
    shape.heads = heads;
    shape.length = length;
    shape.headSize = headsFirst ? width : width / heads;
    shape.rotated = rotated > 0 ? rotated : shape.headSize;
    shape.headsFirst = headsFirst;
    shape.interleaved = node.intAttribute("interleaved", 0) != 0;
    Tensor y = x.clone();
    QS_RETURN_IF_ERROR(rotate(context, shape, toInts(context.input(1)), context.input(2), context.input(3), y));
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace

Status rotate(const Context& context, const RotaryShape& s, const std::vector<int64_t>& positions, const Tensor& cosines,
              const Tensor& sines, Tensor& y)
{
    const int64_t half = s.rotated / 2;
    const bool perPosition = static_cast<int64_t>(positions.size()) == s.batch * s.length;
    const bool fits = s.rotated > 0 && s.rotated % 2 == 0 && s.rotated <= s.headSize && cosines.rank() == 2
                      && cosines.dim(1) == half && cosines.shape() == sines.shape();
    if (!fits || (!perPosition && positions.size() != 1))
        return context.error(ErrorCode::ShapeMismatch, "the caches " + shapeText(cosines.shape()) + " or the "
                                                           + std::to_string(positions.size())
                                                           + " positions do not fit heads of "
                                                           + std::to_string(s.headSize));
    for (int64_t b = 0; b < s.batch; ++b) {
        for (int64_t t = 0; t < s.length; ++t) {
            const int64_t position =
                positions.size() == 1 ? positions[0] + t : positions[static_cast<size_t>(b * s.length + t)];
            if (position < 0 || position >= cosines.dim(0))
                return context.error(ErrorCode::InvalidArgument, "position " + std::to_string(position)
                                                                     + " is outside the caches "
                                                                     + shapeText(cosines.shape()));
            const float* c = cosines.data<float>() + position * half;
            const float* n = sines.data<float>() + position * half;
            for (int64_t h = 0; h < s.heads; ++h) {
                const int64_t row = s.headsFirst ? (b * s.heads + h) * s.length + t : (b * s.length + t) * s.heads + h;
                float* x = y.data<float>() + row * s.headSize;
                for (int64_t i = 0; i < half; ++i) {
                    float& left = x[s.interleaved ? 2 * i : i];
                    float& right = x[s.interleaved ? 2 * i + 1 : i + half];
                    const float l = left, r = right;
                    left = l * c[i] - r * n[i];
                    right = r * c[i] + l * n[i];
                }
            }
        }
    }
    return {};
}

std::vector<Registration> microsoftActivationOperators()
{
    return {
        {"com.microsoft.BiasAdd", {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(3, runBiasAdd); }}},
        {"com.microsoft.BiasSplitGelu",
         {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(2, runBiasSplitGelu); }}},
        {"com.microsoft.RotaryEmbedding",
         {[](const Node&, int64_t) -> Result<Kernel> { return needsInputs(4, runRotaryEmbedding); }}},
    };
}

} // namespace qscope::ops
