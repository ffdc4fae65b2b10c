// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/graph_view.h"
#include "core/graph/layers.h"

// Where a tensor meets again what later layers made of it.
namespace qscope {

namespace {

constexpr int kLongestShortcut = 8; ///< nodes on a shortcut

/// Counts layers downstream of a value. One object serves many questions; each costs the nodes it spans.
class LayerCount {
public:
    explicit LayerCount(const Graph& graph) : m_graph(graph), m_layers(graph.values.size(), kUnreached) {}

    static constexpr int kUnreached = -1;

    /// Most layers on a way from a value to each of `targets`. Shapes are no way.
    std::vector<int> between(ValueId from, const std::vector<ValueId>& targets)
    {
        NodeId last;
        for (const ValueId target : targets)
            last = std::max(last, m_graph.value(target).producer);
        reach(from, 0);
        const NodeId producer = m_graph.value(from).producer;
        const size_t end = last.valid() ? last.index() + 1 : 0;
        for (size_t n = producer.valid() ? producer.index() + 1 : 0; n < end; ++n)
            pass(m_graph.nodes[n]);
        std::vector<int> counts;
        for (const ValueId target : targets)
            counts.push_back(target == from ? kUnreached : m_layers[target.index()]);
        for (const ValueId id : m_reached)
            m_layers[id.index()] = kUnreached;
        m_reached.clear();
        return counts;
    }

private:
    void reach(ValueId id, int layers)
    {
        m_layers[id.index()] = layers;
        m_reached.push_back(id);
    }

    void pass(const Node& node)
    {
        int most = kUnreached;
        for (const ValueId in : node.inputs)
            most = in.valid() ? std::max(most, m_layers[in.index()]) : most;
        if (most == kUnreached || isOneOf(node, {"Shape", "Size"}))
            return;
        for (const ValueId out : node.outputs) {
            if (out.valid())
                reach(out, most + (isLayerOperator(node) ? 1 : 0));
        }
    }

    const Graph& m_graph;
    std::vector<int> m_layers; ///< by value
    std::vector<ValueId> m_reached;
};

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

/// The shortcut's end and what it comes from past nodes that only fit shapes or scales, and past
/// `mostLayers`.
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
        const bool fits =
            isFloatPass(node) || isOneOf(node, {"Slice", "Pad", "Resize", "Upsample", "Dropout"});
        const bool projects =
            isOneOf(node, {"BatchNormalization", "AveragePool", "MaxPool", "Concat", "Add", "Mul"});
        if (!before.valid() || (isLayer && layers == mostLayers)
            || !(isLayer || fits || (projects && mostLayers > 0)))
            break;
        places.push_back({before, layers + (isLayer ? 1 : 0)});
    }
    return places;
}

/// Whether one of the branches holds more layers than the shortcut since both came from one value.
bool isShortcut(LayerCount& count, const std::vector<Place>& shortcut, const std::vector<ValueId>& branches)
{
    return std::any_of(shortcut.begin(), shortcut.end(), [&](const Place& place) {
        const auto layers = count.between(place.value, branches);
        return std::any_of(layers.begin(), layers.end(), [&](int n) { return n > place.layers; });
    });
}

bool differInShape(const Graph& graph, ValueId a, ValueId b)
{
    const auto& left = graph.value(a).shape;
    const auto& right = graph.value(b).shape;
    if (!left || !right)
        return false;
    const auto differ = [](const Dim& x, const Dim& y) {
        return x.size >= 0 && y.size >= 0 && x.size != y.size;
    };
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
std::vector<ValueId> shortcutFirst(const Graph& graph, LayerCount& count, std::vector<ValueId> operands,
                                   int mostLayers)
{
    for (size_t i = 0; i < operands.size(); ++i) {
        std::vector<ValueId> branches = operands;
        std::erase(branches, operands[i]);
        if (!isShortcut(count, shortcutPlaces(graph, operands[i], mostLayers), branches))
            continue;
        const auto first = operands.begin() + static_cast<std::ptrdiff_t>(i);
        std::rotate(operands.begin(), first, first + 1);
        return operands;
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
    LayerCount count(graph);
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const NodeId id(i);
        const auto operands = activationsOf(graph, node);
        if (taken.count(id) > 0 || operands.size() < 2 || !outputOf(node).valid())
            continue;
        const bool isSum = isOneOf(node, {"Add", "Sum"}) && operands.size() == 2;
        if (isSum && !differInShape(graph, operands[0], operands[1]))
            push(graph, StructureKind::ResidualAdd, id, shortcutFirst(graph, count, operands, 1), found);
        else if (isOneOf(node, {"Concat"}))
            push(graph, StructureKind::SkipConcat, id, shortcutFirst(graph, count, operands, 0), found);
    }
}

} // namespace qscope
