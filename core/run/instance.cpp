// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/instance.h"

#include <algorithm>
#include <limits>

#include <omp.h>

namespace qscope::run {

namespace {

constexpr int32_t kKeptForever = std::numeric_limits<int32_t>::max();

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

bool isFolded(const Graph& graph, const Node& node)
{
    return std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId out) {
        return !out.valid() || graph.value(out).constant.has_value();
    });
}

const NodeOverride* overrideOf(const RunOptions& options, NodeId id)
{
    return options.overrides && id.index() < options.overrides->size() ? (*options.overrides)[id.index()] : nullptr;
}

} // namespace

std::vector<std::string> unknownOperators(const Graph& graph)
{
    std::vector<std::string> unknown;
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        for (const SubgraphPtr& inner : node.subgraphs()) {
            const auto more = unknownOperators(*inner);
            unknown.insert(unknown.end(), more.begin(), more.end());
        }
        if (ops::findOperator(node.domain, node.op))
            continue;
        const std::string op = node.domain.empty() ? node.op : node.domain + "." + node.op;
        unknown.push_back("node '" + graph.displayName(NodeId(i)) + "' (" + op + ", opset "
                          + std::to_string(graph.opset(node.domain)) + ")");
    }
    return unknown;
}

Result<std::unique_ptr<Instance>> Instance::create(std::shared_ptr<const Graph> graph, int threads)
{
    const auto unknown = unknownOperators(*graph);
    if (!unknown.empty())
        return Error{ErrorCode::Unsupported,
                     "the engine does not know " + std::to_string(unknown.size())
                         + (unknown.size() == 1 ? " operator of this model: " : " operators of this model: ")
                         + joined(unknown),
                     {}};
    std::unique_ptr<Instance> instance(new Instance(std::move(graph), threads));
    QS_RETURN_IF_ERROR(instance->makeKernels());
    instance->findLastUses();
    return instance;
}

Instance::Instance(std::shared_ptr<const Graph> graph, int threads)
    : m_graph(std::move(graph)), m_threads(threads > 0 ? threads : omp_get_num_procs())
{
}

Instance::~Instance() = default;

Status Instance::makeKernels()
{
    m_kernels.resize(m_graph->nodes.size());
    m_anyLayout.resize(m_graph->nodes.size());
    m_subgraphs.resize(m_graph->nodes.size());
    for (size_t i = 0; i < m_graph->nodes.size(); ++i) {
        const Node& node = m_graph->nodes[i];
        if (isFolded(*m_graph, node))
            continue;
        const ops::OpEntry* entry = ops::findOperator(node.domain, node.op);
        QS_ASSIGN(m_kernels[i], entry->make(node, m_graph->opset(node.domain)));
        m_anyLayout[i] = entry->anyLayout;
        QS_ASSIGN(m_subgraphs[i], Subgraphs::create(node, m_threads));
    }
    return {};
}

void Instance::findLastUses()
{
    m_lastUse.assign(m_graph->values.size(), -1);
    for (size_t v = 0; v < m_graph->values.size(); ++v) {
        for (const NodeId consumer : m_graph->values[v].consumers)
            m_lastUse[v] = std::max(m_lastUse[v], consumer.value);
    }
    for (const ValueId out : m_graph->outputs)
        m_lastUse[out.index()] = kKeptForever;
}

Status Instance::checkInputs(std::span<const Tensor> inputs) const
{
    if (inputs.size() != m_graph->inputs.size())
        return Error{ErrorCode::InvalidArgument, "the model has " + std::to_string(m_graph->inputs.size())
                                                     + " inputs, " + std::to_string(inputs.size()) + " were given", {}};
    for (size_t i = 0; i < inputs.size(); ++i) {
        const Value& value = m_graph->value(m_graph->inputs[i]);
        if (inputs[i].absent())
            return Error{ErrorCode::InvalidArgument, "input '" + value.name + "' has no data", {}};
        if (value.typeKnown && inputs[i].type() != value.type)
            return Error{ErrorCode::TypeMismatch, "input '" + value.name + "' is "
                                                      + std::string(dtypeName(value.type)) + " in the model and "
                                                      + std::string(dtypeName(inputs[i].type())) + " in the data", {}};
        if (!value.shape)
            continue;
        bool fits = value.shape->size() == inputs[i].rank();
        for (size_t d = 0; fits && d < inputs[i].rank(); ++d)
            fits = (*value.shape)[d].size < 0 || (*value.shape)[d].size == inputs[i].dim(d);
        if (!fits)
            return Error{ErrorCode::ShapeMismatch, "data of shape " + shapeText(inputs[i].shape())
                                                       + " does not fit input '" + value.name + "'", {}};
    }
    return {};
}

