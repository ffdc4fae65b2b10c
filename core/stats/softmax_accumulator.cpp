// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/softmax_accumulator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/stats/kernels.h"

namespace qscope::stats {

namespace {

constexpr size_t NearOneBins = 4; ///< bins that hold p > 1/2
constexpr int64_t ParallelChunks = 64; ///< with fewer, waking the other threads costs more than it saves

} // namespace

/// Where the rows of one sample lie.
struct SoftmaxAccumulator::Rows {
    int64_t length = 1;
    int64_t stride = 1;   ///< between members of a row
    int64_t count = 1;    ///< rows per sample
    int64_t heads = 1;
    int64_t perHead = 1;  ///< consecutive rows of one head

    int64_t start(int64_t row) const { return row / stride * stride * length + row % stride; }
    size_t head(int64_t row) const { return static_cast<size_t>(row / perHead % heads); }
};

SoftmaxAccumulator::SoftmaxAccumulator(int axis, int headsAxis)
    : m_axis(axis), m_headsAxis(headsAxis)
{
}

SoftmaxAccumulator::Rows SoftmaxAccumulator::rowsOf(const SampleView& view) const
{
    Rows rows;
    const size_t rank = view.rank();
    const auto extentAt = [&](size_t d) { return view.extent(view.axisAt(d)); };
    size_t at = 0;
    while (at < rank && static_cast<int>(view.axisAt(at)) != m_axis)
        ++at;
    if (at == rank)
        return rows;
    rows.length = extentAt(at);
    for (size_t d = at + 1; d < rank; ++d)
        rows.stride *= extentAt(d);
    rows.count = rows.length == 0 ? 0 : view.sampleSize / rows.length;
    for (size_t d = 0, left = 0; d < at; ++d) { // heads must lie outside the rows
        if (left)
            rows.perHead *= extentAt(d);
        if (static_cast<int>(view.axisAt(d)) == m_headsAxis) {
            rows.heads = extentAt(d);
            left = 1;
        }
    }
    rows.perHead *= rows.stride;
    return rows;
}

/// Rows [first, end) of the whole batch, counted from the first sample; one entropy each, NaN for a row with a gap.
void SoftmaxAccumulator::findEntropies(const SampleView& view, const Rows& rows, int64_t first, int64_t end, bool finite,
                                       double* entropies)
{
    const auto length = static_cast<size_t>(rows.length);
    if (finite && rows.stride == 1) // samples follow each other in memory, and so do their rows
        return kernels::entropyBits(view.sample(0) + first * rows.length, static_cast<size_t>(end - first), length,
                                    entropies);
    std::vector<float> row(length);
    for (int64_t r = first; r < end; ++r) {
        const float* p = view.sample(r / rows.count) + rows.start(r % rows.count);
        for (size_t i = 0; i < length; ++i)
            row[i] = p[static_cast<int64_t>(i) * rows.stride];
        if (std::all_of(row.begin(), row.end(), [](float v) { return std::isfinite(v); }))
            kernels::entropyBits(row.data(), 1, length, entropies + (r - first));
        else
            entropies[r - first] = std::numeric_limits<double>::quiet_NaN();
    }
}

void SoftmaxAccumulator::add(const SampleView& view, bool finite)
{
    const Rows rows = rowsOf(view);
    const int64_t total = view.samples * rows.count;
    if (total == 0)
        return;
    const int64_t chunk = std::max<int64_t>(1, SampleView::UnitSize / rows.length);
    const int64_t chunks = (total + chunk - 1) / chunk;
    std::vector<double> entropies(static_cast<size_t>(total));
#pragma omp parallel for schedule(static) if (chunks > ParallelChunks)
    for (int64_t c = 0; c < chunks; ++c)
        findEntropies(view, rows, c * chunk, std::min(total, (c + 1) * chunk), finite, entropies.data() + c * chunk);
    m_rowLength = std::max(m_rowLength, rows.length);
    for (int64_t s = 0; s < view.samples; ++s)
        addEntropies(rows, std::span(entropies).subspan(static_cast<size_t>(s * rows.count),
                                                        static_cast<size_t>(rows.count)));
}

/// Those of one sample, first summed among themselves in their order.
void SoftmaxAccumulator::addEntropies(const Rows& rows, std::span<const double> entropies)
{
    const auto heads = static_cast<size_t>(rows.heads);
    resizeHeads(heads);
    std::vector<double> sums(heads);
    const auto together = static_cast<size_t>(rows.perHead);
    for (size_t first = 0; first < entropies.size(); first += together) {
        const size_t head = rows.head(static_cast<int64_t>(first));
        for (size_t r = first; r < std::min(first + together, entropies.size()); ++r) {
            if (std::isnan(entropies[r]))
                continue;
            sums[head] += entropies[r];
            ++m_rowCount[head];
        }
    }
    m_entropySum.add(0, sums);
}

void SoftmaxAccumulator::resizeHeads(size_t heads)
{
    if (heads <= m_rowCount.size())
        return;
    m_entropySum.resize(heads);
    m_rowCount.resize(heads);
}

void SoftmaxAccumulator::merge(const SoftmaxAccumulator& other)
{
    m_octaves.merge(other.m_octaves);
    m_rowLength = std::max(m_rowLength, other.m_rowLength);
    resizeHeads(other.m_rowCount.size());
    OrderFreeSums others = other.m_entropySum;
    others.resize(m_rowCount.size());
    m_entropySum.merge(others);
    for (size_t h = 0; h < other.m_rowCount.size(); ++h)
        m_rowCount[h] += other.m_rowCount[h];
}

SoftmaxStats SoftmaxAccumulator::finish() const
{
    SoftmaxStats stats;
    const std::span<const uint64_t> counts = m_octaves.counts();
    stats.log2Counts.assign(counts.begin(), counts.end());
    stats.zeros = m_octaves.zeros();
    for (size_t h = 0; h < m_rowCount.size(); ++h)
        stats.headEntropyBits.push_back(m_rowCount[h] == 0 ? 0 : m_entropySum.sum(h) / static_cast<double>(m_rowCount[h]));
    stats.rowLength = m_rowLength;
    stats.maxEntropyBits = m_rowLength > 0 ? std::log2(static_cast<double>(m_rowLength)) : 0;
    if (const auto total = static_cast<double>(m_octaves.total()); total > 0) {
        const uint64_t nearOne = std::accumulate(counts.begin(), counts.begin() + NearOneBins, uint64_t(0));
        stats.shareBelowStep = static_cast<double>(m_octaves.belowStep()) / total;
        stats.shareNearOne = static_cast<double>(nearOne) / total;
    }
    return stats;
}

} // namespace qscope::stats
