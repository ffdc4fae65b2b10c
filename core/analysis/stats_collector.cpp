// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stats_collector.h"

#include <algorithm>
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

/// Per value the tensors of which it is only another arrangement. Padding samples must be told apart in all of them.
std::vector<std::vector<ValueId>> findParts(const Graph& graph, const BatchPlan& plan)
{
    std::vector<std::vector<ValueId>> parts(graph.values.size());
    for (const Node& node : graph.nodes) {
        const bool joins = node.op == "Concat" && node.domain.empty();
        if ((!joins && !keepsElements(node)) || node.inputs.empty() || !node.outputs[0].valid())
            continue;
        const bool batched = plan.batchAxis[node.outputs[0].index()] >= 0;
        std::vector<ValueId> sources(node.inputs.begin(), joins ? node.inputs.end() : node.inputs.begin() + 1);
        const bool derivable = std::all_of(sources.begin(), sources.end(), [&](ValueId in) {
            return in.valid() && !graph.value(in).constant && (plan.batchAxis[in.index()] >= 0) == batched;
        });
        if (derivable)
            parts[node.outputs[0].index()] = std::move(sources);
    }
    return parts;
}

uint64_t nextId()
{
    static std::atomic<uint64_t> last{0};
    return ++last;
}

} // namespace

StatsCollector::StatsCollector(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan)
    : m_graph(graph), m_plan(plan), m_places(findChannels(graph)), m_parts(findParts(graph, plan)),
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
    options.tensorHistogram = !isCountedElsewhere(id);
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

StatsCollector StatsCollector::copy() const
{
    StatsCollector result(m_graph, {}, m_plan);
    result.m_isSite = m_isSite;
    result.merge(*this);
    return result;
}

void StatsCollector::merge(const StatsCollector& other)
{
    for (size_t v = 0; v < m_accumulators.size(); ++v) {
        if (!other.m_accumulators[v])
            continue;
        if (m_accumulators[v])
            m_accumulators[v]->merge(*other.m_accumulators[v]);
        else
            m_accumulators[v] = std::make_unique<stats::TensorAccumulator>(*other.m_accumulators[v]);
    }
}

bool StatsCollector::isCountedElsewhere(ValueId id) const
{
    const auto& parts = m_parts[id.index()];
    return !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](ValueId part) {
        return m_accumulators[part.index()] != nullptr; // not there: no floating-point tensor
    });
}

stats::Histogram StatsCollector::histogramOf(ValueId id) const
{
    if (!isCountedElsewhere(id))
        return m_accumulators[id.index()]->finish().histogram;
    stats::Histogram merged = histogramOf(m_parts[id.index()].front());
    for (size_t i = 1; i < m_parts[id.index()].size(); ++i)
        merged.merge(histogramOf(m_parts[id.index()][i]));
    return merged;
}

stats::TensorStats StatsCollector::describe(ValueId id) const
{
    stats::TensorStats stats = m_accumulators[id.index()]->finish();
    const Value& value = m_graph.value(id);
    if (isCountedElsewhere(id))
        stats.histogram = histogramOf(id);
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
