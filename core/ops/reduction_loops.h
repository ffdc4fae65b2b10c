// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// The inner loops of float reductions, compiled once per instruction set.
/// Sums are kept in double, in a fixed number of lanes, so that their order depends on nothing but n.
namespace qscope::ops::loops {

using RowSum = double (*)(const float* x, int64_t n);
double sum(const float* x, int64_t n);
double sumOfMagnitudes(const float* x, int64_t n);
double sumOfSquares(const float* x, int64_t n);

/// Sum of (x[i] - centre)^2.
double sumOfSquaredDifferences(const float* x, int64_t n, double centre);
/// y[i] = x[i] * factor + summand; y may be x.
void scaleAndShift(const float* x, float* y, int64_t n, float factor, float summand);

/// Adds one row to n running sums.
using ColumnSum = void (*)(const float* x, double* sums, int64_t n);
void addTo(const float* x, double* sums, int64_t n);
void addMagnitudesTo(const float* x, double* sums, int64_t n);
void addSquaresTo(const float* x, double* sums, int64_t n);

/// Largest and smallest of n elements, NaN if there is one; -inf and inf when n is 0.
using RowExtreme = float (*)(const float* x, int64_t n);
float largest(const float* x, int64_t n);
float smallest(const float* x, int64_t n);

} // namespace qscope::ops::loops
