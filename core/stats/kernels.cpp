// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/kernels.h"

#include <algorithm>
#include <cfloat>
#include <cstring>

#include "core/stats/multiversion.h"

namespace qscope::stats::kernels {

namespace {

// Eight floats, not sixteen: in functions of several versions GCC 12 compares wider vectors lane by lane, because it
// fixes the type of a comparison before it knows the instruction set. Arithmetic on eight doubles is not affected.
using Float8 = float __attribute__((vector_size(32)));
using Float4 = float __attribute__((vector_size(16)));
using Int8 = int32_t __attribute__((vector_size(32)));
using Double8 = double __attribute__((vector_size(64)));
using Double4 = double __attribute__((vector_size(32)));

constexpr size_t Width = 8;
constexpr size_t Lanes = 16; ///< of the running sums: two vectors
constexpr float Infinity = std::numeric_limits<float>::infinity();

QSCOPE_INLINE_KERNEL Int8 laneNumbers() { return Int8{0, 1, 2, 3, 4, 5, 6, 7}; }

/// The first m <= 8 values, `idle` in the other lanes.
QSCOPE_INLINE_KERNEL Float8 load(const float* x, size_t m = Width, float idle = 0.F)
{
    Float8 v = Float8{} + idle;
    if (m == Width)
        std::memcpy(&v, x, sizeof v);
    else
        std::memcpy(&v, x, m * sizeof(float));
    return v;
}

QSCOPE_INLINE_KERNEL void store(const Int8& v, size_t m, int32_t* out)
{
    if (m == Width)
        std::memcpy(out, &v, sizeof v);
    else
        std::memcpy(out, &v, m * sizeof(int32_t));
}

QSCOPE_INLINE_KERNEL Float8 smaller(const Float8& a, const Float8& b) { return a < b ? a : b; }
QSCOPE_INLINE_KERNEL Float8 larger(const Float8& a, const Float8& b) { return a > b ? a : b; }
QSCOPE_INLINE_KERNEL Double8 widen(const Float8& v) { return __builtin_convertvector(v, Double8); }

/// Eight lanes of running figures; kept in registers by the callers.
struct LaneSums {
    Float8 lo = Float8{} + Infinity;
    Float8 hi = Float8{} - Infinity;
    Double8 sum{};
    Double8 sumSq{};
};

/// `forExtremes` and `forSums` differ in idle lanes only.
QSCOPE_INLINE_KERNEL void addLanes(LaneSums& s, const Float8& forExtremes, const Float8& forSums)
{
    s.lo = smaller(forExtremes, s.lo);
    s.hi = larger(forExtremes, s.hi);
    const Double8 d = widen(forSums);
    s.sum += d;
    s.sumSq += d * d;
}

QSCOPE_INLINE_KERNEL void addLanes(LaneSums& s, const float* x)
{
    const Float8 v = load(x);
    addLanes(s, v, v);
}

QSCOPE_INLINE_KERNEL void addLanes(LaneSums& s, const LaneSums& other)
{
    s.lo = smaller(other.lo, s.lo);
    s.hi = larger(other.hi, s.hi);
    s.sum += other.sum;
    s.sumSq += other.sumSq;
}

/// The first m of eight values; idle lanes repeat `known`, one of the run's values.
QSCOPE_INLINE_KERNEL void addSomeLanes(LaneSums& s, const Float8& v, size_t m, float known)
{
    const Int8 used = Int8{} + static_cast<int32_t>(m);
    addLanes(s, laneNumbers() < used ? v : Float8{} + known, laneNumbers() < used ? v : Float8{});
}

QSCOPE_INLINE_KERNEL void addOne(Sums& s, float v)
{
    s.lo = v < s.lo ? v : s.lo;
    s.hi = v > s.hi ? v : s.hi;
    s.sum += static_cast<double>(v);
    s.sumSq += static_cast<double>(v) * static_cast<double>(v);
}

QSCOPE_INLINE_KERNEL double addUp(const Double8& v)
{
    const Double4 half = __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
    return (half[0] + half[2]) + (half[1] + half[3]);
}

QSCOPE_INLINE_KERNEL float smallest(const Float8& v)
{
    const Float4 a = __builtin_shufflevector(v, v, 0, 1, 2, 3);
    const Float4 b = __builtin_shufflevector(v, v, 4, 5, 6, 7);
    const Float4 c = a < b ? a : b;
    const float d = c[0] < c[1] ? c[0] : c[1];
    const float e = c[2] < c[3] ? c[2] : c[3];
    return (d < e ? d : e) + 0.F; // + 0 turns -0 into 0
}

QSCOPE_INLINE_KERNEL Sums collect(const LaneSums& lanes)
{
    return {smallest(lanes.lo), -smallest(-lanes.hi) + 0.F, addUp(lanes.sum), addUp(lanes.sumSq)};
}

/// `readable`: eight values may be read from the last index on that is a multiple of eight.
QSCOPE_INLINE_KERNEL Sums sumRun(const float* x, size_t n, bool readable)
{
    LaneSums even, odd;
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        addLanes(even, x + i);
        addLanes(odd, x + i + Width);
    }
    if (i + Width <= n) {
        addLanes(even, x + i);
        i += Width;
    }
    if (i < n)
        addSomeLanes(odd, load(x + i, readable ? Width : n - i), n - i, x[i]);
    addLanes(even, odd);
    return collect(even);
}

QSCOPE_INLINE_KERNEL void storeColumns(const LaneSums& s, size_t columns, const ColumnSums& out, size_t at)
{
    const Float8 lo = s.lo + 0.F;
    const Float8 hi = s.hi + 0.F;
    std::memcpy(out.lo + at, &lo, columns * sizeof(float));
    std::memcpy(out.hi + at, &hi, columns * sizeof(float));
    std::memcpy(out.sum + at, &s.sum, columns * sizeof(double));
    std::memcpy(out.sumSq + at, &s.sumSq, columns * sizeof(double));
}

/// The last columns % 16 columns: rows are read beyond their end where the matrix goes on, through a copy where not.
QSCOPE_INLINE_KERNEL void lastColumns(const float* x, size_t rows, size_t columns, size_t at, const ColumnSums& out)
{
    for (; at < columns; at += Width) {
        const size_t used = std::min(Width, columns - at);
        LaneSums s;
        for (size_t r = 0; r < rows; ++r) {
            const bool readable = r * columns + at + Width <= rows * columns;
            const Float8 v = load(x + r * columns + at, readable ? Width : used);
            addLanes(s, v, v);
        }
        storeColumns(s, used, out, at);
    }
}

QSCOPE_INLINE_KERNEL Sums wideColumnSums(const float* x, size_t rows, size_t columns, const ColumnSums& out)
{
    LaneSums total;
    const size_t full = columns / Lanes * Lanes;
    for (size_t at = 0; at < full; at += Lanes) {
        LaneSums a, b;
        for (size_t r = 0; r < rows; ++r) {
            addLanes(a, x + r * columns + at);
            addLanes(b, x + r * columns + at + Width);
        }
        storeColumns(a, Width, out, at);
        storeColumns(b, Width, out, at + Width);
        addLanes(total, a);
        addLanes(total, b);
    }
    Sums all = collect(total);
    lastColumns(x, rows, columns, full, out);
    for (size_t c = full; c < columns; ++c) {
        all.lo = std::min(all.lo, out.lo[c]);
        all.hi = std::max(all.hi, out.hi[c]);
        all.sum += out.sum[c];
        all.sumSq += out.sumSq[c];
    }
    return all;
}

/// Truncation corrected to floor by a comparison: exact, and needs no rounding instruction.
QSCOPE_INLINE_KERNEL Int8 floorLanes(const Float8& y)
{
    const Int8 t = __builtin_convertvector(y, Int8);
    return t + (__builtin_convertvector(t, Float8) > y); // true is -1
}

QSCOPE_INLINE_KERNEL Int8 carefulIndex(const Float8& x, const Float8& inverseWidth)
{
    const Float8 y = x * inverseWidth;
    const Float8 below = smaller(y, Float8{} - FLT_MIN);
    return floorLanes(x < Float8{} ? below : y);
}

/// log2 of positive normal floats: exponent plus 2/ln 2 * atanh((m - 1)/(m + 1)) with m in [sqrt(1/2), sqrt(2)).
/// The series ends at s^7, which leaves less than 5e-8; zero gives a large negative finite number.
QSCOPE_INLINE_KERNEL Float8 log2Lanes(const Float8& v)
{
    constexpr int32_t SqrtHalf = 0x3f3504f3;
    const Int8 shifted = reinterpret_cast<Int8>(v) - SqrtHalf;
    const Float8 exponent = __builtin_convertvector(shifted >> 23, Float8);
    const Float8 m = reinterpret_cast<Float8>((shifted & 0x7fffff) + SqrtHalf);
    const Float8 s = (m - 1.F) / (m + 1.F);
    const Float8 s2 = s * s;
    return exponent + s * (2.885390082F + s2 * (0.961796694F + s2 * (0.577078016F + s2 * 0.412198583F)));
}

} // namespace

