// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstring>
#include <limits>

#include "core/ops/attention_core.h"
#include "core/ops/checks.h"
#include "core/ops/microsoft.h"
#include "core/ops/rotary.h"

namespace qscope::ops {

namespace {

/// GroupQueryAttention: several query heads share a head of keys and values. Causal; the past has a length per sample.
/// Inputs: query (or all three side by side), key, value, past_key [B, Nkv, P, H], past_value, seqlens_k [B] (the last
/// key's index), total_sequence_length, cos_cache, sin_cache, position_ids, attention_bias.
/// Outputs: output, present_key, present_value.
struct GroupedKernel {
    int64_t heads = 0, keyHeads = 0, window = -1;
    float scale = 0.0F, softcap = 0.0F;
    bool rotary = false, interleaved = false;
    std::shared_ptr<AttentionCore> core = std::make_shared<AttentionCore>();

    struct Sizes {
        int64_t batch = 0, length = 0, size = 0, capacity = 0;
        std::vector<int64_t> past; ///< per sample
    };

    Result<Sizes> readSizes(const Context& context) const
    {
        const Tensor& q = context.input(0);
        const bool packed = !context.has(1);
        const int64_t parts = packed ? heads + 2 * keyHeads : heads;
        if (q.rank() != 3 || q.dim(2) % parts != 0 || q.dim(2) == 0)
            return context.error(ErrorCode::ShapeMismatch, "query " + shapeText(q.shape()) + " does not part into "
                                                               + std::to_string(parts) + " heads");
        Sizes s{q.dim(0), q.dim(1), q.dim(2) / parts, 0, {}};
        for (size_t i : {1, 2}) {
            if (!packed && (!context.has(i) || context.input(i).shape() != Shape{s.batch, s.length, keyHeads * s.size}))
                return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i)
                                                                   + " does not fit the query "
                                                                   + shapeText(q.shape()));
        }
        if (!context.has(5) || context.input(5).size() != s.batch || !context.has(6) || context.input(6).size() != 1)
            return context.error(ErrorCode::ShapeMismatch, "seqlens_k or total_sequence_length does not fit");
        int64_t pastCapacity = 0;
        for (size_t i : {3, 4}) {
            if (!context.has(i))
                continue;
            const Tensor& past = context.input(i);
            pastCapacity = past.rank() == 4 ? past.dim(2) : 0;
            if (past.shape() != Shape{s.batch, keyHeads, pastCapacity, s.size})
                return context.error(ErrorCode::ShapeMismatch, "the past " + shapeText(past.shape())
                                                                   + " does not fit the query "
                                                                   + shapeText(q.shape()));
        }
        s.capacity = std::max({pastCapacity, toInts(context.input(6))[0], s.length});
        for (const int64_t last : toInts(context.input(5))) {
            const int64_t past = std::max<int64_t>(0, last + 1 - s.length);
            if (last < -1 || past > (context.has(3) ? pastCapacity : 0) || past + s.length > s.capacity)
                return context.error(ErrorCode::InvalidArgument, "a length of seqlens_k does not fit the past");
            s.past.push_back(past);
        }
        return s;
    }

    /// The past and the new steps behind it, [B, Nkv, capacity, H]; what lies beyond is 0.
    Result<Tensor> present(Context& context, const Sizes& s, size_t pastInput, const Tensor& now) const
    {
        QS_ASSIGN(Tensor y, allocateChecked(context, DType::Float32, {s.batch, keyHeads, s.capacity, s.size}));
        std::fill_n(y.data<float>(), y.size(), 0.0F);
        for (int64_t item = 0; item < s.batch * keyHeads; ++item) {
            const int64_t steps = s.past[static_cast<size_t>(item / keyHeads)];
            float* to = y.data<float>() + item * s.capacity * s.size;
            if (steps > 0)
                std::memcpy(to, context.input(pastInput).data<float>() + item * context.input(pastInput).dim(2) * s.size,
                            static_cast<size_t>(steps * s.size) * sizeof(float));
            std::memcpy(to + steps * s.size, now.data<float>() + item * s.length * s.size,
                        static_cast<size_t>(s.length * s.size) * sizeof(float));
        }
        return y;
    }

    Status turn(const Context& context, const Sizes& s, Tensor& x) const
    {
        if (!rotary)
            return {};
        if (!context.has(7) || !context.has(8))
            return context.error(ErrorCode::InvalidArgument, "do_rotary needs cos_cache and sin_cache");
        std::vector<int64_t> positions;
        for (const int64_t past : s.past) {
            for (int64_t t = 0; t < s.length; ++t)
                positions.push_back(past + t);
        }
        if (context.has(9))
            positions = toInts(context.input(9));
        const int64_t rotated = context.input(7).rank() == 2 ? 2 * context.input(7).dim(1) : 0;
        const RotaryShape shape{s.batch, x.dim(1), s.length, s.size, rotated, true, interleaved};
        return rotate(context, shape, positions, context.input(7), context.input(8), x);
    }

