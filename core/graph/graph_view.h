// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"
#include "core/graph/structures.h"

// What the recognisers ask of a graph. For this folder and for rewrite.
namespace qscope {

bool isDefaultDomain(const Node& node);
/// Of the default domain, with one of these names.
bool isOneOf(const Node& node, std::initializer_list<std::string_view> operators);
bool isMicrosoftDomain(const Node& node);

/// Identity, or Cast to a floating-point type: the number stays what it is but for rounding.
bool isFloatPass(const Node& node);
/// Operators that hand the same numbers on, in another shape or order.
bool handsOn(const Node& node);

bool isConstant(const Graph& graph, ValueId id);
/// The only element of a constant of the graph.
std::optional<double> scalarOf(const Graph& graph, ValueId id);

/// Input of a node, invalid when left out.
ValueId inputOf(const Node& node, size_t index);
/// First output of a node, invalid when it has none.
ValueId outputOf(const Node& node);

/// The node that computes a value at run time with one of the default domain's operators; null: none, or
/// another one.
const Node* producerOf(const Graph& graph, ValueId id, std::string_view op);
/// The only node that reads a value, when the value is no output of the model.
std::optional<NodeId> onlyConsumer(const Graph& graph, ValueId id);
bool isGraphOutput(const Graph& graph, ValueId id);

/// Upstream past Cast and Identity; `passed` gets the nodes gone through.
ValueId beforeCasts(const Graph& graph, ValueId id, std::set<NodeId>* passed = nullptr);

/// The operand of a two-operand node beside `known`, whichever side it is on.
ValueId otherInput(const Node& node, ValueId known);

/// Axes of a reduction: the attribute, or the constant second input; empty when absent, computed or absurd.
std::vector<int64_t> reductionAxes(const Graph& graph, const Node& node);

/// What a node outside that asks for the shape of an internal value means.
enum class ShapeReaders : uint8_t {
    Count,  ///< as any other reader: no structure
    Ignore, ///< the value is not among the internals, the structure stands
};

/// Nodes, inputs, output and internals of a structure that ends in `output`; none when an internal value is
/// read outside or is an output of the model.
std::optional<Structure> enclose(const Graph& graph, StructureKind kind, const std::set<NodeId>& nodes,
                                 ValueId output, ShapeReaders shapes = ShapeReaders::Count);

// A recogniser per family; each appends what it finds.
void findSingleOperators(const Graph& graph, std::vector<Structure>& found);
void findFolds(const Graph& graph, std::vector<Structure>& found);
void findActivations(const Graph& graph, std::vector<Structure>& found);
void findNormalizations(const Graph& graph, std::vector<Structure>& found);
void findDecomposedSoftmax(const Graph& graph, std::vector<Structure>& found);
/// Needs the softmaxes in `found` already.
void findAttention(const Graph& graph, std::vector<Structure>& found);
/// Leaves out additions that are part of a structure in `found`.
void findSkips(const Graph& graph, std::vector<Structure>& found);

} // namespace qscope
