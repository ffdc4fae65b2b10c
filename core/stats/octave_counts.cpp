// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/octave_counts.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

namespace qscope::stats {

namespace {

using kernels::Octaves;
using kernels::Tally;

/// The largest float of each quarter octave.
std::array<double, Octaves::Last + 1> upperEnds()
{
    std::array<double, Octaves::Last + 1> ends{};
    constexpr int32_t mantissas[] = {0, Octaves::Quarter3, Octaves::Quarter2, Octaves::Quarter1};
    for (int32_t i = 0; i <= Octaves::Last; ++i) {
        const int32_t exponent = 127 - (i + 3) / 4;
        ends[static_cast<size_t>(i)] = static_cast<double>(std::bit_cast<float>(exponent << 23 | mantissas[i % 4]));
    }
    ends[0] = std::numeric_limits<double>::infinity();
    return ends;
}

/// The quarter octave of a rising sequence of positive numbers.
class RisingOctave {
public:
    size_t of(double p)
    {
        static const auto ends = upperEnds();
        while (ends[m_octave] < p)
            --m_octave;
        return m_octave;
    }

private:
    size_t m_octave = Octaves::Last;
};

uint64_t takePair(const Tally& tally, size_t place)
{
    uint16_t* const pair = tally.counters(place);
    return static_cast<uint64_t>(std::exchange(pair[0], uint16_t(0))) + std::exchange(pair[1], uint16_t(0));
}

} // namespace

void OctaveCounts::add(std::span<const float> p)
{
    constexpr size_t Block = 1024;
    int32_t octave[Block];
    for (size_t at = 0; at < p.size(); at += Block) {
        const size_t n = std::min(Block, p.size() - at);
        m_belowStep += kernels::quarterOctaves(p.data() + at, n, octave);
        for (size_t i = 0; i < n; ++i)
            ++m_counts[static_cast<size_t>(octave[i])];
    }
}

void OctaveCounts::addZeros(uint64_t n) { m_counts[Octaves::Zeros] += n; }

/// Of one of the lowest bins, which has a place for every quarter octave.
uint64_t OctaveCounts::takeLow(Tally& tally, size_t bin, size_t firstOctave, size_t lastOctave)
{
    uint64_t sum = 0;
    for (size_t octave = firstOctave; octave <= lastOctave; ++octave) {
        const uint64_t n = takePair(tally, tally.lowPlace(bin, octave));
        m_counts[octave] += n;
        sum += n;
    }
    return sum;
}

std::vector<uint64_t> OctaveCounts::take(Tally& tally, size_t begin, size_t end)
{
    std::vector<uint64_t> bins(end - begin);
    const double width = 1 / static_cast<double>(tally.grid.inverseWidth);
    RisingOctave rising;
    for (size_t i = begin; i < end; ++i) {
        const int64_t bin = tally.grid.first + static_cast<int64_t>(i);
        if (bin < 0)
            continue; // negative values are counted elsewhere
        const size_t last = rising.of(static_cast<double>(bin) * width);
        const size_t first = RisingOctave(rising).of(static_cast<double>(bin + 1) * width);
        if (bin < Octaves::LowBins) {
            bins[i - begin] = takeLow(tally, static_cast<size_t>(bin), first, last);
            continue;
        }
        const uint64_t byParity[] = {takePair(tally, 1 + 2 * i), takePair(tally, 2 + 2 * i)};
        m_counts[last] += byParity[last % 2];
        m_counts[first] += byParity[1 - last % 2];
        bins[i - begin] = byParity[0] + byParity[1];
    }
    m_belowStep += std::exchange(tally.belowStep, 0);
    return bins;
}

void OctaveCounts::merge(const OctaveCounts& other)
{
    for (size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
    m_belowStep += other.m_belowStep;
}

uint64_t OctaveCounts::total() const { return std::accumulate(m_counts.begin(), m_counts.end(), uint64_t(0)); }

} // namespace qscope::stats
