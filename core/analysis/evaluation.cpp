// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/output_metrics.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

/// Fewer samples than this are no estimate worth showing.
constexpr int64_t kFirstEstimate = 32;

Evaluation summarize(const OutputMetrics& metrics, const std::vector<Layer>& layers,
                     const std::vector<LayerQuantizers>& quantizers)
{
    Evaluation e;
    estimate(metrics, Resampling(static_cast<size_t>(metrics.samples())), e);
    for (size_t i = 0; i < quantizers.size(); ++i) {
        const auto count = static_cast<double>(layers[i].weightCount);
        const bool isFloat = quantizers[i].isFloat;
        ++(isFloat ? e.layersFloat : e.layersQuantized);
        e.weightBytesFloat += count * 4;
        e.weightBytes += isFloat || !quantizers[i].weights ? count * 4 : count * quantizers[i].weights->bits / 8.0;
    }
    return e;
}

std::vector<double> noises(const OutputMetrics& metrics)
{
    std::vector<double> all;
    for (const SampleFigures& figures : metrics.figures())
        all.push_back(figures.isFinite ? figures.noise : std::numeric_limits<double>::quiet_NaN());
    return all;
}

double noiseRatioDb(double before, double after)
{
    return before == after ? 0 : 10 * std::log10(before / after);
}

} // namespace

Estimate gainDb(const OutputMetrics& before, const OutputMetrics& after, const Resampling& resampling)
{
    const std::vector<double> from = noises(before), to = noises(after);
    const double gain = noiseRatioDb(std::accumulate(from.begin(), from.end(), 0.0), std::accumulate(to.begin(), to.end(), 0.0));
    if (!resampling.possible())
        return gain;
    const std::vector<double> fromSums = resampling.sums(from);
    std::vector<double> gains = resampling.sums(to);
    for (size_t i = 0; i < gains.size(); ++i)
        gains[i] = noiseRatioDb(fromSums[i], gains[i]);
    return withInterval(gain, std::move(gains));
}

Status Analyzer::Impl::prepareWhatIf(data::Dataset& dataset, const RunControl& control)
{
    if (whatIf->hasBorders())
        return {};
    QS_ASSIGN(const BatchPlan* plan, planFor(dataset, control));
    const SampleSet firstBatch({0, std::min(plan->microBatch, dataset.size())});
    QS_ASSIGN(const auto inputs, readBatch(dataset, splitIntoBatches(firstBatch, *plan).front()));
    return whatIf->chooseBorders(*instance, inputs);
}

Result<std::vector<Tensor>> Analyzer::Impl::outputsUnder(const WhatIfRun& what, const Batch& batch, uint64_t datasetId)
{
    QS_ASSIGN(const auto values,
              whatIf->run(batch.instance, what, datasetId, batch.samples.first, batch.readInputs, batch.control));
    return outputsOf(values, batch);
}

bool Analyzer::Impl::hasFloatOutputs(const BatchSamples& samples, uint64_t datasetId)
{
    if (reference)
        return reference->m_impl->hasFloatOutputs(samples, datasetId);
    const std::lock_guard lock(floatCache.mutex);
    return floatCache.dataset == datasetId && floatCache.outputs.contains({samples.first, samples.count});
}

Result<std::vector<Tensor>> Analyzer::Impl::floatOutputs(const Batch& batch, uint64_t datasetId)
{
    if (!reference)
        return ownFloatOutputs(batch, datasetId);
    Impl& original = *reference->m_impl;
    run::Instance& there =
        &batch.instance == instance.get() ? *original.instance : *original.workers[batch.worker];
    return original.ownFloatOutputs(
        {batch.samples, batch.inputs, batch.readInputs, batch.plan, batch.worker, there, batch.control},
        datasetId);
}

Result<std::vector<Tensor>> Analyzer::Impl::ownFloatOutputs(const Batch& batch, uint64_t datasetId)
{
    constexpr size_t limit = size_t(64) << 20;
    std::unique_lock lock(floatCache.mutex);
    if (floatCache.dataset != datasetId) {
        floatCache.dataset = datasetId;
        floatCache.bytes = 0;
        floatCache.outputs.clear();
    }
    const auto it = floatCache.outputs.find({batch.samples.first, batch.samples.count});
    if (it != floatCache.outputs.end())
        return it->second;
    lock.unlock();
    QS_ASSIGN(const auto inputs, batch.readInputs());
    QS_ASSIGN(const auto values, batch.instance.run(inputs, {nullptr, nullptr, false, &batch.control}));
    auto outputs = outputsOf(values, batch);
    size_t bytes = 0;
    for (Tensor& t : outputs) {
        t = t.clone(); // a worker's pool gets its memory back from that worker only
        bytes += t.bytes();
    }
    lock.lock();
    if (floatCache.bytes + bytes <= limit) {
        floatCache.bytes += bytes;
        floatCache.outputs.emplace(std::pair(batch.samples.first, batch.samples.count), outputs);
    }
    return outputs;
}

