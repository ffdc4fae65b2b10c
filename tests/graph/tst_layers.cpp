// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/channels.h"
#include "core/graph/layers.h"
#include "core/onnx/reader.h"
#include "core/run/instance.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::ModelBuilder;

class TestLayers : public QObject {
    Q_OBJECT

private slots:
    void findsBlockNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("block");
        QTest::newRow("a transformer block") << "/blocks.3/attn/qkv/MatMul"
                                             << "blocks.3";
        QTest::newRow("two digits") << "/blocks.11/mlp/fc1/MatMul"
                                    << "blocks.11";
        QTest::newRow("dots only") << "layer1.0.conv1"
                                   << "layer1.0";
        QTest::newRow("a path with a numbered folder") << "/layer1/layer1.0/conv1/Conv"
                                                       << "layer1.0";
        QTest::newRow("no block") << "/patch_embed/proj/Conv"
                                  << "";
        QTest::newRow("a number in the layer's own name") << "conv1"
                                                          << "";
        QTest::newRow("empty") << ""
                               << "";
    }
    void findsBlockNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, block);
        QCOMPARE(QString::fromStdString(blockOfName(name.toStdString())), block);
    }

    void findsLayersAndTheirSites()
    {
        ModelBuilder b;
        b.input("x", {1, 2, 4, 4}).weight("k", {3, 2, 1, 1}, std::vector<float>(6, 1.F));
        b.weight("t", {3, 5, 1, 1}, std::vector<float>(15, 1.F))
            .weight("g", {7, 80}, std::vector<float>(560, 1.F));
        b.node("Conv", {"x", "k"}, {"c"}, "conv").node("ConvTranspose", {"c", "t"}, {"d"}, "up");
        b.node("Flatten", {"d"}, {"f"}).node("Gemm", {"f", "g"}, {"h"}, "fc", {{"transB", int64_t(1)}});
        b.node("Transpose", {"h"}, {"i"}).node("MatMul", {"h", "i"}, {"y"}, "scores").output("y");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        QVERIFY(model.ok());
        const auto layers = findLayers(model->graph);
        QCOMPARE(layers.size(), size_t(4));
        QCOMPARE(layers[0].weightAxis, 0);
        QCOMPARE(layers[1].weightAxis, 1);
        QCOMPARE(layers[2].weightAxis, 0);
        QCOMPARE(layers[2].weightCount, int64_t(560));
        QVERIFY(!layers[3].weightInput.has_value());
        QCOMPARE(layers[3].activationInputs, (std::vector<size_t>{0, 1}));
    }

    void layersWithoutNamesGetUniqueOnes()
    {
        ModelBuilder b;
        b.input("x", {1, 2}).weight("w", {2, 2}, {1, 2, 3, 4});
        b.node("MatMul", {"x", "w"}, {"a"}, "same").node("MatMul", {"a", "w"}, {"y"}, "same").output("y");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        const auto layers = findLayers(model->graph);
        QCOMPARE(layers[0].name, std::string("same"));
        QCOMPARE(layers[1].name, std::string("same#2"));
    }

    void findsWhereTheFileStoresAWeight_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("source");
        QTest::addColumn<bool>("hasWeight");
        const auto row = [](const char* name, const char* text, const char* source, bool hasWeight = true) {
            QTest::newRow(name) << QString(text) << QString(source) << hasWeight;
        };
        row("at the layer itself", "y = MatMul(x, w[8,4])", "w[8,4]");
        row("behind Transpose and Cast", "t = Transpose(w[8,4]); c = Cast(t, to=1); y = MatMul(x, c)",
            "w[8,4]");
        row("behind Reshape", "t = Reshape(w[8,4], {4,8}); y = MatMul(x, t)", "w[8,4]");
        row("behind DequantizeLinear",
            "q = Cast(w[8,4], to=3); d = DequantizeLinear(q, 0.5); y = MatMul(x, d)", "w[8,4]");
        row("as fake-quantized by training",
            "q = QuantizeLinear(w[8,4], 0.5); d = DequantizeLinear(q, 0.5); y = MatMul(x, d)", "w[8,4]");
        row("computed from two", "s = Add(w[8,4], v[8,4]); y = MatMul(x, s)", "-");
        row("an activation", "y = MatMul(x, z)", "-", false);
        row("of a fused layer", "y = com.microsoft.FusedMatMul(x, w[4,8], transB=1)", "w[4,8]");
        row("of a fused attention", "y = com.microsoft.Attention(x, w[8,24], b[24], num_heads=2)", "w[8,24]");
        row("of an integer layer",
            "q, s, z = DynamicQuantizeLinear(x); i = Cast(w[8,4], to=2); y = MatMulInteger(q, i, z)",
            "w[8,4]", false);
    }
    void findsWhereTheFileStoresAWeight()
    {
        QFETCH(QString, text);
        QFETCH(QString, source);
        QFETCH(bool, hasWeight);
        Graph graph = test::GraphText(text.toStdString()).graph();
        const Status folded = run::foldConstants(graph);
        QVERIFY2(folded.ok(), folded.ok() ? "" : folded.error().text().c_str());
        const auto layers = findLayers(graph);
        QCOMPARE(layers.size(), size_t(1));
        const ValueId found = layers[0].weightSource;
        QCOMPARE(QString::fromStdString(found.valid() ? graph.value(found).name : "-"), source);
        QCOMPARE(layers[0].weightInput.has_value(), hasWeight);
    }

    void fusedLayersKnowTheirChannels()
    {
        const auto axisOf = [](const char* text) {
            return findLayers(test::GraphText(text).graph())[0].weightAxis;
        };
        QCOMPARE(axisOf("y = com.microsoft.FusedMatMul(x, w[4,8], transB=1)"), 0);
        QCOMPARE(axisOf("y = com.microsoft.FusedMatMul(x, w[8,4])"), 1);
        QCOMPARE(axisOf("y = com.microsoft.FusedConv(x, w[4,8,3,3])"), 0);
        QCOMPARE(axisOf("y = com.microsoft.Attention(x, w[8,24], b[24], num_heads=2)"), 1);
    }

    void integerLayersHaveNoSites()
    {
        const auto layers =
            findLayers(test::GraphText("y = QLinearConv(x, 0.5, 0, w[4,2,3,3], 0.25, 1, 2, 3)").graph());
        QCOMPARE(layers.size(), size_t(1));
        QVERIFY(layers[0].activationInputs.empty());
        QVERIFY(!layers[0].weightInput);
        QCOMPARE(layers[0].weightCount, int64_t(0));
        QVERIFY(layers[0].weightSource.valid());
    }

    void knowsWhereChannelsAre()
    {
        ModelBuilder b(17);
        b.input("x", {1, 2, 4, 4}).weight("k", {3, 2, 1, 1}, std::vector<float>(6, 1.F));
        b.node("Conv", {"x", "k"}, {"c"}, "conv").node("Relu", {"c"}, {"r"}).output("r");
        b.input("t", {1, 4, 8}).weight("w", {8, 8}, std::vector<float>(64, 1.F));
        b.node("MatMul", {"t", "w"}, {"m"}).node("Add", {"m", "t"}, {"s"}).output("s");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        QVERIFY(model.ok());
        const auto places = findChannels(model->graph);
        const auto axis = [&](const char* name, size_t rank) {
            return channelAxis(places[model->graph.findValue(name)->index()], rank);
        };
        QCOMPARE(axis("x", 4), 1);
        QCOMPARE(axis("r", 4), 1);
        QCOMPARE(axis("s", 3), 2);
        QCOMPARE(channelAxis(ChannelPlace::Unknown, 1), -1);
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
