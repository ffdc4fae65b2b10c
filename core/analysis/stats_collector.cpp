// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stats_collector.h"

#include <algorithm>

#include "core/run/fusion.h"

namespace qscope::analysis {

namespace {

/// Above this many channels a histogram each would cost more memory than it tells.
constexpr int64_t kMostChannelHistograms = 4096;

bool keepsElements(const Node& node)
{
    return (node.domain.empty() || node.domain == "ai.onnx")
           && (node.op == "Reshape" || node.op == "Transpose" || node.op == "Flatten" || node.op == "Squeeze"
               || node.op == "Unsqueeze" || node.op == "Identity" || node.op == "Dropout");
}

/// Seen equally often (a body may run never, or many times), and padding samples are told apart in both or in neither.
bool areSeenAlike(const Graph& graph, const BatchPlan& plan, ValueId a, ValueId b)
{
    return graph.value(a).body == graph.value(b).body
           && (plan.batchAxis[a.index()] >= 0) == (plan.batchAxis[b.index()] >= 0);
}

std::vector<ValueId> findSources(const Graph& graph, const BatchPlan& plan, const std::vector<bool>& hidden)
{
    std::vector<ValueId> source(graph.values.size());
    for (const Node& node : graph.nodes) {
        if (!keepsElements(node) || node.inputs.empty() || node.outputs.empty() || !node.outputs[0].valid())
            continue;
        const ValueId in = node.inputs[0];
        if (!in.valid() || graph.value(in).constant || hidden[in.index()]
            || !areSeenAlike(graph, plan, in, node.outputs[0]))
            continue;
        source[node.outputs[0].index()] = source[in.index()].valid() ? source[in.index()] : in;
    }
    return source;
}

/// Per value the tensors that together hold its elements: inputs of a Concat, outputs of a Split.
std::vector<std::vector<ValueId>> findParts(const Graph& graph, const BatchPlan& plan,
                                            const std::vector<ValueId>& source, const std::vector<bool>& hidden)
{
    std::vector<std::vector<ValueId>> parts(graph.values.size());
    for (const Node& node : graph.nodes) {
        const bool joins = node.op == "Concat";
        if (!node.domain.empty() || (!joins && node.op != "Split") || node.inputs.empty() || node.outputs.empty())
            continue;
        ValueId whole = joins ? node.outputs[0] : node.inputs[0];
        const std::vector<ValueId>& pieces = joins ? node.inputs : node.outputs;
        const bool isActivation = whole.valid() && !graph.value(whole).constant;
        const bool derivable = isActivation && std::all_of(pieces.begin(), pieces.end(), [&](ValueId piece) {
            return piece.valid() && !graph.value(piece).constant && !hidden[piece.index()]
                   && areSeenAlike(graph, plan, piece, whole);
        });
        if (!derivable)
            continue;
        if (source[whole.index()].valid())
            whole = source[whole.index()];
        if (parts[whole.index()].empty())
            parts[whole.index()] = pieces;
    }
    return parts;
}

} // namespace

StatsCollector::StatsCollector(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
                               const CalibrationOptions& options)
    : m_graph(graph), m_plan(plan), m_places(findChannels(graph)), m_isSite(graph.values.size(), false),
      m_recordOf(graph.values.size(), -1)
{
    m_state.options = options;
    m_state.origin.microBatch = plan.microBatch;
    listTensors();
    for (const Layer& layer : layers) {
        if (!layer.weightInput)
            continue; // a product of two activations: its channels are heads or tokens
        for (const size_t input : layer.activationInputs)
            m_isSite[graph.node(layer.node).inputs[input].index()] = true;
    }
}

void StatsCollector::listTensors()
{
    const auto add = [this](ValueId id) {
        if (!id.valid() || m_recordOf[id.index()] >= 0 || m_graph.value(id).constant)
            return;
        m_recordOf[id.index()] = static_cast<int>(m_state.tensors.size());
        const NodeId producer = m_graph.value(id).producer;
        TensorRecord record;
        record.name = m_graph.value(id).name;
        record.nodeName = producer.valid() ? m_graph.displayName(producer) : std::string();
        record.op = producer.valid() ? m_graph.node(producer).op : "Input";
        m_state.tensors.push_back(std::move(record));
    };
    for (const ValueId in : m_graph.inputs)
        add(in);
    for (const Node& node : m_graph.nodes) {
        for (const ValueId in : node.inputs) {
            if (in.valid() && m_graph.value(in).body >= 0)
                add(in); // what a body is given; the rest is there already
        }
        for (const ValueId out : node.outputs)
            add(out);
    }
    const std::vector<bool> hidden = run::hiddenValues(m_graph);
    const auto source = findSources(m_graph, m_plan, hidden);
    const auto parts = findParts(m_graph, m_plan, source, hidden);
    for (size_t v = 0; v < m_recordOf.size(); ++v) {
        if (m_recordOf[v] < 0)
            continue;
        if (source[v].valid())
            record(ValueId(v)).source = m_recordOf[source[v].index()];
        for (const ValueId part : parts[v])
            record(ValueId(v)).parts.push_back(m_recordOf[part.index()]);
    }
}

bool StatsCollector::wantsChannels(ValueId id) const
{
    const CalibrationOptions& options = m_state.options;
    if (!options.channelHistograms || !m_isSite[id.index()])
        return false;
    const auto& names = options.channelsOf;
    return names.empty() || std::find(names.begin(), names.end(), m_graph.value(id).name) != names.end();
}

stats::AccumulatorOptions StatsCollector::optionsFor(ValueId id, const Tensor& tensor) const
{
    stats::AccumulatorOptions options;
    options.rank = static_cast<int>(tensor.rank());
    options.batchAxis = m_plan.batchAxis[id.index()];
    if (options.batchAxis >= options.rank)
        options.batchAxis = -1;
    options.channelAxis = channelAxis(m_places[id.index()], tensor.rank());
    if (options.channelAxis == options.batchAxis)
        options.channelAxis = -1;
    options.channelHistograms = wantsChannels(id) && options.channelAxis >= 0
                                && tensor.dim(static_cast<size_t>(options.channelAxis)) <= kMostChannelHistograms;
    options.tensorHistogram = record(id).parts.empty() && record(id).source < 0;
    const NodeId producer = m_graph.value(id).producer;
    if (producer.valid() && m_graph.node(producer).op == "Softmax" && options.rank > 0) {
        const auto fallback = m_graph.opset() < 13 ? 1 : -1;
        auto axis = static_cast<int>(m_graph.node(producer).intAttribute("axis", fallback));
        axis += axis < 0 ? options.rank : 0;
        options.softmaxAxis = axis;
        options.headsAxis = options.rank == 4 ? 1 : options.rank == 3 ? options.batchAxis : -1;
    }
    return options;
}

void StatsCollector::see(ValueId id, const Tensor& tensor, const BatchSamples& samples)
{
    if (m_recordOf[id.index()] < 0)
        return;
    TensorRecord& seen = record(id);
    if (isRearranged(id) && m_state.tensors[static_cast<size_t>(seen.source)].accumulator)
        return seeArrangement(id, tensor, samples);
    if (!seen.accumulator)
        seen.accumulator = std::make_unique<stats::TensorAccumulator>(optionsFor(id, tensor));
    if (samples.leads || m_plan.batchAxis[id.index()] >= 0)
        seen.accumulator->add(tensor, samples.first, samples.count, samples.places, samples.skip);
}

void StatsCollector::seeArrangement(ValueId id, const Tensor& tensor, const BatchSamples& samples)
{
    int batchAxis = m_plan.batchAxis[id.index()];
    batchAxis = batchAxis < static_cast<int>(tensor.rank()) ? batchAxis : -1;
    auto& own = record(id).arrangement;
    if (!own) {
        Shape shape = tensor.shape();
        if (batchAxis >= 0)
            shape[static_cast<size_t>(batchAxis)] /= samples.places;
        own = TensorRecord::Arrangement{samples.first, shape, {}, {}};
    }
    const auto& source = *m_state.tensors[static_cast<size_t>(record(id).source)].accumulator;
    const auto follow = [&](stats::Extreme& extreme, const stats::Extreme& there) {
        if (there.sample >= samples.first && (extreme.sample < 0 || there.value != extreme.value))
            extreme = stats::findElement(tensor, there.value, there.sample, batchAxis,
                                         samples.first - samples.skip, samples.places);
    };
    follow(own->min, source.min());
    follow(own->max, source.max());
}

CalibrationState StatsCollector::take()
{
    CalibrationState fresh;
    fresh.origin = m_state.origin;
    fresh.options = m_state.options;
    for (const TensorRecord& record : m_state.tensors)
        fresh.tensors.push_back({record.name, record.nodeName, record.op, record.source, record.parts, {}, {}});
    return std::exchange(m_state, std::move(fresh));
}

void StatsCollector::finishBatch(const BatchSamples& samples, uint64_t dataHash)
{
    m_state.samples.add({samples.first, samples.first + samples.count});
    m_state.dataHash += dataHash;
}

} // namespace qscope::analysis
