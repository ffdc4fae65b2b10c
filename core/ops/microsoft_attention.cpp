// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>
#include <limits>

#include "core/ops/attention_core.h"
#include "core/ops/checks.h"
#include "core/ops/inner_operator.h"
#include "core/ops/microsoft.h"

namespace qscope::ops {

namespace {

constexpr float Never = -std::numeric_limits<float>::infinity();

struct AttentionOptions {
    int64_t heads = 0;
    float masked = -10000.0F; ///< what a masked score gets added
    float scale = 0.0F;       ///< 0: one over the square root of the head's size
    bool causal = false;

    float scaleFor(int64_t size) const { return scale != 0.0F ? scale : 1.0F / std::sqrt(static_cast<float>(size)); }
};

Result<AttentionOptions> readOptions(const Node& node)
{
    AttentionOptions o;
    o.heads = node.intAttribute("num_heads", 0);
    o.masked = node.floatAttribute("mask_filter_value", -10000.0F);
    o.scale = node.floatAttribute("scale", 0.0F);
    o.causal = node.intAttribute("unidirectional", 0) != 0;
    if (o.heads < 1 || o.heads > 1 << 20)
        return nodeError(node, ErrorCode::InvalidArgument, "num_heads is missing or out of range");
    return o;
}

/// Masks, bias and causality for queries that follow the past directly.
Result<Tensor> attend(Context& context, AttentionCore& core, const AttentionOptions& options, const Tensor& q,
                      const Tensor& k, const Tensor& v, size_t maskInput, size_t biasInput)
{
    const AttentionSizes sizes{q.dim(0), q.dim(1), q.dim(2), k.dim(2)};
    QS_ASSIGN(const Tensor mask, additiveMask(context, maskInput, sizes, options.masked));
    QS_RETURN_IF_ERROR(checkAttentionBias(context, biasInput, sizes));
    const Tensor bias = context.has(biasInput) ? context.input(biasInput) : Tensor();
    const auto change = [&](float* row, int64_t b, int64_t n, int64_t s) {
        addMasks(row, mask, bias, b, n, s, sizes.keys);
        for (int64_t t = sizes.past() + s + 1; options.causal && t < sizes.keys; ++t)
            row[std::max<int64_t>(t, 0)] = Never;
    };
    return core.run(context, q, k, v, options.scaleFor(q.dim(3)), change);
}

/// Attention: input [B, S, D] times one weight [D, Dq + Dk + Dv] gives q, k and v.
/// Inputs: input, weights, bias, mask_index, past [2, B, N, P, H], attention_bias. Outputs: output, present.
struct AttentionKernel {
    AttentionOptions options;
    std::vector<int64_t> widths; ///< of q, k and v; empty: thirds
    InnerOperator product;
    std::shared_ptr<AttentionCore> core = std::make_shared<AttentionCore>();

    Status check(const Context& context, std::vector<int64_t>& parts) const
    {
        QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2, 4}));
        const Tensor& x = context.input(0);
        const Tensor& w = context.input(1);
        if (x.rank() != 3 || w.rank() != 2 || x.dim(2) != w.dim(0))
            return context.error(ErrorCode::ShapeMismatch, "input " + shapeText(x.shape()) + " and weights "
                                                               + shapeText(w.shape()) + " do not fit");
        parts = widths.empty() ? std::vector<int64_t>(3, w.dim(1) / 3) : widths;
        bool fits = parts.size() == 3 && parts[0] == parts[1];
        for (size_t i = 0; fits && i < 3; ++i)
            fits = parts[i] > 0 && parts[i] <= w.dim(1) && parts[i] % options.heads == 0;
        if (!fits || parts[0] + parts[1] + parts[2] != w.dim(1))
            return context.error(ErrorCode::ShapeMismatch, "weights " + shapeText(w.shape())
                                                               + " do not part into q, k and v of "
                                                               + std::to_string(options.heads) + " heads");
        if (context.has(2) && context.input(2).size() != w.dim(1))
            return context.error(ErrorCode::ShapeMismatch, "the bias has not " + std::to_string(w.dim(1))
                                                               + " elements");
        return {};
    }

    Status operator()(Context& context) const
    {
        std::vector<int64_t> parts;
        QS_RETURN_IF_ERROR(check(context, parts));
        QS_ASSIGN(const Tensor wide, product.run(context, {context.input(0), context.input(1)},
                                                 {false, context.isConstant(1)}));
        const int64_t batch = wide.dim(0), length = wide.dim(1), width = wide.dim(2);
        Tensor qkv[3];
        int64_t offset = 0;
        for (size_t i = 0; i < 3; ++i) {
            const int64_t size = parts[i] / options.heads;
            const float* bias = context.has(2) ? context.input(2).data<float>() + offset : nullptr;
            qkv[i] = gatherHeads(context, {wide.data<float>() + offset, length * width, width, size}, batch,
                                 options.heads, length, size, bias);
            offset += parts[i];
        }
        QS_RETURN_IF_ERROR(joinPast(context, qkv[1], qkv[2]));
        QS_ASSIGN(const Tensor y, attend(context, *core, options, qkv[0], qkv[1], qkv[2], 3, 5));
        context.setOutput(0, mergeHeads(context, y));
        return {};
    }

    /// k and v behind the past, and both of them as the output present.
    static Status joinPast(Context& context, Tensor& k, Tensor& v)
    {
        const bool wanted = wantsOutput(context, 1);
        if (!context.has(4) && !wanted)
            return {};
        if (k.shape() != v.shape())
            return context.error(ErrorCode::ShapeMismatch, "a past needs k and v of one size");
        if (context.has(4)) {
            const Tensor& past = context.input(4);
            if (past.rank() != 5 || past.dim(0) != 2)
                return context.error(ErrorCode::ShapeMismatch, "the past " + shapeText(past.shape())
                                                                   + " is not [2, batch, heads, length, size]");
            Tensor halves[2];
            for (size_t i = 0; i < 2; ++i) {
                halves[i] = context.allocate(DType::Float32, {past.dim(1), past.dim(2), past.dim(3), past.dim(4)});
                std::memcpy(halves[i].rawData(), past.data<char>() + i * halves[i].bytes(), halves[i].bytes());
            }
            QS_ASSIGN(k, appendSteps(context, halves[0], k));
            QS_ASSIGN(v, appendSteps(context, halves[1], v));
        }
        if (wanted) {
            Tensor present = context.allocate(DType::Float32, {2, k.dim(0), k.dim(1), k.dim(2), k.dim(3)});
            std::memcpy(present.rawData(), k.rawData(), k.bytes());
            std::memcpy(present.data<char>() + k.bytes(), v.rawData(), v.bytes());
            context.setOutput(1, std::move(present));
        }
        return {};
    }
};

