// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/elementwise.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// Scales and zero points of x seen as [outer, scales.size(), inner].
struct Grid {
    std::vector<float> scales;
    std::vector<int64_t> zeroPoints;
    int64_t inner = 1;
};

/// Calls run(begin, end, channel) for pieces of x that share a scale, in parallel.
template <class Run>
void forEachRun(const Grid& grid, int64_t size, Run&& run)
{
    const auto channels = static_cast<int64_t>(grid.scales.size());
    parallelPieces(size, [&](int64_t begin, int64_t end) {
        if (channels == 1)
            return run(begin, end, size_t(0));
        for (int64_t i = begin; i < end;) {
            const int64_t block = i / grid.inner;
            const int64_t next = std::min(end, (block + 1) * grid.inner);
            run(i, next, static_cast<size_t>(block % channels));
            i = next;
        }
    });
}

/// Input 1: one scale, or one per index of the axis; input 2, if there: as many zero points.
Result<Grid> gridOf(const Context& context)
{
    const Tensor& x = context.input(0);
    const Tensor& scale = context.input(1);
    Grid grid;
    for (double s : toDoubles(scale))
        grid.scales.push_back(static_cast<float>(s));
    grid.zeroPoints = context.has(2) ? toInts(context.input(2)) : std::vector<int64_t>(grid.scales.size(), 0);
    bool fits = scale.rank() <= 1 && grid.zeroPoints.size() == grid.scales.size() && !grid.scales.empty();
    if (fits && grid.scales.size() > 1) {
        QS_ASSIGN(const size_t axis, axisInRange(context, context.node().intAttribute("axis", 1), x.rank()));
        fits = x.dim(axis) == scale.size();
        grid.inner = sizeOfRange(x.shape(), axis + 1, x.rank());
    }
    if (!fits)
        return context.error(ErrorCode::ShapeMismatch, "scales " + shapeText(scale.shape()) +
                                                           " and their zero points do not fit " +
                                                           shapeText(x.shape()));
    return grid;
}

template <class Q>
void quantize(const Tensor& x, const Grid& grid, Tensor& y)
{
    constexpr auto Low = static_cast<float>(std::numeric_limits<Q>::lowest());
    constexpr auto High = static_cast<float>(std::numeric_limits<Q>::max());
    const float* from = x.data<float>();
    Q* to = y.data<Q>();
    forEachRun(grid, x.size(), [&](int64_t begin, int64_t end, size_t channel) {
        const float scale = grid.scales[channel];
        const auto zero = static_cast<float>(grid.zeroPoints[channel]);
        for (int64_t i = begin; i < end; ++i) {
            const float level = std::nearbyint(from[i] / scale) + zero;
            to[i] = level >= Low ? static_cast<Q>(std::min(level, High)) : std::numeric_limits<Q>::lowest();
        }
    });
}

Status runQuantize(Context& context, DType fallback)
{
    const Tensor x = castTo(context.input(0), DType::Float32);
    QS_ASSIGN(const Grid grid, gridOf(context));
    const DType type = context.has(2) ? context.input(2).type() : fallback;
    Tensor y = context.allocate(type, x.shape());
    switch (type) {
    case DType::UInt8: quantize<uint8_t>(x, grid, y); break;
    case DType::Int8: quantize<int8_t>(x, grid, y); break;
    case DType::UInt16: quantize<uint16_t>(x, grid, y); break;
    case DType::Int16: quantize<int16_t>(x, grid, y); break;
    default: return context.error(ErrorCode::TypeMismatch, "does not quantize to " + std::string(dtypeName(type)));
    }
    context.setOutput(0, std::move(y));
    return {};
}

Status refuseBlocks(const Node& node)
{
    if (node.intAttribute("block_size", 0) != 0)
        return nodeError(node, ErrorCode::Unsupported, "scales per block are not supported");
    return {};
}

Result<Kernel> makeQuantize(const Node& node, int64_t)
{
    QS_RETURN_IF_ERROR(refuseBlocks(node));
    DType fallback = DType::UInt8;
    if (node.intAttribute("output_dtype", 0) != 0) {
        QS_ASSIGN(fallback, dtypeOfOnnx(node, node.intAttribute("output_dtype", 0)));
    }
    return needsInputs(2, [fallback](Context& context) { return runQuantize(context, fallback); });
}

Status runDequantize(Context& context)
{
    const Tensor& x = context.input(0);
    QS_ASSIGN(const Grid grid, gridOf(context));
    Tensor y = context.allocate(DType::Float32, x.shape());
    float* to = y.data<float>();
    visitType(x.type(), [&](auto tag) {
        const auto* from = x.data<typename decltype(tag)::Type>();
        forEachRun(grid, x.size(), [&](int64_t begin, int64_t end, size_t channel) {
            const int64_t zero = grid.zeroPoints[channel];
            for (int64_t i = begin; i < end; ++i)
                to[i] = static_cast<float>(static_cast<int64_t>(from[i]) - zero) * grid.scales[channel];
        });
    });
    context.setOutput(0, std::move(y));
    return {};
}

Result<Kernel> makeDequantize(const Node& node, int64_t)
{
    QS_RETURN_IF_ERROR(refuseBlocks(node));
    return needsInputs(2, [](Context& context) -> Status {
        if (isFloating(context.input(0).type()))
            return context.error(ErrorCode::TypeMismatch, "takes integers only");
        return runDequantize(context);
    });
}

/// Eight bits over the range of the data, which always holds 0.
Status runDynamicQuantize(Context& context)
{
    const Tensor& x = context.input(0);
    if (x.type() != DType::Float32 || context.outputs.size() < 3)
        return context.error(ErrorCode::TypeMismatch, "takes float32 and has three outputs");
    float low = 0.0f, high = 0.0f;
    for (float v : x.span<float>()) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    const float scale = high > low ? (high - low) / 255.0f : 1.0f;
    const float zero = std::clamp(std::nearbyint(-low / scale), 0.0f, 255.0f);
    Tensor y = context.allocate(DType::UInt8, x.shape());
    quantize<uint8_t>(x, {{scale}, {static_cast<int64_t>(zero)}, 1}, y);
    context.setOutput(0, std::move(y));
    context.setOutput(1, Tensor::scalar(scale));
    context.setOutput(2, Tensor::scalar(static_cast<uint8_t>(zero)));
    return {};
}

Result<Kernel> makeDynamicQuantize(const Node&, int64_t) { return needsInputs(1, runDynamicQuantize); }

} // namespace

std::vector<Registration> quantizeOperators()
{
    return {
        {"QuantizeLinear", {makeQuantize}},
        {"DequantizeLinear", {makeDequantize}},
        {"DynamicQuantizeLinear", {makeDynamicQuantize}},
    };
}

} // namespace qscope::ops
