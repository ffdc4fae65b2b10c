// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <chrono>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/sensitivity_ranking.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

std::string stepName(SensitivityMode mode)
{
    switch (mode) {
    case SensitivityMode::OnlyThisLayer: return say("Analysis", "sensitivity: only this layer");
    case SensitivityMode::AllButThis: return say("Analysis", "sensitivity: all but this layer");
    case SensitivityMode::WeightsOnly: return say("Analysis", "sensitivity: only this layer's weights");
    case SensitivityMode::ActivationsOnly:
        return say("Analysis", "sensitivity: only this layer's activations");
    case SensitivityMode::Accumulated:
        break; // depthErrors
    }
    return say("Analysis", "sensitivity");
}

/// The part of each layer's quantizers that the mode is about.
QuantizedPart partFor(SensitivityMode mode)
{
    switch (mode) {
    case SensitivityMode::WeightsOnly: return QuantizedPart::Weights;
    case SensitivityMode::ActivationsOnly: return QuantizedPart::Activations;
    default: return QuantizedPart::Both;
    }
}

bool changesNothing(const run::NodeOverride& change) { return change.activations.empty() && change.weight.absent(); }

} // namespace

/// Per batch one kept base run (float, or all quantized), then per layer only what lies downstream of it: about half
/// a pass per layer, and memory for the tensors of one micro-batch.
Result<SensitivityResult> Analyzer::sensitivity(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                const CalibrationResult& calibration, const quant::Config& config,
                                                SensitivityMode mode, const RunControl& control,
                                                const std::function<void(const SensitivityResult&)>& partial)
{
    if (mode == SensitivityMode::Accumulated) {
        const auto ranked = [&](const DepthErrors& errors) { return rankedByDepth(errors, layers()); };
        QS_ASSIGN(const auto errors, depthErrors(dataset, calibration, config, control, [&](const DepthErrors& soFar) {
                      if (partial)
                          partial(ranked(soFar));
                  }));
        return ranked(errors);
    }
    QS_RETURN_IF_ERROR(m_impl->checkLabels(dataset, labels));
    QS_ASSIGN(const auto quantizers, m_impl->store->quantizers(calibration, config, true));
    const auto perLayer = m_impl->store->overrides(quantizers, partFor(mode));
    const run::Overrides all = overridesByNode(graph(), layers(), quantizers, perLayer);
    const bool alone = mode != SensitivityMode::AllButThis;
    const run::Overrides none(graph().nodes.size(), nullptr);
    const size_t count = layers().size();
    const SampleMetric* user = m_impl->metric.get();
    std::vector<OutputMetrics> metrics(count, OutputMetrics(user));
    std::mutex mutex; // for metrics
    std::atomic<int64_t> done{0};
    const auto measure = [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto reference, alone ? m_impl->ownFloatOutputs(batch, dataset.id())
                                              : m_impl->floatOutputs(batch, dataset.id()));
        run::Overrides candidate = alone ? none : all;
        QS_ASSIGN(const auto base, batch.instance.runForRerun(batch.inputs, candidate, &control));
        const auto add = [&](OutputMetrics& to, const std::vector<Tensor>& outputs) {
            to.add(reference, outputs, batch.samples.first, batch.samples.count, labelsOf(labels, batch));
        };
        std::vector<OutputMetrics> here(count, OutputMetrics(user));
        for (size_t i = 0; i < count; ++i) {
            if (control.stopRequested())
                return RunControl::cancelled();
            done += batch.samples.count;
            if (changesNothing(perLayer[i])) {
                add(here[i], alone ? reference : m_impl->outputsOf(base, batch));
                continue;
            }
            const NodeId node = layers()[i].node;
            candidate[node.index()] = alone ? all[node.index()] : nullptr;
            QS_ASSIGN(const auto values, batch.instance.rerun(base, std::span(&node, 1), candidate, &control));
            candidate[node.index()] = alone ? nullptr : all[node.index()];
            add(here[i], m_impl->outputsOf(values, batch));
        }
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < count; ++i)
            metrics[i].merge(here[i]);
        return {};
    };
    const std::string step = stepName(mode);
    const RunControl finer{control.stop, [&](const Progress&) {
                               control.progress(done, dataset.size() * static_cast<int64_t>(count), step);
                           }};
    int64_t shown = 0;
    std::chrono::steady_clock::time_point next{};
    const auto tick = [&](int64_t) {
        if (!partial || std::chrono::steady_clock::now() < next)
            return;
        std::unique_lock lock(mutex);
        if (metrics.empty() || metrics.front().samples() == shown)
            return;
        const std::vector<OutputMetrics> soFar = metrics;
        lock.unlock();
        shown = soFar.front().samples();
        partial(summarize(mode, soFar, layers(), m_impl->instance->threads()));
        next = std::chrono::steady_clock::now() + kPartialEvery;
    };
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, finer, step, measure, tick));
    return summarize(mode, metrics, layers(), m_impl->instance->threads());
}

} // namespace qscope::analysis
