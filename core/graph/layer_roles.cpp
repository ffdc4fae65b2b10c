// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/layer_roles.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/graph/graph_view.h"

namespace qscope {

namespace {

using Kind = StructureKind;

constexpr size_t kFarthest = 40; ///< values looked at on the way from one layer to an attention

bool isActivation(Kind kind)
{
    return kind == Kind::Gelu || kind == Kind::Silu || kind == Kind::HardSwish || kind == Kind::Mish;
}
bool isNormalization(Kind kind) { return kind == Kind::LayerNorm || kind == Kind::RmsNorm; }

bool isRead(Kind kind)
{
    return isNormalization(kind) || isActivation(kind) || kind == Kind::Softmax || kind == Kind::SkipConcat;
}
bool isFed(Kind kind) { return isRead(kind) || kind == Kind::ResidualAdd; }

/// Operators between a projection and the product of an attention: reordering, taking apart, scaling,
/// rotating.
bool isOnTheWay(const Node& node)
{
    static const std::set<std::string_view> names = {"Add", "Concat", "Div",   "Gather", "LayerNormalization",
                                                     "Mul", "Neg",    "Slice", "Split",  "Sub"};
    return handsOn(node) || (isDefaultDomain(node) && names.count(node.op) > 0)
           || node.op == "RotaryEmbedding";
}

class Roles {
public:
    Roles(const Graph& graph, const std::vector<Layer>& layers, const std::vector<Structure>& structures)
        : m_graph(graph), m_structures(structures), m_roles(layers.size())
    {
        for (size_t i = 0; i < layers.size(); ++i)
            m_layerOf[layers[i].node] = i;
        for (const Structure& s : structures) {
            if (s.attention)
                m_softmaxes.insert(s.attention->probabilities);
            if (s.layer.valid())
                m_layerBehind[s.output] = s.layer;
        }
        for (size_t s = 0; s < structures.size(); ++s)
            place(s);
        for (auto& roles : m_roles) {
            std::stable_sort(roles.begin(), roles.end(),
                             [](const LayerRole& a, const LayerRole& b) { return a.part < b.part; });
        }
    }

    std::vector<std::vector<LayerRole>> take() { return std::move(m_roles); }

private:
    void add(const Node* node, size_t structure, LayerPart part)
    {
        const auto id = node ? NodeId(static_cast<size_t>(node - m_graph.nodes.data())) : NodeId();
        const auto it = m_layerOf.find(id);
        if (it == m_layerOf.end())
            return;
        auto& roles = m_roles[it->second];
        if (std::find(roles.begin(), roles.end(), LayerRole{structure, part}) == roles.end())
            roles.push_back({structure, part});
    }

    const Node* producer(ValueId id) const
    {
        const bool made = id.valid() && m_graph.value(id).producer.valid() && !isConstant(m_graph, id);
        return made ? &m_graph.node(m_graph.value(id).producer) : nullptr;
    }

    void place(size_t s)
    {
        const Structure& structure = m_structures[s];
        if (structure.attention)
            return placeAttention(s);
        if (structure.kind == Kind::BatchNormFold && structure.layer.valid())
            return add(&m_graph.node(structure.layer), s, LayerPart::Folds);
        if (m_softmaxes.count(structure.output) > 0)
            return; // said by the attention around it
        if (isRead(structure.kind))
            addReaders(structure.output, s, LayerPart::Reads);
        if (isFed(structure.kind)) {
            for (const ValueId in : structure.inputs)
                add(layerBefore(in), s, LayerPart::Feeds);
        }
    }

    void placeAttention(size_t s)
    {
        const Structure& structure = m_structures[s];
        const AttentionParts& parts = *structure.attention;
        if (structure.isSingleOperator())
            add(&m_graph.node(structure.nodes.front()), s, LayerPart::Whole);
        add(producer(parts.scores), s, LayerPart::Scores);
        if (!structure.isSingleOperator())
            add(producer(parts.output), s, LayerPart::Mixing);
        add(projectionOf(parts.q), s, LayerPart::Query);
        add(projectionOf(parts.k), s, LayerPart::Key);
        add(projectionOf(parts.v), s, LayerPart::Value);
        addReaders(parts.output, s, LayerPart::Projection);
    }

