// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_quantizers.h"

#include <tuple>

namespace qscope::analysis {

namespace {

using SpecKey = std::tuple<int, bool, int, int, double>;

SpecKey keyOf(const quant::QuantizerSpec& spec)
{
    return {spec.bits, spec.symmetric, static_cast<int>(spec.granularity), static_cast<int>(spec.calibrator),
            spec.percentile};
}

quant::QuantParams weightParams(const Tensor& weight, const quant::QuantizerSpec& spec, int axis)
{
    const auto ranges = quant::calibrateWeights(weight, spec, axis);
    const bool perChannel = spec.granularity == quant::Granularity::PerChannel;
    return perChannel ? quant::paramsFromRanges(ranges, spec.bits, spec.symmetric, axis)
                      : quant::paramsFromRange(ranges.front(), spec.bits, spec.symmetric);
}

} // namespace

struct QuantizerStore::State {
    uint64_t calibration = 0;
    std::map<std::pair<int32_t, SpecKey>, quant::QuantParams> activations; ///< by value
    std::map<std::pair<size_t, SpecKey>, quant::QuantParams> weights;      ///< by layer
    struct Quantized {
        quant::QuantParams params;
        Tensor weight;
    };
    std::map<size_t, std::vector<Quantized>> quantizedWeights; ///< by layer, the last two
};

QuantizerStore::QuantizerStore(std::shared_ptr<const Graph> graph, const std::vector<Layer>& layers)
    : m_graph(std::move(graph)), m_layers(layers), m_state(std::make_unique<State>())
{
}

QuantizerStore::~QuantizerStore() = default;

Result<std::vector<LayerQuantizers>> QuantizerStore::quantizers(const CalibrationResult& calibration,
                                                                const quant::Config& config, bool everything)
{
    QS_ASSIGN(const auto specs, quant::resolve(config, m_layers));
    const std::lock_guard lock(m_mutex);
    if (m_state->calibration != calibration.id) {
        m_state->activations.clear();
        m_state->calibration = calibration.id;
    }
    std::vector<LayerQuantizers> result(m_layers.size());
    for (size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers[i];
        const Node& node = m_graph->node(layer.node);
        result[i].isFloat = specs[i].isFloat && !everything;
        for (const size_t input : layer.activationInputs) {
            const ValueId value = node.inputs[input];
            const auto* stats = calibration.find(value);
            if (!stats && node.body >= 0) { // in a branch that no sample took
                result[i].isFloat = true;
                result[i].activations.clear();
                break;
            }
            if (!stats)
                return Error{ErrorCode::InvalidArgument, "the calibration holds no statistics of tensor '"
                                                             + m_graph->value(value).name + "'", layer.name};
            const auto key = std::make_pair(value.value, keyOf(specs[i].activations));
            auto it = m_state->activations.find(key);
            if (it == m_state->activations.end()) {
                const auto range = quant::calibrate(stats->histogram, specs[i].activations);
                it = m_state->activations
                         .emplace(key, quant::paramsFromRange(range, specs[i].activations.bits,
                                                              specs[i].activations.symmetric))
                         .first;
            }
            result[i].activations.push_back(it->second);
        }
        if (!layer.weightInput)
            continue;
        const auto key = std::make_pair(i, keyOf(specs[i].weights));
        auto it = m_state->weights.find(key);
        if (it == m_state->weights.end()) {
            const Tensor& weight = *m_graph->value(node.inputs[*layer.weightInput]).constant;
            it = m_state->weights.emplace(key, weightParams(weight, specs[i].weights, layer.weightAxis)).first;
        }
        result[i].weights = it->second;
    }
    return result;
}

std::vector<run::NodeOverride> QuantizerStore::overrides(const std::vector<LayerQuantizers>& quantizers)
{
    constexpr size_t keptPerLayer = 2;
    const std::lock_guard lock(m_mutex);
    std::vector<run::NodeOverride> overrides(m_layers.size());
    for (size_t i = 0; i < m_layers.size(); ++i) {
        if (quantizers[i].isFloat)
            continue;
        const Layer& layer = m_layers[i];
        for (size_t a = 0; a < layer.activationInputs.size(); ++a)
            overrides[i].activations.push_back({layer.activationInputs[a], quantizers[i].activations[a]});
        if (!quantizers[i].weights)
            continue;
        overrides[i].weightIndex = *layer.weightInput;
        auto& kept = m_state->quantizedWeights[i];
        for (const auto& k : kept) {
            if (k.params == *quantizers[i].weights)
                overrides[i].weight = k.weight;
        }
        if (!overrides[i].weight.absent())
            continue;
        const ValueId value = m_graph->node(layer.node).inputs[*layer.weightInput];
        overrides[i].weight = quant::fakeQuantize(*m_graph->value(value).constant, *quantizers[i].weights);
        if (kept.size() >= keptPerLayer)
            kept.erase(kept.begin());
        kept.push_back({*quantizers[i].weights, overrides[i].weight});
    }
    return overrides;
}

run::Overrides overridesByNode(const Graph& graph, const std::vector<Layer>& layers,
                               const std::vector<LayerQuantizers>& quantizers,
                               const std::vector<run::NodeOverride>& overrides)
{
    run::Overrides byNode(graph.nodes.size(), nullptr);
    for (size_t i = 0; i < layers.size(); ++i) {
        if (!quantizers[i].isFloat)
            byNode[layers[i].node.index()] = &overrides[i];
    }
    return byNode;
}

Result<std::vector<LayerQuantizers>> quantizersFor(const Graph& graph, const std::vector<Layer>& layers,
                                                   const CalibrationResult& calibration, const quant::Config& config)
{
    // The graph outlives this call; the store only looks at it.
    QuantizerStore store(std::shared_ptr<const Graph>(&graph, [](const Graph*) {}), layers);
    return store.quantizers(calibration, config);
}

} // namespace qscope::analysis
