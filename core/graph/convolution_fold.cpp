// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/convolution_fold.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/graph/graph_view.h"

namespace qscope {

namespace {

/// y = factor x + summand, per channel.
struct Affine {
    std::vector<double> factor, summand;

    bool isFinite() const
    {
        const auto good = [](double v) { return std::isfinite(v); };
        return std::all_of(factor.begin(), factor.end(), good) && std::all_of(summand.begin(), summand.end(), good);
    }
};

/// A constant of one number per channel; empty when it is something else.
std::vector<double> perChannel(const Graph& graph, ValueId id, size_t channels)
{
    if (!isConstant(graph, id))
        return {};
    const Tensor& constant = *graph.value(id).constant;
    if (constant.absent() || constant.type() != DType::Float32 || constant.size() != static_cast<int64_t>(channels))
        return {};
    return toDoubles(constant);
}

bool normalize(const Graph& graph, const Node& node, Affine& affine)
{
    std::vector<double> parts[4];
    for (size_t i = 0; i < 4; ++i) {
        parts[i] = perChannel(graph, inputOf(node, i + 1), affine.factor.size());
        if (parts[i].empty())
            return false;
    }
    const auto& [scale, shift, mean, variance] = parts;
    const auto epsilon = static_cast<double>(node.floatAttribute("epsilon", 1e-5F));
    for (size_t c = 0; c < affine.factor.size(); ++c) {
        const double factor = scale[c] / std::sqrt(variance[c] + epsilon);
        affine.factor[c] *= factor;
        affine.summand[c] = affine.summand[c] * factor + shift[c] - mean[c] * factor;
    }
    return true;
}

/// Takes one more node in, which reads `from`.
bool append(const Graph& graph, const Node& node, ValueId from, Affine& affine)
{
    if (node.op == "BatchNormalization")
        return normalize(graph, node, affine);
    const auto constant = perChannel(graph, otherInput(node, from), affine.factor.size());
    for (size_t c = 0; c < constant.size(); ++c) {
        if (node.op == "Mul")
            affine.factor[c] *= constant[c];
        (node.op == "Mul" ? affine.summand[c] *= constant[c] : affine.summand[c] += constant[c]);
    }
    return !constant.empty() && (node.op == "Mul" || node.op == "Add");
}

/// Output channels of a convolution whose weight and bias can be changed; 0: none.
int64_t channelsOf(const Graph& graph, const Node& layer)
{
    const bool transposed = layer.op == "ConvTranspose";
    if (!isDefaultDomain(layer) || (layer.op != "Conv" && !transposed) || !isConstant(graph, inputOf(layer, 1)))
        return 0;
    const Tensor& weight = *graph.value(layer.inputs[1]).constant;
    if (weight.absent() || weight.type() != DType::Float32 || weight.rank() < 2 || weight.size() == 0)
        return 0;
    const int64_t groups = layer.intAttribute("group", 1);
    if (groups < 1 || weight.dim(0) % groups != 0)
        return 0;
    const int64_t channels = transposed ? weight.dim(1) * groups : weight.dim(0);
    const bool hasBias = inputOf(layer, 2).valid();
    return hasBias && perChannel(graph, layer.inputs[2], static_cast<size_t>(channels)).empty() ? 0 : channels;
}

ConvolutionFoldPtr foldOf(const Graph& graph, const Structure& structure)
{
    const Node& layer = graph.node(structure.layer);
    const auto channels = static_cast<size_t>(channelsOf(graph, layer));
    if (channels == 0)
        return nullptr;
    Affine affine{std::vector<double>(channels, 1.0), std::vector<double>(channels, 0.0)};
    ValueId from = outputOf(layer);
    for (const NodeId id : structure.nodes) {
        if (id == structure.layer)
            continue;
        if (!append(graph, graph.node(id), from, affine))
            return nullptr;
        from = outputOf(graph.node(id));
    }
    if (!affine.isFinite())
        return nullptr;
    return std::make_shared<const ConvolutionFold>(graph, structure.layer, structure.nodes, std::move(affine.factor),
                                                   std::move(affine.summand));
}

} // namespace

ConvolutionFold::ConvolutionFold(const Graph& graph, NodeId layer, std::vector<NodeId> nodes,
                                 std::vector<double> factor, std::vector<double> summand)
    : m_layer(layer), m_nodes(std::move(nodes)), m_factor(std::move(factor)), m_summand(std::move(summand))
{
    const Node& node = graph.node(m_layer);
    m_output = outputOf(graph.node(m_nodes.back()));
    m_weight = *graph.value(node.inputs[1]).constant;
    if (inputOf(node, 2).valid())
        m_bias = *graph.value(node.inputs[2]).constant;
    m_transposed = node.op == "ConvTranspose";
    m_groups = node.intAttribute("group", 1);
}

Tensor ConvolutionFold::weight() const
{
    Tensor folded = toPlain(m_weight).clone();
    // Rows of one output channel each: of Conv [M, ...], of ConvTranspose [C, M / groups, ...].
    const auto channels = static_cast<int64_t>(m_factor.size());
    const int64_t rows = m_transposed ? folded.dim(0) * folded.dim(1) : folded.dim(0);
    const int64_t length = folded.size() / rows;
    for (int64_t r = 0; r < rows; ++r) {
        const int64_t inGroup = channels / m_groups;
        const int64_t group = m_transposed ? r / inGroup / (folded.dim(0) / m_groups) : 0;
        const int64_t channel = m_transposed ? group * inGroup + r % inGroup : r;
        const double factor = m_factor[static_cast<size_t>(channel)];
        float* row = folded.data<float>() + r * length;
        for (int64_t i = 0; i < length; ++i)
            row[i] = static_cast<float>(row[i] * factor);
    }
    return folded;
}

const Tensor& ConvolutionFold::keptWeight() const
{
    std::call_once(m_once, [this] { m_kept = weight(); });
    return m_kept;
}

Tensor ConvolutionFold::sharedWeight() const
{
    struct Entry {
        const Buffer* source; // kept alive by `folded`
        Shape shape;
        std::vector<double> factor;
        std::weak_ptr<Buffer> folded;
    };
    static std::mutex mutex;
    static std::vector<Entry> entries;
    const std::lock_guard lock(mutex);
    std::erase_if(entries, [](const Entry& entry) { return entry.folded.expired(); });
    for (const Entry& entry : entries) {
        const auto folded = entry.folded.lock();
        if (folded && entry.source == m_weight.buffer().get() && entry.shape == m_weight.shape()
            && entry.factor == m_factor)
            return {DType::Float32, m_weight.shape(), folded};
    }
    const auto owner = std::make_shared<const std::pair<Tensor, Tensor>>(weight(), m_weight);
    const Tensor& made = owner->first;
    const auto folded = std::make_shared<Buffer>(owner, made.rawData(), made.bytes());
    entries.push_back({m_weight.buffer().get(), m_weight.shape(), m_factor, folded});
    return {DType::Float32, m_weight.shape(), folded};
}

Tensor ConvolutionFold::bias() const
{
    Tensor bias(DType::Float32, {static_cast<int64_t>(m_factor.size())});
    const Tensor before = m_bias.absent() ? Tensor() : toPlain(m_bias);
    for (size_t c = 0; c < m_factor.size(); ++c) {
        const double summand = before.absent() ? 0.0 : static_cast<double>(before.data<float>()[c]);
        bias.data<float>()[c] = static_cast<float>(summand * m_factor[c] + m_summand[c]);
    }
    return bias;
}

std::vector<ConvolutionFoldPtr> findConvolutionFolds(const Graph& graph)
{
    std::vector<Structure> structures;
    findFolds(graph, structures);
    std::vector<ConvolutionFoldPtr> folds;
    for (const Structure& structure : structures) {
        if (structure.kind != StructureKind::BatchNormFold)
            continue;
        if (auto fold = foldOf(graph, structure))
            folds.push_back(std::move(fold));
    }
    return folds;
}

} // namespace qscope
