// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/qdq_export.h"

#include <cmath>

#include "core/io/atomic_file.h"
#include "core/onnx/graph_editor.h"
#include "core/quant/quantizer.h"

namespace qscope::io {
namespace {

using onnxio::GraphEditor;
using onnxio::NewNode;
using onnxio::WireType;
using quant::QuantParams;

constexpr const char* ContribDomain = "com.microsoft";

/// Integer type of the codes and its limits.
struct Container {
    WireType type;
    int32_t lowest;
    int32_t highest;
};

Container containerOf(const QuantParams& params)
{
    if (params.bits > 8)
        return params.isSigned ? Container{WireType::Int16, -32768, 32767}
                               : Container{WireType::UInt16, 0, 65535};
    return params.isSigned ? Container{WireType::Int8, -128, 127} : Container{WireType::UInt8, 0, 255};
}

bool sameParams(const QuantParams& a, const QuantParams& b)
{
    return a.bits == b.bits && a.isSigned == b.isSigned && a.qmin == b.qmin && a.qmax == b.qmax
           && a.scale == b.scale && a.zeroPoint == b.zeroPoint && a.axis == b.axis;
}

/// A quantized tensor that is already in the file.
struct Written {
    std::string tensor;
    QuantParams params;
    std::string result; ///< what its readers read
};

/// Whether every bias element fits an int32 in steps of its activation scale times weight scale.
bool fitsInt32(std::span<const float> bias, const QuantParams& activation, const QuantParams& weights)
{
    for (size_t i = 0; i < bias.size(); ++i) {
        const size_t channel = weights.scale.size() == bias.size() ? i : 0;
        const double step = static_cast<double>(activation.scale.front()) * weights.scale[channel];
        if (!(std::abs(bias[i]) < step * 2147483520.0)) // the largest float below 2^31
            return false;
    }
    return true;
}

/// Adds the operators for one model.
class QdqWriter {
public:
    QdqWriter(const onnxio::Model& model, const Graph& graph) : m_editor(model), m_graph(graph) {}

    Status quantize(const Layer& layer, const analysis::LayerQuantizers& quantizers);
    Result<std::string> finish();

private:
    /// Names of scale and zero point; domain of the operators.
    struct Operands {
        std::string scale;
        std::string zeroPoint;
        std::string domain;
    };

    std::string activation(const std::string& tensor, const QuantParams& params);
    std::string weight(const std::string& tensor, const Tensor& values, const QuantParams& params,
                       WireType type);
    const std::string* writtenAlready(const std::string& tensor, const QuantParams& params) const;
    Operands addOperands(const std::string& tensor, const QuantParams& params);
    std::string domainFor(const QuantParams& params);
    std::string cast(const std::string& from, const std::string& tensor, const char* suffix, WireType to);
    std::string clip(const std::string& from, const std::string& tensor, const QuantParams& params);
    Status keepBias(const Layer& layer, const analysis::LayerQuantizers& quantizers);
    Status addBiasBehind(const Layer& layer, const std::string& bias, const Tensor& values);
    std::string apply(const char* op, const std::string& from, const std::string& tensor,
                      const std::string& anchor, const Operands& operands, const QuantParams& params);

