// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/range_trace.h"

#include <algorithm>

namespace qscope::stats {

namespace {

void widen(RangeTrace::Group& group, float lo, float hi)
{
    group.lo = std::min(group.lo, lo);
    group.hi = std::max(group.hi, hi);
}

} // namespace

void RangeTrace::add(int64_t sample, float lo, float hi)
{
    if (sample < 0)
        return;
    makeRoomFor(sample);
    widen(m_groups[static_cast<size_t>(sample >> m_shift)], lo, hi);
}

void RangeTrace::merge(const RangeTrace& other)
{
    if (other.m_groups.empty())
        return;
    const int64_t lastSample = ((static_cast<int64_t>(other.m_groups.size()) - 1) << other.m_shift);
    if (other.m_shift > m_shift)
        join(other.m_shift);
    makeRoomFor(lastSample);
    for (size_t i = 0; i < other.m_groups.size(); ++i) {
        const Group& group = other.m_groups[i];
        widen(m_groups[i >> (m_shift - other.m_shift)], group.lo, group.hi);
    }
}

void RangeTrace::makeRoomFor(int64_t sample)
{
    int shift = m_shift;
    while (static_cast<uint64_t>(sample >> shift) >= MostGroups)
        ++shift;
    join(shift);
    const auto index = static_cast<size_t>(sample >> m_shift);
    if (index >= m_groups.size())
        m_groups.resize(index + 1);
}

void RangeTrace::join(int shift)
{
    if (shift <= m_shift)
        return;
    const int by = shift - m_shift;
    m_shift = shift;
    if (m_groups.empty())
        return;
    std::vector<Group> joined(((m_groups.size() - 1) >> by) + 1);
    for (size_t i = 0; i < m_groups.size(); ++i)
        widen(joined[i >> by], m_groups[i].lo, m_groups[i].hi);
    m_groups = std::move(joined);
}

} // namespace qscope::stats
