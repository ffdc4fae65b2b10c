// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/exchange_export.h"

#include <cmath>

#include "core/base/text.h"
#include "core/io/aimet_encodings.h"
#include "core/io/csv_report.h"
#include "core/io/quantized_tensors.h"
#include "core/io/strict_json.h"

namespace qscope::io {

namespace {

constexpr FormatEntry Formats[] = {
    {ExchangeFormat::Qdq, "qdq", "_qdq.onnx", "The quantized model as ONNX with QuantizeLinear and DequantizeLinear"},
    {ExchangeFormat::Aimet061, "aimet-0.6.1", "_aimet_0.6.1.encodings", "AIMET encodings, version 0.6.1"},
    {ExchangeFormat::Aimet100, "aimet-1.0.0", "_aimet_1.0.0.encodings", "AIMET encodings, version 1.0.0"},
    {ExchangeFormat::OrtOverrides, "ort-overrides", "_ort_overrides.json",
     "TensorQuantOverrides and nodes_to_exclude for ONNX Runtime's quantizer"},
    {ExchangeFormat::Nncf, "nncf", "_nncf.json", "The layers in floating point as an NNCF IgnoredScope"},
    {ExchangeFormat::ModelExplorer, "model-explorer", "_node_data.json", "A figure per node for Model Explorer"},
    {ExchangeFormat::Csv, "csv", "_layers.csv", "The table of layers"},
    {ExchangeFormat::PlainJson, "json", "_quantizers.json", "The quantizers of every layer"},
};

struct FigureName {
    NodeFigure figure;
    std::string_view name;
};
constexpr FigureName Figures[] = {{NodeFigure::Sqnr, "sqnr"},
                                  {NodeFigure::Mse, "mse"},
                                  {NodeFigure::Range, "range"},
                                  {NodeFigure::ChannelRatio, "channel-ratio"}};

template <class T>
Json list(const std::vector<T>& values)
{
    Json array = Json::array();
    for (const T& value : values) {
        if constexpr (std::is_same_v<T, float>)
            array.push_back(jsonNumber(value));
        else
            array.push_back(value);
    }
    return array;
}

// ---- ONNX Runtime

/// "QInt8", "QUInt16", ...; empty: none.
std::string ortType(const quant::QuantParams& params)
{
    if (params.kind == quant::QuantizerKind::Fp8E4m3)
        return "QFLOAT8E4M3FN";
    if (!params.isUniform() || params.perBlock())
        return {};
    const int bits = params.bits > 8 ? 16 : params.bits > 4 ? 8 : 4;
    return (params.isSigned ? "QInt" : "QUInt") + std::to_string(bits);
}

Json overridesOf(const QuantizedTensor& tensor, const std::string& type)
{
    Json slices = Json::array();
    for (size_t c = 0; c < tensor.params.slices(); ++c) {
        Json slice;
        slice["quant_type"] = type;
        if (c == 0 && tensor.params.perChannel())
            slice["axis"] = tensor.params.axis;
        slice["scale"] = jsonNumber(tensor.params.scale[c]);
        slice["zero_point"] = tensor.params.zeroPoint[c];
        slices.push_back(slice);
    }
    return slices;
}

Result<std::string> ortOverrides(const ReportInput& input)
{
    QS_ASSIGN(const auto tensors, quantizedTensors(input));
    Json overrides = Json::object();
    for (const QuantizedTensor& tensor : tensors) {
        const std::string type = ortType(tensor.params);
        if (type.empty())
            return Error{
                ErrorCode::Unsupported,
                filled(say("Files", "TensorQuantOverrides have no words for the quantizer of tensor '%1'"),
                       tensor.name),
                {}};
        overrides[tensor.name] = overridesOf(tensor, type);
    }
    Json document;
    document["TensorQuantOverrides"] = std::move(overrides);
    document["nodes_to_exclude"] = list(floatNodes(input));
    return formatJson(document, 3);
}

// ---- NNCF, Model Explorer

std::string ignoredScope(const ReportInput& input)
{
    Json scope;
    scope["names"] = list(floatNodes(input));
    for (const char* key : {"patterns", "types", "subgraphs"})
        scope[key] = Json::array();
    scope["validate"] = true;
    return formatJson(scope, 2);
}

std::optional<double> figureOf(const ReportInput& input, size_t layer, NodeFigure figure)
{
    const analysis::LayerSensitivity* sensitivity = sensitivityOf(input.only, layer);
    const stats::TensorStats* stats = statsOf(input, layer);
    switch (figure) {
    case NodeFigure::Sqnr: return sensitivity ? std::optional(sensitivity->sqnrDb) : std::nullopt;
    case NodeFigure::Mse: return sensitivity ? std::optional(sensitivity->mse) : std::nullopt;
    case NodeFigure::Range:
        return stats ? std::optional<double>(std::max(std::fabs(stats->min.value), std::fabs(stats->max.value)))
                     : std::nullopt;
    case NodeFigure::ChannelRatio:
        return stats && stats->channelAxis >= 0 ? std::optional(stats->interChannelRatio()) : std::nullopt;
    }
    return std::nullopt;
}

/// Red is what hurts: a low SQNR, and a high figure of any other kind.
Json gradientOf(NodeFigure figure)
{
    const bool lowHurts = figure == NodeFigure::Sqnr;
    Json gradient = Json::array();
    gradient.push_back({{"stop", 0}, {"bgColor", lowHurts ? "#d32f2f" : "#ffffff"}});
    gradient.push_back({{"stop", 1}, {"bgColor", lowHurts ? "#ffffff" : "#d32f2f"}});
    return gradient;
}

Result<std::string> nodeData(const ReportInput& input, NodeFigure figure)
{
    if ((figure == NodeFigure::Sqnr || figure == NodeFigure::Mse) && !input.only)
        return Error{
            ErrorCode::InvalidArgument, say("Files", "the sensitivity of the layers was not measured"), {}};
    Json results = Json::object();
    for (size_t i = 0; i < input.layers.size(); ++i) {
        const auto value = figureOf(input, i, figure);
        if (value && std::isfinite(*value))
            results[input.graph.displayName(input.layers[i].node)]["value"] = *value;
    }
    Json document;
    Json& graph = document[input.graph.name.empty() ? "<main>" : input.graph.name];
    graph["results"] = std::move(results);
    graph["gradient"] = gradientOf(figure);
    return formatJson(document, 3);
}

// ---- our own

Json paramsJson(const std::string& tensor, const quant::QuantParams& params)
{
    Json object;
    object["tensor"] = tensor;
    object["kind"] = std::string(quant::nameOf(params.kind));
    object["bits"] = params.bits;
    object["signed"] = params.isSigned;
    object["codes"] = Json::array({params.qmin, params.qmax});
    if (params.axis >= 0)
        object["axis"] = params.axis;
    if (params.perBlock())
        object["blockSize"] = params.blockSize;
    object["scale"] = list(params.scale);
    object["zeroPoint"] = list(params.zeroPoint);
    if (!params.codebook.empty())
        object["codebook"] = list(params.codebook);
    if (!params.perChannel() && !params.perBlock()) {
        const quant::Range range = params.representable();
        object["range"] = Json::array({jsonNumber(range.lo), jsonNumber(range.hi)});
    }
    return object;
}

Json layerJson(const ReportInput& input, size_t index)
{
    const Layer& layer = input.layers[index];
    const analysis::LayerQuantizers& quantizers = input.quantizers[index];
    Json object;
    object["name"] = layer.name;
    object["op"] = layer.op;
    object["float"] = isFloat(input, index);
    if (isFloat(input, index))
        return object;
    const Node& node = input.graph.node(layer.node);
    object["activations"] = Json::array();
    for (size_t a = 0; a < quantizers.activations.size() && a < layer.activationInputs.size(); ++a)
        object["activations"].push_back(
            paramsJson(input.graph.value(node.inputs[layer.activationInputs[a]]).name, quantizers.activations[a]));
    if (quantizers.weights)
        object["weights"] = paramsJson(weightName(input.graph, layer), *quantizers.weights);
    object["foldsBatchNormalization"] = layer.fold != nullptr;
    object["bias"] = quantizers.bias ? "int32" : "float";
    return object;
}

std::string quantizersJson(const ReportInput& input)
{
    Json document;
    document["model"] = input.modelName;
    document["data"] = input.dataName;
    document["samples"] = input.calibration.samples;
    document["layers"] = Json::array();
    for (size_t i = 0; i < input.layers.size(); ++i)
        document["layers"].push_back(layerJson(input, i));
    return formatJson(document, 4);
}

} // namespace

std::span<const FormatEntry> exchangeFormats() { return Formats; }

std::optional<ExchangeFormat> exchangeFormatFromName(std::string_view name)
{
    for (const FormatEntry& entry : Formats)
        if (entry.name == name)
            return entry.format;
    return std::nullopt;
}

std::string_view nodeFigureName(NodeFigure figure)
{
    for (const FigureName& entry : Figures)
        if (entry.figure == figure)
            return entry.name;
    return {};
}

std::optional<NodeFigure> nodeFigureFromName(std::string_view name)
{
    for (const FigureName& entry : Figures)
        if (entry.name == name)
            return entry.figure;
    return std::nullopt;
}

Result<std::string> exchangeText(ExchangeFormat format, const ReportInput& input, NodeFigure figure)
{
    switch (format) {
    case ExchangeFormat::Qdq: break;
    case ExchangeFormat::Aimet061: return aimetEncodings(input, AimetVersion::V061);
    case ExchangeFormat::Aimet100: return aimetEncodings(input, AimetVersion::V100);
    case ExchangeFormat::OrtOverrides: return ortOverrides(input);
    case ExchangeFormat::Nncf: return ignoredScope(input);
    case ExchangeFormat::ModelExplorer: return nodeData(input, figure);
    case ExchangeFormat::Csv: return layersCsv(input);
    case ExchangeFormat::PlainJson: return quantizersJson(input);
    }
    return Error{ErrorCode::Unsupported, say("Files", "a QDQ model is no text"), {}};
}

} // namespace qscope::io
