// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/layers.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "core/graph/blocks.h"
#include "core/graph/graph_view.h"

namespace qscope {

namespace {

/// Where an operator keeps what it multiplies.
struct LayerForm {
    std::string_view op;
    bool microsoft = false;       ///< domain com.microsoft instead of the default one
    bool integer = false;         ///< works on integers
    size_t first = 0, second = 1; ///< inputs that hold the two factors
};

constexpr LayerForm kForms[] = {
    {"Conv"},
    {"ConvTranspose"},
    {"Gemm"},
    {"MatMul"},
    {"FusedConv", true},
    {"FusedGemm", true},
    {"FusedMatMul", true},
    {"Attention", true},
    {"QLinearConv", false, true, 0, 3},
    {"QLinearMatMul", false, true, 0, 3},
    {"ConvInteger", false, true},
    {"MatMulInteger", false, true},
};

const LayerForm* formOf(const Node& node)
{
    for (const LayerForm& form : kForms) {
        if (form.op == node.op && (form.microsoft ? isMicrosoftDomain(node) : isDefaultDomain(node)))
            return &form;
    }
    return nullptr;
}

int weightAxisOf(const Node& node, const Tensor& weight, size_t weightInput)
{
    if (node.op == "Conv" || node.op == "FusedConv")
        return 0;
    if (node.op == "ConvTranspose")
        return 1;
    const int rank = static_cast<int>(weight.rank());
    // A constant on the left has its output channels in the rows.
    const bool inRows =
        weightInput == 0 ? node.intAttribute("transA", 0) == 0 : node.intAttribute("transB", 0) != 0;
    return std::max(0, inRows ? rank - 2 : rank - 1);
}

/// Upstream of a constant to what the file stores, or an invalid id.
ValueId sourceOf(const Graph& graph, ValueId id)
{
    static const std::set<std::string_view> views = {
        "Transpose", "Reshape",  "Squeeze",        "Unsqueeze",
        "Cast",      "Identity", "QuantizeLinear", "DequantizeLinear"};
    for (;;) {
        const NodeId producer = graph.value(id).producer;
        if (!producer.valid() || graph.node(producer).op == "Constant")
            return id;
        const Node& node = graph.node(producer);
        if (!isDefaultDomain(node) || views.count(node.op) == 0 || !inputOf(node, 0).valid())
            return {};
        id = node.inputs[0];
    }
}

void readWeight(const Graph& graph, const Node& node, const LayerForm& form, size_t input, Layer& layer)
{
    const Tensor& weight = *graph.value(node.inputs[input]).constant;
    layer.weightSource = sourceOf(graph, node.inputs[input]);
    if (form.integer || weight.type() != DType::Float32)
        return;
    layer.weightInput = input;
    layer.weightAxis = weightAxisOf(node, weight, input);
    layer.weightCount = weight.size();
}

/// Blocks by structure, when the names put no two layers into one block.
void nameBlocks(const Graph& graph, std::vector<Layer>& layers)
{
    std::set<std::string> seen;
    for (const Layer& layer : layers) {
        if (!layer.block.empty() && !seen.insert(layer.block).second)
            return;
    }
    std::map<NodeId, const Block*> blockOf;
    const std::vector<Block> blocks = findBlocks(graph, layers);
    for (const Block& block : blocks) {
        for (const NodeId id : block.nodes)
            blockOf[id] = &block;
    }
    for (Layer& layer : layers) {
        const auto it = blockOf.find(layer.node);
        if (!blocks.empty())
            layer.block = it == blockOf.end() ? std::string() : it->second->name;
    }
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

/// Drops path parts that the next part repeats, as torch's exporter writes them: "layer1/layer1.0" ->
/// "layer1.0".
std::string withoutRepeats(std::string_view name)
{
    std::string result;
    while (!name.empty()) {
        const size_t stop = std::min(name.find('/'), name.size());
        const std::string_view part = name.substr(0, stop);
        name.remove_prefix(std::min(stop + 1, name.size()));
        const bool repeated =
            name.size() > part.size() && name.substr(0, part.size()) == part && name[part.size()] == '.';
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

bool isLayerOperator(const Node& node) { return formOf(node) != nullptr; }

std::vector<Layer> findLayers(const Graph& graph)
{
    std::vector<Layer> layers;
    std::set<std::string> taken;
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        const LayerForm* form = formOf(node);
        if (!form || !inputOf(node, form->first).valid() || !inputOf(node, form->second).valid())
            continue;
        const bool firstConstant = isConstant(graph, node.inputs[form->first]);
        const bool secondConstant = isConstant(graph, node.inputs[form->second]);
        if (firstConstant && secondConstant)
            continue; // folded
        Layer layer;
        layer.node = NodeId(i);
        layer.name = graph.displayName(layer.node);
        for (int copy = 2; !taken.insert(layer.name).second; ++copy)
            layer.name = graph.displayName(layer.node) + "#" + std::to_string(copy);
        layer.op = node.op;
        layer.block = blockOfName(layer.name);
        for (const size_t input : {form->first, form->second}) {
            if (isConstant(graph, node.inputs[input]))
                readWeight(graph, node, *form, input, layer);
            else if (!form->integer)
                layer.activationInputs.push_back(input);
        }
        layers.push_back(std::move(layer));
    }
    for (const ConvolutionFoldPtr& fold : findConvolutionFolds(graph)) {
        for (Layer& layer : layers) {
            // A body runs on its own, with the nodes as they stand in the file.
            if (layer.node == fold->layer() && layer.weightInput == size_t(1) && graph.node(layer.node).body < 0)
                layer.fold = fold;
        }
    }
    nameBlocks(graph, layers);
    return layers;
}

Tensor weightOf(const Graph& graph, const Layer& layer)
{
    if (!layer.weightInput)
        return {};
    return layer.fold ? layer.fold->weight() : *graph.value(graph.node(layer.node).inputs[*layer.weightInput]).constant;
}

Tensor biasOf(const Graph& graph, const Layer& layer)
{
    if (layer.fold)
        return layer.fold->bias();
    const Node& node = graph.node(layer.node);
    const bool isGemm = layer.op == "Gemm";
    if (!isDefaultDomain(node) || layer.weightInput != size_t(1) || !isConstant(graph, inputOf(node, 2))
        || (!isGemm && layer.op != "Conv" && layer.op != "ConvTranspose"))
        return {};
    if (isGemm && (node.floatAttribute("alpha", 1.F) != 1.F || node.floatAttribute("beta", 1.F) != 1.F))
        return {};
    const Tensor& weight = *graph.value(node.inputs[1]).constant;
    const Tensor& bias = *graph.value(node.inputs[2]).constant;
    const int64_t groups = layer.op == "ConvTranspose" ? std::max<int64_t>(node.intAttribute("group", 1), 1) : 1;
    const bool fits = bias.type() == DType::Float32 && bias.rank() == 1
                      && static_cast<size_t>(layer.weightAxis) < weight.rank()
                      && bias.dim(0) == weight.dim(static_cast<size_t>(layer.weightAxis)) * groups;
    return fits ? toPlain(bias) : Tensor();
}

ValueId outputOf(const Graph& graph, const Layer& layer)
{
    return layer.fold ? layer.fold->output() : outputOf(graph.node(layer.node));
}

} // namespace qscope
