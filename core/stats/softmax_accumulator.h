// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/stats/octave_counts.h"
#include "core/stats/order_free_sums.h"
#include "core/stats/sample_view.h"
#include "core/stats/tensor_stats.h"

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Streaming form of SoftmaxStats. The same to the last bit for any order of the data and number of threads.
/// **Error bound** of an entropy 1e-6 * max(1, H) bits; all counts are exact.
class SoftmaxAccumulator {
public:
    /// Rows run along `axis`; entropies are averaged per index of `headsAxis` (-1: one average).
    SoftmaxAccumulator(int axis, int headsAxis);

    /// Adds entropies. `finite`: no NaN or Inf among the data. Rows with one are left out.
    void add(const SampleView& view, bool finite);
    /// Where the caller counts the finite values.
    OctaveCounts& octaves() { return m_octaves; }
    void merge(const SoftmaxAccumulator& other);
    SoftmaxStats finish() const;

    void write(ByteWriter& out) const;
    void read(ByteReader& in); ///< into one made with the same axes

private:
    struct Rows;
    static void findEntropies(const SampleView& view, const Rows& rows, int64_t first, int64_t end, bool finite,
                              double* entropies);
    Rows rowsOf(const SampleView& view) const;
    void addEntropies(const Rows& rows, std::span<const double> entropies);
    void resizeHeads(size_t heads);

    int m_axis;
    int m_headsAxis;
    OctaveCounts m_octaves;
    int64_t m_rowLength = 0;
    OrderFreeSums m_entropySum{0}; ///< per head
    std::vector<uint64_t> m_rowCount; ///< per head
};

} // namespace qscope::stats
