// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/kernels.h"

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Exact counts of probabilities by quarter octaves (kernels::Octaves), and of those below one step of an 8-bit
/// quantizer.
class OctaveCounts {
public:
    /// Counts finite values.
    void add(std::span<const float> p);
    void addZeros(uint64_t n);
    /// Moves the counters of bins [begin, end) of a tally here; returns the counts of the bins.
    std::vector<uint64_t> take(kernels::Tally& tally, size_t begin, size_t end);
    void merge(const OctaveCounts& other);

    void write(ByteWriter& out) const;
    static OctaveCounts read(ByteReader& in);

    /// Those of positive values.
    std::span<const uint64_t> counts() const { return std::span(m_counts).first<kernels::Octaves::Last + 1>(); }
    uint64_t zeros() const { return m_counts[kernels::Octaves::Zeros]; }
    uint64_t total() const;
    uint64_t belowStep() const { return m_belowStep; }

private:
    uint64_t takeLow(kernels::Tally& tally, size_t bin, size_t firstOctave, size_t lastOctave);

    std::array<uint64_t, kernels::Octaves::Count> m_counts{};
    uint64_t m_belowStep = 0;
};

} // namespace qscope::stats
