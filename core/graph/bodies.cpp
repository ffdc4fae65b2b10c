// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/bodies.h"

#include <algorithm>
#include <unordered_map>

namespace qscope {

namespace {

class Bodies {
public:
    explicit Bodies(Graph& graph) : m_graph(graph)
    {
        for (size_t v = 0; v < graph.values.size(); ++v)
            m_byName.emplace(graph.values[v].name, ValueId(v));
    }

    void show()
    {
        std::vector<Node> nodes = std::move(m_graph.nodes);
        m_graph.nodes.clear();
        for (Node& node : nodes)
            place(std::move(node));
        relink();
    }

private:
    /// Appends the bodies of `node` and then the node, whose ids are those of the shown graph.
    NodeId place(Node node)
    {
        std::vector<size_t> own;
        for (const auto& [attribute, value] : node.attributes) {
            const auto* inner = std::get_if<SubgraphPtr>(&value);
            if (inner && mayRun(node, attribute)) {
                own.push_back(m_graph.bodies.size());
                placeBody(node, attribute, **inner);
            }
        }
        m_graph.nodes.push_back(std::move(node));
        const NodeId id(m_graph.nodes.size() - 1);
        for (const size_t body : own)
            m_graph.bodies[body].owner = id;
        return id;
    }

    /// Not when folding has settled what comes out, or which branch is taken.
    bool mayRun(const Node& node, const std::string& attribute) const
    {
        const bool isFolded = std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId out) {
            return !out.valid() || m_graph.value(out).constant.has_value();
        });
        const bool isSettled = node.op == "If" && !node.inputs.empty() && node.inputs[0].valid();
        const auto* condition = isSettled ? &m_graph.value(node.inputs[0]).constant : nullptr;
        if (isFolded || !condition || !*condition || (*condition)->type() != DType::Bool
            || (*condition)->size() != 1)
            return !isFolded;
        return attribute == ((*condition)->data<bool>()[0] ? "then_branch" : "else_branch");
    }

    void placeBody(const Node& owner, const std::string& attribute, const Graph& inner)
    {
        const size_t index = m_graph.bodies.size();
        const std::string path = nameOf(owner) + "/" + attribute;
        m_graph.bodies.push_back(
            {{}, attribute, {}, mapValues(owner, inner, path, static_cast<int32_t>(index))});
        for (const Node& node : inner.nodes) {
            Node copy = node;
            copy.body = static_cast<int32_t>(index);
            copy.name = node.name.empty() ? std::string() : below(path, node.name);
            for (auto* ids : {&copy.inputs, &copy.outputs}) {
                for (ValueId& id : *ids)
                    id = id.valid() ? m_graph.bodies[index].values[id.index()] : id;
            }
            const NodeId id = place(std::move(copy));
            m_graph.bodies[index].nodes.push_back(id);
        }
        for (const ValueId out : inner.outputs)
            m_outputs.emplace_back(index, m_graph.bodies[index].values[out.index()]);
    }

    std::vector<ValueId> mapValues(const Node& owner, const Graph& inner, const std::string& path,
                                   int32_t body)
    {
        std::vector<ValueId> map(inner.values.size());
        for (const Capture& capture : inner.captures)
            map[capture.inner.index()] = owner.inputs[capture.outerInput];
        for (size_t v = 0; v < inner.values.size(); ++v) {
            if (map[v].valid())
                continue;
            map[v] = outerConstant(inner.values[v]);
            if (map[v].valid())
                continue;
            Value copy = inner.values[v];
            copy.name = uniqueName(below(path, copy.name));
            copy.body = body;
            map[v] = ValueId(m_graph.values.size());
            m_byName.emplace(copy.name, map[v]);
            m_graph.values.push_back(std::move(copy));
        }
        return map;
    }

    /// The constant of the outermost graph that the body has a copy of.
    ValueId outerConstant(const Value& inner) const
    {
        const auto it = inner.constant ? m_byName.find(inner.name) : m_byName.end();
        if (it == m_byName.end())
            return {};
        const auto& outer = m_graph.value(it->second).constant;
        return outer && outer->buffer() == inner.constant->buffer() ? it->second : ValueId();
    }

    std::string nameOf(const Node& node) const
    {
        if (!node.name.empty())
            return node.name;
        const auto named =
            std::find_if(node.outputs.begin(), node.outputs.end(), [](ValueId id) { return id.valid(); });
        return named == node.outputs.end() ? node.op : m_graph.value(*named).name;
    }

    static std::string below(const std::string& path, const std::string& name)
    {
        return path + (name.rfind('/', 0) == 0 ? "" : "/") + name;
    }

    std::string uniqueName(const std::string& name) const
    {
        std::string unique = name;
        for (int copy = 2; m_byName.count(unique) > 0; ++copy)
            unique = name + "#" + std::to_string(copy);
        return unique;
    }

    void relink()
    {
        for (Value& value : m_graph.values) {
            value.producer = {};
            value.consumers.clear();
        }
        for (size_t n = 0; n < m_graph.nodes.size(); ++n) {
            for (const ValueId out : m_graph.nodes[n].outputs) {
                if (out.valid())
                    m_graph.value(out).producer = NodeId(n);
            }
            for (const ValueId in : m_graph.nodes[n].inputs) {
                if (in.valid())
                    m_graph.value(in).consumers.push_back(NodeId(n));
            }
        }
        for (const auto& [body, value] : m_outputs) // what leaves a body is read: no structure may hide it
            m_graph.value(value).consumers.push_back(m_graph.bodies[body].owner);
    }

    Graph& m_graph;
    std::unordered_map<std::string, ValueId> m_byName;
    std::vector<std::pair<size_t, ValueId>> m_outputs; ///< of the bodies
};

bool hasBodies(const Graph& graph)
{
    return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                       [](const Node& node) { return !node.subgraphs().empty(); });
}

} // namespace

void showBodies(Graph& graph)
{
    if (graph.bodies.empty() && hasBodies(graph))
        Bodies(graph).show();
}

} // namespace qscope
