// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/blocks.h"

#include <algorithm>

#include "core/graph/graph_view.h"

namespace qscope {

namespace {

constexpr size_t kLongestPiece = 2000; ///< nodes
constexpr size_t kMostComparisons =
    200'000'000; ///< a fifth of a second; what is not found by then stays without blocks
constexpr int kFewestLayers = 2;

void mix(size_t& hash, size_t more) { hash ^= more + 0x9e3779b97f4a7c15U + (hash << 6U) + (hash >> 2U); }

template <class T>
size_t hashOf(const T& value)
{
    return std::hash<T>()(value);
}
template <class T>
size_t hashOf(const std::vector<T>& values)
{
    size_t hash = values.size();
    for (const T& v : values)
        mix(hash, hashOf(v));
    return hash;
}
size_t hashOf(const Tensor& tensor) { return hashOf(tensor.shape()); }

size_t hashOf(const Graph& graph, const Node& node)
{
    size_t hash = hashOf(node.op);
    mix(hash, hashOf(node.domain));
    for (const auto& [key, value] : node.attributes) {
        mix(hash, hashOf(key));
        mix(hash, std::visit([](const auto& v) { return hashOf(v); }, value));
    }
    for (const ValueId in : node.inputs)
        mix(hash, !in.valid() ? 1 : isConstant(graph, in) ? 2 : 3);
    return hash;
}

/// A stretch of the sequence that consists of `count` equal pieces.
struct Stretch {
    size_t begin = 0, period = 0, count = 0;
    size_t length() const { return period * count; }
};

/// The nodes as a sequence, with what the search asks about it.
class Sequence {
public:
    Sequence(const Graph& graph, const std::vector<Layer>& layers)
    {
        std::vector<int> isLayer(graph.nodes.size(), 0);
        for (const Layer& layer : layers)
            isLayer[layer.node.index()] = 1;
        m_layersBefore.push_back(0);
        for (size_t i = 0; i < graph.nodes.size(); ++i) {
            const Node& node = graph.nodes[i];
            if (!outputOf(node).valid() || isConstant(graph, outputOf(node)))
                continue;
            m_nodes.emplace_back(i);
            m_hashes.push_back(hashOf(graph, node));
            m_layersBefore.push_back(m_layersBefore.back() + isLayer[i]);
        }
        countCrossings(graph);
    }

    size_t size() const { return m_nodes.size(); }
    NodeId node(size_t i) const { return m_nodes[i]; }

    static size_t longestPiece(size_t begin, size_t end)
    {
        return std::min(kLongestPiece, (end - begin) / 2);
    }

    /// The longest stretch within [begin, end); of equally long ones that of the smallest pieces.
    Stretch longest(size_t begin, size_t end) const
    {
        Stretch best;
        for (size_t period = 2; period <= longestPiece(begin, end); ++period) {
            size_t equal = 0;
            for (size_t i = begin; i + period <= end; ++i) {
                const bool same = i + period < end && m_hashes[i] == m_hashes[i + period];
                if (same) {
                    ++equal;
                    continue;
                }
                if (equal >= period)
                    consider({i - equal, period, equal / period + 1}, i + period, best);
                equal = 0;
            }
        }
        return best;
    }

private:
    void consider(const Stretch& stretch, size_t end, Stretch& best) const
    {
        const int layers = m_layersBefore[stretch.begin + stretch.period] - m_layersBefore[stretch.begin];
        if (layers >= kFewestLayers && stretch.length() > best.length())
            best = bestCut(stretch, end);
    }

    /// The same repetition, begun so that the fewest tensors cross from the first piece to the second.
    Stretch bestCut(const Stretch& stretch, size_t end) const
    {
        Stretch best = stretch;
        for (size_t begin = stretch.begin; begin < stretch.begin + stretch.period; ++begin) {
            const size_t count = (end - begin) / stretch.period;
            if (count >= 2 && m_crossings[begin + stretch.period] < m_crossings[best.begin + stretch.period])
                best = {begin, stretch.period, count};
        }
        return best;
    }

    void countCrossings(const Graph& graph)
    {
        std::vector<size_t> position(graph.nodes.size(), 0);
        for (size_t i = 0; i < m_nodes.size(); ++i)
            position[m_nodes[i].index()] = i;
        std::vector<int> change(m_nodes.size() + 2, 0);
        for (const Value& value : graph.values) {
            if (value.constant || !value.producer.valid() || value.consumers.empty())
                continue;
            size_t last = 0;
            for (const NodeId reader : value.consumers)
                last = std::max(last, position[reader.index()]);
            ++change[position[value.producer.index()] + 1];
            --change[last + 1];
        }
        int crossing = 0;
        for (size_t i = 0; i <= m_nodes.size(); ++i)
            m_crossings.push_back(crossing += change[i]);
    }

    std::vector<NodeId> m_nodes;
    std::vector<size_t> m_hashes;
    std::vector<int> m_layersBefore;
    std::vector<int> m_crossings; ///< tensors made before a node and read by it or later
};

/// Cuts out the longest stretch and goes on before and after it, as far as the budget of comparisons goes.
void collect(const Sequence& sequence, size_t begin, size_t end, size_t& budget,
             std::vector<Stretch>& stretches)
{
    const size_t cost = (end - begin) * Sequence::longestPiece(begin, end);
    if (end - begin < 2 * kFewestLayers || cost > budget)
        return;
    budget -= cost;
    const Stretch best = sequence.longest(begin, end);
    if (best.count < 2)
        return;
    collect(sequence, begin, best.begin, budget, stretches);
    stretches.push_back(best);
    collect(sequence, best.begin + best.length(), end, budget, stretches);
}

} // namespace

std::vector<Block> findBlocks(const Graph& graph, const std::vector<Layer>& layers)
{
    const Sequence sequence(graph, layers);
    std::vector<Stretch> stretches;
    size_t budget = kMostComparisons;
    collect(sequence, 0, sequence.size(), budget, stretches);
    std::vector<Block> blocks;
    for (size_t motif = 0; motif < stretches.size(); ++motif) {
        const Stretch& stretch = stretches[motif];
        for (size_t copy = 0; copy < stretch.count; ++copy) {
            Block block{"block " + std::to_string(blocks.size()), motif, {}};
            for (size_t i = 0; i < stretch.period; ++i)
                block.nodes.push_back(sequence.node(stretch.begin + copy * stretch.period + i));
            blocks.push_back(std::move(block));
        }
    }
    return blocks;
}

} // namespace qscope
