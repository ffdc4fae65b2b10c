// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/ops/context.h"
#include "core/ops/simd.h"

/// Element-wise operators over operands of unequal shape.
///
/// alignOperands settles the result's shape and memory order and describes each operand by strides in that order (0
/// where it repeats). Walk merges dimensions that every operand crosses in one go, so that the innermost one is long,
/// and forEachRow hands out its rows. After merging, an innermost stride is 0 or 1.
namespace qscope::ops {

/// The operands of one operator, in the memory order of its result.
struct AlignedOperands {
    Shape shape;                  ///< of the result, as ONNX reads it
    Layout layout = Layout::Plain; ///< of the result
    Shape memoryShape;            ///< the same dimensions, outermost in memory first
    std::vector<Tensor> tensors;  ///< the operands; a converted copy where the memory order asked for one
    std::vector<std::vector<int64_t>> strides; ///< per operand and memory dimension, in elements
};

/// NumPy broadcasting. The result is ChannelsLast when an operand of the result's shape is.
/// **Errors** ShapeMismatch naming both shapes.
/// **Cost** free unless an operand with several channels and several positions has the other layout: one copy.
Result<AlignedOperands> alignOperands(Context& context, std::span<const Tensor> operands);

/// The kernel of an operator of two operands, with the rules of opsets 1 to 6 where the model asks for them: `axis`
/// says with which dimension of the first operand the second one's first dimension is aligned, and the slope of PRelu
/// is per channel.
Kernel withOldBroadcasting(const Node& node, int64_t opset, Kernel kernel);

/// A loop nest over N operands.
template <size_t N>
struct Walk {
    int64_t total = 1;
    std::vector<int64_t> sizes;                     ///< outermost first, at least one
    std::vector<std::array<int64_t, N>> strides;
};

template <size_t N>
Walk<N> makeWalk(const AlignedOperands& operands)
{
    Walk<N> walk;
    for (size_t d = 0; d < operands.memoryShape.size(); ++d) {
        const int64_t size = operands.memoryShape[d];
        walk.total *= size;
        if (size == 1)
            continue;
        std::array<int64_t, N> strides;
        bool mergeable = !walk.sizes.empty();
        for (size_t k = 0; k < N; ++k) {
            strides[k] = operands.strides[k][d];
            mergeable = mergeable && walk.strides.back()[k] == strides[k] * size;
        }
        if (mergeable) {
            walk.sizes.back() *= size;
            walk.strides.back() = strides;
        } else {
            walk.sizes.push_back(size);
            walk.strides.push_back(strides);
        }
    }
    if (walk.sizes.empty()) {
        walk.sizes.push_back(1);
        walk.strides.push_back({});
    }
    return walk;
}

/// Calls row(offsets, position, count) for pieces of innermost rows that together cover the result: operand k starts
/// at offsets[k], the result at `position`. In parallel; the pieces do not overlap.
template <size_t N, class Row>
void forEachRow(const Walk<N>& walk, Row&& row)
{
    const size_t last = walk.sizes.size() - 1;
    parallelPieces(walk.total, [&](int64_t begin, int64_t end) {
        std::vector<int64_t> index(walk.sizes.size());
        std::array<int64_t, N> offsets{};
        int64_t rest = begin;
        for (size_t d = walk.sizes.size(); d-- > 0;) {
            index[d] = rest % walk.sizes[d];
            rest /= walk.sizes[d];
            for (size_t k = 0; k < N; ++k)
                offsets[k] += index[d] * walk.strides[d][k];
        }
        for (int64_t position = begin; position < end;) {
            const int64_t count = std::min(walk.sizes[last] - index[last], end - position);
            row(offsets, position, count);
            position += count;
            for (size_t k = 0; k < N; ++k)
                offsets[k] += count * walk.strides[last][k];
            index[last] += count;
            for (size_t d = last; d > 0 && index[d] == walk.sizes[d]; --d) {
                index[d] = 0;
                ++index[d - 1];
                for (size_t k = 0; k < N; ++k)
                    offsets[k] += walk.strides[d - 1][k] - walk.sizes[d] * walk.strides[d][k];
            }
        }
    });
}

} // namespace qscope::ops
