// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

/// The inner loops of the statistics. They run over every activation of every layer, so they are vectorised by hand
/// (GCC/Clang vector types) and compiled for several instruction sets. Sums use a fixed number of lanes: the same
/// input gives the same bits on every machine.
namespace qscope::stats::kernels {

/// Smallest, largest, sum and sum of squares. `lo`/`hi` are never -0. With a NaN or Inf among the data the sum of
/// squares is not finite and the other members mean nothing.
struct Sums {
    float lo = std::numeric_limits<float>::infinity();
    float hi = -std::numeric_limits<float>::infinity();
    double sum = 0;
    double sumSq = 0;

    bool finite() const { return std::isfinite(sumSq); }
};

/// Sums of n >= 1 consecutive values. **Cost** about 0.15 ns per element.
Sums runSums(const float* x, size_t n);

/// Where figures per column (or row) go: one array each.
struct ColumnSums {
    float* lo;
    float* hi;
    double* sum;
    double* sumSq;
};

/// Figures of every row of a row-major matrix, written to `out` (arrays of `rows` entries); returns those of the whole.
Sums rowSums(const float* x, size_t rows, size_t length, ColumnSums out);

/// Figures of every column of a row-major matrix, written to `out`; returns the figures of the whole matrix.
Sums columnSums(const float* x, size_t rows, size_t columns, ColumnSums out);

/// Adds n columns of figures to others: smaller of lo, larger of hi, sums.
void foldColumns(size_t n, const float* lo, const float* hi, const double* sum, const double* sumSq, ColumnSums into);

/// Bins of width 1 / inverseWidth (a power of two); `first` is the number of the first of `bins` bins.
struct BinGrid {
    float inverseWidth;
    int32_t first;
    int32_t bins;
    bool careful; ///< inverseWidth < 1: negative values so small that their product underflows must stay below zero
};

/// out[i] = floor(x[i] * inverseWidth) - first; x * inverseWidth must stay below 2^30 in size.
/// Values in the bin that begins at zero, where activations crowd, get `bins` to `bins + 3` in turn instead, so that the
/// caller's counters for it are spread over four places.
void binIndices(const float* x, size_t n, const BinGrid& grid, int32_t* out);

/// Counts columns into one table each: ++counts[c][floor(x[r][c] * inverseWidth[c]) - first[c]] for c < columns <= 8.
void countColumns(const float* x, size_t rows, size_t stride, size_t columns, const float* inverseWidth,
                  const int32_t* first, uint64_t* const* counts);

/// Index of the first value equal to `wanted` (which is there).
size_t findValue(const float* x, size_t n, float wanted);

/// Quarter-octave bin of a probability: i with p in (2^-((i+1)/4), 2^-(i/4)], i limited to 0 .. 255; 256 for zero and
/// below. Exact. Returns the number of p < `step`.
size_t quarterOctaves(const float* p, size_t n, float step, int32_t* out);

/// Entropy of each row in bits: -sum p log2 p over finite p > 0.
/// **Error bound** 1e-6 * max(1, H) bits for a row that sums to one.
void entropyBits(const float* p, size_t rows, size_t length, double* out);

} // namespace qscope::stats::kernels
