// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli sensitivity
class TestCliSensitivity : public QObject {
    Q_OBJECT

private slots:
    void aRowPerLayer_data();
    void aRowPerLayer();
};

void TestCliSensitivity::aRowPerLayer_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("only this layer quantized") << "only";
    QTest::newRow("everything quantized except this layer") << "except";
}

void TestCliSensitivity::aRowPerLayer()
{
    QFETCH(QString, mode);
    const QTemporaryDir folder;
    const QString out = folder.filePath("s.csv");
    const CliResult result = runCli({"sensitivity", sample("resnet_fashion.onnx"), "--data",
                                     sample("fashion_evaluation.npz"), "--labels",
                                     sample("fashion_evaluation_labels.npy"), "--samples", "16", "--mode", mode,
                                     "--json", "-o", out});
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonObject json = result.json();
    QCOMPARE(json["mode"].toString(), mode);
    QCOMPARE(json["output"].toString(), out);
    QCOMPARE(json["samples"].toInt(), 16);
    const QByteArrayList lines = contents(out).trimmed().split('\n');
    QCOMPARE(lines[0].trimmed(), QByteArray("index,name,op,block,sqnr_db,mse,agreement,accuracy"));
    QCOMPARE(lines.size(), json["layers"].toInt() + 1);
    QCOMPARE(lines.size(), 17); // 15 convolutions and the classifier
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArrayList fields = lines[i].trimmed().split(',');
        QCOMPARE(fields.size(), 8);
        QCOMPARE(fields[0].toInt(), int(i - 1));
        QVERIFY2(fields[4].toDouble() > 5 && fields[4].toDouble() < 120, lines[i]);
        QVERIFY2(fields[6].toDouble() > 0.5 && fields[6].toDouble() <= 1, lines[i]);
        QVERIFY2(fields[7].toDouble() > 0.5 && fields[7].toDouble() <= 1, lines[i]);
    }
}

QTEST_GUILESS_MAIN(TestCliSensitivity)
#include "tst_cli_sensitivity.moc"
