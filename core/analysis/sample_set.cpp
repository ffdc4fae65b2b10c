// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_set.h"

#include <algorithm>

#include "core/base/byte_stream.h"
#include "core/base/text.h"

namespace qscope::analysis {

void SampleSet::add(SampleRange range)
{
    if (range.count() <= 0)
        return;
    // What touches the new range becomes part of it.
    const auto begin = std::lower_bound(m_ranges.begin(), m_ranges.end(), range.first,
                                        [](const SampleRange& r, int64_t first) { return r.end < first; });
    auto end = begin;
    for (; end != m_ranges.end() && end->first <= range.end; ++end) {
        range.first = std::min(range.first, end->first);
        range.end = std::max(range.end, end->end);
    }
    m_ranges.insert(m_ranges.erase(begin, end), range);
}

void SampleSet::add(const SampleSet& other)
{
    for (const SampleRange& range : other.m_ranges)
        add(range);
}

int64_t SampleSet::count() const
{
    int64_t n = 0;
    for (const SampleRange& range : m_ranges)
        n += range.count();
    return n;
}

SampleSet SampleSet::common(const SampleSet& other) const
{
    SampleSet both;
    for (const SampleRange& a : m_ranges)
        for (const SampleRange& b : other.m_ranges)
            both.add({std::max(a.first, b.first), std::min(a.end, b.end)});
    return both;
}

SampleSet SampleSet::missingOf(SampleRange range) const
{
    SampleSet missing;
    int64_t at = range.first;
    for (const SampleRange& have : m_ranges) {
        missing.add({at, std::min(have.first, range.end)});
        at = std::max(at, have.end);
    }
    missing.add({at, range.end});
    return missing;
}

SampleSet SampleSet::without(const SampleSet& other) const
{
    SampleSet rest;
    for (const SampleRange& range : m_ranges)
        rest.add(other.missingOf(range));
    return rest;
}

bool SampleSet::contains(int64_t sample) const
{
    return std::any_of(m_ranges.begin(), m_ranges.end(),
                       [sample](const SampleRange& r) { return r.first <= sample && sample < r.end; });
}

std::string SampleSet::text() const
{
    std::string all;
    for (size_t i = 0; i < m_ranges.size(); ++i) {
        const SampleRange& range = m_ranges[i];
        const std::string part = range.count() > 1
                                     ? filled(say("Analysis", "%1 to %2"), range.first, range.end - 1)
                                     : std::to_string(range.first);
        if (i == 0)
            all = part;
        else
            all = i + 1 == m_ranges.size() ? filled(say("Analysis", "%1 and %2"), all, part)
                                           : all + ", " + part;
    }
    return all.empty() ? say("Analysis", "none") : all;
}

void SampleSet::write(ByteWriter& out) const
{
    out.put(static_cast<uint64_t>(m_ranges.size()));
    for (const SampleRange& range : m_ranges) {
        out.putSigned(range.first);
        out.putSigned(range.end);
    }
}

SampleSet SampleSet::read(ByteReader& in)
{
    SampleSet set;
    int64_t least = 0;
    for (size_t n = in.count(2); n > 0 && in.ok(); --n) {
        const int64_t first = in.within(least, INT64_MAX - 2);
        const int64_t end = in.within(first + 1, INT64_MAX - 1);
        least = end + 1;
        set.m_ranges.push_back({first, end});
    }
    return set;
}

} // namespace qscope::analysis
