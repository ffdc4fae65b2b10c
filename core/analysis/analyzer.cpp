// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyzer.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include <sys/resource.h>

#include "core/analysis/analyzer_impl.h"
#include "core/analysis/output_metrics.h"
#include "core/analysis/stats_collector.h"

namespace qscope::analysis {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

double peakRssMb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// Puts batches of outputs behind each other along axis 0, in the order of their samples.
class OutputStack {
public:
    /// Any thread.
    void add(int64_t firstSample, const std::vector<Tensor>& outputs)
    {
        std::vector<Tensor> copies;
        for (const Tensor& output : outputs)
            copies.push_back(output.clone());
        const std::lock_guard lock(m_mutex);
        m_batches[firstSample] = std::move(copies);
    }

    Result<std::vector<NamedTensor>> finish(const Graph& graph) const
    {
        std::vector<NamedTensor> stacked;
        for (size_t i = 0; i < graph.outputs.size(); ++i) {
            const std::string& name = graph.value(graph.outputs[i]).name;
            std::vector<Tensor> parts;
            for (const auto& [first, outputs] : m_batches)
                parts.push_back(outputs[i]);
            QS_ASSIGN(Tensor tensor, stack(parts, name));
            stacked.push_back({name, std::move(tensor)});
        }
        return stacked;
    }

private:
    static Result<Tensor> stack(const std::vector<Tensor>& parts, const std::string& name)
    {
        if (parts.size() == 1)
            return parts.front();
        Shape shape = parts.front().shape();
        if (shape.empty())
            return parts.front();
        shape[0] = 0;
        for (const Tensor& part : parts) {
            if (part.rank() != shape.size() || !std::equal(shape.begin() + 1, shape.end(), part.shape().begin() + 1))
                return Error{ErrorCode::ShapeMismatch, "output '" + name
                                                           + "' has another shape for other samples, so they cannot "
                                                             "be stacked", {}};
            shape[0] += part.dim(0);
        }
        Tensor all(parts.front().type(), shape);
        auto* out = static_cast<char*>(all.rawData());
        for (const Tensor& part : parts) {
            std::copy_n(static_cast<const char*>(part.rawData()), part.bytes(), out);
            out += part.bytes();
        }
        return all;
    }

    std::mutex m_mutex;
    std::map<int64_t, std::vector<Tensor>> m_batches;
};

} // namespace