    void addReaders(ValueId output, size_t s, LayerPart part)
    {
        std::vector<ValueId> toDo{output};
        for (size_t i = 0; i < toDo.size() && toDo.size() < kFarthest; ++i) {
            if (!toDo[i].valid())
                continue;
            for (const NodeId reader : m_graph.value(toDo[i]).consumers) {
                const Node& node = m_graph.node(reader);
                if (m_layerOf.count(reader) > 0)
                    add(&node, s, part);
                else if (handsOn(node) && inputOf(node, 0) == toDo[i])
                    toDo.push_back(outputOf(node));
            }
        }
    }

    /// The layer that makes a value, past what hands it on, biases and folded normalizations.
    const Node* layerBefore(ValueId id) const
    {
        const Node* node = producer(id);
        for (size_t i = 0; node && i < kFarthest; ++i, node = producer(id)) {
            if (m_layerOf.count(m_graph.value(id).producer) > 0)
                return node;
            const auto behind = m_layerBehind.find(id);
            if (behind != m_layerBehind.end())
                return &m_graph.node(behind->second);
            if (!handsOn(*node))
                return nullptr;
            id = inputOf(*node, 0);
        }
        return nullptr;
    }

    /// The layer that makes q, k or v; null when the way there leads to several.
    const Node* projectionOf(ValueId end) const
    {
        std::vector<ValueId> toDo{end};
        std::set<ValueId> seen(toDo.begin(), toDo.end());
        const Node* only = nullptr;
        while (!toDo.empty() && seen.size() < kFarthest) {
            const ValueId id = toDo.back();
            toDo.pop_back();
            const Node* node = producer(id);
            if (!node)
                continue;
            if (m_layerOf.count(m_graph.value(id).producer) > 0) {
                if (only && only != node)
                    return nullptr;
                only = node;
            } else if (isOnTheWay(*node)) {
                for (const ValueId in : node->inputs) {
                    if (in.valid() && seen.insert(in).second)
                        toDo.push_back(in);
                }
            }
        }
        return toDo.empty() ? only : nullptr;
    }

    const Graph& m_graph;
    const std::vector<Structure>& m_structures;
    std::vector<std::vector<LayerRole>> m_roles;
    std::map<NodeId, size_t> m_layerOf;
    std::map<ValueId, NodeId> m_layerBehind; ///< by output of a bias or of a folded normalization
    std::set<ValueId> m_softmaxes;           ///< outputs of the softmaxes inside attentions
};

std::optional<TensorPart> attentionPart(const AttentionParts& parts, ValueId value)
{
    const std::pair<ValueId, TensorPart> named[] = {
        {parts.q, TensorPart::Query},       {parts.k, TensorPart::Key},
        {parts.v, TensorPart::Value},       {parts.mask, TensorPart::Mask},
        {parts.scores, TensorPart::Scores}, {parts.probabilities, TensorPart::Probabilities}};
    for (const auto& [id, part] : named) {
        if (id.valid() && id == value)
            return part;
    }
    return std::nullopt;
}

std::optional<TensorPart> partOf(const Structure& s, ValueId value)
{
    const auto holds = [&](const std::vector<ValueId>& ids) {
        return std::find(ids.begin(), ids.end(), value) != ids.end();
    };
    if (const auto part = s.attention ? attentionPart(*s.attention, value) : std::nullopt)
        return part;
    if (s.output == value)
        return TensorPart::Output;
    if (s.scale == value || s.shift == value)
        return s.scale == value ? TensorPart::Scale : TensorPart::Shift;
    const bool isSkip = s.kind == Kind::ResidualAdd || s.kind == Kind::SkipConcat;
    if (isSkip && !s.inputs.empty() && s.inputs.front() == value)
        return TensorPart::Shortcut;
    if (holds(s.inputs))
        return TensorPart::Input;
    return holds(s.internals) ? std::optional(TensorPart::Inside) : std::nullopt;
}

} // namespace

std::vector<std::vector<LayerRole>> layerRoles(const Graph& graph, const std::vector<Layer>& layers,
                                               const std::vector<Structure>& structures)
{
    return Roles(graph, layers, structures).take();
}

std::vector<TensorRole> tensorRoles(const std::vector<Structure>& structures, ValueId value)
{
    std::vector<TensorRole> roles;
    for (size_t s = 0; value.valid() && s < structures.size(); ++s) {
        if (const auto part = partOf(structures[s], value))
            roles.push_back({s, *part});
    }
    return roles;
}

} // namespace qscope
