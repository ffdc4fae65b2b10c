// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/analysis/batching.h"
#include "core/analysis/layer_quantizers.h"
#include "core/analysis/whatif.h"
#include "core/onnx/reader.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// Intervals cost some milliseconds per layer, so partial answers are not made for every batch.
constexpr auto kPartialEvery = std::chrono::milliseconds(400);

/// One micro-batch on its way through an analysis.
struct Batch {
    const BatchSamples& samples;       ///< those that count; the rest fills up
    const std::vector<Tensor>&
        inputs; ///< samples.places of them; none when the pass was told not to read them
    std::function<Result<std::vector<Tensor>>()> readInputs; ///< those inputs after all; any thread
    const BatchPlan& plan;
    size_t worker;                     ///< which of Impl::workers is running it
    run::Instance& instance;           ///< that worker's
    const RunControl& control;
};

using BatchFunction = std::function<Status(const Batch&)>;
using Tick = std::function<void(int64_t samplesDone)>;

/// The labels of one batch; empty when there are none.
std::span<const int64_t> labelsOf(const std::vector<int64_t>& labels, const Batch& batch);

/// For the files that implement Analyzer only.
struct Analyzer::Impl {
    onnxio::Model model;
    std::shared_ptr<const Graph> graph;
    std::vector<Layer> layers;
    std::unique_ptr<run::Instance> instance; ///< uses all threads for one micro-batch
    /// One thread each, for several micro-batches at a time, and for one that is little work: there threads
    /// that wait for each other at the end of every step take longer than what they save.
    std::vector<std::unique_ptr<run::Instance>> workers;
    std::map<uint64_t, int64_t>
        touched; ///< by Dataset::id: Instance::touched of the last micro-batch that ran alone
    std::unique_ptr<QuantizerStore> store;
    std::unique_ptr<WhatIf> whatIf;
    std::map<uint64_t, BatchPlan> plans; ///< by Dataset::id
    std::shared_ptr<const SampleMetric> metric; ///< null: none
    std::weak_ptr<Analyzer> self;               ///< who owns this
    std::shared_ptr<Analyzer> reference;        ///< of setReference; null: none

    /// Float outputs of the data evaluated last, up to 64 MiB: every toggle needs them again.
    struct FloatCache {
        uint64_t dataset = 0;
        size_t bytes = 0;
        std::map<std::pair<int64_t, int64_t>, std::vector<Tensor>> outputs; ///< by first sample and count
        std::mutex mutex;
    } floatCache;

    Result<const BatchPlan*> planFor(data::Dataset& dataset, const RunControl& control);
    std::vector<BatchSamples> batchesOf(const SampleSet& wanted, const BatchPlan& plan) const;
    /// Most workers a pass over this many micro-batches can use.
    size_t workerCount(size_t batches) const;
    Status growWorkers(size_t count);
    /// Who runs a micro-batch of that data alone.
    Result<run::Instance*> instanceFor(uint64_t dataset);

    /// Calls f once per micro-batch of those samples of the data that are wanted (all of them by default).
    /// With several of them each worker takes the next one, runs it on one thread, and nobody waits for
    /// anybody; a single one is run by all threads together. Both give the same bits. f is called by several
    /// threads at a time, with different workers. Progress is reported, and `tick` called now and then with
    /// the number of samples done, on the calling thread.
    /// **Errors** that of the first micro-batch that has one.
    Status forEachBatch(data::Dataset& dataset, const RunControl& control, std::string_view step,
                        const BatchFunction& f, const Tick& tick = {});
    /// `needsInputs` (all do without it) tells for which micro-batches inputs are to be read.
    Status forEachBatch(data::Dataset& dataset, const SampleSet& wanted, const RunControl& control,
                        std::string_view step, const BatchFunction& f, const Tick& tick = {},
                        const std::function<bool(const BatchSamples&)>& needsInputs = {});
    /// The model's outputs of the samples that count.
    std::vector<Tensor> outputsOf(const run::Values& values, const Batch& batch) const;
    /// Chooses the borders of what-if runs, if nobody has.
    Status prepareWhatIf(data::Dataset& dataset, const RunControl& control);
    /// Outputs of the samples that count under those quantizers.
    Result<std::vector<Tensor>> outputsUnder(const WhatIfRun& what, const Batch& batch, uint64_t datasetId);
    /// What figures compare with: those of the reference, or this model's own.
    Result<std::vector<Tensor>> floatOutputs(const Batch& batch, uint64_t datasetId);
    Result<std::vector<Tensor>> ownFloatOutputs(const Batch& batch, uint64_t datasetId);
    bool hasFloatOutputs(const BatchSamples& samples, uint64_t datasetId);
    Status checkLabels(const data::Dataset& dataset, const std::vector<int64_t>& labels) const;
};

} // namespace qscope::analysis
