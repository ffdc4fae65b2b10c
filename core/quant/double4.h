// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/stats/multiversion.h"

/// Four doubles at a time, for loops over the bins of histograms.
namespace qscope::quant {

using Double4 = double __attribute__((vector_size(32)));
using Bits4 = uint64_t __attribute__((vector_size(32)));

/// Natural logarithm of four positive normal numbers, relative error below 4e-14 except next to 1, where the error is
/// below 1e-16 in itself. The same scheme as in the statistics: m in [sqrt(1/2), sqrt(2)), log m = 2 atanh((m-1)/(m+1)).
QSCOPE_INLINE_KERNEL Double4 logarithm(const Double4& x)
{
    constexpr uint64_t SqrtHalf = 0x3fe6a09e667f3bcd;
    const Bits4 shifted = reinterpret_cast<Bits4>(x) - SqrtHalf + (uint64_t(1023) << 52);
    const Bits4 exponentBits = (shifted >> 52) | 0x4330000000000000; // 2^52 + exponent + 1023
    const Double4 exponent = reinterpret_cast<Double4>(exponentBits) - (4503599627370496.0 + 1023);
    const Double4 m = reinterpret_cast<Double4>((shifted & 0xfffffffffffff) + SqrtHalf);
    const Double4 s = (m - 1) / (m + 1);
    const Double4 t = s * s;
    const Double4 series = 2 + t * (2. / 3 + t * (2. / 5 + t * (2. / 7 + t * (2. / 9 + t * (2. / 11 + t * (2. / 13 + t * (2. / 15)))))));
    return exponent * 0.69314718055994530942 + s * series;
}

/// Nearest whole numbers, halves to even, for sizes below 2^51.
QSCOPE_INLINE_KERNEL Double4 nearest(const Double4& x)
{
    constexpr double Shift = 6755399441055744.0; // 1.5 * 2^52
    return (x + Shift) - Shift;
}

/// e^y for -700 <= y <= 700, relative error below 1e-15; below -700 it is that of -700, practically 0.
QSCOPE_INLINE_KERNEL Double4 exponential(const Double4& y)
{
    const Double4 bounded = y < -700 ? y - y - 700 : y;
    const Double4 n = nearest(bounded * 1.4426950408889634074);
    const Double4 f = (bounded - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10;
    Double4 series = f * (1. / 6227020800) + 1. / 479001600;
    series = series * f + 1. / 39916800;
    series = series * f + 1. / 3628800;
    series = series * f + 1. / 362880;
    series = series * f + 1. / 40320;
    series = series * f + 1. / 5040;
    series = series * f + 1. / 720;
    series = series * f + 1. / 120;
    series = series * f + 1. / 24;
    series = series * f + 1. / 6;
    series = series * f + 0.5;
    series = series * f + 1;
    series = series * f + 1;
    const Bits4 exponent = reinterpret_cast<Bits4>(n + 6755399441055744.0 + 1023) << 52; // the low bits are n + 1023
    return series * reinterpret_cast<Double4>(exponent);
}

} // namespace qscope::quant
