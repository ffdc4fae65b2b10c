// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/tensor/tensor.h"

namespace qscope {

struct Graph;
using SubgraphPtr = std::shared_ptr<const Graph>;

using AttributeValue = std::variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>,
                                    std::vector<std::string>, Tensor, SubgraphPtr, std::vector<SubgraphPtr>>;

/// An operator of the user's file. Names stay those of the file.
struct Node {
    std::string name;   ///< may be empty in the file; see displayName
    std::string op;     ///< "Conv"
    std::string domain; ///< "" is the default ONNX domain
    std::vector<ValueId> inputs;  ///< invalid id: optional input left out
    /// How many of the last inputs are no inputs of the operator but values that its subgraphs take from outside.
    size_t implicitInputs = 0;
    std::vector<ValueId> outputs; ///< invalid id: optional output left out
    std::map<std::string, AttributeValue, std::less<>> attributes;
    int32_t body = -1; ///< index into Graph::bodies of a node that showBodies has put here; it runs with its owner only

    int64_t intAttribute(std::string_view key, int64_t fallback) const;
    float floatAttribute(std::string_view key, float fallback) const;
    std::string stringAttribute(std::string_view key, std::string_view fallback) const;
    /// Empty when absent.
    std::vector<int64_t> intsAttribute(std::string_view key) const;
    bool hasAttribute(std::string_view key) const { return attributes.find(key) != attributes.end(); }
    /// The attribute's graph (of If, Loop, Scan); null when absent.
    SubgraphPtr subgraph(std::string_view key) const;
    /// All graphs of the attributes. Their nodes are numbered on their own.
    std::vector<SubgraphPtr> subgraphs() const;
};

/// A declared dimension: fixed (>= 0), or -1 with the symbol of the file if it has one.
struct Dim {
    int64_t size = -1;
    std::string symbol;
};

enum class ValueKind : uint8_t { Tensor, Sequence, Optional, OptionalSequence };

struct Value {
    std::string name;
    ValueKind kind = ValueKind::Tensor; ///< as declared
    DType type = DType::Float32;
    bool typeKnown = false;
    std::optional<std::vector<Dim>> shape; ///< as declared in the file; none: unknown
    NodeId producer;                       ///< invalid for inputs and initializers
    std::vector<NodeId> consumers;
    std::optional<Tensor> constant; ///< initializer, or folded by run::foldConstants
    int32_t body = -1;              ///< index into Graph::bodies, as Node::body
};

/// A value that a subgraph takes from the graph around it.
struct Capture {
    ValueId inner;         ///< in the subgraph, among its last inputs
    size_t outerInput = 0; ///< index into the inputs of the node that has the subgraph
};

/// A graph in an attribute of a node, shown in the graph around it (see showBodies).
struct Body {
    NodeId owner;          ///< If, Loop, Scan, SequenceMap
    std::string attribute; ///< "then_branch"
    std::vector<NodeId> nodes;   ///< here, by NodeId of the body
    std::vector<ValueId> values; ///< here, by ValueId of the body; what it takes from outside is what it is there
};

/// Nodes in execution order. Ids are indices.
struct Graph {
    std::string name;
    std::vector<Node> nodes;
    std::vector<Value> values;
    std::vector<ValueId> inputs; ///< without initializers
    std::vector<ValueId> outputs;
    /// Of a subgraph: its last inputs, in the same order. Constants of the outer graph are not captured but copied.
    std::vector<Capture> captures;
    std::vector<Body> bodies; ///< those that are shown; their nodes stand right before their owner
    std::map<std::string, int64_t, std::less<>> opsets; ///< domain -> version

    const Node& node(NodeId id) const { return nodes[id.index()]; }
    const Value& value(ValueId id) const { return values[id.index()]; }
    Value& value(ValueId id) { return values[id.index()]; }
    std::optional<ValueId> findValue(std::string_view valueName) const;
    int64_t opset(std::string_view domain = {}) const; ///< 0 when not imported

    /// The node's own name, or that of its first output when the file gives none.
    std::string displayName(NodeId id) const;
};

} // namespace qscope
