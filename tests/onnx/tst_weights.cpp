// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/layers.h"
#include "core/onnx/reader.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;
using Proto = ::onnx::TensorProto;
using AttributeProto = ::onnx::AttributeProto;

namespace {

void fillWeight(Proto& tensor, int type, const std::string& raw)
{
    tensor.set_name("w");
    tensor.set_data_type(type);
    tensor.add_dims(2);
    tensor.add_dims(1);
    tensor.set_raw_data(raw);
}

template <class T>
std::string raw(T first, T second)
{
    const T values[] = {first, second};
    return {reinterpret_cast<const char*>(values), sizeof(values)};
}

ModelBuilder around()
{
    ModelBuilder b;
    b.input("x", {1, 2}).output("y");
    return b;
}

/// x times the weight of an initializer.
std::string withInitializer(int type, const std::string& bytes, bool castToFloat = false)
{
    ModelBuilder b = around();
    fillWeight(*b.proto().mutable_graph()->add_initializer(), type, bytes);
    if (castToFloat)
        b.node("Cast", {"w"}, {"f"}, "cast", {{"to", int64_t(Proto::FLOAT)}});
    b.node("MatMul", {"x", castToFloat ? "f" : "w"}, {"y"}, "fc");
    return b.bytes();
}

/// x times the weight of a Constant node, reshaped to [2, 1].
template <class Fill>
std::string withConstantNode(const char* attribute, AttributeProto::AttributeType type, Fill fill)
{
    ModelBuilder b = around();
    b.ints("shape", {2, 1}).node("Constant", {}, {"w"}, "constant");
    auto& a = *b.proto().mutable_graph()->mutable_node(0)->add_attribute();
    a.set_name(attribute);
    a.set_type(type);
    fill(a);
    b.node("Cast", {"w"}, {"f"}, "cast", {{"to", int64_t(Proto::FLOAT)}});
    b.node("Reshape", {"f", "shape"}, {"r"}).node("MatMul", {"x", "r"}, {"y"}, "fc");
    return b.bytes();
}

} // namespace

class TestWeights : public QObject {
    Q_OBJECT

private slots:
    void countAsWeights_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        row("a float32 initializer", withInitializer(Proto::FLOAT, raw(3.0F, -2.0F)));
        row("a float16 initializer", withInitializer(Proto::FLOAT16, raw<uint16_t>(0x4200, 0xC000)));
        row("a bfloat16 initializer", withInitializer(Proto::BFLOAT16, raw<uint16_t>(0x4040, 0xC000)));
        row("a double initializer behind a Cast", withInitializer(Proto::DOUBLE, raw(3.0, -2.0), true));
        row("an int8 initializer behind a Cast", withInitializer(Proto::INT8, raw<int8_t>(3, -2), true));
        row("a tensor in a Constant node", withConstantNode("value", AttributeProto::TENSOR, [](AttributeProto& a) {
                fillWeight(*a.mutable_t(), Proto::FLOAT, raw(3.0F, -2.0F));
            }));
        row("floats in a Constant node", withConstantNode("value_floats", AttributeProto::FLOATS, [](AttributeProto& a) {
                a.add_floats(3);
                a.add_floats(-2);
            }));
        row("integers in a Constant node", withConstantNode("value_ints", AttributeProto::INTS, [](AttributeProto& a) {
                a.add_ints(3);
                a.add_ints(-2);
            }));
        const auto sparse = [](AttributeProto& a) {
            auto& tensor = *a.mutable_sparse_tensor();
            tensor.add_dims(2);
            tensor.mutable_values()->set_data_type(Proto::FLOAT);
            tensor.mutable_values()->add_dims(2);
            tensor.mutable_values()->add_float_data(3);
            tensor.mutable_values()->add_float_data(-2);
            tensor.mutable_indices()->set_data_type(Proto::INT64);
            tensor.mutable_indices()->add_dims(2);
            tensor.mutable_indices()->add_int64_data(0);
            tensor.mutable_indices()->add_int64_data(1);
        };
        row("a sparse tensor in a Constant node",
            withConstantNode("sparse_value", AttributeProto::SPARSE_TENSOR, sparse));
    }
    void countAsWeights()
    {
        QFETCH(QByteArray, bytes);
        auto model = onnxio::parseModel(bytes.toStdString(), "w.onnx");
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().text().c_str());
        Graph& graph = model->graph;
        const Status folded = run::foldConstants(graph);
        QVERIFY2(folded.ok(), folded.ok() ? "" : folded.error().text().c_str());
        const std::vector<Layer> layers = findLayers(graph);
        QCOMPARE(layers.size(), size_t(1));
        QVERIFY(layers[0].weightInput.has_value());
        QCOMPARE(layers[0].weightCount, int64_t(2));
        QCOMPARE(graph.value(layers[0].weightSource).name, std::string("w"));
        const Tensor& weight = *graph.value(graph.node(layers[0].node).inputs[*layers[0].weightInput]).constant;
        QCOMPARE(weight.shape(), (Shape{2, 1}));
        QCOMPARE(toDoubles(weight), (std::vector<double>{3, -2}));
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
