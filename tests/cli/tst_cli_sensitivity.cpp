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
    void errorAlongTheDepth();
    void pricesStandBesideTheFigures();
    void theTableMarksTies();
};

void TestCliSensitivity::aRowPerLayer_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("only this layer quantized") << "only";
    QTest::newRow("everything quantized except this layer") << "except";
    QTest::newRow("only this layer's activations quantized") << "activations";
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
    const QByteArrayList heading = lines[0].trimmed().split(',');
    const auto column = [&](const char* name) { return heading.indexOf(QByteArray(name)); };
    QCOMPARE(heading.mid(0, 7), (QByteArrayList{"index", "name", "op", "block", "sqnr_db", "sqnr_db_low", "sqnr_db_high"}));
    QCOMPARE(lines.size(), json["layers"].toInt() + 1);
    QCOMPARE(lines.size(), 17); // 15 convolutions and the classifier
    QSet<int> ranks;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArrayList fields = lines[i].trimmed().split(',');
        QCOMPARE(fields.size(), heading.size());
        QCOMPARE(fields[0].toInt(), int(i - 1));
        QVERIFY2(fields[4].toDouble() > 5 && fields[4].toDouble() < 120, lines[i]);
        QVERIFY2(fields[5].toDouble() < fields[4].toDouble() && fields[4].toDouble() < fields[6].toDouble(), lines[i]);
        for (const char* share : {"agreement", "agreement_top5", "accuracy"}) {
            const double figure = fields[column(share)].toDouble();
            QVERIFY2(figure > 0.5 && figure <= 1, lines[i]);
        }
        ranks.insert(fields[column("rank")].toInt());
        QVERIFY2(fields[column("tied_with_next")] == "true" || fields[column("tied_with_next")] == "false", lines[i]);
    }
    QCOMPARE(ranks.size(), lines.size() - 1);
}

void TestCliSensitivity::errorAlongTheDepth()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath("depth.csv");
    const CliResult result = runCli({"sensitivity", sample("resnet_fashion.onnx"), "--data",
                                     sample("fashion_evaluation.npz"), "--samples", "16", "--mode", "cumulative", "-o",
                                     out});
    QVERIFY2(result.exitCode == 0, result.text());
    const QByteArrayList lines = contents(out).trimmed().split('\n');
    QVERIFY(lines[0].startsWith("index,name,op,block,local_db,local_db_low,local_db_high,accumulated_db,"));
    QCOMPARE(lines.size(), 17);
    const QByteArrayList first = lines[1].trimmed().split(','), last = lines[16].trimmed().split(',');
    QCOMPARE(first[4], first[7]); // nothing before it
    QVERIFY(last[7].toDouble() < last[4].toDouble());
}

void TestCliSensitivity::pricesStandBesideTheFigures()
{
    const QTemporaryDir folder;
    const QStringList basis{sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"), "--samples", "4",
                            "--latency", "-o"};
    const CliResult sensitivity = runCli(QStringList{"sensitivity"} + basis + QStringList{folder.filePath("s.csv")});
    QVERIFY2(sensitivity.exitCode == 0, sensitivity.text());
    const CliResult layers = runCli(QStringList{"layers"} + basis + QStringList{folder.filePath("l.csv")});
    QVERIFY2(layers.exitCode == 0, layers.text());
    QVERIFY2(layers.out.contains("QDQ pairs in the exported model"), layers.text());
    const auto column = [](const QByteArray& csv, const char* name, int row) {
        const QByteArrayList lines = csv.split('\n');
        const auto at = lines[0].trimmed().split(',').indexOf(QByteArray(name));
        return at < 0 ? QByteArray("none") : lines[row].trimmed().split(',')[at];
    };
    for (int row = 1; row <= 16; ++row) {
        for (const char* name : {"weight_bits", "bytes", "bit_operations", "change_bytes", "change_bit_operations",
                                 "change_conversions", "change_qdq_pairs"}) {
            const QByteArray one = column(contents(folder.filePath("s.csv")), name, row);
            QVERIFY2(one != "none" && !one.isEmpty(), name);
            QCOMPARE(one, column(contents(folder.filePath("l.csv")), name, row));
        }
        QCOMPARE(column(contents(folder.filePath("l.csv")), "change_bytes", row).toDouble(),
                 3 * column(contents(folder.filePath("l.csv")), "bytes", row).toDouble());
        for (const char* name : {"float_ms", "int8_ms"})
            QVERIFY(column(contents(folder.filePath("s.csv")), name, row).toDouble() > 0);
    }
}

void TestCliSensitivity::theTableMarksTies()
{
    const QTemporaryDir folder;
    const CliResult result = runCli({"sensitivity", sample("resnet_fashion.onnx"), "--data",
                                     sample("fashion_evaluation.npz"), "--samples", "16", "-o",
                                     folder.filePath("s.csv")});
    QVERIFY2(result.exitCode == 0, result.text());
    QVERIFY2(result.out.contains("tied with next"), result.text());
    QVERIFY2(result.out.contains(" ~\n"), result.text());
}

QTEST_GUILESS_MAIN(TestCliSensitivity)
#include "tst_cli_sensitivity.moc"
