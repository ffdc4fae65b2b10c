// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "core/analysis/spill_file.h"
#include "core/run/instance.h"

namespace qscope::analysis {

struct CacheBudget {
    int64_t memoryBytes = int64_t(512) << 20;
    int64_t diskBytes = int64_t(4) << 30; ///< in the folder for temporary files

    bool operator==(const CacheBudget&) const = default;
};

/// Tensors at the borders between blocks, from which a run may go on: those of the runs asked for last, as
/// far as the budget reaches. What does not fit into memory goes to disk, what does not fit there is
/// forgotten and computed again.
///
/// Older runs make room for newer ones, and none for itself: of a run that is too large as a whole, the part
/// that came first stays. Runs from which none went on go first, and not to disk: of the many configs a
/// person or a search tries from one that is kept, writing each would take longer than computing it again.
/// Any thread.
class BorderCache {
public:
    /// What the tensors at a border depend on.
    struct Key {
        uint64_t dataset = 0;
        int64_t firstSample = 0; ///< of the micro-batch
        size_t border = 0;
        uint64_t upstream = 0;   ///< hash of everything that was quantized before it
        auto operator<=>(const Key&) const = default;
    };

    explicit BorderCache(const CacheBudget& budget = {}) { setBudget(budget); }

    /// Forgets everything when the budget is another one.
    void setBudget(const CacheBudget& budget);
    CacheBudget budget() const;
    /// What is used from now on is newer than what was used before.
    void startRun();

    bool contains(const Key& key) const;
    /// The tensors, in memory of their own; nothing when they are not kept.
    std::optional<run::CutTensors> find(const Key& key);
    /// Keeps a copy, if there is room.
    void store(const Key& key, const run::CutTensors& tensors);
    void clear();

    int64_t memoryUsed() const;
    int64_t diskUsed() const;

private:
    struct Entry {
        run::CutTensors tensors;             ///< without memory when it is on disk
        int64_t place = -1;                  ///< on disk; -1: in memory
        int64_t bytes = 0;
        uint64_t storedIn = 0; ///< number of the run
        uint64_t usedIn = 0;   ///< number of the last run that used it
    };
    using Entries = std::map<Key, Entry>;
    using Age = std::pair<uint64_t, Key>; ///< run, key

    void touch(Entries::iterator it);
    bool dropUnused();
    bool makeRoom(bool onDisk, int64_t bytes);
    bool spill(Entries::iterator it);
    void drop(Entries::iterator it);
    std::set<Age>& agesOf(const Entry& entry) { return entry.place < 0 ? m_inMemory : m_onDisk; }

    mutable std::mutex m_mutex;
    CacheBudget m_budget;
    std::unique_ptr<SpillFile> m_disk;
    Entries m_entries;
    std::set<Age> m_inMemory, m_onDisk; ///< the oldest first
    std::set<Age> m_unused; ///< in memory, of runs from which none went on, by the run that stored them
    int64_t m_memoryUsed = 0;
    uint64_t m_run = 0;
};

} // namespace qscope::analysis