QSCOPE_MULTIVERSION Sums runSums(const float* x, size_t n) { return sumRun(x, n, false); }

QSCOPE_MULTIVERSION Sums rowSums(const float* x, size_t rows, size_t length, ColumnSums out)
{
    Sums all;
    const size_t needed = (length + Width - 1) / Width * Width;
    for (size_t r = 0; r < rows; ++r) {
        const Sums s = sumRun(x + r * length, length, r * length + needed <= rows * length);
        out.lo[r] = s.lo;
        out.hi[r] = s.hi;
        out.sum[r] = s.sum;
        out.sumSq[r] = s.sumSq;
        all.lo = s.lo < all.lo ? s.lo : all.lo;
        all.hi = s.hi > all.hi ? s.hi : all.hi;
        all.sum += s.sum;
        all.sumSq += s.sumSq;
    }
    return all;
}

QSCOPE_MULTIVERSION Sums columnSums(const float* x, size_t rows, size_t columns, ColumnSums out)
{
    if (columns >= Lanes || rows < Lanes)
        return wideColumnSums(x, rows, columns, out);
    // Few columns: sixteen rows are taken as one, so that no lane is idle, and folded afterwards.
    float lo[Lanes * Lanes], hi[Lanes * Lanes];
    double sum[Lanes * Lanes], sumSq[Lanes * Lanes];
    const size_t wide = rows / Lanes;
    Sums all = wideColumnSums(x, wide, columns * Lanes, {lo, hi, sum, sumSq});
    const float* rest = x + wide * Lanes * columns;
    for (size_t c = 0; c < columns; ++c) {
        Sums s{lo[c], hi[c], sum[c], sumSq[c]};
        for (size_t k = columns + c; k < columns * Lanes; k += columns) {
            s.lo = std::min(s.lo, lo[k]);
            s.hi = std::max(s.hi, hi[k]);
            s.sum += sum[k];
            s.sumSq += sumSq[k];
        }
        for (size_t r = 0; r < rows % Lanes; ++r) {
            addOne(s, rest[r * columns + c]);
            addOne(all, rest[r * columns + c]);
        }
        out.lo[c] = s.lo + 0.F;
        out.hi[c] = s.hi + 0.F;
        out.sum[c] = s.sum;
        out.sumSq[c] = s.sumSq;
    }
    all.lo += 0.F;
    all.hi += 0.F;
    return all;
}

