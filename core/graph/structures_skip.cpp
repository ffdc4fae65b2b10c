// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/graph_view.h"
#include "core/graph/layers.h"

// Where a tensor meets again what later layers made of it.
namespace qscope {

namespace {

constexpr int kLongestShortcut = 8; ///< nodes on a shortcut

bool isOneOf(const Node& node, std::initializer_list<std::string_view> names)
{
    return isDefaultDomain(node) && std::find(names.begin(), names.end(), node.op) != names.end();
}

/// Most layers on a way from one value to another; -1: there is none. Shapes are no way.
int layersBetween(const Graph& graph, ValueId from, ValueId to)
{
    const NodeId last = graph.value(to).producer;
    if (from == to || !last.valid())
        return -1;
    std::vector<int> layers(graph.values.size(), -1);
    layers[from.index()] = 0;
    const NodeId producer = graph.value(from).producer;
    for (size_t n = producer.valid() ? producer.index() + 1 : 0; n <= last.index(); ++n) {
        const Node& node = graph.nodes[n];
        int most = -1;
        for (const ValueId in : node.inputs)
            most = in.valid() ? std::max(most, layers[in.index()]) : most;
        if (most < 0 || isOneOf(node, {"Shape", "Size"}))
            continue;
        for (const ValueId out : node.outputs) {
            if (out.valid())
                layers[out.index()] = most + (isLayerOperator(node) ? 1 : 0);
        }
    }
    return layers[to.index()];
}

/// The only activation a node reads, when it reads one.
ValueId onlyActivation(const Graph& graph, const Node& node)
{
    ValueId only;
    for (const ValueId in : node.inputs) {
        if (!in.valid() || isConstant(graph, in))
            continue;
        if (only.valid() && only != in)
            return {};
        only = in;
    }
    return only;
}

/// A place on a shortcut and the layers between it and the shortcut's end.
struct Place {
    ValueId value;
    int layers = 0;
};

/// The shortcut's end and what it comes from past nodes that only fit shapes or scales, and past `mostLayers`.
std::vector<Place> shortcutPlaces(const Graph& graph, ValueId end, int mostLayers)
{
    std::vector<Place> places{{end, 0}};
    for (int i = 0; i < kLongestShortcut; ++i) {
        const auto [at, layers] = places.back();
        const NodeId producer = graph.value(at).producer;
        if (!producer.valid())
            break;
        const Node& node = graph.node(producer);
        const ValueId before = onlyActivation(graph, node);
        const bool isLayer = isLayerOperator(node);
        const bool fits = isFloatPass(node) || isOneOf(node, {"Slice", "Pad", "Resize", "Upsample", "Dropout"});
        const bool projects = isOneOf(node, {"BatchNormalization", "AveragePool", "MaxPool", "Concat", "Add", "Mul"});
        if (!before.valid() || (isLayer && layers == mostLayers) || !(isLayer || fits || (projects && mostLayers > 0)))
            break;
        places.push_back({before, layers + (isLayer ? 1 : 0)});
    }
    return places;
}

/// Whether `branch` holds more layers than `shortcut` since both came from one value.
bool isShortcut(const Graph& graph, ValueId shortcut, ValueId branch, int mostLayers)
{
    const auto places = shortcutPlaces(graph, shortcut, mostLayers);
    return std::any_of(places.begin(), places.end(), [&](const Place& place) {
        return layersBetween(graph, place.value, branch) > place.layers;
    });
}

bool differInShape(const Graph& graph, ValueId a, ValueId b)
{
    const auto& left = graph.value(a).shape;
    const auto& right = graph.value(b).shape;
    if (!left || !right)
        return false;
    const auto differ = [](const Dim& x, const Dim& y) { return x.size >= 0 && y.size >= 0 && x.size != y.size; };
    if (left->size() != right->size())
        return true;
    for (size_t i = 0; i < left->size(); ++i) {
        if (differ((*left)[i], (*right)[i]))
            return true;
    }
    return false;
}

std::vector<ValueId> activationsOf(const Graph& graph, const Node& node)
{
    std::vector<ValueId> activations;
    for (const ValueId in : node.inputs) {
        if (in.valid() && !isConstant(graph, in))
            activations.push_back(in);
    }
    return activations;
}

/// The operands with the shortcut first; empty: there is none.
std::vector<ValueId> shortcutFirst(const Graph& graph, std::vector<ValueId> operands, int mostLayers)
{
    for (size_t a = 0; a < operands.size(); ++a) {
        for (size_t b = 0; b < operands.size(); ++b) {
            if (a == b || !isShortcut(graph, operands[a], operands[b], mostLayers))
                continue;
            std::rotate(operands.begin(), operands.begin() + static_cast<std::ptrdiff_t>(a),
                        operands.begin() + static_cast<std::ptrdiff_t>(a) + 1);
            return operands;
        }
    }
    return {};
}

void push(const Graph& graph, StructureKind kind, NodeId id, std::vector<ValueId> inputs,
          std::vector<Structure>& found)
{
    if (inputs.empty())
        return;
    Structure structure;
    structure.kind = kind;
    structure.nodes = {id};
    structure.inputs = std::move(inputs);
    structure.output = outputOf(graph.node(id));
    found.push_back(std::move(structure));
}

} // namespace

void findSkips(const Graph& graph, std::vector<Structure>& found)
{
    std::set<NodeId> taken;
    for (const Structure& structure : found)
        taken.insert(structure.nodes.begin(), structure.nodes.end());
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const NodeId id(i);
        const auto operands = activationsOf(graph, node);
        if (taken.count(id) > 0 || operands.size() < 2 || !outputOf(node).valid())
            continue;
        const bool isSum = isOneOf(node, {"Add", "Sum"}) && operands.size() == 2;
        if (isSum && !differInShape(graph, operands[0], operands[1]))
            push(graph, StructureKind::ResidualAdd, id, shortcutFirst(graph, operands, 1), found);
        else if (isOneOf(node, {"Concat"}))
            push(graph, StructureKind::SkipConcat, id, shortcutFirst(graph, operands, 0), found);
    }
}

} // namespace qscope
