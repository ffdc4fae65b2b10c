// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/stats/histogram.h"
#include "core/stats/kernels.h"
#include "core/stats/octave_counts.h"

namespace qscope::stats {

/// Counts many blocks of values into one histogram, fast, in counters that belong to the thread: at most one tally per
/// thread is in use at a time, and it must die on the thread that made it.
///
/// A block is counted before its extremes are known. The counters are wider than the histogram's grid, and what they
/// still do not hold is found and counted afterwards; so data that stay where they were are read once.
class BinTally {
public:
    /// With `octaves`, counts into those too.
    explicit BinTally(Histogram& target, OctaveCounts* octaves = nullptr) : m_target(target), m_octaves(octaves) {}
    ~BinTally() { flush(); }
    BinTally(const BinTally&) = delete;
    BinTally& operator=(const BinTally&) = delete;

    /// False as long as nothing is known of the values: then `aim` must be called with extremes of some first.
    bool hasAim() const { return m_isOpen || !m_target.empty(); }
    void aim(float lo, float hi) { m_target.cover(lo, hi); }

    /// Counters for a block of n values, at most kernels::Tally::MostValues, all of which the caller counts there.
    /// NaN and Inf among them go astray.
    kernels::Tally& countersFor(size_t n);
    /// Must follow: the finite ones among these values and their extremes.
    void settle(std::span<const float> finite, float lo, float hi);
    /// Brings the target up to date, so that it may be used otherwise.
    void flush();

private:
    void open();
    void takeCounters();
    void takeBins(size_t begin, size_t end);
    void takeOctaves(size_t begin, size_t end);
    bool holds(float x) const { return static_cast<double>(x) >= m_begin && static_cast<double>(x) < m_end; }

    Histogram& m_target;
    OctaveCounts* m_octaves;
    bool m_isOpen = false;   ///< the counters are in use, with the grid of m_tally
    kernels::Tally m_tally{};
    int m_exponent = 0;      ///< of that grid
    double m_begin = 0, m_end = 0; ///< what it holds
    size_t m_used = 0;       ///< values the counters may hold
    size_t m_pending = 0;    ///< values the target lacks
    float m_lo = 0, m_hi = 0; ///< their extremes
};

} // namespace qscope::stats
