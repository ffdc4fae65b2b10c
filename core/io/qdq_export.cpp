// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/qdq_export.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/io/atomic_file.h"
#include "core/io/qdq_operators.h"

namespace qscope::io {

namespace {

using onnxio::GraphEditor;
using onnxio::NewNode;
using onnxio::WireType;
using quant::QuantParams;

/// Quantizes the layers of one model.
class QdqWriter {
public:
    QdqWriter(const onnxio::Model& model, const Graph& graph) : m_editor(model), m_operators(m_editor), m_graph(graph)
    {
    }

    void raiseOpset(const std::vector<analysis::LayerQuantizers>& quantizers);
    Status quantize(const Layer& layer, const analysis::LayerQuantizers& quantizers);
    Result<std::string> finish();

private:
    std::string nameOf(ValueId id) const { return m_graph.value(id).name; }
    /// What the layer's node produces in the file; after a fold under its new name.
    std::string outputName(const Layer& layer) const { return nameOf(outputOf(m_graph, layer)); }
    std::string biasName(const Layer& layer) const;
    Status fold(const Layer& layer);
    Status quantizeWeight(const Layer& layer, const QuantParams& params);
    Status quantizeBias(const Layer& layer, const std::optional<QuantParams>& params);
    Status setBias(const Layer& layer, const std::string& name);
    Status keepFloatBias(const Layer& layer, const Tensor& values);
    Status addBiasBehind(const Layer& layer, const Tensor& values);

