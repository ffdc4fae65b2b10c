// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Smallest and largest value per sample, or per group of 2^k consecutive samples once there are more than MostGroups:
/// what a moving average runs over, and what tells how a range grows with the number of samples.
///
/// k is a function of the largest sample index alone, and joining groups is exact, so the result depends on no order
/// and no split of the data. **Memory** at most 8 KiB.
class RangeTrace {
public:
    static constexpr size_t MostGroups = 1024;

    struct Group {
        float lo = std::numeric_limits<float>::infinity();
        float hi = -std::numeric_limits<float>::infinity();

        bool empty() const { return lo > hi; } ///< nothing finite was seen of these samples
        bool operator==(const Group&) const = default;
    };

    /// Finite values of a sample lie in [lo, hi].
    void add(int64_t sample, float lo, float hi);
    void merge(const RangeTrace& other);

    /// 2^k; group i holds samples [i * samplesPerGroup, (i + 1) * samplesPerGroup).
    int64_t samplesPerGroup() const { return int64_t(1) << m_shift; }
    std::span<const Group> groups() const { return m_groups; }

    void write(ByteWriter& out) const;
    static RangeTrace read(ByteReader& in); ///< empty when `in` fails

    bool operator==(const RangeTrace&) const = default;

private:
    void makeRoomFor(int64_t sample);
    void join(int shift); ///< groups of 2^shift samples

    int m_shift = 0;
    std::vector<Group> m_groups;
};

} // namespace qscope::stats
