// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/graph_view.h"

// What follows a layer channel by channel: its bias, and batch normalization.
namespace qscope {

namespace {

bool isOneOf(const std::string& op, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), op) != names.end();
}

bool isConvolution(const Node& node) { return isOneOf(node.op, {"Conv", "ConvTranspose", "FusedConv"}); }

/// Number of output channels of a layer with a constant weight; 0: no such layer.
int64_t outputChannels(const Graph& graph, const Node& node)
{
    if (!isDefaultDomain(node) && !isMicrosoftDomain(node))
        return 0;
    if (!isConstant(graph, inputOf(node, 1)) || isConstant(graph, inputOf(node, 0)))
        return 0;
    const Shape& shape = graph.value(node.inputs[1]).constant->shape();
    if (shape.size() < 2)
        return 0;
    if (isOneOf(node.op, {"Conv", "FusedConv"}))
        return shape[0];
    if (node.op == "ConvTranspose")
        return shape[1] * std::min(std::max<int64_t>(node.intAttribute("group", 1), 1), shape[0]);
    if (isOneOf(node.op, {"Gemm", "FusedGemm", "FusedMatMul"}))
        return shape[shape.size() - (node.intAttribute("transB", 0) != 0 ? 2 : 1)];
    return node.op == "MatMul" ? shape.back() : 0;
}

/// Whether a constant holds one number per output channel, so that it broadcasts along the channels alone.
bool isPerChannel(const Graph& graph, ValueId id, const Node& layer)
{
    const int64_t channels = outputChannels(graph, layer);
    if (!isConstant(graph, id) || channels == 0 || graph.value(id).constant->size() != channels)
        return false;
    const Shape& shape = graph.value(id).constant->shape();
    if (!isConvolution(layer))
        return !shape.empty() && shape.back() == channels;
    const size_t spatial = graph.value(layer.inputs[1]).constant->rank() - 2;
    return shape.size() > spatial && shape[shape.size() - spatial - 1] == channels;
}

/// The node of that operator that alone reads the value.
const Node* nextOf(const Graph& graph, ValueId id, std::string_view op)
{
    const auto reader = onlyConsumer(graph, id);
    const Node* node = reader ? &graph.node(*reader) : nullptr;
    return node && isDefaultDomain(*node) && node->op == op && outputOf(*node).valid() ? node : nullptr;
}

/// Add or Mul of the value and a constant per channel.
const Node* perChannelStep(const Graph& graph, ValueId id, std::string_view op, const Node& layer)
{
    const Node* node = nextOf(graph, id, op);
    return node && node->inputs.size() == 2 && isPerChannel(graph, otherInput(*node, id), layer) ? node
                                                                                                 : nullptr;
}

NodeId idOf(const Graph& graph, const Node& node)
{
    return NodeId(static_cast<size_t>(&node - graph.nodes.data()));
}

std::optional<Structure> batchNormalization(const Graph& graph, std::set<NodeId> nodes, ValueId from)
{
    const Node* node = nextOf(graph, from, "BatchNormalization");
    if (!node || inputOf(*node, 0) != from || node->inputs.size() != 5
        || node->intAttribute("training_mode", 0) != 0)
        return std::nullopt;
    for (size_t i = 1; i < 5; ++i) {
        if (!isConstant(graph, node->inputs[i]))
            return std::nullopt;
    }
    nodes.insert(idOf(graph, *node));
    auto fold = enclose(graph, StructureKind::BatchNormFold, nodes, outputOf(*node));
    if (!fold)
        return std::nullopt;
    fold->normalization = idOf(graph, *node);
    fold->scale = node->inputs[1];
    fold->shift = node->inputs[2];
    fold->mean = node->inputs[3];
    fold->variance = node->inputs[4];
    fold->epsilon = static_cast<double>(node->floatAttribute("epsilon", 1e-5F));
    return fold;
}

std::optional<Structure> multipliedAndAdded(const Graph& graph, std::set<NodeId> nodes, ValueId from,
                                            const Node& layer)
{
    const Node* mul = perChannelStep(graph, from, "Mul", layer);
    const Node* add = mul ? perChannelStep(graph, outputOf(*mul), "Add", layer) : nullptr;
    if (!add)
        return std::nullopt;
    nodes.insert({idOf(graph, *mul), idOf(graph, *add)});
    auto fold = enclose(graph, StructureKind::BatchNormFold, nodes, outputOf(*add));
    if (!fold)
        return std::nullopt;
    fold->normalization = idOf(graph, *mul);
    fold->scale = otherInput(*mul, from);
    fold->shift = otherInput(*add, outputOf(*mul));
    return fold;
}

} // namespace

void findFolds(const Graph& graph, std::vector<Structure>& found)
{
    for (const Node& layer : graph.nodes) {
        if (outputChannels(graph, layer) == 0 || !outputOf(layer).valid())
            continue;
        std::set<NodeId> nodes{idOf(graph, layer)};
        ValueId end = layer.outputs[0];
        const auto push = [&](std::optional<Structure> structure) {
            if (!structure)
                return;
            structure->layer = idOf(graph, layer);
            found.push_back(std::move(*structure));
        };
        if (const Node* add = perChannelStep(graph, end, "Add", layer)) {
            nodes.insert(idOf(graph, *add));
            auto biased = enclose(graph, StructureKind::BiasAdd, nodes, outputOf(*add));
            if (biased)
                biased->shift = otherInput(*add, end);
            push(std::move(biased));
            end = outputOf(*add);
        }
        auto fold = batchNormalization(graph, nodes, end);
        push(fold ? std::move(fold) : multipliedAndAdded(graph, nodes, end, layer));
    }
}

} // namespace qscope
