// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/kernels/kernels.h"
#include "core/ops/context.h"

/// What the attention operators share: heads cut out of wide tensors, masks, and the attention itself.
namespace qscope::ops {

/// Where the heads of a tensor lie: element (b, s, n, h) is at first + b * batch + s * step + n * head + h.
struct HeadView {
    const float* first = nullptr;
    int64_t batch = 0, step = 0, head = 0;
};

/// Copies heads to [B, N, S, H], adding bias[n * H + h] when there is a bias.
Tensor gatherHeads(Context& context, const HeadView& view, int64_t batch, int64_t heads, int64_t length, int64_t size,
                   const float* bias);

/// [B, N, S, H] -> [B, S, N * H].
Tensor mergeHeads(Context& context, const Tensor& x);

/// [B, N, P, H] and [B, N, S, H] one behind the other: [B, N, P + S, H].
/// **Errors** ShapeMismatch naming both.
Result<Tensor> appendSteps(Context& context, const Tensor& past, const Tensor& now);

/// The sizes a mask and an attention bias have to fit.
struct AttentionSizes {
    int64_t batch = 0, heads = 0, queries = 0, keys = 0;
    int64_t past() const { return keys - queries; }
};

/// The mask at input `i` as numbers to add, [B, 1 or S, T]; absent without one, or with one that masks nothing.
/// Takes key lengths [B], ends and starts [2 B], and zeros and ones [B, T], [B, S, T] or [B, 1, M, M].
/// **Errors** Unsupported ([3 B + 2]), ShapeMismatch.
Result<Tensor> additiveMask(const Context& context, size_t i, const AttentionSizes& sizes, float masked);

/// Error unless input `i`, if there, is Float32 [B or 1, N or 1, S, T].
Status checkAttentionBias(const Context& context, size_t i, const AttentionSizes& sizes);

/// Adds the row (b, n, s) of a mask and of an attention bias, each absent or checked.
void addMasks(float* row, const Tensor& mask, const Tensor& bias, int64_t b, int64_t n, int64_t s, int64_t keys);

/// softmax(scale q k' + masks) v.
class AttentionCore {
public:
    AttentionCore() : m_scores(false, true), m_values(false, false) {}

    /// Changes a row of scores, already scaled, before the softmax: (row, b, n, s). Called from several threads.
    using RowChange = std::function<void(float* row, int64_t b, int64_t n, int64_t s)>;

    /// **Shapes** q: [B, N, S, H]; k: [B, N or 1, T, H]; v: [B, N or 1, T, Hv]; the result: [B, N, S, Hv].
    Result<Tensor> run(Context& context, const Tensor& q, const Tensor& k, const Tensor& v, float scale,
                       const RowChange& change);

private:
    kernels::MatMul m_scores, m_values;
};

} // namespace qscope::ops
