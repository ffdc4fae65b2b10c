// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/counters.h"

/// Extremes, sums and counts of rows in one pass. For the kernels_<set>.cpp only.
namespace qscope::stats::kernels {
namespace {

constexpr float Infinity = std::numeric_limits<float>::infinity();

template <class Vector>
struct Range {
    Vector lo = Vector::all(Infinity);
    Vector hi = Vector::all(-Infinity);

    QSCOPE_INLINE_KERNEL_MEMBER void add(const Vector& v)
    {
        lo = v.smaller(lo); // a NaN leaves it as it is
        hi = v.larger(hi);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void add(const Range& other)
    {
        lo = other.lo.smaller(lo);
        hi = other.hi.larger(hi);
    }
};

QSCOPE_INLINE_KERNEL float smallestOf(const Sixteen& v) { return smallest(smaller(v.low(), v.high())); }
QSCOPE_INLINE_KERNEL float largestOf(const Sixteen& v) { return -smallest(-larger(v.low(), v.high())) + 0.F; }
#ifndef __AVX512F__
QSCOPE_INLINE_KERNEL float smallestOf(const Eight& v) { return smallest(v.v); }
QSCOPE_INLINE_KERNEL float largestOf(const Eight& v) { return -smallest(-v.v) + 0.F; }
#endif

/// A value that is not finite makes the sum of squares infinite or NaN; nothing else does.
QSCOPE_INLINE_KERNEL Figures figuresOf(float lo, float hi, const Moments& moments)
{
    return {{lo, hi, __builtin_isfinite(moments.sumSq) != 0}, moments};
}

/// Values 0-7 of each sixteen go to one row of sums, 8-15 to the other; behind the last RunBlock all eights go to the
/// first, and what is left to the second.
template <class Counter>
QSCOPE_INLINE_KERNEL Figures runFigures(const float* x, size_t n, Counter& counter)
{
    constexpr size_t RunBlock = Group * Lanes;
    Range<Sixteen> range;
    LaneMoments even, odd;
    size_t i = 0;
    const auto take = [&](const Sixteen& v) __attribute__((always_inline))
    {
        range.add(v);
        even.add(doubles(v.low()));
        odd.add(doubles(v.high()));
    };
    for (; i + RunBlock <= n; i += RunBlock) {
#pragma GCC unroll 2
        for (size_t j = 0; j < RunBlock; j += 2 * Lanes) {
            const Sixteen a = Sixteen::load(x + i + j);
            const Sixteen b = Sixteen::load(x + i + j + Lanes);
            take(a);
            take(b);
            counter.step(a, b);
        }
        counter.settle();
    }
    for (; i < n; i += Lanes) {
        const size_t m = n - i < Lanes ? n - i : Lanes;
        const Sixteen v = Sixteen::load(x + i, m);
        range.add(v.first(m, x[i]));
        if (m >= Width)
            even.add(doubles(v.low()));
        else
            odd.add(doubles(v.low()));
        if (m == Lanes)
            even.add(doubles(v.high()));
        else if (m > Width)
            odd.add(doubles(v.high()));
        counter.note(v, m);
    }
    counter.settle();
    even.add(odd);
    return figuresOf(smallestOf(range.lo), largestOf(range.hi), even.total());
}

template <class Counter>
QSCOPE_INLINE_KERNEL Figures rowFiguresInto(const float* x, size_t rows, size_t length, const Cells& cells,
                                            Counter& counter)
{
    Extremes e;
    Moments all;
    for (size_t r = 0; r < rows; ++r) {
        const Figures f = runFigures(x + r * length, length, counter);
        cells.lo[r] = f.extremes.lo;
        cells.hi[r] = f.extremes.hi;
        cells.sum[r] = f.moments.sum;
        cells.sumSq[r] = f.moments.sumSq;
        e.lo = f.extremes.lo < e.lo ? f.extremes.lo : e.lo;
        e.hi = f.extremes.hi > e.hi ? f.extremes.hi : e.hi;
        all.sum += f.moments.sum;
        all.sumSq += f.moments.sumSq;
    }
    return figuresOf(e.lo, e.hi, all);
}

} // namespace
} // namespace qscope::stats::kernels
