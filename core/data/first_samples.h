// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "core/base/text.h"
#include "core/data/dataset.h"

namespace qscope::data {

/// The first samples of other data, which outlives it.
class FirstSamples final : public Dataset {
public:
    /// **Range** count: any; there are never more than the data has, and never fewer than none.
    FirstSamples(Dataset& all, int64_t count) : m_all(all), m_count(std::clamp<int64_t>(count, 0, all.size())) {}

    int64_t size() const override { return m_count; }
    int64_t totalSize() const override { return m_all.totalSize(); }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override { return m_all.read(first, count); }
    bool shapesVary() const override { return m_all.shapesVary(); }
    std::string description() const override
    {
        return filled(say("Data", "%1 (the first %2)"), m_all.description(), m_count);
    }
    std::string sampleName(int64_t index) const override { return m_all.sampleName(index); }
    std::optional<std::vector<int64_t>> labels() const override { return m_all.labels(); }

private:
    Dataset& m_all;
    int64_t m_count;
};

} // namespace qscope::data
