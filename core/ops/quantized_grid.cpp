// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/quantized_grid.h"

#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"

namespace qscope::ops {

namespace {

std::vector<float> floatsOf(const Tensor& t)
{
    const Tensor floats = toPlain(castTo(t, DType::Float32));
    return {floats.span<float>().begin(), floats.span<float>().end()};
}

/// The shape scales must have for blocks along `axis`, with the block's size worked out when it is not given.
Status fitBlocks(const Context& context, const Tensor& x, const Tensor& scale, size_t axis, QuantGrid& grid)
{
    if (grid.block == 0 && scale.dim(axis) > 0)
        grid.block = (x.dim(axis) + scale.dim(axis) - 1) / scale.dim(axis);
    Shape wanted = x.shape();
    if (grid.block > 0)
        wanted[axis] = (wanted[axis] + grid.block - 1) / grid.block;
    if (grid.block <= 0 || scale.shape() != wanted)
        return context.error(ErrorCode::ShapeMismatch, "scales " + shapeText(scale.shape()) + " do not fit "
                                                           + shapeText(x.shape()) + " in blocks of "
                                                           + std::to_string(grid.block));
    return {};
}

template <class Q>
void quantizeTo(const Tensor& x, const QuantGrid& grid, float low, float high, Tensor& y)
{
    const float* from = x.data<float>();
    Q* to = y.data<Q>();
    forEachRun(grid, x.size(), [&](int64_t begin, int64_t end, int64_t index, int64_t step) {
        const float* scale = grid.scales.data() + index;
        const float* zero = grid.zeros.data() + index;
        for (int64_t i = begin; i < end; ++i, scale += step, zero += step) {
            const float level = std::nearbyint(from[i] / *scale) + *zero;
            to[i] = static_cast<Q>(level >= low ? std::min(level, high) : low);
        }
    });
}

template <class Q>
void quantizeTo(const Tensor& x, const QuantGrid& grid, Tensor& y)
{
    quantizeTo<Q>(x, grid, static_cast<float>(std::numeric_limits<Q>::lowest()),
                  static_cast<float>(std::numeric_limits<Q>::max()), y);
}

void quantizeToFloat8(const Tensor& x, const QuantGrid& grid, const QuantTarget& target, Tensor& y)
{
    const float* from = x.data<float>();
    float* to = y.data<float>();
    forEachRun(grid, x.size(), [&](int64_t begin, int64_t end, int64_t index, int64_t step) {
        for (int64_t i = begin; i < end; ++i) {
            const auto k = static_cast<size_t>(index + (i - begin) * step);
            to[i] = roundToFloat8(from[i] / grid.scales[k] + grid.zeros[k], *target.float8, target.saturate);
        }
    });
}

} // namespace

Result<QuantGrid> readGrid(const Context& context, size_t xIndex, size_t scaleIndex, int64_t axis, int64_t blockSize)
{
    const Tensor& x = context.input(xIndex);
    const Tensor& scale = context.input(scaleIndex);
    QuantGrid grid{floatsOf(scale), {}, 1, 1, blockSize};
    if (context.has(scaleIndex + 1))
        grid.zeros = floatsOf(context.input(scaleIndex + 1));
    else
        grid.zeros.assign(grid.scales.size(), 0.0F);
    if (grid.scales.empty() || grid.zeros.size() != grid.scales.size())
        return context.error(ErrorCode::ShapeMismatch, "has " + std::to_string(grid.scales.size()) + " scales but "
                                                           + std::to_string(grid.zeros.size()) + " zero points");
    if (scale.size() == 1 && scale.rank() <= 1 && blockSize == 0)
        return grid;
    const bool inBlocks = scale.rank() > 1 || blockSize > 0;
    QS_ASSIGN(const size_t a, axisInRange(context, axis, x.rank()));
    if (inBlocks) {
        if (scale.rank() != x.rank())
            return context.error(ErrorCode::ShapeMismatch, "scales " + shapeText(scale.shape())
                                                               + " in blocks have not the rank of "
                                                               + shapeText(x.shape()));
        QS_RETURN_IF_ERROR(fitBlocks(context, x, scale, a, grid));
    } else if (x.dim(a) != scale.size()) {
        return context.error(ErrorCode::ShapeMismatch, "scales " + shapeText(scale.shape()) + " do not fit axis "
                                                           + std::to_string(a) + " of " + shapeText(x.shape()));
    }
    grid.extent = x.dim(a);
    grid.inner = sizeOfRange(x.shape(), a + 1, x.rank());
    return grid;
}

Result<QuantGrid> readSingleGrid(const Context& context, size_t i)
{
    if (!context.has(i) || context.input(i).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i) + " is not one scale");
    if (context.has(i + 1) && context.input(i + 1).size() != 1)
        return context.error(ErrorCode::ShapeMismatch, "input " + std::to_string(i + 1) + " is not one zero point");
    return QuantGrid::single(floatsOf(context.input(i))[0],
                             context.has(i + 1) ? floatsOf(context.input(i + 1))[0] : 0.0F);
}

Status quantize(const Context& context, const Tensor& x, const QuantGrid& grid, const QuantTarget& target, Tensor& y)
{
    if (target.float8) {
        quantizeToFloat8(x, grid, target, y);
        return {};
    }
    switch (target.type) {
    case DType::UInt8: quantizeTo<uint8_t>(x, grid, y); return {};
    case DType::Int8: quantizeTo<int8_t>(x, grid, y); return {};
    case DType::UInt16: quantizeTo<uint16_t>(x, grid, y); return {};
    case DType::Int16: quantizeTo<int16_t>(x, grid, y); return {};
    case DType::UInt4: quantizeTo<uint8_t>(x, grid, 0.0F, 15.0F, y); return {};
    case DType::Int4: quantizeTo<int8_t>(x, grid, -8.0F, 7.0F, y); return {};
    default: break;
    }
    return context.error(ErrorCode::TypeMismatch, "does not quantize to " + std::string(dtypeName(target.type)));
}

Tensor dequantize(Context& context, const Tensor& x, const QuantGrid& grid)
{
    Tensor y = context.allocate(DType::Float32, x.shape());
    float* to = y.data<float>();
    visitType(x.type(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        // The difference of two integers of 32 bits fits neither float nor int32.
        using Wide = std::conditional_t<std::is_floating_point_v<T>, float,
                                        std::conditional_t<(sizeof(T) < 4), int32_t, int64_t>>;
        const T* from = x.data<T>();
        forEachRun(grid, x.size(), [&](int64_t begin, int64_t end, int64_t index, int64_t step) {
            const float* scale = grid.scales.data() + index;
            const float* zero = grid.zeros.data() + index;
            for (int64_t i = begin; i < end; ++i, scale += step, zero += step)
                to[i] = static_cast<float>(static_cast<Wide>(from[i]) - static_cast<Wide>(*zero)) * *scale;
        });
    });
    return y;
}

} // namespace qscope::ops
