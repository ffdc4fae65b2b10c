// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

/// The inner loops of the statistics. They run over every activation of every layer, so they are vectorised by hand
/// (GCC/Clang vector types) and compiled for several instruction sets. Sums use a fixed number of lanes: the same
/// input gives the same bits on every machine.
///
/// A block of data is read twice while it is in the level-1 cache: first for its extremes, which decide the grid of the
/// histogram, then for sums and counts together. Counting is bound by one store per cycle and leaves the vector units
/// idle; the sums fill them.
namespace qscope::stats::kernels {

/// Smallest and largest value, never -0. `finite` is false with a NaN or Inf among the data; then the others mean
/// nothing.
struct Extremes {
    float lo = std::numeric_limits<float>::infinity();
    float hi = -std::numeric_limits<float>::infinity();
    bool finite = true;
};

struct Moments {
    double sum = 0;
    double sumSq = 0;
};

/// Extremes of every row of a row-major matrix, written to lo and hi; returns those of the whole.
Extremes rowExtremes(const float* x, size_t rows, size_t length, float* lo, float* hi);
/// The same of every column.
Extremes columnExtremes(const float* x, size_t rows, size_t columns, float* lo, float* hi);

/// Bins of width 1 / inverseWidth (a power of two); `first` is the number of the first of `bins` bins.
struct BinGrid {
    float inverseWidth;
    int32_t first;
    int32_t bins;
    bool careful; ///< inverseWidth < 1: negative values so small that their product underflows must stay below zero
};

/// Where values are counted while they are summed: `table` has two counters side by side for each of bins + 4 places.
/// The last four places belong to the bin that begins at zero, where activations crowd: neighbouring values use
/// different counters, because incrementing one counter twice in a row waits for the first store to arrive.
struct Tally {
    BinGrid grid;
    uint32_t* table;

    static constexpr size_t Copies = 2;
    static constexpr size_t SparePlaces = 4;
};

/// Sums of every row of a row-major matrix of finite values, written to sum and sumSq; returns those of the whole.
/// With a tally, whose grid holds all values, they are counted too.
/// **Cost** about 0.15 ns per element, 0.35 ns with a tally.
Moments rowMoments(const float* x, size_t rows, size_t length, double* sum, double* sumSq, const Tally* tally);
/// The same of every column.
Moments columnMoments(const float* x, size_t rows, size_t columns, double* sum, double* sumSq, const Tally* tally);

/// counts[i] += table[2 i] + table[2 i + 1].
void addPairs(const uint32_t* table, size_t n, uint64_t* counts);

/// Smaller of the lo, larger of the hi, written to intoLo and intoHi.
void foldExtremes(size_t n, const float* lo, const float* hi, float* intoLo, float* intoHi);

/// out[i] = floor(x[i] * inverseWidth) - first; x * inverseWidth must stay below 2^30 in size.
void binIndices(const float* x, size_t n, const BinGrid& grid, int32_t* out);

/// Counts columns into one table each: ++counts[c][floor(x[r][c] * inverseWidth[c]) - first[c]] for c < columns <= 8.
void countColumns(const float* x, size_t rows, size_t stride, size_t columns, const float* inverseWidth,
                  const int32_t* first, uint64_t* const* counts);

/// Index of the first value equal to `wanted`, n when there is none.
size_t findValue(const float* x, size_t n, float wanted);

/// Quarter-octave bin of a probability: i with p in (2^-((i+1)/4), 2^-(i/4)], i limited to 0 .. 255; 256 for zero and
/// below. Exact. Returns the number of p < `step`.
size_t quarterOctaves(const float* p, size_t n, float step, int32_t* out);

/// Entropy of each row in bits: -sum p log2 p over finite p > 0.
/// **Error bound** 1e-6 * max(1, H) bits for a row that sums to one.
void entropyBits(const float* p, size_t rows, size_t length, double* out);

} // namespace qscope::stats::kernels
