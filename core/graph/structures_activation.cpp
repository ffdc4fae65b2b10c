// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/graph/algebra.h"
#include "core/graph/graph_view.h"

// Activations that multiply their input x with a gate: a saturating function of x.
namespace qscope {

namespace {

constexpr size_t kLongestTail = 6; ///< arithmetic steps between a gate and the activation's output
const double kSqrtHalf = std::sqrt(0.5);
const double kSqrtTwoOverPi = std::sqrt(2 / std::acos(-1.0));
constexpr double kCubic = 0.044715;

/// A saturating function in a graph: output = function(factor * argument + offset).
struct Gate {
    std::string function; ///< "Erf", "Tanh", "Sigmoid", "Softplus tanh", "Clip01" (to between 0 and 1)
    ValueId argument, output;
    double factor = 1, offset = 0;
    double outputUnit = 1; ///< the node's output is the function's value times this
    std::set<NodeId> nodes;
};

/// Bounds of a Clip from its attributes (up to opset 6) or its constant inputs.
std::optional<double> clipUpper(const Graph& graph, const Node& node)
{
    const auto lower =
        node.inputs.size() > 1 ? scalarOf(graph, node.inputs[1]) : node.floatAttribute("min", -1.F);
    const auto upper =
        node.inputs.size() > 1 ? scalarOf(graph, inputOf(node, 2)) : node.floatAttribute("max", -1.F);
    return lower && *lower == 0 && upper && *upper > 0 ? upper : std::nullopt;
}

/// Clip(a, 0, c), Min(Relu(a), c) or Min(Max(a, 0), c).
std::optional<Gate> clipGate(const Graph& graph, NodeId id)
{
    const Node& node = graph.node(id);
    Gate gate{"Clip01", inputOf(node, 0), outputOf(node), 1, 0, 1, {id}};
    std::optional<double> upper;
    if (node.op == "Clip") {
        upper = clipUpper(graph, node);
    } else if (node.op == "Min" && node.inputs.size() == 2) {
        const size_t bound = isConstant(graph, node.inputs[0]) ? 0 : 1;
        upper = scalarOf(graph, node.inputs[bound]);
        const ValueId inner = node.inputs[1 - bound];
        const Node* relu = producerOf(graph, inner, "Relu");
        const Node* max = producerOf(graph, inner, "Max");
        if (relu) {
            gate.argument = inputOf(*relu, 0);
        } else if (max && max->inputs.size() == 2) {
            const size_t zero = isConstant(graph, max->inputs[0]) ? 0 : 1;
            if (scalarOf(graph, max->inputs[zero]) != 0.0)
                return std::nullopt;
            gate.argument = max->inputs[1 - zero];
        } else {
            return std::nullopt;
        }
        gate.nodes.insert(graph.value(inner).producer);
    }
    if (!upper || *upper <= 0)
        return std::nullopt;
    gate.factor = 1 / *upper;
    gate.outputUnit = *upper;
    return gate;
}

std::optional<Gate> gateOf(const Graph& graph, NodeId id)
{
    const Node& node = graph.node(id);
    if (!isDefaultDomain(node) || node.inputs.empty() || node.outputs.empty()
        || isConstant(graph, node.outputs[0]))
        return std::nullopt;
    Gate gate{node.op, node.inputs[0], node.outputs[0], 1, 0, 1, {id}};
    if (node.op == "Erf" || node.op == "Sigmoid")
        return gate;
    if (node.op == "Tanh") {
        if (const Node* softplus = producerOf(graph, node.inputs[0], "Softplus")) {
            gate.nodes.insert(graph.value(node.inputs[0]).producer);
            gate.function = "Softplus tanh";
            gate.argument = inputOf(*softplus, 0);
        }
        return gate;
    }
    if (node.op == "HardSigmoid") {
        gate.function = "Clip01";
        gate.factor = node.floatAttribute("alpha", 0.2F);
        gate.offset = node.floatAttribute("beta", 0.5F);
        return gate;
    }
    return clipGate(graph, id);
}

/// x -> x * (constant part + gate part * function(argument(x))).
struct Form {
    std::string_view function;
    double offset, linear, cubic; ///< argument = offset + linear x + cubic x^3
    double plain, gated;          ///< activation = plain x + gated x f
    StructureKind kind;
    GeluForm gelu = GeluForm::Erf;
};

const std::vector<Form>& knownForms()
{
    const double a = kSqrtTwoOverPi;
    static const std::vector<Form> forms = {
        {"Erf", 0, kSqrtHalf, 0, 0.5, 0.5, StructureKind::Gelu, GeluForm::Erf},
        {"Tanh", 0, a, a * kCubic, 0.5, 0.5, StructureKind::Gelu, GeluForm::Tanh},
        {"Sigmoid", 0, 2 * a, 2 * a * kCubic, 0, 1, StructureKind::Gelu, GeluForm::Tanh},
        {"Sigmoid", 0, 1.702, 0, 0, 1, StructureKind::Gelu, GeluForm::Sigmoid},
        {"Sigmoid", 0, 1, 0, 0, 1, StructureKind::Silu},
        {"Clip01", 0.5, 1.0 / 6, 0, 0, 1, StructureKind::HardSwish},
        {"Softplus tanh", 0, 1, 0, 0, 1, StructureKind::Mish},
    };
    return forms;
}

Polynomial withoutZeros(Polynomial terms)
{
    std::erase_if(terms, [](const auto& term) { return term.second == 0; });
    return terms;
}

Polynomial argumentOf(const Form& form, ValueId x)
{
    return withoutZeros({{{}, form.offset}, {{{x, 1}}, form.linear}, {{{x, 3}}, form.cubic}});
}

Polynomial activationOf(const Form& form, ValueId x, const Gate& gate)
{
    return withoutZeros({{{{x, 1}}, form.plain}, {{{x, 1}, {gate.output, 1}}, form.gated / gate.outputUnit}});
}

/// What the function sees: the argument with the gate's own factor and offset.
Polynomial scaledArgument(const Polynomial& argument, const Gate& gate)
{
    Polynomial scaled;
    for (const auto& [monomial, factor] : argument)
        scaled[monomial] = factor * gate.factor;
    scaled[{}] += gate.offset;
    return withoutZeros(std::move(scaled));
}

/// Values upstream of the argument that are read more than once: what the gate may be multiplied with.
std::vector<ValueId> forkedValues(const Graph& graph, ValueId argument)
{
    std::vector<ValueId> forks, seen{argument};
    for (size_t i = 0; i < seen.size() && i < 16; ++i) {
        const Value& value = graph.value(seen[i]);
        if (value.constant)
            continue;
        if (value.consumers.size() > 1)
            forks.push_back(seen[i]);
        if (!value.producer.valid() || !isArithmetic(graph.node(value.producer)))
            continue;
        for (const ValueId in : graph.node(value.producer).inputs) {
            if (in.valid() && std::find(seen.begin(), seen.end(), in) == seen.end())
                seen.push_back(in);
        }
    }
    return forks;
}

/// The values that arithmetic makes of the gate alone, one after another.
std::vector<ValueId> tailOf(const Graph& graph, ValueId gate)
{
    std::vector<ValueId> tail;
    for (ValueId at = gate; tail.size() < kLongestTail;) {
        const auto reader = onlyConsumer(graph, at);
        if (!reader || !isArithmetic(graph.node(*reader)))
            break;
        at = outputOf(graph.node(*reader));
        tail.push_back(at);
    }
    return tail;
}

std::optional<Structure> matchActivation(const Graph& graph, const Gate& gate, ValueId x)
{
    const auto argument = expand(graph, gate.argument, {x});
    if (!argument)
        return std::nullopt;
    const Polynomial seen = scaledArgument(argument->terms, gate);
    for (const Form& form : knownForms()) {
        if (form.function != gate.function || !isNear(seen, argumentOf(form, x)))
            continue;
        for (const ValueId output : tailOf(graph, gate.output)) {
            const auto outer = expand(graph, output, {x, gate.output});
            if (!outer || !isNear(outer->terms, activationOf(form, x, gate)))
                continue;
            std::set<NodeId> nodes = gate.nodes;
            nodes.insert(argument->nodes.begin(), argument->nodes.end());
            nodes.insert(outer->nodes.begin(), outer->nodes.end());
            auto structure = enclose(graph, form.kind, nodes, output);
            if (structure)
                structure->gelu = form.gelu;
            return structure;
        }
    }
    return std::nullopt;
}

} // namespace

void findActivations(const Graph& graph, std::vector<Structure>& found)
{
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const auto gate = gateOf(graph, NodeId(i));
        if (!gate || !gate->argument.valid())
            continue;
        for (const ValueId x : forkedValues(graph, gate->argument)) {
            if (auto structure = matchActivation(graph, *gate, x)) {
                found.push_back(std::move(*structure));
                break;
            }
        }
    }
}

} // namespace qscope
