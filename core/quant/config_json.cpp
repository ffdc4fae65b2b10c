// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/quant/config.h"

#include <algorithm>
#include <charconv>

#include "core/io/atomic_file.h"
#include "core/io/strict_json.h"
#include "core/quant/config_check.h"
#include "core/quant/config_fields.h"

namespace qscope::quant {
namespace {

using io::Json;
using io::JsonObject;
using io::JsonProblem;

constexpr MatchKind MatchKinds[] = {MatchKind::Name, MatchKind::Regex, MatchKind::Op, MatchKind::Block};

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
        rule.report(
            "match",
            filled(say("Quantization", "takes exactly one of name, regex, op and block, has %1"), found));
    return match;
}

/// "a, b and c"
template <class E>
std::string listOfNames()
{
    const auto all = choices<E>();
    std::string list(all.front().name);
    for (size_t i = 1; i + 1 < all.size(); ++i)
        list += ", " + std::string(all[i].name);
    return all.size() == 1 ? list : filled(say("Quantization", "%1 and %2"), list, all.back().name);
}

void readField(JsonObject& object, std::string_view key, std::optional<bool>& field) { field = object.boolean(key); }
void readField(JsonObject& object, std::string_view key, std::optional<double>& field) { field = object.number(key); }

void readField(JsonObject& object, std::string_view key, std::optional<int>& field)
{
    if (const auto number = object.integer(key))
        field = static_cast<int>(std::clamp<int64_t>(*number, -1000000, 1000000));
}

void readField(JsonObject& object, std::string_view key, std::optional<Range>& field)
{
    const auto ends = object.numbers(key);
    if (!ends)
        return;
    if (ends->size() != 2)
        return object.report(key, filled(say("Quantization", "takes two numbers, has %1"), ends->size()));
    field = {(*ends)[0], (*ends)[1]};
}

void readField(JsonObject& object, std::string_view key, std::optional<std::vector<double>>& field)
{
    field = object.numbers(key);
}

template <class E>
void readField(JsonObject& object, std::string_view key, std::optional<E>& field)
{
    const auto name = object.text(key);
    if (!name)
        return;
    field = fromName<E>(*name);
    if (!field)
        object.report(key, filled(say("Quantization", "\"%1\" is none of %2"), *name, listOfNames<E>()));
}

QuantizerPatch readPatch(JsonObject& parent, std::string_view key, Role role)
{
    QuantizerPatch patch;
    auto object = parent.object(key);
    if (!object)
        return patch;
    forEachField([&](std::string_view name, auto, auto inPatch) { readField(*object, name, patch.*inPatch); });
    object->finish();
    const Status checked = checkPatch(patch, role, object->path());
    if (!checked.ok())
        object->problem().report({}, checked.error().message, checked.error().code);
    return patch;
}

/// "inputs": {"0": {...}}, by index into the inputs of the operator.
void readInputs(JsonObject& object, Rule& rule)
{
    auto inputs = object.object("inputs");
    if (!inputs)
        return;
    for (const std::string& key : inputs->keys()) {
        size_t number = 0;
        const auto [end, problem] = std::from_chars(key.data(), key.data() + key.size(), number);
        if (problem != std::errc() || end != key.data() + key.size() || std::to_string(number) != key)
            inputs->report(key, say("Quantization", "is no number of an input: 0, 1, ..."));
        else
            rule.inputs[number] = readPatch(*inputs, key, Role::Activations);
    }
    inputs->finish();
}

Rule readRule(JsonObject& object)
{
    Rule rule;
    rule.match = readMatch(object);
    rule.isFloat = object.boolean("float");
    rule.weights = readPatch(object, "weights", Role::Weights);
    rule.activations = readPatch(object, "activations", Role::Activations);
    readInputs(object, rule);
    object.finish();
    return rule;
}

Config readDocument(JsonObject& document)
{
    Config config;
    const auto version = document.integer("version");
    document.require("version");
    if (version && *version != 1)
        document.report("version",
                        filled(say("Quantization", "%1 is unknown, this program reads version 1"), *version));
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

Json valueJson(int value) { return value; }
Json valueJson(bool value) { return value; }
Json valueJson(double value) { return value; }
Json valueJson(const Range& range) { return Json::array({range.lo, range.hi}); }
Json valueJson(const std::vector<double>& values) { return values; }
template <class E>
Json valueJson(E value)
{
    return std::string(nameOf(value));
}

Json patchJson(const QuantizerPatch& patch)
{
    Json object = Json::object();
    forEachField([&](std::string_view key, auto, auto inPatch) {
        if (patch.*inPatch)
            object[std::string(key)] = valueJson(*(patch.*inPatch));
    });
    return object;
}

/// What every config says, and whatever else is not as it would be without being named.
Json specJson(const QuantizerSpec& spec, const QuantizerSpec& unnamed)
{
    QuantizerPatch patch = everythingOf(spec);
    const QuantizerPatch all = patch;
    forEachField([&](std::string_view, auto inSpec, auto inPatch) {
        if (spec.*inSpec == unnamed.*inSpec)
            (patch.*inPatch).reset();
    });
    patch.bits = all.bits;
    patch.symmetric = all.symmetric;
    patch.granularity = all.granularity;
    patch.calibrator = all.calibrator;
    if (spec.calibrator == Calibrator::Percentile)
        patch.percentile = all.percentile;
    if (spec.calibrator == Calibrator::Lp) {
        patch.grid = all.grid;
        (spec.grid == SearchGrid::Aimet ? patch.gamma : patch.exponent) =
            spec.grid == SearchGrid::Aimet ? all.gamma : all.exponent;
    }
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
    for (const auto& [input, patch] : rule.inputs)
        object["inputs"][std::to_string(input)] = patchJson(patch);
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
    json["default"]["weights"] = specJson(config.weights, Config{}.weights);
    json["default"]["activations"] = specJson(config.activations, Config{}.activations);
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
