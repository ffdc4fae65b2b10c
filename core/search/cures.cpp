// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/cures.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/text.h"

namespace qscope::search {

namespace {

using quant::Calibrator;
using quant::Granularity;

constexpr int CommonBits[] = {4, 8, 16}; ///< those that kernels and storage know

int nextBits(int bits)
{
    const auto next = std::upper_bound(std::begin(CommonBits), std::end(CommonBits), bits);
    return next == std::end(CommonBits) ? 0 : *next;
}

/// The config with one more thing said of one layer, after everything else.
quant::Config withRuleFor(const quant::Config& config, const Layer& layer,
                          const std::function<void(quant::Rule&)>& tell)
{
    quant::Config result = config;
    const quant::Match match{quant::MatchKind::Name, layer.name};
    if (result.rules.empty() || !(result.rules.back().match == match))
        result.rules.push_back({match, {}, {}, {}, {}});
    tell(result.rules.back());
    return result;
}

/// Collects the changes of one layer.
class Candidates {
public:
    Candidates(const Graph& graph, const std::vector<Layer>& layers,
               const analysis::CalibrationResult& calibration, const quant::Config& config, LayerId layer,
               const quant::LayerSpec& spec)
        : m_graph(graph), m_layers(layers), m_calibration(calibration), m_config(config), m_id(layer),
          m_layer(layers[layer.index()]), m_spec(spec)
    {
    }

    std::vector<Cure> all()
    {
        Cure keep;
        keep.config = quant::withFloat(m_config, m_layer, true, m_layers);
        m_cures.push_back(std::move(keep));
        if (!m_layer.activationInputs.empty())
            addForActivations();
        if (m_layer.weightInput)
            addForWeights();
        return std::move(m_cures);
    }

private:
    void addForActivations()
    {
        if (const int bits = nextBits(m_spec.activations.bits); bits > 0)
            add({CureKind::ActivationBits, bits}, [&](quant::Rule& rule) { rule.activations.bits = bits; });
        if (m_layer.weightInput && m_spec.activations.granularity == Granularity::PerTensor)
            add({CureKind::ActivationsPerChannel}, [](quant::Rule& rule) {
                rule.activations.granularity = Granularity::PerChannel;
                rule.activations.calibrator = Calibrator::Max; // needs no histogram per channel
            });
        for (const Calibrator one : {Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy,
                                     Calibrator::Mse, Calibrator::Lp, Calibrator::Sqnr})
            if (one != m_spec.activations.calibrator)
                add({CureKind::ActivationCalibrator, 0, one},
                    [one](quant::Rule& rule) { rule.activations.calibrator = one; });
        for (const auto kind : {quant::QuantizerKind::Log2, quant::QuantizerKind::LogSqrt2})
            addForSoftmax(kind);
    }

    void addForSoftmax(quant::QuantizerKind kind)
    {
        const Node& node = m_graph.node(m_layer.node);
        std::vector<size_t> inputs;
        for (const size_t input : m_layer.activationInputs) {
            const auto* stats = input < node.inputs.size() ? m_calibration.find(node.inputs[input]) : nullptr;
            if (stats && stats->softmax && m_spec.activation(input).kind != kind)
                inputs.push_back(input);
        }
        if (inputs.empty())
            return;
        Cure cure;
        cure.kind = CureKind::SoftmaxQuantizer;
        cure.quantizer = kind;
        add(std::move(cure), [&](quant::Rule& rule) {
            for (const size_t input : inputs) {
                rule.inputs[input].kind = kind;
                rule.inputs[input].symmetric = false;
            }
        });
    }

    void addForWeights()
    {
        if (const int bits = nextBits(m_spec.weights.bits); bits > 0)
            add({CureKind::WeightBits, bits}, [&](quant::Rule& rule) { rule.weights.bits = bits; });
        if (m_spec.weights.granularity == Granularity::PerTensor)
            add({CureKind::WeightsPerChannel},
                [](quant::Rule& rule) { rule.weights.granularity = Granularity::PerChannel; });
        if (m_spec.weights.granularity != Granularity::PerBlock)
            add({CureKind::WeightsPerBlock},
                [](quant::Rule& rule) { rule.weights.granularity = Granularity::PerBlock; });
        for (const Calibrator one : {Calibrator::Max, Calibrator::Mse, Calibrator::Lp})
            if (one != m_spec.weights.calibrator)
                add({CureKind::WeightCalibrator, 0, one},
                    [one](quant::Rule& rule) { rule.weights.calibrator = one; });
    }

    /// What no quantizer has, or changes nothing, is left away.
    void add(Cure cure, const std::function<void(quant::Rule&)>& tell)
    {
        cure.config = withRuleFor(m_config, m_layer, tell);
        const auto specs = quant::resolve(cure.config, m_layers);
        if (specs.ok() && !(specs.value()[m_id.index()] == m_spec))
            m_cures.push_back(std::move(cure));
    }

