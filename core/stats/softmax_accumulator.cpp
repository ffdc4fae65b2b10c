// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/softmax_accumulator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/stats/kernels.h"

namespace qscope::stats {

namespace {

constexpr size_t Bins = 256;
constexpr size_t Zeros = 256; ///< index of the zeros in the counts
constexpr float Step = 1.F / 255.F;
constexpr size_t NearOneBins = 4; ///< bins that hold p > 1/2
constexpr int64_t ParallelChunks = 64; ///< with fewer, waking the other threads costs more than it saves

} // namespace

/// Counts of one thread; four copies so that repeated values do not wait for each other.
struct SoftmaxAccumulator::ProbabilityCounts {
    static constexpr size_t Copies = 4;
    std::array<std::array<uint32_t, Copies>, Bins + 1> counts{};
    uint64_t total = 0;
    uint64_t belowStep = 0;

    void add(const float* p, size_t n)
    {
        constexpr size_t Block = 1024;
        int32_t index[Block];
        for (size_t at = 0; at < n; at += Block) {
            const size_t m = std::min(Block, n - at);
            belowStep += kernels::quarterOctaves(p + at, m, Step, index);
            size_t i = 0;
            for (; i + 8 <= m; i += 8) {
#pragma GCC unroll 8
                for (size_t j = 0; j < 8; ++j)
                    ++counts[static_cast<size_t>(index[i + j])][j % Copies];
            }
            for (; i < m; ++i)
                ++counts[static_cast<size_t>(index[i])][i % Copies];
        }
        total += n;
    }
};

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
    : m_axis(axis), m_headsAxis(headsAxis), m_counts(Bins + 1)
{
}

SoftmaxAccumulator::Rows SoftmaxAccumulator::rowsOf(const SampleView& view) const
{
    Rows rows;
    const size_t rank = view.memoryShape.size();
    size_t at = 0;
    while (at < rank && view.memoryAxes[at] != m_axis)
        ++at;
    if (at == rank)
        return rows;
    rows.length = view.memoryShape[at];
    for (size_t d = at + 1; d < rank; ++d)
        rows.stride *= view.memoryShape[d];
    rows.count = rows.length == 0 ? 0 : view.sampleSize / rows.length;
    for (size_t d = 0, left = 0; d < at; ++d) { // heads must lie outside the rows
        if (left)
            rows.perHead *= view.memoryShape[d];
        if (view.memoryAxes[d] == m_headsAxis) {
            rows.heads = view.memoryShape[d];
            left = 1;
        }
    }
    rows.perHead *= rows.stride;
    return rows;
}

/// Rows [first, end) of the whole batch, counted from the first sample; one entropy each, NaN for a row with a gap.
void SoftmaxAccumulator::addRows(const SampleView& view, const Rows& rows, int64_t first, int64_t end, bool finite,
                                 ProbabilityCounts& counts, double* entropies)
{
    const auto length = static_cast<size_t>(rows.length);
    if (finite && rows.stride == 1) { // samples follow each other in memory, and so do their rows
        const float* p = view.sample(0) + first * rows.length;
        const auto n = static_cast<size_t>(end - first);
        counts.add(p, n * length);
        return kernels::entropyBits(p, n, length, entropies);
    }
    std::vector<float> row;
    for (int64_t r = first; r < end; ++r) {
        const float* p = view.sample(r / rows.count) + rows.start(r % rows.count);
        row.clear();
        for (int64_t i = 0; i < rows.length; ++i)
            if (std::isfinite(p[i * rows.stride]))
                row.push_back(p[i * rows.stride]);
        counts.add(row.data(), row.size());
        if (row.size() == length)
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
#pragma omp parallel if (chunks > ParallelChunks)
    {
        ProbabilityCounts local;
#pragma omp for schedule(static)
        for (int64_t c = 0; c < chunks; ++c) {
            const int64_t end = std::min(total, (c + 1) * chunk);
            addRows(view, rows, c * chunk, end, finite, local, entropies.data() + c * chunk);
        }
#pragma omp critical(qscopeSoftmaxCounts)
        {
            for (size_t i = 0; i <= Bins; ++i)
                m_counts[i] += std::accumulate(local.counts[i].begin(), local.counts[i].end(), uint64_t(0));
            m_total += local.total;
            m_belowStep += local.belowStep;
        }
    }
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
    for (size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
    m_total += other.m_total;
    m_belowStep += other.m_belowStep;
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
    stats.log2Counts.assign(m_counts.begin(), m_counts.begin() + Bins);
    stats.zeros = m_counts[Zeros];
    for (size_t h = 0; h < m_rowCount.size(); ++h)
        stats.headEntropyBits.push_back(m_rowCount[h] == 0 ? 0 : m_entropySum.sum(h) / static_cast<double>(m_rowCount[h]));
    stats.rowLength = m_rowLength;
    stats.maxEntropyBits = m_rowLength > 0 ? std::log2(static_cast<double>(m_rowLength)) : 0;
    if (m_total > 0) {
        const uint64_t nearOne = std::accumulate(m_counts.begin(), m_counts.begin() + NearOneBins, uint64_t(0));
        stats.shareBelowStep = static_cast<double>(m_belowStep) / static_cast<double>(m_total);
        stats.shareNearOne = static_cast<double>(nearOne) / static_cast<double>(m_total);
    }
    return stats;
}

} // namespace qscope::stats