Result<Kernel> makeAttention(const Node& node, int64_t)
{
    AttentionKernel kernel;
    QS_ASSIGN(kernel.options, readOptions(node));
    if (node.intAttribute("do_rotary", 0) != 0 || node.intAttribute("past_present_share_buffer", 0) != 0)
        return nodeError(node, ErrorCode::Unsupported, "do_rotary and past_present_share_buffer are not supported");
    kernel.widths = node.intsAttribute("qkv_hidden_sizes");
    QS_ASSIGN(kernel.product, InnerOperator::make(node, "MatMul", {}));
    return needsInputs(2, kernel);
}

/// MultiHeadAttention. Inputs: query, key, value, bias, key_padding_mask, attention_bias, past_key, past_value; query may
/// hold all three as [B, S, N, 3, H], key both as [B, L, N, 2, H] or, like value, heads first as [B, N, L, H].
/// Outputs: output, present_key, present_value.
struct MultiHeadKernel {
    AttentionOptions options;
    std::shared_ptr<AttentionCore> core = std::make_shared<AttentionCore>();

    /// One of q (0), k (1) and v (2) out of input `i` with `packed` of them side by side, this one at `place`.
    Result<Tensor> heads(Context& context, size_t i, int64_t packed, int64_t place, int64_t biasOffset) const
    {
        const Tensor& x = context.input(i);
        const int64_t n = options.heads;
        if (x.rank() == 4 && packed == 1 && x.dim(1) == n)
            return x; // heads first already
        const bool fits = packed > 1 ? x.rank() == 5 && x.dim(2) == n && x.dim(3) == packed
                                     : x.rank() == 3 && x.dim(2) % n == 0 && x.dim(2) > 0;
        if (!fits)
            return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " of shape "
                                                               + shapeText(x.shape()) + " does not part into "
                                                               + std::to_string(n) + " heads");
        const int64_t size = packed > 1 ? x.dim(4) : x.dim(2) / n;
        const int64_t step = n * packed * size;
        const float* bias = context.has(3) ? context.input(3).data<float>() + biasOffset : nullptr;
        if (bias && context.input(3).size() < biasOffset + n * size)
            return context.error(ErrorCode::ShapeMismatch, "the bias is too short");
        return gatherHeads(context, {x.data<float>() + place * size, x.dim(1) * step, step, packed * size}, x.dim(0),
                           n, x.dim(1), size, bias);
    }

    Status operator()(Context& context) const
    {
        QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2, 3, 5, 6, 7}));
        const bool packedQkv = !context.has(1), packedKv = !packedQkv && !context.has(2);
        QS_ASSIGN(const Tensor q, heads(context, 0, packedQkv ? 3 : 1, 0, 0));
        const int64_t width = q.dim(1) * q.dim(3);
        QS_ASSIGN(Tensor k, heads(context, packedQkv ? 0 : 1, packedQkv ? 3 : (packedKv ? 2 : 1), packedQkv ? 1 : 0,
                                  width));
        QS_ASSIGN(Tensor v, heads(context, packedQkv ? 0 : (packedKv ? 1 : 2), packedQkv ? 3 : (packedKv ? 2 : 1),
                                  packedQkv ? 2 : 1 * packedKv, 2 * width));
        if (context.has(6) && context.has(7)) {
            QS_ASSIGN(k, appendSteps(context, context.input(6), k));
            QS_ASSIGN(v, appendSteps(context, context.input(7), v));
        }
        if (k.dim(0) != q.dim(0) || k.dim(3) != q.dim(3) || v.dim(0) != k.dim(0) || v.dim(2) != k.dim(2))
            return context.error(ErrorCode::ShapeMismatch, "q " + shapeText(q.shape()) + ", k " + shapeText(k.shape())
                                                               + " and v " + shapeText(v.shape()) + " do not fit");
        QS_ASSIGN(const Tensor y, attend(context, *core, options, q, k, v, 4, 5));
        context.setOutput(0, mergeHeads(context, y));
        if (context.outputs.size() > 1)
            context.setOutput(1, std::move(k));
        if (context.outputs.size() > 2)
            context.setOutput(2, std::move(v));
        return {};
    }
};

Result<Kernel> makeMultiHead(const Node& node, int64_t)
{
    MultiHeadKernel kernel;
    QS_ASSIGN(kernel.options, readOptions(node));
    return needsInputs(1, kernel);
}

} // namespace

std::vector<Registration> microsoftAttentionOperators()
{
    return {
        {"com.microsoft.Attention", {makeAttention}},
        {"com.microsoft.MultiHeadAttention", {makeMultiHead}},
        {"com.microsoft.GroupQueryAttention", {makeGroupQueryAttention}},
    };
}

} // namespace qscope::ops
