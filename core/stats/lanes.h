// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cfloat>
#include <cstdint>
#include <cstring>

#include "core/stats/kernels.h"
#include "core/stats/multiversion.h"

/// Eight floats at a time, for core/stats/kernels*.cpp only.
namespace qscope::stats::kernels {

// Eight floats, not sixteen: in functions of several versions GCC 12 compares wider vectors lane by lane, because it
// fixes the type of a comparison before it knows the instruction set. Arithmetic on eight doubles is not affected.
using Float8 = float __attribute__((vector_size(32)));
using Float4 = float __attribute__((vector_size(16)));
using Int8 = int32_t __attribute__((vector_size(32)));
using UInt8 = uint32_t __attribute__((vector_size(32)));
using Short8 = uint16_t __attribute__((vector_size(16)));
using Double8 = double __attribute__((vector_size(64)));
using Double4 = double __attribute__((vector_size(32)));

constexpr size_t Width = 8;
constexpr size_t Lanes = 16; ///< of running sums: two vectors

QSCOPE_INLINE_KERNEL Int8 laneNumbers() { return Int8{0, 1, 2, 3, 4, 5, 6, 7}; }

/// The first m <= 8 values, `idle` in the other lanes.
QSCOPE_INLINE_KERNEL Float8 load(const float* x, size_t m = Width, float idle = 0.F)
{
    Float8 v = Float8{} + idle;
    if (m == Width) {
        std::memcpy(&v, x, sizeof v);
    } else {
        float some[Width];
        std::memcpy(some, &v, sizeof v);
        for (size_t i = 0; i < m; ++i)
            some[i] = x[i];
        std::memcpy(&v, some, sizeof v);
    }
    return v;
}

/// The first m lanes. A loop: copying a number of bytes that is not known would call a function.
template <class Vector, class T>
QSCOPE_INLINE_KERNEL void storeSome(const Vector& v, size_t m, T* out)
{
    if (m == Width)
        std::memcpy(out, &v, sizeof v);
    else
        for (size_t i = 0; i < m; ++i)
            out[i] = v[i];
}

QSCOPE_INLINE_KERNEL Float8 smaller(const Float8& a, const Float8& b) { return a < b ? a : b; }
QSCOPE_INLINE_KERNEL Float8 larger(const Float8& a, const Float8& b) { return a > b ? a : b; }
QSCOPE_INLINE_KERNEL Double8 widen(const Float8& v) { return __builtin_convertvector(v, Double8); }

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

QSCOPE_INLINE_KERNEL bool anyLane(const Int8& v)
{
    using Long4 = int64_t __attribute__((vector_size(32)));
    const Long4 w = reinterpret_cast<Long4>(v);
    return ((w[0] | w[1]) | (w[2] | w[3])) != 0;
}

/// Truncation corrected to floor by a comparison: exact, and needs no rounding instruction.
QSCOPE_INLINE_KERNEL Int8 floorLanes(const Float8& y)
{
    const Int8 t = __builtin_convertvector(y, Int8);
    return t + (__builtin_convertvector(t, Float8) > y); // true is -1
}

/// x * inverseWidth; negative values so small that their product underflows stay below zero.
QSCOPE_INLINE_KERNEL Float8 carefulProduct(const Float8& x, const Float8& inverseWidth)
{
    const Float8 y = x * inverseWidth;
    const Float8 below = smaller(y, Float8{} - FLT_MIN);
    return x < Float8{} ? below : y;
}

QSCOPE_INLINE_KERNEL Int8 carefulIndex(const Float8& x, const Float8& inverseWidth)
{
    return floorLanes(carefulProduct(x, inverseWidth));
}

QSCOPE_INLINE_KERNEL Int8 quarterOctave(const Float8& p)
{
    const Int8 bits = reinterpret_cast<Int8>(p);
    const Int8 mantissa = bits & 0x7fffff;
    Int8 bin = 4 * (127 - (bits >> 23)) + (mantissa > 0) + (mantissa > Octaves::Quarter1)
               + (mantissa > Octaves::Quarter2) + (mantissa > Octaves::Quarter3); // true is -1
    bin = bin > 0 ? bin : Int8{};
    bin = bin < Octaves::Last ? bin : Int8{} + Octaves::Last;
    return p > Float8{} ? bin : Int8{} + Octaves::Zeros;
}

} // namespace qscope::stats::kernels