QSCOPE_MULTIVERSION void foldColumns(size_t n, const float* lo, const float* hi, const double* sum,
                                     const double* sumSq, ColumnSums into)
{
    for (size_t c = 0; c < n; ++c) {
        into.lo[c] = lo[c] < into.lo[c] ? lo[c] : into.lo[c];
        into.hi[c] = hi[c] > into.hi[c] ? hi[c] : into.hi[c];
    }
    for (size_t c = 0; c < n; ++c) {
        into.sum[c] += sum[c];
        into.sumSq[c] += sumSq[c];
    }
}

namespace {

template <bool Careful>
QSCOPE_INLINE_KERNEL void fillIndices(const float* x, size_t n, const BinGrid grid, int32_t* out)
{
    const Float8 inverse = Float8{} + grid.inverseWidth;
    const Int8 first = Int8{} + grid.first;
    const Int8 even = grid.bins + (laneNumbers() >> 2); // places of the crowded bin for lanes 0..7 and 8..15
    const Int8 odd = even + 2;
    const auto indexOf = [&](const Float8& v, const Int8& places) __attribute__((always_inline)) {
        const Int8 index = Careful ? carefulIndex(v, inverse) : floorLanes(v * inverse);
        return index == 0 ? places : index - first;
    };
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        store(indexOf(load(x + i), even), Width, out + i);
        store(indexOf(load(x + i + Width), odd), Width, out + i + Width);
    }
    for (; i < n; i += Width) {
        const size_t m = std::min(n - i, Width);
        store(indexOf(load(x + i, m), even), m, out + i);
    }
}

} // namespace

