// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/config.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/quant/config_check.h"
#include "core/quant/config_fields.h"
#include "core/quant/layer_matcher.h"

namespace qscope::quant {
namespace {

std::string ruleLabel(const Rule& rule, size_t index)
{
    return "rules[" + std::to_string(index) + "] (" + std::string(matchKindName(rule.match.kind)) + " \""
           + rule.match.text + "\")";
}

bool quantizes(const Layer& layer, size_t input)
{
    return std::find(layer.activationInputs.begin(), layer.activationInputs.end(), input) != layer.activationInputs.end();
}

Error noMatch(const Rule& rule, size_t index, std::span<const Layer> layers)
{
    const std::string label = ruleLabel(rule, index), hint = matchHint(rule.match, layers);
    return {ErrorCode::InvalidArgument,
            hint.empty() ? filled(say("Quantization", "%1 matches no layer"), label)
                         : filled(say("Quantization", "%1 matches no layer; %2"), label, hint),
            {}};
}

void applyRule(const Rule& rule, const Layer& layer, LayerSpec& spec)
{
    spec.isFloat = rule.isFloat.value_or(spec.isFloat);
    rule.weights.applyTo(spec.weights);
    rule.activations.applyTo(spec.activations);
    for (auto& [input, own] : spec.inputs)
        rule.activations.applyTo(own);
    for (const auto& [input, patch] : rule.inputs)
        if (quantizes(layer, input))
            patch.applyTo(spec.inputs.try_emplace(input, spec.activations).first->second);
}

/// Every input a rule names has to exist in one of its layers.
Status checkInputs(const Rule& rule, size_t index, std::span<const LayerId> matched, std::span<const Layer> layers)
{
    for (const auto& [input, patch] : rule.inputs) {
        if (std::any_of(matched.begin(), matched.end(), [&, n = input](LayerId id) { return quantizes(layers[id.index()], n); }))
            continue;
        const Layer& layer = layers[matched.front().index()];
        std::string known;
        for (const size_t a : layer.activationInputs)
            known = known.empty() ? std::to_string(a) : filled(say("Quantization", "%1 and %2"), known, a);
        return Error{
            ErrorCode::InvalidArgument,
            ruleLabel(rule, index) + ".inputs." + std::to_string(input) + ": "
                + (known.empty() ? filled(
                       say("Quantization", "layer '%1' quantizes no such input, only its weight"), layer.name)
                                 : filled(say("Quantization", "layer '%1' quantizes no such input, only %2"),
                                          layer.name, known)),
            {}};
    }
    return {};
}

bool means(const Rule& rule, size_t layer, std::span<const Layer> layers)
{
    const auto matched = matchLayers(rule.match, layers);
    return matched.ok() && std::find(matched->begin(), matched->end(), LayerId(layer)) != matched->end();
}

/// Whether the layer stays in floating point; rules that would be errors mean nothing here.
bool floatOf(const Config& config, size_t layer, std::span<const Layer> layers)
{
    bool isFloat = false;
    for (const Rule& rule : config.rules)
        if (rule.isFloat && means(rule, layer, layers))
            isFloat = *rule.isFloat;
    return isFloat;
}

} // namespace

bool Rule::empty() const
{
    return !isFloat && weights.empty() && activations.empty() &&
           std::all_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.second.empty(); });
}

bool QuantizerPatch::empty() const { return *this == QuantizerPatch{}; }

void QuantizerPatch::applyTo(QuantizerSpec& spec) const
{
    forEachField([&](std::string_view, auto inSpec, auto inPatch) {
        spec.*inSpec = (this->*inPatch).value_or(spec.*inSpec);
    });
}

std::string_view matchKindName(MatchKind kind)
{
    switch (kind) {
    case MatchKind::Name: return "name";
    case MatchKind::Regex: return "regex";
    case MatchKind::Op: return "op";
    case MatchKind::Block: return "block";
    }
    return "unknown";
}

Result<std::vector<LayerSpec>> resolve(const Config& config, std::span<const Layer> layers)
{
    QS_RETURN_IF_ERROR(checkConfig(config));
    LayerSpec initial;
    initial.weights = config.weights;
    initial.activations = config.activations;
    std::vector<LayerSpec> specs(layers.size(), initial);
    for (size_t i = 0; i < config.rules.size(); ++i) {
        const Rule& rule = config.rules[i];
        const auto matched = matchLayers(rule.match, layers);
        if (!matched.ok())
            return Error{matched.error().code, ruleLabel(rule, i) + ": " + matched.error().message, {}};
        if (matched->empty())
            return noMatch(rule, i, layers);
        QS_RETURN_IF_ERROR(checkInputs(rule, i, *matched, layers));
        for (const LayerId id : *matched)
            applyRule(rule, layers[id.index()], specs[id.index()]);
    }
    for (size_t i = 0; i < specs.size(); ++i)
        QS_RETURN_IF_ERROR(checkLayer(specs[i], layers[i].name));
    return specs;
}

Config withFloat(const Config& config, const Layer& layer, bool isFloat, std::span<const Layer> layers)
{
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&layer](const Layer& other) { return other.name == layer.name; });
    const auto index = static_cast<size_t>(found - layers.begin());
    if (found == layers.end() || floatOf(config, index, layers) == isFloat)
        return config;

    // The last rule that names this layer alone and speaks about float is where an earlier toggle left its
    // mark.
    Config changed = config;
    const auto mark = std::find_if(changed.rules.rbegin(), changed.rules.rend(), [&](const Rule& rule) {
        return rule.match.kind == MatchKind::Name && rule.isFloat && means(rule, index, layers);
    });
    if (mark != changed.rules.rend()) {
        const auto position = std::prev(mark.base());
        position->isFloat.reset();
        if (position->empty())
            changed.rules.erase(position);
        if (floatOf(changed, index, layers) == isFloat)
            return changed;
        changed = config;
        Rule& rule = changed.rules[static_cast<size_t>(changed.rules.rend() - mark) - 1];
        rule.isFloat = isFloat;
        if (floatOf(changed, index, layers) == isFloat)
            return changed;
        changed = config;
    }
    Rule rule;
    rule.match = {MatchKind::Name, layer.name};
    rule.isFloat = isFloat;
    changed.rules.push_back(std::move(rule));
    return changed;
}

} // namespace qscope::quant
