// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/ops/simd.h"

/// Elementary functions of one float that the compiler can vectorise: no branches, no calls, no tables.
///
/// Coefficients come from interpolating the stated function at Chebyshev nodes in 40 digits. Error bounds are those
/// tests/ops/tst_vector_math asserts against the double functions of std. NaN gives NaN everywhere.
namespace qscope::ops::vm {

/// Horner's rule, coefficients from the lowest.
template <class... C>
QS_INLINE float polynomial(float x, float c0, C... rest)
{
    if constexpr (sizeof...(rest) == 0)
        return c0;
    else
        return c0 + x * polynomial(x, rest...);
}

/// x = k ln 2 + r with integer k and |r| <= 0.35.
struct Reduced {
    float r;
    int32_t k;
};

QS_INLINE Reduced reduceByLn2(float x)
{
    constexpr float Magic = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer in the low bits
    constexpr float Ln2High = 0.693359375f;
    constexpr float Ln2Low = -2.12194440e-4f;
    const float shifted = x * 1.44269504f + Magic;
    const float n = shifted - Magic;
    return {(x - n * Ln2High) - n * Ln2Low, std::bit_cast<int32_t>(shifted) - std::bit_cast<int32_t>(Magic)};
}

/// exp(r) - 1 for |r| <= 0.35.
QS_INLINE float expm1Core(float r)
{
    return r + r * r * polynomial(r, 5.000000014e-1f, 1.666666668e-1f, 4.16664569e-2f, 8.333310035e-3f,
                                  1.393453166e-3f, 1.989196991e-4f);
}

/// 2^k for -127 < k < 128.
QS_INLINE float powerOfTwo(int32_t k) { return std::bit_cast<float>((k + 127) << 23); }

/// exp(x + low), |low| small against 1.
/// **Error bound** 2 ulp (normal results); overflows to infinity, underflows through the denormals to 0.
QS_INLINE float expSum(float x, float low)
{
    float clamped = x > 89.0f ? 89.0f : x;
    clamped = clamped < -104.0f ? -104.0f : clamped;
    const Reduced a = reduceByLn2(clamped);
    const float p = 1.0f + expm1Core(a.r + low);
    const int32_t half = a.k >> 1;
    return p * powerOfTwo(half) * powerOfTwo(a.k - half);
}

QS_INLINE float exp(float x) { return expSum(x, 0.0f); }

/// exp(x) - 1 for x <= 0; above 0 it holds up to x = 88.
/// **Error bound** 3 ulp.
QS_INLINE float expm1(float x)
{
    float clamped = x > 88.0f ? 88.0f : x;
    clamped = clamped < -30.0f ? -30.0f : clamped;
    const Reduced a = reduceByLn2(clamped);
    const float scale = powerOfTwo(a.k);
    return scale * expm1Core(a.r) + (scale - 1.0f);
}

/// Natural logarithm. Denormals too; -inf at 0, NaN below.
/// **Error bound** 2 ulp.
QS_INLINE float log(float x)
{
    const float scaled = x < 1.17549435e-38f ? x * 8388608.0f : x;
    const int32_t bits = std::bit_cast<int32_t>(scaled);
    // Exponent such that the mantissa m lies in [sqrt(1/2), sqrt(2)).
    const int32_t k = (bits - 0x3f3504f3) >> 23;
    const float m = std::bit_cast<float>(bits - (k << 23));
    const float e = static_cast<float>(k) - (x < 1.17549435e-38f ? 23.0f : 0.0f);
    const float f = m - 1.0f;
    const float tail = f * f * f * polynomial(f, 3.333333118e-1f, -2.499999696e-1f, 2.000071575e-1f, -1.666780232e-1f,
                                              1.424905765e-1f, -1.242568733e-1f, 1.168541992e-1f, -1.147973385e-1f,
                                              6.971611471e-2f);
    float result = ((tail + e * -2.12194440e-4f) - 0.5f * f * f + f) + e * 0.693359375f;
    result = x > std::numeric_limits<float>::max() ? x : result;
    result = x == 0.0f ? -std::numeric_limits<float>::infinity() : result;
    return x >= 0.0f ? result : std::numeric_limits<float>::quiet_NaN();
}

/// log(1 + u) for 0 <= u <= 1.
/// **Error bound** 2 ulp.
QS_INLINE float log1pUnit(float u)
{
    return u + u * u * polynomial(u, -4.999999698e-1f, 3.333284189e-1f, -2.498652617e-1f, 1.985410623e-1f,
                                  -1.584756572e-1f, 1.156184545e-1f, -6.675772506e-2f, 2.522405435e-2f,
                                  -4.466211601e-3f);
}

/// **Error bound** 3 ulp.
QS_INLINE float tanh(float x)
{
    const float t = std::fabs(x);
    const float s = x * x;
    const float small = x + x * s * polynomial(s, -3.333333317e-1f, 1.333330356e-1f, -5.395925958e-2f,
                                               2.176891865e-2f, -8.343945516e-3f, 2.292744816e-3f);
    const float large = std::copysign(1.0f - 2.0f / (exp(2.0f * t) + 1.0f), x);
    return t > 0.625f ? large : small;
}

/// 1 / (1 + exp(-x)).
/// **Error bound** 4 ulp for x > -87; 0 below -89.
QS_INLINE float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }

