// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/config.h"

#include <algorithm>

#include "core/io/atomic_file.h"
#include "core/io/strict_json.h"
#include "core/quant/config_check.h"

namespace qscope::quant {
namespace {

using io::Json;
using io::JsonObject;
using io::JsonProblem;

constexpr MatchKind MatchKinds[] = {MatchKind::Name, MatchKind::Regex, MatchKind::Op, MatchKind::Block};
constexpr double DefaultPercentile = QuantizerSpec{}.percentile;

Match readMatch(JsonObject& rule)
{
    Match match;
    auto object = rule.object("match");
    rule.require("match");
    if (!object)
        return match;
    int found = 0;
    for (const MatchKind kind : MatchKinds) {
        if (const auto text = object->text(matchKindName(kind))) {
            match = {kind, *text};
            ++found;
        }
    }
    object->finish();
    if (found != 1)
        rule.report("match", "takes exactly one of name, regex, op and block, has " + std::to_string(found));
    return match;
}

void readNames(JsonObject& object, QuantizerPatch& patch)
{
    if (const auto name = object.text("granularity")) {
        patch.granularity = granularityFromName(*name);
        if (!patch.granularity)
            object.report("granularity", "\"" + *name + "\" is neither per-tensor nor per-channel");
    }
    if (const auto name = object.text("calibrator")) {
        patch.calibrator = calibratorFromName(*name);
        if (!patch.calibrator)
            object.report("calibrator", "\"" + *name + "\" is none of max, percentile, entropy and mse");
    }
}

QuantizerPatch readPatch(JsonObject& parent, std::string_view key, Role role)
{
    QuantizerPatch patch;
    auto object = parent.object(key);
    if (!object)
        return patch;
    if (const auto bits = object->integer("bits"))
        patch.bits = static_cast<int>(std::clamp<int64_t>(*bits, -1000000, 1000000));
    patch.symmetric = object->boolean("symmetric");
    readNames(*object, patch);
    patch.percentile = object->number("percentile");
    object->finish();
    const Status checked = checkPatch(patch, role, object->path());
    if (!checked.ok())
        object->problem().report({}, checked.error().message, checked.error().code);
    return patch;
}

Rule readRule(JsonObject& object)
{
    Rule rule;
    rule.match = readMatch(object);
    rule.isFloat = object.boolean("float");
    rule.weights = readPatch(object, "weights", Role::Weights);
    rule.activations = readPatch(object, "activations", Role::Activations);
    object.finish();
    return rule;
}

Config readDocument(JsonObject& document)
{
    Config config;
    const auto version = document.integer("version");
    document.require("version");
    if (version && *version != 1)
        document.report("version", std::to_string(*version) + " is unknown, this program reads version 1");
    if (auto defaults = document.object("default")) {
        readPatch(*defaults, "weights", Role::Weights).applyTo(config.weights);
        readPatch(*defaults, "activations", Role::Activations).applyTo(config.activations);
        defaults->finish();
    }
    if (auto rules = document.objects("rules"))
        for (JsonObject& rule : *rules)
            config.rules.push_back(readRule(rule));
    document.finish();
    return config;
}

Json patchJson(const QuantizerPatch& patch)
{
    Json object = Json::object();
    if (patch.bits)
        object["bits"] = *patch.bits;
    if (patch.symmetric)
        object["symmetric"] = *patch.symmetric;
    if (patch.granularity)
        object["granularity"] = granularityName(*patch.granularity);
    if (patch.calibrator)
        object["calibrator"] = calibratorName(*patch.calibrator);
    if (patch.percentile)
        object["percentile"] = *patch.percentile;
    return object;
}

/// The percentile is left out where it says nothing.
Json specJson(const QuantizerSpec& spec)
{
    QuantizerPatch patch{spec.bits, spec.symmetric, spec.granularity, spec.calibrator, spec.percentile};
    if (spec.calibrator != Calibrator::Percentile && spec.percentile == DefaultPercentile)
        patch.percentile.reset();
    return patchJson(patch);
}

Json ruleJson(const Rule& rule)
{
    Json object;
    object["match"][std::string(matchKindName(rule.match.kind))] = rule.match.text;
    if (rule.isFloat)
        object["float"] = *rule.isFloat;
    if (!rule.weights.empty())
        object["weights"] = patchJson(rule.weights);
    if (!rule.activations.empty())
        object["activations"] = patchJson(rule.activations);
    return object;
}

} // namespace

Result<Config> configFromJson(std::string_view text, const std::string& where)
{
    QS_ASSIGN(const Json json, io::parseJson(text, where));
    JsonProblem problem(where);
    JsonObject document(json, {}, problem);
    Config config = readDocument(document);
    QS_RETURN_IF_ERROR(problem.status());
    return config;
}

std::string configToJson(const Config& config)
{
    Json json;
    json["version"] = 1;
    json["default"]["weights"] = specJson(config.weights);
    json["default"]["activations"] = specJson(config.activations);
    json["rules"] = Json::array();
    for (const Rule& rule : config.rules)
        json["rules"].push_back(ruleJson(rule));
    return io::formatJson(json, 2);
}

Result<Config> readConfig(const std::string& path)
{
    QS_ASSIGN(const std::string text, io::readFile(path, int64_t(64) << 20));
    return configFromJson(text, path);
}

Status writeConfig(const Config& config, const std::string& path)
{
    return io::writeFileAtomically(path, configToJson(config));
}

} // namespace qscope::quant