Analyzer::Analyzer() : m_impl(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;

Result<std::shared_ptr<Analyzer>> Analyzer::open(const std::string& modelPath, const EngineOptions& options)
{
    std::shared_ptr<Analyzer> analyzer(new Analyzer());
    Impl& impl = *analyzer->m_impl;
    QS_ASSIGN(impl.model, onnxio::readModel(modelPath));
    auto graph = std::make_shared<Graph>(impl.model.graph);
    const auto located = [&](const Error& e) {
        return Error{e.code, e.text(), modelPath};
    };
    // Unknown operators first: their report must not depend on what else is wrong.
    if (!run::unknownOperators(*graph).empty())
        return located(run::Instance::create(graph, options.threads).error());
    if (const Status folded = run::foldConstants(*graph); !folded.ok())
        return located(folded.error());
    impl.graph = graph;
    impl.layers = findLayers(*graph);
    auto instance = run::Instance::create(graph, options.threads);
    if (!instance.ok())
        return located(instance.error());
    impl.instance = std::move(*instance);
    impl.store = std::make_unique<QuantizerStore>(impl.graph, impl.layers);
    return analyzer;
}

const std::string& Analyzer::path() const { return m_impl->model.path; }
const Graph& Analyzer::graph() const { return *m_impl->graph; }
const std::vector<Layer>& Analyzer::layers() const { return m_impl->layers; }
const onnxio::Model& Analyzer::model() const { return m_impl->model; }
std::vector<std::string> Analyzer::warnings() const { return m_impl->model.warnings; }

std::vector<data::InputSpec> Analyzer::inputSpecs() const
{
    std::vector<data::InputSpec> specs;
    for (const ValueId in : graph().inputs) {
        const Value& value = graph().value(in);
        data::InputSpec spec{value.name, value.type, {}, value.shape.has_value()};
        for (const Dim& d : value.shape.value_or(std::vector<Dim>{}))
            spec.shape.push_back(d.size);
        specs.push_back(std::move(spec));
    }
    return specs;
}

Result<std::vector<LayerQuantizers>> Analyzer::quantizers(const CalibrationResult& calibration,
                                                          const quant::Config& config) const
{
    return m_impl->store->quantizers(calibration, config);
}

std::vector<Tensor> Analyzer::Impl::outputsOf(const run::Values& values, const Batch& batch) const
{
    std::vector<Tensor> outputs;
    for (const ValueId out : graph->outputs) {
        const bool batched = batch.plan.microBatch > 1;
        outputs.push_back(batched ? firstSamples(values[out.index()], batch.count, batch.plan.microBatch)
                                  : values[out.index()]);
    }
    return outputs;
}

namespace {

/// One collector per worker of a pass.
class Collectors {
public:
    Collectors(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
               const CalibrationOptions& options, size_t workers)
    {
        for (size_t w = 0; w < workers; ++w)
            m_collectors.push_back(std::make_unique<Guarded>(graph, layers, plan, options));
    }

    run::Watch watch(const Batch& batch)
    {
        return [&guarded = *m_collectors[batch.worker], first = batch.first, count = batch.count](ValueId id,
                                                                                               const Tensor& tensor) {
            const std::lock_guard lock(guarded.mutex);
            guarded.collector.see(id, tensor, first, count);
            return Status{};
        };
    }

    /// May be called while watches are at work.
    std::shared_ptr<const CalibrationResult> finish(int64_t samples)
    {
        const std::lock_guard lock(m_collectors.front()->mutex);
        if (m_collectors.size() == 1)
            return m_collectors.front()->collector.finish(samples);
        StatsCollector all = m_collectors.front()->collector.copy();
        for (size_t w = 1; w < m_collectors.size(); ++w) {
            const std::lock_guard other(m_collectors[w]->mutex);
            all.merge(m_collectors[w]->collector);
        }
        return all.finish(samples);
    }

private:
    struct Guarded {
        Guarded(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
                const CalibrationOptions& options)
            : collector(graph, layers, plan, options)
        {
        }
        std::mutex mutex;
        StatsCollector collector;
    };
    std::vector<std::unique_ptr<Guarded>> m_collectors;
};

} // namespace

Result<std::shared_ptr<const CalibrationResult>>
Analyzer::calibrate(data::Dataset& dataset, const RunControl& control,
                    const std::function<void(std::shared_ptr<const CalibrationResult>)>& partial,
                    const CalibrationOptions& options)
{
    QS_ASSIGN(const BatchPlan* plan, m_impl->planFor(dataset));
    Collectors collectors(graph(), layers(), *plan, options, m_impl->workerCount(dataset.size(), *plan));
    const auto collect = [&](const Batch& batch) -> Status {
        const run::Watch watch = collectors.watch(batch);
        QS_ASSIGN(const auto values, batch.instance.run(batch.inputs, {nullptr, &watch, false}));
        (void)values;
        return {};
    };
    auto lastPartial = Clock::now();
    const auto tick = [&](int64_t samples) {
        if (!partial || millisecondsSince(lastPartial) < 1000)
            return;
        partial(collectors.finish(samples));
        lastPartial = Clock::now();
    };
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, control, "calibrating", collect, tick));
    return collectors.finish(dataset.size());
}

Result<std::vector<NamedTensor>> Analyzer::run(data::Dataset& dataset, const RunControl& control)
{
    OutputStack stack;
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, control, "running", [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto values, batch.instance.run(batch.inputs));
        stack.add(batch.first, m_impl->outputsOf(values, batch));
        return {};
    }));
    return stack.finish(graph());
}

Result<std::vector<NamedTensor>> Analyzer::runQuantized(data::Dataset& dataset, const CalibrationResult& calibration,
                                                        const quant::Config& config, const RunControl& control)
{
    QS_ASSIGN(const auto quantizers, m_impl->store->quantizers(calibration, config));
    const auto perLayer = m_impl->store->overrides(quantizers);
    const auto overrides = overridesByNode(graph(), layers(), quantizers, perLayer);
    OutputStack stack;
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, control, "running quantized", [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto values, batch.instance.run(batch.inputs, {&overrides, nullptr, false}));
        stack.add(batch.first, m_impl->outputsOf(values, batch));
        return {};
    }));
    return stack.finish(graph());
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
    const auto it = floatCache.outputs.find(batch.first);
    if (it != floatCache.outputs.end())
        return it->second;
    lock.unlock();
    QS_ASSIGN(const auto values, batch.instance.run(batch.inputs));
    auto outputs = outputsOf(values, batch);
    size_t bytes = 0;
    for (Tensor& t : outputs) {
        t = t.clone(); // a worker's pool gets its memory back from that worker only
        bytes += t.bytes();
    }
    lock.lock();
    if (floatCache.bytes + bytes <= limit) {
        floatCache.bytes += bytes;
        floatCache.outputs.emplace(batch.first, outputs);
    }
    return outputs;
}

