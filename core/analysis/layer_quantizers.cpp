// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_quantizers.h"

#include "core/quant/bias.h"

namespace qscope::analysis {

namespace {

/// A layer that multiplies one quantized activation by its weights adds its bias as integers.
void quantizeBias(const Tensor& bias, LayerQuantizers& layer)
{
    if (bias.absent() || !layer.weights || layer.activations.size() != 1)
        return;
    layer.weights = quant::weightsThatFit(bias, layer.activations.front(), *layer.weights);
    layer.bias = quant::biasParams(bias, layer.activations.front(), *layer.weights);
}

} // namespace

struct QuantizerStore::State {
    uint64_t calibration = 0;
    // By value or layer, and by canonical spec.
    std::map<std::pair<int32_t, quant::QuantizerSpec>, quant::QuantParams> activations;
    std::map<std::pair<size_t, quant::QuantizerSpec>, quant::QuantParams> weights;
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
            const auto key = std::make_pair(value.value, quant::canonical(specs[i].activations));
            auto it = m_state->activations.find(key);
            if (it == m_state->activations.end()) {
                auto params = quant::quantizerForActivations(*stats, key.second);
                if (!params.ok())
                    return Error{params.error().code, params.error().message, layer.name};
                it = m_state->activations.emplace(key, std::move(*params)).first;
            }
            result[i].activations.push_back(it->second);
        }
        if (!layer.weightInput)
            continue;
        const auto key = std::make_pair(i, quant::canonical(specs[i].weights));
        auto it = m_state->weights.find(key);
        if (it == m_state->weights.end()) {
            const Tensor weight = weightOf(*m_graph, layer);
            it = m_state->weights.emplace(key, quant::quantizerForWeights(weight, key.second, layer.weightAxis)).first;
        }
        result[i].weights = it->second;
        quantizeBias(biasOf(*m_graph, layer), result[i]);
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
        overrides[i].isFolded = layer.fold != nullptr;
        if (quantizers[i].bias)
            overrides[i].bias = quant::fakeQuantizeBias(biasOf(*m_graph, layer), *quantizers[i].bias);
        auto& kept = m_state->quantizedWeights[i];
        for (const auto& k : kept) {
            if (k.params == *quantizers[i].weights)
                overrides[i].weight = k.weight;
        }
        if (!overrides[i].weight.absent())
            continue;
        overrides[i].weight = quant::fakeQuantize(weightOf(*m_graph, layer), *quantizers[i].weights);
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
