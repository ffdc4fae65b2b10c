// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/border_cache.h"
#include "core/analysis/calibration_state.h"
#include "core/analysis/layer_quantizers.h"
#include "core/analysis/results.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/graph/graph.h"

namespace qscope::run {
class Instance;
}
namespace qscope::onnxio {
struct Model;
}

namespace qscope::analysis {

class SampleMetric;

struct EngineOptions {
    int threads = 0; ///< 0: all cores
    CacheBudget cache{}; ///< for what-if results
};

/// One opened model with its planned engine. All functions that run the model must be called from one thread at a time;
/// the accessors are immutable after opening and may be used from any thread.
class Analyzer {
public:
    /// Reads, checks and plans the model.
    /// **Errors** those of onnxio::readModel; Unsupported with the list of all operators the engine does not know.
    static Result<std::shared_ptr<Analyzer>> open(const std::string& modelPath, const EngineOptions& options = {});
    /// The same for a model that is in memory, e.g. rewritten by a method; `model.path` names it in messages.
    static Result<std::shared_ptr<Analyzer>> open(onnxio::Model model, const EngineOptions& options = {});
    ~Analyzer();
    Analyzer(const Analyzer&) = delete;
    Analyzer& operator=(const Analyzer&) = delete;

    const std::string& path() const;
    const Graph& graph() const;                ///< constants folded
    const std::vector<Layer>& layers() const;
    const onnxio::Model& model() const;        ///< the file as read, for export
    std::vector<data::InputSpec> inputSpecs() const;
    std::vector<std::string> warnings() const; ///< survivable oddities of the file

    /// For a model that was made of another one: from now on figures of whole configs (evaluations, the
    /// sensitivity of all but one layer; a person's own figure and the accuracy in floating point with them)
    /// are differences from the float outputs of `original`, not from this model's own, so that figures of
    /// both stand on one base. What one layer alone does, and errors along the depth, still compare with
    /// this model: the change of the float function would drown them. An original that has such a model
    /// itself passes it on. Before the first pass; this one keeps `original` alive, runs it in its own
    /// passes, and nobody else may run it meanwhile. What `original` remembers of its outputs is not run
    /// again.
    /// **Errors** ShapeMismatch: inputs or outputs that differ in number, name or type, or inputs in shape.
    Status setReference(Analyzer& original);
    /// That model; null: the figures compare with this model's own float outputs.
    std::shared_ptr<const Analyzer> reference() const;

    /// One streaming pass; memory independent of the number of samples. With `partial` the caller gets a
    /// snapshot of what is known so far about once a second, on the running thread.
    Result<std::shared_ptr<const CalibrationResult>>
    calibrate(data::Dataset& dataset, const RunControl& control,
              const std::function<void(std::shared_ptr<const CalibrationResult>)>& partial = {},
              const CalibrationOptions& options = {});

    /// Adds the wanted samples that `state` has not seen yet. Whatever happens, `state` then holds what was learned of all
    /// micro-batches that were finished, so a pass that was cancelled is continued by the next call. `partial` gets a copy
    /// about once a second, on the calling thread. The caller fills in the names and the model's hash in `state.origin`.
    /// **Errors** those of the engine and the data; InvalidArgument: samples that are not there, a state of another model
    /// or with other options; samples to leave out that the state has seen or the data has not, or all there are.
    Status record(data::Dataset& dataset, const SampleSet& wanted, CalibrationState& state, const RunControl& control,
                  const std::function<void(const CalibrationState&)>& partial = {});

    /// Part `index` of `count`, counted from 1: whole micro-batches, as many in each part as in any other, give or take
    /// one. **Errors** InvalidArgument: no such part.
    Result<SampleSet> shard(data::Dataset& dataset, int64_t index, int64_t count);

    /// Reads the samples that `state` has seen again. **Errors** InvalidArgument: they are not the ones it has seen.
    Status checkSameData(data::Dataset& dataset, const CalibrationState& state, const RunControl& control);

    /// Float outputs by output name, samples stacked on axis 0.
    Result<std::vector<NamedTensor>> run(data::Dataset& dataset, const RunControl& control);

