// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/sample_set.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// How many samples the engine runs at once, and where each tensor keeps them.
///
/// The number is the engine's choice per model, never the caller's and not that of the number of samples, so
/// that a sample's results are the same bits whatever batch size a person asks for and however many other
/// samples there are: either the kernels promise that by themselves (`samplesApart`), or all runs get the
/// same shapes, a batch that is not full being filled up with copies of its samples.
struct BatchPlan {
    int64_t microBatch = 1;
    /// One and two samples at once gave the first the same bits in every tensor, with either plan of the
    /// engine, and no input is shared by all samples: fewer samples than microBatch may run by themselves.
    bool samplesApart = false;
    std::vector<int> batchAxis; ///< by value; -1: the tensor does not hold samples apart
};

/// Finds out by trying: runs one and two samples and compares shapes (an axis that doubles holds the batch) and
/// results (a model that mixes samples gets a micro-batch of 1). A model whose first dimension is fixed runs at that,
/// one with bodies (If, Loop, ...) sample by sample.
/// **Errors** Cancelled, those of Instance::run and Dataset::read.
Result<BatchPlan> planBatches(run::Instance& instance, data::Dataset& dataset, const RunControl& control);

/// The samples of one run that count: consecutive ones, each at its place.
struct BatchSamples {
    int64_t first; ///< index into the data
    int64_t count;
    int64_t places;   ///< of the run; more than count: the others are filled up
    int64_t skip = 0; ///< places before `first` that do not count
    /// Holds the first sample of a micro-batch: what does not hold samples apart counts once per micro-batch,
    /// with it.
    bool leads = true;

    bool operator==(const BatchSamples&) const = default;
};

/// Micro-batches hold samples [k microBatch, (k + 1) microBatch) of the data, whatever of it is asked for, so
/// that a sample meets the same neighbours' places in every run. One entry per stretch of wanted samples;
/// where samples are apart, at least one for each of `workers` as long as there are samples.
std::vector<BatchSamples> splitIntoBatches(const SampleSet& wanted, const BatchPlan& plan,
                                           size_t workers = 1);

/// Reads the samples that count and fills up the other places with copies of the nearest.
Result<std::vector<Tensor>> readBatch(data::Dataset& dataset, const BatchSamples& samples);

/// Those that count of the samples of a tensor that holds them along axis 0 (the tensor itself when axis 0 does not).
Tensor countingSamples(const Tensor& tensor, const BatchSamples& samples);

} // namespace qscope::analysis
