// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/results.h"
#include "core/quant/config.h"

namespace qscope::analysis {

/// What a person's own figure (Evaluation::user) is.
struct UserMetric {
    std::string title; ///< for people; empty: there is none
    std::string unit;
    bool lowerIsBetter = false;
    bool operator==(const UserMetric&) const = default;
};

/// A config that was evaluated on all samples, and what it came to.
struct HistoryEntry {
    int64_t number = 0; ///< order in time, from 1; never given twice in a history
    quant::Config config;
    Evaluation evaluation;
    std::optional<double> bitOperations; ///< per sample; none when the shapes are not known
    std::optional<double> milliseconds;  ///< of the layers that were timed, per sample, on the machine that timed them
    std::string basis;                   ///< what it was measured on: measurementId
    std::string name, note;              ///< of a person; empty: none
    UserMetric userMetric;               ///< what evaluation.user is

    bool named() const { return !name.empty() || !note.empty(); }
};
using HistoryEntryPtr = std::shared_ptr<const HistoryEntry>;

/// The configs that were evaluated, in the order they were first. Copying shares the entries.
class History {
public:
    static constexpr size_t MaxEntries = 1000;

    const std::vector<HistoryEntryPtr>& entries() const { return m_entries; } ///< by number
    bool empty() const { return m_entries.empty(); }
    int64_t nextNumber() const { return m_next; }

    /// Null when there is none.
    HistoryEntryPtr find(int64_t number) const;
    HistoryEntryPtr find(const quant::Config& config, const std::string& basis) const;

    /// A config already here under the same basis gets the new figures and keeps its number, name and note. Beyond
    /// MaxEntries the oldest without name and note go first. Returns the number.
    int64_t add(HistoryEntry entry);
    /// An entry as it was stored. False when its number is below 1, above 2^53 or taken.
    bool addStored(HistoryEntry entry);
    /// Numbers below this are not given any more.
    void reserveNumbers(int64_t next);

    /// False when there is no such entry, or nothing changes.
    bool rename(int64_t number, const std::string& name);
    bool annotate(int64_t number, const std::string& note);
    bool setMilliseconds(int64_t number, double milliseconds);
    bool remove(int64_t number);

private:
    using Place = std::vector<HistoryEntryPtr>::iterator;
    Place placeOf(int64_t number);
    void keepBounded();

    std::vector<HistoryEntryPtr> m_entries;
    int64_t m_next = 1;
};

/// A point to choose from: less cost and more metric is better.
struct Tradeoff {
    double cost = 0;
    double metric = 0;
};
/// Indices of the points that no other point beats in one and equals or beats in the other, by ascending cost; of
/// equal points the first. Points with NaN never count.
std::vector<size_t> paretoFront(std::span<const Tradeoff> points);

} // namespace qscope::analysis
