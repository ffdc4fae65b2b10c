// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

/// The inner loops of the statistics. They run over every activation of every layer, so they are vectorised by hand and
/// compiled for several instruction sets. Sums use a fixed number of lanes: the same input gives the same bits on every
/// machine.
namespace qscope::stats::kernels {

/// Smallest and largest value, never -0; lo > hi when there is none. `finite` is false with a NaN or Inf among the data,
/// which may be an extreme then.
struct Extremes {
    float lo = std::numeric_limits<float>::infinity();
    float hi = -std::numeric_limits<float>::infinity();
    bool finite = true;
};

struct Moments {
    double sum = 0;
    double sumSq = 0;
};

/// Bins of width 1 / inverseWidth (a power of two); `first` is the number of the first of `bins` bins.
struct BinGrid {
    float inverseWidth;
    int32_t first;
    int32_t bins;
    bool careful; ///< inverseWidth < 1: negative values so small that their product underflows must stay below zero
};

/// Bins of probabilities, a quarter of an octave wide: bin i holds p in (2^-((i+1)/4), 2^-(i/4)], i limited to 0 .. Last.
struct Octaves {
    static constexpr int32_t Last = 255;
    static constexpr int32_t Zeros = 256; ///< what is not positive
    static constexpr int32_t Count = 257;
    static constexpr float Step = 1.F / 255.F; ///< of an 8-bit uniform quantizer on [0, 1]
    /// Mantissas of the largest floats below 2^(1/4), 2^(1/2), 2^(3/4): above them a quarter more is reached.
    static constexpr int32_t Quarter1 = 0x1837f0, Quarter2 = 0x3504f3, Quarter3 = 0x5744fc;
    /// Bins of width 2^e from this multiple of 2^e on reach into two quarter octaves at most.
    static constexpr int32_t LowBins = 8;
};

/// Places found and not yet counted.
struct BinQueue {
    static constexpr size_t Behind = 64;     ///< at least so many, except when the tally is settled
    static constexpr size_t Capacity = 1024; ///< beyond it the queue starts anew
    static constexpr size_t Most = 96;       ///< that may be added beyond the capacity
    size_t begin = 0;
    size_t end = 0;
    alignas(64) uint16_t places[Capacity + Most];
};

/// Where values are counted while they are summed: `table` has two counters side by side for each place. Bin i of the
/// grid has place 1 + i. The place before and the one behind the bins, which nobody reads, are for values outside the
/// grid, NaN and Inf. The last four belong to the bin that begins at zero, where activations crowd: neighbouring values
/// use different counters, because incrementing one counter twice in a row waits for the first store to arrive.
///
/// With octaves, bins and quarter octaves are counted at once: bin i has two places, 1 + 2 i for even and 2 + 2 i for odd
/// quarter octaves; the LowBins first multiples of the bin width have a place for every quarter octave each, behind those.
/// The crowded places are for zero alone then, and negative values are outside.
struct Tally {
    BinGrid grid;
    uint16_t* table;
    BinQueue* queue;
    bool octaves = false;
    uint64_t belowStep = 0; ///< values counted that are smaller than Octaves::Step; with octaves only

    static constexpr size_t Copies = 2;
    static constexpr size_t CrowdedPlaces = 4;
    static constexpr size_t MostPlaces = 65536;
    static constexpr size_t MostValues = 130000; ///< two counters share them

    size_t lowPlace(size_t bin, size_t octave) const
    {
        return 1 + 2 * static_cast<size_t>(grid.bins) + bin * Octaves::Count + octave;
    }
    size_t asidePlace() const
    {
        return octaves ? lowPlace(Octaves::LowBins, 0) : 1 + static_cast<size_t>(grid.bins);
    }
    size_t crowdedPlace() const { return asidePlace() + 1; }
    size_t places() const { return crowdedPlace() + CrowdedPlaces; }
    uint16_t* counters(size_t place) const { return table + Copies * place; }
    /// Counts what is in the queue.
    void settle();
};

/// Figures of rows or columns.
struct Cells {
    float *lo, *hi;
    double *sum, *sumSq;
};

struct Figures {
    Extremes extremes;
    Moments moments;
};

/// Figures of every row of a row-major matrix, written to `cells`; returns those of the whole. With a tally its values
/// are counted too.
/// With a NaN or Inf among the values only the counts mean something: they are those of the others.
/// **Cost** about 0.1 ns per element, 0.3 ns with a tally.
Figures rowFigures(const float* x, size_t rows, size_t length, const Cells& cells, Tally* tally);
/// The same of every column.
Figures columnFigures(const float* x, size_t rows, size_t columns, const Cells& cells, Tally* tally);

Extremes extremes(const float* x, size_t n);

/// counts[i] += table[2 i] + table[2 i + 1], and clears the table.
void takePairs(uint16_t* table, size_t n, uint64_t* counts);

/// Smaller of the lo, larger of the hi, written to intoLo and intoHi.
void foldExtremes(size_t n, const float* lo, const float* hi, float* intoLo, float* intoHi);

/// out[i] = floor(x[i] * inverseWidth) - first; x * inverseWidth must stay below 2^30 in size.
void binIndices(const float* x, size_t n, const BinGrid& grid, int32_t* out);

/// Counts columns into one table each: ++counts[c][floor(x[r][c] * inverseWidth[c]) - first[c]] for c < columns <= 8.
void countColumns(const float* x, size_t rows, size_t stride, size_t columns, const float* inverseWidth,
                  const int32_t* first, uint64_t* const* counts);

/// Of many sums kept as OrderFreeSums does: multiples of units 2^24 apart.
struct OrderFreeParts {
    static constexpr double Down = 0x1p-24;
    /// A summand belongs to a place when it is smaller than half the unit of the next, 2^23 units: there it would round
    /// to zero. Times this factor, half a unit of the next place is the anchor.
    static constexpr double AnchorOfHalf = 0x1.8p29;

    const double* anchor;
    double *high, *middle, *low;
};

/// Adds values[i] to sum i in whole vectors up to the first with a value too large for its anchor; returns how many were
/// added.
size_t addOrderFree(const double* values, const OrderFreeParts& parts, size_t n);

/// Index of the first value equal to `wanted`, n when there is none.
size_t findValue(const float* x, size_t n, float wanted);

/// The quarter octave of each value. Exact. Returns the number of values below the step.
size_t quarterOctaves(const float* p, size_t n, int32_t* out);

/// Entropy of each row in bits: -sum p log2 p over finite p > 0.
/// **Error bound** 1e-6 * max(1, H) bits for a row that sums to one.
void entropyBits(const float* p, size_t rows, size_t length, double* out);

} // namespace qscope::stats::kernels
