// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/resize_kernels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

/// y = sum of taps[k][i] * weights[k].
QS_SIMD void blendTwo(const float* const* taps, const float* weights, float* y, int64_t n)
{
    const float* p = taps[0];
    const float* q = taps[1];
    const float u = weights[0], v = weights[1];
    for (int64_t i = 0; i < n; ++i)
        y[i] = u * p[i] + v * q[i];
}

QS_SIMD void blendFour(const float* const* taps, const float* weights, float* y, int64_t n)
{
    const float *p = taps[0], *q = taps[1], *r = taps[2], *s = taps[3];
    const float a = weights[0], b = weights[1], c = weights[2], d = weights[3];
    for (int64_t i = 0; i < n; ++i)
        y[i] = a * p[i] + b * q[i] + (c * r[i] + d * s[i]);
}

template <class T>
void blend(int count, const T* const* taps, const float* weights, T* y, int64_t n)
{
    if constexpr (std::is_same_v<T, float>) {
        if (count == 2 || count == 4)
            return count == 2 ? blendTwo(taps, weights, y, n) : blendFour(taps, weights, y, n);
    }
    for (int64_t i = 0; i < n; ++i) {
        T sum = 0;
        for (int k = 0; k < count; ++k)
            sum += static_cast<T>(weights[k]) * taps[k][i];
        y[i] = sum;
    }
}

/// One axis of [outer, from, inner] resized.
template <class T>
void interpolateAxis(const T* x, T* y, int64_t outer, int64_t from, int64_t to, int64_t inner, const AxisTable& table)
{
    const int taps = table.taps;
    if (inner == 1) {
        parallelItems(outer, to * taps, [&](int64_t o) {
            for (int64_t j = 0; j < to; ++j) {
                T sum = 0;
                for (int64_t k = j * taps; k < (j + 1) * taps; ++k)
                    sum += static_cast<T>(table.weight[static_cast<size_t>(k)]) *
                        x[o * from + table.index[static_cast<size_t>(k)]];
                y[o * to + j] = sum;
            }
        });
        return;
    }
    parallelItems(outer * to, inner * taps, [&](int64_t item) {
        const int64_t first = item % to * taps;
        std::array<const T*, 4> few;
        std::vector<const T*> many(taps > 4 ? static_cast<size_t>(taps) : 0);
        const T** rows = taps > 4 ? many.data() : few.data();
        for (int k = 0; k < taps; ++k)
            rows[k] = x + (item / to * from + table.index[static_cast<size_t>(first + k)]) * inner;
        blend(taps, rows, &table.weight[static_cast<size_t>(first)], y + item * inner, inner);
    });
}

/// Axis after axis, those that shrink most first.
template <class T>
Tensor interpolate(Context& context, Tensor x, const Shape& target, const std::vector<AxisTable>& tables)
{
    std::vector<size_t> order(target.size());
    std::iota(order.rbegin(), order.rend(), size_t(0));
    const auto growth = [&](size_t d) { return static_cast<double>(target[d]) / static_cast<double>(x.dim(d)); };
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return growth(a) < growth(b); });
    for (size_t d : order) {
        if (tables[d].identity)
            continue;
        Shape shape = x.shape();
        shape[d] = target[d];
        Tensor y = context.allocate(x.type(), shape);
        interpolateAxis(x.data<T>(), y.data<T>(), sizeOfRange(shape, 0, d), x.dim(d), target[d],
                        sizeOfRange(shape, d + 1, shape.size()), tables[d]);
        x = std::move(y);
    }
    return x;
}

/// One row of nearest neighbours; blocks of several elements when inner dimensions stay as they are.
template <class T>
void pickRow(const T* from, T* to, const std::vector<int64_t>& index, bool doubles, int64_t block)
{
    const auto count = static_cast<int64_t>(index.size());
    if (doubles && block == 1) {
        for (int64_t i = 0; i < count / 2; ++i)
            to[2 * i] = to[2 * i + 1] = from[i];
    } else if (block == 1) {
        for (int64_t i = 0; i < count; ++i)
            to[i] = from[index[static_cast<size_t>(i)]];
    } else {
        for (int64_t i = 0; i < count; ++i)
            std::memcpy(to + i * block, from + index[static_cast<size_t>(i)] * block, static_cast<size_t>(block) * sizeof(T));
    }
}

