// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stats_collector.h"

#include <atomic>

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

/// Per value the first tensor of which it is only another arrangement. Padding samples must be told apart in both.
std::vector<ValueId> findSameElements(const Graph& graph, const BatchPlan& plan)
{
    std::vector<ValueId> same(graph.values.size());
    for (size_t v = 0; v < same.size(); ++v)
        same[v] = ValueId(v);
    for (const Node& node : graph.nodes) {
        if (!keepsElements(node) || node.inputs.empty() || !node.inputs[0].valid() || !node.outputs[0].valid())
            continue;
        const ValueId source = same[node.inputs[0].index()];
        const bool sourceBatched = plan.batchAxis[source.index()] >= 0;
        if (!graph.value(source).constant && sourceBatched == (plan.batchAxis[node.outputs[0].index()] >= 0))
            same[node.outputs[0].index()] = source;
    }
    return same;
}

uint64_t nextId()
{
    static std::atomic<uint64_t> last{0};
    return ++last;
}

} // namespace

StatsCollector::StatsCollector(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan)
    : m_graph(graph), m_plan(plan), m_places(findChannels(graph)), m_sameElements(findSameElements(graph, plan)),
      m_isSite(graph.values.size(), false), m_accumulators(graph.values.size())
{
    for (const Layer& layer : layers) {
        if (!layer.weightInput)
            continue; // a product of two activations: its channels are heads or tokens
        for (const size_t input : layer.activationInputs)
            m_isSite[graph.node(layer.node).inputs[input].index()] = true;
    }
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
    options.channelHistograms = m_isSite[id.index()] && options.channelAxis >= 0
                                && tensor.dim(static_cast<size_t>(options.channelAxis)) <= kMostChannelHistograms;
    const ValueId source = m_sameElements[id.index()];
    options.tensorHistogram = source == id || !m_accumulators[source.index()];
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

void StatsCollector::see(ValueId id, const Tensor& tensor, int64_t first, int64_t count)
{
    auto& accumulator = m_accumulators[id.index()];
    if (!accumulator)
        accumulator = std::make_unique<stats::TensorAccumulator>(optionsFor(id, tensor));
    accumulator->add(tensor, first, count, m_plan.microBatch);
}

stats::TensorStats StatsCollector::describe(ValueId id) const
{
    stats::TensorStats stats = m_accumulators[id.index()]->finish();
    const Value& value = m_graph.value(id);
    if (stats.histogram.empty() && m_accumulators[m_sameElements[id.index()].index()])
        stats.histogram = m_accumulators[m_sameElements[id.index()].index()]->finish().histogram;
    stats.value = id;
    stats.name = value.name;
    stats.node = value.producer;
    stats.nodeName = value.producer.valid() ? m_graph.displayName(value.producer) : std::string();
    stats.op = value.producer.valid() ? m_graph.node(value.producer).op : "Input";
    return stats;
}

std::shared_ptr<const CalibrationResult> StatsCollector::finish(int64_t samples) const
{
    auto result = std::make_shared<CalibrationResult>();
    result->id = nextId();
    result->samples = samples;
    result->indexByValue.assign(m_graph.values.size(), -1);
    const auto add = [&](ValueId id) {
        if (!id.valid() || !m_accumulators[id.index()] || result->indexByValue[id.index()] >= 0)
            return;
        result->indexByValue[id.index()] = static_cast<int32_t>(result->tensors.size());
        result->tensors.push_back(describe(id));
        const auto& stats = result->tensors.back();
        if (result->warnings.empty() && stats.nanCount + stats.infCount > 0)
            result->warnings.push_back("NaN or Inf first appear in tensor '" + stats.name + "': "
                                       + std::to_string(stats.nanCount) + " NaN, " + std::to_string(stats.infCount)
                                       + " Inf");
    };
    for (const ValueId in : m_graph.inputs)
        add(in);
    for (const Node& node : m_graph.nodes) {
        for (const ValueId out : node.outputs)
            add(out);
    }
    return result;
}

} // namespace qscope::analysis
