// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "core/quant/quantizer.h"
#include "core/stats/multiversion.h"

/// The formulas of QuantParams for one value, without a branch, so that loops over them become vector code. All of them
/// let a NaN through.
namespace qscope::quant::codes {

/// 1.5 * 2^23: adding and subtracting it rounds half to even for anything below 2^22 in size, without an instruction
/// that the oldest machines lack.
constexpr float RoundingShift = 12582912.F;

QSCOPE_INLINE_KERNEL float roundHalfEven(float v) { return (v + RoundingShift) - RoundingShift; }

/// From the even neighbour: a half that went towards zero goes one further.
QSCOPE_INLINE_KERNEL float roundHalfAway(float v)
{
    const float r = roundHalfEven(v);
    const float d = v - r; // exact
    return r + (d == 0.5F && v > 0 ? 1.F : 0.F) - (d == -0.5F && v < 0 ? 1.F : 0.F);
}

/// Code less the zero point. Clipped before it is rounded, which comes to the same with whole limits.
template <bool Away>
QSCOPE_INLINE_KERNEL float relativeCode(float x, float scale, float lo, float hi)
{
    float v = x / scale;
    v = v < lo ? lo : v;
    v = v > hi ? hi : v;
    return Away ? roundHalfAway(v) : roundHalfEven(v);
}

/// The same with limits that are not whole: rounded, then clipped.
template <bool Away>
QSCOPE_INLINE_KERNEL float relativeCodeBetween(float x, float scale, float lo, float hi)
{
    const float v = relativeCode<Away>(x, scale, lo - 1, hi + 1);
    const float low = v < lo ? lo : v;
    return low > hi ? hi : low;
}

/// round(-r log2 |v|) for |v| >= 2^-126, at least 0: which of the borders 2^((j + 1/2) / r) the mantissa has passed
/// decides. The borders are irrational, so there are no halves to round.
template <int PerOctave>
QSCOPE_INLINE_KERNEL int32_t logStep(float v)
{
    const uint32_t size = std::bit_cast<uint32_t>(v) & 0x7fffffff;
    const int32_t exponent = static_cast<int32_t>(size >> 23) - 127;
    const uint32_t mantissa = size & 0x7fffff;
    int32_t passed = 0;
    if (PerOctave == 2) // 2^(1/4) and 2^(3/4), rounded down
        passed = (mantissa > 0x1837f0 ? 1 : 0) + (mantissa > 0x5744fc ? 1 : 0);
    else // 2^(1/2)
        passed = mantissa > 0x3504f3 ? 1 : 0;
    return std::max(-PerOctave * exponent - passed, 0);
}

/// 2^(-k / r) for k <= 126 r; every second one is a multiple of the square root of two in float32.
template <int PerOctave>
QSCOPE_INLINE_KERNEL float logLevel(int32_t k)
{
    const int32_t octave = PerOctave == 2 ? (k + 1) >> 1 : k;
    const float power = std::bit_cast<float>((127 - octave) << 23);
    return PerOctave == 2 && (k & 1) != 0 ? power * 1.41421356F : power;
}

/// What is too small for a step, and negative values of unsigned quantizers, become 0.
template <int PerOctave>
QSCOPE_INLINE_KERNEL float logValue(float x, float scale, int32_t qmax, bool isSigned)
{
    const float v = x / scale;
    const int32_t k = std::min(logStep<PerOctave>(v), 126 * PerOctave);
    const float size = scale * logLevel<PerOctave>(k);
    const bool isZero = k > qmax || !(std::fabs(v) >= 0x1p-126F) || (!isSigned && v < 0);
    const float y = isZero ? 0.F : v < 0 ? -size : size;
    return x != x ? x : y;
}

/// Code within its range of one of two ranges, `half` codes each; isCoarse says which.
struct TwinCode {
    float steps;
    bool isCoarse;
};

template <bool Away>
QSCOPE_INLINE_KERNEL TwinCode twinCode(float x, float fine, float coarse, float half, bool isSigned)
{
    const bool isCoarse = isSigned ? x >= 0 : x >= half * fine;
    const float size = isSigned ? std::fabs(x) : (x < 0 ? 0.F : x);
    float v = size / (isCoarse ? coarse : fine);
    v = v > half - 1 ? half - 1 : v;
    return {Away ? roundHalfAway(v) : roundHalfEven(v), isCoarse};
}

template <bool Away>
QSCOPE_INLINE_KERNEL float twinValue(float x, float fine, float coarse, float half, bool isSigned)
{
    const TwinCode code = twinCode<Away>(x, fine, coarse, half, isSigned);
    const float size = code.steps * (code.isCoarse ? coarse : fine);
    const float y = isSigned && !code.isCoarse ? -size : size;
    return x != x ? x : y;
}

/// Nearest of the 8-bit floats of OCP, saturating.
struct Fp8Form {
    int mantissaBits;
    float smallestNormal;
    float largest;
};
constexpr Fp8Form E4m3{3, 0x1p-6F, 448.F};
constexpr Fp8Form E5m2{2, 0x1p-14F, 57344.F};

template <bool Away>
QSCOPE_INLINE_KERNEL float fp8Value(float x, float scale, const Fp8Form& form)
{
    const float v = x / scale;
    float size = std::fabs(v);
    size = size > form.largest ? form.largest : size;
    const int shift = 23 - form.mantissaBits;
    const uint32_t bits = std::bit_cast<uint32_t>(size);
    const uint32_t half = 1U << (shift - 1);
    const uint32_t up = Away ? half : half - 1 + ((bits >> shift) & 1);
    const float normal = std::bit_cast<float>((bits + up) & ~((1U << shift) - 1));
    const float unit = form.smallestNormal / static_cast<float>(1 << form.mantissaBits);
    const float count = size / unit;
    const float small = (Away ? roundHalfAway(count) : roundHalfEven(count)) * unit;
    const float rounded = size < form.smallestNormal ? small : normal;
    const float y = std::copysign(rounded * scale, v);
    return x != x ? x : y;
}

/// Index of the nearest of `count` (a power of two) ascending entries with count - 1 borders between them; 0 for NaN.
QSCOPE_INLINE_KERNEL int32_t nearestEntry(float x, const float* borders, int32_t count)
{
    int32_t index = 0;
    for (int32_t step = count / 2; step > 0; step /= 2)
        index += x > borders[index + step - 1] ? step : 0;
    return index;
}

} // namespace qscope::quant::codes
