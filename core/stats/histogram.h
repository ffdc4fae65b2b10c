// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/kernels.h"

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Counts of values in bins of width 2^e aligned to multiples of 2^e.
///
/// The grid is a function of the smallest and largest value seen alone: e is the smallest exponent for which the range
/// needs at most `maxBins` bins. A wider range merges pairs of bins, which is exact, so the result does not depend on
/// the order of the data, the batch size or the number of threads, and `merge(a, b)` equals one histogram of all data.
/// Zero always lies on a bin edge. NaN and Inf must be removed by the caller.
///
/// Limits: a bin is at least 2^-126 and at most 2^126 wide, and at least 2^-30 of the largest size seen, so that
/// indices fit 31 bits and every index is computed exactly in float.
class Histogram {
public:
    /// At least 8 bins.
    explicit Histogram(int maxBins = 2048);

    /// Counts `values`, whose smallest and largest member are `lo` and `hi` (finite).
    /// **Cost** about 0.5 ns per element, up to 2 ns when most fall into one bin (see BinTally).
    void add(std::span<const float> values, float lo, float hi);
    /// Counts column c of a row-major matrix of finite values (`stride` floats from row to row) in targets[c], c < 8;
    /// every target has been made to cover its column.
    static void addColumns(std::span<Histogram> targets, const float* x, size_t rows, size_t stride);
    /// Widens the grid and the extremes to hold [lo, hi] without counting anything.
    void cover(float lo, float hi);
    /// `other` must have the same maxBins.
    void merge(const Histogram& other);

    bool empty() const { return m_total == 0; }
    uint64_t total() const { return m_total; }
    double binWidth() const;   ///< 2^e
    double firstEdge() const;  ///< left edge of counts()[0]
    double edge(size_t i) const { return firstEdge() + binWidth() * static_cast<double>(i); }
    double centre(size_t i) const { return firstEdge() + binWidth() * (static_cast<double>(i) + 0.5); }
    /// From the bin of the smallest to the bin of the largest value seen.
    std::span<const uint64_t> counts() const { return m_counts; }
    float lo() const { return m_lo; }
    float hi() const { return m_hi; }
    int maxBins() const { return m_maxBins; }

    /// Value below which a share `p` in [0, 1] of the data lies, linear inside a bin, clamped to [lo, hi].
    /// **Error bound** one bin width.
    double quantile(double p) const;

    void write(ByteWriter& out) const;
    static Histogram read(ByteReader& in); ///< empty when `in` fails

    bool operator==(const Histogram&) const = default;

private:
    friend class BinTally;
    kernels::BinGrid grid() const;
    float inverseWidth() const; ///< 2^-e
    /// Adds counts of bins of width 2^exponent, at most this one's, the first of which is number `first`.
    void addBins(std::span<const uint64_t> counts, int64_t first, int exponent);

    int m_maxBins;
    int m_exponent = 0;
    int64_t m_first = 0; ///< index (multiple of the width) of m_counts[0]
    float m_lo = 0;
    float m_hi = 0;
    uint64_t m_total = 0;
    std::vector<uint64_t> m_counts;
};

} // namespace qscope::stats
