// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::analysis {

/// Samples [first, end).
struct SampleRange {
    int64_t first = 0;
    int64_t end = 0;
    int64_t count() const { return end - first; }
    bool operator==(const SampleRange&) const = default;
};

/// Which samples of the data something was made from.
class SampleSet {
public:
    SampleSet() = default;
    explicit SampleSet(SampleRange range) { add(range); }

    void add(SampleRange range);
    void add(const SampleSet& other);
    /// Ascending, apart from each other, none empty.
    const std::vector<SampleRange>& ranges() const { return m_ranges; }
    int64_t count() const;
    bool empty() const { return m_ranges.empty(); }
    int64_t end() const { return m_ranges.empty() ? 0 : m_ranges.back().end; } ///< behind the last sample
    SampleSet common(const SampleSet& other) const;
    /// Those of `range` that are not in this set.
    SampleSet missingOf(SampleRange range) const;
    SampleSet without(const SampleSet& other) const;
    bool contains(int64_t sample) const;
    /// For people: "0 to 95 and 104 to 255", first and last included.
    std::string text() const;

    void write(ByteWriter& out) const;
    static SampleSet read(ByteReader& in);

    bool operator==(const SampleSet&) const = default;

private:
    std::vector<SampleRange> m_ranges;
};

} // namespace qscope::analysis