Result<Values> Instance::run(std::span<const Tensor> inputs, const RunOptions& options)
{
    QS_RETURN_IF_ERROR(checkInputs(inputs));
    omp_set_num_threads(m_threads);
    Values values(m_graph->values.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
        const ValueId id = m_graph->inputs[i];
        values[id.index()] = inputs[i];
        if (options.watch && inputs[i].type() == DType::Float32)
            QS_RETURN_IF_ERROR((*options.watch)(id, inputs[i]));
    }
    for (size_t n = 0; n < m_kernels.size(); ++n) {
        if (m_kernels[n])
            QS_RETURN_IF_ERROR(runNode(NodeId(n), values, options));
    }
    for (const ValueId out : m_graph->outputs) {
        Tensor& slot = values[out.index()];
        slot = slot.absent() && m_graph->value(out).constant ? *m_graph->value(out).constant : toPlain(slot);
    }
    m_quantized = {};
    return values;
}

Result<Values> Instance::rerun(const Values& base, std::span<const NodeId> changed, const Overrides& overrides)
{
    omp_set_num_threads(m_threads);
    Values values = base;
    std::vector<bool> dirtyNode(m_kernels.size(), false);
    std::vector<bool> dirtyValue(values.size(), false);
    for (const NodeId id : changed)
        dirtyNode[id.index()] = true;
    const RunOptions options{&overrides, nullptr, false};
    for (size_t n = 0; n < m_kernels.size(); ++n) {
        if (!m_kernels[n])
            continue;
        const Node& node = m_graph->nodes[n];
        const bool dirty = dirtyNode[n] || std::any_of(node.inputs.begin(), node.inputs.end(), [&](ValueId in) {
                               return in.valid() && dirtyValue[in.index()];
                           });
        if (!dirty)
            continue;
        QS_RETURN_IF_ERROR(runNode(NodeId(n), values, options));
        for (const ValueId out : node.outputs) {
            if (out.valid())
                dirtyValue[out.index()] = true;
        }
    }
    for (const ValueId out : m_graph->outputs) {
        if (!values[out.index()].absent())
            values[out.index()] = toPlain(values[out.index()]);
    }
    m_quantized = {};
    return values;
}

Tensor Instance::quantizedInput(const Tensor& x, const quant::QuantParams& params)
{
    if (m_quantized.source.buffer() == x.buffer() && m_quantized.source.shape() == x.shape()
        && m_quantized.params == params)
        return m_quantized.result;
    m_quantized = {x, quant::fakeQuantize(x, params), params};
    return m_quantized.result;
}

Status Instance::gatherInputs(NodeId id, Values& values, const RunOptions& options, ops::Context& ctx)
{
    const Node& node = m_graph->node(id);
    ctx.inputs.resize(node.inputs.size());
    ctx.reusable.assign(node.inputs.size(), false);
    ctx.constant.assign(node.inputs.size(), false);
    const NodeOverride* change = overrideOf(options, id);
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        const ValueId in = node.inputs[i];
        if (!in.valid())
            continue;
        if (const auto& constant = m_graph->value(in).constant) {
            const bool replaced = change && i == change->weightIndex && !change->weight.absent();
            ctx.inputs[i] = replaced ? change->weight : *constant;
            ctx.constant[i] = true;
            continue;
        }
        Tensor& slot = values[in.index()];
        if (slot.absent())
            return ctx.error(ErrorCode::Internal, "tensor '" + m_graph->value(in).name + "' was not computed");
        if (!m_anyLayout[id.index()] && slot.layout() != Layout::Plain)
            slot = toPlain(slot);
        ctx.inputs[i] = slot;
    }
    if (change) {
        for (const auto& input : change->activations)
            ctx.inputs[input.index] = quantizedInput(ctx.inputs[input.index], input.quantizer);
    }
    // Give the memory away before the kernel runs, so that it may work in place.
    for (size_t i = 0; !options.keepAll && i < node.inputs.size(); ++i) {
        const ValueId in = node.inputs[i];
        if (in.valid() && !ctx.constant[i] && m_lastUse[in.index()] == id.value) {
            values[in.index()] = {};
            ctx.reusable[i] = true;
        }
    }
    return {};
}

Status Instance::takeOutputs(NodeId id, Values& values, const RunOptions& options, ops::Context& ctx)
{
    const Node& node = m_graph->node(id);
    for (size_t i = 0; i < node.outputs.size(); ++i) {
        const ValueId out = node.outputs[i];
        if (!out.valid())
            continue;
        Tensor& tensor = ctx.outputs[i];
        if (tensor.absent())
            return ctx.error(ErrorCode::Unsupported, "output " + std::to_string(i) + " is not computed");
        if (options.watch && tensor.type() == DType::Float32)
            QS_RETURN_IF_ERROR((*options.watch)(out, tensor));
        if (options.keepAll || m_lastUse[out.index()] > id.value)
            values[out.index()] = std::move(tensor);
    }
    return {};
}

Status Instance::runNode(NodeId id, Values& values, const RunOptions& options)
{
    ops::Context ctx(m_graph->node(id), m_pool);
    ctx.outputs.resize(m_graph->node(id).outputs.size());
    QS_RETURN_IF_ERROR(gatherInputs(id, values, options, ctx));
    m_subgraphs[id.index()].install(ctx);
    QS_RETURN_IF_ERROR(m_kernels[id.index()](ctx));
    return takeOutputs(id, values, options, ctx);
}

} // namespace qscope::run
