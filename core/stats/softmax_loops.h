// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/wide.h"

/// Entropies of probabilities. For the kernels_<set>.cpp only.
namespace qscope::stats::kernels {
namespace {

#ifdef __AVX512F__
using FloatVector = float __attribute__((vector_size(64)));
using IntVector = int32_t __attribute__((vector_size(64)));
QSCOPE_INLINE_KERNEL FloatVector nonNegative(const FloatVector& p)
{
    return _mm512_min_ps(_mm512_max_ps(p, _mm512_setzero_ps()), _mm512_set1_ps(FLT_MAX));
}
#else
using FloatVector = Float8;
using IntVector = Int8;
QSCOPE_INLINE_KERNEL FloatVector nonNegative(const FloatVector& p)
{
    return smaller(larger(p, Float8{}), Float8{} + FLT_MAX);
}
#endif

/// log2 of positive normal floats: exponent plus 2/ln 2 * atanh((m - 1)/(m + 1)) with m in [sqrt(1/2), sqrt(2)).
/// The series ends at s^7, which leaves less than 5e-8; zero gives a large negative finite number.
QSCOPE_INLINE_KERNEL FloatVector log2Lanes(const FloatVector& v)
{
    constexpr int32_t SqrtHalf = 0x3f3504f3;
    const IntVector shifted = reinterpret_cast<IntVector>(v) - SqrtHalf;
    const FloatVector exponent = __builtin_convertvector(shifted >> 23, FloatVector);
    const FloatVector m = reinterpret_cast<FloatVector>((shifted & 0x7fffff) + SqrtHalf);
    const FloatVector s = (m - 1.F) / (m + 1.F);
    const FloatVector s2 = s * s;
    return exponent + s * (2.885390082F + s2 * (0.961796694F + s2 * (0.577078016F + s2 * 0.412198583F)));
}

/// -p log2 p, written to `out`; 0 for what is not a positive number. Both have room for whole vectors.
QSCOPE_INLINE_KERNEL void surprises(const float* p, size_t n, float* out)
{
    constexpr size_t Step = sizeof(FloatVector) / sizeof(float);
    for (size_t i = 0; i < n; i += Step) {
        FloatVector v;
        __builtin_memcpy(&v, p + i, sizeof v);
        v = nonNegative(v);
        v = -v * log2Lanes(v);
        __builtin_memcpy(out + i, &v, sizeof v);
    }
}

QSCOPE_INLINE_KERNEL double sumOf(const float* x, size_t n)
{
    Double8 even{}, odd{};
    size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) {
        even += doubles(load(x + i));
        odd += doubles(load(x + i + Width));
    }
    double sum = addUp(even + odd);
    for (; i < n; ++i)
        sum += static_cast<double>(x[i]);
    return sum;
}

/// Short rows rarely fill whole vectors, so the elements of many are looked up together.
void entropyBitsLoop(const float* p, size_t rows, size_t length, double* out)
{
    constexpr size_t Piece = 512;
    float part[Piece], last[Piece];
    const size_t together = length > 0 && length < Piece ? Piece / length : 1;
    for (size_t r = 0; r < rows; ++r)
        out[r] = 0;
    for (size_t row = 0; row < rows; row += together) {
        const size_t count = rows - row < together ? rows - row : together;
        for (size_t at = 0; at < count * length; at += Piece) {
            const float* piece = p + row * length + at;
            const size_t n = count * length - at < Piece ? count * length - at : Piece;
            if ((rows - row) * length - at < Piece) { // nothing behind the data may be read
                __builtin_memset(last, 0, sizeof last);
                __builtin_memcpy(last, piece, n * sizeof *last);
                piece = last;
            }
            surprises(piece, n, part);
            const size_t each = length < Piece ? length : n;
            for (size_t k = 0; k * each < n; ++k)
                out[row + k] += sumOf(part + k * each, each);
        }
    }
    for (size_t r = 0; r < rows; ++r)
        out[r] = out[r] > 0 ? out[r] : 0;
}

} // namespace
} // namespace qscope::stats::kernels
