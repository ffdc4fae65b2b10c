// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/synthetic_snapshot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace qscope::views::synthetic {

namespace {

constexpr int SamplesPerTensor = 3000;
constexpr int Repeats = 6; // so that one value is less than 0.01 %

struct World {
    Graph graph;
    std::vector<Layer> layers;
};

std::string nameOf(int layer, const Options& options)
{
    static const char* const parts[] = {"attn/qkv", "mlp/fc1", "attn/scores", "attn/mix", "head/fc2"};
    std::string name = "/blocks." + std::to_string(layer / 5) + "/" + parts[layer % 5];
    if (options.longNames)
        name = "/model/encoder/transformer_stage_with_a_long_name/inner_module" + name
               + "/quantizable/MatMul_output";
    return name;
}

ValueId addValue(Graph& graph, const std::string& name)
{
    Value value;
    value.name = name;
    graph.values.push_back(std::move(value));
    return ValueId(graph.values.size() - 1);
}

Tensor randomTensor(Shape shape, unsigned seed)
{
    Tensor t(DType::Float32, std::move(shape));
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0, 0.05F);
    for (float& x : t.span<float>())
        x = normal(generator);
    return t;
}

ValueId addWeight(Graph& graph, const Layer& layer, int64_t channels, unsigned seed)
{
    const ValueId id = addValue(graph, layer.name + ".weight");
    const Shape shape = layer.op == "Conv" ? Shape{32, channels, 3, 3} : Shape{channels, 32};
    graph.value(id).constant = randomTensor(shape, seed);
    return id;
}

void addLayer(World& world, int i, const Options& options)
{
    Layer layer;
    layer.name = nameOf(i, options);
    layer.op = i % 5 == WeightedInput && i % 2 == 0 ? "Conv" : i % 5 == Fully ? "Gemm" : "MatMul";
    layer.block = "blocks." + std::to_string(i / 5);
    layer.activationInputs = {0};
    Node node;
    node.name = layer.name;
    node.op = layer.op;
    const bool softmax = i % 5 == AfterSoftmax;
    node.inputs.push_back(addValue(world.graph, layer.name + (softmax ? "/Softmax_output_0" : "/input")));
    if (i % 5 == TwoActivations || softmax) {
        node.inputs.push_back(addValue(world.graph, layer.name + "/other"));
        layer.activationInputs = {0, 1};
    } else {
        layer.weightInput = 1;
        layer.weightAxis = layer.op == "Conv" ? 0 : 1;
        layer.weightCount = layer.op == "Conv" ? 32 * options.channels * 9 : options.channels * 32;
        node.inputs.push_back(addWeight(world.graph, layer, options.channels, static_cast<unsigned>(i)));
    }
    node.outputs = {addValue(world.graph, layer.name + "/output")};
    world.graph.nodes.push_back(std::move(node));
    layer.node = NodeId(world.graph.nodes.size() - 1);
    world.layers.push_back(std::move(layer));
}

stats::SoftmaxStats softmaxStats(int seed)
{
    stats::SoftmaxStats s;
    s.log2Counts.resize(64);
    for (size_t i = 0; i < s.log2Counts.size(); ++i) {
        const double x = (static_cast<double>(i) - 34 - seed % 7) / 9;
        s.log2Counts[i] = static_cast<uint64_t>(20000 * std::exp(-x * x / 2)) + (i < 3 ? 900U : 0U);
    }
    s.zeros = 120;
    for (int h = 0; h < 6; ++h)
        s.headEntropyBits.push_back(2 + 0.8 * ((h * 5 + seed) % 6));
    s.rowLength = 197;
    s.maxEntropyBits = std::log2(197.0);
    s.shareBelowStep = 0.62;
    s.shareNearOne = 0.031;
    return s;
}

void addChannels(stats::TensorStats& s, const Options& options, std::mt19937& generator)
{
    std::lognormal_distribution<float> width(0, s.name.find("qkv") != std::string::npos ? 0.9F : 0.3F);
    const auto range = static_cast<float>(std::sqrt(s.variance) * 2);
    s.channelAxis = 1;
    for (int c = 0; c < options.channels; ++c) {
        const float w = width(generator) * range;
        s.channels.min.push_back(-w * 0.8F);
        s.channels.max.push_back(w);
        s.channels.mean.push_back(w * 0.1);
        s.channels.variance.push_back(w * w / 9);
    }
}