    const Graph& m_graph;
    const std::vector<Layer>& m_layers;
    const analysis::CalibrationResult& m_calibration;
    const quant::Config& m_config;
    LayerId m_id;
    const Layer& m_layer;
    const quant::LayerSpec& m_spec;
    std::vector<Cure> m_cures;
};

Price difference(const Price& after, const Price& before)
{
    Price change;
    change.bytes = after.bytes - before.bytes;
    if (after.bitOperations && before.bitOperations)
        change.bitOperations = *after.bitOperations - *before.bitOperations;
    change.borders = after.borders - before.borders;
    if (after.milliseconds && before.milliseconds)
        change.milliseconds = *after.milliseconds - *before.milliseconds;
    return change;
}

/// Per config what it costs more than the first one.
Result<std::vector<Price>> changesOf(const PriceList& prices, std::span<const quant::Config> configs,
                                     const std::vector<Layer>& layers)
{
    std::vector<Price> changes;
    std::optional<Price> first;
    for (const quant::Config& config : configs) {
        QS_ASSIGN(const auto specs, quant::resolve(config, layers));
        const Price price = prices.of(specs);
        if (!first)
            first = price;
        changes.push_back(difference(price, *first));
    }
    return changes;
}

} // namespace

std::string cureName(const Cure& cure)
{
    const auto calibrator = [&] {
        return std::string(quant::calibratorName(cure.calibrator.value_or(Calibrator::Max)));
    };
    switch (cure.kind) {
    case CureKind::KeepFloat: return "floating point";
    case CureKind::ActivationBits: return "activations: " + std::to_string(cure.bits) + " bits";
    case CureKind::WeightBits: return "weights: " + std::to_string(cure.bits) + " bits";
    case CureKind::ActivationsPerChannel: return "activations: per channel";
    case CureKind::WeightsPerChannel: return "weights: per channel";
    case CureKind::WeightsPerBlock: return "weights: per block";
    case CureKind::ActivationCalibrator: return "activations: calibrator " + calibrator();
    case CureKind::WeightCalibrator: return "weights: calibrator " + calibrator();
    case CureKind::SoftmaxQuantizer:
        return "softmax: " + std::string(quant::nameOf(cure.quantizer.value_or(quant::QuantizerKind::Log2)));
    case CureKind::Equalization: return "equalize with neighbours: " + cure.method.value_or(CureMethod()).title;
    }
    return {};
}

void rankCures(CureTable& table)
{
    const auto gain = [](const Cure& cure) { // NaN: it makes NaN of the outputs
        return std::isnan(cure.gainDb.value) ? -std::numeric_limits<double>::infinity() : cure.gainDb.value;
    };
    std::stable_sort(table.cures.begin(), table.cures.end(), [&](const Cure& a, const Cure& b) {
        return gain(a) != gain(b) ? gain(a) > gain(b) : a.change.bytes < b.change.bytes;
    });
}

Result<std::vector<Cure>> possibleCures(const Graph& graph, const std::vector<Layer>& layers,
                                        const analysis::CalibrationResult& calibration,
                                        const quant::Config& config, LayerId layer)
{
    if (!layer.valid() || layer.index() >= layers.size())
        return Error{ErrorCode::InvalidArgument, say("Search", "there is no such layer"), {}};
    QS_ASSIGN(const auto specs, quant::resolve(config, layers));
    const std::string& name = layers[layer.index()].name;
    if (specs[layer.index()].isFloat)
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Search", "layer '%1' is in floating point: there is nothing to cure"), name),
                     {}};
    return Candidates(graph, layers, calibration, config, layer, specs[layer.index()]).all();
}

Result<CureTable> measureCures(analysis::Analyzer& analyzer, data::Dataset& dataset,
                               const std::vector<int64_t>& labels,
                               const analysis::CalibrationResult& calibration, const quant::Config& config,
                               LayerId layer, const PriceList& prices, const RunControl& control)
{
    QS_ASSIGN(std::vector<Cure> cures,
              possibleCures(analyzer.graph(), analyzer.layers(), calibration, config, layer));
    std::vector<quant::Config> configs{config};
    for (const Cure& cure : cures)
        configs.push_back(cure.config);
    QS_ASSIGN(const auto compared, analyzer.compareAll(dataset, labels, calibration, configs, control));
    QS_ASSIGN(const auto changes, changesOf(prices, configs, analyzer.layers()));
    for (size_t i = 0; i < cures.size(); ++i) {
        cures[i].evaluation = compared.evaluations[i + 1];
        cures[i].gainDb = compared.gainsDb[i + 1];
        cures[i].change = changes[i + 1];
    }
    CureTable table{layer, config, compared.evaluations.front(), std::move(cures)};
    rankCures(table);
    return table;
}

} // namespace qscope::search