QSCOPE_MULTIVERSION void binIndices(const float* x, size_t n, const BinGrid& grid, int32_t* out)
{
    if (grid.careful)
        fillIndices<true>(x, n, grid, out);
    else
        fillIndices<false>(x, n, grid, out);
}

QSCOPE_MULTIVERSION void countColumns(const float* x, size_t rows, size_t stride, size_t columns,
                                      const float* inverseWidth, const int32_t* first, uint64_t* const* counts)
{
    constexpr size_t Block = 32; // rows: the indices have reached memory when they are read back
    const Float8 inverse = load(inverseWidth, columns);
    Int8 base{};
    std::memcpy(&base, first, columns * sizeof(int32_t));
    int32_t index[Block * Width];
    for (size_t at = 0; at < rows; at += Block) {
        const size_t m = std::min(Block, rows - at);
        for (size_t r = 0; r < m; ++r)
            store(carefulIndex(load(x + (at + r) * stride, columns), inverse) - base, Width, index + r * Width);
        for (size_t r = 0; r < m; ++r)
            for (size_t c = 0; c < columns; ++c)
                ++counts[c][static_cast<uint32_t>(index[r * Width + c])];
    }
}

QSCOPE_MULTIVERSION size_t findValue(const float* x, size_t n, float wanted)
{
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        int32_t hits = 0;
        for (size_t j = 0; j < Lanes; ++j)
            hits |= static_cast<int32_t>(x[i + j] == wanted);
        if (hits != 0)
            break;
    }
    while (i < n && x[i] != wanted)
        ++i;
    return i;
}

namespace {

QSCOPE_INLINE_KERNEL Int8 quarterOctave(const Float8& p)
{
    // Mantissas of the largest floats below 2^(1/4), 2^(1/2), 2^(3/4): above them a quarter more is reached.
    constexpr int32_t Quarter1 = 0x1837f0, Quarter2 = 0x3504f3, Quarter3 = 0x5744fc;
    const Int8 bits = reinterpret_cast<Int8>(p);
    const Int8 mantissa = bits & 0x7fffff;
    Int8 bin = 4 * (127 - (bits >> 23)) + (mantissa > 0) + (mantissa > Quarter1) + (mantissa > Quarter2) +
               (mantissa > Quarter3); // true is -1
    bin = bin > 0 ? bin : Int8{};
    bin = bin < 255 ? bin : Int8{} + 255;
    return p > Float8{} ? bin : Int8{} + 256;
}

/// -p log2 p; 0 for what is not a positive finite number.
QSCOPE_INLINE_KERNEL Double8 surprise(const Float8& p)
{
    const Float8 v = smaller(larger(p, Float8{}), Float8{} + FLT_MAX); // a NaN compares false and becomes 0
    return widen(-v * log2Lanes(v));
}

} // namespace

QSCOPE_MULTIVERSION size_t quarterOctaves(const float* p, size_t n, float step, int32_t* out)
{
    Int8 below{};
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        const Float8 v = load(p + i);
        below -= v < Float8{} + step;
        store(quarterOctave(v), Width, out + i);
    }
    if (i < n) {
        const Float8 v = load(p + i, n - i, step); // idle lanes are not below the step
        below -= v < Float8{} + step;
        store(quarterOctave(v), n - i, out + i);
    }
    size_t count = 0;
    for (size_t j = 0; j < Width; ++j)
        count += static_cast<size_t>(below[j]);
    return count;
}

QSCOPE_MULTIVERSION void entropyBits(const float* p, size_t rows, size_t length, double* out)
{
    for (size_t r = 0; r < rows; ++r) {
        const float* row = p + r * length;
        Double8 even{}, odd{};
        size_t i = 0;
        for (; i + Lanes <= length; i += Lanes) {
            even += surprise(load(row + i));
            odd += surprise(load(row + i + Width));
        }
        for (; i < length; i += Width) {
            const size_t m = std::min(length - i, Width);
            const bool readable = r * length + i + Width <= rows * length;
            const Float8 v = load(row + i, readable ? Width : m);
            even += surprise(laneNumbers() < Int8{} + static_cast<int32_t>(m) ? v : Float8{});
        }
        out[r] = std::max(0.0, addUp(even + odd));
    }
}

} // namespace qscope::stats::kernels
