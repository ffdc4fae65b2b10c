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

std::string halfBytes(std::span<const int32_t> codes)
{
    std::string bytes((codes.size() + 1) / 2, '\0');
    for (size_t i = 0; i < codes.size(); ++i)
        bytes[i / 2] = static_cast<char>(bytes[i / 2] | ((codes[i] & 15) << (i % 2 * 4)));
    return bytes;
}

struct TypeNumber {
    WireType type;
    int number;
};

/// Numbers of TensorProto.DataType; those from 17 on are newer than the headers of ONNX 1.12.
constexpr TypeNumber TypeNumbers[] = {
    {WireType::Float, TensorProto::FLOAT},       {WireType::Float16, TensorProto::FLOAT16},
    {WireType::BFloat16, TensorProto::BFLOAT16}, {WireType::Double, TensorProto::DOUBLE},
    {WireType::UInt8, TensorProto::UINT8},       {WireType::Int8, TensorProto::INT8},
    {WireType::UInt16, TensorProto::UINT16},     {WireType::Int16, TensorProto::INT16},
    {WireType::Int32, TensorProto::INT32},       {WireType::Float8E4m3, 17},
    {WireType::Float8E5m2, 19},                  {WireType::UInt4, 21},
    {WireType::Int4, 22},
};

} // namespace

WireType wireTypeOf(int dataType)
{
    for (const auto& [type, number] : TypeNumbers)
        if (number == dataType)
            return type;
    return WireType::Other;
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
    for (NodeProto& node : *graph.mutable_node())
        visitTensors(node, visit);
}

void visitTensors(NodeProto& node, const std::function<void(TensorProto&)>& visit)
{
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

std::string codeBytes(WireType type, std::span<const int32_t> codes)
{
    switch (type) {
    case WireType::Int32: return rawBytes<uint32_t>(codes);
    case WireType::Int16:
    case WireType::UInt16: return rawBytes<uint16_t>(codes);
    case WireType::Int4:
    case WireType::UInt4: return halfBytes(codes);
    default: return rawBytes<uint8_t>(codes);
    }
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
    for (const TypeNumber& known : TypeNumbers)
        if (known.type == type)
            return known.number;
    return TensorProto::UNDEFINED;
}

} // namespace qscope::onnxio
