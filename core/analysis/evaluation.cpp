// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/output_metrics.h"

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

} // namespace

Status Analyzer::Impl::prepareWhatIf(data::Dataset& dataset, const RunControl& control)
{
    if (whatIf->hasBorders())
        return {};
    QS_ASSIGN(const BatchPlan* plan, planFor(dataset, control));
    QS_ASSIGN(const auto inputs,
              readBatch(dataset, {0, std::min(plan->microBatch, dataset.size())}, plan->microBatch));
    return whatIf->chooseBorders(*instance, inputs);
}

Result<std::vector<Tensor>> Analyzer::Impl::outputsUnder(const WhatIfRun& what, const Batch& batch, uint64_t datasetId)
{
    QS_ASSIGN(const auto values,
              whatIf->run(batch.instance, what, datasetId, batch.samples.first, batch.readInputs, batch.control));
    return outputsOf(values, batch);
}

bool Analyzer::Impl::hasFloatOutputs(int64_t firstSample, uint64_t datasetId)
{
    const std::lock_guard lock(floatCache.mutex);
    return floatCache.dataset == datasetId && floatCache.outputs.contains(firstSample);
}

Result<std::vector<Tensor>> Analyzer::Impl::floatOutputs(const Batch& batch, uint64_t datasetId)
{
    constexpr size_t limit = size_t(64) << 20;
    std::unique_lock lock(floatCache.mutex);
    if (floatCache.dataset != datasetId) {
        floatCache.dataset = datasetId;
        floatCache.bytes = 0;
        floatCache.outputs.clear();
    }
    const auto it = floatCache.outputs.find(batch.samples.first);
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
        floatCache.outputs.emplace(batch.samples.first, outputs);
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

Result<std::vector<Evaluation>> Analyzer::evaluateAll(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                      const CalibrationResult& calibration,
                                                      std::span<const quant::Config> configs, const RunControl& control,
                                                      const PartialEvaluation& partialOfFirst)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, "the data holds no samples", dataset.description()};
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
        return !m_impl->hasFloatOutputs(samples.first, dataset.id())
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
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, SampleSet({0, dataset.size()}), control, "evaluating", measure,
                                            tick, needsInputs));
    std::vector<Evaluation> evaluations;
    for (size_t c = 0; c < runs.size(); ++c)
        evaluations.push_back(summarize(metrics[c], layers(), quantizers[c]));
    return evaluations;
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
