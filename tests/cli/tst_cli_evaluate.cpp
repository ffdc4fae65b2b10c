// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli evaluate
class TestCliEvaluate : public QObject {
    Q_OBJECT

private slots:
    void keysAndPlausibleFigures_data();
    void keysAndPlausibleFigures();
    void withoutLabelsAccuracyIsNull();
    void floatEverywhereIsIdentical();
    void fewerBitsHurtMore();
    void calibrationDataMayDiffer();
    void everyKindIsSimulated_data();
    void everyKindIsSimulated();

private:
    QJsonObject evaluate(const QStringList& options, const QByteArray& config = {});

    QTemporaryDir m_folder;
};

QJsonObject TestCliEvaluate::evaluate(const QStringList& options, const QByteArray& config)
{
    QStringList arguments = QStringList{"evaluate"} + options + QStringList{"--json"};
    if (!config.isEmpty()) {
        writeContents(m_folder.filePath("config.json"), config);
        arguments += {"--config", m_folder.filePath("config.json")};
    }
    const CliResult result = runCli(arguments);
    if (result.exitCode != 0)
        qWarning("%s", result.text().constData());
    return result.json();
}

void TestCliEvaluate::keysAndPlausibleFigures_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("the ViT sample") << "vit_fashion.onnx";
    QTest::newRow("the ResNet sample") << "resnet_fashion.onnx";
}

void TestCliEvaluate::keysAndPlausibleFigures()
{
    QFETCH(QString, model);
    const QJsonObject json = evaluate({sample(model), "--data", sample("fashion_evaluation.npz"), "--labels",
                                       sample("fashion_evaluation_labels.npy"), "--samples", "128"});
    QCOMPARE(json["samples"].toInt(), 128);
    QVERIFY2(json["sqnr_db"].toDouble() > 10, qPrintable(QString::number(json["sqnr_db"].toDouble())));
    QVERIFY(json["agreement"].toDouble() > 0.9 && json["agreement"].toDouble() <= 1);
    QVERIFY(json["accuracy_float"].toDouble() > 0.8 && json["accuracy_float"].toDouble() <= 1);
    QVERIFY(json["accuracy_quantized"].toDouble() > 0.8 && json["accuracy_quantized"].toDouble() <= 1);
}

void TestCliEvaluate::withoutLabelsAccuracyIsNull()
{
    const QJsonObject json
        = evaluate({sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "8"});
    QVERIFY(json.contains("accuracy_float") && json["accuracy_float"].isNull());
    QVERIFY(json.contains("accuracy_quantized") && json["accuracy_quantized"].isNull());
}

void TestCliEvaluate::floatEverywhereIsIdentical()
{
    const QJsonObject json = evaluate(
        {sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "8"},
        R"({"version": 1, "rules": [{"match": {"regex": ".*"}, "float": true}]})");
    QCOMPARE(json["layers_quantized"].toInt(-1), 0);
    QCOMPARE(json["agreement"].toDouble(), 1.0);
    QVERIFY(json["identical"].toBool());
}

void TestCliEvaluate::fewerBitsHurtMore()
{
    const QStringList options{sample("vit_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "16"};
    const auto config = [](int bits) {
        return R"({"version": 1, "default": {"weights": {"bits": )" + QByteArray::number(bits) + "}}}";
    };
    const double eight = evaluate(options, config(8))["sqnr_db"].toDouble();
    const double four = evaluate(options, config(4))["sqnr_db"].toDouble();
    const double two = evaluate(options, config(2))["sqnr_db"].toDouble();
    QVERIFY2(eight > four + 3 && four > two, qPrintable(QString("%1 %2 %3").arg(eight).arg(four).arg(two)));
}

void TestCliEvaluate::calibrationDataMayDiffer()
{
    const QStringList options{sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples",
                              "8"};
    const QJsonObject own = evaluate(options);
    const QJsonObject other = evaluate(options + QStringList{"--calibration", sample("fashion_calibration.npz")});
    QVERIFY(own["sqnr_db"].isDouble() && other["sqnr_db"].isDouble());
    QVERIFY(own["sqnr_db"].toDouble() != other["sqnr_db"].toDouble());
}

void TestCliEvaluate::everyKindIsSimulated_data()
{
    QTest::addColumn<QByteArray>("defaults");
    QTest::addColumn<double>("atLeast"); // dB, about 3 below what was measured
    QTest::addColumn<double>("atMost");
    const auto row = [](const char* name, const char* defaults, double measured) {
        QTest::newRow(name) << QByteArray(defaults) << measured - 3 << measured + 3;
    };
    QTest::newRow("activations per channel")
        << QByteArray(R"({"activations": {"granularity": "per-channel"}})") << 38.0 << 60.0;
    row("weights per block, 4 bits", R"({"weights": {"granularity": "per-block", "blockSize": 16, "bits": 4}})", 20.2);
    row("codebook of 16 weights", R"({"weights": {"kind": "codebook", "bits": 4}})", 24.9);
    row("codebook of 16 activations", R"({"activations": {"kind": "codebook", "bits": 4}})", 25.0);
    row("FP8 weights", R"({"weights": {"kind": "fp8-e4m3"}})", 29.9);
    row("FP8 weights with fewer mantissa bits", R"({"weights": {"kind": "fp8-e5m2"}})", 23.1);
    row("scales that are powers of two", R"({"weights": {"kind": "power-of-two"}, "activations": {"kind": "power-of-two"}})",
        35.2);
    row("weights in powers of two", R"({"weights": {"kind": "log2"}})", 13.7);
    row("weights in powers of the square root of two", R"({"weights": {"kind": "log-sqrt2"}})", 16.5);
    row("a range by hand", R"({"activations": {"calibrator": "manual", "range": [-4, 6]}})", 28.3);
}

void TestCliEvaluate::everyKindIsSimulated()
{
    QFETCH(QByteArray, defaults);
    QFETCH(double, atLeast);
    QFETCH(double, atMost);
    const QByteArray config = R"({"version": 1, "default": )" + defaults + "}";
    const double sqnr = evaluate({sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "8"},
                                 config)["sqnr_db"].toDouble();
    QVERIFY2(sqnr > atLeast && sqnr < atMost, qPrintable(QString::number(sqnr)));
}

QTEST_GUILESS_MAIN(TestCliEvaluate)
#include "tst_cli_evaluate.moc"
