// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/stats/order_free_sums.h"
#include "core/stats/sample_view.h"
#include "core/stats/tensor_stats.h"

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Running figures per channel: extremes, sums in double precision, optionally a histogram each. None of them depends
/// on the order of the calls.
class ChannelAccumulator {
public:
    ChannelAccumulator(size_t channels, bool histograms, int bins);

    size_t count() const { return m_lo.size(); }
    bool hasHistograms() const { return !m_histograms.empty(); }

    /// Figures of runs of elements, one entry per run.
    struct Cells {
        std::span<const float> lo, hi;
        std::span<const double> sum, sumSq;
    };
    /// Adds figures of runs, the first of which belongs to `firstChannel`, the next to the next channel, and around.
    void fold(size_t firstChannel, const Cells& cells);
    /// Every channel got `n` more elements, finite or not.
    void addElements(int64_t n) { m_elements += n; }
    void addSkipped(size_t channel, int64_t n) { m_skipped[channel] += n; }

    /// Counts units [first, first + finite.size()) of a view into the histograms, after they were folded.
    /// `finite[i]` tells whether unit first + i is free of NaN and Inf.
    void countUnits(const SampleView& view, int64_t first, std::span<const uint8_t> finite);

    /// Records the same figures, so that the two may be merged.
    bool isLike(const ChannelAccumulator& other) const
    {
        return count() == other.count() && hasHistograms() == other.hasHistograms()
               && (!hasHistograms() || m_histograms[0].maxBins() == other.m_histograms[0].maxBins());
    }
    void merge(const ChannelAccumulator& other);
    ChannelStats finish() const;

    void write(ByteWriter& out) const;
    static ChannelAccumulator read(ByteReader& in); ///< without channels when `in` fails

private:
    void countUnit(const float* x, const SampleView& view, const SampleView::Unit& unit, bool finite);
    void countFinite(const float* x, int64_t n, int64_t stride, size_t channel);

    std::vector<float> m_lo;
    std::vector<float> m_hi;
    OrderFreeSums m_sum;
    OrderFreeSums m_sumSq;
    std::vector<int64_t> m_skipped; ///< NaN and Inf
    int64_t m_elements = 0;         ///< per channel
    std::vector<Histogram> m_histograms;
};

} // namespace qscope::stats
