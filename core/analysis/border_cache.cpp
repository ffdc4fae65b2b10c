// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/border_cache.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace qscope::analysis {

namespace {

int64_t bytesOf(const run::CutTensors& tensors)
{
    int64_t bytes = 0;
    for (const Tensor& t : tensors)
        bytes += t.absent() ? 0 : static_cast<int64_t>(t.bytes());
    return bytes;
}

/// All in one piece, as it goes to disk.
std::vector<char> packed(const run::CutTensors& tensors)
{
    std::vector<char> bytes;
    for (const Tensor& t : tensors) {
        if (t.absent())
            continue;
        const auto* data = static_cast<const char*>(t.rawData());
        bytes.insert(bytes.end(), data, data + t.bytes());
    }
    return bytes;
}

} // namespace

void BorderCache::setBudget(const CacheBudget& budget)
{
    const std::lock_guard lock(m_mutex);
    if (m_disk && budget == m_budget)
        return;
    m_budget = budget;
    m_entries.clear();
    m_inMemory.clear();
    m_onDisk.clear();
    m_unused.clear();
    m_memoryUsed = 0;
    m_disk = std::make_unique<SpillFile>(budget.diskBytes);
}

CacheBudget BorderCache::budget() const
{
    const std::lock_guard lock(m_mutex);
    return m_budget;
}

void BorderCache::startRun()
{
    const std::lock_guard lock(m_mutex);
    ++m_run;
}

bool BorderCache::contains(const Key& key) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.contains(key);
}

void BorderCache::touch(Entries::iterator it)
{
    auto& ages = agesOf(it->second);
    ages.erase({it->second.usedIn, it->first});
    it->second.usedIn = m_run;
    ages.insert({m_run, it->first});
    if (const uint64_t run = it->second.storedIn; run < m_run) // all of that run may be gone on from
        m_unused.erase(m_unused.lower_bound({run, Key{}}), m_unused.lower_bound({run + 1, Key{}}));
}

std::optional<run::CutTensors> BorderCache::find(const Key& key)
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_entries.find(key);
    if (it == m_entries.end())
        return std::nullopt;
    touch(it);
    const Entry& entry = it->second;
    if (entry.place < 0)
        return entry.tensors; // nobody writes to memory that somebody else holds too
    std::vector<char> bytes(static_cast<size_t>(entry.bytes));
    if (!m_disk->read(entry.place, bytes.data(), bytes.size())) {
        drop(it);
        return std::nullopt;
    }
    run::CutTensors tensors = entry.tensors;
    size_t at = 0;
    for (Tensor& t : tensors) {
        if (t.absent())
            continue;
        t = Tensor(t.type(), t.shape(), t.layout());
        std::memcpy(t.rawData(), bytes.data() + at, t.bytes());
        at += t.bytes();
    }
    return tensors;
}

void BorderCache::store(const Key& key, const run::CutTensors& tensors)
{
    const bool plain = std::none_of(tensors.begin(), tensors.end(),
                                    [](const Tensor& t) { return t.isSequence() || t.isNothing(); });
    const int64_t bytes = bytesOf(tensors);
    const std::lock_guard lock(m_mutex);
    if (!plain || bytes == 0 || m_entries.contains(key) || !makeRoom(false, bytes))
        return;
    Entry entry{tensors, -1, bytes, m_run, m_run};
    try {
        for (Tensor& t : entry.tensors)
            t = t.absent() ? t : t.clone();
    } catch (const std::bad_alloc&) {
        return; // memory is needed for other things
    }
    m_memoryUsed += bytes;
    m_inMemory.insert({m_run, key});
    m_unused.insert({m_run, key});
    m_entries.emplace(key, std::move(entry));
}

/// The oldest that belongs to a run before this one from which none went on; false when there is none.
bool BorderCache::dropUnused()
{
    if (m_unused.empty() || m_unused.begin()->first >= m_run)
        return false;
    drop(m_entries.find(m_unused.begin()->second));
    return true;
}

/// By sending what is older than this run to disk, or from there into oblivion.
bool BorderCache::makeRoom(bool onDisk, int64_t bytes)
{
    const int64_t limit = onDisk ? m_budget.diskBytes : m_budget.memoryBytes;
    std::set<Age>& ages = onDisk ? m_onDisk : m_inMemory;
    while ((onDisk ? m_disk->used() : m_memoryUsed) + bytes > limit) {
        if (!onDisk && dropUnused())
            continue;
        if (ages.empty() || (onDisk && ages.begin()->first >= m_run))
            return false;
        // What is in memory and belongs to this run goes to disk too, the first part of it first.
        const auto oldest = m_entries.find(ages.begin()->second);
        if (onDisk)
            drop(oldest);
        else if (!spill(oldest)) {
            if (oldest->second.usedIn >= m_run)
                return false;
            drop(oldest);
        }
    }
    return true;
}

bool BorderCache::spill(Entries::iterator it)
{
    Entry& entry = it->second;
    if (!makeRoom(true, entry.bytes))
        return false;
    const std::vector<char> bytes = packed(entry.tensors);
    const auto place = m_disk->write(bytes.data(), bytes.size());
    if (!place)
        return false;
    m_inMemory.erase({entry.usedIn, it->first});
    m_unused.erase({entry.storedIn, it->first});
    m_memoryUsed -= entry.bytes;
    entry.place = *place;
    const auto nowhere = std::make_shared<const int>(0);
    for (Tensor& t : entry.tensors) {
        if (!t.absent()) // shape, type and layout alone
            t = Tensor(t.type(), t.shape(), std::make_shared<Buffer>(nowhere, nowhere.get(), t.bytes()), t.layout());
    }
    m_onDisk.insert({entry.usedIn, it->first});
    return true;
}

void BorderCache::drop(Entries::iterator it)
{
    Entry& entry = it->second;
    agesOf(entry).erase({entry.usedIn, it->first});
    m_unused.erase({entry.storedIn, it->first});
    if (entry.place < 0)
        m_memoryUsed -= entry.bytes;
    else
        m_disk->release(entry.place, static_cast<size_t>(entry.bytes));
    m_entries.erase(it);
}

void BorderCache::clear()
{
    const std::lock_guard lock(m_mutex);
    while (!m_entries.empty())
        drop(m_entries.begin());
}

int64_t BorderCache::memoryUsed() const
{
    const std::lock_guard lock(m_mutex);
    return m_memoryUsed;
}

int64_t BorderCache::diskUsed() const
{
    const std::lock_guard lock(m_mutex);
    return m_disk->used();
}

} // namespace qscope::analysis
