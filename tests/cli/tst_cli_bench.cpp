// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "cli_process.h"

/// quantoscope-cli bench. Nothing about speed: figures of a loaded machine say nothing (see tests/bench).
class TestCliBench : public QObject {
    Q_OBJECT

private slots:
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

QTEST_GUILESS_MAIN(TestCliBench)
#include "tst_cli_bench.moc"
