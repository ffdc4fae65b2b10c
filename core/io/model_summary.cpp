// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/model_summary.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/io/strict_json.h"

namespace qscope::io {

namespace {

std::string operatorName(const Node& node) { return node.domain.empty() ? node.op : node.domain + "." + node.op; }

/// Operators that are left when constants are folded.
std::map<std::string, size_t> countOperators(const Graph& graph)
{
    std::map<std::string, size_t> counts;
    for (const Node& node : graph.nodes) {
        const bool isConstant = std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId out) {
            return !out.valid() || graph.value(out).constant.has_value();
        });
        if (!isConstant)
            ++counts[operatorName(node)];
    }
    return counts;
}

std::string dimsText(const Value& value)
{
    if (!value.shape)
        return "[?]";
    std::string text;
    for (const Dim& dim : *value.shape) {
        const std::string one = dim.size >= 0 ? std::to_string(dim.size) : dim.symbol.empty() ? "?" : dim.symbol;
        text += (text.empty() ? "" : ", ") + one;
    }
    return "[" + text + "]";
}

std::string typeText(const Value& value)
{
    return value.typeKnown ? std::string(dtypeName(value.type)) : std::string("?");
}

Json valueJson(const Graph& graph, ValueId id)
{
    const Value& value = graph.value(id);
    return {{"name", value.name}, {"type", typeText(value)}, {"shape", dimsText(value)}};
}

Json structureJson(const Graph& graph, const Structure& s)
{
    Json nodes = Json::array();
    for (const NodeId id : s.nodes)
        nodes.push_back(graph.displayName(id));
    Json object{{"kind", structureKindName(s.kind)}, {"nodes", nodes}, {"output", graph.value(s.output).name}};
    if (s.attention) {
        const auto name = [&](ValueId id) { return id.valid() ? Json(graph.value(id).name) : Json(nullptr); };
        object["q"] = name(s.attention->q);
        object["k"] = name(s.attention->k);
        object["v"] = name(s.attention->v);
        object["scores"] = name(s.attention->scores);
        object["probabilities"] = name(s.attention->probabilities);
    }
    return object;
}

int64_t weightsOf(const std::vector<Layer>& layers)
{
    int64_t count = 0;
    for (const Layer& layer : layers)
        count += layer.weightCount;
    return count;
}

} // namespace

ModelSummary summarize(const Graph& graph, const std::vector<Layer>& layers)
{
    return {graph, layers, findStructures(graph)};
}

std::string summaryText(const ModelSummary& summary)
{
    const Graph& graph = summary.graph;
    std::string text;
    for (const ValueId id : graph.inputs)
        text += "input   " + graph.value(id).name + "  " + typeText(graph.value(id)) + dimsText(graph.value(id)) + "\n";
    for (const ValueId id : graph.outputs)
        text += "output  " + graph.value(id).name + "  " + typeText(graph.value(id)) + dimsText(graph.value(id)) + "\n";
    for (const auto& [domain, version] : graph.opsets)
        text += "opset   " + std::to_string(version) + (domain.empty() ? "" : " of " + domain) + "\n";
    std::set<std::string> blocks;
    for (const Layer& layer : summary.layers) {
        if (!layer.block.empty())
            blocks.insert(layer.block);
    }
    text += "layers  " + std::to_string(summary.layers.size()) + " with " + std::to_string(weightsOf(summary.layers))
            + " weights, in " + std::to_string(blocks.size()) + " blocks\n\noperators\n";
    for (const auto& [name, count] : countOperators(graph))
        text += "  " + std::to_string(count) + " x " + name + "\n";
    std::map<std::string_view, std::pair<size_t, size_t>> kinds; // all, written as several operators
    for (const Structure& s : summary.structures) {
        auto& [all, several] = kinds[structureKindName(s.kind)];
        ++all;
        several += s.isSingleOperator() ? 0 : 1;
    }
    text += kinds.empty() ? "" : "\nstructures\n";
    for (const auto& [kind, counts] : kinds) {
        text += "  " + std::to_string(counts.first) + " x " + std::string(kind);
        text += counts.second == 0 ? "\n" : " (" + std::to_string(counts.second) + " written as several operators)\n";
    }
    return text;
}

std::string summaryJson(const ModelSummary& summary)
{
    const Graph& graph = summary.graph;
    Json object{{"inputs", Json::array()}, {"outputs", Json::array()}, {"opsets", Json::object()},
                {"operators", countOperators(graph)}, {"layers", Json::array()}, {"structures", Json::array()}};
    for (const ValueId id : graph.inputs)
        object["inputs"].push_back(valueJson(graph, id));
    for (const ValueId id : graph.outputs)
        object["outputs"].push_back(valueJson(graph, id));
    for (const auto& [domain, version] : graph.opsets)
        object["opsets"][domain.empty() ? "ai.onnx" : domain] = version;
    for (const Layer& layer : summary.layers)
        object["layers"].push_back({{"name", layer.name}, {"op", layer.op}, {"block", layer.block},
                                    {"weights", layer.weightCount}});
    for (const Structure& s : summary.structures)
        object["structures"].push_back(structureJson(graph, s));
    return formatJson(object, 2);
}

} // namespace qscope::io
