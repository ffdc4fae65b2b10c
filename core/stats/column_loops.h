// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/row_loops.h"

/// Extremes, sums and counts of columns in one pass. For the kernels_<set>.cpp only.
namespace qscope::stats::kernels {
namespace {

/// Figures of all columns, lane by lane.
struct Whole {
    Range<Columns> range;
    LaneMoments sums;
};

QSCOPE_INLINE_KERNEL void storeSums(const LaneMoments& s, size_t m, double* sum, double* sumSq, Whole& whole)
{
    storeSome(s.sum, m, sum);
    storeSome(s.sumSq, m, sumSq);
    whole.sums.add(s);
}

#ifdef __AVX512F__
/// The lower eight lanes, the upper ones, or all of them.
struct ColumnSums {
    LaneMoments low, high;

    QSCOPE_INLINE_KERNEL_MEMBER void add(const Sixteen& v)
    {
        low.add(doubles(v.low()));
        high.add(doubles(v.high()));
    }
    QSCOPE_INLINE_KERNEL_MEMBER void add(const ColumnSums& other)
    {
        low.add(other.low);
        high.add(other.high);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void store(size_t m, double* sum, double* sumSq, Whole& whole) const
    {
        storeSums(low, m < Width ? m : Width, sum, sumSq, whole);
        if (m > Width)
            storeSums(high, m - Width, sum + Width, sumSq + Width, whole);
    }
};
#else
struct ColumnSums {
    LaneMoments all;

    QSCOPE_INLINE_KERNEL_MEMBER void add(const Eight& v) { all.add(doubles(v.v)); }
    QSCOPE_INLINE_KERNEL_MEMBER void add(const ColumnSums& other) { all.add(other.all); }
    QSCOPE_INLINE_KERNEL_MEMBER void store(size_t m, double* sum, double* sumSq, Whole& whole) const
    {
        storeSums(all, m, sum, sumSq, whole);
    }
};
#endif

QSCOPE_INLINE_KERNEL void storeColumns(const Range<Columns>& range, const ColumnSums& sums, size_t m,
                                       const Cells& cells, Whole& whole)
{
    range.lo.plusZero().store(cells.lo, m);
    range.hi.plusZero().store(cells.hi, m);
    whole.range.add(range);
    sums.store(m, cells.sum, cells.sumSq, whole);
}

/// Neighbouring rows have sums of their own, so that they do not wait for each other.
template <class Counter>
QSCOPE_INLINE_KERNEL void fullColumns(const float* x, size_t rows, size_t stride, const Cells& cells, Counter& counter,
                                      Whole& whole)
{
    Range<Columns> range;
    ColumnSums even, odd;
    const auto take = [&](size_t r, ColumnSums& sums) __attribute__((always_inline))
    {
        const Columns v = Columns::load(x + r * stride);
        range.add(v);
        sums.add(v);
        return v;
    };
    size_t r = 0;
    for (; r + Group <= rows; r += Group) {
#pragma GCC unroll 2
        for (size_t j = 0; j < Group; j += 2) {
            const Columns a = take(r + j, even);
            const Columns b = take(r + j + 1, odd);
            counter.step(a, b);
        }
        counter.settle();
    }
    if (r < rows)
        counter.note(take(r, even));
    if (r + 1 < rows)
        counter.note(take(r + 1, odd));
    if (r + 2 < rows)
        counter.note(take(r + 2, even));
    counter.settle();
    even.add(odd);
    storeColumns(range, even, Columns::Lanes, cells, whole);
}

/// Eight columns, whose rows alternate too, or less, which are summed one row after the other.
template <class Counter>
QSCOPE_INLINE_KERNEL void someColumns(const float* x, size_t rows, size_t stride, size_t m, const Cells& cells,
                                      Counter& counter, Whole& whole)
{
    Range<Columns> range;
    ColumnSums even, odd;
    for (size_t r = 0; r < rows; ++r) {
        const Columns v = Columns::load(x + r * stride, m);
        range.add(v.first(m, x[r * stride]));
        if (m == Width && r % 2 == 1)
            odd.add(v);
        else
            even.add(v);
        counter.note(v, m);
        counter.settle();
    }
    even.add(odd);
    storeColumns(range, even, m, cells, whole);
}

QSCOPE_INLINE_KERNEL Cells from(const Cells& cells, size_t at)
{
    return {cells.lo + at, cells.hi + at, cells.sum + at, cells.sumSq + at};
}

template <class Counter>
QSCOPE_INLINE_KERNEL Figures columnFiguresInto(const float* x, size_t rows, size_t columns, const Cells& cells,
                                               Counter& counter)
{
    Whole whole;
    size_t at = 0;
    for (; at + Columns::Lanes <= columns; at += Columns::Lanes)
        fullColumns(x + at, rows, columns, from(cells, at), counter, whole);
    while (at < columns) {
        const size_t m = columns - at < Width ? columns - at : Width;
        someColumns(x + at, rows, columns, m, from(cells, at), counter, whole);
        at += m;
    }
    return figuresOf(smallestOf(whole.range.lo), largestOf(whole.range.hi), whole.sums.total());
}

/// Few columns: sixteen rows are taken as one, so that no lane is idle, and folded afterwards.
constexpr size_t Together = 16;

template <class Counter>
QSCOPE_INLINE_KERNEL Figures narrowFiguresInto(const float* x, size_t rows, size_t columns, const Cells& cells,
                                               Counter& counter)
{
    float lo[Lanes * Together], hi[Lanes * Together];
    double sum[Lanes * Together], sumSq[Lanes * Together];
    const size_t wide = rows / Together;
    const size_t done = wide * Together;
    const Figures most = columnFiguresInto(x, wide, columns * Together, {lo, hi, sum, sumSq}, counter);
    const Figures rest = columnFiguresInto(x + done * columns, rows - done, columns, cells, counter);
    for (size_t c = 0; c < columns; ++c) {
        for (size_t k = c; k < columns * Together; k += columns) {
            cells.lo[c] = lo[k] < cells.lo[c] ? lo[k] : cells.lo[c];
            cells.hi[c] = hi[k] > cells.hi[c] ? hi[k] : cells.hi[c];
            cells.sum[c] += sum[k];
            cells.sumSq[c] += sumSq[k];
        }
    }
    const Extremes &a = most.extremes, &b = rest.extremes;
    return figuresOf(a.lo < b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi,
                     {most.moments.sum + rest.moments.sum, most.moments.sumSq + rest.moments.sumSq});
}

template <class Counter>
QSCOPE_INLINE_KERNEL Figures anyColumnFigures(const float* x, size_t rows, size_t columns, const Cells& cells,
                                              Counter& counter)
{
    return columns < Lanes && rows >= Together ? narrowFiguresInto(x, rows, columns, cells, counter)
                                               : columnFiguresInto(x, rows, columns, cells, counter);
}

} // namespace
} // namespace qscope::stats::kernels
