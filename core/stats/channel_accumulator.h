// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/stats/kernels.h"
#include "core/stats/sample_view.h"
#include "core/stats/tensor_stats.h"

namespace qscope::stats {

/// Running figures per channel: extremes, sums in double precision, optionally a histogram each.
class ChannelAccumulator {
public:
    ChannelAccumulator(size_t channels, bool histograms, int bins);

    size_t count() const { return m_lo.size(); }
    bool hasHistograms() const { return !m_histograms.empty(); }

    /// Adds figures of `cells` runs, the first of which belongs to `firstChannel`, the next to the next channel, and
    /// around. Not to be called from several threads: the order of calls decides the last bit.
    void fold(size_t firstChannel, size_t cells, kernels::ColumnSums figures);
    /// Every channel got `n` more elements, finite or not.
    void addElements(int64_t n) { m_elements += n; }
    void addSkipped(size_t channel, int64_t n) { m_skipped[channel] += n; }

    /// Counts units [first, first + count) of a view into the histograms, after they were folded. Threads share the
    /// channels, so nothing has to be merged. `finite[i]` tells whether unit first + i is free of NaN and Inf.
    void countUnits(const SampleView& view, int64_t first, int64_t count, std::span<const uint8_t> finite);

    void merge(const ChannelAccumulator& other);
    ChannelStats finish() const;

private:
    void countUnit(const float* x, const SampleView& view, const SampleView::Unit& unit, size_t begin, size_t end,
                   bool finite);
    void countFinite(const float* x, int64_t n, int64_t stride, size_t channel);

    std::vector<float> m_lo;
    std::vector<float> m_hi;
    std::vector<double> m_sum;
    std::vector<double> m_sumSq;
    std::vector<int64_t> m_skipped; ///< NaN and Inf
    int64_t m_elements = 0;         ///< per channel
    std::vector<Histogram> m_histograms;
};

} // namespace qscope::stats
