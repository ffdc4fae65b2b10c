// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/kernels.h"

#include <algorithm>

#include "core/stats/kernels_avx512.h"
#include "core/stats/lanes.h"

namespace qscope::stats::kernels {

namespace {

constexpr float Infinity = std::numeric_limits<float>::infinity();

struct LaneExtremes {
    Float8 lo = Float8{} + Infinity;
    Float8 hi = Float8{} - Infinity;
    Float8 check{}; ///< zero as long as all values are finite: infinite times zero is not zero, and it stays that way
};

QSCOPE_INLINE_KERNEL void addLanes(LaneExtremes& s, const Float8& v)
{
    s.lo = smaller(v, s.lo);
    s.hi = larger(v, s.hi);
    s.check += v * 0.F;
}

QSCOPE_INLINE_KERNEL void addLanes(LaneExtremes& s, const LaneExtremes& other)
{
    s.lo = smaller(other.lo, s.lo);
    s.hi = larger(other.hi, s.hi);
    s.check += other.check;
}

/// As load(x, m), reading beyond the run where the matrix goes on (`left` values from x on).
QSCOPE_INLINE_KERNEL Float8 loadTail(const float* x, size_t m, size_t left, float idle)
{
    if (left < Width)
        return load(x, m, idle);
    return laneNumbers() < Int8{} + static_cast<int32_t>(m) ? load(x) : Float8{} + idle;
}

QSCOPE_INLINE_KERNEL bool allZero(const Float8& check)
{
    const Int8 bad = check != Float8{};
    int32_t any = 0;
    for (size_t i = 0; i < Width; ++i)
        any |= bad[i];
    return any == 0;
}

/// Runs of the loops below that do not wait for each other.
constexpr size_t Chains = 4;

QSCOPE_INLINE_KERNEL LaneExtremes runExtremes(const float* x, size_t n, size_t left)
{
    LaneExtremes chain[Chains];
    size_t i = 0;
    for (; i + Chains * Width <= n; i += Chains * Width) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Chains; ++j)
            addLanes(chain[j], load(x + i + j * Width));
    }
    for (; i < n; i += Width) {
        const size_t m = std::min(Width, n - i);
        addLanes(chain[0], loadTail(x + i, m, left - i, x[i]));
    }
#pragma GCC unroll 4
    for (size_t j = 1; j < Chains; ++j)
        addLanes(chain[0], chain[j]);
    return chain[0];
}

QSCOPE_INLINE_KERNEL void storeExtremes(const LaneExtremes& s, size_t columns, float* lo, float* hi)
{
    storeSome(s.lo + 0.F, columns, lo);
    storeSome(s.hi + 0.F, columns, hi);
}

/// Eight columns, or the first m of them: idle lanes repeat a value of their row.
QSCOPE_INLINE_KERNEL LaneExtremes narrowExtremes(const float* x, size_t rows, size_t columns, size_t m)
{
    LaneExtremes chain[Chains];
    size_t r = 0;
    for (; m == Width && r + Chains <= rows; r += Chains) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Chains; ++j)
            addLanes(chain[j], load(x + (r + j) * columns));
    }
    for (; r < rows; ++r)
        addLanes(chain[0], load(x + r * columns, m, x[r * columns]));
#pragma GCC unroll 4
    for (size_t j = 1; j < Chains; ++j)
        addLanes(chain[0], chain[j]);
    return chain[0];
}

QSCOPE_INLINE_KERNEL Extremes collect(const LaneExtremes& all)
{
    return {smallest(all.lo), -smallest(-all.hi) + 0.F, allZero(all.check)};
}

QSCOPE_INLINE_KERNEL Extremes wideColumnExtremes(const float* x, size_t rows, size_t columns, float* lo, float* hi)
{
    LaneExtremes all;
    size_t at = 0;
    for (; at + Width <= columns; at += Width) {
        const LaneExtremes s = narrowExtremes(x + at, rows, columns, Width);
        storeExtremes(s, Width, lo + at, hi + at);
        addLanes(all, s);
    }
    if (at < columns) {
        const LaneExtremes s = narrowExtremes(x + at, rows, columns, columns - at);
        storeExtremes(s, columns - at, lo + at, hi + at);
        addLanes(all, s);
    }
    return collect(all);
}

