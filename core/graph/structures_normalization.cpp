// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/graph_view.h"
#include "core/graph/normalization_divisor.h"

// LayerNorm and RMSNorm written out: from the square root down to the sums, then from it up to the output.
namespace qscope {

namespace {

constexpr size_t kMostOutputs = 24; ///< values after the square root that are tried as the output

/// Last axes: all counted from the end down to -1, or from the front when the rank is unknown or fits.
bool areLast(const Graph& graph, ValueId x, std::vector<int64_t> axes)
{
    std::sort(axes.begin(), axes.end());
    for (size_t i = 1; i < axes.size(); ++i) {
        if (axes[i] != axes[i - 1] + 1)
            return false;
    }
    const auto& shape = graph.value(x).shape;
    return axes.back() == -1
           || (axes.back() > 0 && (!shape || axes.back() + 1 == static_cast<int64_t>(shape->size())));
}

/// What arithmetic makes of a value, nearest first.
std::vector<ValueId> arithmeticAfter(const Graph& graph, ValueId from)
{
    std::vector<ValueId> reached{from};
    for (size_t i = 0; i < reached.size() && reached.size() < kMostOutputs; ++i) {
        for (const NodeId reader : graph.value(reached[i]).consumers) {
            const Node& node = graph.node(reader);
            const ValueId out = outputOf(node);
            const bool passes = isArithmetic(node) || beforeShaping(graph, node).valid();
            if (passes && out.valid() && std::find(reached.begin(), reached.end(), out) == reached.end())
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
        } else if (const auto mean = constantBeside(graph, term, scaledMean, -divisor.unit);
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

/// Whether a scale or shift varies along the normalized axes alone. Along others, as in an instance
/// normalization, it does not belong to them.
bool fitsAxes(const Graph& graph, ValueId parameter, ValueId x, const std::vector<int64_t>& axes)
{
    const Shape& shape = graph.value(parameter).constant->shape();
    const auto size = static_cast<int64_t>(shape.size());
    const auto varies = [](int64_t d) { return d != 1; };
    int64_t rank = 0; // 0: unknown
    if (graph.value(x).shape)
        rank = static_cast<int64_t>(graph.value(x).shape->size());
    else if (size > 1 && shape[0] == 1)
        rank = size;
    else if (size > 1 && std::none_of(shape.begin() + 1, shape.end(), varies))
        rank = size + 1; // [C, 1, 1] beside [N, C, H, W]
    for (int64_t i = 0; i < size; ++i) {
        const int64_t fromEnd = i - size;
        const bool isNormalized = std::any_of(axes.begin(), axes.end(), [&](int64_t axis) {
            // Of an unknown rank axes counted from the front are taken for the last ones.
            const int64_t last =
                rank > 0 ? axis - rank : axis - *std::max_element(axes.begin(), axes.end()) - 1;
            return (axis < 0 ? axis : last) == fromEnd;
        });
        if (varies(shape[static_cast<size_t>(i)]) && !isNormalized)
            return false;
    }
    return true;
}

bool areAxesPlausible(const Graph& graph, const Divisor& divisor, const Structure& parts)
{
    if (!parts.scale.valid() && !parts.shift.valid())
        return areLast(graph, divisor.x, divisor.axes);
    return (!parts.scale.valid() || fitsAxes(graph, parts.scale, divisor.x, divisor.axes))
           && (!parts.shift.valid() || fitsAxes(graph, parts.shift, divisor.x, divisor.axes));
}

/// Whether a Reshape or the like changes the data and not only a statistic: there the normalization has
/// ended.
bool reshapesData(const Graph& graph, const Expansion& expansion, const Divisor& divisor)
{
    return std::any_of(expansion.nodes.begin(), expansion.nodes.end(), [&](NodeId id) {
        if (isArithmetic(graph.node(id)))
            return false;
        const auto shaped =
            expandStatistic(graph, outputOf(graph.node(id)), {divisor.x, divisor.value, divisor.mean});
        return !shaped || std::any_of(shaped->terms.begin(), shaped->terms.end(), [&](const auto& term) {
            return term.first.count(divisor.x) > 0;
        });
    });
}

std::optional<Structure> matchNormalization(const Graph& graph, const Divisor& divisor)
{
    const auto candidates = arithmeticAfter(graph, divisor.value);
    for (auto output = candidates.rbegin(); output != candidates.rend(); ++output) {
        const auto expansion = expandStatistic(graph, *output, {divisor.x, divisor.value, divisor.mean});
        Structure parts;
        if (!expansion || !matchOutput(graph, expansion->terms, divisor, parts)
            || !areAxesPlausible(graph, divisor, parts) || reshapesData(graph, *expansion, divisor))
            continue;
        std::set<NodeId> nodes = divisor.nodes;
        nodes.insert(expansion->nodes.begin(), expansion->nodes.end());
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
