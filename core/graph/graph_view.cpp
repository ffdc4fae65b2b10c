// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph_view.h"

#include <algorithm>

namespace qscope {

bool isDefaultDomain(const Node& node) { return node.domain.empty() || node.domain == "ai.onnx"; }

bool isOneOf(const Node& node, std::initializer_list<std::string_view> operators)
{
    return isDefaultDomain(node) && std::find(operators.begin(), operators.end(), node.op) != operators.end();
}
bool isMicrosoftDomain(const Node& node) { return node.domain == "com.microsoft"; }

bool isFloatPass(const Node& node)
{
    if (!isDefaultDomain(node) || node.inputs.size() != 1 || (node.op != "Cast" && node.op != "Identity"))
        return false;
    const int64_t to = node.intAttribute("to", 1); // as in the wire format
    return node.op == "Identity" || to == 1 || to == 10 || to == 11 || to == 16;
}

bool handsOn(const Node& node)
{
    static const std::set<std::string_view> names = {"Dropout", "Reshape",   "Transpose", "Squeeze",
                                                     "Unsqueeze", "Expand", "Flatten"};
    return isFloatPass(node) || (isDefaultDomain(node) && names.count(node.op) > 0);
}

bool isConstant(const Graph& graph, ValueId id) { return id.valid() && graph.value(id).constant.has_value(); }

std::optional<double> scalarOf(const Graph& graph, ValueId id)
{
    if (!isConstant(graph, id) || graph.value(id).constant->absent() || graph.value(id).constant->size() != 1)
        return std::nullopt;
    return toDoubles(*graph.value(id).constant).front();
}

ValueId inputOf(const Node& node, size_t index)
{
    return index < node.inputs.size() ? node.inputs[index] : ValueId();
}
ValueId outputOf(const Node& node) { return node.outputs.empty() ? ValueId() : node.outputs[0]; }

const Node* producerOf(const Graph& graph, ValueId id, std::string_view op)
{
    if (!id.valid() || isConstant(graph, id) || !graph.value(id).producer.valid())
        return nullptr;
    const Node& node = graph.node(graph.value(id).producer);
    return isDefaultDomain(node) && node.op == op && outputOf(node) == id ? &node : nullptr;
}

bool isGraphOutput(const Graph& graph, ValueId id)
{
    return std::find(graph.outputs.begin(), graph.outputs.end(), id) != graph.outputs.end();
}

std::optional<NodeId> onlyConsumer(const Graph& graph, ValueId id)
{
    if (!id.valid() || isGraphOutput(graph, id))
        return std::nullopt;
    const auto& consumers = graph.value(id).consumers;
    if (consumers.empty())
        return std::nullopt;
    for (const NodeId consumer : consumers) {
        if (consumer != consumers.front())
            return std::nullopt;
    }
    return consumers.front();
}

ValueId beforeCasts(const Graph& graph, ValueId id, std::set<NodeId>* passed)
{
    while (id.valid() && !isConstant(graph, id) && graph.value(id).producer.valid()) {
        const Node& node = graph.node(graph.value(id).producer);
        if (!isFloatPass(node) || !node.inputs[0].valid())
            break;
        if (passed)
            passed->insert(graph.value(id).producer);
        id = node.inputs[0];
    }
    return id;
}

ValueId otherInput(const Node& node, ValueId known)
{
    if (node.inputs.size() != 2)
        return {};
    return node.inputs[0] == known ? node.inputs[1] : node.inputs[0];
}

std::vector<int64_t> reductionAxes(const Graph& graph, const Node& node)
{
    constexpr int64_t kHighestRank = 64;
    const bool asInput = isConstant(graph, inputOf(node, 1));
    std::vector<int64_t> axes =
        asInput ? toInts(*graph.value(node.inputs[1]).constant) : node.intsAttribute("axes");
    const auto fits = [](int64_t axis) { return axis >= -kHighestRank && axis < kHighestRank; };
    if (!std::all_of(axes.begin(), axes.end(), fits))
        axes.clear();
    return axes;
}

namespace {

enum class Reading : uint8_t { None, Inside, ShapeOutside, Outside };

Reading readingOf(const Graph& graph, ValueId id, const std::set<NodeId>& nodes)
{
    Reading most = isGraphOutput(graph, id) ? Reading::Outside : Reading::None;
    for (const NodeId reader : graph.value(id).consumers) {
        const bool asksShape = isDefaultDomain(graph.node(reader)) && graph.node(reader).op == "Shape";
        most = std::max(most, nodes.count(reader) > 0 ? Reading::Inside
                              : asksShape             ? Reading::ShapeOutside
                                                      : Reading::Outside);
    }
    return most;
}

void addInputs(const Graph& graph, const Node& node, const std::set<NodeId>& nodes,
               std::vector<ValueId>& inputs)
{
    const bool takesShape = isDefaultDomain(node) && (node.op == "Reshape" || node.op == "Expand");
    for (size_t i = 0; i < (takesShape ? 1 : node.inputs.size()); ++i) {
        const ValueId in = node.inputs[i];
        const bool enters =
            in.valid() && !isConstant(graph, in) && nodes.count(graph.value(in).producer) == 0;
        if (enters && std::find(inputs.begin(), inputs.end(), in) == inputs.end())
            inputs.push_back(in);
    }
}

} // namespace

std::optional<Structure> enclose(const Graph& graph, StructureKind kind, const std::set<NodeId>& nodes,
                                 ValueId output, ShapeReaders shapes)
{
    Structure structure;
    structure.kind = kind;
    structure.output = output;
    structure.nodes.assign(nodes.begin(), nodes.end());
    for (const NodeId id : structure.nodes) {
        addInputs(graph, graph.node(id), nodes, structure.inputs);
        for (const ValueId out : graph.node(id).outputs) {
            const Reading reading =
                out.valid() && out != output ? readingOf(graph, out, nodes) : Reading::None;
            if (reading == Reading::Outside
                || (reading == Reading::ShapeOutside && shapes == ShapeReaders::Count))
                return std::nullopt;
            if (reading == Reading::Inside)
                structure.internals.push_back(out);
        }
    }
    return structure;
}

} // namespace qscope
