// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

ModelBuilder tiny()
{
    ModelBuilder b;
    b.input("x", {ModelBuilder::Any, 2}).weight("w", {2, 3}, {1, 2, 3, 4, 5, 6});
    b.node("MatMul", {"x", "w"}, {"y"}, "fc").node("Relu", {"y"}, {"z"}, "act").output("z");
    return b;
}

/// An Add of `x` and the sparse weight `w`.
std::string sparse(const std::vector<int64_t>& dims, const std::vector<float>& values, const std::vector<int64_t>& indices,
                   const std::vector<int64_t>& indexDims = {})
{
    ModelBuilder b;
    b.input("x", {ModelBuilder::Any, 2}).node("MatMul", {"x", "w"}, {"y"}, "fc").output("y");
    auto& tensor = *b.proto().mutable_graph()->add_sparse_initializer();
    tensor.mutable_dims()->Add(dims.begin(), dims.end());
    tensor.mutable_values()->set_name("w");
    tensor.mutable_values()->set_data_type(::onnx::TensorProto::FLOAT);
    tensor.mutable_values()->add_dims(static_cast<int64_t>(values.size()));
    tensor.mutable_values()->mutable_float_data()->Add(values.begin(), values.end());
    tensor.mutable_indices()->set_data_type(::onnx::TensorProto::INT64);
    if (indexDims.empty())
        tensor.mutable_indices()->add_dims(static_cast<int64_t>(indices.size()));
    tensor.mutable_indices()->mutable_dims()->Add(indexDims.begin(), indexDims.end());
    tensor.mutable_indices()->mutable_int64_data()->Add(indices.begin(), indices.end());
    return b.bytes();
}

/// A weight that claims a shape and has four bytes.
std::string huge(const std::vector<int64_t>& dims)
{
    ModelBuilder b;
    b.input("x", {1}).node("Add", {"x", "w"}, {"y"}).output("y").weight("w", dims, {});
    b.proto().mutable_graph()->mutable_initializer(0)->set_raw_data("1234");
    return b.bytes();
}

/// An If in an If in an If ...
std::string nested(int depth)
{
    ModelBuilder b;
    b.input("x", {1}).output("y");
    auto* graph = b.proto().mutable_graph();
    for (int i = 0; i < depth; ++i) {
        auto* node = graph->add_node();
        node->set_op_type("If");
        node->add_input("x");
        node->add_output("y");
        auto* branch = node->add_attribute();
        branch->set_name("then_branch");
        branch->set_type(::onnx::AttributeProto::GRAPH);
        graph = branch->mutable_g();
        graph->add_output()->set_name("y");
    }
    return b.bytes();
}

QString errorOf(const Result<onnxio::Model>& model)
{
    return model.ok() ? QStringLiteral("no error") : QString::fromStdString(model.error().text());
}

} // namespace

class TestReader : public QObject {
    Q_OBJECT

private slots:
    void readsNodesValuesAndShapes()
    {
        const auto model = onnxio::parseModel(tiny().bytes(), "tiny.onnx");
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        const Graph& g = model->graph;
        QCOMPARE(g.nodes.size(), size_t(2));
        QCOMPARE(g.opset(), int64_t(13));
        QCOMPARE(g.inputs.size(), size_t(1));
        QCOMPARE(g.value(g.inputs[0]).shape->at(0).size, int64_t(-1));
        QCOMPARE(g.value(g.inputs[0]).shape->at(0).symbol, std::string("N"));
        QCOMPARE(g.value(*g.findValue("w")).constant->shape(), (Shape{2, 3}));
        QCOMPARE(g.value(*g.findValue("y")).consumers.size(), size_t(1));
    }

    void densifiesSparseInitializers()
    {
        for (const std::string& bytes : {sparse({2, 3}, {5, 7}, {1, 5}), sparse({2, 3}, {5, 7}, {0, 1, 1, 2}, {2, 2})}) {
            const auto model = onnxio::parseModel(bytes, "sparse.onnx");
            QVERIFY2(model.ok(), qPrintable(errorOf(model)));
            const Tensor& w = *model->graph.value(*model->graph.findValue("w")).constant;
            QCOMPARE(w.shape(), (Shape{2, 3}));
            QCOMPARE(toDoubles(w), (std::vector<double>{0, 5, 0, 0, 0, 7}));
        }
    }

    void putsNodesInExecutionOrder()
    {
        ModelBuilder b;
        b.input("x", {1, 2});
        b.node("Relu", {"y"}, {"z"}, "second").node("Neg", {"x"}, {"y"}, "first").output("z");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        QVERIFY2(model.ok(), qPrintable(errorOf(model)));
        QCOMPARE(model->graph.nodes[0].name, std::string("first"));
        QCOMPARE(model->graph.nodes[1].name, std::string("second"));
    }