    /// Outputs of the model under fake quantization, same form as run.
    Result<std::vector<NamedTensor>> runQuantized(data::Dataset& dataset, const CalibrationResult& calibration,
                                                  const quant::Config& config, const RunControl& control);

    using PartialEvaluation = std::function<void(const Evaluation&)>;

    /// Config against float (see setReference). `labels` may be empty. What lies upstream of the first change
    /// against a config evaluated before, on the same data, is not run again as far as the cache budget
    /// reaches; the figures are the same bits either way. `partial` gets figures of the samples done so far,
    /// from 32 on and each time there are twice as many, on the calling thread.
    Result<Evaluation> evaluate(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                const CalibrationResult& calibration, const quant::Config& config,
                                const RunControl& control, const PartialEvaluation& partial = {});

    /// Several configs in one pass. The first should be what the others are variations of.
    Result<std::vector<Evaluation>> evaluateAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                const CalibrationResult& calibration,
                                                std::span<const quant::Config> configs, const RunControl& control,
                                                const PartialEvaluation& partialOfFirst = {});

    struct Comparison {
        std::vector<Evaluation> evaluations;
        /// Per config by how many dB its SQNR is above that of the first one. The interval is that of the difference on the
        /// same samples and the same draws, so it is much narrower than those of the two.
        std::vector<Estimate> gainsDb;
    };
    /// evaluateAll, with each config compared to the first one.
    Result<Comparison> compareAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                  const CalibrationResult& calibration, std::span<const quant::Config> configs,
                                  const RunControl& control);

    /// One figure per layer under the config's bits and calibrators; layers that the config leaves in floating point
    /// are measured as if they were quantized. Accumulated: see depthErrors. `partial` (optional) gets each layer's figure so far, now and then.
    Result<SensitivityResult> sensitivity(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                          const CalibrationResult& calibration, const quant::Config& config,
                                          SensitivityMode mode, const RunControl& control,
                                          const std::function<void(const SensitivityResult&)>& partial = {});

    /// How the error grows along the depth with every layer quantized, also those the config leaves in floating point.
    /// Memory for the tensors of one micro-batch, whatever the number of samples. **Cost** about three passes.
    Result<DepthErrors> depthErrors(data::Dataset& dataset, const CalibrationResult& calibration,
                                    const quant::Config& config, const RunControl& control,
                                    const std::function<void(const DepthErrors&)>& partial = {});

    /// quantizersFor with the answers of earlier calls remembered. Any thread.
    Result<std::vector<LayerQuantizers>> quantizers(const CalibrationResult& calibration,
                                                    const quant::Config& config) const;

    /// Memory and disk for tensors at the borders between blocks. Any thread.
    void setCacheBudget(const CacheBudget& budget);
    CacheBudget cacheBudget() const;
    /// Bytes of that in use now: memory, disk. Any thread.
    std::pair<int64_t, int64_t> cacheUsed() const;

    /// A person's own figure, the `user` of evaluations and sensitivities from now on; null: none. Not while one runs.
    void setSampleMetric(std::shared_ptr<const SampleMetric> metric);

    struct BenchResult {
        double plainMs = 0;   ///< median over passes of one pass over the data, nothing watched
        double watchedMs = 0; ///< the same with every tensor watched as `calibrate` does
        double peakRssMb = 0; ///< of the process
        int64_t samples = 0;
    };
    Result<BenchResult> bench(data::Dataset& dataset, int passes, const RunControl& control);

    struct WhatIfBench {
        double plainMs = 0;         ///< one float pass over the data
        double firstEstimateMs = 0; ///< from a change of one layer to the first figure, median over the layers
        double toggleMs = 0;        ///< and to the figure of all samples
        double sweepPerLayer = 0;   ///< only-this-layer sensitivity of all layers, in float passes per layer
    };
    Result<WhatIfBench> benchWhatIf(data::Dataset& dataset, const CalibrationResult& calibration,
                                    const quant::Config& config, const RunControl& control);

private:
    Analyzer();
    struct Measured;
    Result<Measured> measureAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                const CalibrationResult& calibration, std::span<const quant::Config> configs,
                                const RunControl& control, const PartialEvaluation& partialOfFirst);
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace qscope::analysis
