// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channels.h"

#include <set>
#include <string_view>

namespace qscope {

namespace {

using Names = std::set<std::string_view>;

bool hasChannelsSecond(const std::string& op)
{
    static const Names names = {"Conv",        "ConvTranspose", "BatchNormalization", "InstanceNormalization",
                                "MaxPool",     "AveragePool",   "GlobalMaxPool",      "GlobalAveragePool",
                                "LRN",         "Resize",        "Upsample",           "DepthToSpace",
                                "SpaceToDepth"};
    return names.contains(op);
}

bool keepsChannels(const std::string& op)
{
    static const Names names = {"Add",  "Sub",  "Mul",     "Div",         "Pow",           "Max",      "Min",
                                "Relu", "LeakyRelu", "PRelu", "Elu",       "Selu",          "Sigmoid",  "HardSigmoid",
                                "HardSwish", "Tanh", "Erf", "Gelu",        "Mish",          "Softplus", "Softsign",
                                "Clip", "Identity", "Dropout", "Sqrt",     "Exp",           "Neg",      "Abs",
                                "Cast", "QuantizeLinear", "DequantizeLinear"};
    return names.contains(op);
}

void set(std::vector<ChannelPlace>& places, ValueId id, ChannelPlace place)
{
    if (id.valid() && places[id.index()] == ChannelPlace::Unknown)
        places[id.index()] = place;
}

void seed(const Graph& graph, std::vector<ChannelPlace>& places)
{
    for (const Node& node : graph.nodes) {
        if (node.inputs.empty() || node.outputs.empty())
            continue;
        const bool byWeight = (node.op == "MatMul" || node.op == "Gemm") && node.inputs.size() > 1
                              && node.inputs[1].valid() && graph.value(node.inputs[1]).constant;
        ChannelPlace place = ChannelPlace::Unknown;
        if (hasChannelsSecond(node.op))
            place = ChannelPlace::Second;
        else if (byWeight || node.op == "LayerNormalization")
            place = ChannelPlace::Last;
        if (place == ChannelPlace::Unknown)
            continue;
        set(places, node.outputs[0], place);
        set(places, node.inputs[0], place);
    }
}

void carry(const Graph& graph, const Node& node, std::vector<ChannelPlace>& places)
{
    if (!keepsChannels(node.op) || node.outputs.empty() || !node.outputs[0].valid())
        return;
    for (const ValueId in : node.inputs) {
        if (!in.valid() || graph.value(in).constant)
            continue;
        set(places, node.outputs[0], places[in.index()]);
        set(places, in, places[node.outputs[0].index()]);
    }
}

} // namespace

std::vector<ChannelPlace> findChannels(const Graph& graph)
{
    std::vector<ChannelPlace> places(graph.values.size(), ChannelPlace::Unknown);
    seed(graph, places);
    for (const Node& node : graph.nodes)
        carry(graph, node, places);
    for (auto it = graph.nodes.rbegin(); it != graph.nodes.rend(); ++it)
        carry(graph, *it, places);
    return places;
}

int channelAxis(ChannelPlace place, size_t rank)
{
    if (rank < 2)
        return -1;
    const int last = static_cast<int>(rank) - 1;
    switch (place) {
    case ChannelPlace::Second: return 1;
    case ChannelPlace::Last: return last;
    case ChannelPlace::Unknown: break;
    }
    return rank >= 4 ? 1 : last;
}

} // namespace qscope