bool doublesEverything(const AxisTable& table, int64_t from)
{
    if (static_cast<int64_t>(table.index.size()) != 2 * from)
        return false;
    for (size_t i = 0; i < table.index.size(); ++i) {
        if (table.index[i] != static_cast<int64_t>(i / 2))
            return false;
    }
    return true;
}

/// Nearest neighbours along all axes at once. Rows with the same source are made once and copied.
template <class T>
Tensor pickNearest(Context& context, const Tensor& x, const Shape& target, const std::vector<AxisTable>& tables)
{
    Tensor y = context.allocate(x.type(), target);
    size_t last = target.size();
    while (last > 2 && tables[last - 1].identity)
        --last;
    const size_t column = last - 1;
    const size_t row = column - 1;
    const int64_t block = sizeOfRange(target, last, target.size());
    const int64_t rowSize = target[column] * block;
    const bool doubles = doublesEverything(tables[column], x.dim(column));
    const std::vector<int64_t>& rows = tables[row].index;
    const std::vector<int64_t> strides = rowMajorStrides(x.shape());
    parallelItems(sizeOfRange(target, 0, row), target[row] * rowSize, [&](int64_t item) {
        int64_t source = 0;
        int64_t rest = item;
        for (size_t d = row; d-- > 0; rest /= target[d])
            source += tables[d].index[static_cast<size_t>(rest % target[d])] * strides[d];
        const T* from = x.data<T>() + source;
        T* to = y.data<T>() + item * target[row] * rowSize;
        for (int64_t r = 0; r < target[row]; ++r, to += rowSize) {
            const int64_t at = rows[static_cast<size_t>(r)];
            if (r > 0 && rows[static_cast<size_t>(r - 1)] == at)
                std::memcpy(to, to - rowSize, static_cast<size_t>(rowSize) * sizeof(T));
            else
                pickRow(from + at * strides[row], to, tables[column].index, doubles, block);
        }
    });
    return y;
}

/// Result positions whose coordinate lies outside the source along any axis.
template <class T>
void fillOutside(Tensor& y, const std::vector<AxisTable>& tables, T value)
{
    for (size_t d = 0; d < tables.size(); ++d) {
        const std::vector<bool>& outside = tables[d].outside;
        if (std::find(outside.begin(), outside.end(), true) == outside.end())
            continue;
        const int64_t inner = sizeOfRange(y.shape(), d + 1, y.rank());
        for (int64_t block = 0; inner > 0 && block < y.size() / inner; ++block) {
            if (outside[static_cast<size_t>(block % y.dim(d))])
                std::fill_n(y.data<T>() + block * inner, inner, value);
        }
    }
}

} // namespace

Tensor resizeMemory(Context& context, const Tensor& x, const Shape& target, const std::vector<AxisTable>& tables,
                    const ResizeOptions& options)
{
    if (options.interpolation == Interpolation::Nearest) {
        Tensor y = visitSize(elementSize(x.type()), [&](auto tag) {
            return pickNearest<typename decltype(tag)::Type>(context, x, target, tables);
        });
        visitType(x.type(), [&](auto tag) {
            using T = typename decltype(tag)::Type;
            fillOutside<T>(y, tables, castTo(Tensor::scalar(options.extrapolation), x.type()).data<T>()[0]);
        });
        return y;
    }
    if (x.type() == DType::Float64) {
        Tensor y = interpolate<double>(context, x, target, tables);
        fillOutside<double>(y, tables, options.extrapolation);
        return y;
    }
    Tensor y = interpolate<float>(context, castTo(x, DType::Float32), target, tables);
    fillOutside<float>(y, tables, options.extrapolation);
    return castTo(y, x.type());
}

} // namespace qscope::ops
