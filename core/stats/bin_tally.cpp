// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/bin_tally.h"

#include <algorithm>

namespace qscope::stats {

namespace {

using kernels::Tally;

/// All zero between flushes.
uint32_t* threadTable(size_t bins)
{
    thread_local std::vector<uint32_t> table;
    const size_t size = (bins + Tally::SparePlaces) * Tally::Copies;
    if (table.size() < size)
        table.resize(size);
    return table.data();
}

constexpr size_t MostPending = size_t(1) << 31;

} // namespace

Tally BinTally::countersFor(float lo, float hi, size_t n)
{
    Histogram& h = m_target;
    if (h.empty() || lo < h.m_lo || hi > h.m_hi || m_pending + n > MostPending) {
        flush(); // the pending counts belong to the old grid
        h.cover(lo, hi);
    }
    h.m_total += n;
    m_pending += n;
    return {h.grid(), threadTable(h.m_counts.size())};
}

void BinTally::flush()
{
    if (m_pending == 0)
        return;
    std::vector<uint64_t>& counts = m_target.m_counts;
    uint32_t* table = threadTable(counts.size());
    kernels::addPairs(table, counts.size(), counts.data());
    uint64_t crowded = 0;
    for (size_t i = 2 * counts.size(); i < 2 * (counts.size() + Tally::SparePlaces); ++i)
        crowded += table[i];
    if (crowded > 0)
        counts[static_cast<size_t>(-m_target.m_first)] += crowded;
    std::fill_n(table, 2 * (counts.size() + Tally::SparePlaces), 0U);
    m_pending = 0;
}

} // namespace qscope::stats
