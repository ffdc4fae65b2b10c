// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/kernels_avx512.h"

#include "core/stats/kernels.h"

// Nothing of the standard library with a body may be used here: the linker could pick this file's copy, made of
// instructions that other processors lack, for the whole program.

#ifdef __AVX512F__
#include <immintrin.h>
#endif

namespace qscope::stats::kernels::avx512 {

#ifdef __AVX512F__

namespace {

constexpr int Lanes512 = 16;

struct Grid {
    __m512 inverse;
    __m512i first;
    __m512i crowded; ///< places of the bin that begins at zero

    explicit Grid(const Tally& tally)
        : inverse(_mm512_set1_ps(tally.grid.inverseWidth)), first(_mm512_set1_epi32(tally.grid.first)),
          crowded(_mm512_add_epi32(_mm512_set1_epi32(tally.grid.bins),
                                   _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 1, 1, 2, 2, 3, 3)))
    {
    }

    template <bool Careful>
    __attribute__((always_inline)) void find(__m512 v, int32_t* out) const
    {
        __m512 y = _mm512_mul_ps(v, inverse);
        if (Careful) {
            const __mmask16 negative = _mm512_cmp_ps_mask(v, _mm512_setzero_ps(), _CMP_LT_OQ);
            y = _mm512_mask_min_ps(y, negative, y, _mm512_set1_ps(-FLT_MIN));
        }
        const __m512i bin = _mm512_cvt_roundps_epi32(y, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
        const __mmask16 isCrowded = _mm512_testn_epi32_mask(bin, bin);
        _mm512_storeu_si512(out, _mm512_mask_mov_epi32(_mm512_sub_epi32(bin, first), isCrowded, crowded));
    }
};

struct Sums {
    __m512d low, lowSq, high, highSq;

    /// The square of a float is exact in double, so fused or not makes no difference.
    __attribute__((always_inline)) void add(__m512 v)
    {
        const __m512d a = _mm512_cvtps_pd(_mm512_castps512_ps256(v));
        const __m512d b = _mm512_cvtps_pd(_mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1)));
        low = _mm512_add_pd(low, a);
        high = _mm512_add_pd(high, b);
        lowSq = _mm512_fmadd_pd(a, a, lowSq);
        highSq = _mm512_fmadd_pd(b, b, highSq);
    }
};

/// Counts sixteen bins.
__attribute__((always_inline)) inline void count(const int32_t* index, uint32_t* table)
{
#pragma GCC unroll 16
    for (int j = 0; j < Lanes512; ++j)
        ++table[static_cast<size_t>(index[j]) * Tally::Copies + static_cast<size_t>(j) % Tally::Copies];
}

/// `at(i)` is the i-th vector, `add(i % 4, v)` takes it; there are `vectors`, a multiple of 4. Bins are counted four vectors
/// after they were found, when they have reached memory.
template <bool Careful, class At, class Add>
__attribute__((always_inline)) inline void weave(size_t vectors, const Tally& tally, At&& at, Add&& add)
{
    constexpr size_t Behind = 4;
    const Grid grid(tally);
    alignas(64) int32_t index[2][Behind * Lanes512];
    int32_t* fresh = index[0];
    int32_t* settled = index[1];
#pragma GCC unroll 4
    for (size_t j = 0; j < Behind; ++j) {
        const __m512 v = at(j);
        add(j, v);
        grid.find<Careful>(v, fresh + j * Lanes512);
    }
    for (size_t i = Behind; i < vectors; i += Behind) {
        int32_t* const found = fresh;
        fresh = settled;
        settled = found;
#pragma GCC unroll 4
        for (size_t j = 0; j < Behind; ++j) {
            const __m512 v = at(i + j);
            add(j, v);
            grid.find<Careful>(v, fresh + j * Lanes512);
            count(settled + j * Lanes512, tally.table);
        }
    }
    for (size_t j = 0; j < Behind; ++j)
        count(fresh + j * Lanes512, tally.table);
}

template <class At, class Add>
void weaveAny(size_t vectors, const Tally& tally, At&& at, Add&& add)
{
    if (tally.grid.careful)
        weave<true>(vectors, tally, at, add);
    else
        weave<false>(vectors, tally, at, add);
}

__m512d from(const Double8& v)
{
    __m512d result;
    std::memcpy(&result, &v, sizeof result);
    return result;
}

Double8 to(__m512d v)
{
    Double8 result;
    std::memcpy(&result, &v, sizeof result);
    return result;
}

Sums load(const LaneMoments& a, const LaneMoments& b) { return {from(a.sum), from(a.sumSq), from(b.sum), from(b.sumSq)}; }

void save(const Sums& s, LaneMoments& a, LaneMoments& b)
{
    a = {to(s.low), to(s.lowSq)};
    b = {to(s.high), to(s.highSq)};
}

} // namespace

bool available()
{
    static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
                            && __builtin_cpu_supports("avx512vl");
    return has;
}

void addRun(const float* x, size_t n, const Tally& tally, LaneMoments& even, LaneMoments& odd)
{
    Sums sums = load(even, odd);
    weaveAny(
        n / Lanes512, tally, [x](size_t i) { return _mm512_loadu_ps(x + i * Lanes512); },
        [&sums](size_t, __m512 v) { sums.add(v); });
    save(sums, even, odd);
}

void addColumns(const float* x, size_t rows, size_t stride, const Tally& tally, LaneMoments even[2],
                LaneMoments odd[2])
{
    Sums evenRows = load(even[0], even[1]);
    Sums oddRows = load(odd[0], odd[1]);
    weaveAny(
        rows, tally, [x, stride](size_t i) { return _mm512_loadu_ps(x + i * stride); },
        [&](size_t turn, __m512 v) { (turn % 2 == 0 ? evenRows : oddRows).add(v); });
    save(evenRows, even[0], even[1]);
    save(oddRows, odd[0], odd[1]);
}

#else

bool available() { return false; }
void addRun(const float*, size_t, const Tally&, LaneMoments&, LaneMoments&) {}
void addColumns(const float*, size_t, size_t, const Tally&, LaneMoments*, LaneMoments*) {}

#endif

} // namespace qscope::stats::kernels::avx512
