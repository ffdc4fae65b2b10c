// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/channel_accumulator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/stats/bin_tally.h"

namespace qscope::stats {

namespace {

/// Channels a thread takes at a time when counting: one cache line of floats.
constexpr size_t ChannelBlock = 16;

} // namespace

ChannelAccumulator::ChannelAccumulator(size_t channels, bool histograms, int bins)
    : m_lo(channels, std::numeric_limits<float>::infinity()), m_hi(channels, -std::numeric_limits<float>::infinity()),
      m_sum(channels), m_sumSq(channels), m_skipped(channels),
      m_histograms(histograms ? channels : 0, Histogram(bins))
{
}

void ChannelAccumulator::fold(size_t firstChannel, size_t cells, kernels::ColumnSums figures)
{
    size_t channel = firstChannel;
    for (size_t done = 0; done < cells; channel = 0) {
        const size_t n = std::min(cells - done, count() - channel);
        kernels::foldColumns(n, figures.lo + done, figures.hi + done, figures.sum + done, figures.sumSq + done,
                             {&m_lo[channel], &m_hi[channel], &m_sum[channel], &m_sumSq[channel]});
        done += n;
    }
}

void ChannelAccumulator::countUnits(const SampleView& view, int64_t first, int64_t count,
                                    std::span<const uint8_t> finite)
{
    const int64_t perSample = view.unitsPerSample();
    const auto blocks = static_cast<int64_t>((this->count() + ChannelBlock - 1) / ChannelBlock);
#pragma omp parallel for schedule(static) if (count > 2)
    for (int64_t b = 0; b < blocks; ++b) {
        const size_t begin = static_cast<size_t>(b) * ChannelBlock;
        const size_t end = std::min(begin + ChannelBlock, this->count());
        for (int64_t i = 0; i < count; ++i) {
            const SampleView::Unit unit = view.unit((first + i) % perSample);
            countUnit(view.sample((first + i) / perSample) + unit.offset, view, unit, begin, end,
                      finite[static_cast<size_t>(i)] != 0);
        }
    }
}

void ChannelAccumulator::countUnit(const float* x, const SampleView& view, const SampleView::Unit& unit, size_t begin,
                                   size_t end, bool finite)
{
    if (view.inner == 1) {
        const int64_t rows = unit.size / view.channels;
        if (finite)
            return BinTally::addColumns(std::span(m_histograms).subspan(begin, end - begin), x + begin,
                                        static_cast<size_t>(rows), static_cast<size_t>(view.channels), &m_lo[begin],
                                        &m_hi[begin]);
        for (size_t c = begin; c < end; ++c)
            countFinite(x + c, rows, view.channels, c);
        return;
    }
    const int64_t length = unit.size / unit.cells;
    for (size_t c = begin; c < end; ++c) {
        const int64_t start = (static_cast<int64_t>(c) - unit.firstChannel + view.channels) % view.channels;
        for (int64_t j = start; j < unit.cells; j += view.channels) {
            if (finite)
                m_histograms[c].add({x + j * length, static_cast<size_t>(length)}, m_lo[c], m_hi[c]);
            else
                countFinite(x + j * length, length, 1, c);
        }
    }
}

void ChannelAccumulator::countFinite(const float* x, int64_t n, int64_t stride, size_t channel)
{
    std::vector<float> values;
    for (int64_t i = 0; i < n; ++i)
        if (std::isfinite(x[i * stride]))
            values.push_back(x[i * stride]);
    if (!values.empty())
        m_histograms[channel].add(values, m_lo[channel], m_hi[channel]);
}

void ChannelAccumulator::merge(const ChannelAccumulator& other)
{
    assert(count() == other.count() && hasHistograms() == other.hasHistograms());
    kernels::foldColumns(count(), other.m_lo.data(), other.m_hi.data(), other.m_sum.data(), other.m_sumSq.data(),
                         {m_lo.data(), m_hi.data(), m_sum.data(), m_sumSq.data()});
    for (size_t c = 0; c < count(); ++c)
        m_skipped[c] += other.m_skipped[c];
    m_elements += other.m_elements;
    for (size_t c = 0; c < m_histograms.size(); ++c)
        m_histograms[c].merge(other.m_histograms[c]);
}

ChannelStats ChannelAccumulator::finish() const
{
    ChannelStats stats;
    stats.min.resize(count());
    stats.max.resize(count());
    stats.mean.resize(count());
    stats.variance.resize(count());
    for (size_t c = 0; c < count(); ++c) {
        const auto n = static_cast<double>(m_elements - m_skipped[c]);
        if (n == 0)
            continue;
        stats.min[c] = m_lo[c];
        stats.max[c] = m_hi[c];
        const bool constant = m_lo[c] == m_hi[c];
        stats.mean[c] = constant ? m_lo[c] : m_sum[c] / n;
        stats.variance[c] = constant ? 0 : std::max(0.0, m_sumSq[c] / n - stats.mean[c] * stats.mean[c]);
    }
    stats.histograms = m_histograms;
    return stats;
}

} // namespace qscope::stats
