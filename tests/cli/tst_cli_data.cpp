// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonObject>

#include "cli_process.h"

class TestCliData : public QObject {
    Q_OBJECT

private slots:
    void rightDataHasNoFindings()
    {
        const CliResult result =
            runCli({"data", sample("resnet_fashion.onnx"), "--data", sample("fashion_calibration.npz"),
                    "--labels", sample("fashion_calibration_labels.npy"), "--json"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.text()));
        const QJsonObject json = result.json();
        QCOMPARE(json["samples"].toInt(), 256);
        QVERIFY2(json["findings"].toArray().isEmpty(), qPrintable(result.text()));
        const QJsonObject input = json["inputs"].toArray().first().toObject();
        QCOMPARE(input["shape"].toArray(), QJsonArray({1, 1, 28, 28}));
        QVERIFY(qAbs(input["min"].toDouble() + 0.286 / 0.353) < 1e-3);
        QCOMPARE(json["evidence"].toObject()["source"].toString(), QString("training statistics"));
        QVERIFY(json["range_growth"].toObject()["upper"].toDouble() < 0.1);
        QCOMPARE(json["range_growth"].toObject()["samples"].toInt(), 64); // a few of them tell
        const QJsonArray points = json["range_convergence"].toArray();
        QCOMPARE(points.size(), 7);
        QCOMPARE(points.last().toObject()["median"].toDouble(), 1.0);
    }

    void fewSamplesAreFoundUnlessNobodyWantsToKnow()
    {
        const CliResult result = runCli({"data", sample("resnet_fashion.onnx"), "--data",
                                         sample("fashion_calibration.npz"), "--samples", "4"});
        QVERIFY2(result.exitCode == 0, qPrintable(result.text()));
        QVERIFY2(result.out.contains("warning: There seem to be too few samples (4)"),
                 qPrintable(result.text()));
        QVERIFY(result.out.contains("float32[1, 1, 28, 28]"));
        QVERIFY(result.out.contains("judged by           training statistics"));
        const CliResult quick = runCli({"data", sample("resnet_fashion.onnx"), "--data",
                                        sample("fashion_calibration.npz"), "--samples", "4", "--quick"});
        QVERIFY2(quick.out.contains("nothing to object to"), qPrintable(quick.text()));
    }

    void missingDataIsNamed()
    {
        const CliResult result = runCli({"data", sample("resnet_fashion.onnx"), "--data", "nowhere.npz"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(result.err.contains("nowhere.npz"));
    }
};

QTEST_GUILESS_MAIN(TestCliData)
#include "tst_cli_data.moc"
