// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/output_metrics.h"
#include "core/base/text.h"
#include "core/run/fusion.h"

namespace qscope::analysis {

namespace {

/// Per layer the tensor its step leaves behind: with the bias added, where a product has one.
std::vector<ValueId> outputsOfLayers(const Graph& graph, const std::vector<Layer>& layers)
{
    std::vector<ValueId> byNode(graph.nodes.size());
    for (const run::Step& step : run::planSteps(graph, run::Fusion::Structures)) {
        for (const NodeId node : step.nodes)
            byNode[node.index()] = step.node.outputs.empty() ? ValueId() : step.node.outputs.front();
    }
    std::vector<ValueId> outputs;
    for (const Layer& layer : layers)
        outputs.push_back(byNode[layer.node.index()]);
    return outputs;
}

/// Where sample s of a micro-batch lies in a tensor: `outer` runs of `length` elements, `stride` apart.
struct Place {
    int64_t outer, length, stride, first;
};

Place placeOf(const Tensor& tensor, int axis, int64_t s, int64_t places)
{
    if (places == 1 || axis < 0 || static_cast<size_t>(axis) >= tensor.rank())
        return {1, tensor.size(), 0, 0}; // samples are not told apart: each sees all of it
    int64_t inner = 1, outer = 1;
    for (size_t d = 0; d < tensor.rank(); ++d)
        (d < static_cast<size_t>(axis) ? outer : inner) *= tensor.dim(d);
    const int64_t length = inner / places;
    return {outer, length, inner, s * length};
}

SampleFigures compare(const Tensor& y, const Tensor& z, const Place& place)
{
    SampleFigures figures;
    double dot = 0, power = 0;
    for (int64_t o = 0; o < place.outer; ++o) {
        const float* a = y.data<float>() + o * place.stride + place.first;
        const float* b = z.data<float>() + o * place.stride + place.first;
        for (int64_t i = 0; i < place.length; ++i) {
            const double x = a[i];
            const double error = b[i] - x;
            figures.signal += x * x;
            figures.noise += error * error;
            dot += x * b[i];
            power += static_cast<double>(b[i]) * b[i];
        }
    }
    figures.elements = place.outer * place.length;
    figures.isFinite = std::isfinite(figures.signal + figures.noise) ? 1 : 0;
    figures.cosine = figures.signal > 0 && power > 0 ? dot / std::sqrt(figures.signal * power) : 1;
    return figures;
}

void addSamples(OutputMetrics& metrics, const Batch& batch, ValueId value, const Tensor& reference, const Tensor& actual)
{
    if (reference.absent() || actual.absent() || reference.type() != DType::Float32 || actual.type() != DType::Float32
        || reference.shape() != actual.shape())
        return;
    const Tensor y = toPlain(reference);
    const Tensor z = toPlain(actual);
    for (int64_t s = 0; s < batch.samples.count; ++s) {
        const Place place =
            placeOf(y, batch.plan.batchAxis[value.index()], batch.samples.skip + s, batch.samples.places);
        SampleFigures figures = compare(y, z, place);
        figures.sample = batch.samples.first + s;
        metrics.add(figures);
    }
}

struct LayerErrors {
    OutputMetrics local, accumulated;
};

DepthErrors summarize(const std::vector<LayerErrors>& metrics)
{
    DepthErrors result;
    for (size_t i = 0; i < metrics.size(); ++i) {
        const auto& [local, accumulated] = metrics[i];
        if (local.samples() == 0 || accumulated.samples() != local.samples())
            continue;
        const Resampling resampling(static_cast<size_t>(local.samples()));
        Evaluation alone, both;
        estimate(local, resampling, alone);
        estimate(accumulated, resampling, both);
        result.samples = std::max(result.samples, local.samples());
        result.layers.push_back({LayerId(i), alone.sqnrDb, both.sqnrDb, local.nsr(), accumulated.nsr()});
    }
    return result;
}

/// What one micro-batch is measured with.
struct DepthRun {
    const std::vector<Layer>& layers;
    const std::vector<ValueId>& outputs;
    const run::Overrides& all;

    Result<std::vector<LayerErrors>> measure(const Batch& batch) const;
};

Result<std::vector<LayerErrors>> DepthRun::measure(const Batch& batch) const
{
    std::vector<LayerErrors> here(layers.size());
    const run::Overrides none(all.size(), nullptr);
    QS_ASSIGN(const auto base, batch.instance.run(batch.inputs, {&none, nullptr, true, &batch.control}));
    std::vector<std::vector<size_t>> layersOf(base.size());
    for (size_t i = 0; i < layers.size(); ++i) {
        if (!outputs[i].valid())
            continue;
        layersOf[outputs[i].index()].push_back(i);
        QS_ASSIGN(const auto alone, batch.instance.runAlone(base, layers[i].node, all));
        if (!alone.empty())
            addSamples(here[i].local, batch, outputs[i], base[outputs[i].index()], alone.front());
    }
    const run::Watch watch = [&](ValueId value, const Tensor& tensor) -> Status {
        for (const size_t i : layersOf[value.index()])
            addSamples(here[i].accumulated, batch, value, base[value.index()], tensor);
        return {};
    };
    QS_ASSIGN(const auto values, batch.instance.run(batch.inputs, {&all, &watch, false, &batch.control}));
    (void)values;
    return here;
}

} // namespace

Result<DepthErrors> Analyzer::depthErrors(data::Dataset& dataset, const CalibrationResult& calibration,
                                          const quant::Config& config, const RunControl& control,
                                          const std::function<void(const DepthErrors&)>& partial)
{
    QS_ASSIGN(const auto quantizers, m_impl->store->quantizers(calibration, config, true));
    const auto perLayer = m_impl->store->overrides(quantizers);
    const run::Overrides all = overridesByNode(graph(), layers(), quantizers, perLayer);
    const auto outputs = outputsOfLayers(graph(), layers());
    const DepthRun run{layers(), outputs, all};
    std::vector<LayerErrors> metrics(layers().size());
    std::mutex mutex;
    const auto measure = [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto here, run.measure(batch));
        const std::lock_guard lock(mutex);
        for (size_t i = 0; i < here.size(); ++i) {
            metrics[i].local.merge(here[i].local);
            metrics[i].accumulated.merge(here[i].accumulated);
        }
        return {};
    };
    std::chrono::steady_clock::time_point next{};
    const auto tick = [&](int64_t) {
        if (!partial || std::chrono::steady_clock::now() < next)
            return;
        std::unique_lock lock(mutex);
        const auto soFar = metrics;
        lock.unlock();
        partial(summarize(soFar));
        next = std::chrono::steady_clock::now() + kPartialEvery;
    };
    QS_RETURN_IF_ERROR(
        m_impl->forEachBatch(dataset, control, say("Analysis", "error along the depth"), measure, tick));
    return summarize(metrics);
}

} // namespace qscope::analysis
