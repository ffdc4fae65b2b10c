// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The inner loops of float operators, compiled once per instruction set.
/// Results may overwrite operands (y == x), but not overlap them otherwise.
namespace qscope::ops::loops {

/// y[i] = f(x[i]; a, b); a and b are the operator's parameters, if it has any.
using Unary = void (*)(const float* x, float* y, int64_t n, float a, float b);

void abs(const float* x, float* y, int64_t n, float a, float b);
void neg(const float* x, float* y, int64_t n, float a, float b);
void sqrt(const float* x, float* y, int64_t n, float a, float b);
void reciprocal(const float* x, float* y, int64_t n, float a, float b);
void floor(const float* x, float* y, int64_t n, float a, float b);
void ceil(const float* x, float* y, int64_t n, float a, float b);
void round(const float* x, float* y, int64_t n, float a, float b); ///< halves to even
void sign(const float* x, float* y, int64_t n, float a, float b);
void relu(const float* x, float* y, int64_t n, float a, float b);
void leakyRelu(const float* x, float* y, int64_t n, float slope, float b);
void thresholdedRelu(const float* x, float* y, int64_t n, float threshold, float b);
void clip(const float* x, float* y, int64_t n, float low, float high);
void hardSigmoid(const float* x, float* y, int64_t n, float slope, float offset);
void hardSwish(const float* x, float* y, int64_t n, float a, float b);
void softsign(const float* x, float* y, int64_t n, float a, float b);
void shrink(const float* x, float* y, int64_t n, float bias, float limit);
void square(const float* x, float* y, int64_t n, float a, float b);
void cube(const float* x, float* y, int64_t n, float a, float b);
void exp(const float* x, float* y, int64_t n, float a, float b);
void log(const float* x, float* y, int64_t n, float a, float b);
void erf(const float* x, float* y, int64_t n, float a, float b);
void tanh(const float* x, float* y, int64_t n, float a, float b);
void sigmoid(const float* x, float* y, int64_t n, float a, float b);
void softplus(const float* x, float* y, int64_t n, float a, float b);
void mish(const float* x, float* y, int64_t n, float a, float b);
void gelu(const float* x, float* y, int64_t n, float a, float b);
void geluTanh(const float* x, float* y, int64_t n, float a, float b);
void quickGelu(const float* x, float* y, int64_t n, float slope, float b);
void elu(const float* x, float* y, int64_t n, float alpha, float b);
void selu(const float* x, float* y, int64_t n, float alpha, float gamma);
void celu(const float* x, float* y, int64_t n, float alpha, float b);

/// y[i] = f(p[i * ps], q[i * qs]); the strides are 0 or 1.
using Binary = void (*)(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);

void add(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void sub(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void mul(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void div(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void max(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void min(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);
void prelu(const float* p, int64_t ps, const float* q, int64_t qs, float* y, int64_t n);

} // namespace qscope::ops::loops
