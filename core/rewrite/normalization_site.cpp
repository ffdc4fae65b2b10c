// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/normalization_site.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/graph/graph_view.h"

namespace qscope::rewrite {

namespace {

Error siteRefused(const std::string& why) { return {ErrorCode::Unsupported, why, {}}; }

std::string described(const Graph& graph, NodeId id)
{
    return graph.node(id).op + " '" + graph.displayName(id) + "'";
}

int64_t sizeOf(const Graph& graph, ValueId id)
{
    return id.valid() && graph.value(id).constant ? graph.value(id).constant->size() : 1;
}

/// The parameter varies along its last axis alone.
bool isAlongLastAxis(const Graph& graph, ValueId id)
{
    if (sizeOf(graph, id) == 1)
        return true;
    const Shape& shape = graph.value(id).constant->shape();
    return shape.back() == graph.value(id).constant->size();
}

std::optional<int64_t> rankOf(const Graph& graph, ValueId id)
{
    const auto& shape = graph.value(id).shape;
    return shape ? std::optional(static_cast<int64_t>(shape->size())) : std::nullopt;
}

/// An axis counted from the front of a tensor of unknown rank is taken not to be its last: were it, the layer behind would
/// not fit the channels.
bool isLastAxis(const Graph& graph, ValueId id, int64_t axis)
{
    return axis == -1 || rankOf(graph, id) == axis + 1;
}

std::vector<int64_t> constantInts(const Graph& graph, const Node& node, size_t input)
{
    if (input >= node.inputs.size() || !node.inputs[input].valid() || !graph.value(node.inputs[input]).constant)
        return {};
    return toInts(*graph.value(node.inputs[input]).constant);
}

/// Rows may come in another order or shape, each still holding all channels.
bool keepsChannels(const Graph& graph, const Node& node, int64_t channels)
{
    if (!isDefaultDomain(node) || node.outputs.empty() || !node.outputs[0].valid())
        return false;
    const auto& shape = graph.value(node.outputs[0]).shape;
    const bool isDeclared = shape && !shape->empty() && shape->back().size == channels;
    if (node.op == "Identity" || node.op == "Dropout" || node.op == "Cast")
        return true;
    if (node.op == "Reshape") {
        const auto target = constantInts(graph, node, 1);
        return isDeclared || (!target.empty() && target.back() == channels);
    }
    if (node.op == "Flatten" || node.op == "Squeeze" || node.op == "Unsqueeze")
        return isDeclared;
    if (node.op == "Transpose") {
        const auto order = node.intsAttribute("perm");
        return !order.empty() && order.back() + 1 == static_cast<int64_t>(order.size());
    }
    if (node.op == "Gather" || node.op == "Concat")
        return !isLastAxis(graph, node.inputs[0], node.intAttribute("axis", 0));
    if (node.op == "ReduceMean") { // over tokens: a mean of a x + b is a times the mean plus b
        const auto axes = node.hasAttribute("axes") ? node.intsAttribute("axes") : constantInts(graph, node, 1);
        return !axes.empty() && std::none_of(axes.begin(), axes.end(),
                                             [&](int64_t axis) { return isLastAxis(graph, node.inputs[0], axis); });
    }
    if (node.op == "Slice") {
        const auto axes = node.hasAttribute("axes") ? node.intsAttribute("axes") : constantInts(graph, node, 3);
        return !axes.empty() && std::none_of(axes.begin(), axes.end(),
                                             [&](int64_t axis) { return isLastAxis(graph, node.inputs[0], axis); });
    }
    return false;
}

/// Follows the channels from the normalization to the layers.
class Followed {
public:
    Followed(const Graph& graph, const std::vector<Layer>& layers, NormalizationSite& site)
        : m_graph(graph), m_layers(layers), m_site(site)
    {
    }

    Status follow()
    {
        QS_RETURN_IF_ERROR(carry(m_site.output));
        // Nodes are in execution order, so whatever carries the channels is known before its readers come.
        for (size_t i = 0; i < m_graph.nodes.size(); ++i)
            QS_RETURN_IF_ERROR(visit(NodeId(i)));
        return m_site.layers.empty() ? Status(siteRefused(filled(
                   say("Rewriting", "normalization '%1' is read by no layer with weights"), m_site.name)))
                                     : Status();
    }

private:
    Status carry(ValueId value)
    {
        m_carrying.insert(value);
        if (std::find(m_graph.outputs.begin(), m_graph.outputs.end(), value) != m_graph.outputs.end())
            return siteRefused(filled(
                say("Rewriting",
                    "normalization '%1' is an output of the model, so its channels cannot be rescaled"),
                m_site.name));
        return {};
    }

    bool carries(ValueId id) const { return id.valid() && m_carrying.contains(id); }

    Status visit(NodeId id)
    {
        const Node& node = m_graph.node(id);
        const auto count = std::count_if(node.inputs.begin(), node.inputs.end(), [&](ValueId in) { return carries(in); });
        if (count == 0 || (node.op == "Shape" && isDefaultDomain(node)))
            return {};
        if (node.body >= 0 || node.implicitInputs > 0)
            return siteRefused(filled(say("Rewriting", "normalization '%1' is read inside the body of %2"),
                                      m_site.name, described(m_graph, id)));
        const auto layer = std::find_if(m_layers.begin(), m_layers.end(), [&](const Layer& l) { return l.node == id; });
        if (layer != m_layers.end())
            return addLayer(*layer);
        const bool all = node.op != "Concat" || count == static_cast<int64_t>(node.inputs.size());
        if (!all || !carries(node.inputs[0]) || !keepsChannels(m_graph, node, m_site.channels))
            return siteRefused(reason(id));
        return carry(node.outputs[0]);
    }

