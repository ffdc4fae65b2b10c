// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/wide.h"

/// Where values belong in the table of a Tally. For the kernels_<set>.cpp only.
///
/// `find(x, m, out)` writes the places of a vector, the first m lanes of which are values; `find(a, b, out)` those of two
/// vectors, in any order.
namespace qscope::stats::kernels {
namespace {

QSCOPE_INLINE_KERNEL bool holdsZero(const BinGrid& grid) { return grid.first <= 0 && grid.first + grid.bins > 0; }

#ifdef __AVX512F__

/// For places that fit 16 bits.
QSCOPE_INLINE_KERNEL void storeShorts(__m512i v, uint16_t* out)
{
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvtepi32_epi16(v));
}

/// The crowded places in turn, for 32 lanes of 16 bits.
QSCOPE_INLINE_KERNEL __m512i crowdedPlaces(const Tally& tally)
{
    const __m512i turns = _mm512_set1_epi64(0x0001000100000000);
    const __m512i pairs = _mm512_add_epi16(turns, _mm512_set_epi64(0x0002000200020002, 0, 0x0002000200020002, 0,
                                                                   0x0002000200020002, 0, 0x0002000200020002, 0));
    return _mm512_add_epi16(_mm512_set1_epi16(static_cast<short>(tally.crowdedPlace())), pairs);
}

/// `Careful`: for a grid that needs it.
template <bool Careful>
struct PlaceFinder {
    __m512 inverse;
    __m512i before;                  ///< number of the bin before the first
    __m512i aside, zeroBin, crowded; ///< 16 bits each

    explicit PlaceFinder(const Tally& tally)
        : inverse(_mm512_set1_ps(tally.grid.inverseWidth)), before(_mm512_set1_epi32(tally.grid.first - 1)),
          aside(_mm512_set1_epi16(static_cast<short>(tally.asidePlace()))),
          zeroBin(_mm512_set1_epi16(static_cast<short>(holdsZero(tally.grid) ? 1 - tally.grid.first : 0xffff))),
          crowded(crowdedPlaces(tally))
    {
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t, uint16_t* out) const
    {
        const __m512i found = limited(_mm512_packus_epi32(after(x), after(x)));
        const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 0, 2, 4, 6); // packed in pieces of four
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out),
                            _mm512_castsi512_si256(_mm512_permutexvar_epi64(order, found)));
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& a, const Sixteen& b, uint16_t* out) const
    {
        _mm512_storeu_si512(out, limited(_mm512_packus_epi32(after(a), after(b))));
    }

private:
    /// Bins counted from the one before the first, negative ones before that. What has no bin gives -2^31, which is far
    /// outside.
    QSCOPE_INLINE_KERNEL_MEMBER __m512i after(const Sixteen& x) const
    {
        __m512 y = _mm512_mul_ps(x.v, inverse);
        if (Careful) {
            const __mmask16 negative = _mm512_cmp_ps_mask(x.v, _mm512_setzero_ps(), _CMP_LT_OQ);
            y = _mm512_mask_min_ps(y, negative, y, _mm512_set1_ps(-FLT_MIN));
        }
        return _mm512_sub_epi32(_mm512_cvt_roundps_epi32(y, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC), before);
    }
    /// Packing made 0 of what lies before the grid; what lies behind goes aside.
    QSCOPE_INLINE_KERNEL_MEMBER __m512i limited(__m512i packed) const
    {
        const __m512i place = _mm512_min_epu16(packed, aside);
        return _mm512_mask_mov_epi16(place, _mm512_cmpeq_epi16_mask(place, zeroBin), crowded);
    }
};

/// For a tally that counts quarter octaves too.
struct OctaveFinder {
    __m512 inverse;
    __m512i first, bins, low, crowded, aside;
    __mmask16 zeroMask;
    __m512i below = _mm512_setzero_si512(); ///< counts of values below the step
    Tally& target;

