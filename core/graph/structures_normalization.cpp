// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/algebra.h"
#include "core/graph/graph_view.h"

// LayerNorm and RMSNorm written out: from the square root down to the sums, then from it up to the output.
namespace qscope {

namespace {

constexpr double kLargestEpsilon = 0.1;
constexpr size_t kMostOutputs = 24; ///< values after the square root that are tried as the output

/// The divisor of a normalization: sqrt(mean of squares + epsilon), in the file's own steps.
struct Divisor {
    ValueId value;     ///< output of Sqrt or Pow
    int exponent = -1; ///< the power of `value` that the normalization multiplies with
    ValueId x;
    ValueId mean; ///< invalid: not subtracted (RMSNorm)
    double epsilon = 0;
    std::vector<int64_t> axes;
    std::set<NodeId> nodes;
};

const Node* meanOf(const Graph& graph, ValueId id)
{
    const Node* node = producerOf(graph, id, "ReduceMean");
    return node && node->intAttribute("keepdims", 1) != 0 && !reductionAxes(graph, *node).empty() ? node : nullptr;
}

/// Last axes: all counted from the end down to -1, or from the front when the rank is unknown or fits.
bool areLast(const Graph& graph, ValueId x, std::vector<int64_t> axes)
{
    std::sort(axes.begin(), axes.end());
    for (size_t i = 1; i < axes.size(); ++i) {
        if (axes[i] != axes[i - 1] + 1)
            return false;
    }
    const auto& shape = graph.value(x).shape;
    return axes.back() == -1 || (axes.back() > 0 && (!shape || axes.back() + 1 == static_cast<int64_t>(shape->size())));
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
    const auto expansion = mean.valid() ? expand(graph, square, {x, mean}) : expand(graph, square, {x});
    Polynomial expected{{{{x, 2}}, 1}};
    if (mean.valid()) {
        expected[{{x, 1}, {mean, 1}}] = -2;
        expected[{{mean, 2}}] = 1;
    }
    if (!expansion || !isNear(expansion->terms, expected))
        return false;
    divisor.x = x;
    divisor.mean = mean;
    merge(divisor.nodes, expansion->nodes);
    return true;
}

/// The mean that is subtracted in Sub(x, mean), when it is one over the same axes.
ValueId subtractedMean(const Graph& graph, ValueId difference, const std::vector<int64_t>& axes)
{
    const Node* sub = producerOf(graph, beforeCasts(graph, difference), "Sub");
    const Node* mean = sub && sub->inputs.size() == 2 ? meanOf(graph, beforeCasts(graph, sub->inputs[1])) : nullptr;
    return mean && reductionAxes(graph, *mean) == axes ? outputOf(*mean) : ValueId();
}

bool findOperand(const Graph& graph, const Node& meanOfSquares, Divisor& divisor)
{
    const ValueId square = meanOfSquares.inputs[0];
    const ValueId base = squaredBy(graph, square);
    if (!base.valid() || isConstant(graph, base))
        return false;
    const ValueId mean = divisor.mean.valid() ? ValueId() : subtractedMean(graph, base, divisor.axes);
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
    const auto sum = expand(graph, id, {});
    if (!sum)
        return false;
    const Node* meanOfSquares = nullptr;
    for (const auto& [monomial, factor] : sum->terms) {
        if (monomial.empty() && factor > 0 && factor <= kLargestEpsilon) {
            divisor.epsilon = factor;
            continue;
        }
        const auto [leaf, exponent] = monomial.empty() ? std::pair<const ValueId, int>() : *monomial.begin();
        const Node* mean = meanOf(graph, leaf);
        if (monomial.size() != 1 || !mean)
            return false;
        if (exponent == 1 && isNear(factor, 1) && !meanOfSquares)
            meanOfSquares = mean;
        else if (exponent == 2 && isNear(factor, -1) && !divisor.mean.valid())
            divisor.mean = leaf;
        else
            return false;
        divisor.nodes.insert(graph.value(leaf).producer);
    }
    merge(divisor.nodes, sum->nodes);
    if (!meanOfSquares)
        return false;
    divisor.axes = reductionAxes(graph, *meanOfSquares);
    return findOperand(graph, *meanOfSquares, divisor)
           && (!divisor.mean.valid() || beforeCasts(graph, graph.node(graph.value(divisor.mean).producer).inputs[0])
                                            == beforeCasts(graph, divisor.x));
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
    if (!readVariance(graph, node.inputs[0], divisor) || !areLast(graph, divisor.x, divisor.axes))
        return std::nullopt;
    return divisor;
}

/// What arithmetic makes of a value, nearest first.
std::vector<ValueId> arithmeticAfter(const Graph& graph, ValueId from)
{
    std::vector<ValueId> reached{from};
    for (size_t i = 0; i < reached.size() && reached.size() < kMostOutputs; ++i) {
        for (const NodeId reader : graph.value(reached[i]).consumers) {
            const ValueId out = outputOf(graph.node(reader));
            if (isArithmetic(graph.node(reader)) && std::find(reached.begin(), reached.end(), out) == reached.end())
                reached.push_back(out);
        }
    }
    std::sort(reached.begin(), reached.end(),
              [&](ValueId a, ValueId b) { return graph.value(a).producer < graph.value(b).producer; });
    return reached;
}

/// The constant in a monomial that is otherwise `rest`; none when something else is left or the factor is not
/// `sign`. An invalid id: no constant.
std::optional<ValueId> constantBeside(const Graph& graph, const std::pair<const Monomial, double>& term,
                                      const Monomial& rest, double sign)
{
    Monomial left = term.first;
    for (const auto& [leaf, exponent] : rest) {
        const auto it = left.find(leaf);
        if (it == left.end() || it->second != exponent)
            return std::nullopt;
        left.erase(it);
    }
    if (left.size() > 1 || !isNear(term.second, sign))
        return std::nullopt;
    if (left.empty())
        return ValueId();
    const auto [leaf, exponent] = *left.begin();
    return exponent == 1 && isConstant(graph, leaf) ? std::optional(leaf) : std::nullopt;
}

/// scale * x / d [- scale * mean / d] [+ shift]. True when all terms are used up.
bool matchOutput(const Graph& graph, const Polynomial& terms, const Divisor& divisor, Structure& parts)
{
    std::optional<ValueId> scale, meanScale;
    for (const auto& term : terms) {
        const Monomial scaled{{divisor.x, 1}, {divisor.value, divisor.exponent}};
        const Monomial scaledMean{{divisor.mean, 1}, {divisor.value, divisor.exponent}};
        if (const auto found = constantBeside(graph, term, scaled, 1); found && !scale) {
            scale = found;
        } else if (const auto mean = constantBeside(graph, term, scaledMean, -1);
                   divisor.mean.valid() && mean && !meanScale) {
            meanScale = mean;
        } else if (const auto shift = constantBeside(graph, term, {}, 1);
                   shift && shift->valid() && !parts.shift.valid()) {
            parts.shift = *shift;
        } else {
            return false;
        }
    }
    parts.scale = scale.value_or(ValueId());
    return scale.has_value() && (!divisor.mean.valid() || meanScale == scale);
}

/// A scale of shape [C, 1, 1] stands for an axis that is not the last.
bool isForLastAxis(const Graph& graph, ValueId parameter)
{
    if (!parameter.valid())
        return true;
    const Shape& shape = graph.value(parameter).constant->shape();
    return !shape.empty() && (shape.back() > 1 || graph.value(parameter).constant->size() == 1);
}

std::optional<Structure> matchNormalization(const Graph& graph, const Divisor& divisor)
{
    const auto candidates = arithmeticAfter(graph, divisor.value);
    for (auto output = candidates.rbegin(); output != candidates.rend(); ++output) {
        const auto expansion = expand(graph, *output, {divisor.x, divisor.value, divisor.mean});
        Structure parts;
        if (!expansion || !matchOutput(graph, expansion->terms, divisor, parts) || !isForLastAxis(graph, parts.scale)
            || !isForLastAxis(graph, parts.shift))
            continue;
        std::set<NodeId> nodes = divisor.nodes;
        merge(nodes, expansion->nodes);
        const auto kind = divisor.mean.valid() ? StructureKind::LayerNorm : StructureKind::RmsNorm;
        auto structure = enclose(graph, kind, nodes, *output);
        if (!structure)
            continue;
        structure->scale = parts.scale;
        structure->shift = parts.shift;
        structure->epsilon = divisor.epsilon;
        structure->axes = divisor.axes;
        return structure;
    }
    return std::nullopt;
}

} // namespace

void findNormalizations(const Graph& graph, std::vector<Structure>& found)
{
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const auto divisor = divisorOf(graph, NodeId(i));
        if (!divisor)
            continue;
        auto structure = matchNormalization(graph, *divisor);
        if (!structure) {
            // The sums may see a Cast of what is normalized.
            Divisor uncast = *divisor;
            uncast.x = beforeCasts(graph, uncast.x, &uncast.nodes);
            structure = matchNormalization(graph, uncast);
        }
        if (structure)
            found.push_back(std::move(*structure));
    }
}

} // namespace qscope
