// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// How many samples the engine runs at once, and where each tensor keeps them.
///
/// The number is the engine's choice per model and data, never the caller's; the last batch is filled up with copies of its
/// last sample: all runs have the same shapes, so results are the same bits whatever batch size a person asks for.
struct BatchPlan {
    int64_t microBatch = 1;
    std::vector<int> batchAxis; ///< by value; -1: the tensor does not hold samples apart
};

/// Finds out by trying: runs one and two samples and compares shapes (an axis that doubles holds the batch) and
/// results (a model that mixes samples gets a micro-batch of 1). A model whose first dimension is fixed runs at that.
/// **Errors** those of Instance::run and Dataset::read.
Result<BatchPlan> planBatches(run::Instance& instance, data::Dataset& dataset);

/// Reads `count` <= plan.microBatch samples and fills up to plan.microBatch by repeating the last.
Result<std::vector<Tensor>> readBatch(data::Dataset& dataset, int64_t first, int64_t count, int64_t microBatch);

/// The leading `count` of `total` samples of a tensor whose samples are along axis 0 (the tensor itself when axis 0
/// does not hold them).
Tensor firstSamples(const Tensor& tensor, int64_t count, int64_t total);

} // namespace qscope::analysis
