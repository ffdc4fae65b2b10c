// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "core/io/imported_ranges.h"
#include "core/onnx/graph_editor.h"
#include "core/onnx/reader.h"

// An already quantized model as ranges.
namespace qscope::io {

namespace {

using onnxio::WireType;

struct Codes {
    int bits = 8;
    bool isSigned = false;
};

std::optional<Codes> codesOf(WireType type)
{
    switch (type) {
    case WireType::UInt4: return Codes{4, false};
    case WireType::Int4: return Codes{4, true};
    case WireType::UInt8: return Codes{8, false};
    case WireType::Int8: return Codes{8, true};
    case WireType::UInt16: return Codes{16, false};
    case WireType::Int16: return Codes{16, true};
    default: return std::nullopt;
    }
}

bool isOf(const Node& node, std::string_view op)
{
    return node.op == op && (node.domain.empty() || node.domain == "ai.onnx" || node.domain == "com.microsoft");
}

std::string withoutSuffix(std::string name, std::string_view suffix)
{
    if (name.size() > suffix.size() && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
        name.resize(name.size() - suffix.size());
    return name;
}

/// The tensor a quantizer works on: past the Clip and Cast that belong to it.
ValueId quantizedValue(const Graph& graph, ValueId id)
{
    for (;;) {
        const NodeId producer = graph.value(id).producer;
        if (!producer.valid() || graph.value(id).constant)
            return id;
        const Node& node = graph.node(producer);
        const bool isOurs = (node.op == "Clip" || node.op == "Cast") && graph.value(id).consumers.size() == 1
                            && (graph.value(id).name.find("_Clip_Output") != std::string::npos
                                || graph.value(id).name.find("_Cast_To_Float") != std::string::npos);
        if (!isOurs || node.inputs.empty() || !node.inputs[0].valid())
            return id;
        id = node.inputs[0];
    }
}

/// Reads the tensors of one model.
class QdqReader {
public:
    explicit QdqReader(const onnxio::Model& model) : m_graph(model.graph), m_editor(model) {}

    ImportedRanges read()
    {
        for (const Node& node : m_graph.nodes) {
            if (isOf(node, "QuantizeLinear") && node.inputs.size() >= 2)
                add(node, quantizedValue(m_graph, node.inputs[0]), nameOf(node.inputs[0], "_QuantizeLinear_Input"));
            else if (isOf(node, "DequantizeLinear") && node.inputs.size() >= 2 && isConstant(node.inputs[0]))
                add(node, node.inputs[0], nameOf(node.inputs[0], "_quantized"));
        }
        m_found.format = say("Files", "QDQ model");
        return std::move(m_found);
    }

private:
    bool isConstant(ValueId id) const { return id.valid() && m_graph.value(id).constant.has_value(); }

    std::string nameOf(ValueId id, std::string_view suffix) const
    {
        return id.valid() ? withoutSuffix(m_graph.value(quantizedValue(m_graph, id)).name, suffix) : std::string();
    }

    void add(const Node& node, ValueId value, const std::string& name)
    {
        const bool hasZero = node.inputs.size() > 2 && node.inputs[2].valid();
        const bool readable = isConstant(node.inputs[1]) && (!hasZero || isConstant(node.inputs[2]));
        const ValueId typed = hasZero ? node.inputs[2] : node.op == "DequantizeLinear" ? node.inputs[0] : ValueId();
        const auto codes = typed.valid() ? codesOf(m_editor.typeOf(m_graph.value(typed).name)) : Codes{8, false};
        if (!readable || !value.valid() || node.intAttribute("block_size", 0) != 0) {
            m_found.warnings.push_back(
                filled(say("Files", "tensor '%1': its scale is computed or blocked, and is left out"), name));
            return;
        }
        if (!codes || !m_seen.insert(name).second)
            return; // a bias, an 8-bit float, or the same tensor again
        const auto scales = toDoubles(*m_graph.value(node.inputs[1]).constant);
        const auto zeros = hasZero ? toDoubles(*m_graph.value(node.inputs[2]).constant) : std::vector<double>(scales.size(), 0.0);
        addRanges(name, isConstant(value), *codes, scales, zeros);
    }

    void addRanges(const std::string& name, bool isWeight, const Codes& codes, const std::vector<double>& scales,
                   const std::vector<double>& zeros)
    {
        ImportedTensor tensor;
        tensor.name = name;
        tensor.isWeight = isWeight;
        tensor.bits = codes.bits;
        tensor.symmetric = codes.isSigned && std::all_of(zeros.begin(), zeros.end(), [](double z) { return z == 0; });
        const double lowest = codes.isSigned ? -std::ldexp(1.0, codes.bits - 1) : 0;
        const double highest = lowest + std::ldexp(1.0, codes.bits) - 1;
        for (size_t i = 0; i < scales.size() && i < zeros.size(); ++i) {
            const double top = scales[i] * (highest - zeros[i]);
            const bool good = std::isfinite(top) && scales[i] > 0;
            if (good)
                tensor.ranges.push_back({*tensor.symmetric ? -top : scales[i] * (lowest - zeros[i]), top});
        }
        if (tensor.ranges.size() == scales.size() && !scales.empty())
            m_found.tensors.push_back(std::move(tensor));
        else
            m_found.warnings.push_back(
                filled(say("Files", "tensor '%1': its scale is no positive number, and is left out"), name));
    }

    const Graph& m_graph;
    onnxio::GraphEditor m_editor;
    ImportedRanges m_found;
    std::set<std::string> m_seen;
};

} // namespace

Result<ImportedRanges> readQdqModel(const std::string& path)
{
    QS_ASSIGN(const onnxio::Model model, onnxio::readModel(path));
    return QdqReader(model).read();
}

} // namespace qscope::io
