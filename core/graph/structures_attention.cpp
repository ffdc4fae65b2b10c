// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/algebra.h"
#include "core/graph/graph_view.h"

// Softmax written out, and the products around a softmax that make it an attention.
namespace qscope {

namespace {

constexpr int kMostSteps = 10; ///< nodes between a product and the softmax

/// A product of two activations. A learned q may stand on the left.
bool isProduct(const Graph& graph, const Node& node)
{
    const bool fused = isMicrosoftDomain(node) && node.op == "FusedMatMul";
    return (fused || isOneOf(node, {"MatMul", "Einsum"})) && node.inputs.size() == 2 && node.inputs[0].valid()
           && node.inputs[1].valid() && !isConstant(graph, node.inputs[1]) && outputOf(node).valid();
}

/// The way from the softmax's input up to the first product.
struct Scores {
    const Node* product = nullptr;
    ValueId mask;
    double scale = 1;
    std::set<NodeId> nodes;
};

std::optional<Scores> findScores(const Graph& graph, ValueId id, int steps);

std::optional<Scores> masked(const Graph& graph, ValueId scores, ValueId mask, int steps)
{
    auto found = findScores(graph, scores, steps);
    if (found)
        found->mask = mask;
    return found;
}

/// Mul or Div: a scalar scales, anything else is a scale the model computes.
std::optional<Scores> scaled(const Graph& graph, const Node& node, int steps)
{
    const bool scalarFirst = node.op == "Mul" && scalarOf(graph, node.inputs[0]).has_value();
    const auto factor = scalarOf(graph, node.inputs[scalarFirst ? 0 : 1]);
    auto found = findScores(graph, node.inputs[scalarFirst ? 1 : 0], steps);
    if (found && (!factor || *factor == 0))
        found->scale = 0;
    else if (found)
        found->scale *= node.op == "Mul" ? *factor : 1 / *factor;
    return found;
}

std::optional<Scores> scoresBehind(const Graph& graph, const Node& node, int steps)
{
    if (handsOn(node))
        return findScores(graph, inputOf(node, 0), steps);
    if (isOneOf(node, {"Where"}) && node.inputs.size() == 3) {
        auto found = masked(graph, node.inputs[1], node.inputs[0], steps);
        return found ? found : masked(graph, node.inputs[2], node.inputs[0], steps);
    }
    if (node.inputs.size() != 2)
        return std::nullopt;
    if (isOneOf(node, {"Mul", "Div"}))
        return scaled(graph, node, steps);
    if (!isOneOf(node, {"Add", "Sub"}))
        return std::nullopt;
    auto found = masked(graph, node.inputs[0], node.inputs[1], steps);
    return found || node.op == "Sub" ? found : masked(graph, node.inputs[1], node.inputs[0], steps);
}

std::optional<Scores> findScores(const Graph& graph, ValueId id, int steps)
{
    if (steps == 0 || !id.valid() || isConstant(graph, id) || !graph.value(id).producer.valid())
        return std::nullopt;
    const NodeId producer = graph.value(id).producer;
    const Node& node = graph.node(producer);
    std::optional<Scores> found;
    if (isProduct(graph, node)) {
        found.emplace();
        found->product = &node;
        found->scale = static_cast<double>(node.floatAttribute("alpha", 1.F));
    } else {
        found = scoresBehind(graph, node, steps - 1);
    }
    if (found)
        found->nodes.insert(producer);
    return found;
}

/// Scalar that q or k was multiplied with before the product, past reordering; 1 without one.
double scaleBefore(const Graph& graph, ValueId operand)
{
    for (int i = 0; i < kMostSteps && operand.valid() && !isConstant(graph, operand); ++i) {
        if (!graph.value(operand).producer.valid())
            break;
        const Node& node = graph.node(graph.value(operand).producer);
        if (isOneOf(node, {"Mul", "Div"}) && node.inputs.size() == 2) {
            const bool scalarFirst = node.op == "Mul" && scalarOf(graph, node.inputs[0]).has_value();
            const double factor = scalarOf(graph, node.inputs[scalarFirst ? 0 : 1]).value_or(1);
            return node.op == "Mul" ? factor : factor == 0 ? 0 : 1 / factor;
        }
        if (!handsOn(node))
            break;
        operand = inputOf(node, 0);
    }
    return 1;
}

/// The product that the probabilities enter, and what they enter it as.
struct Mixing {
    const Node* product = nullptr;
    ValueId probabilities;
    std::set<NodeId> nodes;
};

std::optional<Mixing> findMixing(const Graph& graph, ValueId probabilities)
{
    Mixing mixing{nullptr, probabilities, {}};
    for (int i = 0; i < kMostSteps; ++i) {
        const auto reader = onlyConsumer(graph, mixing.probabilities);
        if (!reader)
            return std::nullopt;
        const Node& node = graph.node(*reader);
        mixing.nodes.insert(*reader);
        if (isProduct(graph, node) && !isConstant(graph, node.inputs[0])) {
            mixing.product = &node;
            return mixing;
        }
        if (!handsOn(node) || inputOf(node, 0) != mixing.probabilities || !outputOf(node).valid())
            return std::nullopt;
        mixing.probabilities = outputOf(node);
    }
    return std::nullopt;
}

std::optional<Structure> matchAttention(const Graph& graph, const Structure& softmax)
{
    const auto scores = findScores(graph, softmax.inputs.front(), kMostSteps);
    const auto mixing = scores ? findMixing(graph, softmax.output) : std::nullopt;
    if (!mixing)
        return std::nullopt;
    std::set<NodeId> nodes(softmax.nodes.begin(), softmax.nodes.end());
    nodes.insert(scores->nodes.begin(), scores->nodes.end());
    nodes.insert(mixing->nodes.begin(), mixing->nodes.end());
    auto found =
        enclose(graph, StructureKind::Attention, nodes, outputOf(*mixing->product), ShapeReaders::Ignore);
    if (!found)
        return std::nullopt;
    AttentionParts parts;
    parts.q = scores->product->inputs[0];
    parts.k = scores->product->inputs[1];
    parts.v = otherInput(*mixing->product, mixing->probabilities);
    parts.scores = outputOf(*scores->product);
    parts.probabilities = softmax.output;
    parts.output = found->output;
    parts.mask = scores->mask;
    parts.scale = scores->scale * scaleBefore(graph, parts.q) * scaleBefore(graph, parts.k);
    found->attention = parts;
    return found;
}

std::optional<Structure> matchSoftmax(const Graph& graph, const Node& sum)
{
    const ValueId exponential = inputOf(sum, 0), total = outputOf(sum);
    const Node* exp = producerOf(graph, exponential, "Exp");
    if (!exp || !total.valid() || sum.intAttribute("keepdims", 1) == 0)
        return std::nullopt;
    std::set<NodeId> nodes{graph.value(exponential).producer, graph.value(total).producer};
    if (const Node* sub = producerOf(graph, inputOf(*exp, 0), "Sub")) {
        const ValueId shift = inputOf(*sub, 1);
        const Node* max = producerOf(graph, shift, "ReduceMax");
        if (max && inputOf(*max, 0) == sub->inputs[0])
            nodes.insert({graph.value(exp->inputs[0]).producer, graph.value(shift).producer});
    }
    ValueId output = total;
    for (int i = 0; i < 2; ++i) {
        const auto reader = onlyConsumer(graph, output);
        if (!reader || !isArithmetic(graph.node(*reader)))
            return std::nullopt;
        output = outputOf(graph.node(*reader));
        const auto quotient = expand(graph, output, {exponential, total});
        if (!quotient || !isNear(quotient->terms, {{{{exponential, 1}, {total, -1}}, 1}}))
            continue;
        nodes.insert(quotient->nodes.begin(), quotient->nodes.end());
        auto found = enclose(graph, StructureKind::Softmax, nodes, output);
        if (found)
            found->axes = reductionAxes(graph, sum);
        return found;
    }
    return std::nullopt;
}

} // namespace

void findDecomposedSoftmax(const Graph& graph, std::vector<Structure>& found)
{
    for (const Node& node : graph.nodes) {
        if (!isOneOf(node, {"ReduceSum"}))
            continue;
        if (auto softmax = matchSoftmax(graph, node))
            found.push_back(std::move(*softmax));
    }
}

void findAttention(const Graph& graph, std::vector<Structure>& found)
{
    const size_t known = found.size();
    for (size_t i = 0; i < known; ++i) {
        if (found[i].kind != StructureKind::Softmax || found[i].inputs.size() != 1)
            continue;
        if (auto attention = matchAttention(graph, found[i]))
            found.push_back(std::move(*attention));
    }
}

} // namespace qscope
