// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/text.h"
#include "core/data/dataset.h"

namespace qscope::data {

/// Some samples of other data, evenly spread over it, so that data sorted by class or time is not judged by its beginning.
/// The other data outlives it.
class SpreadSamples final : public Dataset {
public:
    /// **Range** count: any; there are never more than the data has, and never fewer than none.
    SpreadSamples(Dataset& all, int64_t count) : m_all(all), m_count(std::clamp<int64_t>(count, 0, all.size())) {}

    int64_t size() const override { return m_count; }
    bool shapesVary() const override { return m_all.shapesVary(); }
    std::string description() const override
    {
        return filled(say("Data", "%1 (%2 of them)"), m_all.description(), m_count);
    }
    std::string sampleName(int64_t index) const override { return m_all.sampleName(place(index)); }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        QS_ASSIGN(std::vector<Tensor> stacked, m_all.read(place(first), 1));
        if (count == 1)
            return stacked;
        for (Tensor& tensor : stacked) {
            Shape shape = tensor.shape();
            shape[0] *= count;
            const Tensor one = std::exchange(tensor, Tensor(tensor.type(), std::move(shape)));
            copyTo(tensor, one, 0);
        }
        for (int64_t i = 1; i < count; ++i) {
            QS_ASSIGN(const auto next, m_all.read(place(first + i), 1));
            for (size_t t = 0; t < stacked.size(); ++t)
                copyTo(stacked[t], next[t], i);
        }
        return stacked;
    }

private:
    int64_t place(int64_t index) const { return index * m_all.size() / m_count; }
    static void copyTo(Tensor& target, const Tensor& sample, int64_t index)
    {
        const size_t bytes = sample.bytes();
        std::memcpy(static_cast<char*>(target.rawData()) + static_cast<size_t>(index) * bytes, sample.rawData(), bytes);
    }

    Dataset& m_all;
    int64_t m_count;
};

} // namespace qscope::data
