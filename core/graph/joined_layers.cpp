// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/joined_layers.h"

#include <algorithm>
#include <numeric>

namespace qscope {

namespace {

bool isActivation(const Graph& graph, ValueId id) { return id.valid() && !graph.value(id).constant; }

bool joins(const Graph& graph, const Node& node)
{
    if (node.op != "Add" && node.op != "Sum" && node.op != "Concat")
        return false;
    return std::count_if(node.inputs.begin(), node.inputs.end(),
                         [&](ValueId in) { return isActivation(graph, in); }) >= 2;
}

/// The layer whose output this is, perhaps after steps with one activation input; -1: none.
int layerBehind(const Graph& graph, const std::vector<int>& layerOf, ValueId id)
{
    while (isActivation(graph, id) && graph.value(id).producer.valid()) {
        const NodeId producer = graph.value(id).producer;
        if (layerOf[producer.index()] >= 0)
            return layerOf[producer.index()];
        const Node& node = graph.node(producer);
        ValueId only;
        for (const ValueId in : node.inputs) {
            if (!isActivation(graph, in))
                continue;
            if (only.valid())
                return -1;
            only = in;
        }
        id = only;
    }
    return -1;
}

/// Sets of numbers that grow together.
class Unions {
public:
    explicit Unions(size_t n) : m_parent(n) { std::iota(m_parent.begin(), m_parent.end(), size_t(0)); }
    size_t find(size_t i)
    {
        while (m_parent[i] != i)
            i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(size_t a, size_t b) { m_parent[find(a)] = find(b); }

private:
    std::vector<size_t> m_parent;
};

} // namespace

std::vector<std::vector<LayerId>> joinedLayers(const Graph& graph, const std::vector<Layer>& layers)
{
    std::vector<int> layerOf(graph.nodes.size(), -1);
    for (size_t i = 0; i < layers.size(); ++i)
        layerOf[layers[i].node.index()] = static_cast<int>(i);
    Unions sets(layers.size());
    for (const Node& node : graph.nodes) {
        if (!joins(graph, node))
            continue;
        int first = -1;
        for (const ValueId in : node.inputs) {
            const int layer = layerBehind(graph, layerOf, in);
            if (layer >= 0 && first >= 0)
                sets.join(static_cast<size_t>(layer), static_cast<size_t>(first));
            else if (layer >= 0)
                first = layer;
        }
    }
    std::vector<std::vector<LayerId>> members(layers.size()), joined(layers.size());
    for (size_t i = 0; i < layers.size(); ++i)
        members[sets.find(i)].push_back(LayerId(i));
    for (size_t i = 0; i < layers.size(); ++i) {
        joined[i] = members[sets.find(i)];
        std::erase(joined[i], LayerId(i));
    }
    return joined;
}

} // namespace qscope
