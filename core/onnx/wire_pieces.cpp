// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/wire_pieces.h"

#include <algorithm>

namespace qscope::onnxio {
namespace {

using ::onnx::GraphProto;
using ::onnx::NodeProto;
using ::onnx::TensorProto;

template <class T>
std::string rawBytes(std::span<const int32_t> codes)
{
    std::string bytes(codes.size() * sizeof(T), '\0');
    for (size_t i = 0; i < codes.size(); ++i) {
        const T code = static_cast<T>(codes[i]);
        std::copy_n(reinterpret_cast<const char*>(&code), sizeof(T), bytes.data() + i * sizeof(T));
    }
    return bytes;
}

} // namespace

WireType wireTypeOf(int dataType)
{
    switch (dataType) {
    case TensorProto::FLOAT: return WireType::Float;
    case TensorProto::FLOAT16: return WireType::Float16;
    case TensorProto::BFLOAT16: return WireType::BFloat16;
    case TensorProto::DOUBLE: return WireType::Double;
    case TensorProto::UINT8: return WireType::UInt8;
    case TensorProto::INT8: return WireType::Int8;
    case TensorProto::UINT16: return WireType::UInt16;
    case TensorProto::INT16: return WireType::Int16;
    default: return WireType::Other;
    }
}

bool isFloatingType(WireType type)
{
    return type == WireType::Float || type == WireType::Float16 || type == WireType::BFloat16
           || type == WireType::Double;
}

void visitReads(const NodeProto& node, const std::function<void(const std::string&)>& visit)
{
    for (const std::string& input : node.input())
        visit(input);
    for (const auto& attribute : node.attribute()) {
        const auto visitGraph = [&visit](const GraphProto& graph) {
            for (const NodeProto& inner : graph.node())
                visitReads(inner, visit);
            for (const auto& output : graph.output())
                visit(output.name());
        };
        if (attribute.has_g())
            visitGraph(attribute.g());
        for (const GraphProto& graph : attribute.graphs())
            visitGraph(graph);
    }
}

const ::onnx::AttributeProto* attributeOf(const NodeProto& node, std::string_view name)
{
    for (const auto& attribute : node.attribute())
        if (attribute.name() == name)
            return &attribute;
    return nullptr;
}

void visitTensors(GraphProto& graph, const std::function<void(TensorProto&)>& visit)
{
    for (TensorProto& tensor : *graph.mutable_initializer())
        visit(tensor);
    for (auto& sparse : *graph.mutable_sparse_initializer()) {
        visit(*sparse.mutable_values());
        visit(*sparse.mutable_indices());
    }
    for (NodeProto& node : *graph.mutable_node()) {
        for (auto& attribute : *node.mutable_attribute()) {
            if (attribute.has_t())
                visit(*attribute.mutable_t());
            for (TensorProto& tensor : *attribute.mutable_tensors())
                visit(tensor);
            if (attribute.has_g())
                visitTensors(*attribute.mutable_g(), visit);
            for (GraphProto& inner : *attribute.mutable_graphs())
                visitTensors(inner, visit);
        }
    }
}

std::string codeBytes(WireType type, std::span<const int32_t> codes)
{
    const bool wide = type == WireType::Int16 || type == WireType::UInt16;
    return wide ? rawBytes<uint16_t>(codes) : rawBytes<uint8_t>(codes);
}

NodeProto protoOf(const NewNode& node)
{
    NodeProto proto;
    proto.set_op_type(node.op);
    proto.set_domain(node.domain);
    proto.set_name(node.name);
    for (const std::string& input : node.inputs)
        proto.add_input(input);
    for (const std::string& output : node.outputs)
        proto.add_output(output);
    for (const auto& [key, value] : node.ints) {
        auto* attribute = proto.add_attribute();
        attribute->set_name(key);
        attribute->set_type(::onnx::AttributeProto::INT);
        attribute->set_i(value);
    }
    for (const auto& [key, value] : node.floats) {
        auto* attribute = proto.add_attribute();
        attribute->set_name(key);
        attribute->set_type(::onnx::AttributeProto::FLOAT);
        attribute->set_f(value);
    }
    return proto;
}

int64_t wireTypeNumber(WireType type)
{
    switch (type) {
    case WireType::Float: return TensorProto::FLOAT;
    case WireType::Float16: return TensorProto::FLOAT16;
    case WireType::BFloat16: return TensorProto::BFLOAT16;
    case WireType::Double: return TensorProto::DOUBLE;
    case WireType::UInt8: return TensorProto::UINT8;
    case WireType::Int8: return TensorProto::INT8;
    case WireType::UInt16: return TensorProto::UINT16;
    case WireType::Int16: return TensorProto::INT16;
    case WireType::Other: break;
    }
    return TensorProto::UNDEFINED;
}

} // namespace qscope::onnxio
