// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/costs.h"

#include <algorithm>
#include <cmath>

namespace qscope::search {

namespace {

/// The shape of one sample as calibrated; of a constant its own.
Shape shapeOf(const Graph& graph, const analysis::CalibrationResult& calibration, ValueId value)
{
    if (!value.valid())
        return {};
    if (const auto* stats = calibration.find(value))
        return stats->shape;
    return graph.value(value).constant ? graph.value(value).constant->shape() : Shape();
}

int64_t attributeAt(const std::vector<int64_t>& values, size_t i, int64_t fallback)
{
    return i < values.size() ? values[i] : fallback;
}

/// Extent of a convolution's output along one spatial axis (ONNX Conv).
int64_t outputExtent(const Node& node, size_t axis, size_t axes, int64_t input, int64_t kernel)
{
    const int64_t stride = std::max<int64_t>(1, attributeAt(node.intsAttribute("strides"), axis, 1));
    const int64_t reach = (kernel - 1) * attributeAt(node.intsAttribute("dilations"), axis, 1) + 1;
    const std::string pad = node.stringAttribute("auto_pad", "NOTSET");
    if (pad == "SAME_UPPER" || pad == "SAME_LOWER")
        return (input + stride - 1) / stride;
    const auto pads = node.intsAttribute("pads");
    const int64_t padding = pad == "VALID" ? 0 : attributeAt(pads, axis, 0) + attributeAt(pads, axis + axes, 0);
    return std::max<int64_t>(0, (input + padding - reach) / stride + 1);
}

double convolutionMacs(const Node& node, const Shape& input, const Shape& weight)
{
    if (input.size() < 3 || weight.size() != input.size())
        return 0;
    const size_t axes = input.size() - 2;
    double positions = static_cast<double>(input[0]);
    for (size_t a = 0; a < axes; ++a)
        positions *= static_cast<double>(outputExtent(node, a, axes, input[a + 2], weight[a + 2]));
    return positions * static_cast<double>(elementCount(weight)); // weights: output channels x inputs of a group x kernel
}

/// Every input element meets the weights of its channel.
double transposedMacs(const Shape& input, const Shape& weight)
{
    if (input.size() < 2 || weight.empty() || weight[0] == 0)
        return 0;
    return static_cast<double>(elementCount(input)) * static_cast<double>(elementCount(weight))
           / static_cast<double>(weight[0]);
}

/// A: [..., M, K] (Gemm: transposed with transA), B: [..., K, N]; every element of A meets N elements of B.
double productMacs(const Node& node, const Shape& a, const Shape& b)
{
    if (a.empty() || b.empty())
        return 0;
    const bool transposed = node.op == "Gemm" && node.intAttribute("transB", 0) != 0;
    const int64_t columns = b.size() == 1 ? 1 : transposed ? b[b.size() - 2] : b.back();
    double batches = 1; // of B beyond those of A
    if (b.size() > 2 && b.size() > a.size())
        for (size_t d = 0; d + a.size() < b.size(); ++d)
            batches *= static_cast<double>(b[d]);
    return static_cast<double>(elementCount(a)) * static_cast<double>(columns) * batches;
}

double macsOf(const Node& node, const Shape& first, const Shape& second)
{
    if (node.op == "ConvTranspose")
        return transposedMacs(first, second);
    if (node.op.find("Conv") != std::string::npos)
        return convolutionMacs(node, first, second);
    return productMacs(node, first, second);
}

/// The second factor: the weight of QLinear operators stands behind the scale and the zero point.
size_t secondFactor(const Node& node, const Layer& layer)
{
    if (layer.weightInput)
        return *layer.weightInput;
    return node.op.rfind("QLinear", 0) == 0 ? 3 : 1;
}

} // namespace

std::vector<LayerCost> layerCosts(const Graph& graph, const std::vector<Layer>& layers,
                                  const analysis::CalibrationResult& calibration)
{
    std::vector<LayerCost> costs;
    for (const Layer& layer : layers) {
        const Node& node = graph.node(layer.node);
        const size_t second = secondFactor(node, layer);
        const size_t first = second == 0 && node.inputs.size() > 1 ? 1 : 0;
        LayerCost cost{layer.weightCount, 0};
        if (second < node.inputs.size()) {
            const Shape x = shapeOf(graph, calibration, node.inputs[first]);
            const Shape w = shapeOf(graph, calibration, node.inputs[second]);
            // A constant on the left of a product: every column of the activation meets its rows.
            cost.macs = first == 0 ? macsOf(node, x, w) : macsOf(node, w, x);
        }
        costs.push_back(cost);
    }
    return costs;
}

Precision precisionOf(bool hasWeight, const quant::LayerSpec& spec)
{
    if (spec.isFloat)
        return {};
    const int activations = quant::bitsOf(spec.activations);
    return {hasWeight ? quant::bitsOf(spec.weights) : activations, activations};
}

double modelBytes(const LayerCost& cost, const Precision& precision)
{
    return static_cast<double>(cost.weights) * precision.weights / 8;
}

double bitOperations(const LayerCost& cost, const Precision& precision)
{
    return cost.macs * precision.weights * precision.activations;
}

void LatencyTable::set(const std::string& layer, const Precision& precision, double milliseconds)
{
    m_entries[layer].emplace_back(precision, milliseconds);
}

void LatencyTable::setKernels(const std::string& layer, double floatMs, double int8Ms)
{
    m_kernels[layer] = {floatMs, int8Ms};
}

std::optional<double> LatencyTable::milliseconds(const std::string& layer, const Precision& precision) const
{
    if (const auto found = m_entries.find(layer); found != m_entries.end()) {
        const auto entry = std::find_if(found->second.rbegin(), found->second.rend(),
                                        [&](const auto& e) { return e.first == precision; });
        if (entry != found->second.rend())
            return entry->second;
    }
    const auto kernels = m_kernels.find(layer);
    if (kernels == m_kernels.end())
        return std::nullopt;
    return precision.fitsInt8() ? kernels->second.int8Ms : kernels->second.floatMs;
}

} // namespace qscope::search
