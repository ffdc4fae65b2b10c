// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_quantizers.h"

#include <algorithm>
#include <set>
#include <string>

#include "core/base/text.h"
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

/// Whether the scales of the weights belong to output channels of an operator that integer kernels know.
bool multipliesBytes(const Graph& graph, const Layer& layer, const LayerQuantizers& quantizers)
{
    const Node& node = graph.node(layer.node);
    const bool isConvolution = node.op == "Conv" || node.op == "ConvTranspose";
    if (!node.domain.empty() || !(isConvolution || node.op == "MatMul" || node.op == "Gemm"))
        return false;
    if (node.op == "Gemm" && node.floatAttribute("alpha", 1.F) != 1.F)
        return false;
    if (!quantizers.weights)
        return quantizers.activations.size() == 2 && !quantizers.activations[1].perChannel();
    if (quantizers.activations.size() != 1 || (layer.weightInput != 1U && quantizers.weights->perChannel()))
        return false;
    const bool hasBias = node.inputs.size() > 2 || (layer.fold && !biasOf(graph, layer).absent());
    return !hasBias || quantizers.bias;
}

/// Lets the layer run on codes where that is what integer kernels do: sums are exact then, whoever adds them up.
void runOnIntegers(const Graph& graph, const Layer& layer, const LayerQuantizers& quantizers, run::NodeOverride& result)
{
    if (!multipliesBytes(graph, layer, quantizers))
        return;
    const quant::QuantParams& other = quantizers.weights ? *quantizers.weights : quantizers.activations[1];
    const auto unit = quant::productUnit(quantizers.activations[0], other);
    if (unit)
        result.sums = {*unit, quantizers.bias.has_value()};
}

/// Float32 values of the int32 codes.
Tensor integerBias(const Tensor& bias, const quant::QuantParams& params)
{
    Tensor codes(DType::Float32, bias.shape());
    const std::vector<int32_t> integers = quant::biasCodes(bias, params);
    std::transform(integers.begin(), integers.end(), codes.data<float>(), [](int32_t c) { return static_cast<float>(c); });
    return codes;
}

} // namespace

struct QuantizerStore::State {
    uint64_t calibration = 0;
    using ActivationKey = std::pair<int32_t, quant::QuantizerSpec>; ///< value, canonical spec
    using WeightKey = std::pair<size_t, quant::QuantizerSpec>;      ///< layer, canonical spec
    std::map<ActivationKey, quant::QuantParams> activations;
    std::map<WeightKey, quant::QuantParams> weights;
    struct Quantized {
        quant::QuantParams params;
        bool isCodes;
        Tensor weight;
    };
    std::map<size_t, std::vector<Quantized>> quantizedWeights; ///< by layer, the last two
};

QuantizerStore::QuantizerStore(std::shared_ptr<const Graph> graph, const std::vector<Layer>& layers)
    : m_graph(std::move(graph)), m_layers(layers), m_state(std::make_unique<State>())
{
}

QuantizerStore::~QuantizerStore() = default;

namespace {

/// Quantizers nobody has asked for yet, by what they depend on.
template <class Key>
struct Missing {
    std::vector<Key> keys;
    std::vector<std::string> layers; ///< who asked first
    std::set<Key> known;

    void add(Key key, const std::string& layer)
    {
        if (known.insert(key).second) {
            keys.push_back(std::move(key));
            layers.push_back(layer);
        }
    }
};

/// All of them at once, on all threads: each is a search of its own.
template <class Key, class Answer, class Map>
Status answer(const Missing<Key>& missing, Answer&& answerOne, Map& answers)
{
    std::vector<Result<quant::QuantParams>> found(missing.keys.size(), quant::QuantParams());
#pragma omp parallel for schedule(dynamic) if (missing.keys.size() > 1)
    for (size_t i = 0; i < missing.keys.size(); ++i)
        found[i] = answerOne(missing.keys[i]);
    for (size_t i = 0; i < missing.keys.size(); ++i) {
        if (!found[i].ok())
            return Error{found[i].error().code, found[i].error().message, missing.layers[i]};
        answers.emplace(missing.keys[i], std::move(*found[i]));
    }
    return {};
}

} // namespace

Status QuantizerStore::answerActivations(const CalibrationResult& calibration, const std::vector<quant::LayerSpec>& specs)
{
    Missing<State::ActivationKey> missing;
    for (size_t i = 0; i < m_layers.size(); ++i) {
        for (const size_t input : m_layers[i].activationInputs) {
            const quant::QuantizerSpec spec = quant::canonical(specs[i].activation(input));
            const ValueId value = m_graph->node(m_layers[i].node).inputs[input];
            const bool isKnown = calibration.find(value) != nullptr;
            if (!isKnown && m_graph->node(m_layers[i].node).body >= 0)
                continue; // in a branch that no sample took
            if (!isKnown)
                return Error{ErrorCode::InvalidArgument,
                             filled(say("Analysis", "the calibration holds no statistics of tensor '%1'"),
                                    m_graph->value(value).name),
                             m_layers[i].name};
            const State::ActivationKey key{value.value, spec};
            if (!m_state->activations.contains(key))
                missing.add(key, m_layers[i].name);
        }
    }
    const auto answerOne = [&](const State::ActivationKey& key) {
        return quant::quantizerForActivations(*calibration.find(ValueId(key.first)), key.second);
    };
    return answer(missing, answerOne, m_state->activations);
}

