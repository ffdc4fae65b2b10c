// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/batching.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"

namespace qscope::analysis {

/// Sum, modulo 2^64, over the samples that count of a hash of each one's number and input bytes: the same however the
/// samples are put together. **Source** XXH3, 64 bits; meant against mistakes, not against malice.
uint64_t hashSamples(const std::vector<Tensor>& inputs, const BatchSamples& samples);

/// The same of samples that are read for it. **Errors** those of Dataset::read; Cancelled.
Result<uint64_t> hashOfData(data::Dataset& dataset, const SampleSet& samples, const RunControl& control);

} // namespace qscope::analysis
