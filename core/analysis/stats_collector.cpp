// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stats_collector.h"

#include <algorithm>
#include <atomic>

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

/// Padding samples are told apart in both or in neither.
bool areBatchedAlike(const BatchPlan& plan, ValueId a, ValueId b)
{
    return (plan.batchAxis[a.index()] >= 0) == (plan.batchAxis[b.index()] >= 0);
}

std::vector<ValueId> findSources(const Graph& graph, const BatchPlan& plan, const std::vector<bool>& hidden)
{
    std::vector<ValueId> source(graph.values.size());
    for (const Node& node : graph.nodes) {
        if (!keepsElements(node) || node.inputs.empty() || node.outputs.empty() || !node.outputs[0].valid())
            continue;
        const ValueId in = node.inputs[0];
        if (!in.valid() || graph.value(in).constant || hidden[in.index()] || !areBatchedAlike(plan, in, node.outputs[0]))
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
                   && areBatchedAlike(plan, piece, whole);
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

uint64_t nextId()
{
    static std::atomic<uint64_t> last{0};
    return ++last;
}

} // namespace

StatsCollector::StatsCollector(const Graph& graph, const std::vector<Layer>& layers, const BatchPlan& plan,
                               const CalibrationOptions& options)
    : m_graph(graph), m_plan(plan), m_options(options), m_places(findChannels(graph)), m_isSite(graph.values.size(), false),
      m_accumulators(graph.values.size()), m_arrangements(graph.values.size())
{
    const std::vector<bool> hidden = run::hiddenValues(graph);
    m_source = findSources(graph, plan, hidden);
    m_parts = findParts(graph, plan, m_source, hidden);
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
    options.channelHistograms = m_options.channelHistograms && m_isSite[id.index()] && options.channelAxis >= 0
                                && tensor.dim(static_cast<size_t>(options.channelAxis)) <= kMostChannelHistograms;
    options.tensorHistogram = m_parts[id.index()].empty() && !m_source[id.index()].valid();
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
    if (isRearranged(id) && m_accumulators[m_source[id.index()].index()])
        return seeArrangement(id, tensor, first);
    auto& accumulator = m_accumulators[id.index()];
    if (!accumulator)
        accumulator = std::make_unique<stats::TensorAccumulator>(optionsFor(id, tensor));
    accumulator->add(tensor, first, count, m_plan.microBatch);
}

void StatsCollector::seeArrangement(ValueId id, const Tensor& tensor, int64_t first)
{
    int batchAxis = m_plan.batchAxis[id.index()];
    batchAxis = batchAxis < static_cast<int>(tensor.rank()) ? batchAxis : -1;
    auto& own = m_arrangements[id.index()];
    if (!own) {
        Shape shape = tensor.shape();
        if (batchAxis >= 0)
            shape[static_cast<size_t>(batchAxis)] /= m_plan.microBatch;
        own = Arrangement{first, shape, {}, {}};
    }
    const auto& source = m_accumulators[m_source[id.index()].index()];
    const auto follow = [&](stats::Extreme& extreme, const stats::Extreme& there) {
        if (there.sample >= first && (extreme.sample < 0 || there.value != extreme.value))
            extreme = stats::findElement(tensor, there.value, there.sample, batchAxis, first, m_plan.microBatch);
    };
    if (source) {
        follow(own->min, source->min());
        follow(own->max, source->max());
    }
}

StatsCollector StatsCollector::copy() const
{
    StatsCollector result(m_graph, {}, m_plan, m_options);
    result.m_isSite = m_isSite;
    result.merge(*this);
    return result;
}

void StatsCollector::merge(const StatsCollector& other)
{
    for (size_t v = 0; v < m_accumulators.size(); ++v) {
        mergeArrangement(ValueId(v), other);
        if (!other.m_accumulators[v])
            continue;
        if (m_accumulators[v])
            m_accumulators[v]->merge(*other.m_accumulators[v]);
        else
            m_accumulators[v] = std::make_unique<stats::TensorAccumulator>(*other.m_accumulators[v]);
    }
}

/// Of equal extremes that of the earlier sample, as the accumulators do.
void StatsCollector::mergeArrangement(ValueId id, const StatsCollector& other)
{
    const auto& theirs = other.m_arrangements[id.index()];
    auto& own = m_arrangements[id.index()];
    if (!theirs)
        return;
    if (!own) {
        own = theirs;
        return;
    }
    if (theirs->firstSample < own->firstSample) {
        own->firstSample = theirs->firstSample;
        own->shape = theirs->shape;
    }
    const auto better = [](const stats::Extreme& a, const stats::Extreme& b, bool smaller) {
        if (a.sample < 0 || b.sample < 0)
            return b.sample < 0 && a.sample >= 0;
        return a.value == b.value ? a.sample < b.sample : (a.value < b.value) == smaller;
    };
    if (better(theirs->min, own->min, true))
        own->min = theirs->min;
    if (better(theirs->max, own->max, false))
        own->max = theirs->max;
}

std::optional<stats::Histogram> StatsCollector::histogramOf(ValueId id) const
{
    if (m_source[id.index()].valid())
        return histogramOf(m_source[id.index()]);
    const auto& parts = m_parts[id.index()];
    if (parts.empty()) {
        if (!m_accumulators[id.index()])
            return std::nullopt;
        return m_accumulators[id.index()]->histogram();
    }
    std::optional<stats::Histogram> merged = histogramOf(parts.front());
    for (size_t i = 1; merged && i < parts.size(); ++i) {
        if (const auto part = histogramOf(parts[i]))
            merged->merge(*part);
    }
    return merged;
}

stats::TensorStats StatsCollector::describe(ValueId id) const
{
    const ValueId recorded = m_arrangements[id.index()] ? m_source[id.index()] : id;
    stats::TensorStats stats = m_accumulators[recorded.index()]->finish();
    const Value& value = m_graph.value(id);
    if (const auto histogram = histogramOf(id))
        stats.histogram = *histogram;
    if (const auto& own = m_arrangements[id.index()]) {
        stats.shape = own->shape;
        stats.min = own->min;
        stats.max = own->max;
        stats.channelAxis = -1;
        stats.channels = {};
        stats.softmax.reset();
    }
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
        if (!id.valid() || (!m_accumulators[id.index()] && !m_arrangements[id.index()]) || result->indexByValue[id.index()] >= 0)
            return;
        result->indexByValue[id.index()] = static_cast<int32_t>(result->tensors.size());
        result->tensors.push_back(describe(id));
        const auto& stats = result->tensors.back();
        if (result->warnings.empty() && stats.nanCount + stats.infCount > 0)
            result->warnings.push_back("NaN or Inf first appear in tensor '" + stats.name + "' "
                                       + (stats.node.valid() ? "of node '" + stats.nodeName + "' (" + stats.op + ")"
                                                             : std::string("of the data"))
                                       + ", in sample " + std::to_string(stats.firstBadSample) + ": "
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
