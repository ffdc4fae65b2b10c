// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/bin_tally.h"

#include <algorithm>
#include <cassert>
#include <cmath>


namespace qscope::stats {

namespace {

constexpr size_t Block = 1024;
constexpr size_t Copies = 4;
/// A flush every so often keeps 16-bit counters from overflowing even when every value falls into one bin: the copies
/// get a quarter of the values each, because those left over per block take them in turn.
constexpr size_t MostPending = 200000;

/// Four 16-bit counters for each of `places`; all zero between flushes. 16 bits keep 2048 bins in half a level-1 cache.
uint16_t* threadTable(size_t places)
{
    thread_local std::vector<uint16_t> table;
    if (table.size() < places * Copies)
        table.resize(places * Copies);
    return table.data();
}

/// `turn` counts on from block to block.
void scatter(const int32_t* index, size_t n, size_t turn, uint16_t* table)
{
    size_t i = 0;
    for (; i + Copies <= n; i += Copies)
        for (size_t j = 0; j < Copies; ++j)
            ++table[static_cast<uint32_t>(index[i + j]) * Copies + j];
    for (; i < n; ++i)
        ++table[static_cast<uint32_t>(index[i]) * Copies + (turn + i) % Copies];
}

} // namespace

kernels::BinGrid BinTally::gridOf(const Histogram& h)
{
    return {h.inverseWidth(), static_cast<int32_t>(h.m_first), static_cast<int32_t>(h.bins()),
            h.m_exponent > 0};
}

void BinTally::add(std::span<const float> values, float lo, float hi)
{
    if (values.empty())
        return;
    assert(std::isfinite(lo) && std::isfinite(hi) && lo <= hi);
    Histogram& h = m_target;
    if (h.empty() || lo < h.m_lo || hi > h.m_hi) {
        flush(); // the pending counts belong to the old grid
        h.cover(lo, hi);
    }
    h.m_total += values.size();
    if (m_pending == 0 && values.size() < h.bins())
        return addDirectly(values);
    uint16_t* table = threadTable(h.m_counts.size());
    const kernels::BinGrid grid = gridOf(h);
    int32_t index[Block];
    for (size_t at = 0; at < values.size(); at += Block) {
        const size_t n = std::min(Block, values.size() - at);
        kernels::binIndices(values.data() + at, n, grid, index);
        scatter(index, n, m_pending, table);
        m_pending += n;
        if (m_pending > MostPending)
            flush();
    }
}

void BinTally::addDirectly(std::span<const float> values)
{
    Histogram& h = m_target;
    const kernels::BinGrid grid = gridOf(h);
    int32_t index[Block];
    for (size_t at = 0; at < values.size(); at += Block) {
        const size_t n = std::min(Block, values.size() - at);
        kernels::binIndices(values.data() + at, n, grid, index);
        for (size_t i = 0; i < n; ++i)
            ++h.m_counts[static_cast<uint32_t>(index[i])];
    }
    emptySpares(h);
}

/// What was counted in the spare places belongs to the bin that begins at zero.
void BinTally::emptySpares(Histogram& h)
{
    for (size_t i = h.bins(); i < h.m_counts.size(); ++i) {
        if (h.m_counts[i] > 0)
            h.m_counts[static_cast<size_t>(-h.m_first)] += h.m_counts[i];
        h.m_counts[i] = 0;
    }
}

void BinTally::flush()
{
    if (m_pending == 0)
        return;
    std::vector<uint64_t>& counts = m_target.m_counts;
    uint16_t* table = threadTable(counts.size());
    for (size_t i = 0; i < counts.size(); ++i) {
        uint64_t sum = 0;
        for (size_t j = 0; j < Copies; ++j)
            sum += table[i * Copies + j];
        counts[i] += sum;
    }
    std::fill_n(table, counts.size() * Copies, uint16_t(0));
    emptySpares(m_target);
    m_pending = 0;
}

void BinTally::addColumns(std::span<Histogram> targets, const float* x, size_t rows, size_t stride, const float* lo,
                          const float* hi)
{
    constexpr size_t Width = 8;
    for (size_t at = 0; at < targets.size(); at += Width) {
        const size_t columns = std::min(Width, targets.size() - at);
        float inverse[Width];
        int32_t first[Width];
        uint64_t* counts[Width];
        for (size_t c = 0; c < columns; ++c) {
            Histogram& h = targets[at + c];
            h.cover(lo[at + c], hi[at + c]);
            h.m_total += rows;
            inverse[c] = h.inverseWidth();
            first[c] = static_cast<int32_t>(h.m_first);
            counts[c] = h.m_counts.data();
        }
        kernels::countColumns(x + at, rows, stride, columns, inverse, first, counts);
    }
}

} // namespace qscope::stats