Result<Evaluation> Analyzer::evaluate(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                      const CalibrationResult& calibration, const quant::Config& config,
                                      const RunControl& control, const PartialEvaluation& partial)
{
    QS_ASSIGN(const auto all, evaluateAll(dataset, labels, calibration, std::span(&config, 1), control, partial));
    return all.front();
}

/// Per config what was found of every sample.
struct Analyzer::Measured {
    std::vector<OutputMetrics> metrics;
    std::vector<Evaluation> evaluations;
};

Result<std::vector<Evaluation>> Analyzer::evaluateAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                      const CalibrationResult& calibration,
                                                      std::span<const quant::Config> configs, const RunControl& control,
                                                      const PartialEvaluation& partialOfFirst)
{
    QS_ASSIGN(auto measured, measureAll(dataset, labels, calibration, configs, control, partialOfFirst));
    return std::move(measured.evaluations);
}

Result<Analyzer::Comparison> Analyzer::compareAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                  const CalibrationResult& calibration,
                                                  std::span<const quant::Config> configs, const RunControl& control)
{
    QS_ASSIGN(auto measured, measureAll(dataset, labels, calibration, configs, control, {}));
    Comparison comparison{std::move(measured.evaluations), {}};
    const Resampling resampling(static_cast<size_t>(dataset.size()));
    for (const OutputMetrics& metrics : measured.metrics)
        comparison.gainsDb.push_back(gainDb(measured.metrics.front(), metrics, resampling));
    return comparison;
}

Result<Analyzer::Measured> Analyzer::measureAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                const CalibrationResult& calibration,
                                                std::span<const quant::Config> configs, const RunControl& control,
                                                const PartialEvaluation& partialOfFirst)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, say("Analysis", "the data holds no samples"),
                     dataset.description()};
    QS_RETURN_IF_ERROR(m_impl->checkLabels(dataset, labels));
    QS_RETURN_IF_ERROR(m_impl->prepareWhatIf(dataset, control));
    std::vector<std::vector<LayerQuantizers>> quantizers;
    std::vector<WhatIfRun> runs;
    for (const quant::Config& config : configs) {
        QS_ASSIGN(auto ofConfig, m_impl->store->quantizers(calibration, config));
        runs.push_back(m_impl->whatIf->makeRun(ofConfig, m_impl->store->overrides(ofConfig)));
        runs.back().keep = runs.size() == 1;
        quantizers.push_back(std::move(ofConfig));
    }
    m_impl->whatIf->cache().startRun();
    const SampleMetric* user = m_impl->metric.get();
    std::vector<OutputMetrics> metrics(configs.size(), OutputMetrics(user));
    std::mutex mutex; // for metrics
    const auto measure = [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto reference, m_impl->floatOutputs(batch, dataset.id()));
        for (size_t c = 0; c < runs.size(); ++c) {
            if (control.stopRequested())
                return RunControl::cancelled();
            QS_ASSIGN(const auto outputs, m_impl->outputsUnder(runs[c], batch, dataset.id()));
            OutputMetrics here(user);
            here.add(reference, outputs, batch.samples.first, batch.samples.count, labelsOf(labels, batch));
            const std::lock_guard lock(mutex);
            metrics[c].merge(here);
        }
        return {};
    };
    const auto needsInputs = [&](const BatchSamples& samples) {
        return !m_impl->hasFloatOutputs(samples, dataset.id())
               || !std::all_of(runs.begin(), runs.end(), [&](const WhatIfRun& what) {
                      return m_impl->whatIf->knows(what, dataset.id(), samples.first);
                  });
    };
    int64_t shownFrom = kFirstEstimate;
    const auto tick = [&](int64_t done) {
        if (!partialOfFirst || done < shownFrom || done == dataset.size())
            return;
        shownFrom = 2 * done;
        const std::lock_guard lock(mutex);
        partialOfFirst(summarize(metrics[0], layers(), quantizers[0]));
    };
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, SampleSet({0, dataset.size()}), control,
                                            say("Analysis", "evaluating"), measure, tick, needsInputs));
    Measured measured;
    for (size_t c = 0; c < runs.size(); ++c)
        measured.evaluations.push_back(summarize(metrics[c], layers(), quantizers[c]));
    measured.metrics = std::move(metrics);
    return measured;
}

void Analyzer::setSampleMetric(std::shared_ptr<const SampleMetric> metric) { m_impl->metric = std::move(metric); }

void Analyzer::setCacheBudget(const CacheBudget& budget) { m_impl->whatIf->cache().setBudget(budget); }
CacheBudget Analyzer::cacheBudget() const { return m_impl->whatIf->cache().budget(); }

std::pair<int64_t, int64_t> Analyzer::cacheUsed() const
{
    const BorderCache& cache = m_impl->whatIf->cache();
    return {cache.memoryUsed(), cache.diskUsed()};
}

} // namespace qscope::analysis