QSCOPE_INLINE_KERNEL void addLanes(LaneMoments& s, const Float8& v)
{
    const Double8 d = widen(v);
    s.sum += d;
    s.sumSq += d * d;
}

QSCOPE_INLINE_KERNEL void addLanes(LaneMoments& s, const LaneMoments& other)
{
    s.sum += other.sum;
    s.sumSq += other.sumSq;
}

/// Values whose bins are counted together. Bins are counted one block after they were found: reading them back at once
/// would wait for the vector stores, and like this the processor counts one block while it works on the next.
constexpr size_t Block = 8 * Width;

struct NotCounted {
    QSCOPE_INLINE_KERNEL_MEMBER const Tally* woven() const { return nullptr; }
    QSCOPE_INLINE_KERNEL_MEMBER void note(const Float8&, size_t = Width) {}
    QSCOPE_INLINE_KERNEL_MEMBER void settle() {}
    QSCOPE_INLINE_KERNEL_MEMBER void finish() {}
};

template <bool Careful>
struct Counted {
    static constexpr size_t Most = 2 * Block + Width; ///< a block, or idle lanes, behind what is less than a block
    Float8 inverse;
    Int8 first;
    Int8 crowded; ///< places of the bin that begins at zero: with two copies, a counter for each lane
    uint32_t* table;
    int32_t* fresh;      ///< bins being found
    int32_t* settled;    ///< bins found before
    size_t freshCount = 0;
    size_t settledCount = 0;
    const Tally* weaver;

    QSCOPE_INLINE_KERNEL_MEMBER Counted(const Tally& tally, int32_t* buffer)
        : inverse(Float8{} + tally.grid.inverseWidth), first(Int8{} + tally.grid.first),
          crowded(tally.grid.bins + (laneNumbers() >> 1)), table(tally.table), fresh(buffer), settled(buffer + Most),
          weaver(avx512::available() ? &tally : nullptr)
    {
    }

    /// Set when the loops for AVX-512 may count into it too.
    QSCOPE_INLINE_KERNEL_MEMBER const Tally* woven() const { return weaver; }

    /// Finds the bins of the first m lanes.
    QSCOPE_INLINE_KERNEL_MEMBER void note(const Float8& v, size_t m = Width)
    {
        const Int8 bin = Careful ? carefulIndex(v, inverse) : floorLanes(v * inverse);
        storeSome(bin == 0 ? crowded : bin - first, Width, fresh + freshCount); // there is room for idle lanes
        freshCount += m;
    }

    /// Must be called at least once per Block values.
    QSCOPE_INLINE_KERNEL_MEMBER void settle()
    {
        if (freshCount >= Block)
            turn();
    }

    QSCOPE_INLINE_KERNEL_MEMBER void finish()
    {
        turn();
        turn();
    }

private:
    QSCOPE_INLINE_KERNEL_MEMBER void turn()
    {
        const int32_t* index = settled;
        uint32_t* const counters = table;
        const size_t n = settledCount;
        size_t i = 0;
        for (; i + Width <= n; i += Width) {
#pragma GCC unroll 8
            for (size_t j = 0; j < Width; ++j)
                ++counters[static_cast<size_t>(index[i + j]) * Tally::Copies + j % Tally::Copies];
        }
        for (; i < n; ++i)
            ++counters[static_cast<size_t>(index[i]) * Tally::Copies + i % Tally::Copies];
        std::swap(fresh, settled);
        settledCount = freshCount;
        freshCount = 0;
    }
};

