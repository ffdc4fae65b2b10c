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
