// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/wide.h"

/// Loops over figures rather than activations. For the kernels_<set>.cpp only.
namespace qscope::stats::kernels {
namespace {

void takePairsLoop(uint16_t* table, size_t n, uint64_t* counts)
{
    using Pairs = uint32_t __attribute__((vector_size(32)));
    using Long8 = uint64_t __attribute__((vector_size(64)));
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        Pairs pairs;
        Long8 sum;
        __builtin_memcpy(&pairs, table + Tally::Copies * i, sizeof pairs);
        __builtin_memcpy(&sum, counts + i, sizeof sum);
        sum += __builtin_convertvector((pairs & 0xffff) + (pairs >> 16), Long8);
        __builtin_memcpy(counts + i, &sum, sizeof sum);
        pairs = Pairs{};
        __builtin_memcpy(table + Tally::Copies * i, &pairs, sizeof pairs);
    }
    for (uint16_t* pair = table + Tally::Copies * i; i < n; ++i, pair += Tally::Copies) {
        counts[i] += static_cast<uint64_t>(pair[0]) + pair[1];
        pair[0] = pair[1] = 0;
    }
}

void foldExtremesLoop(size_t n, const float* lo, const float* hi, float* intoLo, float* intoHi)
{
    size_t i = 0;
    for (; i + Columns::Lanes <= n; i += Columns::Lanes) {
        Columns::load(lo + i).smaller(Columns::load(intoLo + i)).store(intoLo + i, Columns::Lanes);
        Columns::load(hi + i).larger(Columns::load(intoHi + i)).store(intoHi + i, Columns::Lanes);
    }
    for (; i < n; ++i) {
        intoLo[i] = lo[i] < intoLo[i] ? lo[i] : intoLo[i];
        intoHi[i] = hi[i] > intoHi[i] ? hi[i] : intoHi[i];
    }
}

size_t findValueLoop(const float* x, size_t n, float wanted)
{
    constexpr size_t Vectors = 4;
    size_t i = 0;
    for (; i + Vectors * Width <= n; i += Vectors * Width) {
        Int8 hits{};
#pragma GCC unroll 4
        for (size_t j = 0; j < Vectors; ++j)
            hits |= load(x + i + j * Width) == Float8{} + wanted;
        if (anyLane(hits))
            break;
    }
    while (i < n && x[i] != wanted)
        ++i;
    return i;
}

/// Whether every value belongs to the place of its anchor or one below (see OrderFreeSums).
QSCOPE_INLINE_KERNEL bool fitsAll(const Double8& value, const Double8& anchor)
{
#ifdef __AVX512F__
    const __m512d half = _mm512_mul_pd(_mm512_abs_pd(value), _mm512_set1_pd(OrderFreeParts::AnchorOfHalf));
    const __mmask8 fits = _mm512_cmp_pd_mask(half, anchor, _CMP_LT_OQ);
    return (fits | _mm512_cmp_pd_mask(value, _mm512_setzero_pd(), _CMP_EQ_OQ)) == 0xff;
#else
    int misfits = 0;
    for (size_t i = 0; i < Width; ++i)
        misfits |= static_cast<int>(!(__builtin_fabs(value[i]) * OrderFreeParts::AnchorOfHalf < anchor[i]))
                   & static_cast<int>(value[i] != 0);
    return misfits == 0;
#endif
}

QSCOPE_INLINE_KERNEL Double8 loadDoubles(const double* x)
{
    Double8 v;
    __builtin_memcpy(&v, x, sizeof v);
    return v;
}

QSCOPE_INLINE_KERNEL void addDoubles(const Double8& v, double* into)
{
    const Double8 sum = loadDoubles(into) + v;
    __builtin_memcpy(into, &sum, sizeof sum);
}

size_t addOrderFreeLoop(const double* value, const OrderFreeParts& parts, size_t n)
{
    size_t i = 0;
    for (; i + Width <= n; i += Width) {
        const Double8 v = loadDoubles(value + i);
        const Double8 a = loadDoubles(parts.anchor + i);
        if (!fitsAll(v, a))
            break;
        const Double8 b = a * OrderFreeParts::Down;
        const Double8 c = b * OrderFreeParts::Down;
        const Double8 high = (v + a) - a;
        const Double8 rest = v - high;
        const Double8 middle = (rest + b) - b;
        const Double8 last = rest - middle;
        addDoubles(high, parts.high + i);
        addDoubles(middle, parts.middle + i);
        addDoubles((last + c) - c, parts.low + i);
    }
    return i;
}

} // namespace
} // namespace qscope::stats::kernels
