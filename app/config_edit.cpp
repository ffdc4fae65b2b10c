// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_edit.h"

#include <algorithm>
#include <optional>

#include "core/search/configs.h"

namespace qscope::app {

namespace {

void setBits(quant::Rule& rule, int weightBits, int activationBits)
{
    if (weightBits > 0)
        rule.weights.bits = weightBits;
    if (activationBits > 0)
        rule.activations.bits = activationBits;
}

bool hasBits(const quant::Config& config, LayerId layer, int weightBits, int activationBits,
             std::span<const Layer> layers)
{
    const auto specs = quant::resolve(config, layers);
    if (!specs.ok())
        return true; // the error shows itself when the config is used
    const quant::LayerSpec& spec = specs.value()[layer.index()];
    return (weightBits == 0 || spec.weights.bits == weightBits) &&
           (activationBits == 0 || spec.activations.bits == activationBits);
}

quant::Config withBits(quant::Config config, LayerId id, int weightBits, int activationBits,
                       std::span<const Layer> layers)
{
    const quant::Match match{quant::MatchKind::Name, layers[id.index()].name};
    const auto existing = std::find_if(config.rules.rbegin(), config.rules.rend(),
                                       [&](const quant::Rule& rule) { return rule.match == match; });
    if (existing != config.rules.rend()) {
        setBits(*existing, weightBits, activationBits);
        if (hasBits(config, id, weightBits, activationBits, layers))
            return config;
    }
    quant::Rule rule;
    rule.match = match;
    setBits(rule, weightBits, activationBits);
    config.rules.push_back(std::move(rule));
    return config;
}

} // namespace

quant::Config withoutFloat(const quant::Config& config) { return search::withoutFloat(config); }

quant::Config withFloatLayers(const quant::Config& config, std::span<const LayerId> chosen, bool isFloat,
                              std::span<const Layer> layers)
{
    quant::Config result = config;
    for (const LayerId id : chosen)
        result = quant::withFloat(result, layers[id.index()], isFloat, layers);
    return result;
}

quant::Config withLayerBits(const quant::Config& config, std::span<const LayerId> chosen, int weightBits,
                            int activationBits, std::span<const Layer> layers)
{
    quant::Config result = config;
    for (const LayerId id : chosen)
        result = withBits(std::move(result), id, weightBits, activationBits, layers);
    return result;
}

quant::Config withManualRange(const quant::Config& config, LayerId layer, bool weights, const quant::Range& range,
                              std::span<const Layer> layers)
{
    quant::Config result = config;
    const quant::Match match{quant::MatchKind::Name, layers[layer.index()].name};
    // Only the last rule is taken over: what stands behind an earlier one may say otherwise.
    if (result.rules.empty() || !(result.rules.back().match == match)) {
        quant::Rule rule;
        rule.match = match;
        result.rules.push_back(std::move(rule));
    }
    quant::QuantizerPatch& patch = weights ? result.rules.back().weights : result.rules.back().activations;
    patch.calibrator = quant::Calibrator::Manual;
    patch.range = range;
    return result;
}

} // namespace qscope::app
