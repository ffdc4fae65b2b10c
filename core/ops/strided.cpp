// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/strided.h"

#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/ops/checks.h"
#include "core/ops/dispatch.h"
#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

struct Axis {
    int64_t size, from, to;
};

/// Without dimensions of size 1, in the order of the destination, neighbours merged.
std::vector<Axis> normalised(const Shape& shape, std::span<const int64_t> from, std::span<const int64_t> to)
{
    std::vector<Axis> axes;
    for (size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] != 1)
            axes.push_back({shape[d], from[d], to[d]});
    }
    std::stable_sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) { return a.to > b.to; });
    std::vector<Axis> merged;
    for (const Axis& a : axes) {
        if (!merged.empty() && merged.back().from == a.from * a.size && merged.back().to == a.to * a.size)
            merged.back() = {merged.back().size * a.size, a.from, a.to};
        else
            merged.push_back(a);
    }
    if (merged.empty())
        merged.push_back({1, 1, 1});
    return merged;
}

struct Offsets {
    int64_t from = 0, to = 0;
};

Offsets offsetsOf(std::span<const Axis> outer, int64_t item)
{
    Offsets offsets;
    for (size_t d = outer.size(); d-- > 0;) {
        const int64_t i = item % outer[d].size;
        item /= outer[d].size;
        offsets.from += i * outer[d].from;
        offsets.to += i * outer[d].to;
    }
    return offsets;
}

int64_t countOf(std::span<const Axis> axes)
{
    int64_t count = 1;
    for (const Axis& a : axes)
        count *= a.size;
    return count;
}

/// A run too short for a call: sixteen bytes at a time, the last of them overlapping those before.
template <class T>
void copyRun(const T* from, T* to, int64_t run)
{
    constexpr int64_t Step = 16 / static_cast<int64_t>(sizeof(T));
    if (run < Step) {
        for (int64_t i = 0; i < run; ++i)
            to[i] = from[i];
        return;
    }
    for (int64_t i = 0; i + Step < run; i += Step)
        std::memcpy(to + i, from + i, 16);
    std::memcpy(to + run - Step, from + run - Step, 16);
}

/// Runs too short for a call each: a whole dimension of them at a time.
template <class T>
void copyShortRuns(std::span<const Axis> outer, int64_t run, const T* from, T* to)
{
    const Axis middle = outer.back();
    outer = outer.first(outer.size() - 1);
    parallelItems(countOf(outer), middle.size * run, [&](int64_t item) {
        const Offsets o = offsetsOf(outer, item);
        const T* source = from + o.from;
        T* target = to + o.to;
        for (int64_t m = 0; m < middle.size; ++m, source += middle.from, target += middle.to)
            copyRun(source, target, run);
    });
}

template <class T>
void copyRuns(std::span<const Axis> outer, int64_t run, const T* from, T* to)
{
    if (!outer.empty() && run * static_cast<int64_t>(sizeof(T)) < 128)
        return copyShortRuns(outer, run, from, to);
    const int64_t count = countOf(outer);
    if (count == 1) {
        parallelPieces(run, [&](int64_t begin, int64_t end) {
            std::memcpy(to + begin, from + begin, static_cast<size_t>(end - begin) * sizeof(T));
        });
        return;
    }
    parallelItems(count, run, [&](int64_t item) {
        const Offsets o = offsetsOf(outer, item);
        std::memcpy(to + o.to, from + o.from, static_cast<size_t>(run) * sizeof(T));
    });
}

/// to[r * toStride + c] = from[c * fromStride + r] for r < rows, c < columns.
template <class T>
void transposeTile(const T* from, int64_t fromStride, T* to, int64_t toStride, int64_t rows, int64_t columns)
{
    for (int64_t r = 0; r < rows; ++r)
        for (int64_t c = 0; c < columns; ++c)
            to[r * toStride + c] = from[c * fromStride + r];
}

#if defined(__GNUC__)
using Quad = uint32_t __attribute__((vector_size(16)));

// Through memcpy, because elements are aligned to their own size only.
Quad load(const uint32_t* from)
{
    Quad quad;
    std::memcpy(&quad, from, sizeof(quad));
    return quad;
}

void store(uint32_t* to, Quad quad) { std::memcpy(to, &quad, sizeof(quad)); }

