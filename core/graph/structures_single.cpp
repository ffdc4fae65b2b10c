// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/graph_view.h"

// Structures that the file writes as one operator.
namespace qscope {

namespace {

using Kind = StructureKind;

constexpr int kNone = -1;

/// Where a fused operator keeps its constants, as indices of its inputs.
struct Fused {
    std::string_view op;
    bool microsoft; ///< domain com.microsoft instead of the default one
    Kind kind;
    int scale = kNone, shift = kNone;
    GeluForm gelu = GeluForm::Erf;
};

constexpr Fused kFused[] = {
    {"LayerNormalization", false, Kind::LayerNorm, 1, 2},
    {"LayerNormalization", true, Kind::LayerNorm, 1, 2},
    {"SkipLayerNormalization", true, Kind::LayerNorm, 2, 3},
    {"EmbedLayerNormalization", true, Kind::LayerNorm, 5, 6},
    // ONNX Runtime registers this one under the default domain.
    {"SimplifiedLayerNormalization", false, Kind::RmsNorm, 1},
    {"SimplifiedLayerNormalization", true, Kind::RmsNorm, 1},
    {"SkipSimplifiedLayerNormalization", true, Kind::RmsNorm, 2},
    {"RMSNormalization", false, Kind::RmsNorm, 1},
    {"Gelu", false, Kind::Gelu},
    {"Gelu", true, Kind::Gelu},
    {"BiasGelu", true, Kind::Gelu, kNone, 1},
    {"FastGelu", true, Kind::Gelu, kNone, 1, GeluForm::Tanh},
    {"QuickGelu", true, Kind::Gelu, kNone, kNone, GeluForm::Sigmoid},
    {"HardSwish", false, Kind::HardSwish},
    {"Mish", false, Kind::Mish},
    {"Softmax", false, Kind::Softmax},
    {"Attention", true, Kind::Attention},
    {"MultiHeadAttention", true, Kind::Attention},
    {"Attention", false, Kind::Attention},
};

void readAxes(const Graph& graph, const Node& node, Structure& structure)
{
    if (structure.kind == Kind::Softmax)
        structure.axes = {node.intAttribute("axis", graph.opset() < 13 ? 1 : -1)};
    else if (structure.kind == Kind::LayerNorm || structure.kind == Kind::RmsNorm)
        structure.axes = {node.intAttribute("axis", -1)};
}

void readParameters(const Graph& graph, const Node& node, const Fused& fused, Structure& structure)
{
    const auto constant = [&](int input) {
        const ValueId id = input == kNone ? ValueId() : inputOf(node, static_cast<size_t>(input));
        return isConstant(graph, id) ? id : ValueId();
    };
    structure.scale = constant(fused.scale);
    structure.shift = constant(fused.shift);
    structure.gelu = fused.gelu;
    if (fused.op == "Gelu" && node.stringAttribute("approximate", "none") == "tanh")
        structure.gelu = GeluForm::Tanh;
    if (structure.kind == Kind::LayerNorm || structure.kind == Kind::RmsNorm) {
        const bool fromBert = fused.op.find("Skip") == 0 || fused.op.find("Embed") == 0;
        structure.epsilon = static_cast<double>(node.floatAttribute("epsilon", fromBert ? 1e-12F : 1e-5F));
    }
}

/// q, k and v of the operators that take them apart; Attention of com.microsoft makes them inside.
AttentionParts attentionParts(const Node& node)
{
    AttentionParts parts;
    parts.output = outputOf(node);
    parts.scale = static_cast<double>(node.floatAttribute("scale", 1.F));
    const bool projects = node.op == "Attention" && isMicrosoftDomain(node);
    if (!projects) {
        parts.q = inputOf(node, 0);
        parts.k = inputOf(node, 1);
        parts.v = inputOf(node, 2);
    }
    const bool isMultiHead = node.op == "MultiHeadAttention";
    parts.mask = isMultiHead ? inputOf(node, 4) : inputOf(node, 3);
    return parts;
}

/// x * Sigmoid(alpha x) as one operator, with the alpha of SiLU.
bool isQuickSilu(const Node& node)
{
    return node.op == "QuickGelu" && node.floatAttribute("alpha", 1.702F) == 1.F;
}

} // namespace

void findSingleOperators(const Graph& graph, std::vector<Structure>& found)
{
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const auto* fused = std::find_if(std::begin(kFused), std::end(kFused), [&](const Fused& f) {
            return f.op == node.op && (f.microsoft ? isMicrosoftDomain(node) : isDefaultDomain(node));
        });
        if (fused == std::end(kFused) || !outputOf(node).valid() || isConstant(graph, node.outputs[0]))
            continue;
        Structure structure;
        structure.kind = isQuickSilu(node) ? Kind::Silu : fused->kind;
        structure.nodes = {NodeId(i)};
        structure.output = node.outputs[0];
        for (const ValueId in : node.inputs) {
            if (in.valid() && !isConstant(graph, in))
                structure.inputs.push_back(in);
        }
        readAxes(graph, node, structure);
        readParameters(graph, node, *fused, structure);
        if (structure.kind == Kind::Attention)
            structure.attention = attentionParts(node);
        found.push_back(std::move(structure));
    }
}

} // namespace qscope