    Status operator()(Context& context) const
    {
        QS_RETURN_IF_ERROR(requireFloats(context, {0, 1, 2, 3, 4, 7, 8, 10}));
        QS_ASSIGN(const Sizes s, readSizes(context));
        const bool packed = !context.has(1);
        const auto part = [&](size_t input, int64_t firstHead, int64_t count) {
            const Tensor& x = context.input(packed ? 0 : input);
            return gatherHeads(context,
                               {x.data<float>() + (packed ? firstHead * s.size : 0), s.length * x.dim(2), x.dim(2),
                                s.size},
                               s.batch, count, s.length, s.size, nullptr);
        };
        Tensor q = part(0, 0, heads), k = part(1, heads, keyHeads);
        const Tensor v = part(2, heads + keyHeads, keyHeads);
        QS_RETURN_IF_ERROR(turn(context, s, q));
        QS_RETURN_IF_ERROR(turn(context, s, k));
        QS_ASSIGN(Tensor keys, present(context, s, 3, k));
        QS_ASSIGN(Tensor values, present(context, s, 4, v));
        QS_ASSIGN(const Tensor y, attend(context, s, q, keys, values));
        context.setOutput(0, mergeHeads(context, y));
        if (context.outputs.size() > 1)
            context.setOutput(1, std::move(keys));
        if (context.outputs.size() > 2)
            context.setOutput(2, std::move(values));
        return {};
    }

    Result<Tensor> attend(Context& context, const Sizes& s, const Tensor& q, const Tensor& keys,
                          const Tensor& values) const
    {
        const AttentionSizes sizes{s.batch, heads, s.length, s.capacity};
        QS_RETURN_IF_ERROR(checkAttentionBias(context, 10, sizes));
        const Tensor bias = context.has(10) ? context.input(10) : Tensor();
        const int64_t group = heads / keyHeads;
        const auto change = [&](float* row, int64_t item, int64_t inGroup, int64_t step) {
            const int64_t b = item / keyHeads;
            for (int64_t t = 0; softcap > 0.0F && t < s.capacity; ++t)
                row[t] = softcap * std::tanh(row[t] / softcap);
            addMasks(row, Tensor(), bias, b, item % keyHeads * group + inGroup, step, s.capacity);
            const int64_t last = s.past[static_cast<size_t>(b)] + step;
            for (int64_t t = 0; t < s.capacity; ++t) {
                if (t > last || (window >= 0 && t <= last - window))
                    row[t] = -std::numeric_limits<float>::infinity();
            }
        };
        const float factor = scale != 0.0F ? scale : 1.0F / std::sqrt(static_cast<float>(s.size));
        QS_ASSIGN(const Tensor y,
                  core->run(context, q.reshaped({s.batch * keyHeads, group, s.length, s.size}),
                            keys.reshaped({s.batch * keyHeads, 1, s.capacity, s.size}),
                            values.reshaped({s.batch * keyHeads, 1, s.capacity, s.size}), factor, change));
        return y.reshaped({s.batch, heads, s.length, s.size});
    }
};

} // namespace

Result<Kernel> makeGroupQueryAttention(const Node& node, int64_t)
{
    GroupedKernel kernel;
    kernel.heads = node.intAttribute("num_heads", 0);
    kernel.keyHeads = node.intAttribute("kv_num_heads", 0);
    kernel.window = node.intAttribute("local_window_size", -1);
    kernel.scale = node.floatAttribute("scale", 0.0F);
    kernel.softcap = node.floatAttribute("softcap", 0.0F);
    kernel.rotary = node.intAttribute("do_rotary", 0) != 0;
    kernel.interleaved = node.intAttribute("rotary_interleaved", 0) != 0;
    if (kernel.heads < 1 || kernel.heads > 1 << 20 || kernel.keyHeads < 1 || kernel.heads % kernel.keyHeads != 0)
        return nodeError(node, ErrorCode::InvalidArgument, "num_heads and kv_num_heads do not fit");
    if (node.intAttribute("smooth_softmax", 0) != 0)
        return nodeError(node, ErrorCode::Unsupported, "smooth_softmax is not supported");
    return needsInputs(1, kernel);
}

} // namespace qscope::ops
