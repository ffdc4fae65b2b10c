// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyzer.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <mutex>

#include "core/analysis/analyzer_impl.h"
#include "core/base/text.h"
#include "core/graph/bodies.h"

namespace qscope::analysis {

namespace {

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
                return Error{
                    ErrorCode::ShapeMismatch,
                    filled(say("Analysis",
                               "output '%1' has another shape for other samples, so they cannot be stacked"),
                           name),
                    {}};
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

/// Both take the same inputs and give the same outputs, as far as the files say.
Status checkSamePorts(const Analyzer& model, const Analyzer& original)
{
    const auto differ = [&](const std::string& what) {
        return Error{ErrorCode::ShapeMismatch,
                     filled(say("Analysis", "its outputs cannot be compared with those of '%1': %2"),
                            original.path(), what),
                     model.path()};
    };
    const auto ins = model.inputSpecs(), theirs = original.inputSpecs();
    if (ins.size() != theirs.size())
        return differ(filled(say("Analysis", "it has %1 inputs, not %2"), ins.size(), theirs.size()));
    for (size_t i = 0; i < ins.size(); ++i)
        if (ins[i].name != theirs[i].name || ins[i].type != theirs[i].type || ins[i].shape != theirs[i].shape)
            return differ(filled(say("Analysis", "input '%1' differs from '%2' in name, type or shape"),
                                 ins[i].name, theirs[i].name));
    const auto &outs = model.graph().outputs, &expected = original.graph().outputs;
    if (outs.size() != expected.size())
        return differ(filled(say("Analysis", "it has %1 outputs, not %2"), outs.size(), expected.size()));
    for (size_t i = 0; i < outs.size(); ++i) {
        const Value &here = model.graph().value(outs[i]), &there = original.graph().value(expected[i]);
        if (here.name != there.name || here.type != there.type)
            return differ(filled(say("Analysis", "output '%1' differs from '%2' in name or type"), here.name,
                                 there.name));
    }
    return {};
}

} // namespace

Analyzer::Analyzer() : m_impl(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;

Result<std::shared_ptr<Analyzer>> Analyzer::open(const std::string& modelPath, const EngineOptions& options)
{
    QS_ASSIGN(onnxio::Model model, onnxio::readModel(modelPath));
    return open(std::move(model), options);
}

Result<std::shared_ptr<Analyzer>> Analyzer::open(onnxio::Model model, const EngineOptions& options)
{
    std::shared_ptr<Analyzer> analyzer(new Analyzer());
    Impl& impl = *analyzer->m_impl;
    impl.self = analyzer;
    impl.model = std::move(model);
    const std::string& modelPath = impl.model.path;
    auto graph = std::make_shared<Graph>(impl.model.graph);
    const auto located = [&](const Error& e) {
        return Error{e.code, e.text(), modelPath};
    };
    // Unknown operators first: their report must not depend on what else is wrong.
    if (!run::unknownOperators(*graph).empty())
        return located(run::Instance::create(graph, options.threads).error());
    if (const Status folded = run::foldConstants(*graph); !folded.ok())
        return located(folded.error());
    showBodies(*graph);
    impl.graph = graph;
    impl.layers = findLayers(*graph);
    auto instance = run::Instance::create(graph, options.threads);
    if (!instance.ok())
        return located(instance.error());
    impl.instance = std::move(*instance);
    impl.store = std::make_unique<QuantizerStore>(impl.graph, impl.layers);
    impl.whatIf = std::make_unique<WhatIf>(*impl.graph, impl.layers);
    impl.whatIf->cache().setBudget(options.cache);
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

Status Analyzer::setReference(Analyzer& original)
{
    if (original.m_impl->reference)
        return setReference(*original.m_impl->reference);
    assert(m_impl->plans.empty() && &original != this);
    QS_RETURN_IF_ERROR(checkSamePorts(*this, original));
    m_impl->reference = original.m_impl->self.lock();
    return {};
}

std::shared_ptr<const Analyzer> Analyzer::reference() const { return m_impl->reference; }

Result<std::vector<LayerQuantizers>> Analyzer::quantizers(const CalibrationResult& calibration,
                                                          const quant::Config& config) const
{
    return m_impl->store->quantizers(calibration, config);
}

std::vector<Tensor> Analyzer::Impl::outputsOf(const run::Values& values, const Batch& batch) const
{
    std::vector<Tensor> outputs;
    for (const ValueId out : graph->outputs) {
        outputs.push_back(countingSamples(values[out.index()], batch.samples));
    }
    return outputs;
}

Result<std::vector<NamedTensor>> Analyzer::run(data::Dataset& dataset, const RunControl& control)
{
    OutputStack stack;
    QS_RETURN_IF_ERROR(
        m_impl->forEachBatch(dataset, control, say("Analysis", "running"), [&](const Batch& batch) -> Status {
            QS_ASSIGN(const auto values,
                      batch.instance.run(batch.inputs, {nullptr, nullptr, false, &batch.control}));
            stack.add(batch.samples.first, m_impl->outputsOf(values, batch));
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
    QS_RETURN_IF_ERROR(m_impl->forEachBatch(
        dataset, control, say("Analysis", "running quantized"), [&](const Batch& batch) -> Status {
            QS_ASSIGN(const auto values,
                      batch.instance.run(batch.inputs, {&overrides, nullptr, false, &control}));
            stack.add(batch.samples.first, m_impl->outputsOf(values, batch));
            return {};
        }));
    return stack.finish(graph());
}

Status Analyzer::Impl::checkLabels(const data::Dataset& dataset, const std::vector<int64_t>& labels) const
{
    if (labels.empty() || static_cast<int64_t>(labels.size()) >= dataset.size())
        return {};
    return Error{ErrorCode::ShapeMismatch,
                 filled(say("Analysis", "there are %1 labels for %2 samples"), labels.size(), dataset.size()),
                 {}};
}

std::span<const int64_t> labelsOf(const std::vector<int64_t>& labels, const Batch& batch)
{
    if (labels.empty())
        return {};
    return {labels.data() + batch.samples.first, static_cast<size_t>(batch.samples.count)};
}

} // namespace qscope::analysis
