// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/layers.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace qscope {

namespace {

bool isLayerOperator(const Node& node)
{
    return (node.domain.empty() || node.domain == "ai.onnx")
           && (node.op == "Conv" || node.op == "ConvTranspose" || node.op == "Gemm" || node.op == "MatMul");
}

bool isConstant(const Graph& graph, const Node& node, size_t input)
{
    return input < node.inputs.size() && node.inputs[input].valid()
           && graph.value(node.inputs[input]).constant.has_value();
}

int weightAxisOf(const Node& node, const Tensor& weight, size_t weightInput)
{
    if (node.op == "Conv")
        return 0;
    if (node.op == "ConvTranspose")
        return 1;
    if (node.op == "Gemm")
        return node.intAttribute("transB", 0) != 0 ? 0 : 1;
    // A MatMul constant on the left has its output channels in the rows.
    const int rank = static_cast<int>(weight.rank());
    return weightInput == 1 ? rank - 1 : std::max(0, rank - 2);
}

bool hasNumber(std::string_view part)
{
    return !part.empty() && std::isdigit(static_cast<unsigned char>(part.back()));
}

bool isNumber(std::string_view part)
{
    for (const char c : part) {
        if (!std::isdigit(static_cast<unsigned char>(c)))
            return false;
    }
    return !part.empty();
}

/// Drops path parts that the next part repeats, as torch's exporter writes them: "layer1/layer1.0" -> "layer1.0".
std::string withoutRepeats(std::string_view name)
{
    std::string result;
    while (!name.empty()) {
        const size_t stop = std::min(name.find('/'), name.size());
        const std::string_view part = name.substr(0, stop);
        name.remove_prefix(std::min(stop + 1, name.size()));
        const bool repeated = name.size() > part.size() && name.substr(0, part.size()) == part
                              && name[part.size()] == '.';
        if (!repeated)
            result += (result.empty() ? "" : "/") + std::string(part);
    }
    return result;
}

} // namespace

std::string blockOfName(std::string_view fullName)
{
    const std::string path = withoutRepeats(fullName);
    std::string_view name = path;
    while (!name.empty() && name.front() == '/')
        name.remove_prefix(1);
    // Parts end at '/' or '.'; the last part is the layer itself and never makes a block.
    size_t end = 0;
    bool found = false;
    for (size_t begin = 0; begin < name.size();) {
        const size_t stop = name.find_first_of("/.", begin);
        if (stop == std::string_view::npos)
            break;
        const std::string_view part = name.substr(begin, stop - begin);
        const bool continuesNumber = found && isNumber(part) && end + 1 == begin;
        if ((!found && hasNumber(part)) || continuesNumber) {
            found = true;
            end = stop;
        } else if (found) {
            break;
        }
        begin = stop + 1;
    }
    return found ? std::string(name.substr(0, end)) : std::string();
}

std::vector<Layer> findLayers(const Graph& graph)
{
    std::vector<Layer> layers;
    std::set<std::string> taken;
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        if (!isLayerOperator(node) || node.inputs.size() < 2)
            continue;
        if (isConstant(graph, node, 0) && isConstant(graph, node, 1))
            continue; // folded
        Layer layer;
        layer.node = NodeId(i);
        layer.name = graph.displayName(layer.node);
        for (int copy = 2; !taken.insert(layer.name).second; ++copy)
            layer.name = graph.displayName(layer.node) + "#" + std::to_string(copy);
        layer.op = node.op;
        layer.block = blockOfName(layer.name);
        for (size_t input = 0; input < 2; ++input) {
            if (!isConstant(graph, node, input)) {
                layer.activationInputs.push_back(input);
                continue;
            }
            const Tensor& weight = *graph.value(node.inputs[input]).constant;
            if (weight.type() != DType::Float32)
                continue;
            layer.weightInput = input;
            layer.weightAxis = weightAxisOf(node, weight, input);
            layer.weightCount = weight.size();
        }
        layers.push_back(std::move(layer));
    }
    return layers;
}

} // namespace qscope
