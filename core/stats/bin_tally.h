// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/stats/histogram.h"
#include "core/stats/kernels.h"

namespace qscope::stats {

/// Counts many runs of values into one histogram, fast.
///
/// Incrementing one counter twice in a row stalls until the first store has arrived, and activations repeat a lot
/// (half of what a ReLU leaves is zero). So neighbouring values go to different copies of the table, which lie side by
/// side, and are summed at the end; the bin that begins at zero has some more. The copies belong to the thread: at most one tally per thread is in use at a time.
class BinTally {
public:
    explicit BinTally(Histogram& target) : m_target(target) {}
    ~BinTally() { flush(); }
    BinTally(const BinTally&) = delete;
    BinTally& operator=(const BinTally&) = delete;

    /// As Histogram::add.
    void add(std::span<const float> values, float lo, float hi);
    /// Brings the target up to date. Must run on the thread that added.
    void flush();

    /// Counts column c of a row-major matrix of finite values (`stride` floats from row to row) in targets[c], whose
    /// column lies within [lo[c], hi[c]].
    static void addColumns(std::span<Histogram> targets, const float* x, size_t rows, size_t stride, const float* lo,
                           const float* hi);

private:
    static kernels::BinGrid gridOf(const Histogram& h);
    static void emptySpares(Histogram& h);
    void addDirectly(std::span<const float> values);

    Histogram& m_target;
    size_t m_pending = 0; ///< values in the thread's tables
};

} // namespace qscope::stats