void transposeFourByFour(const uint32_t* from, int64_t fromStride, uint32_t* to, int64_t toStride)
{
    const Quad a = load(from);
    const Quad b = load(from + fromStride);
    const Quad c = load(from + 2 * fromStride);
    const Quad d = load(from + 3 * fromStride);
    const Quad ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const Quad cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const Quad abHigh = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Quad cdHigh = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    store(to, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
    store(to + toStride, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
    store(to + 2 * toStride, __builtin_shufflevector(abHigh, cdHigh, 0, 1, 4, 5));
    store(to + 3 * toStride, __builtin_shufflevector(abHigh, cdHigh, 2, 3, 6, 7));
}

template <>
void transposeTile<uint32_t>(const uint32_t* from, int64_t fromStride, uint32_t* to, int64_t toStride, int64_t rows,
                             int64_t columns)
{
    const int64_t fullRows = rows / 4 * 4;
    const int64_t fullColumns = columns / 4 * 4;
    for (int64_t r = 0; r < fullRows; r += 4)
        for (int64_t c = 0; c < fullColumns; c += 4)
            transposeFourByFour(from + c * fromStride + r, fromStride, to + r * toStride + c, toStride);
    for (int64_t r = 0; r < rows; ++r)
        for (int64_t c = r < fullRows ? fullColumns : 0; c < columns; ++c)
            to[r * toStride + c] = from[c * fromStride + r];
}
#endif

/// The last axis is contiguous in the destination, `rowAxis` in the source.
template <class T>
void copyTransposed(std::vector<Axis> axes, size_t rowAxis, const T* from, T* to)
{
    constexpr int64_t Tile = 32;
    const Axis rows = axes[rowAxis];
    const Axis columns = axes.back();
    axes.pop_back();
    axes.erase(axes.begin() + static_cast<std::ptrdiff_t>(rowAxis));
    const int64_t stripes = (rows.size + Tile - 1) / Tile;
    parallelItems(countOf(axes) * stripes, columns.size * std::min(Tile, rows.size), [&](int64_t item) {
        const Offsets o = offsetsOf(axes, item / stripes);
        const int64_t r = item % stripes * Tile;
        const int64_t height = std::min(Tile, rows.size - r);
        for (int64_t c = 0; c < columns.size; c += Tile)
            transposeTile(from + o.from + r + c * columns.from, columns.from, to + o.to + r * rows.to + c, rows.to,
                          height, std::min(Tile, columns.size - c));
    });
}

template <class T>
void copyAny(std::span<const Axis> outer, const Axis& inner, const T* from, T* to)
{
    parallelItems(countOf(outer), inner.size, [&](int64_t item) {
        const Offsets o = offsetsOf(outer, item);
        T* target = to + o.to;
        const T* source = from + o.from;
        if (inner.from == 0 && inner.to == 1) {
            std::fill_n(target, inner.size, *source);
            return;
        }
        for (int64_t i = 0; i < inner.size; ++i)
            target[i * inner.to] = source[i * inner.from];
    });
}

template <class T>
void copyTyped(const std::vector<Axis>& axes, const T* from, T* to)
{
    const Axis& inner = axes.back();
    const std::span<const Axis> outer(axes.data(), axes.size() - 1);
    if (inner.from == 1 && inner.to == 1)
        return copyRuns(outer, inner.size, from, to);
    if (inner.to == 1) {
        for (size_t d = axes.size() - 1; d-- > 0;) {
            if (axes[d].from == 1)
                return copyTransposed(axes, d, from, to);
        }
    }
    copyAny(outer, inner, from, to);
}

} // namespace

void stridedCopy(const Shape& shape, const void* from, std::span<const int64_t> fromStrides, void* to,
                 std::span<const int64_t> toStrides, size_t elementBytes)
{
    if (std::find(shape.begin(), shape.end(), 0) != shape.end())
        return;
    const std::vector<Axis> axes = normalised(shape, fromStrides, toStrides);
    visitSize(elementBytes, [&](auto tag) {
        using T = typename decltype(tag)::Type;
        copyTyped(axes, static_cast<const T*>(from), static_cast<T*>(to));
    });
}

std::vector<int64_t> memoryStrides(const Shape& shape, Layout layout)
{
    std::vector<int64_t> strides = rowMajorStrides(shape);
    if (layout == Layout::Plain)
        return strides;
    for (size_t d = 2; d < shape.size(); ++d)
        strides[d] *= shape[1];
    strides[1] = 1;
    return strides;
}

Tensor toChannelsLast(Context& context, const Tensor& plain)
{
    Tensor result = context.allocate(plain.type(), plain.shape(), Layout::ChannelsLast);
    stridedCopy(plain.shape(), plain.rawData(), memoryStrides(plain.shape(), Layout::Plain), result.rawData(),
                memoryStrides(plain.shape(), Layout::ChannelsLast), elementSize(plain.type()));
    return result;
}

} // namespace qscope::ops
