// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/instance.h"

#include <algorithm>
#include <limits>
#include <new>

#include <omp.h>

#include "core/base/text.h"
#include "core/ops/convolution.h"

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

const NodeOverride* overrideOf(const RunOptions& options, NodeId id)
{
    return options.overrides && id.index() < options.overrides->size() ? (*options.overrides)[id.index()] : nullptr;
}

} // namespace

const Tensor* NodeOverride::constant(size_t input) const
{
    if (input == weightIndex && !weight.absent())
        return &weight;
    return input == 2 && !bias.absent() ? &bias : nullptr;
}

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
        unknown.push_back(filled(say("Engine", "node '%1' (%2, opset %3)"), graph.displayName(NodeId(i)), op,
                                 graph.opset(node.domain)));
    }
    return unknown;
}

Result<std::unique_ptr<Instance>> Instance::create(std::shared_ptr<const Graph> graph, int threads)
{
    const auto unknown = unknownOperators(*graph);
    if (!unknown.empty())
        return Error{ErrorCode::Unsupported,
                     unknown.size() == 1
                         ? filled(say("Engine", "the engine does not know 1 operator of this model: %1"),
                                  unknown.front())
                         : filled(say("Engine", "the engine does not know %1 operators of this model: %2"),
                                  unknown.size(), joined(unknown)),
                     {}};
    std::unique_ptr<Instance> instance(new Instance(std::move(graph), threads));
    QS_RETURN_IF_ERROR(instance->makePlan(Fusion::Structures, instance->m_visible));
    QS_RETURN_IF_ERROR(instance->makePlan(Fusion::Everything, instance->m_fast));
    instance->m_stepOf.assign(instance->m_graph->nodes.size(), SIZE_MAX);
    for (size_t i = 0; i < instance->m_fast.steps.size(); ++i)
        for (const NodeId id : instance->m_fast.steps[i].step.nodes)
            instance->m_stepOf[id.index()] = i;
    const Graph& whole = *instance->m_graph;
    for (size_t n = 0; n < whole.nodes.size(); ++n) {
        NodeId outer(n);
        for (int32_t body = whole.node(outer).body; body >= 0; body = whole.node(outer).body)
            outer = whole.bodies[static_cast<size_t>(body)].owner;
        instance->m_stepOf[n] = instance->m_stepOf[outer.index()];
    }
    return instance;
}

Instance::Instance(std::shared_ptr<const Graph> graph, int threads)
    : m_graph(std::move(graph)), m_threads(threads > 0 ? threads : omp_get_num_procs())
{
}

Instance::~Instance() = default;

Result<Instance::Planned> Instance::prepare(Step step) const
{
    Planned planned;
    planned.step = std::move(step);
    const Node& node = planned.step.node;
    if (!planned.step.row.empty())
        return prepareRow(std::move(planned));
    const ops::OpEntry* entry = ops::findOperator(node.domain, node.op);
    QS_ASSIGN(planned.kernel, entry->make(node, planned.step.opset));
    planned.anyLayout = entry->anyLayout;
    QS_ASSIGN(planned.subgraphs, Subgraphs::create(node, m_threads));
    for (const NodeId id : planned.step.nodes) {
        if (!planned.step.weightsFolded)
            break;
        const Node& part = m_graph->node(id);
        QS_ASSIGN(Planned single, prepare({part, id, {id}, {}, m_graph->opset(part.domain), false}));
        planned.singles.push_back(std::move(single));
    }
    return planned;
}

Result<Instance::Planned> Instance::prepareRow(Planned planned) const
{
    std::vector<Node> nodes;
    for (const Step& step : planned.step.row) {
        nodes.push_back(step.node);
        QS_ASSIGN(Planned single, prepare(step));
        planned.singles.push_back(std::move(single));
    }
    planned.anyLayout = true;
    QS_ASSIGN(planned.kernel, ops::makeConvolutionRow(nodes, planned.step.opset));
    return planned;
}

Status Instance::makePlan(Fusion fusion, Plan& plan) const
{
    for (Step& step : planSteps(*m_graph, fusion)) {
        QS_ASSIGN(Planned planned, prepare(std::move(step)));
        plan.steps.push_back(std::move(planned));
    }
    plan.lastUse.assign(m_graph->values.size(), -1);
    for (size_t i = 0; i < plan.steps.size(); ++i) {
        for (const ValueId in : plan.steps[i].step.node.inputs) {
            if (in.valid())
                plan.lastUse[in.index()] = static_cast<int32_t>(i);
        }
    }
    for (const ValueId out : m_graph->outputs)
        plan.lastUse[out.index()] = kKeptForever;
    return {};
}

