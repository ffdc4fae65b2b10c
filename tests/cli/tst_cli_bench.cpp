// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>

#include "cli_process.h"

/// quantoscope-cli bench. Nothing about speed: figures of a loaded machine say nothing (see tests/bench).
class TestCliBench : public QObject {
    Q_OBJECT

private slots:
    void whatIfFigures();
    void latenciesOfLayers();
    void keys();
};

void TestCliBench::keys()
{
    const CliResult result = runCli({"bench", sample("resnet_fashion.onnx"), "--data",
                                     sample("fashion_evaluation.npz"), "--samples", "16", "--passes", "2", "--json"});
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonObject json = result.json();
    QVERIFY(json["plain_ms"].toDouble() > 0);
    QVERIFY(json["watched_ms"].toDouble() > 0);
    QVERIFY(json["peak_rss_mb"].toDouble() > 1);
    QCOMPARE(json["samples"].toInt(), 16);
}

void TestCliBench::whatIfFigures()
{
    const CliResult result = runCli({"bench", sample("resnet_fashion.onnx"), "--data", sample("fashion_calibration.npz"),
                                     "--samples", "16", "--what-if", "--cache-memory", "8", "--json"});
    QVERIFY2(result.exitCode == 0, result.text());
    for (const char* figure : {"plain_ms", "first_estimate_ms", "toggle_ms", "sweep_passes_per_layer"})
        QVERIFY2(result.json()[figure].toDouble() > 0, figure);
}

void TestCliBench::latenciesOfLayers()
{
    const CliResult result = runCli({"bench", sample("vit_fashion.onnx"), "--data", sample("fashion_calibration.npz"),
                                     "--samples", "2", "--layers", "--json"});
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonArray rows = QJsonDocument::fromJson(result.out).array();
    QCOMPARE(rows.size(), 38);
    for (const QJsonValue& row : rows)
        QVERIFY2(row["float_ms"].toDouble() > 0 && row["int8_ms"].toDouble() > 0, qPrintable(row["layer"].toString()));
}

QTEST_GUILESS_MAIN(TestCliBench)
#include "tst_cli_bench.moc"