    explicit OctaveFinder(Tally& tally)
        : inverse(_mm512_set1_ps(tally.grid.inverseWidth)), first(_mm512_set1_epi32(tally.grid.first)),
          bins(_mm512_set1_epi32(tally.grid.bins)), low(_mm512_set1_epi32(static_cast<int32_t>(tally.lowPlace(0, 0)))),
          crowded(_mm512_cvtepu16_epi32(_mm512_castsi512_si256(crowdedPlaces(tally)))),
          aside(_mm512_set1_epi32(static_cast<int32_t>(tally.asidePlace()))), zeroMask(holdsZero(tally.grid) ? 0xffff : 0),
          target(tally)
    {
    }
    ~OctaveFinder() { target.belowStep += static_cast<uint32_t>(_mm512_reduce_add_epi32(below)); }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t m, uint16_t* out)
    {
        const __m512i bin =
            _mm512_cvt_roundps_epi32(_mm512_mul_ps(x.v, inverse), _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
        const __m512i at = _mm512_sub_epi32(bin, first);
        const __m512i q = octave(x.v);
        const __m512i odd = _mm512_and_si512(q, _mm512_set1_epi32(1));
        const __m512i fine = _mm512_add_epi32(_mm512_add_epi32(at, at), _mm512_add_epi32(odd, _mm512_set1_epi32(1)));
        const __m512i ofLow =
            _mm512_add_epi32(_mm512_add_epi32(low, q), _mm512_mullo_epi32(bin, _mm512_set1_epi32(Octaves::Count)));
        const __mmask16 zero = _mm512_mask_cmp_ps_mask(zeroMask, x.v, _mm512_setzero_ps(), _CMP_EQ_OQ);
        const __mmask16 positive = _mm512_cmp_ps_mask(x.v, _mm512_setzero_ps(), _CMP_GT_OQ);
        const __mmask16 inside = _mm512_mask_cmplt_epu32_mask(positive, at, bins);
        const __mmask16 isLow = _mm512_cmplt_epi32_mask(bin, _mm512_set1_epi32(Octaves::LowBins));
        const auto counted = static_cast<__mmask16>(firstLanes(m) & (inside | zero));
        below = _mm512_mask_add_epi32(
            below, _mm512_mask_cmp_ps_mask(counted, x.v, _mm512_set1_ps(Octaves::Step), _CMP_LT_OQ), below,
            _mm512_set1_epi32(1));
        const __m512i place = _mm512_mask_mov_epi32(aside, inside, _mm512_mask_mov_epi32(fine, isLow, ofLow));
        storeShorts(_mm512_mask_mov_epi32(place, zero, crowded), out);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& a, const Sixteen& b, uint16_t* out)
    {
        find(a, Sixteen::Lanes, out);
        find(b, Sixteen::Lanes, out + Sixteen::Lanes);
    }

private:
    QSCOPE_INLINE_KERNEL_MEMBER static __m512i octave(__m512 p)
    {
        constexpr int32_t borders[] = {0, Octaves::Quarter1, Octaves::Quarter2, Octaves::Quarter3};
        const __m512i bits = _mm512_castps_si512(p);
        const __m512i mantissa = _mm512_and_si512(bits, _mm512_set1_epi32(0x7fffff));
        __m512i q = _mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(127), _mm512_srli_epi32(bits, 23)), 2);
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; ++i)
            q = _mm512_mask_sub_epi32(q, _mm512_cmpgt_epi32_mask(mantissa, _mm512_set1_epi32(borders[i])), q,
                                      _mm512_set1_epi32(1));
        return _mm512_min_epi32(_mm512_max_epi32(q, _mm512_setzero_si512()), _mm512_set1_epi32(Octaves::Last));
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

template <bool Careful>
struct PlaceFinder {
    Float8 inverse;
    Int8 first, crowded;
    int32_t bins, aside;
    Int8 zeroMask;

    explicit PlaceFinder(const Tally& tally)
        : inverse(Float8{} + tally.grid.inverseWidth), first(Int8{} + tally.grid.first),
          crowded(static_cast<int32_t>(tally.crowdedPlace()) + (laneNumbers() >> 1)), bins(tally.grid.bins),
          aside(static_cast<int32_t>(tally.asidePlace())), zeroMask(Int8{} - static_cast<int32_t>(holdsZero(tally.grid)))
    {
    }

    QSCOPE_INLINE_KERNEL_MEMBER void find(const Eight& x, size_t, uint16_t* out) const
    {
        const Int8 bin = floorLanes(limited(Careful ? carefulProduct(x.v, inverse) : x.v * inverse));
        const Int8 at = difference(bin, first);
        const Int8 outside = (at < Int8{}) | (at >= Int8{} + bins);
        const Int8 place = outside ? Int8{} + aside : at + 1;
        storeShorts(((bin == Int8{}) & zeroMask) ? crowded : place, out);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t, uint16_t* out) const
    {
        find(x.a, Width, out);
        find(x.b, Width, out + Width);
    }
    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Vector& a, const Vector& b, uint16_t* out) const
    {
        find(a, Vector::Lanes, out);
        find(b, Vector::Lanes, out + Vector::Lanes);
    }
};

/// For a tally that counts quarter octaves too.
struct OctaveFinder {
    Float8 inverse;
    Int8 first, crowded;
    int32_t bins, low, aside;
    Int8 zeroMask;
    Int8 below{}; ///< minus the counts of values below the step
    Tally& target;

    explicit OctaveFinder(Tally& tally)
        : inverse(Float8{} + tally.grid.inverseWidth), first(Int8{} + tally.grid.first),
          crowded(static_cast<int32_t>(tally.crowdedPlace()) + (laneNumbers() >> 1)), bins(tally.grid.bins),
          low(static_cast<int32_t>(tally.lowPlace(0, 0))), aside(static_cast<int32_t>(tally.asidePlace())),
          zeroMask(Int8{} - static_cast<int32_t>(holdsZero(tally.grid))), target(tally)
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
        const Int8 zero = (x.v == Float8{}) & zeroMask;
        const Int8 inside = (x.v > Float8{}) & (at >= Int8{}) & (at < Int8{} + bins);
        below += (x.v < Float8{} + Octaves::Step) & (inside | zero) & (laneNumbers() < Int8{} + static_cast<int32_t>(m));
        const Int8 fine = inside ? 2 * (inside & at) + (q & 1) + 1 : Int8{} + aside;
        const Int8 place = (inside & (bin < Int8{} + Octaves::LowBins)) ? low + q + (bin & 7) * Octaves::Count : fine;
        storeShorts(zero ? crowded : place, out);
    }
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Sixteen& x, size_t m, uint16_t* out)
    {
        find(x.a, m < Width ? m : Width, out);
        find(x.b, m < Width ? 0 : m - Width, out + Width);
    }
    template <class Vector>
    QSCOPE_INLINE_KERNEL_MEMBER void find(const Vector& a, const Vector& b, uint16_t* out)
    {
        find(a, Vector::Lanes, out);
        find(b, Vector::Lanes, out + Vector::Lanes);
    }
};

#endif

} // namespace
} // namespace qscope::stats::kernels