Status Instance::checkInputs(std::span<const Tensor> inputs) const
{
    if (inputs.size() != m_graph->inputs.size())
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Engine", "the model has %1 inputs, %2 were given"), m_graph->inputs.size(),
                            inputs.size()),
                     {}};
    for (size_t i = 0; i < inputs.size(); ++i) {
        const Value& value = m_graph->value(m_graph->inputs[i]);
        if (inputs[i].absent())
            return Error{
                ErrorCode::InvalidArgument, filled(say("Engine", "input '%1' has no data"), value.name), {}};
        if (value.typeKnown && inputs[i].type() != value.type)
            return Error{ErrorCode::TypeMismatch,
                         filled(say("Engine", "input '%1' is %2 in the model and %3 in the data"), value.name,
                                dtypeName(value.type), dtypeName(inputs[i].type())),
                         {}};
        if (!value.shape)
            continue;
        bool fits = value.shape->size() == inputs[i].rank();
        for (size_t d = 0; fits && d < inputs[i].rank(); ++d)
            fits = (*value.shape)[d].size < 0 || (*value.shape)[d].size == inputs[i].dim(d);
        if (!fits)
            return Error{ErrorCode::ShapeMismatch,
                         filled(say("Engine", "data of shape %1 does not fit input '%2'"),
                                shapeText(inputs[i].shape()), value.name),
                         {}};
    }
    return {};
}

Result<Values> Instance::run(std::span<const Tensor> inputs, const RunOptions& options)
{
    return runPlan(options.watch || options.keepAll ? m_visible : m_fast, inputs, options);
}

Result<Values> Instance::runForRerun(std::span<const Tensor> inputs, const Overrides& overrides,
                                     const RunControl* control)
{
    return runPlan(m_fast, inputs, {&overrides, nullptr, true, control});
}

Result<Values> Instance::runPlan(const Plan& plan, std::span<const Tensor> inputs, const RunOptions& options)
{
    QS_RETURN_IF_ERROR(checkInputs(inputs));
    omp_set_num_threads(m_threads);
    m_touched = 0;
    Values values(m_graph->values.size());
    for (size_t i = 0; i < inputs.size(); ++i) {
        const ValueId id = m_graph->inputs[i];
        values[id.index()] = inputs[i];
        if (options.watch && inputs[i].type() == DType::Float32)
            QS_RETURN_IF_ERROR((*options.watch)(id, inputs[i]));
    }
    QS_RETURN_IF_ERROR(runSteps(plan, 0, values, options));
    return finish(std::move(values));
}

Status Instance::runSteps(const Plan& plan, size_t first, Values& values, const RunOptions& options)
{
    std::span<const Cut> cuts = options.cuts ? options.cuts->at : std::span<const Cut>();
    for (size_t i = first; i < plan.steps.size(); ++i) {
        while (!cuts.empty() && cuts.front().steps <= i) {
            if (cuts.front().steps == i && i > first) {
                CutTensors tensors;
                for (const ValueId id : cuts.front().live)
                    tensors.push_back(values[id.index()]);
                options.cuts->take(cuts.front(), std::move(tensors));
            }
            cuts = cuts.subspan(1);
        }
        if (options.control && options.control->stopRequested())
            return RunControl::cancelled();
        QS_RETURN_IF_ERROR(runStep(plan, i, values, options));
    }
    return {};
}

Result<Values> Instance::finish(Values values)
{
    for (const ValueId out : m_graph->outputs) {
        Tensor& slot = values[out.index()];
        slot = slot.absent() && m_graph->value(out).constant ? *m_graph->value(out).constant : toPlain(slot);
    }
    m_quantized = {};
    return values;
}

std::vector<Cut> Instance::cuts() const
{
    // A value is live from the step that makes it (inputs: from the start) to the last that reads it.
    std::vector<std::vector<ValueId>> madeBy(m_fast.steps.size() + 1);
    for (const ValueId in : m_graph->inputs)
        madeBy[0].push_back(in);
    for (size_t i = 0; i < m_fast.steps.size(); ++i)
        for (const ValueId out : m_fast.steps[i].step.node.outputs)
            if (out.valid())
                madeBy[i + 1].push_back(out);
    std::vector<Cut> all;
    std::vector<ValueId> live;
    for (size_t steps = 0; steps < m_fast.steps.size(); ++steps) {
        live.insert(live.end(), madeBy[steps].begin(), madeBy[steps].end());
        std::erase_if(live, [&](ValueId id) { return m_fast.lastUse[id.index()] < static_cast<int32_t>(steps); });
        std::sort(live.begin(), live.end());
        if (steps > 0)
            all.push_back({steps, live});
    }
    return all;
}