Status Analyzer::Impl::checkLabels(const data::Dataset& dataset, const std::vector<int64_t>& labels) const
{
    if (labels.empty() || static_cast<int64_t>(labels.size()) >= dataset.size())
        return {};
    return Error{ErrorCode::ShapeMismatch, "there are " + std::to_string(labels.size()) + " labels for "
                                               + std::to_string(dataset.size()) + " samples", {}};
}

std::span<const int64_t> labelsOf(const std::vector<int64_t>& labels, const Batch& batch)
{
    if (labels.empty())
        return {};
    return {labels.data() + batch.first, static_cast<size_t>(batch.count)};
}

Result<Evaluation> Analyzer::evaluate(data::Dataset& dataset, const std::vector<int64_t>& labels,
                                      const CalibrationResult& calibration, const quant::Config& config,
                                      const RunControl& control)
{
    QS_RETURN_IF_ERROR(m_impl->checkLabels(dataset, labels));
    QS_ASSIGN(const auto quantizers, m_impl->store->quantizers(calibration, config));
    const auto perLayer = m_impl->store->overrides(quantizers);
    const auto overrides = overridesByNode(graph(), layers(), quantizers, perLayer);
    OutputMetrics metrics;
    std::mutex mutex;
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, control, "evaluating", [&](const Batch& batch) -> Status {
        QS_ASSIGN(const auto reference, m_impl->floatOutputs(batch, dataset.id()));
        QS_ASSIGN(const auto values, batch.instance.run(batch.inputs, {&overrides, nullptr, false}));
        OutputMetrics here;
        here.add(reference, m_impl->outputsOf(values, batch), batch.count, labelsOf(labels, batch));
        const std::lock_guard lock(mutex);
        metrics.merge(here);
        return {};
    }));
    Evaluation e;
    e.samples = metrics.samples();
    e.sqnrDb = metrics.sqnrDb();
    e.mse = metrics.mse();
    e.cosine = metrics.cosine();
    e.agreement = metrics.agreement();
    e.accuracyFloat = metrics.accuracyReference();
    e.accuracyQuantized = metrics.accuracyActual();
    for (size_t i = 0; i < quantizers.size(); ++i) {
        const auto count = static_cast<double>(layers()[i].weightCount);
        const bool isFloat = quantizers[i].isFloat;
        ++(isFloat ? e.layersFloat : e.layersQuantized);
        e.weightBytesFloat += count * 4;
        e.weightBytes += isFloat || !quantizers[i].weights ? count * 4 : count * quantizers[i].weights->bits / 8.0;
    }
    return e;
}

Result<Analyzer::BenchResult> Analyzer::bench(data::Dataset& dataset, int passes, const RunControl& control)
{
    QS_ASSIGN(const BatchPlan* plan, m_impl->planFor(dataset));
    const size_t workers = m_impl->workerCount(dataset.size(), *plan);
    const auto timed = [&](Collectors* collectors) -> Result<double> {
        const auto start = Clock::now();
        QS_RETURN_IF_ERROR(m_impl->forEachBatch(dataset, control, "measuring", [&](const Batch& batch) -> Status {
            const run::Watch watch = collectors ? collectors->watch(batch) : run::Watch();
            QS_ASSIGN(const auto values,
                      batch.instance.run(batch.inputs, {nullptr, collectors ? &watch : nullptr, false}));
            (void)values;
            return {};
        }));
        return millisecondsSince(start);
    };
    std::vector<double> plain, watched;
    for (int pass = 0; pass < passes; ++pass) {
        QS_ASSIGN(const double once, timed(nullptr));
        Collectors collectors(graph(), layers(), *plan, {}, workers);
        QS_ASSIGN(const double again, timed(&collectors));
        plain.push_back(once);
        watched.push_back(again);
    }
    return BenchResult{median(plain), median(watched), peakRssMb(), dataset.size()};
}

} // namespace qscope::analysis
