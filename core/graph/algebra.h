// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>

#include "core/graph/graph.h"

namespace qscope {

/// Product of powers: value -> exponent, never 0. Empty: the number 1.
using Monomial = std::map<ValueId, int>;
/// Sum of monomials with their factors, never 0.
using Polynomial = std::map<Monomial, double>;

/// A value written as a polynomial of others. x/2*(1+e), (x*0.5)*(e+1) and 0.5x + 0.5xe are the same
/// polynomial, so a recogniser compares one form however an exporter ordered the operations.
struct Expansion {
    Polynomial terms;
    std::set<NodeId> nodes; ///< the arithmetic nodes between the value and the leaves
};

enum class Passing : uint8_t {
    Numbers, ///< Cast to floating point and Identity hand their input on
    Shapes,  ///< and so do Reshape, Squeeze, Unsqueeze, Expand and the maximum with 0
};

/// Multiplies out Add, Sub, Mul, Div, Neg, Reciprocal, whole powers and what `passing` says upstream of
/// `root` until it meets a value of `leaves`, another operator, or a constant of several elements. Constants
/// of one element become factors. A quotient by a sum keeps the divisor as a leaf. None when the expression
/// is too large to be one of the known ones.
std::optional<Expansion> expand(const Graph& graph, ValueId root, std::initializer_list<ValueId> leaves,
                                Passing passing = Passing::Numbers);

/// Whether expand looks through the node.
bool isArithmetic(const Node& node);
/// The input that Passing::Shapes sees behind a node; invalid: it is none of those nodes.
ValueId beforeShaping(const Graph& graph, const Node& node);

/// Same monomials, each factor within 0.1 % of the expected one.
bool isNear(const Polynomial& terms, const Polynomial& expected);
bool isNear(double value, double expected);

} // namespace qscope
