// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rewrite/model_rewriter.h"

#include <algorithm>
#include <string_view>

#include "core/base/text.h"

namespace qscope::rewrite {

namespace {

using onnxio::NewNode;
using onnxio::WireType;

Error refused(const std::string& why) { return {ErrorCode::Unsupported, why, {}}; }

std::vector<float> singles(std::span<const double> values) { return {values.begin(), values.end()}; }

/// A parameter along the channels; one number stands for all of them.
std::vector<double> perChannel(const Graph& graph, ValueId id, size_t channels, double missing)
{
    if (!id.valid() || !graph.value(id).constant)
        return std::vector<double>(channels, missing);
    std::vector<double> values = toDoubles(*graph.value(id).constant);
    return values.size() == 1 ? std::vector<double>(channels, values.front()) : values;
}

/// Where a fused normalization keeps what it adds.
std::optional<size_t> shiftInput(const Node& node)
{
    const std::string_view op = node.op;
    if (op == "LayerNormalization")
        return 2;
    if (op == "SkipLayerNormalization")
        return 3;
    if (op == "EmbedLayerNormalization")
        return 6;
    return std::nullopt;
}

/// Elements of a weight as [outer, axis, inner].
void scaleAlong(Tensor& weight, size_t axis, std::span<const double> factors)
{
    int64_t inner = 1;
    for (size_t a = axis + 1; a < weight.rank(); ++a)
        inner *= weight.dim(a);
    const int64_t length = weight.dim(axis);
    float* w = weight.data<float>();
    for (int64_t i = 0; i < weight.size(); ++i)
        w[i] = static_cast<float>(static_cast<double>(w[i]) * factors[static_cast<size_t>(i / inner % length)]);
}

/// W b for a matrix that sums along `axis`.
std::vector<double> product(const Tensor& weight, size_t axis, std::span<const double> b)
{
    const auto rows = static_cast<size_t>(weight.dim(0)), columns = static_cast<size_t>(weight.dim(1));
    std::vector<double> sums(axis == 0 ? columns : rows);
    const float* w = weight.data<float>();
    for (size_t r = 0; r < rows; ++r)
        for (size_t c = 0; c < columns; ++c)
            sums[axis == 0 ? c : r] += static_cast<double>(w[r * columns + c]) * b[axis == 0 ? r : c];
    return sums;
}

} // namespace

ModelRewriter::ModelRewriter(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                             const std::vector<Structure>& structures)
    : m_model(model), m_graph(graph), m_layers(layers), m_structures(structures), m_editor(model)
{
}

Tensor ModelRewriter::weight(size_t layer) const
{
    const auto change = m_changes.find(layer);
    return change != m_changes.end() && !change->second.weight.absent() ? change->second.weight
                                                                        : toPlain(weightOf(m_graph, m_layers[layer]));
}

void ModelRewriter::setWeight(size_t layer, Tensor weight) { m_changes[layer].weight = std::move(weight); }

int64_t ModelRewriter::outputChannels(size_t layer) const
{
    const Layer& l = m_layers[layer];
    const int64_t groups = l.op == "ConvTranspose" ? std::max<int64_t>(m_graph.node(l.node).intAttribute("group", 1), 1) : 1;
    return weightOf(m_graph, l).dim(static_cast<size_t>(l.weightAxis)) * groups;
}

const Structure* ModelRewriter::biasBehind(const Layer& layer) const
{
    for (const Structure& structure : m_structures)
        if (structure.kind == StructureKind::BiasAdd && structure.layer == layer.node && structure.shift.valid())
            return &structure;
    return nullptr;
}

std::vector<double> ModelRewriter::bias(size_t index) const
{
    const Layer& layer = m_layers[index];
    std::vector<double> bias(static_cast<size_t>(outputChannels(index)));
    const Node& node = m_graph.node(layer.node);
    if (layer.fold) {
        if (!layer.fold->bias().absent())
            bias = toDoubles(layer.fold->bias());
    } else if (const Structure* behind = biasBehind(layer)) {
        bias = perChannel(m_graph, behind->shift, bias.size(), 0);
    } else if (node.inputs.size() > 2 && node.op != "MatMul") {
        bias = perChannel(m_graph, node.inputs[2], bias.size(), 0);
    }
    bias.resize(static_cast<size_t>(outputChannels(index))); // another length is refused when it is written
    const auto change = m_changes.find(index);
    if (change != m_changes.end() && !change->second.extra.empty())
        for (size_t c = 0; c < bias.size(); ++c)
            bias[c] += change->second.extra[c];
    return bias;
}

void ModelRewriter::addToBias(size_t layer, std::span<const double> extra)
{
    std::vector<double>& sum = m_changes[layer].extra;
    sum.resize(extra.size());
    for (size_t c = 0; c < extra.size(); ++c)
        sum[c] += extra[c];
}

ModelRewriter::Affine ModelRewriter::affineOf(const NormalizationSite& site) const
{
    const auto it = m_normalizations.find(site.structure);
    if (it != m_normalizations.end())
        return it->second.affine;
    const Structure& structure = m_structures[site.structure];
    const auto channels = static_cast<size_t>(site.channels);
    return {perChannel(m_graph, structure.scale, channels, 1), perChannel(m_graph, structure.shift, channels, 0)};
}

void ModelRewriter::apply(const NormalizationSite& site, const ChannelMap& map)
{
    Affine affine = affineOf(site);
    for (size_t c = 0; c < affine.scale.size(); ++c) {
        affine.scale[c] /= map.divisor[c];
        affine.shift[c] = affine.shift[c] / map.divisor[c] - map.offset[c];
    }
    const bool had = m_normalizations.contains(site.structure) && m_normalizations[site.structure].withShift;
    const bool withShift = had || map.shifts() || m_structures[site.structure].shift.valid();
    m_normalizations[site.structure] = {site, std::move(affine), withShift};
    for (const size_t layer : site.layers) {
        const size_t axis = *reductionAxis(m_graph, m_layers[layer]);
        Tensor scaled = weight(layer).clone();
        scaleAlong(scaled, axis, map.divisor);
        if (map.shifts())
            addToBias(layer, product(scaled, axis, map.offset));
        setWeight(layer, std::move(scaled));
    }
}

Status ModelRewriter::checkFloat(const std::string& tensor, const std::string& of) const
{
    const WireType type = m_editor.typeOf(tensor);
    if (type == WireType::Float)
        return {};
    return refused(filled(
        say("Rewriting",
            "%1 works on tensors that are no float32 in the file ('%2'), and changing them would round; "
            "convert the model to float32 first"),
        of, tensor));
}

std::string ModelRewriter::addTensor(const std::string& like, const Shape& shape, std::span<const double> values)
{
    const std::string name = m_editor.uniqueName(like + "_rewritten");
    m_editor.addFloats(name, shape, singles(values));
    return name;
}

Status ModelRewriter::takeFoldIn(const Layer& layer)
{
    std::vector<std::string> followers;
    const std::vector<NodeId>& nodes = layer.fold->nodes();
    for (size_t i = 1; i < nodes.size(); ++i)
        followers.push_back(nameOf(m_graph.node(nodes[i]).outputs.front()));
    return m_editor.takeIn(nameOf(m_graph.node(layer.node).outputs.front()), followers);
}

Status ModelRewriter::writeLayer(size_t index, const Change& change)
{
    const Layer& layer = m_layers[index];
    const Node& node = m_graph.node(layer.node);
    if (node.body >= 0 || !m_editor.hasNode(nameOf(node.outputs.front())))
        return refused(
            filled(say("Rewriting", "layer '%1' is no node of the file's main graph and cannot be rewritten"),
                   layer.name));
    const std::string old = nameOf(node.inputs[*layer.weightInput]);
    QS_RETURN_IF_ERROR(checkFloat(old, filled(say("Rewriting", "layer '%1'"), layer.name)));
    if (layer.fold)
        QS_RETURN_IF_ERROR(takeFoldIn(layer));
    if (layer.fold || !change.weight.absent()) {
        const Tensor values = weight(index);
        const std::string name = m_editor.uniqueName(old + "_rewritten");
        m_editor.addFloats(name, values.shape(), values.span<float>());
        QS_RETURN_IF_ERROR(m_editor.replaceInput(nameOf(outputOf(m_graph, layer)), *layer.weightInput, name));
        m_editor.dropUnused(old);
    }
    return layer.fold || !change.extra.empty() ? writeBias(layer, bias(index)) : Status();
}

/// `values`: the whole bias, old and new.
Status ModelRewriter::writeBias(const Layer& layer, const std::vector<double>& values)
{
    const Node& node = m_graph.node(layer.node);
    const bool hasInput = node.op != "MatMul" && node.op != "FusedMatMul";
    if (const Structure* behind = layer.fold ? nullptr : biasBehind(layer))
        return setBiasBehind(layer, *behind, values);
    if (hasInput)
        return setBiasInput(layer, values);
    insertBehind(nameOf(node.outputs.front()), {{"Add", values}});
    return {};
}

Status ModelRewriter::setBiasInput(const Layer& layer, const std::vector<double>& values)
{
    const Node& node = m_graph.node(layer.node);
    const bool hasBias = node.inputs.size() > 2 && node.inputs[2].valid();
    const double beta = static_cast<double>(node.floatAttribute("beta", 1.F));
    if (hasBias && !m_graph.value(node.inputs[2]).constant)
        return refused(filled(
            say("Rewriting", "layer '%1' has a bias that the model computes, so nothing can be added to it"),
            layer.name));
    if (beta != 1 || node.floatAttribute("alpha", 1.F) != 1.F)
        return refused(filled(
            say("Rewriting",
                "layer '%1' multiplies its product or its bias by a factor (alpha, beta), so nothing can be "
                "added to its bias"),
            layer.name));
    const int64_t length = hasBias ? m_graph.value(node.inputs[2]).constant->size() : 1;
    if (length != 1 && length != static_cast<int64_t>(values.size()))
        return refused(filled(say("Rewriting", "layer '%1' has a bias of %2 numbers for %3 output channels"),
                              layer.name, length, values.size()));
    const std::string old = hasBias ? nameOf(node.inputs[2]) : nameOf(node.outputs.front()) + "_bias";
    const std::string name = addTensor(old, {static_cast<int64_t>(values.size())}, values);
    QS_RETURN_IF_ERROR(m_editor.addInput(nameOf(outputOf(m_graph, layer)), 2, name));
    if (hasBias)
        m_editor.dropUnused(old);
    return {};
}

Status ModelRewriter::setBiasBehind(const Layer& layer, const Structure& behind, const std::vector<double>& values)
{
    const std::string old = nameOf(behind.shift);
    const Shape& shape = m_graph.value(behind.shift).constant->shape();
    const bool isWhole = elementCount(shape) == static_cast<int64_t>(values.size());
    const std::string name = addTensor(old, isWhole ? shape : Shape{static_cast<int64_t>(values.size())}, values);
    for (const NodeId id : behind.nodes) {
        const Node& node = m_graph.node(id);
        for (size_t i = 0; i < node.inputs.size(); ++i)
            if (id != layer.node && node.inputs[i] == behind.shift)
                QS_RETURN_IF_ERROR(m_editor.replaceInput(nameOf(node.outputs.front()), i, name));
    }
    m_editor.dropUnused(old);
    return {};
}

/// The node that made the tensor makes another one, from which operators with constants make the old one.
void ModelRewriter::insertBehind(const std::string& tensor, const std::vector<Insertion>& operators)
{
    std::string from = m_editor.uniqueName(tensor + "_unchanged");
    m_editor.renameOutput(tensor, from);
    for (size_t i = 0; i < operators.size(); ++i) {
        const std::string stem = tensor + "_" + operators[i].op;
        NewNode node;
        node.op = operators[i].op;
        node.name = m_editor.uniqueName(stem);
        node.inputs = {from, addTensor(stem, {static_cast<int64_t>(operators[i].values.size())}, operators[i].values)};
        from = i + 1 == operators.size() ? tensor : m_editor.uniqueName(stem + "_Output");
        node.outputs = {from};
        m_editor.addNode(node, tensor);
    }
}

Status ModelRewriter::writeNormalization(const NormalizationSite& site, const Affine& affine, bool withShift)
{
    const Structure& structure = m_structures[site.structure];
    const std::string output = nameOf(structure.output);
    const Shape along{site.channels};
    const std::string described = filled(say("Rewriting", "normalization '%1'"), site.name);
    if (structure.scale.valid())
        QS_RETURN_IF_ERROR(checkFloat(nameOf(structure.scale), described));
    QS_RETURN_IF_ERROR(checkFloat(output, described));
    const auto replace = [&](ValueId old, std::span<const double> values) -> Status {
        const Shape& shape = m_graph.value(old).constant->shape();
        const std::string name = addTensor(nameOf(old), elementCount(shape) == site.channels ? shape : along, values);
        for (const NodeId id : structure.nodes) {
            const Node& node = m_graph.node(id);
            for (size_t i = 0; i < node.inputs.size(); ++i)
                if (node.inputs[i] == old)
                    QS_RETURN_IF_ERROR(m_editor.replaceInput(nameOf(node.outputs.front()), i, name));
        }
        m_editor.dropUnused(nameOf(old));
        return {};
    };
    const auto ownShift = structure.isSingleOperator() ? shiftInput(m_graph.node(structure.nodes.front())) : std::nullopt;
    if (withShift && structure.shift.valid())
        QS_RETURN_IF_ERROR(replace(structure.shift, affine.shift));
    else if (withShift && ownShift)
        QS_RETURN_IF_ERROR(m_editor.addInput(output, *ownShift, addTensor(output + "_shift", along, affine.shift)));
    if (structure.scale.valid())
        QS_RETURN_IF_ERROR(replace(structure.scale, affine.scale));
    if (!structure.scale.valid() && structure.shift.valid())
        return refused(filled(say("Rewriting", "normalization '%1' has a shift but no scale"), site.name));
    std::vector<Insertion> behind;
    if (!structure.scale.valid())
        behind.push_back({"Mul", affine.scale});
    if (withShift && !structure.shift.valid() && !ownShift)
        behind.push_back({"Add", affine.shift});
    if (!behind.empty())
        insertBehind(output, behind);
    return {};
}

Result<onnxio::Model> ModelRewriter::finish()
{
    for (const auto& [structure, normalization] : m_normalizations)
        QS_RETURN_IF_ERROR(writeNormalization(normalization.site, normalization.affine, normalization.withShift));
    for (const auto& [layer, change] : m_changes)
        QS_RETURN_IF_ERROR(writeLayer(layer, change));
    m_editor.setMetadata("quantoscope.form", "rewritten");
    QS_ASSIGN(const std::string bytes, m_editor.serialize());
    return onnxio::parseModel(bytes, m_model.path);
}

} // namespace qscope::rewrite