Status QuantizerStore::answerWeights(const std::vector<quant::LayerSpec>& specs)
{
    Missing<State::WeightKey> missing;
    for (size_t i = 0; i < m_layers.size(); ++i) {
        const State::WeightKey key{i, quant::canonical(specs[i].weights)};
        if (m_layers[i].weightInput && !m_state->weights.contains(key))
            missing.add(key, m_layers[i].name);
    }
    const auto answerOne = [&](const State::WeightKey& key) -> Result<quant::QuantParams> {
        const Layer& layer = m_layers[key.first];
        return quant::quantizerForWeights(weightOf(*m_graph, layer), key.second, layer.weightAxis);
    };
    return answer(missing, answerOne, m_state->weights);
}

Result<std::vector<LayerQuantizers>> QuantizerStore::quantizers(const CalibrationResult& calibration,
                                                                const quant::Config& config, bool everything)
{
    QS_ASSIGN(const auto specs, quant::resolve(config, m_layers));
    const std::lock_guard lock(m_mutex);
    if (m_state->calibration != calibration.id) {
        m_state->activations.clear();
        m_state->calibration = calibration.id;
    }
    // Whoever drags a range asks for many answers once.
    const size_t most = 32 * m_layers.size();
    if (m_state->activations.size() > 2 * most)
        m_state->activations.clear();
    if (m_state->weights.size() > most)
        m_state->weights.clear();
    QS_RETURN_IF_ERROR(answerActivations(calibration, specs));
    QS_RETURN_IF_ERROR(answerWeights(specs));
    std::vector<LayerQuantizers> result(m_layers.size());
    for (size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers[i];
        result[i].isFloat = specs[i].isFloat && !everything;
        const Node& node = m_graph->node(layer.node);
        for (const size_t input : layer.activationInputs) {
            const quant::QuantizerSpec spec = quant::canonical(specs[i].activation(input));
            const auto it = m_state->activations.find({node.inputs[input].value, spec});
            if (it == m_state->activations.end()) { // in a branch that no sample took
                result[i].isFloat = true;
                result[i].activations.clear();
                break;
            }
            result[i].activations.push_back(it->second);
        }
        if (!layer.weightInput)
            continue;
        result[i].weights = m_state->weights.at({i, quant::canonical(specs[i].weights)});
        quantizeBias(biasOf(*m_graph, layer), result[i]);
    }
    return result;
}

void QuantizerStore::overrideConstants(size_t index, const LayerQuantizers& quantizers, QuantizedPart part,
                                       run::NodeOverride& result)
{
    constexpr size_t keptPerLayer = 2;
    const Layer& layer = m_layers[index];
    result.weightIndex = *layer.weightInput;
    result.isFolded = layer.fold != nullptr;
    const bool wantCodes = result.runsOnIntegers();
    if (quantizers.bias && part == QuantizedPart::Both) // an int32 where both are integers
        result.bias = wantCodes ? integerBias(biasOf(*m_graph, layer), *quantizers.bias)
                                : quant::fakeQuantizeBias(biasOf(*m_graph, layer), *quantizers.bias);
    auto& kept = m_state->quantizedWeights[index];
    for (const auto& k : kept) {
        if (k.params == *quantizers.weights && k.isCodes == wantCodes)
            result.weight = k.weight;
    }
    if (!result.weight.absent())
        return;
    const Tensor weight = weightOf(*m_graph, layer);
    result.weight = wantCodes ? quant::centredCodes(weight, *quantizers.weights)
                              : quant::fakeQuantize(weight, *quantizers.weights);
    if (kept.size() >= keptPerLayer)
        kept.erase(kept.begin());
    kept.push_back({*quantizers.weights, wantCodes, result.weight});
}

std::vector<run::NodeOverride> QuantizerStore::overrides(const std::vector<LayerQuantizers>& quantizers,
                                                         QuantizedPart part)
{
    const std::lock_guard lock(m_mutex);
    std::vector<run::NodeOverride> overrides(m_layers.size());
    for (size_t i = 0; i < m_layers.size(); ++i) {
        if (quantizers[i].isFloat)
            continue;
        const Layer& layer = m_layers[i];
        for (size_t a = 0; a < layer.activationInputs.size() && part != QuantizedPart::Weights; ++a)
            overrides[i].activations.push_back({layer.activationInputs[a], quantizers[i].activations[a]});
        if (part == QuantizedPart::Both || (part == QuantizedPart::Activations && !quantizers[i].weights))
            runOnIntegers(*m_graph, layer, quantizers[i], overrides[i]);
        if (quantizers[i].weights && part != QuantizedPart::Activations)
            overrideConstants(i, quantizers[i], part, overrides[i]);
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
