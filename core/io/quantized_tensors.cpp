// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/quantized_tensors.h"

#include <map>

#include "core/base/text.h"

namespace qscope::io {

namespace {

/// Tensors by name, in the order in which they came.
class Collection {
public:
    Status add(QuantizedTensor tensor)
    {
        const auto [it, isNew] = m_index.emplace(tensor.name, m_tensors.size());
        if (isNew) {
            m_tensors.push_back(std::move(tensor));
            return {};
        }
        const QuantizedTensor& known = m_tensors[it->second];
        if (known.params == tensor.params)
            return {};
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Files", "tensor '%1' is quantized differently for layers '%2' and '%3', and "
                                         "this format holds one "
                                         "quantizer per tensor"),
                            tensor.name, known.layer, tensor.layer),
                     {}};
    }

    std::vector<QuantizedTensor> take() { return std::move(m_tensors); }

private:
    std::vector<QuantizedTensor> m_tensors;
    std::map<std::string, size_t> m_index;
};

} // namespace

std::string weightName(const Graph& graph, const Layer& layer)
{
    if (!layer.weightInput)
        return {};
    const ValueId id = layer.weightSource.valid() ? layer.weightSource : graph.node(layer.node).inputs[*layer.weightInput];
    return graph.value(id).name;
}

Result<std::vector<QuantizedTensor>> quantizedTensors(const ReportInput& input)
{
    Collection activations, weights;
    for (size_t i = 0; i < input.layers.size(); ++i) {
        const Layer& layer = input.layers[i];
        if (isFloat(input, i))
            continue;
        const Node& node = input.graph.node(layer.node);
        const analysis::LayerQuantizers& quantizers = input.quantizers[i];
        for (size_t a = 0; a < quantizers.activations.size() && a < layer.activationInputs.size(); ++a) {
            const std::string& name = input.graph.value(node.inputs[layer.activationInputs[a]]).name;
            QS_RETURN_IF_ERROR(activations.add({name, layer.name, false, quantizers.activations[a]}));
        }
        if (layer.weightInput && quantizers.weights)
            QS_RETURN_IF_ERROR(weights.add({weightName(input.graph, layer), layer.name, true, *quantizers.weights}));
    }
    std::vector<QuantizedTensor> all = activations.take();
    for (QuantizedTensor& weight : weights.take())
        all.push_back(std::move(weight));
    return all;
}

std::vector<std::string> floatNodes(const ReportInput& input)
{
    std::vector<std::string> names;
    for (size_t i = 0; i < input.layers.size(); ++i)
        if (isFloat(input, i))
            names.push_back(input.graph.displayName(input.layers[i].node));
    return names;
}

} // namespace qscope::io
