// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/channel_accumulator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/stats/kernels.h"

namespace qscope::stats {

ChannelAccumulator::ChannelAccumulator(size_t channels, bool histograms, int bins)
    : m_lo(channels, std::numeric_limits<float>::infinity()), m_hi(channels, -std::numeric_limits<float>::infinity()),
      m_sum(channels), m_sumSq(channels), m_skipped(channels),
      m_histograms(histograms ? channels : 0, Histogram(bins))
{
}

void ChannelAccumulator::fold(size_t firstChannel, const Cells& cells)
{
    size_t channel = firstChannel;
    for (size_t done = 0; done < cells.lo.size(); channel = 0) {
        const size_t n = std::min(cells.lo.size() - done, count() - channel);
        kernels::foldExtremes(n, &cells.lo[done], &cells.hi[done], &m_lo[channel], &m_hi[channel]);
        m_sum.add(channel, cells.sum.subspan(done, n));
        m_sumSq.add(channel, cells.sumSq.subspan(done, n));
        done += n;
    }
}

void ChannelAccumulator::countUnits(const SampleView& view, int64_t first, std::span<const uint8_t> finite)
{
    for (size_t c = 0; c < count(); ++c) {
        if (m_lo[c] <= m_hi[c]) // something finite was seen
            m_histograms[c].cover(m_lo[c], m_hi[c]);
    }
    const int64_t perSample = view.unitsPerSample;
    for (size_t i = 0; i < finite.size(); ++i) {
        const int64_t index = first + static_cast<int64_t>(i);
        const SampleView::Unit unit = view.unit(index % perSample);
        countUnit(view.sample(index / perSample) + unit.offset, view, unit, finite[i] != 0);
    }
}

void ChannelAccumulator::countUnit(const float* x, const SampleView& view, const SampleView::Unit& unit, bool finite)
{
    if (view.inner == 1) {
        constexpr size_t Together = 8;
        const int64_t rows = unit.size / view.channels;
        for (size_t c = 0; finite && c < count(); c += Together)
            Histogram::addColumns(std::span(m_histograms).subspan(c, std::min(Together, count() - c)), x + c,
                                  static_cast<size_t>(rows), count());
        for (size_t c = 0; !finite && c < count(); ++c)
            countFinite(x + c, rows, view.channels, c);
        return;
    }
    const int64_t length = unit.size / unit.cells;
    for (int64_t j = 0; j < unit.cells; ++j) {
        const auto c = static_cast<size_t>((unit.firstChannel + j) % view.channels);
        if (finite)
            m_histograms[c].add({x + j * length, static_cast<size_t>(length)}, m_lo[c], m_hi[c]);
        else
            countFinite(x + j * length, length, 1, c);
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
    kernels::foldExtremes(count(), other.m_lo.data(), other.m_hi.data(), m_lo.data(), m_hi.data());
    m_sum.merge(other.m_sum);
    m_sumSq.merge(other.m_sumSq);
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
        stats.mean[c] = constant ? m_lo[c] : m_sum.sum(c) / n;
        stats.variance[c] = constant ? 0 : std::max(0.0, m_sumSq.sum(c) / n - stats.mean[c] * stats.mean[c]);
    }
    stats.histograms = m_histograms;
    return stats;
}

} // namespace qscope::stats
