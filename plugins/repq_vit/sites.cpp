// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/repq_vit/sites.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"

namespace qscope::repq_vit {

namespace {

/// Whether another layer lies downstream.
bool leadsToLayers(const analysis::Analyzer& analyzer, size_t layer)
{
    const Graph& graph = analyzer.graph();
    std::set<NodeId> layerNodes;
    for (const Layer& l : analyzer.layers())
        layerNodes.insert(l.node);
    std::set<ValueId> reached;
    const auto reach = [&](const Node& node) { reached.insert(node.outputs.begin(), node.outputs.end()); };
    reach(graph.node(analyzer.layers()[layer].node));
    for (size_t i = analyzer.layers()[layer].node.index() + 1; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const bool isReached = std::any_of(node.inputs.begin(), node.inputs.end(),
                                           [&](ValueId in) { return in.valid() && reached.contains(in); });
        if (isReached && layerNodes.contains(NodeId(i)))
            return true;
        if (isReached)
            reach(node);
    }
    return false;
}

void addNormalization(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures, size_t index,
                      bool withFinal, Sites& sites)
{
    auto site = rewrite::normalizationSite(analyzer.graph(), analyzer.layers(), structures, index);
    if (!site.ok())
        return sites.refusals.push_back(site.error().text());
    const bool isFinal = std::none_of(site->layers.begin(), site->layers.end(),
                                      [&](size_t layer) { return leadsToLayers(analyzer, layer); });
    if (isFinal && !withFinal)
        return sites.refusals.push_back(
            filled(say("RepQ-ViT", "normalization '%1' stands before the last layer, where the published "
                                   "method keeps one quantizer for the whole tensor"),
                   site->name));
    sites.normalizations.push_back(std::move(*site));
}

void addSoftmax(const analysis::Analyzer& analyzer, const Structure& structure, Sites& sites)
{
    const Graph& graph = analyzer.graph();
    const AttentionParts& parts = *structure.attention;
    const auto& layers = analyzer.layers();
    const auto layer = std::find_if(layers.begin(), layers.end(),
                                    [&](const Layer& l) { return l.node == graph.value(parts.output).producer; });
    if (structure.isSingleOperator() || layer == layers.end()) {
        sites.refusals.push_back(
            filled(say("RepQ-ViT", "attention '%1' is one operator that keeps its softmax to itself, so the "
                                   "probabilities stay in floating point"),
                   graph.displayName(structure.nodes.back())));
        return;
    }
    for (const size_t input : layer->activationInputs)
        if (graph.node(layer->node).inputs[input] != parts.v)
            sites.softmaxes.push_back(
                {static_cast<size_t>(layer - layers.begin()), input, parts.probabilities, layer->name});
}

} // namespace

Sites findSites(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures, bool withFinal)
{
    Sites sites;
    for (size_t i = 0; i < structures.size(); ++i) {
        const StructureKind kind = structures[i].kind;
        if (kind == StructureKind::LayerNorm || kind == StructureKind::RmsNorm)
            addNormalization(analyzer, structures, i, withFinal, sites);
        else if (structures[i].attention)
            addSoftmax(analyzer, structures[i], sites);
    }
    return sites;
}

} // namespace qscope::repq_vit