    void refusesBadModels_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const std::string& bytes, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(message);
        };
        row("an empty file", "", "the file is empty");
        row("text instead of protobuf", "hello, I am a text file", "this is no ONNX model");
        auto cycle = ModelBuilder();
        cycle.input("x", {1}).node("Add", {"x", "b"}, {"a"}, "one").node("Relu", {"a"}, {"b"}, "two").output("b");
        row("a cycle", cycle.bytes(), "the graph has a cycle through node 'one'");
        auto dangling = ModelBuilder();
        dangling.input("x", {1}).node("Add", {"x", "ghost"}, {"a"}, "one").output("a");
        row("a tensor nobody makes", dangling.bytes(), "reads tensor 'ghost', which nothing produces");
        auto twice = ModelBuilder();
        twice.input("x", {1}).node("Relu", {"x"}, {"a"}).node("Neg", {"x"}, {"a"}).output("a");
        row("two producers of one tensor", twice.bytes(), "tensor 'a' is produced twice");
        auto noOutput = ModelBuilder();
        noOutput.input("x", {1}).node("Relu", {"x"}, {"a"});
        row("no output", noOutput.bytes(), "the graph has no outputs");
        auto noNodes = ModelBuilder();
        noNodes.input("x", {1}).output("x");
        row("no nodes", noNodes.bytes(), "the graph has no nodes");
        auto young = ModelBuilder(23);
        young.input("x", {1}).node("Relu", {"x"}, {"a"}).output("a");
        row("an opset after 22", young.bytes(), "opset 23 is outside the supported 1 to 22");
        auto shortWeight = ModelBuilder();
        shortWeight.input("x", {1, 2}).weight("w", {2, 3}, {1, 2}).node("MatMul", {"x", "w"}, {"y"}).output("y");
        row("a weight with too few values", shortWeight.bytes(), "initializer 'w'");
        auto longName = ModelBuilder();
        longName.input("x", {1}).node("Relu", {std::string(1 << 20, 'n')}, {"a"}, "one").output("a");
        row("a name of a million characters", longName.bytes(),
            ("reads tensor '" + std::string(133, 'n') + "... (1048410 characters left out) ..." + std::string(33, 'n')
             + "', which nothing produces").c_str());
        row("subgraphs nested a thousand deep", nested(1000), "its subgraphs are nested too deeply");
        row("a sparse initializer for 10^12 elements", sparse({1000000, 1000000}, {5}, {0}),
            "sparse tensor 'w' is refused: shape [1000000, 1000000] is larger than the limit of 67108864 bytes");
        row("a sparse initializer with an index outside", sparse({2, 2}, {5}, {4}),
            "sparse tensor 'w' has the index 0 out of range or out of order");
        row("a sparse initializer with the same index twice", sparse({2, 2}, {5, 6}, {1, 1}),
            "sparse tensor 'w' has the index 1 out of range or out of order");
        row("a sparse initializer with too few indices", sparse({2, 2}, {5, 6}, {1}),
            "sparse tensor 'w' of shape [2, 2] has values [2] at int64 indices [1], which do not fit each other");
        row("dimensions whose product overflows", huge({int64_t(1) << 40, int64_t(1) << 40}), "is larger than the limit");
        row("10^12 elements in a few bytes", huge({1000000, 1000000}), "is larger than the limit");
        row("a negative dimension", huge({-4}), "shape [-4] has a negative dimension");
    }
    void refusesBadModels()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const auto model = onnxio::parseModel(bytes.toStdString(), "bad.onnx");
        QVERIFY(!model.ok());
        QVERIFY2(errorOf(model).contains(message), qPrintable(errorOf(model)));
        QVERIFY2(errorOf(model).contains("bad.onnx"), qPrintable(errorOf(model)));
    }

    void survivesTruncationAtEveryByte()
    {
        const std::string bytes = tiny().bytes();
        int refused = 0;
        for (size_t n = 0; n < bytes.size(); ++n)
            refused += onnxio::parseModel(std::string_view(bytes).substr(0, n), "cut.onnx").ok() ? 0 : 1;
        // Cuts that fall between top-level fields may leave a smaller valid model; most do not.
        QVERIFY2(refused > static_cast<int>(bytes.size()) * 9 / 10, qPrintable(QString::number(refused)));
    }

    void namesAFileThatIsMissing()
    {
        const auto model = onnxio::readModel("/nowhere/model.onnx");
        QVERIFY(!model.ok());
        QCOMPARE(model.error().code, ErrorCode::FileNotFound);
        QVERIFY(errorOf(model).contains("/nowhere/model.onnx"));
    }
};

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
