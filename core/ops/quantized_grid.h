// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include "core/ops/context.h"
#include "core/ops/simd.h"
#include "core/tensor/float8.h"

/// Scales and zero points, and going there and back. Shared by all quantized operators.
namespace qscope::ops {

/// Which scale belongs to which element of x, seen as [outer, extent, inner]: one for all, one per index of the axis,
/// or one per `block` indices of the axis (and per outer and inner index then).
struct QuantGrid {
    std::vector<float> scales;
    std::vector<float> zeros; ///< as many; exact below 2^24, and larger zero points have no place in the standard
    int64_t extent = 1;
    int64_t inner = 1;
    int64_t block = 0; ///< 0: not in blocks

    static QuantGrid single(float scale, float zero) { return {{scale}, {zero}, 1, 1, 0}; }
};

/// The grid of input `x` with the scale at input `scale` and the zero point, if there, behind it.
/// **Errors** ShapeMismatch, InvalidArgument.
/// **Source** ONNX QuantizeLinear, opset 10 to 21.
Result<QuantGrid> readGrid(const Context& context, size_t x, size_t scale, int64_t axis, int64_t blockSize);

/// The scale at input `i` and its zero point at i + 1 (0 when left out), which must be single numbers.
Result<QuantGrid> readSingleGrid(const Context& context, size_t i);

/// Where quantized values end up.
struct QuantTarget {
    DType type = DType::UInt8;
    std::optional<Float8> float8; ///< then `type` is Float32
    bool saturate = true;         ///< of 8-bit floats; integers always do
};

/// saturate(round half even (x / scale) + zero). NaN becomes the lowest integer.
/// **Shapes** x and y are plain; x: Float32.
/// **Errors** TypeMismatch for a type nothing is quantized to.
Status quantize(const Context& context, const Tensor& x, const QuantGrid& grid, const QuantTarget& target, Tensor& y);

/// (x - zero) * scale in float32; x: any type, plain.
Tensor dequantize(Context& context, const Tensor& x, const QuantGrid& grid);

/// Calls run(begin, end, index, step) for pieces of [0, size) of x: element begin + k has scale index + k * step, where
/// step is 0 or 1. In parallel.
template <class Run>
void forEachRun(const QuantGrid& grid, int64_t size, Run&& run)
{
    const int64_t blocks = grid.block ? (grid.extent + grid.block - 1) / grid.block : 0;
    parallelPieces(size, [&](int64_t begin, int64_t end) {
        if (grid.scales.size() == 1)
            return run(begin, end, int64_t(0), int64_t(0));
        for (int64_t i = begin; i < end;) {
            const int64_t inner = i % grid.inner;
            const int64_t along = i / grid.inner % grid.extent;
            int64_t next = i - inner + grid.inner;
            int64_t index = along;
            if (grid.block) {
                index = (i / grid.inner / grid.extent * blocks + along / grid.block) * grid.inner + inner;
            } else if (grid.inner == 1) {
                next = i - along + grid.extent;
            }
            next = std::min(next, end);
            run(i, next, index, grid.block || grid.inner == 1 ? int64_t(1) : int64_t(0));
            i = next;
        }
    });
}

} // namespace qscope::ops