    GraphEditor m_editor;
    const Graph& m_graph;
    std::vector<Written> m_written;
};

std::string QdqWriter::domainFor(const QuantParams& params)
{
    const int64_t needed = params.bits > 8 ? 21 : params.perChannel() ? 13 : 10;
    if (m_editor.opset() >= needed)
        return {};
    m_editor.importOpset(ContribDomain, 1);
    return ContribDomain;
}

QdqWriter::Operands QdqWriter::addOperands(const std::string& tensor, const QuantParams& params)
{
    Operands operands{m_editor.uniqueName(tensor + "_scale"), m_editor.uniqueName(tensor + "_zero_point"),
                      domainFor(params)};
    const Shape shape = params.perChannel() ? Shape{static_cast<int64_t>(params.scale.size())} : Shape{};
    m_editor.addFloats(operands.scale, shape, params.scale);
    m_editor.addCodes(operands.zeroPoint, containerOf(params).type, shape, params.zeroPoint);
    return operands;
}

std::string QdqWriter::cast(const std::string& from, const std::string& tensor, const char* suffix,
                            WireType to)
{
    NewNode node;
    node.op = "Cast";
    node.name = m_editor.uniqueName(tensor + suffix);
    node.inputs = {from};
    node.outputs = {m_editor.uniqueName(tensor + suffix + "_Output")};
    node.ints["to"] = onnxio::wireTypeNumber(to);
    m_editor.addNode(node, tensor);
    return node.outputs.front();
}

/// Keeps the codes inside [qmin, qmax] where QuantizeLinear would saturate at the limits of its type only.
std::string QdqWriter::clip(const std::string& from, const std::string& tensor, const QuantParams& params)
{
    const float scale = params.scale.front();
    const float lo = scale * static_cast<float>(params.qmin - params.zeroPoint.front());
    const float hi = scale * static_cast<float>(params.qmax - params.zeroPoint.front());
    NewNode node;
    node.op = "Clip";
    node.name = m_editor.uniqueName(tensor + "_Clip");
    node.inputs = {from};
    node.outputs = {m_editor.uniqueName(tensor + "_Clip_Output")};
    if (m_editor.opset() >= 11) {
        node.inputs.push_back(m_editor.uniqueName(tensor + "_clip_min"));
        node.inputs.push_back(m_editor.uniqueName(tensor + "_clip_max"));
        m_editor.addFloats(node.inputs[1], {}, std::span(&lo, 1));
        m_editor.addFloats(node.inputs[2], {}, std::span(&hi, 1));
    } else {
        node.floats = {{"min", lo}, {"max", hi}};
    }
    m_editor.addNode(node, tensor);
    return node.outputs.front();
}

std::string QdqWriter::apply(const char* op, const std::string& from, const std::string& tensor,
                             const std::string& anchor, const Operands& operands, const QuantParams& params)
{
    NewNode node;
    node.op = op;
    node.domain = operands.domain;
    node.name = m_editor.uniqueName(tensor + "_" + op);
    node.inputs = {from, operands.scale, operands.zeroPoint};
    node.outputs = {m_editor.uniqueName(tensor + "_" + op + "_Output")};
    if (params.perChannel())
        node.ints["axis"] = params.axis;
    m_editor.addNode(node, anchor);
    return node.outputs.front();
}

const std::string* QdqWriter::writtenAlready(const std::string& tensor, const QuantParams& params) const
{
    for (const Written& written : m_written)
        if (written.tensor == tensor && sameParams(written.params, params))
            return &written.result;
    return nullptr;
}

std::string QdqWriter::activation(const std::string& tensor, const QuantParams& params)
{
    if (const std::string* known = writtenAlready(tensor, params))
        return *known;
    const Container container = containerOf(params);
    const WireType type = m_editor.typeOf(tensor);
    const Operands operands = addOperands(tensor, params);
    std::string name = tensor;
    if (type != WireType::Float)
        name = cast(name, tensor, "_Cast_To_Float", WireType::Float);
    if (params.qmin != container.lowest || params.qmax != container.highest)
        name = clip(name, tensor, params);
    name = apply("QuantizeLinear", name, tensor, tensor, operands, params);
    name = apply("DequantizeLinear", name, tensor, tensor, operands, params);
    if (type != WireType::Float)
        name = cast(name, tensor, "_Cast_From_Float", type);
    m_written.push_back({tensor, params, name});
    return name;
}

std::string QdqWriter::weight(const std::string& tensor, const Tensor& values, const QuantParams& params,
                              WireType type)
{
    if (const std::string* known = writtenAlready(tensor, params))
        return *known;
    const Operands operands = addOperands(tensor, params);
    const std::string codes = m_editor.uniqueName(tensor + "_quantized");
    m_editor.addCodes(codes, containerOf(params).type, values.shape(),
                      quant::quantizeToCodes(values, params));
    std::string name = apply("DequantizeLinear", codes, tensor, codes, operands, params);
    if (type != WireType::Float)
        name = cast(name, codes, "_Cast_From_Float", type);
    m_written.push_back({tensor, params, name});
    return name;
}

Error doesNotFit(const Layer& layer)
{
    return {
        ErrorCode::InvalidArgument, "the quantizers do not fit the inputs of layer '" + layer.name + "'", {}};
}

Status QdqWriter::quantize(const Layer& layer, const analysis::LayerQuantizers& quantizers)
{
    const Node& node = m_graph.node(layer.node);
    const std::string output = m_graph.value(node.outputs.front()).name;
    if (!m_editor.hasNode(output))
        return Error{
            ErrorCode::Unsupported, "layer '" + layer.name + "' is no node of the file's main graph", {}};
    if (quantizers.activations.size() != layer.activationInputs.size())
        return doesNotFit(layer);
    for (size_t i = 0; i < layer.activationInputs.size(); ++i) {
        const size_t input = layer.activationInputs[i];
        const std::string name = m_graph.value(node.inputs[input]).name;
        QS_RETURN_IF_ERROR(m_editor.replaceInput(output, input, activation(name, quantizers.activations[i])));
    }
    if (!layer.weightInput || !quantizers.weights)
        return {};
    const Value& value = m_graph.value(node.inputs[*layer.weightInput]);
    if (!value.constant)
        return doesNotFit(layer);
    const WireType type = m_editor.typeOf(value.name);
    QS_RETURN_IF_ERROR(m_editor.replaceInput(output, *layer.weightInput,
                                             weight(value.name, *value.constant, *quantizers.weights, type)));
    m_editor.dropUnused(value.name);
    return keepBias(layer, quantizers);
}

Status QdqWriter::keepBias(const Layer& layer, const analysis::LayerQuantizers& quantizers)
{
    const Node& node = m_graph.node(layer.node);
    if (layer.op == "MatMul" || node.inputs.size() < 3 || !node.inputs[2].valid()
        || quantizers.activations.size() != 1)
        return {};
    const Value& bias = m_graph.value(node.inputs[2]);
    if (!bias.constant || bias.constant->type() != DType::Float32 || bias.constant->rank() != 1
        || m_editor.typeOf(bias.name) != WireType::Float)
        return {};
    const Tensor values = toPlain(*bias.constant);
    if (m_editor.opset() >= 13
        && fitsInt32(values.span<float>(), quantizers.activations.front(), *quantizers.weights))
        return {};
    if (layer.op != "Gemm")
        return addBiasBehind(layer, bias.name, values);
    const std::string flat = m_editor.uniqueName(bias.name + "_row");
    m_editor.addFloats(flat, {1, values.size()}, values.span<float>());
    QS_RETURN_IF_ERROR(m_editor.replaceInput(m_graph.value(node.outputs.front()).name, 2, flat));
    m_editor.dropUnused(bias.name);
    return {};
}

Status QdqWriter::addBiasBehind(const Layer& layer, const std::string& bias, const Tensor& values)
{
    const Node& node = m_graph.node(layer.node);
    const std::string output = m_graph.value(node.outputs.front()).name;
    const size_t spatial = m_graph.value(node.inputs[*layer.weightInput]).constant->rank() - 2;
    Shape shape{values.size()};
    shape.insert(shape.end(), spatial, 1);
    NewNode add;
    add.op = "Add";
    add.name = m_editor.uniqueName(layer.name + "_Bias");
    add.inputs = {m_editor.uniqueName(output + "_without_bias"), m_editor.uniqueName(bias + "_column")};
    add.outputs = {output};
    m_editor.addFloats(add.inputs[1], shape, values.span<float>());
    QS_RETURN_IF_ERROR(m_editor.dropInput(output, 2));
    m_editor.renameOutput(output, add.inputs[0]);
    m_editor.addNode(add, output);
    m_editor.dropUnused(bias);
    return {};
}

Result<std::string> QdqWriter::finish()
{
    m_editor.setMetadata("quantoscope.form", "QDQ");
    return m_editor.serialize();
}

} // namespace

Result<std::string> exportQdq(const onnxio::Model& model, const Graph& graph,
                              const std::vector<Layer>& layers,
                              const std::vector<analysis::LayerQuantizers>& quantizers)
{
    if (quantizers.size() != layers.size())
        return Error{ErrorCode::InvalidArgument,
                     std::to_string(quantizers.size()) + " quantizers for " + std::to_string(layers.size())
                         + " layers",
                     model.path};
    QdqWriter writer(model, graph);
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
