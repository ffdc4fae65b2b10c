// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include <map>

#include <onnx/onnx_pb.h>

#include "cli_process.h"

/// quantoscope-cli export and config init. That ONNX Runtime runs what is exported is tst_against_onnxruntime's matter.
class TestCliExport : public QObject {
    Q_OBJECT

private slots:
    void everyLayerIsQuantizedByDefault();
    void aFloatRuleLeavesItsLayersAlone();
    void configInitWritesTheDefault();
    void configDescribeListsTheChoices();
    void saysWhatQdqCannotHold_data();
    void saysWhatQdqCannotHold();

private:
    std::map<std::string, int> exportOperators(const QStringList& options, QJsonObject* json);

    QTemporaryDir m_folder;
};

/// How often each operator occurs in the exported model.
std::map<std::string, int> TestCliExport::exportOperators(const QStringList& options, QJsonObject* json)
{
    const QString out = m_folder.filePath("q.onnx");
    const CliResult result = runCli(QStringList{"export", sample("resnet_fashion.onnx"), "--data",
                                                sample("fashion_calibration.npz"), "--samples", "16", "--json", "-o",
                                                out}
                                    + options);
    if (result.exitCode != 0)
        qWarning("%s", result.text().constData());
    *json = result.json();
    onnx::ModelProto model;
    if (!model.ParseFromString(contents(out).toStdString()))
        qWarning("the exported model is no ONNX model");
    std::map<std::string, int> counts;
    for (const auto& node : model.graph().node())
        ++counts[node.op_type()];
    return counts;
}

void TestCliExport::everyLayerIsQuantizedByDefault()
{
    QJsonObject json;
    auto operators = exportOperators({}, &json);
    QCOMPARE(json["layers_quantized"].toInt(), 16);
    QCOMPARE(json["layers_float"].toInt(-1), 0);
    QCOMPARE(json["output"].toString(), m_folder.filePath("q.onnx"));
    QCOMPARE(operators["Conv"] + operators["Gemm"] + operators["MatMul"], 16);
    // Weights may be stored as integers; activations need both ends. Layers may share an activation's pair.
    QVERIFY(operators["QuantizeLinear"] >= 8);
    QVERIFY(operators["DequantizeLinear"] >= operators["QuantizeLinear"]);
}

void TestCliExport::aFloatRuleLeavesItsLayersAlone()
{
    QJsonObject json;
    auto all = exportOperators({}, &json);
    writeContents(m_folder.filePath("c.json"),
                  R"({"version": 1, "rules": [{"match": {"op": "Gemm"}, "float": true}]})");
    auto fewer = exportOperators({"--config", m_folder.filePath("c.json")}, &json);
    QCOMPARE(json["layers_quantized"].toInt(), 15);
    QCOMPARE(json["layers_float"].toInt(), 1);
    QVERIFY(fewer["QuantizeLinear"] < all["QuantizeLinear"]);
    QVERIFY(fewer["QuantizeLinear"] > 0);
}

void TestCliExport::configInitWritesTheDefault()
{
    const QString config = m_folder.filePath("default.json");
    const CliResult result = runCli({"config", "init", sample("resnet_fashion.onnx"), "--json", "-o", config});
    QVERIFY2(result.exitCode == 0, result.text());
    QCOMPARE(result.json()["output"].toString(), config);
    QCOMPARE(result.json()["layers"].toInt(), 16);

    const QStringList evaluate{"evaluate", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                               "--samples", "4", "--json"};
    const CliResult without = runCli(evaluate);
    const CliResult with = runCli(evaluate + QStringList{"--config", config});
    QVERIFY2(with.exitCode == 0, with.text());
    QCOMPARE(with.out, without.out);
}

void TestCliExport::configDescribeListsTheChoices()
{
    const QJsonObject all = runCli({"config", "describe", "--json"}).json();
    QCOMPARE(all["calibrator"].toObject().size(), 10);
    QCOMPARE(all["kind"].toObject().size(), 8);
    QCOMPARE(all["calibrator"].toObject()["manual"].toString(), "Uses the range you give.");
    const CliResult text = runCli({"config", "describe"});
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.out.contains("\n  codebook        A table of 2^bits values"), text.text());
}

void TestCliExport::saysWhatQdqCannotHold_data()
{
    QTest::addColumn<QByteArray>("defaults");
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("log codes with sign") << QByteArray(R"({"activations": {"kind": "log2", "sign": "signed"}})") << QByteArray("log2");
    QTest::newRow("twin ranges") << QByteArray(R"({"activations": {"kind": "twin-range"}})") << QByteArray("twin-range");
    QTest::newRow("halves away from zero")
        << QByteArray(R"({"activations": {"rounding": "half-away"}})") << QByteArray("away from zero");
}

void TestCliExport::saysWhatQdqCannotHold()
{
    QFETCH(QByteArray, defaults);
    QFETCH(QByteArray, what);
    const QString config = m_folder.filePath("kinds.json");
    writeContents(config, "{\"version\": 1, \"default\": " + defaults + "}");
    const QStringList common{sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "2",
                             "--config", config};
    const CliResult result = runCli(QStringList{"export"} + common + QStringList{"-o", m_folder.filePath("kinds.onnx")});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("QuantizeLinear and DequantizeLinear know no") && result.err.contains(what), result.text());
    // It can be simulated all the same.
    const CliResult evaluated = runCli(QStringList{"evaluate"} + common + QStringList{"--json"});
    QVERIFY2(evaluated.exitCode == 0, evaluated.text());
    QVERIFY(evaluated.json()["sqnr_db"].toDouble() > 5);
}

QTEST_GUILESS_MAIN(TestCliExport)
#include "tst_cli_export.moc"