template <class Counter>
QSCOPE_INLINE_KERNEL Moments runMoments(const float* x, size_t n, size_t left, Counter& counter)
{
    LaneMoments even, odd;
    size_t i = 0;
    if (counter.woven() && n >= avx512::RunBlock) {
        i = n / avx512::RunBlock * avx512::RunBlock;
        avx512::addRun(x, i, *counter.woven(), even, odd);
    }
    for (; i + Block <= n; i += Block) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Block; j += Lanes) {
            const Float8 a = load(x + i + j);
            const Float8 b = load(x + i + j + Width);
            addLanes(even, a);
            addLanes(odd, b);
            counter.note(a);
            counter.note(b);
        }
        counter.settle();
    }
    for (; i + Width <= n; i += Width) {
        const Float8 v = load(x + i);
        addLanes(even, v);
        counter.note(v);
        counter.settle();
    }
    if (i < n) {
        const Float8 v = loadTail(x + i, n - i, left - i, 0.F);
        addLanes(odd, v);
        counter.note(v, n - i);
        counter.settle();
    }
    addLanes(even, odd);
    return {addUp(even.sum), addUp(even.sumSq)};
}

template <class Counter>
QSCOPE_INLINE_KERNEL Moments rowMomentsInto(const float* x, size_t rows, size_t length, double* sum, double* sumSq,
                                            Counter counter)
{
    Moments all;
    for (size_t r = 0; r < rows; ++r) {
        const Moments m = runMoments(x + r * length, length, (rows - r) * length, counter);
        sum[r] = m.sum;
        sumSq[r] = m.sumSq;
        all.sum += m.sum;
        all.sumSq += m.sumSq;
    }
    counter.finish();
    return all;
}

template <class Counter>
QSCOPE_INLINE_KERNEL LaneMoments eightColumns(const float* x, size_t rows, size_t columns, Counter& counter,
                                              LaneMoments even = {}, LaneMoments odd = {}, size_t r = 0)
{
    for (; r + Width <= rows; r += Width) {
#pragma GCC unroll 8
        for (size_t j = 0; j < Width; ++j) {
            const Float8 v = load(x + (r + j) * columns);
            addLanes(j % 2 == 0 ? even : odd, v);
            counter.note(v);
        }
        counter.settle();
    }
    for (; r < rows; ++r) {
        const Float8 v = load(x + r * columns);
        addLanes(r % 2 == 0 ? even : odd, v);
        counter.note(v);
        counter.settle();
    }
    addLanes(even, odd);
    return even;
}

/// `m` < 8 columns.
template <class Counter>
QSCOPE_INLINE_KERNEL LaneMoments fewColumns(const float* x, size_t rows, size_t columns, size_t m, Counter& counter)
{
    LaneMoments s;
    for (size_t r = 0; r < rows; ++r) {
        const Float8 v = load(x + r * columns, m);
        addLanes(s, v);
        counter.note(v, m);
        counter.settle();
    }
    return s;
}

template <class Counter>
QSCOPE_INLINE_KERNEL Moments columnMomentsInto(const float* x, size_t rows, size_t columns, double* sum,
                                               double* sumSq, Counter& counter)
{
    LaneMoments all;
    size_t at = 0;
    for (; counter.woven() && rows >= 4 && at + Lanes <= columns; at += Lanes) {
        LaneMoments even[2], odd[2];
        const size_t done = rows / 4 * 4;
        avx512::addColumns(x + at, done, columns, *counter.woven(), even, odd);
        for (size_t half = 0; half < 2; ++half) {
            const size_t c = at + half * Width;
            const LaneMoments s = eightColumns(x + c, rows, columns, counter, even[half], odd[half], done);
            storeSome(s.sum, Width, sum + c);
            storeSome(s.sumSq, Width, sumSq + c);
            addLanes(all, s);
        }
    }
    for (; at < columns; at += Width) {
        const size_t m = std::min(Width, columns - at);
        const LaneMoments s = m == Width ? eightColumns(x + at, rows, columns, counter)
                                         : fewColumns(x + at, rows, columns, m, counter);
        storeSome(s.sum, m, sum + at);
        storeSome(s.sumSq, m, sumSq + at);
        addLanes(all, s);
    }
    return {addUp(all.sum), addUp(all.sumSq)};
}

/// Few columns: sixteen rows are taken as one, so that no lane is idle, and folded afterwards.
constexpr size_t Together = 16;
QSCOPE_INLINE_KERNEL bool isNarrow(size_t rows, size_t columns) { return columns < Lanes && rows >= Together; }

