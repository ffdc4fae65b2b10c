// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_hash.h"

#include <xxhash.h>

#include "core/base/text.h"

namespace qscope::analysis {

uint64_t hashSamples(const std::vector<Tensor>& inputs, const BatchSamples& samples)
{
    uint64_t sum = 0;
    for (int64_t i = 0; i < samples.count; ++i) {
        auto hash = static_cast<uint64_t>(samples.first + i);
        for (const Tensor& input : inputs) {
            const bool apart = input.rank() > 0 && input.dim(0) == samples.places;
            const size_t bytes = input.bytes() / static_cast<size_t>(apart ? samples.places : 1);
            const auto place = static_cast<size_t>(apart ? samples.skip + i : 0);
            hash = XXH3_64bits_withSeed(static_cast<const char*>(input.rawData()) + place * bytes, bytes, hash);
        }
        sum += hash;
    }
    return sum;
}

Result<uint64_t> hashOfData(data::Dataset& dataset, const SampleSet& samples, const RunControl& control)
{
    uint64_t sum = 0;
    int64_t done = 0;
    for (const BatchSamples& one : splitIntoBatches(samples, BatchPlan{})) {
        if (control.stopRequested())
            return RunControl::cancelled();
        QS_ASSIGN(const auto inputs, dataset.read(one.first, 1));
        sum += hashSamples(inputs, one);
        control.progress(++done, samples.count(), say("Analysis", "comparing the data"));
    }
    return sum;
}

} // namespace qscope::analysis