Result<Values> Instance::runFrom(const Cut& cut, const CutTensors& tensors, const RunOptions& options)
{
    omp_set_num_threads(m_threads);
    Values values(m_graph->values.size());
    for (size_t i = 0; i < cut.live.size(); ++i)
        values[cut.live[i].index()] = tensors[i];
    QS_RETURN_IF_ERROR(runSteps(m_fast, cut.steps, values, options));
    return finish(std::move(values));
}

Result<Values> Instance::rerun(const Values& base, std::span<const NodeId> changed, const Overrides& overrides,
                               const RunControl* control)
{
    omp_set_num_threads(m_threads);
    Values values = base;
    std::vector<bool> dirtyNode(m_graph->nodes.size(), false);
    std::vector<bool> dirtyValue(values.size(), false);
    for (NodeId id : changed) {
        for (int32_t body = m_graph->node(id).body; body >= 0; body = m_graph->node(id).body)
            id = m_graph->bodies[static_cast<size_t>(body)].owner;
        dirtyNode[id.index()] = true;
    }
    const RunOptions options{&overrides, nullptr, false, control};
    for (size_t i = 0; i < m_fast.steps.size(); ++i) {
        const Step& step = m_fast.steps[i].step;
        const bool isChanged = std::any_of(step.nodes.begin(), step.nodes.end(),
                                           [&](NodeId id) { return dirtyNode[id.index()]; });
        const bool isDownstream = std::any_of(step.node.inputs.begin(), step.node.inputs.end(), [&](ValueId in) {
            return in.valid() && dirtyValue[in.index()];
        });
        if (!isChanged && !isDownstream)
            continue;
        if (control && control->stopRequested())
            return RunControl::cancelled();
        QS_RETURN_IF_ERROR(runStep(m_fast, i, values, options));
        for (const ValueId out : step.node.outputs) {
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

Result<std::vector<Tensor>> Instance::runAlone(const Values& base, NodeId node, const Overrides& overrides)
{
    const auto holds = [node](const Planned& planned) {
        return std::find(planned.step.nodes.begin(), planned.step.nodes.end(), node) != planned.step.nodes.end();
    };
    const auto found = std::find_if(m_visible.steps.begin(), m_visible.steps.end(), holds);
    if (found == m_visible.steps.end())
        return Error{ErrorCode::InvalidArgument, say("Engine", "the node does not run"),
                     m_graph->displayName(node)};
    omp_set_num_threads(m_threads);
    Values values = base;
    QS_RETURN_IF_ERROR(runStep(m_visible, static_cast<size_t>(found - m_visible.steps.begin()), values,
                               {&overrides, nullptr, true}));
    m_quantized = {};
    std::vector<Tensor> outputs;
    for (const ValueId out : found->step.node.outputs)
        outputs.push_back(out.valid() ? values[out.index()] : Tensor());
    return outputs;
}

Tensor Instance::quantizedInput(const Tensor& x, const quant::QuantParams& params, bool wantCodes)
{
    const bool isKept = m_quantized.source.buffer() == x.buffer() && m_quantized.source.shape() == x.shape()
                        && m_quantized.isCodes == wantCodes && m_quantized.params == params;
    if (!isKept)
        m_quantized = {x, wantCodes ? quant::centredCodes(x, params) : quant::fakeQuantize(x, params), params, wantCodes};
    return m_quantized.result;
}

Status Instance::gatherInputs(const Planned& planned, Values& values, const RunOptions& options,
                              const std::vector<bool>& lastReads, ops::Context& ctx)
{
    const Node& node = planned.step.node;
    ctx.inputs.resize(node.inputs.size());
    ctx.reusable.assign(node.inputs.size(), false);
    ctx.constant.assign(node.inputs.size(), false);
    const NodeOverride* change = overrideOf(options, planned.step.id);
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        const ValueId in = node.inputs[i];
        if (!in.valid())
            continue;
        const bool own = i < planned.step.constants.size() && !planned.step.constants[i].absent();
        if (own || m_graph->value(in).constant) {
            const Tensor* other = change ? change->constant(i) : nullptr;
            ctx.inputs[i] = other ? *other : own ? planned.step.constants[i] : *m_graph->value(in).constant;
            ctx.constant[i] = true;
            continue;
        }
        Tensor& slot = values[in.index()];
        if (slot.absent())
            return ctx.error(ErrorCode::Internal,
                             filled(say("Engine", "tensor '%1' was not computed"), m_graph->value(in).name));
        if (!planned.anyLayout && slot.layout() != Layout::Plain)
            slot = toPlain(slot);
        ctx.inputs[i] = slot;
    }
    if (change) {
        for (const auto& input : change->activations) {
            const Status fits = quant::checkFits(input.quantizer, ctx.inputs[input.index].shape());
            if (!fits.ok())
                return ctx.error(fits.error().code,
                                 filled(say("Engine", "input %1: %2"), input.index, fits.error().message));
            ctx.inputs[input.index] = quantizedInput(ctx.inputs[input.index], input.quantizer, change->runsOnIntegers());
        }
    }
    if (change && change->runsOnIntegers())
        ctx.sums = &change->sums;
    // Give the memory away before the kernel runs, so that it may work in place.
    for (size_t i = 0; i < node.inputs.size(); ++i) {
        if (lastReads[i] && !ctx.constant[i]) {
            values[node.inputs[i].index()] = {};
            ctx.reusable[i] = true;
        }
    }
    return {};
}

Status Instance::takeOutputs(const Planned& planned, Values& values, const RunOptions& options, ops::Context& ctx)
{
    const Node& node = planned.step.node;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
        const ValueId out = node.outputs[i];
        if (!out.valid())
            continue;
        Tensor& tensor = ctx.outputs[i];
        if (tensor.absent())
            return ctx.error(ErrorCode::Unsupported, filled(say("Engine", "output %1 is not computed"), i));
        if (options.watch && tensor.type() == DType::Float32)
            QS_RETURN_IF_ERROR((*options.watch)(out, tensor));
        values[out.index()] = std::move(tensor);
    }
    return {};
}

Status Instance::runKernel(const Planned& planned, Values& values, const RunOptions& options,
                           const std::vector<bool>& lastReads)
{
    ops::Context ctx(planned.step.node, m_pool);
    ctx.outputs.resize(planned.step.node.outputs.size());
    QS_RETURN_IF_ERROR(gatherInputs(planned, values, options, lastReads, ctx));
    planned.subgraphs.install(ctx, *m_graph, planned.step.id, options);
    try {
        QS_RETURN_IF_ERROR(planned.kernel(ctx));
    } catch (const std::bad_alloc&) {
        return ctx.error(ErrorCode::ResourceExhausted, say("Engine", "its tensors do not fit into memory"));
    }
    m_touched += planned.subgraphs.touched();
    for (const auto* tensors : {&ctx.inputs, &ctx.outputs})
        for (const Tensor& tensor : *tensors)
            m_touched += tensor.size();
    return takeOutputs(planned, values, options, ctx);
}

bool Instance::mustRunSingly(const Planned& planned, const RunOptions& options) const
{
    if (planned.step.row.empty()) {
        const NodeOverride* change = overrideOf(options, planned.step.id);
        return !planned.singles.empty() && change && !change->weight.absent() && !change->isFolded;
    }
    return std::any_of(planned.singles.begin(), planned.singles.end(),
                       [&](const Planned& single) { return overrideOf(options, single.step.id) != nullptr; });
}

Status Instance::runPlanned(const Planned& planned, Values& values, const RunOptions& options,
                            const std::vector<bool>& lastReads)
{
    if (!mustRunSingly(planned, options))
        return runKernel(planned, values, options, lastReads);
    RunOptions unseen = options;
    unseen.watch = nullptr; // what lies between is hidden
    for (const Planned& single : planned.singles) {
        const bool isLast = &single == &planned.singles.back();
        QS_RETURN_IF_ERROR(runPlanned(single, values, isLast ? options : unseen,
                                      std::vector<bool>(single.step.node.inputs.size(), false)));
    }
    for (size_t i = 0; i + 1 < planned.singles.size(); ++i)
        values[planned.singles[i].step.node.outputs[0].index()] = {};
    const auto& inputs = planned.step.node.inputs;
    for (size_t i = 0; i < inputs.size(); ++i) {
        if (lastReads[i])
            values[inputs[i].index()] = {};
    }
    return {};
}

Status Instance::runStep(const Plan& plan, size_t index, Values& values, const RunOptions& options)
{
    const Planned& planned = plan.steps[index];
    const Node& node = planned.step.node;
    const auto now = static_cast<int32_t>(index);
    std::vector<bool> lastReads(node.inputs.size(), false);
    for (size_t i = 0; !options.keepAll && i < node.inputs.size(); ++i)
        lastReads[i] = node.inputs[i].valid() && plan.lastUse[node.inputs[i].index()] == now;
    QS_RETURN_IF_ERROR(runPlanned(planned, values, options, lastReads));
    // What nobody reads is not kept.
    for (const ValueId out : node.outputs) {
        if (out.valid() && !options.keepAll && plan.lastUse[out.index()] <= now)
            values[out.index()] = {};
    }
    return {};
}

} // namespace qscope::run
