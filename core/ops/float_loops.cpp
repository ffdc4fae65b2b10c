// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/float_loops.h"

#include <cmath>

#include "core/ops/simd.h"
#include "core/ops/vector_math.h"

namespace qscope::ops::loops {

#define QS_UNARY_LOOP(name, result)                                                                                  \
    QS_SIMD void name(const float* x, float* y, int64_t n, [[maybe_unused]] float a, [[maybe_unused]] float b)       \
    {                                                                                                                \
        QS_INDEPENDENT for (int64_t i = 0; i < n; ++i)                                                               \
        {                                                                                                            \
            const float v = x[i];                                                                                    \
            y[i] = result;                                                                                           \
        }                                                                                                            \
    }

QS_UNARY_LOOP(abs, std::fabs(v))
QS_UNARY_LOOP(neg, -v)
QS_UNARY_LOOP(sqrt, std::sqrt(v))
QS_UNARY_LOOP(reciprocal, 1.0f / v)
QS_UNARY_LOOP(floor, std::floor(v))
QS_UNARY_LOOP(ceil, std::ceil(v))
QS_UNARY_LOOP(round, std::nearbyint(v))
QS_UNARY_LOOP(sign, v > 0.0f ? 1.0f : (v < 0.0f ? -1.0f : v))
QS_UNARY_LOOP(relu, v < 0.0f ? 0.0f : v)
QS_UNARY_LOOP(leakyRelu, v < 0.0f ? a * v : v)
QS_UNARY_LOOP(thresholdedRelu, v > a ? v : 0.0f)
QS_UNARY_LOOP(clip, (v < a ? a : v) > b ? b : (v < a ? a : v))
QS_UNARY_LOOP(softsign, v / (1.0f + std::fabs(v)))
QS_UNARY_LOOP(shrink, v < -b ? v + a : (v > b ? v - a : 0.0f))
QS_UNARY_LOOP(square, v * v)
QS_UNARY_LOOP(cube, v * v * v)
QS_UNARY_LOOP(exp, vm::exp(v))
QS_UNARY_LOOP(log, vm::log(v))
QS_UNARY_LOOP(erf, vm::erf(v))
QS_UNARY_LOOP(tanh, vm::tanh(v))
QS_UNARY_LOOP(sigmoid, vm::sigmoid(v))
QS_UNARY_LOOP(softplus, vm::softplus(v))
QS_UNARY_LOOP(mish, vm::mish(v))
QS_UNARY_LOOP(gelu, vm::gelu(v))
QS_UNARY_LOOP(geluTanh, vm::geluTanh(v))
QS_UNARY_LOOP(quickGelu, v * vm::sigmoid(a * v))
QS_UNARY_LOOP(elu, v >= 0.0f ? v : a * vm::expm1(v))
QS_UNARY_LOOP(selu, b * (v >= 0.0f ? v : a * vm::expm1(v)))
QS_UNARY_LOOP(celu, v >= 0.0f ? v : a * vm::expm1(v / a))

namespace {

QS_INLINE float hardSigmoidOf(float v, float slope, float offset)
{
    const float line = slope * v + offset;
    const float floored = line < 0.0f ? 0.0f : line;
    return floored > 1.0f ? 1.0f : floored;
}

} // namespace

QS_UNARY_LOOP(hardSigmoid, hardSigmoidOf(v, a, b))
QS_UNARY_LOOP(hardSwish, v * hardSigmoidOf(v, 1.0f / 6.0f, 0.5f))

#undef QS_UNARY_LOOP

// The three ways two operands meet, each a loop of its own so that the compiler sees the strides.
#define QS_BINARY_LOOP(name, result)                                                                                 \
    QS_SIMD void name(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n)                   \
    {                                                                                                                \
        if (ps == 1 && qs == 1) {                                                                                    \
            QS_INDEPENDENT for (int64_t i = 0; i < n; ++i)                                                           \
            {                                                                                                        \
                const float u = p[i];                                                                                \
                const float v = q[i];                                                                                \
                y[i] = result;                                                                                       \
            }                                                                                                        \
        } else if (ps == 1) {                                                                                        \
            const float v = q[0];                                                                                    \
            QS_INDEPENDENT for (int64_t i = 0; i < n; ++i)                                                           \
            {                                                                                                        \
                const float u = p[i];                                                                                \
                y[i] = result;                                                                                       \
            }                                                                                                        \
        } else {                                                                                                     \
            const float u = p[0];                                                                                    \
            QS_INDEPENDENT for (int64_t i = 0; i < n; ++i)                                                           \
            {                                                                                                        \
                const float v = q[i * qs];                                                                           \
                y[i] = result;                                                                                       \
            }                                                                                                        \
        }                                                                                                            \
    }

QS_BINARY_LOOP(add, u + v)
QS_BINARY_LOOP(sub, u - v)
QS_BINARY_LOOP(mul, u * v)
QS_BINARY_LOOP(div, u / v)
QS_BINARY_LOOP(max, (u > v || u != u) ? u : v)
QS_BINARY_LOOP(min, (u < v || u != u) ? u : v)
QS_BINARY_LOOP(prelu, u < 0.0f ? u * v : u)

#undef QS_BINARY_LOOP

} // namespace qscope::ops::loops
