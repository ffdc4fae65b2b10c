// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

/// Put before a non-template function whose loops should be compiled once per instruction set; the right one is chosen
/// when the program starts. All of them give the same bits: contraction to fused multiply-add is switched off for the
/// files that use it (sources.cmake). Sanitizers run before the choice can be made, and clang 14 clones no C++ member
/// of a namespace with internal linkage, so both get the plain code.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)               \
    && !defined(__SANITIZE_THREAD__) && !defined(QSCOPE_NO_TARGET_CLONES)
#define QS_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define QS_SIMD
#endif

/// Put before a loop whose result may be written over its operand, element by element: to the compiler that looks like
/// an overlap, and it would leave the loop scalar.
#if defined(__clang__)
#define QS_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define QS_INDEPENDENT _Pragma("GCC ivdep")
#else
#define QS_INDEPENDENT
#endif

/// For the small functions called inside such loops.
#define QS_INLINE inline __attribute__((always_inline))

namespace qscope::ops {

/// Below this many elements a loop stays on the calling thread.
constexpr int64_t ParallelThreshold = 16 * 1024;

/// Calls body(begin, end) for pieces of [0, count), on all threads when there is enough work. Pieces are multiples of
/// 64 elements, so that no two threads write to the same cache line. `costPerItem` is in elements of simple work.
template <class Body>
void parallelPieces(int64_t count, Body&& body, int64_t costPerItem = 1)
{
    if (count <= 0)
        return;
    if (count * costPerItem <= ParallelThreshold) {
        body(int64_t(0), count);
        return;
    }
    const int64_t piece = std::max<int64_t>(64, ParallelThreshold / costPerItem / 64 * 64);
    const int64_t pieces = (count + piece - 1) / piece;
#pragma omp parallel for schedule(static)
    for (int64_t p = 0; p < pieces; ++p)
        body(p * piece, std::min(count, (p + 1) * piece));
}

/// Calls body(i) for every i in [0, count); `costPerItem` as above.
template <class Body>
void parallelItems(int64_t count, int64_t costPerItem, Body&& body)
{
    if (count * costPerItem <= ParallelThreshold) {
        for (int64_t i = 0; i < count; ++i)
            body(i);
        return;
    }
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < count; ++i)
        body(i);
}

} // namespace qscope::ops
