// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/kernels.h"
#include "core/stats/lanes.h"

#ifdef __AVX512F__
#include <immintrin.h>
#endif

/// Vectors of sixteen floats in the best form of the instruction set the including file is compiled for; only for the
/// kernels_<set>.cpp. Everything has internal linkage, and nothing of the standard library with a body may be used: the
/// linker could pick a copy made of instructions that other processors lack for the whole program.
///
/// Columns is what a processor can keep enough sums of in registers.
namespace qscope::stats::kernels {
namespace {

#ifdef __AVX512F__
QSCOPE_INLINE_KERNEL Double8 doubles(const Float8& v) { return _mm512_cvtps_pd(v); } // GCC 12 converts halves
#else
QSCOPE_INLINE_KERNEL Double8 doubles(const Float8& v) { return widen(v); }
#endif

/// Sums of eight lanes.
struct LaneMoments {
    Double8 sum{};
    Double8 sumSq{};

    /// Squares of floats are exact in double, so fused or not makes no difference.
    QSCOPE_INLINE_KERNEL_MEMBER void add(const Double8& d)
    {
        sum += d;
#ifdef __AVX512F__
        sumSq = _mm512_fmadd_pd(d, d, sumSq);
#else
        sumSq += d * d;
#endif
    }
    QSCOPE_INLINE_KERNEL_MEMBER void add(const LaneMoments& other)
    {
        sum += other.sum;
        sumSq += other.sumSq;
    }
    QSCOPE_INLINE_KERNEL_MEMBER Moments total() const { return {addUp(sum), addUp(sumSq)}; }
};

#ifdef __AVX512F__

QSCOPE_INLINE_KERNEL __mmask16 firstLanes(size_t m) { return static_cast<__mmask16>((1U << m) - 1); }

struct Sixteen {
    static constexpr size_t Lanes = 16;
    __m512 v;

    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen all(float x) { return {_mm512_set1_ps(x)}; }
    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen load(const float* x) { return {_mm512_loadu_ps(x)}; }
    /// Zeros in the lanes from m on.
    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen load(const float* x, size_t m)
    {
        return {_mm512_maskz_loadu_ps(firstLanes(m), x)};
    }
    /// `idle` in the lanes from m on.
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen first(size_t m, float idle) const
    {
        return {_mm512_mask_mov_ps(_mm512_set1_ps(idle), firstLanes(m), v)};
    }
    QSCOPE_INLINE_KERNEL_MEMBER void store(float* x, size_t m) const { _mm512_mask_storeu_ps(x, firstLanes(m), v); }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen plusZero() const { return {_mm512_add_ps(v, _mm512_setzero_ps())}; }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen smaller(const Sixteen& o) const { return {_mm512_min_ps(v, o.v)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen larger(const Sixteen& o) const { return {_mm512_max_ps(v, o.v)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Float8 low() const { return _mm512_castps512_ps256(v); }
    QSCOPE_INLINE_KERNEL_MEMBER Float8 high() const
    {
        return _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1));
    }
};

using Columns = Sixteen;

#else

struct Eight {
    static constexpr size_t Lanes = 8;
    Float8 v;

    QSCOPE_INLINE_KERNEL_MEMBER static Eight all(float x) { return {Float8{} + x}; }
    QSCOPE_INLINE_KERNEL_MEMBER static Eight load(const float* x) { return {kernels::load(x)}; }
    QSCOPE_INLINE_KERNEL_MEMBER static Eight load(const float* x, size_t m) { return {kernels::load(x, m)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Eight first(size_t m, float idle) const
    {
        return {laneNumbers() < Int8{} + static_cast<int32_t>(m) ? v : Float8{} + idle};
    }
    QSCOPE_INLINE_KERNEL_MEMBER void store(float* x, size_t m) const { storeSome(v, m, x); }
    QSCOPE_INLINE_KERNEL_MEMBER Eight plusZero() const { return {v + 0.F}; }
    QSCOPE_INLINE_KERNEL_MEMBER Eight smaller(const Eight& o) const { return {kernels::smaller(v, o.v)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Eight larger(const Eight& o) const { return {kernels::larger(v, o.v)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Float8 low() const { return v; }
};

struct Sixteen {
    static constexpr size_t Lanes = 16;
    Eight a, b;

    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen all(float x) { return {Eight::all(x), Eight::all(x)}; }
    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen load(const float* x) { return {Eight::load(x), Eight::load(x + Width)}; }
    QSCOPE_INLINE_KERNEL_MEMBER static Sixteen load(const float* x, size_t m)
    {
        return m <= Width ? Sixteen{Eight::load(x, m), Eight::all(0)}
                          : Sixteen{Eight::load(x), Eight::load(x + Width, m - Width)};
    }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen first(size_t m, float idle) const
    {
        return {a.first(m, idle), b.first(m < Width ? 0 : m - Width, idle)};
    }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen smaller(const Sixteen& o) const { return {a.smaller(o.a), b.smaller(o.b)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Sixteen larger(const Sixteen& o) const { return {a.larger(o.a), b.larger(o.b)}; }
    QSCOPE_INLINE_KERNEL_MEMBER Float8 low() const { return a.v; }
    QSCOPE_INLINE_KERNEL_MEMBER Float8 high() const { return b.v; }
};

using Columns = Eight;

#endif

} // namespace
} // namespace qscope::stats::kernels