stats::TensorStats tensorStats(ValueId value, const std::string& name, int layer, bool outlier,
                               const Options& options)
{
    stats::TensorStats s;
    s.value = value;
    s.name = name;
    s.nodeName = name.substr(0, name.rfind('/'));
    s.op = "Add";
    s.shape = {1, 197, options.channels};
    std::mt19937 generator(static_cast<unsigned>(value.value));
    std::normal_distribution<float> normal(0.2F, std::exp2(static_cast<float>((layer * 7) % 11 - 5) / 2));
    std::vector<float> x(SamplesPerTensor);
    for (float& v : x)
        v = normal(generator);
    const bool softmax = name.find("Softmax") != std::string::npos;
    if (softmax)
        std::transform(x.begin(), x.end(), x.begin(), [](float v) { return std::exp(-std::abs(v) * 3); });
    if (options.broken && layer % 10 == 4)
        std::fill(x.begin(), x.end(), 0.F);
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    for (int i = 0; i < Repeats; ++i)
        s.histogram.add(x, *lo, *hi);
    const float far = outlier ? 20 * *hi + 10 : *hi;
    s.histogram.add(std::span(&far, 1), far, far);
    s.count = static_cast<int64_t>(s.histogram.total());
    s.min.value = *lo;
    s.max.value = far;
    double sum = 0;
    for (const float v : x)
        sum += static_cast<double>(v) * v;
    s.variance = sum / SamplesPerTensor;
    if (options.broken && layer % 10 == 2) {
        s.nanCount = 3;
        s.infCount = 1;
    }
    if (softmax) {
        s.softmax = softmaxStats(layer);
        s.op = "Softmax";
    } else {
        addChannels(s, options, generator);
    }
    return s;
}

std::shared_ptr<const analysis::CalibrationResult> calibration(const World& world, const Options& options)
{
    auto result = std::make_shared<analysis::CalibrationResult>();
    result->samples = 256;
    result->indexByValue.assign(world.graph.values.size(), -1);
    const auto add = [&](ValueId value, int layer, bool outlier) {
        result->indexByValue[value.index()] = static_cast<int32_t>(result->tensors.size());
        result->tensors.push_back(tensorStats(value, world.graph.value(value).name, layer, outlier, options));
    };
    for (size_t i = 0; i < world.layers.size(); ++i) {
        const Node& node = world.graph.nodes[i];
        for (const size_t input : world.layers[i].activationInputs)
            add(node.inputs[input], static_cast<int>(i), input == 0 && hasOutlier(static_cast<int>(i)));
        add(node.outputs.front(), static_cast<int>(i), false);
    }
    return result;
}

quant::QuantParams asymmetric(const stats::TensorStats& s, int bits)
{
    quant::QuantParams q;
    q.bits = bits;
    q.qmax = (1 << bits) - 1;
    const double lo = std::min(0.0, s.histogram.quantile(0.0001));
    const double hi = std::max(1e-6, s.histogram.quantile(0.9999));
    q.scale = {static_cast<float>((hi - lo) / q.qmax)};
    q.zeroPoint = {static_cast<int32_t>(std::lround(-lo / q.scale[0]))};
    return q;
}

quant::QuantParams perChannelWeight(int bits)
{
    quant::QuantParams q;
    q.bits = bits;
    q.isSigned = true;
    q.qmax = (1 << (bits - 1)) - 1;
    q.qmin = -q.qmax;
    q.axis = 0;
    q.scale.clear();
    for (int c = 0; c < 32; ++c)
        q.scale.push_back(0.15F / static_cast<float>(q.qmax) * (1 + 0.02F * static_cast<float>(c)));
    q.zeroPoint.assign(32, 0);
    return q;
}

/// Bytes, bit operations and borders as they are; times made up: 0.5 ms in floating point and a quarter of it in int8 for
/// the first layer, a microsecond more for each that follows.
void setPrices(Snapshot& s)
{
    search::PriceList list(*s.model->graph, *s.model->layers, s.calibration.get());
    std::vector<std::optional<analysis::LayerLatency>> latencies;
    for (size_t i = 0; s.calibration && i < s.layerCount(); ++i) {
        const double ms = 0.5 + 0.001 * static_cast<double>(i);
        latencies.push_back(analysis::LayerLatency{ms, ms / 4});
    }
    list.setLatencies(std::move(latencies));
    auto floats = s.specs;
    for (quant::LayerSpec& spec : floats)
        spec.isFloat = true;
    s.prices = std::make_shared<const Prices>(
        Prices{list.of(s.specs), list.of(floats), list.changes(s.specs), list.timedLayers(), list.layerMilliseconds(s.specs)});
}

