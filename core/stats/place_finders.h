// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/wide.h"

/// Where values belong in the table of a Tally. For the kernels_<set>.cpp only.
///
/// `find(x, m, out)` writes the places of a vector, the first m lanes of which are values.
namespace qscope::stats::kernels {
namespace {

#ifdef __AVX512F__

struct PlaceFinder {
    __m512 inverse;
    __m512i first, bins;
    __m512i crowded, aside;

    explicit PlaceFinder(const Tally& tally)
        : inverse(_mm512_set1_ps(tally.grid.inverseWidth)), first(_mm512_set1_epi32(tally.grid.first)),
          bins(_mm512_set1_epi32(tally.grid.bins))
    {
        const __m512i lane = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 1, 1, 2, 2, 3, 3);
        crowded = _mm512_add_epi32(bins, lane);
        aside = _mm512_add_epi32(crowded, _mm512_set1_epi32(Tally::SparePlaces));
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t, uint16_t* out) const
    {
        const __mmask16 negative = _mm512_cmp_ps_mask(x.v, _mm512_setzero_ps(), _CMP_LT_OQ);
        __m512 y = _mm512_mul_ps(x.v, inverse);
        y = _mm512_mask_min_ps(y, negative, y, _mm512_set1_ps(-FLT_MIN));
        const __m512i bin = _mm512_cvt_roundps_epi32(y, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
        const __m512i place = _mm512_sub_epi32(bin, first); // what has no bin gives -2^31, which is outside
        const __m512i inside = _mm512_mask_mov_epi32(place, _mm512_cmpge_epu32_mask(place, bins), aside);
        const __m512i found = _mm512_mask_mov_epi32(inside, _mm512_testn_epi32_mask(bin, bin), crowded);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvtepi32_epi16(found));
    }
};

/// Places of the bins of a tally that counts quarter octaves too (see Tally).
struct OctaveFinder {
    __m512 inverse;
    __m512i first, bins;
    __m512i crowded, aside;
    __m512i below = _mm512_setzero_si512(); ///< counts of values below the step
    __mmask16 holdsZero;
    Tally& target;

    explicit OctaveFinder(Tally& tally)
        : inverse(_mm512_set1_ps(tally.grid.inverseWidth)), first(_mm512_set1_epi32(tally.grid.first)),
          bins(_mm512_set1_epi32(tally.grid.bins)),
          holdsZero(tally.grid.first <= 0 && tally.grid.first + tally.grid.bins > 0 ? 0xffff : 0), target(tally)
    {
        const __m512i lane = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 1, 1, 2, 2, 3, 3);
        crowded = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int32_t>(tally.places())), lane);
        aside = _mm512_add_epi32(crowded, _mm512_set1_epi32(Tally::SparePlaces));
    }
    ~OctaveFinder() { target.belowStep += static_cast<uint32_t>(_mm512_reduce_add_epi32(below)); }

    QSCOPE_INLINE_KERNEL_MEMBER static __m512i octave(__m512 p)
    {
        const __m512i one = _mm512_set1_epi32(1);
        const __m512i bits = _mm512_castps_si512(p);
        const __m512i mantissa = _mm512_and_si512(bits, _mm512_set1_epi32(0x7fffff));
        __m512i q = _mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(127), _mm512_srli_epi32(bits, 23)), 2);
        constexpr int32_t borders[] = {0, Octaves::Quarter1, Octaves::Quarter2, Octaves::Quarter3};
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; ++i)
            q = _mm512_mask_sub_epi32(q, _mm512_cmpgt_epi32_mask(mantissa, _mm512_set1_epi32(borders[i])), q, one);
        return _mm512_min_epi32(_mm512_max_epi32(q, _mm512_setzero_si512()), _mm512_set1_epi32(Octaves::Last));
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t m, uint16_t* out)
    {
        const __m512i bin =
            _mm512_cvt_roundps_epi32(_mm512_mul_ps(x.v, inverse), _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
        const __m512i at = _mm512_sub_epi32(bin, first);
        const __m512i q = octave(x.v);
        const __m512i fine = _mm512_or_si512(_mm512_slli_epi32(at, 1), _mm512_and_si512(q, _mm512_set1_epi32(1)));
        const __m512i low = _mm512_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(bins, 1), q),
                                             _mm512_mullo_epi32(bin, _mm512_set1_epi32(Octaves::Count)));
        const __mmask16 positive = _mm512_cmp_ps_mask(x.v, _mm512_setzero_ps(), _CMP_GT_OQ);
        const __mmask16 zero = _mm512_mask_cmp_ps_mask(holdsZero, x.v, _mm512_setzero_ps(), _CMP_EQ_OQ);
        const __mmask16 inside = _mm512_mask_cmplt_epu32_mask(positive, at, bins);
        const __mmask16 isLow = _mm512_cmplt_epi32_mask(bin, _mm512_set1_epi32(Octaves::LowBins));
        const __mmask16 isBelow = _mm512_mask_cmp_ps_mask(firstLanes(m) & (inside | zero), x.v,
                                                          _mm512_set1_ps(Octaves::Step), _CMP_LT_OQ);
        below = _mm512_mask_add_epi32(below, isBelow, below, _mm512_set1_epi32(1));
        const __m512i place = _mm512_mask_mov_epi32(aside, inside, _mm512_mask_mov_epi32(fine, isLow, low));
        const __m512i found = _mm512_mask_mov_epi32(place, zero, crowded);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvtepi32_epi16(found));
    }
};

