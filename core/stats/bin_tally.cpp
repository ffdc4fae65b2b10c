// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/bin_tally.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace qscope::stats {

namespace {

using kernels::BinQueue;
using kernels::Tally;

/// All zero, and the queue full of places nobody reads, between tallies.
struct Counters {
    std::vector<uint16_t> table;
    BinQueue queue;
};

Counters& threadCounters()
{
    thread_local Counters counters;
    return counters;
}

} // namespace

/// A grid with room on both sides, so that somewhat larger values still fit.
void BinTally::open()
{
    const kernels::BinGrid grid = m_target.grid();
    const auto room = static_cast<int32_t>(m_target.maxBins()) * 2;
    const int32_t first = grid.first - (room - grid.bins) / 2;
    Counters& counters = threadCounters();
    m_tally = {{grid.inverseWidth, first, room, grid.careful}, nullptr, &counters.queue, m_octaves != nullptr};
    counters.table.resize(std::max(counters.table.size(), Tally::Copies * m_tally.places()));
    m_tally.table = counters.table.data();
    m_exponent = m_target.m_exponent;
    m_begin = std::ldexp(static_cast<double>(m_octaves ? std::max(first, 0) : first), m_exponent);
    m_end = std::ldexp(static_cast<double>(first + room), m_exponent);
    std::fill_n(counters.queue.places, BinQueue::Behind, static_cast<uint16_t>(m_tally.asidePlace()));
    counters.queue.begin = 0;
    counters.queue.end = BinQueue::Behind;
    m_isOpen = true;
}

Tally& BinTally::countersFor(size_t n)
{
    if (m_used + n > Tally::MostValues)
        flush();
    if (!m_isOpen)
        open();
    m_used += n;
    return m_tally;
}

void BinTally::settle(std::span<const float> finite, float lo, float hi)
{
    if (finite.empty())
        return;
    m_lo = m_pending == 0 ? lo : std::min(m_lo, lo);
    m_hi = m_pending == 0 ? hi : std::max(m_hi, hi);
    m_pending += finite.size();
    if (holds(lo) && holds(hi))
        return;
    std::vector<float> outside;
    for (const float v : finite)
        if (!holds(v))
            outside.push_back(v);
    m_pending -= outside.size();
    flush();
    m_target.add(outside, lo, hi);
    if (m_octaves)
        m_octaves->add(outside);
}

void BinTally::flush()
{
    if (!m_isOpen)
        return;
    m_tally.settle();
    if (m_pending > 0) {
        m_target.cover(m_lo, m_hi);
        takeCounters();
        m_target.m_total += m_pending;
    }
    std::fill_n(m_tally.table, Tally::Copies, uint16_t(0)); // before the bins
    std::fill(m_tally.counters(m_tally.asidePlace()), m_tally.counters(m_tally.places()), uint16_t(0));
    m_isOpen = false;
    m_used = m_pending = 0;
}

/// Moves the counts into the target, whose grid may have become coarser.
void BinTally::takeCounters()
{
    const auto place = [&](float x) {
        return std::ldexp(static_cast<double>(x), -m_exponent) - static_cast<double>(m_tally.grid.first);
    };
    const auto begin = static_cast<size_t>(std::max(place(m_lo), 0.0));
    const auto end = static_cast<size_t>(std::min(place(m_hi), m_tally.grid.bins - 1.0)) + 1;
    if (m_octaves)
        takeOctaves(begin, end);
    else
        takeBins(begin, end);
    const uint64_t inZeroBin = std::accumulate(m_tally.counters(m_tally.crowdedPlace()),
                                               m_tally.counters(m_tally.places()), uint64_t(0));
    if (inZeroBin == 0 || !holds(0.F))
        return;
    m_target.m_counts[static_cast<size_t>(-m_target.m_first)] += inZeroBin;
    if (m_octaves)
        m_octaves->addZeros(inZeroBin);
}

void BinTally::takeBins(size_t begin, size_t end)
{
    uint16_t* const pairs = m_tally.counters(1 + begin);
    const int64_t firstBin = m_tally.grid.first + static_cast<int64_t>(begin);
    if (m_exponent == m_target.m_exponent) {
        kernels::takePairs(pairs, end - begin, &m_target.m_counts[static_cast<size_t>(firstBin - m_target.m_first)]);
        return;
    }
    std::vector<uint64_t> fine(end - begin);
    kernels::takePairs(pairs, fine.size(), fine.data());
    m_target.addBins(fine, firstBin, m_exponent);
}

void BinTally::takeOctaves(size_t begin, size_t end)
{
    const std::vector<uint64_t> bins = m_octaves->take(m_tally, begin, end);
    m_target.addBins(bins, m_tally.grid.first + static_cast<int64_t>(begin), m_exponent);
}

} // namespace qscope::stats
