// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/drawn_graph.h"

#include <map>

namespace qscope {

namespace {

/// The blocks of the layers before and behind each node in execution order; of what lies between two layers of one block.
void fillBetweenLayers(const std::vector<Layer>& layers, std::vector<std::string>& blocks)
{
    for (size_t i = 0; i + 1 < layers.size(); ++i) {
        if (layers[i].block.empty() || layers[i].block != layers[i + 1].block)
            continue;
        for (size_t n = layers[i].node.index(); n <= layers[i + 1].node.index(); ++n)
            if (blocks[n].empty())
                blocks[n] = layers[i].block;
    }
}

/// Makes the boxes and remembers where everything is.
class Drawer {
public:
    Drawer(const Graph& graph, const std::vector<Layer>& layers, const std::vector<std::string>& blocks,
           const std::set<std::string>& unfolded)
        : m_graph(graph), m_boxOfNode(graph.nodes.size(), -1)
    {
        for (const ValueId in : graph.inputs)
            addPort(DrawnNode::Kind::Input, in);
        for (size_t n = 0; n < graph.nodes.size(); ++n)
            addNode(NodeId(n), blocks[n], unfolded);
        m_result.boxOfLayer.assign(layers.size(), -1);
        for (size_t i = 0; i < layers.size(); ++i) {
            const int box = m_boxOfNode[layers[i].node.index()];
            m_result.boxOfLayer[i] = box;
            if (box >= 0)
                m_result.nodes[static_cast<size_t>(box)].layers.emplace_back(i);
        }
        for (size_t n = 0; n < graph.nodes.size(); ++n)
            addEdgesInto(NodeId(n));
        for (const ValueId out : graph.outputs) {
            addPort(DrawnNode::Kind::Output, out);
            addEdge(boxOf(out), static_cast<int>(m_result.nodes.size()) - 1);
        }
    }

    DrawnGraph take() { return std::move(m_result); }

private:
    void addPort(DrawnNode::Kind kind, ValueId value)
    {
        if (kind == DrawnNode::Kind::Input)
            m_boxOfInput[value] = static_cast<int>(m_result.nodes.size());
        m_result.nodes.push_back({kind, m_graph.value(value).name, {}, {}, {}});
    }

    void addNode(NodeId id, const std::string& block, const std::set<std::string>& unfolded)
    {
        const Node& node = m_graph.node(id);
        if (node.body >= 0 || isFolded(node))
            return;
        const bool folded = !block.empty() && !unfolded.count(block);
        const auto known = folded ? m_boxOfBlock.find(block) : m_boxOfBlock.end();
        if (known != m_boxOfBlock.end()) {
            m_boxOfNode[id.index()] = known->second;
            m_result.nodes[static_cast<size_t>(known->second)].nodes.push_back(id);
            return;
        }
        const int box = static_cast<int>(m_result.nodes.size());
        m_boxOfNode[id.index()] = box;
        if (folded)
            m_boxOfBlock[block] = box;
        m_result.nodes.push_back({folded ? DrawnNode::Kind::Block : DrawnNode::Kind::Operator, folded ? block : node.op,
                                  block, {id}, {}});
    }

    /// All that it makes is constant: its values are known.
    bool isFolded(const Node& node) const
    {
        for (const ValueId out : node.outputs)
            if (out.valid() && !m_graph.value(out).constant)
                return false;
        return true;
    }

    int boxOf(ValueId value) const
    {
        if (!value.valid() || m_graph.value(value).constant)
            return -1;
        if (const NodeId producer = m_graph.value(value).producer; producer.valid())
            return m_boxOfNode[producer.index()];
        const auto input = m_boxOfInput.find(value);
        return input == m_boxOfInput.end() ? -1 : input->second;
    }

    void addEdgesInto(NodeId id)
    {
        for (const ValueId in : m_graph.node(id).inputs)
            addEdge(boxOf(in), m_boxOfNode[id.index()]);
    }

    void addEdge(int from, int to)
    {
        if (from < 0 || to < 0 || from == to || !m_seen.insert({from, to}).second)
            return;
        m_result.edges.push_back({static_cast<size_t>(from), static_cast<size_t>(to)});
    }

    const Graph& m_graph;
    std::vector<int> m_boxOfNode;
    std::map<std::string, int> m_boxOfBlock;
    std::map<ValueId, int> m_boxOfInput;
    std::set<std::pair<int, int>> m_seen;
    DrawnGraph m_result;
};

} // namespace

std::vector<std::string> blocksOfNodes(const Graph& graph, const std::vector<Layer>& layers)
{
    std::vector<std::string> blocks;
    std::map<std::string, size_t> known; // names of layers' blocks only: others would fold what nobody calls a block
    for (const Layer& layer : layers)
        ++known[layer.block];
    for (size_t n = 0; n < graph.nodes.size(); ++n) {
        std::string block = blockOfName(graph.displayName(NodeId(n)));
        blocks.push_back(known.count(block) ? std::move(block) : std::string());
    }
    for (const Layer& layer : layers)
        blocks[layer.node.index()] = layer.block;
    fillBetweenLayers(layers, blocks);
    return blocks;
}

DrawnGraph drawnGraph(const Graph& graph, const std::vector<Layer>& layers, const std::vector<std::string>& blocks,
                      const std::set<std::string>& unfolded)
{
    return Drawer(graph, layers, blocks, unfolded).take();
}

} // namespace qscope
