// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/normalization_divisor.h"

#include <cmath>

#include "core/graph/graph_view.h"

namespace qscope {

namespace {

constexpr double kLargestEpsilon = 0.1;

/// ReduceMean, or ReduceSum that is multiplied with the inverse of a count. An axis that the file drops it
/// puts back before use, so keepdims does not matter.
const Node* meanOf(const Graph& graph, ValueId id, double unit)
{
    const Node* mean = producerOf(graph, id, "ReduceMean");
    const Node* sum = producerOf(graph, id, "ReduceSum");
    const bool isCount = unit > 0 && unit <= 0.5 && isNear(unit * std::round(1 / unit), 1);
    if (mean && !isNear(unit, 1))
        mean = nullptr;
    const Node* node = mean ? mean : sum && isCount ? sum : nullptr;
    return node && inputOf(*node, 0).valid() && !reductionAxes(graph, *node).empty() ? node : nullptr;
}

/// The value that is squared: Pow(d, 2) or Mul(d, d), where d may be computed twice.
ValueId squaredBy(const Graph& graph, ValueId square)
{
    const ValueId id = beforeCasts(graph, square);
    const Node* node = producerOf(graph, id, "Pow");
    if (!node)
        node = producerOf(graph, id, "Mul");
    return node ? inputOf(*node, 0) : ValueId();
}

void merge(std::set<NodeId>& all, const std::set<NodeId>& more) { all.insert(more.begin(), more.end()); }

/// Mean of (x - mean)^2, or of x^2, as the terms of the expanded mean's input tell.
bool matchSquares(const Graph& graph, ValueId square, ValueId x, ValueId mean, Divisor& divisor)
{
    const auto expansion = expandStatistic(graph, square, {x, mean});
    Polynomial expected{{{{x, 2}}, 1}};
    if (mean.valid()) {
        expected[{{x, 1}, {mean, 1}}] = -2 * divisor.unit;
        expected[{{mean, 2}}] = divisor.unit * divisor.unit;
    }
    if (!expansion || !isNear(expansion->terms, expected))
        return false;
    divisor.x = x;
    divisor.mean = mean;
    merge(divisor.nodes, expansion->nodes);
    return true;
}

/// The mean that is subtracted in Sub(x, mean), when it is one over the same axes and of the same count.
ValueId subtractedMean(const Graph& graph, ValueId difference, const Divisor& divisor)
{
    const Node* sub = producerOf(graph, beforeCasts(graph, difference), "Sub");
    const auto mean =
        sub && sub->inputs.size() == 2 ? expandStatistic(graph, sub->inputs[1], {}) : std::nullopt;
    if (!mean || mean->terms.size() != 1)
        return {};
    const auto& [monomial, unit] = *mean->terms.begin();
    if (monomial.size() != 1 || monomial.begin()->second != 1 || !isNear(unit, divisor.unit))
        return {};
    const Node* node = meanOf(graph, monomial.begin()->first, unit);
    return node && reductionAxes(graph, *node) == divisor.axes ? outputOf(*node) : ValueId();
}

bool findOperand(const Graph& graph, const Node& meanOfSquares, Divisor& divisor)
{
    const ValueId square = meanOfSquares.inputs[0];
    const ValueId base = squaredBy(graph, square);
    if (!base.valid() || isConstant(graph, base))
        return false;
    const ValueId mean = divisor.mean.valid() ? ValueId() : subtractedMean(graph, base, divisor);
    if (mean.valid()) {
        const NodeId meanNode = graph.value(mean).producer;
        const ValueId x = graph.node(meanNode).inputs[0];
        divisor.nodes.insert(meanNode);
        if (matchSquares(graph, square, x, mean, divisor))
            return true;
        return matchSquares(graph, square, beforeCasts(graph, x, &divisor.nodes), mean, divisor);
    }
    const ValueId subtracted = divisor.mean;
    if (!matchSquares(graph, square, base, {}, divisor))
        return false;
    divisor.mean = subtracted;
    return true;
}

/// variance + epsilon, where the variance is a mean of squares, or that minus the square of the mean.
bool readVariance(const Graph& graph, ValueId id, Divisor& divisor)
{
    const auto sum = expandStatistic(graph, id, {});
    if (!sum)
        return false;
    const Node* meanOfSquares = nullptr;
    double squaredUnit = 1;
    for (const auto& [monomial, factor] : sum->terms) {
        if (monomial.empty() && factor > 0 && factor <= kLargestEpsilon) {
            divisor.epsilon = factor;
            continue;
        }
        if (monomial.size() != 1)
            return false;
        const auto [leaf, exponent] = *monomial.begin();
        if (exponent == 1 && !meanOfSquares && (meanOfSquares = meanOf(graph, leaf, factor))) {
            divisor.unit = factor;
        } else if (exponent == 2 && factor < 0 && !divisor.mean.valid()
                   && meanOf(graph, leaf, std::sqrt(-factor))) {
            divisor.mean = leaf;
            squaredUnit = std::sqrt(-factor);
        } else {
            return false;
        }
        divisor.nodes.insert(graph.value(leaf).producer);
    }
    merge(divisor.nodes, sum->nodes);
    if (!meanOfSquares || (divisor.mean.valid() && !isNear(squaredUnit, divisor.unit)))
        return false;
    divisor.axes = reductionAxes(graph, *meanOfSquares);
    return findOperand(graph, *meanOfSquares, divisor)
           && (!divisor.mean.valid()
               || beforeCasts(graph, graph.node(graph.value(divisor.mean).producer).inputs[0])
                      == beforeCasts(graph, divisor.x));
}

} // namespace

std::optional<Expansion> expandStatistic(const Graph& graph, ValueId id,
                                         std::initializer_list<ValueId> leaves)
{
    return expand(graph, id, leaves, Passing::Shapes);
}

std::optional<Divisor> divisorOf(const Graph& graph, NodeId id)
{
    const Node& node = graph.node(id);
    const double power = node.op == "Sqrt" ? 0.5 : scalarOf(graph, inputOf(node, 1)).value_or(0);
    const bool isRoot = node.op == "Sqrt" || (node.op == "Pow" && (power == 0.5 || power == -0.5));
    if (!isRoot || !isDefaultDomain(node) || !inputOf(node, 0).valid() || !outputOf(node).valid()
        || isConstant(graph, node.outputs[0]))
        return std::nullopt;
    Divisor divisor;
    divisor.value = node.outputs[0];
    divisor.exponent = power > 0 ? -1 : 1;
    divisor.nodes.insert(id);
    return readVariance(graph, node.inputs[0], divisor) ? std::optional(divisor) : std::nullopt;
}

} // namespace qscope