template <class Counter>
QSCOPE_INLINE_KERNEL Moments anyColumnMoments(const float* x, size_t rows, size_t columns, double* sum,
                                              double* sumSq, Counter counter)
{
    if (!isNarrow(rows, columns)) {
        const Moments all = columnMomentsInto(x, rows, columns, sum, sumSq, counter);
        counter.finish();
        return all;
    }
    double wideSum[Lanes * Together], wideSumSq[Lanes * Together];
    double restSum[Lanes], restSumSq[Lanes];
    const size_t wide = rows / Together;
    const size_t done = wide * Together;
    Moments all = columnMomentsInto(x, wide, columns * Together, wideSum, wideSumSq, counter);
    const Moments rest = columnMomentsInto(x + done * columns, rows - done, columns, restSum, restSumSq, counter);
    counter.finish();
    all.sum += rest.sum;
    all.sumSq += rest.sumSq;
    for (size_t c = 0; c < columns; ++c) {
        sum[c] = restSum[c];
        sumSq[c] = restSumSq[c];
        for (size_t k = c; k < columns * Together; k += columns) {
            sum[c] += wideSum[k];
            sumSq[c] += wideSumSq[k];
        }
    }
    return all;
}

} // namespace

QSCOPE_MULTIVERSION Extremes rowExtremes(const float* x, size_t rows, size_t length, float* lo, float* hi)
{
    LaneExtremes all;
    for (size_t r = 0; r < rows; ++r) {
        const LaneExtremes s = runExtremes(x + r * length, length, (rows - r) * length);
        lo[r] = smallest(s.lo);
        hi[r] = -smallest(-s.hi) + 0.F;
        addLanes(all, s);
    }
    return collect(all);
}

QSCOPE_MULTIVERSION Extremes columnExtremes(const float* x, size_t rows, size_t columns, float* lo, float* hi)
{
    if (!isNarrow(rows, columns))
        return wideColumnExtremes(x, rows, columns, lo, hi);
    float wideLo[Lanes * Together], wideHi[Lanes * Together];
    const size_t wide = rows / Together;
    const size_t done = wide * Together;
    Extremes all = wideColumnExtremes(x, wide, columns * Together, wideLo, wideHi);
    Extremes rest = wideColumnExtremes(x + done * columns, rows - done, columns, lo, hi);
    for (size_t c = 0; c < columns; ++c) {
        for (size_t k = c; k < columns * Together; k += columns) {
            lo[c] = wideLo[k] < lo[c] ? wideLo[k] : lo[c];
            hi[c] = wideHi[k] > hi[c] ? wideHi[k] : hi[c];
        }
    }
    return {std::min(all.lo, rest.lo), std::max(all.hi, rest.hi), all.finite && rest.finite};
}

QSCOPE_MULTIVERSION Moments rowMoments(const float* x, size_t rows, size_t length, double* sum, double* sumSq,
                                       const Tally* tally)
{
    if (!tally)
        return rowMomentsInto(x, rows, length, sum, sumSq, NotCounted());
    int32_t buffer[2 * Counted<true>::Most];
    if (tally->grid.careful)
        return rowMomentsInto(x, rows, length, sum, sumSq, Counted<true>(*tally, buffer));
    return rowMomentsInto(x, rows, length, sum, sumSq, Counted<false>(*tally, buffer));
}

QSCOPE_MULTIVERSION Moments columnMoments(const float* x, size_t rows, size_t columns, double* sum, double* sumSq,
                                          const Tally* tally)
{
    if (!tally)
        return anyColumnMoments(x, rows, columns, sum, sumSq, NotCounted());
    int32_t buffer[2 * Counted<true>::Most];
    if (tally->grid.careful)
        return anyColumnMoments(x, rows, columns, sum, sumSq, Counted<true>(*tally, buffer));
    return anyColumnMoments(x, rows, columns, sum, sumSq, Counted<false>(*tally, buffer));
}

QSCOPE_MULTIVERSION void foldExtremes(size_t n, const float* lo, const float* hi, float* intoLo, float* intoHi)
{
    for (size_t c = 0; c < n; ++c) {
        intoLo[c] = lo[c] < intoLo[c] ? lo[c] : intoLo[c];
        intoHi[c] = hi[c] > intoHi[c] ? hi[c] : intoHi[c];
    }
}

} // namespace qscope::stats::kernels