/// The upper tail of the normal distribution at t >= 0, times exp(t^2 / 2); t up to 14.
QS_INLINE float scaledNormalTail(float t)
{
    const float q = 1.0f / (1.0f + 0.35f * t);
    return q * polynomial(q, 1.396186429e-1f, 1.39914804e-1f, 1.194170361e-1f, 1.07262773e-1f, -2.748288955e-2f,
                          1.658018015e-1f, -2.617126692e-1f, 1.469509222e-1f, -2.9770439e-2f);
}

/// exp(-s x^2) without the loss of squaring: the square's rounding error goes in separately. s: 1 or 1/2.
QS_INLINE float gaussian(float x, float s)
{
    const float high = std::bit_cast<float>(std::bit_cast<uint32_t>(x) & 0xfffff000u);
    const float low = -s * (x - high) * (x + high);
    const float square = -s * high * high;
    return expSum(square, square < -104.0f ? 0.0f : low);
}

/// **Error bound** 4 ulp.
QS_INLINE float erf(float x)
{
    const float s = x * x;
    const float small = x + x * polynomial(s, 1.283791658e-1f, -3.761262667e-1f, 1.128359472e-1f, -2.685421201e-2f,
                                           5.189087423e-3f, -8.016864287e-4f, 7.875875063e-5f);
    const float t = std::fabs(x) > 4.0f ? 4.0f : std::fabs(x);
    const float tail = 2.0f * scaledNormalTail(t * 1.41421356f) * gaussian(t, 1.0f);
    const float large = std::copysign(1.0f - tail, x);
    // The small branch also carries NaN.
    return t > 0.9f ? large : small;
}

/// x times the normal distribution function of x (the exact GELU).
/// **Error bound** 7 ulp for x >= -5, 80 ulp (relative 1e-5) down to -13; -0 below -14.
QS_INLINE float gelu(float x)
{
    const float t = std::fabs(x);
    const float tail = scaledNormalTail(t > 14.0f ? 14.0f : t) * gaussian(t > 14.0f ? 14.0f : t, 0.5f);
    const float upper = x - x * tail;
    const float lower = x < -14.0f ? -0.0f : x * tail;
    return x >= 0.0f ? (x > 14.0f ? x : upper) : lower;
}

/// GELU by the tanh formula, written with the logistic function: x / (1 + exp(-2u)).
/// **Error bound** 40 ulp (relative 5e-6) for x >= -5.
QS_INLINE float geluTanh(float x)
{
    const float u = 1.59576912f * (x + 0.044715f * x * x * x);
    return x < -20.0f ? -0.0f : x / (1.0f + exp(-u));
}

/// log(1 + exp(x)).
/// **Error bound** 4 ulp.
QS_INLINE float softplus(float x)
{
    const float positive = x > 0.0f ? x : 0.0f;
    return positive + log1pUnit(exp(-std::fabs(x)));
}

/// x tanh(softplus(x)).
/// **Error bound** 5 ulp.
QS_INLINE float mish(float x)
{
    const float e = exp(x > 20.0f ? 20.0f : x);
    const float n = e * (e + 2.0f);
    return x > 20.0f ? x : x * (n / (n + 2.0f));
}

} // namespace qscope::ops::vm