void fillConfig(Snapshot& s, const std::vector<int>& floatLayers, int bits)
{
    s.specs.assign(s.layerCount(), {});
    s.prices.reset();
    s.quantizers.clear();
    for (size_t i = 0; i < s.layerCount(); ++i) {
        s.specs[i].isFloat = std::count(floatLayers.begin(), floatLayers.end(), static_cast<int>(i)) > 0;
        s.specs[i].weights = s.config.weights;
        s.specs[i].activations = s.config.activations;
        s.specs[i].weights.bits = s.specs[i].activations.bits = bits;
        if (!s.calibration)
            continue;
        analysis::LayerQuantizers q;
        q.isFloat = s.specs[i].isFloat;
        for (const ValueId value : s.activations(LayerId(i)))
            q.activations.push_back(asymmetric(*s.stats(value), bits));
        if (s.layer(LayerId(i)).weightInput)
            q.weights = perChannelWeight(bits);
        s.quantizers.push_back(std::move(q));
    }
    setPrices(s);
}

std::shared_ptr<const analysis::SensitivityResult> sensitivity(const Options& options,
                                                               analysis::SensitivityMode mode)
{
    auto result = std::make_shared<analysis::SensitivityResult>();
    result->mode = mode;
    result->samples = 32;
    const bool onlyThis = mode == analysis::SensitivityMode::OnlyThisLayer;
    for (int i = 0; i < options.layers; ++i) {
        analysis::LayerSensitivity l;
        l.layer = LayerId(i);
        const double harm = hasOutlier(i) ? 18 : (i * 13) % 17 * 0.6;
        l.sqnrDb = onlyThis ? 48 - harm : 21 + harm * 0.2;
        l.agreement = 1 - harm / 100;
        if (options.broken && i % 10 == 5)
            l.sqnrDb = std::numeric_limits<double>::quiet_NaN();
        if (options.broken && i % 10 == 6)
            l.sqnrDb = std::numeric_limits<double>::infinity();
        result->layers.push_back(l);
    }
    return result;
}

analysis::Evaluation evaluation(const Options& options, int floats)
{
    analysis::Evaluation e;
    e.samples = 256;
    e.sqnrDb = 21.37 + floats;
    e.agreement = 0.9648;
    if (options.labelled) {
        e.accuracyFloat = 0.9082;
        e.accuracyQuantized = floats > 0 ? 0.8993 : 0.412;
    }
    e.layersFloat = floats;
    e.layersQuantized = options.layers - floats;
    e.weightBytes = 1.2e6;
    e.weightBytesFloat = 4.8e6;
    return e;
}

} // namespace

bool hasOutlier(int layer) { return layer % 5 == Weighted && layer / 5 % 2 == 0; }

std::shared_ptr<Snapshot> snapshot(const Options& options)
{
    auto world = std::make_shared<World>();
    for (int i = 0; i < options.layers; ++i)
        addLayer(*world, i, options);
    auto s = std::make_shared<Snapshot>();
    s->model =
        std::make_shared<const ModelView>(ModelView{"synthetic.onnx", &world->graph, &world->layers, world});
    s->dataName = "synthetic.npz";
    if (options.calibrated)
        s->calibration = calibration(*world, options);
    fillConfig(*s, options.floatLayers, options.bits);
    if (options.measured) {
        s->onlyThis = sensitivity(options, analysis::SensitivityMode::OnlyThisLayer);
        s->allBut = sensitivity(options, analysis::SensitivityMode::AllButThis);
    }
    if (options.evaluated) {
        s->current = evaluation(options, static_cast<int>(options.floatLayers.size()));
        s->allQuantized = evaluation(options, 0);
    }
    return s;
}

std::shared_ptr<Snapshot> withFloat(const Snapshot& before, const std::vector<int>& floatLayers)
{
    auto s = std::make_shared<Snapshot>(before);
    fillConfig(*s, floatLayers, before.specs.empty() ? 8 : before.specs.front().activations.bits);
    return s;
}

} // namespace qscope::views::synthetic
