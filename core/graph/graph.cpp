// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

namespace qscope {

namespace {

template <class T>
const T* attribute(const Node& node, std::string_view key)
{
    const auto it = node.attributes.find(key);
    return it == node.attributes.end() ? nullptr : std::get_if<T>(&it->second);
}

} // namespace

int64_t Node::intAttribute(std::string_view key, int64_t fallback) const
{
    const auto* v = attribute<int64_t>(*this, key);
    return v ? *v : fallback;
}

float Node::floatAttribute(std::string_view key, float fallback) const
{
    const auto* v = attribute<float>(*this, key);
    return v ? *v : fallback;
}

std::string Node::stringAttribute(std::string_view key, std::string_view fallback) const
{
    const auto* v = attribute<std::string>(*this, key);
    return v ? *v : std::string(fallback);
}

std::vector<int64_t> Node::intsAttribute(std::string_view key) const
{
    const auto* v = attribute<std::vector<int64_t>>(*this, key);
    return v ? *v : std::vector<int64_t>{};
}

SubgraphPtr Node::subgraph(std::string_view key) const
{
    const auto it = attributes.find(key);
    const auto* graph = it == attributes.end() ? nullptr : std::get_if<SubgraphPtr>(&it->second);
    return graph ? *graph : nullptr;
}

std::vector<SubgraphPtr> Node::subgraphs() const
{
    std::vector<SubgraphPtr> all;
    for (const auto& [key, value] : attributes) {
        if (const auto* graph = std::get_if<SubgraphPtr>(&value))
            all.push_back(*graph);
        else if (const auto* list = std::get_if<std::vector<SubgraphPtr>>(&value))
            all.insert(all.end(), list->begin(), list->end());
    }
    return all;
}

std::optional<ValueId> Graph::findValue(std::string_view valueName) const
{
    for (size_t i = 0; i < values.size(); ++i) {
        if (values[i].name == valueName)
            return ValueId(i);
    }
    return std::nullopt;
}

int64_t Graph::opset(std::string_view domain) const
{
    const auto it = opsets.find(domain == "ai.onnx" ? std::string_view{} : domain);
    return it == opsets.end() ? 0 : it->second;
}

std::string Graph::displayName(NodeId id) const
{
    const Node& n = node(id);
    if (!n.name.empty())
        return n.name;
    for (const ValueId out : n.outputs) {
        if (out.valid())
            return value(out).name;
    }
    return n.op;
}

} // namespace qscope
