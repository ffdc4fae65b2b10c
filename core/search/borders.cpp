// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/borders.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace qscope::search {

namespace {

/// Operators whose first input reaches their outputs element by element, in any form. What follows a product within
/// its quantizer's limits (Relu, Clip) costs an integer kernel nothing.
constexpr std::array<std::string_view, 18> kHandsOn{
    "Clip",    "DepthToSpace", "Dropout", "Expand",       "Flatten", "Gather", "Identity", "MaxPool",   "Pad",
    "Relu",    "Reshape",      "Slice",   "SpaceToDepth", "Split",   "Squeeze", "Tile",    "Transpose", "Unsqueeze"};

bool handsOn(const Node& node)
{
    return node.domain.empty() && std::find(kHandsOn.begin(), kHandsOn.end(), node.op) != kHandsOn.end();
}

bool wantsShapeOnly(const Node& node) { return node.op == "Shape" || node.op == "Size"; }

void addOnce(std::vector<size_t>& list, size_t value)
{
    if (std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(value);
}

bool isFloat(size_t layer, std::span<const quant::LayerSpec> specs, int toggled)
{
    return specs[layer].isFloat != (static_cast<int>(layer) == toggled);
}

/// Different quantizers of the readers that run on integers.
int formsOf(const std::vector<size_t>& readers, std::span<const quant::LayerSpec> specs, int toggled)
{
    std::vector<quant::QuantizerSpec> forms;
    for (const size_t reader : readers) {
        if (isFloat(reader, specs, toggled))
            continue;
        const quant::QuantizerSpec form = quant::canonical(specs[reader].activations);
        if (std::find(forms.begin(), forms.end(), form) == forms.end())
            forms.push_back(form);
    }
    return static_cast<int>(forms.size());
}

} // namespace

BorderCount& BorderCount::operator+=(const BorderCount& other)
{
    conversions += other.conversions;
    pairs += other.pairs;
    return *this;
}

BorderCount BorderCount::operator-(const BorderCount& other) const
{
    return {conversions - other.conversions, pairs - other.pairs};
}

Borders::Borders(const Graph& graph, const std::vector<Layer>& layers) : m_groupOf(graph.values.size(), -1)
{
    std::vector<int> layerOf(graph.nodes.size(), -1); // of its own node and of what it takes in
    for (size_t i = 0; i < layers.size(); ++i) {
        layerOf[layers[i].node.index()] = static_cast<int>(i);
        for (size_t k = 1; layers[i].fold && k < layers[i].fold->nodes().size(); ++k)
            layerOf[layers[i].fold->nodes()[k].index()] = static_cast<int>(i);
    }
    m_groupsOf.resize(layers.size());
    m_sitesOf.resize(layers.size());
    for (size_t v = 0; v < graph.values.size(); ++v) {
        if (graph.values[v].constant)
            continue;
        const size_t root = rootOf(graph, v);
        if (m_groupOf[root] < 0) {
            m_groupOf[root] = static_cast<int>(m_groups.size());
            const NodeId producer = graph.values[root].producer;
            m_groups.push_back({producer.valid() ? layerOf[producer.index()] : -1, {}, false});
        }
        m_groupOf[v] = m_groupOf[root];
        addReaders(graph, v, layerOf, layers);
    }
    for (const ValueId out : graph.outputs)
        if (m_groupOf[out.index()] >= 0)
            m_groups[static_cast<size_t>(m_groupOf[out.index()])].readAsFloat = true;
    for (size_t g = 0; g < m_groups.size(); ++g) {
        if (m_groups[g].maker >= 0)
            addOnce(m_groupsOf[static_cast<size_t>(m_groups[g].maker)], g);
        for (const size_t reader : m_groups[g].readers)
            addOnce(m_groupsOf[reader], g);
    }
}

/// Values are numbered in any order, so the way up is walked, not looked up.
size_t Borders::rootOf(const Graph& graph, size_t value) const
{
    for (;;) {
        const NodeId producer = graph.values[value].producer;
        if (!producer.valid() || !handsOn(graph.node(producer)))
            return value;
        const Node& node = graph.node(producer);
        if (node.inputs.empty() || !node.inputs.front().valid() || graph.value(node.inputs.front()).constant)
            return value;
        value = node.inputs.front().index();
    }
}

void Borders::addReaders(const Graph& graph, size_t value, const std::vector<int>& layerOf,
                         const std::vector<Layer>& layers)
{
    Group& group = m_groups[static_cast<size_t>(m_groupOf[value])];
    std::vector<size_t> exported;
    for (const NodeId consumer : graph.values[value].consumers) {
        const Node& node = graph.node(consumer);
        const int owner = layerOf[consumer.index()];
        if (owner >= 0 && layers[static_cast<size_t>(owner)].node != consumer)
            continue; // inside the layer
        const auto reads = [&](size_t input) { return node.inputs[input].valid() && node.inputs[input].index() == value; };
        if (owner < 0) {
            const bool handed = handsOn(node) && reads(0);
            group.readAsFloat = group.readAsFloat || !(handed || wantsShapeOnly(node));
            continue;
        }
        const auto layer = static_cast<size_t>(owner);
        const auto& sites = layers[layer].activationInputs;
        if (std::none_of(sites.begin(), sites.end(), reads)) {
            group.readAsFloat = true; // a computed bias, say
            continue;
        }
        addOnce(group.readers, layer);
        if (node.body < 0)
            addOnce(exported, layer);
    }
    for (const size_t layer : exported)
        m_sitesOf[layer].push_back(m_exported.size());
    if (!exported.empty())
        m_exported.push_back(std::move(exported));
}

int Borders::conversionsIn(const Group& group, std::span<const quant::LayerSpec> specs, int toggled) const
{
    const int forms = formsOf(group.readers, specs, toggled);
    const bool float32 = group.readAsFloat || std::any_of(group.readers.begin(), group.readers.end(), [&](size_t r) {
        return isFloat(r, specs, toggled);
    });
    const bool madeInIntegers = group.maker >= 0 && !isFloat(static_cast<size_t>(group.maker), specs, toggled);
    return madeInIntegers ? std::max(forms - 1, 0) + (float32 ? 1 : 0) : forms;
}

int Borders::pairsOn(const std::vector<size_t>& readers, std::span<const quant::LayerSpec> specs, int toggled) const
{
    return formsOf(readers, specs, toggled);
}

BorderCount Borders::count(std::span<const quant::LayerSpec> specs) const
{
    BorderCount total;
    for (const Group& group : m_groups)
        total.conversions += conversionsIn(group, specs, -1);
    for (const auto& readers : m_exported)
        total.pairs += pairsOn(readers, specs, -1);
    return total;
}

BorderCount Borders::around(size_t layer, std::span<const quant::LayerSpec> specs, int toggled) const
{
    BorderCount total;
    for (const size_t group : m_groupsOf[layer])
        total.conversions += conversionsIn(m_groups[group], specs, toggled);
    for (const size_t site : m_sitesOf[layer])
        total.pairs += pairsOn(m_exported[site], specs, toggled);
    return total;
}

std::vector<BorderCount> Borders::changes(std::span<const quant::LayerSpec> specs) const
{
    std::vector<BorderCount> changes;
    for (size_t i = 0; i < m_groupsOf.size(); ++i)
        changes.push_back(change(i, specs));
    return changes;
}

BorderCount Borders::change(size_t layer, std::span<const quant::LayerSpec> specs) const
{
    return around(layer, specs, static_cast<int>(layer)) - around(layer, specs, -1);
}

} // namespace qscope::search