    std::string reason(NodeId id) const
    {
        if (m_graph.node(id).op == "Add")
            return filled(say("Rewriting", "normalization '%1' also feeds %2, which cannot take a scale per "
                                           "channel back (a post-norm "
                                           "block, or its output is added to something)"),
                          m_site.name, described(m_graph, id));
        return filled(
            say("Rewriting", "normalization '%1' also feeds %2, which cannot take a scale per channel back"),
            m_site.name, described(m_graph, id));
    }

    Status addLayer(const Layer& layer)
    {
        const Node& node = m_graph.node(layer.node);
        const auto axis = reductionAxis(m_graph, layer);
        if (!axis || !carries(node.inputs[layer.activationInputs.front()]))
            return siteRefused(
                filled(say("Rewriting",
                           "normalization '%1' feeds %2, whose weight cannot take a scale per channel back"),
                       m_site.name, described(m_graph, layer.node)));
        const int64_t length = weightOf(m_graph, layer).dim(*axis);
        if (length != m_site.channels)
            return siteRefused(
                filled(say("Rewriting", "normalization '%1' has %2 channels, but %3 sums over %4"),
                       m_site.name, m_site.channels, described(m_graph, layer.node), length));
        m_site.layers.push_back(static_cast<size_t>(&layer - m_layers.data()));
        return {};
    }

    const Graph& m_graph;
    const std::vector<Layer>& m_layers;
    NormalizationSite& m_site;
    std::set<ValueId> m_carrying;
};

/// Number of channels by the affine part, or by the first layer that reads it directly; 0: unknown.
int64_t channelsOf(const Graph& graph, const std::vector<Layer>& layers, const Structure& structure)
{
    const int64_t size = std::max(sizeOf(graph, structure.scale), sizeOf(graph, structure.shift));
    if (size > 1)
        return size;
    const auto& shape = graph.value(structure.output).shape;
    if (shape && !shape->empty() && shape->back().size > 0)
        return shape->back().size;
    for (const Layer& layer : layers) {
        const auto axis = reductionAxis(graph, layer);
        if (axis && graph.node(layer.node).inputs[layer.activationInputs.front()] == structure.output)
            return weightOf(graph, layer).dim(*axis);
    }
    return 0;
}

Status checkAxes(const Graph& graph, const Structure& structure, const std::string& name)
{
    if (!isAlongLastAxis(graph, structure.scale) || !isAlongLastAxis(graph, structure.shift))
        return siteRefused(
            filled(say("Rewriting", "normalization '%1' has a scale along other axes than the last"), name));
    const bool isAffine = std::max(sizeOf(graph, structure.scale), sizeOf(graph, structure.shift)) > 1;
    const bool isLast = structure.axes.size() == 1
                        && (structure.axes[0] == -1 || isAffine || rankOf(graph, structure.output) == structure.axes[0] + 1);
    return isLast
               ? Status()
               : Status(siteRefused(filled(
                   say("Rewriting", "normalization '%1' normalizes other axes than the last alone"), name)));
}

} // namespace

bool ChannelMap::shifts() const
{
    return std::any_of(offset.begin(), offset.end(), [](double b) { return b != 0; });
}

std::optional<size_t> reductionAxis(const Graph& graph, const Layer& layer)
{
    const Node& node = graph.node(layer.node);
    const bool isKnown = (isDefaultDomain(node) && (node.op == "MatMul" || node.op == "Gemm"))
                         || node.op == "FusedMatMul" || node.op == "FusedGemm" || node.op == "Attention";
    if (!isKnown || layer.fold || layer.weightInput != size_t(1) || layer.activationInputs.size() != 1
        || node.intAttribute("transA", 0) != 0 || weightOf(graph, layer).rank() != 2)
        return std::nullopt;
    return node.intAttribute("transB", 0) != 0 ? 1 : 0;
}

Result<NormalizationSite> normalizationSite(const Graph& graph, const std::vector<Layer>& layers,
                                            const std::vector<Structure>& structures, size_t index)
{
    const Structure& structure = structures[index];
    NormalizationSite site;
    site.structure = index;
    site.output = structure.output;
    site.name = graph.displayName(graph.value(structure.output).producer);
    const Node& first = graph.node(structure.nodes.front());
    if (first.body >= 0)
        return siteRefused(
            filled(say("Rewriting", "normalization '%1' is inside the body of a loop or branch"), site.name));
    const bool isFusedWithoutScale = structure.isSingleOperator() && !structure.scale.valid();
    if (isFusedWithoutScale)
        return siteRefused(
            filled(say("Rewriting", "normalization '%1' has a scale that the model computes"), site.name));
    QS_RETURN_IF_ERROR(checkAxes(graph, structure, site.name));
    site.channels = channelsOf(graph, layers, structure);
    if (site.channels < 1)
        return siteRefused(filled(
            say("Rewriting", "normalization '%1' is read by no layer that tells how many channels it has"),
            site.name));
    QS_RETURN_IF_ERROR(Followed(graph, layers, site).follow());
    return site;
}

} // namespace qscope::rewrite
