// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/reduction_loops.h"

#include <cmath>
#include <limits>

#include "core/ops/simd.h"

namespace qscope::ops::loops {

namespace {

constexpr int64_t Lanes = 16;
// More than the compiler unrolls by itself: unrolled, GCC 12 leaves the selections scalar.
constexpr int64_t ExtremeLanes = 32;

} // namespace

#define QS_ROW_SUM(name, term)                                                                                       \
    QS_SIMD double name(const float* x, int64_t n)                                                                   \
    {                                                                                                                \
        double lanes[Lanes] = {};                                                                                    \
        int64_t i = 0;                                                                                               \
        for (; i + Lanes <= n; i += Lanes)                                                                           \
            for (int64_t k = 0; k < Lanes; ++k) {                                                                    \
                const double v = static_cast<double>(x[i + k]);                                                      \
                lanes[k] += term;                                                                                    \
            }                                                                                                        \
        for (int64_t k = 0; i + k < n; ++k) {                                                                        \
            const double v = static_cast<double>(x[i + k]);                                                          \
            lanes[k] += term;                                                                                        \
        }                                                                                                            \
        double total = 0;                                                                                            \
        for (double lane : lanes)                                                                                    \
            total += lane;                                                                                           \
        return total;                                                                                                \
    }

QS_ROW_SUM(sum, v)
QS_ROW_SUM(sumOfMagnitudes, std::fabs(v))
QS_ROW_SUM(sumOfSquares, v * v)

QS_SIMD double sumOfSquaredDifferences(const float* x, int64_t n, double centre)
{
    double lanes[Lanes] = {};
    int64_t i = 0;
    for (; i + Lanes <= n; i += Lanes)
        for (int64_t k = 0; k < Lanes; ++k) {
            const double v = static_cast<double>(x[i + k]) - centre;
            lanes[k] += v * v;
        }
    for (int64_t k = 0; i + k < n; ++k) {
        const double v = static_cast<double>(x[i + k]) - centre;
        lanes[k] += v * v;
    }
    double total = 0;
    for (double lane : lanes)
        total += lane;
    return total;
}

QS_SIMD void scaleAndShift(const float* x, float* y, int64_t n, float factor, float summand)
{
    QS_INDEPENDENT
    for (int64_t i = 0; i < n; ++i)
        y[i] = x[i] * factor + summand;
}

#define QS_COLUMN_SUM(name, term)                                                                                    \
    QS_SIMD void name(const float* x, double* sums, int64_t n)                                                       \
    {                                                                                                                \
        for (int64_t i = 0; i < n; ++i) {                                                                            \
            const double v = static_cast<double>(x[i]);                                                              \
            sums[i] += term;                                                                                         \
        }                                                                                                            \
    }

QS_COLUMN_SUM(addTo, v)
QS_COLUMN_SUM(addMagnitudesTo, std::fabs(v))
QS_COLUMN_SUM(addSquaresTo, v * v)

// A NaN enters its lane by being unequal to itself, and nothing compares greater than it afterwards.
#define QS_ROW_EXTREME(name, start, beats)                                                                           \
    QS_SIMD float name(const float* x, int64_t n)                                                                    \
    {                                                                                                                \
        float lanes[ExtremeLanes];                                                                                   \
        for (float& lane : lanes)                                                                                    \
            lane = start;                                                                                            \
        int64_t i = 0;                                                                                               \
        for (; i + ExtremeLanes <= n; i += ExtremeLanes)                                                             \
            for (int64_t k = 0; k < ExtremeLanes; ++k) {                                                             \
                const float v = x[i + k];                                                                            \
                lanes[k] = (v beats lanes[k] || v != v) ? v : lanes[k];                                              \
            }                                                                                                        \
        float best = lanes[0];                                                                                       \
        for (float v : lanes)                                                                                        \
            best = (v beats best || v != v) ? v : best;                                                              \
        for (; i < n; ++i)                                                                                           \
            best = (x[i] beats best || x[i] != x[i]) ? x[i] : best;                                                  \
        return best;                                                                                                 \
    }

QS_ROW_EXTREME(largest, -std::numeric_limits<float>::infinity(), >)
QS_ROW_EXTREME(smallest, std::numeric_limits<float>::infinity(), <)

} // namespace qscope::ops::loops
