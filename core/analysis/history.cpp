// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/history.h"

#include <algorithm>
#include <cmath>

namespace qscope::analysis {

namespace {

constexpr int64_t LargestNumber = int64_t(1) << 53; ///< of a stored entry; there are enough above it

bool isBefore(const HistoryEntryPtr& entry, int64_t number) { return entry->number < number; }

} // namespace

History::Place History::placeOf(int64_t number)
{
    const auto place = std::lower_bound(m_entries.begin(), m_entries.end(), number, isBefore);
    return place != m_entries.end() && (*place)->number == number ? place : m_entries.end();
}

HistoryEntryPtr History::find(int64_t number) const
{
    const auto place = std::lower_bound(m_entries.begin(), m_entries.end(), number, isBefore);
    return place != m_entries.end() && (*place)->number == number ? *place : nullptr;
}

HistoryEntryPtr History::find(const quant::Config& config, const std::string& basis) const
{
    const auto found = std::find_if(m_entries.rbegin(), m_entries.rend(), [&](const HistoryEntryPtr& entry) {
        return entry->basis == basis && entry->config == config;
    });
    return found == m_entries.rend() ? nullptr : *found;
}

int64_t History::add(HistoryEntry entry)
{
    if (const HistoryEntryPtr known = find(entry.config, entry.basis)) {
        entry.number = known->number;
        entry.name = known->name;
        entry.note = known->note;
        *placeOf(known->number) = std::make_shared<const HistoryEntry>(std::move(entry));
        return known->number;
    }
    entry.number = m_next++;
    m_entries.push_back(std::make_shared<const HistoryEntry>(std::move(entry)));
    keepBounded();
    return m_next - 1;
}

bool History::addStored(HistoryEntry entry)
{
    const int64_t number = entry.number;
    if (number < 1 || number > LargestNumber || find(number))
        return false;
    const auto place = std::lower_bound(m_entries.begin(), m_entries.end(), number, isBefore);
    m_entries.insert(place, std::make_shared<const HistoryEntry>(std::move(entry)));
    reserveNumbers(number + 1);
    keepBounded();
    return true;
}

void History::reserveNumbers(int64_t next) { m_next = std::max(m_next, std::min(next, LargestNumber + 1)); }

void History::keepBounded()
{
    if (m_entries.size() <= MaxEntries)
        return;
    const auto last = std::prev(m_entries.end()); // the newest stays
    const auto unnamed = std::find_if(m_entries.begin(), last, [](const auto& entry) { return !entry->named(); });
    m_entries.erase(unnamed == last ? m_entries.begin() : unnamed);
}

bool History::rename(int64_t number, const std::string& name)
{
    const auto place = placeOf(number);
    if (place == m_entries.end() || (*place)->name == name)
        return false;
    HistoryEntry changed = **place;
    changed.name = name;
    *place = std::make_shared<const HistoryEntry>(std::move(changed));
    return true;
}

bool History::annotate(int64_t number, const std::string& note)
{
    const auto place = placeOf(number);
    if (place == m_entries.end() || (*place)->note == note)
        return false;
    HistoryEntry changed = **place;
    changed.note = note;
    *place = std::make_shared<const HistoryEntry>(std::move(changed));
    return true;
}

bool History::setMilliseconds(int64_t number, double milliseconds)
{
    const auto place = placeOf(number);
    if (place == m_entries.end() || (*place)->milliseconds == milliseconds)
        return false;
    HistoryEntry changed = **place;
    changed.milliseconds = milliseconds;
    *place = std::make_shared<const HistoryEntry>(std::move(changed));
    return true;
}

bool History::remove(int64_t number)
{
    const auto place = placeOf(number);
    if (place == m_entries.end())
        return false;
    m_entries.erase(place);
    return true;
}

std::vector<size_t> paretoFront(std::span<const Tradeoff> points)
{
    std::vector<size_t> order;
    for (size_t i = 0; i < points.size(); ++i)
        if (!std::isnan(points[i].cost) && !std::isnan(points[i].metric))
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return points[a].cost != points[b].cost ? points[a].cost < points[b].cost : points[a].metric > points[b].metric;
    });
    std::vector<size_t> front;
    for (const size_t i : order)
        if (front.empty() || points[i].metric > points[front.back()].metric)
            front.push_back(i);
    return front;
}

} // namespace qscope::analysis
