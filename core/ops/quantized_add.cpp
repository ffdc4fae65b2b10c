// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/broadcast.h"
#include "core/ops/checks.h"
#include "core/ops/quantized.h"
#include "core/ops/quantized_grid.h"

// QLinearAdd of 8-bit tensors. On paper it is a sum between two DequantizeLinear and a QuantizeLinear; but
// sums of quantized values often lie half way between two levels, and there the order of the float operations
// decides. This is the order of ONNX Runtime on x86, so that both give the same level.
namespace qscope::ops {

namespace {

/// y = a ratioA + (b ratioB + rest), on the levels of the result.
struct LevelSum {
    float ratioA = 0, ratioB = 0, rest = 0;

    /// x y + z rounded once.
    static float multiplyAdd(float x, float y, float z)
    {
        return static_cast<float>(static_cast<double>(x) * static_cast<double>(y) + static_cast<double>(z));
    }

    LevelSum(const QuantGrid& a, const QuantGrid& b, const QuantGrid& y)
        : ratioA(a.scales[0] / y.scales[0]), ratioB(b.scales[0] / y.scales[0]),
          rest(y.zeros[0] - multiplyAdd(ratioA, a.zeros[0], ratioB * b.zeros[0]))
    {
    }

    float operator()(float a, float b) const { return multiplyAdd(a, ratioA, multiplyAdd(b, ratioB, rest)); }
};

template <class Q>
void addLevels(const AlignedOperands& operands, const LevelSum& sum, Tensor& y)
{
    constexpr auto low = static_cast<float>(std::numeric_limits<Q>::lowest());
    constexpr auto high = static_cast<float>(std::numeric_limits<Q>::max());
    const auto walk = makeWalk<2>(operands);
    const auto& steps = walk.strides.back();
    forEachRow(walk, [&](const std::array<int64_t, 2>& offsets, int64_t position, int64_t count) {
        const Q* a = operands.tensors[0].data<Q>() + offsets[0];
        const Q* b = operands.tensors[1].data<Q>() + offsets[1];
        Q* out = y.data<Q>() + position;
        for (int64_t i = 0; i < count; ++i, a += steps[0], b += steps[1]) {
            const float level = std::nearbyint(sum(static_cast<float>(*a), static_cast<float>(*b)));
            out[i] = static_cast<Q>(level >= low ? std::min(level, high) : low);
        }
    });
}

} // namespace

Status addQuantized(Context& context)
{
    QS_ASSIGN(QuantGrid gridA, readSingleGrid(context, 1));
    QS_ASSIGN(QuantGrid gridB, readSingleGrid(context, 4));
    QS_ASSIGN(const QuantGrid gridY, readSingleGrid(context, 6));
    std::vector<Tensor> summands{context.input(0), context.input(3)};
    if (summands[0].size() == 1 && summands[1].size() != 1) { // a single number goes second
        std::swap(summands[0], summands[1]);
        std::swap(gridA, gridB);
    }
    QS_ASSIGN(const AlignedOperands operands, alignOperands(context, summands));
    Tensor y = context.allocate(context.input(0).type(), operands.shape, operands.layout);
    const LevelSum sum(gridA, gridB, gridY);
    if (y.type() == DType::UInt8)
        addLevels<uint8_t>(operands, sum, y);
    else
        addLevels<int8_t>(operands, sum, y);
    context.setOutput(0, std::move(y));
    return {};
}

} // namespace qscope::ops