#else

/// What fits an int32; a NaN becomes the least.
QSCOPE_INLINE_KERNEL Float8 limited(const Float8& y)
{
    constexpr float Least = -0x1p31F, Most = 0x1.fffffep30F;
    return smaller(larger(y, Float8{} + Least), Float8{} + Most);
}

/// Beyond 31 bits it wraps, which is far outside every grid.
QSCOPE_INLINE_KERNEL Int8 difference(const Int8& a, const Int8& b)
{
    return reinterpret_cast<Int8>(reinterpret_cast<UInt8>(a) - reinterpret_cast<UInt8>(b));
}

QSCOPE_INLINE_KERNEL void storeShorts(const Int8& v, uint16_t* out)
{
    const Short8 narrow = __builtin_convertvector(v, Short8);
    __builtin_memcpy(out, &narrow, sizeof narrow);
}

struct PlaceFinder {
    Float8 inverse;
    Int8 first;
    int32_t bins;
    Int8 crowded;

    explicit PlaceFinder(const Tally& tally)
        : inverse(Float8{} + tally.grid.inverseWidth), first(Int8{} + tally.grid.first), bins(tally.grid.bins),
          crowded(bins + (laneNumbers() >> 1))
    {
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Eight& x, size_t, uint16_t* out) const
    {
        const Int8 bin = floorLanes(limited(carefulProduct(x.v, inverse)));
        const Int8 place = difference(bin, first);
        const Int8 inside = (place < 0) | (place >= bins) ? crowded + Tally::SparePlaces : place;
        storeShorts(bin == 0 ? crowded : inside, out);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t, uint16_t* out) const
    {
        find(x.a, Width, out);
        find(x.b, Width, out + Width);
    }
};

/// Places of the bins of a tally that counts quarter octaves too (see Tally).
struct OctaveFinder {
    Float8 inverse;
    Int8 first;
    int32_t bins;
    Int8 crowded;
    Int8 below{}; ///< minus the counts of values below the step
    Int8 holdsZero;
    Tally& target;

    explicit OctaveFinder(Tally& tally)
        : inverse(Float8{} + tally.grid.inverseWidth), first(Int8{} + tally.grid.first), bins(tally.grid.bins),
          crowded(static_cast<int32_t>(tally.places()) + (laneNumbers() >> 1)),
          holdsZero(Int8{} - (tally.grid.first <= 0 && tally.grid.first + tally.grid.bins > 0)), target(tally)
    {
    }
    ~OctaveFinder()
    {
        for (size_t i = 0; i < Width; ++i)
            target.belowStep += static_cast<uint32_t>(-below[i]);
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Eight& x, size_t m, uint16_t* out)
    {
        const Int8 bin = floorLanes(limited(x.v * inverse));
        const Int8 at = difference(bin, first);
        const Int8 q = quarterOctave(x.v);
        const Int8 fine = 2 * at + (q & 1);
        const Int8 low = 2 * bins + q + bin * Octaves::Count;
        const Int8 zero = (x.v == Float8{}) & holdsZero;
        const Int8 inside = (x.v > Float8{}) & (at >= 0) & (at < bins);
        below += (x.v < Octaves::Step) & (inside | zero) & (laneNumbers() < static_cast<int32_t>(m));
        const Int8 place = inside ? (bin < Octaves::LowBins ? low : fine) : crowded + Tally::SparePlaces;
        storeShorts(zero ? crowded : place, out);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t m, uint16_t* out)
    {
        find(x.a, m < Width ? m : Width, out);
        find(x.b, m < Width ? 0 : m - Width, out + Width);
    }
};

#endif

} // namespace
} // namespace qscope::stats::kernels
