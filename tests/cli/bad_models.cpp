// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bad_models.h"

#include <onnx/onnx_pb.h>

namespace {

using onnx::GraphProto;
using onnx::ModelProto;
using onnx::NodeProto;
using onnx::TensorProto;

NodeProto* addNode(GraphProto* graph, const char* name, const char* op, std::initializer_list<const char*> inputs,
                   const char* output)
{
    NodeProto* node = graph->add_node();
    node->set_name(name);
    node->set_op_type(op);
    for (const char* input : inputs)
        node->add_input(input);
    node->add_output(output);
    return node;
}

void declare(onnx::ValueInfoProto* info, const char* name, int type, int columns)
{
    info->set_name(name);
    auto* tensor = info->mutable_type()->mutable_tensor_type();
    tensor->set_elem_type(type);
    tensor->mutable_shape()->add_dim()->set_dim_param("N");
    tensor->mutable_shape()->add_dim()->set_dim_value(columns);
}

ModelProto goodModel()
{
    ModelProto model;
    model.set_ir_version(8);
    model.add_opset_import()->set_version(17);
    GraphProto* graph = model.mutable_graph();
    graph->set_name("small");
    declare(graph->add_input(), "x", TensorProto::FLOAT, 4);
    declare(graph->add_output(), "y", TensorProto::FLOAT, 3);
    TensorProto* weight = graph->add_initializer();
    weight->set_name("w");
    weight->set_data_type(TensorProto::FLOAT);
    weight->add_dims(4);
    weight->add_dims(3);
    for (int i = 0; i < 12; ++i)
        weight->add_float_data(0.25F * static_cast<float>(i - 5));
    addNode(graph, "gemm", "Gemm", {"x", "w"}, "y");
    return model;
}

QByteArray bytes(const ModelProto& model)
{
    return QByteArray::fromStdString(model.SerializeAsString());
}

} // namespace

namespace models {

QByteArray good()
{
    return bytes(goodModel());
}

QByteArray cyclic()
{
    ModelProto model = goodModel();
    GraphProto* graph = model.mutable_graph();
    graph->clear_node();
    addNode(graph, "first", "Add", {"x", "b"}, "a");
    addNode(graph, "second", "Relu", {"a"}, "b");
    addNode(graph, "gemm", "Gemm", {"b", "w"}, "y");
    return bytes(model);
}

QByteArray unknownOperators()
{
    ModelProto model = goodModel();
    GraphProto* graph = model.mutable_graph();
    auto* custom = model.add_opset_import();
    custom->set_domain("com.example");
    custom->set_version(1);
    graph->clear_node();
    addNode(graph, "odd", "FrobnicateTensor", {"x"}, "a");
    addNode(graph, "odder", "Whirl", {"a"}, "b")->set_domain("com.example");
    addNode(graph, "gemm", "Gemm", {"b", "w"}, "y");
    return bytes(model);
}

QByteArray danglingInput()
{
    ModelProto model = goodModel();
    model.mutable_graph()->mutable_node(0)->set_input(0, "nowhere");
    return bytes(model);
}

QByteArray wrongWeightShape()
{
    ModelProto model = goodModel();
    TensorProto* weight = model.mutable_graph()->mutable_initializer(0);
    weight->set_dims(0, 5);
    for (int i = 0; i < 3; ++i)
        weight->add_float_data(1);
    return bytes(model);
}

QByteArray shortWeight()
{
    ModelProto model = goodModel();
    model.mutable_graph()->mutable_initializer(0)->mutable_float_data()->Truncate(5);
    return bytes(model);
}

QByteArray externalMissing()
{
    ModelProto model = goodModel();
    TensorProto* weight = model.mutable_graph()->mutable_initializer(0);
    weight->clear_float_data();
    weight->set_data_location(TensorProto::EXTERNAL);
    auto* location = weight->add_external_data();
    location->set_key("location");
    location->set_value("weights.bin");
    return bytes(model);
}

QByteArray futureOpset()
{
    ModelProto model = goodModel();
    model.mutable_opset_import(0)->set_version(99);
    return bytes(model);
}

QByteArray noGraph()
{
    ModelProto model = goodModel();
    model.clear_graph();
    return bytes(model);
}

QByteArray integerInput()
{
    ModelProto model = goodModel();
    GraphProto* graph = model.mutable_graph();
    graph->mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::INT64);
    graph->clear_node();
    onnx::AttributeProto* to = addNode(graph, "cast", "Cast", {"x"}, "f")->add_attribute();
    to->set_name("to");
    to->set_type(onnx::AttributeProto::INT);
    to->set_i(TensorProto::FLOAT);
    addNode(graph, "gemm", "Gemm", {"f", "w"}, "y");
    return bytes(model);
}

} // namespace models
