// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/configs.h"

#include <algorithm>

namespace qscope::search {

namespace {

quant::Rule bitsRule(quant::Match match, int bits)
{
    quant::Rule rule;
    rule.match = std::move(match);
    rule.weights.bits = bits;
    rule.activations.bits = bits;
    return rule;
}

} // namespace

quant::Config withoutFloat(const quant::Config& config)
{
    quant::Config result = config;
    for (quant::Rule& rule : result.rules)
        rule.isFloat.reset();
    std::erase_if(result.rules, [](const quant::Rule& rule) { return rule.empty(); });
    return result;
}

quant::Config withFloatSet(const quant::Config& config, const FloatSet& set, std::span<const Layer> layers)
{
    quant::Config result = withoutFloat(config);
    for (size_t i = 0; i < layers.size(); ++i) {
        if (set[i])
            result = quant::withFloat(result, layers[i], true, layers);
    }
    return result;
}

quant::Config withBits(const quant::Config& config, std::span<const int> bits, std::span<const Layer> layers)
{
    quant::Config result = withoutFloat(config);
    for (size_t i = 0; i < layers.size(); ++i) {
        if (bits[i] == 32) {
            result = quant::withFloat(result, layers[i], true, layers);
            continue;
        }
        const quant::Match match{quant::MatchKind::Name, layers[i].name};
        std::erase_if(result.rules, [&](const quant::Rule& rule) {
            return rule == bitsRule(match, rule.weights.bits.value_or(0)); // of an earlier search
        });
        result.rules.push_back(bitsRule(match, bits[i]));
    }
    return result;
}

quant::Config withBitsEverywhere(const quant::Config& config, int bits)
{
    quant::Config result = withoutFloat(config);
    result.rules.push_back(bitsRule({quant::MatchKind::Regex, ".*"}, bits));
    return result;
}

Result<std::vector<Precision>> precisionsOf(const quant::Config& config, std::span<const Layer> layers)
{
    QS_ASSIGN(const auto specs, quant::resolve(config, layers));
    std::vector<Precision> precisions;
    for (size_t i = 0; i < specs.size(); ++i)
        precisions.push_back(precisionOf(layers[i].weightInput.has_value(), specs[i]));
    return precisions;
}

Result<std::optional<double>> bitOperations(const quant::Config& config, std::span<const Layer> layers,
                                            std::span<const LayerCost> costs)
{
    QS_ASSIGN(const auto precisions, precisionsOf(config, layers));
    double sum = 0;
    for (size_t i = 0; i < std::min(precisions.size(), costs.size()); ++i)
        sum += bitOperations(costs[i], precisions[i]);
    return sum > 0 ? std::optional(sum) : std::nullopt;
}

} // namespace qscope::search
