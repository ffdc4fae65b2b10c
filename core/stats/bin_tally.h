// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/histogram.h"
#include "core/stats/kernels.h"

namespace qscope::stats {

/// Counts many blocks of values into one histogram, fast, in counters that belong to the thread: at most one tally per
/// thread is in use at a time, and it must die on the thread that made it.
class BinTally {
public:
    explicit BinTally(Histogram& target) : m_target(target) {}
    ~BinTally() { flush(); }
    BinTally(const BinTally&) = delete;
    BinTally& operator=(const BinTally&) = delete;

    /// Counters for a block of n values within [lo, hi], all of which the caller counts there.
    kernels::Tally countersFor(float lo, float hi, size_t n);
    /// Brings the target up to date, so that it may be used otherwise.
    void flush();

private:
    Histogram& m_target;
    size_t m_pending = 0; ///< values in the thread's counters
};

} // namespace qscope::stats