    GraphEditor m_editor;
    QdqOperators m_operators;
    const Graph& m_graph;
};

Error doesNotFit(const Layer& layer)
{
    return {ErrorCode::InvalidArgument,
            filled(say("Files", "the quantizers do not fit the inputs of layer '%1'"), layer.name),
            {}};
}

Error located(const Error& error, const Layer& layer)
{
    return {error.code, filled(say("Files", "layer '%1': %2"), layer.name, error.message), error.where};
}

void QdqWriter::raiseOpset(const std::vector<analysis::LayerQuantizers>& quantizers)
{
    int64_t needed = 0;
    for (const auto& layer : quantizers) {
        if (layer.isFloat)
            continue;
        for (const QuantParams& params : layer.activations)
            needed = std::max(needed, QdqOperators::neededOpset(params, true));
        if (layer.weights)
            needed = std::max(needed, QdqOperators::neededOpset(*layer.weights, false));
    }
    m_editor.raiseOpset(needed);
}

Status QdqWriter::quantize(const Layer& layer, const analysis::LayerQuantizers& quantizers)
{
    const Node& node = m_graph.node(layer.node);
    if (!m_editor.hasNode(nameOf(node.outputs.front())))
        return Error{ErrorCode::Unsupported,
                     filled(say("Files", "layer '%1' is no node of the file's main graph"), layer.name),
                     {}};
    if (quantizers.activations.size() != layer.activationInputs.size())
        return doesNotFit(layer);
    const bool withWeights = layer.weightInput && quantizers.weights;
    if (withWeights && layer.fold)
        QS_RETURN_IF_ERROR(fold(layer));
    const std::string output = withWeights ? outputName(layer) : nameOf(node.outputs.front());
    for (size_t i = 0; i < layer.activationInputs.size(); ++i) {
        const size_t input = layer.activationInputs[i];
        const auto name = m_operators.activation(nameOf(node.inputs[input]), quantizers.activations[i]);
        if (!name.ok())
            return located(name.error(), layer);
        QS_RETURN_IF_ERROR(m_editor.replaceInput(output, input, *name));
    }
    if (!withWeights)
        return {};
    if (!m_graph.value(node.inputs[*layer.weightInput]).constant)
        return doesNotFit(layer);
    QS_RETURN_IF_ERROR(quantizeWeight(layer, *quantizers.weights));
    return quantizeBias(layer, quantizers.bias);
}

/// What follows the layer goes; the layer produces what the last of it produced.
Status QdqWriter::fold(const Layer& layer)
{
    const std::vector<NodeId>& nodes = layer.fold->nodes();
    std::vector<std::string> followers;
    for (size_t i = 1; i < nodes.size(); ++i)
        followers.push_back(nameOf(m_graph.node(nodes[i]).outputs.front()));
    return m_editor.takeIn(nameOf(m_graph.node(layer.node).outputs.front()), followers);
}

Status QdqWriter::quantizeWeight(const Layer& layer, const QuantParams& params)
{
    const std::string tensor = nameOf(m_graph.node(layer.node).inputs[*layer.weightInput]);
    const auto name = m_operators.weight(tensor, weightOf(m_graph, layer), params, m_editor.typeOf(tensor),
                                         layer.fold != nullptr);
    if (!name.ok())
        return located(name.error(), layer);
    QS_RETURN_IF_ERROR(m_editor.replaceInput(outputName(layer), *layer.weightInput, *name));
    m_editor.dropUnused(tensor);
    return {};
}

std::string QdqWriter::biasName(const Layer& layer) const
{
    const Node& node = m_graph.node(layer.node);
    return node.inputs.size() > 2 && node.inputs[2].valid() ? nameOf(node.inputs[2]) : layer.name + "_bias";
}

Status QdqWriter::quantizeBias(const Layer& layer, const std::optional<QuantParams>& params)
{
    const Tensor values = biasOf(m_graph, layer);
    if (values.absent())
        return {};
    const WireType type = m_editor.typeOf(nameOf(m_graph.node(layer.node).inputs[*layer.weightInput]));
    if (!params)
        return type == WireType::Float ? keepFloatBias(layer, values)
                                       : setBias(layer, m_operators.floats(biasName(layer), values, type));
    const auto name = m_operators.bias(biasName(layer), values, *params, type);
    return name.ok() ? setBias(layer, *name) : Status(located(name.error(), layer));
}

Status QdqWriter::setBias(const Layer& layer, const std::string& name)
{
    QS_RETURN_IF_ERROR(m_editor.addInput(outputName(layer), 2, name));
    m_editor.dropUnused(biasName(layer));
    return {};
}

/// ONNX Runtime rounds a constant float bias beside integer products by itself, so it is put where it is left alone.
Status QdqWriter::keepFloatBias(const Layer& layer, const Tensor& values)
{
    if (layer.op != "Gemm")
        return addBiasBehind(layer, values);
    const std::string tensor = biasName(layer);
    const std::string row = m_editor.uniqueName(tensor + "_row");
    m_editor.addFloats(row, {1, values.size()}, values.span<float>());
    QS_RETURN_IF_ERROR(m_editor.replaceInput(outputName(layer), 2, row));
    m_editor.dropUnused(tensor);
    return {};
}

Status QdqWriter::addBiasBehind(const Layer& layer, const Tensor& values)
{
    const std::string output = outputName(layer);
    const std::string tensor = biasName(layer);
    Shape shape{values.size()};
    shape.insert(shape.end(), weightOf(m_graph, layer).rank() - 2, 1);
    NewNode add;
    add.op = "Add";
    add.name = m_editor.uniqueName(layer.name + "_Bias");
    add.inputs = {m_editor.uniqueName(output + "_without_bias"), m_editor.uniqueName(tensor + "_column")};
    add.outputs = {output};
    m_editor.addFloats(add.inputs[1], shape, values.span<float>());
    if (m_graph.node(layer.node).inputs.size() > 2)
        QS_RETURN_IF_ERROR(m_editor.dropInput(output, 2));
    m_editor.renameOutput(output, add.inputs[0]);
    m_editor.addNode(add, output);
    m_editor.dropUnused(tensor);
    return {};
}

Result<std::string> QdqWriter::finish()
{
    m_editor.setMetadata("quantoscope.form", "QDQ");
    return m_editor.serialize();
}

} // namespace

Result<std::string> exportQdq(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                              const std::vector<analysis::LayerQuantizers>& quantizers)
{
    if (quantizers.size() != layers.size())
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Files", "%1 quantizers for %2 layers"), quantizers.size(), layers.size()),
                     model.path};
    QdqWriter writer(model, graph);
    writer.raiseOpset(quantizers);
    for (size_t i = 0; i < layers.size(); ++i)
        if (!quantizers[i].isFloat && graph.node(layers[i].node).body < 0)
            QS_RETURN_IF_ERROR(writer.quantize(layers[i], quantizers[i]));
    return writer.finish();
}

Status exportQdqFile(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                     const std::vector<analysis::LayerQuantizers>& quantizers, const std::string& path)
{
    QS_ASSIGN(const std::string bytes, exportQdq(model, graph, layers, quantizers));
    return writeFileAtomically(path, bytes);
}

} // namespace qscope::io
