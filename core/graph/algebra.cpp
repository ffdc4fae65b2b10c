// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/algebra.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/graph/graph_view.h"

namespace qscope {

namespace {

constexpr size_t kMostTerms = 12;
constexpr size_t kMostNodes = 48;

void addTerm(Polynomial& sum, const Monomial& monomial, double factor)
{
    double& total = sum[monomial];
    total += factor;
    if (total == 0)
        sum.erase(monomial);
}

Polynomial sumOf(Polynomial a, const Polynomial& b, double sign)
{
    for (const auto& [monomial, factor] : b)
        addTerm(a, monomial, sign * factor);
    return a;
}

Polynomial productOf(const Polynomial& a, const Polynomial& b)
{
    Polynomial product;
    for (const auto& [left, leftFactor] : a) {
        for (const auto& [right, rightFactor] : b) {
            Monomial both = left;
            for (const auto& [leaf, exponent] : right) {
                int& total = both[leaf];
                total += exponent;
                if (total == 0)
                    both.erase(leaf);
            }
            addTerm(product, both, leftFactor * rightFactor);
        }
    }
    return product;
}

class Expander {
public:
    Expander(const Graph& graph, std::initializer_list<ValueId> leaves, Passing passing)
        : m_graph(graph), m_leaves(leaves), m_passing(passing)
    {
    }

    std::optional<Expansion> run(ValueId root)
    {
        Polynomial terms = polynomial(root);
        if (m_failed)
            return std::nullopt;
        return Expansion{std::move(terms), std::move(m_nodes)};
    }

private:
    static Polynomial leaf(ValueId id, int exponent = 1) { return {{{{id, exponent}}, 1.0}}; }

    Polynomial polynomial(ValueId id)
    {
        if (m_failed || !id.valid())
            return fail();
        if (std::find(m_leaves.begin(), m_leaves.end(), id) != m_leaves.end())
            return leaf(id);
        if (const auto number = scalarOf(m_graph, id))
            return *number == 0 ? Polynomial{} : Polynomial{{{}, *number}};
        const Value& value = m_graph.value(id);
        if (value.constant || !value.producer.valid() || !isPassed(m_graph.node(value.producer)))
            return leaf(id);
        if (const auto it = m_known.find(id); it != m_known.end())
            return it->second;
        if (m_nodes.size() >= kMostNodes)
            return fail();
        m_nodes.insert(value.producer);
        Polynomial result = ofNode(m_graph.node(value.producer), id);
        if (result.size() > kMostTerms)
            return fail();
        return m_known.emplace(id, std::move(result)).first->second;
    }

    bool isPassed(const Node& node) const
    {
        return isArithmetic(node) || (m_passing == Passing::Shapes && beforeShaping(m_graph, node).valid());
    }

    Polynomial ofNode(const Node& node, ValueId id)
    {
        if (!isArithmetic(node))
            return polynomial(beforeShaping(m_graph, node));
        const ValueId first = node.inputs[0];
        if (node.inputs.size() == 1) {
            if (node.op == "Neg")
                return sumOf({}, polynomial(first), -1);
            return node.op == "Reciprocal" ? reciprocal(first) : polynomial(first);
        }
        const ValueId second = node.inputs[1];
        if (node.op == "Add" || node.op == "Sub")
            return sumOf(polynomial(first), polynomial(second), node.op == "Add" ? 1 : -1);
        if (node.op == "Mul")
            return productOf(polynomial(first), polynomial(second));
        if (node.op == "Div")
            return productOf(polynomial(first), reciprocal(second));
        return power(first, second, id);
    }

    Polynomial reciprocal(ValueId id)
    {
        const auto before = std::make_pair(m_nodes, m_known);
        const Polynomial terms = polynomial(id);
        if (terms.size() != 1) {
            std::tie(m_nodes, m_known) = before;
            return leaf(id, -1);
        }
        Monomial inverse;
        for (const auto& [value, exponent] : terms.begin()->first)
            inverse[value] = -exponent;
        return {{inverse, 1 / terms.begin()->second}};
    }

    Polynomial power(ValueId base, ValueId exponent, ValueId id)
    {
        const double n = scalarOf(m_graph, exponent).value_or(0);
        if (n != 2 && n != 3) {
            m_nodes.erase(m_graph.value(id).producer);
            return leaf(id);
        }
        const Polynomial once = polynomial(base);
        const Polynomial twice = productOf(once, once);
        return n == 2 ? twice : productOf(twice, once);
    }

    Polynomial fail()
    {
        m_failed = true;
        return {};
    }

    const Graph& m_graph;
    std::vector<ValueId> m_leaves;
    Passing m_passing;
    std::map<ValueId, Polynomial> m_known;
    std::set<NodeId> m_nodes;
    bool m_failed = false;
};

} // namespace

bool isArithmetic(const Node& node)
{
    static const std::set<std::string_view> unary = {"Neg", "Reciprocal"};
    static const std::set<std::string_view> binary = {"Add", "Sub", "Mul", "Div", "Pow"};
    if (!isDefaultDomain(node) || node.inputs.empty() || node.inputs.size() > 2)
        return false;
    return node.inputs.size() == 2 ? binary.count(node.op) > 0
                                   : unary.count(node.op) > 0 || isFloatPass(node);
}

ValueId beforeShaping(const Graph& graph, const Node& node)
{
    static const std::set<std::string_view> names = {"Reshape", "Squeeze", "Unsqueeze", "Expand"};
    if (!isDefaultDomain(node) || node.inputs.empty() || node.outputs.size() != 1)
        return {};
    if (names.count(node.op) > 0)
        return node.inputs[0];
    if (node.op != "Max" || node.inputs.size() != 2)
        return {};
    const size_t zero = isConstant(graph, node.inputs[0]) ? 0 : 1;
    return scalarOf(graph, node.inputs[zero]) == 0.0 ? node.inputs[1 - zero] : ValueId();
}

std::optional<Expansion> expand(const Graph& graph, ValueId root, std::initializer_list<ValueId> leaves,
                                Passing passing)
{
    return Expander(graph, leaves, passing).run(root);
}

bool isNear(double value, double expected) { return std::abs(value - expected) <= 1e-3 * std::abs(expected); }

bool isNear(const Polynomial& terms, const Polynomial& expected)
{
    const auto same = [](const auto& a, const auto& b) {
        return a.first == b.first && isNear(a.second, b.second);
    };
    return terms.size() == expected.size() && std::equal(terms.begin(), terms.end(), expected.begin(), same);
}

} // namespace qscope
