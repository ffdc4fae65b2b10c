// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/tensor/tensor.h"

namespace qscope {

using AttributeValue = std::variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>,
                                    std::vector<std::string>, Tensor>;

/// An operator of the user's file. Names stay those of the file.
struct Node {
    std::string name;   ///< may be empty in the file; see displayName
    std::string op;     ///< "Conv"
    std::string domain; ///< "" is the default ONNX domain
    std::vector<ValueId> inputs;  ///< invalid id: optional input left out
    std::vector<ValueId> outputs; ///< invalid id: optional output left out
    std::map<std::string, AttributeValue, std::less<>> attributes;

    int64_t intAttribute(std::string_view key, int64_t fallback) const;
    float floatAttribute(std::string_view key, float fallback) const;
    std::string stringAttribute(std::string_view key, std::string_view fallback) const;
    /// Empty when absent.
    std::vector<int64_t> intsAttribute(std::string_view key) const;
    bool hasAttribute(std::string_view key) const { return attributes.find(key) != attributes.end(); }
};

/// A declared dimension: fixed (>= 0), or -1 with the symbol of the file if it has one.
struct Dim {
    int64_t size = -1;
    std::string symbol;
};

struct Value {
    std::string name;
    DType type = DType::Float32;
    bool typeKnown = false;
    std::optional<std::vector<Dim>> shape; ///< as declared in the file; none: unknown
    NodeId producer;                       ///< invalid for inputs and initializers
    std::vector<NodeId> consumers;
    std::optional<Tensor> constant; ///< initializer, or folded by run::foldConstants
};

/// Nodes in execution order. Ids are indices.
struct Graph {
    std::string name;
    std::vector<Node> nodes;
    std::vector<Value> values;
    std::vector<ValueId> inputs; ///< without initializers
    std::vector<ValueId> outputs;
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
