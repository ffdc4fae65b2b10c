// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/output_metrics.h"

namespace qscope::analysis {

namespace {

SensitivityResult summarize(SensitivityMode mode, const std::vector<OutputMetrics>& metrics)
{
    SensitivityResult result;
    result.mode = mode;
    result.samples = metrics.empty() ? 0 : metrics.front().samples();
    for (size_t i = 0; i < metrics.size(); ++i) {
        result.layers.push_back({LayerId(i), metrics[i].sqnrDb(), metrics[i].mse(), metrics[i].agreement(),
                                 metrics[i].accuracyActual()});
    }
    return result;
}

} // namespace

/// Per batch one kept base run (float, or all quantized), then per layer only what lies downstream of it: about half
/// a pass per layer, and memory for the tensors of one micro-batch.
Result<SensitivityResult> Analyzer::sensitivity(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                                const CalibrationResult& calibration, const quant::Config& config,
                                                SensitivityMode mode, const RunControl& control,
                                                const std::function<void(const SensitivityResult&)>& partial)
{
    QS_RETURN_IF_ERROR(m_impl->checkLabels(dataset, labels));
    QS_ASSIGN(const auto quantizers, m_impl->store->quantizers(calibration, config, true));
    const auto perLayer = m_impl->store->overrides(quantizers);
    const run::Overrides all = overridesByNode(graph(), layers(), quantizers, perLayer);
    const bool only = mode == SensitivityMode::OnlyThisLayer;
    const run::Overrides none(graph().nodes.size(), nullptr);
    const size_t count = layers().size();
    std::vector<OutputMetrics> metrics(count);
    std::mutex mutex; // for metrics
    std::atomic<int64_t> done{0};
    const auto measure = [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto reference, m_impl->floatOutputs(batch, dataset.id()));
        run::Overrides candidate = only ? none : all;
        QS_ASSIGN(const auto base, batch.instance.run(batch.inputs, {&candidate, nullptr, true, &control}));
        std::vector<OutputMetrics> here(count);
        for (size_t i = 0; i < count; ++i) {
            if (control.stopRequested())
                return RunControl::cancelled();
            const NodeId node = layers()[i].node;
            candidate[node.index()] = only ? all[node.index()] : nullptr;
            QS_ASSIGN(const auto values, batch.instance.rerun(base, std::span(&node, 1), candidate, &control));
            candidate[node.index()] = only ? nullptr : all[node.index()];
            here[i].add(reference, m_impl->outputsOf(values, batch), batch.samples.count, labelsOf(labels, batch));
            done += batch.samples.count;
        }
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < count; ++i)
            metrics[i].merge(here[i]);
        return {};
    };
    const std::string step = only ? "sensitivity: only this layer" : "sensitivity: all but this layer";
    const RunControl finer{control.stop, [&](const Progress&) {
                               control.progress(done, dataset.size() * static_cast<int64_t>(count), step);
                           }};
    int64_t shown = 0;
    const auto tick = [&](int64_t) {
        const std::lock_guard lock(mutex);
        if (partial && !metrics.empty() && metrics.front().samples() > shown) {
            shown = metrics.front().samples();
            partial(summarize(mode, metrics));
        }
    };
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, finer, step, measure, tick));
    return summarize(mode, metrics);
}

} // namespace qscope::analysis
