// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli search
class TestCliSearch : public QObject {
    Q_OBJECT

private:
    const QTemporaryDir m_folder;
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QStringList basis(const QStringList& more) const
    {
        return QStringList{"search", sample("resnet_fashion.onnx"), "--data", sample("fashion_evaluation.npz"),
                           "--samples", "16", "--config", path("four.json"), "-o", path("found.json")}
               + more;
    }

private slots:
    void initTestCase()
    {
        writeContents(path("four.json"),
                      R"({"version": 1, "default": {"weights": {"bits": 4}, "activations": {"bits": 4}}})");
    }

    void reachesATarget_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"order", "greedy", "ilp", "recommended"})
            QTest::newRow(method) << method;
    }
    void reachesATarget()
    {
        QFETCH(QString, method);
        const CliResult result = runCli(basis({"--target", "sqnr=16", "--method", method, "--json"}));
        QVERIFY2(result.exitCode == 0, result.text());
        const QJsonObject json = result.json();
        QVERIFY2(json["sqnr_db"].toDouble() >= 16, result.text());
        const int floats = json["layers_float"].toInt();
        QVERIFY2(floats > 0 && floats < 16, result.text());
        if (json.contains("order_needs"))
            QVERIFY(floats <= json["order_needs"].toInt());
        // The written config gives the same figure.
        const CliResult evaluated = runCli({"evaluate", sample("resnet_fashion.onnx"), "--data",
                                            sample("fashion_evaluation.npz"), "--samples", "16", "--config",
                                            path("found.json"), "--json"});
        QVERIFY2(evaluated.exitCode == 0, evaluated.text());
        QCOMPARE(evaluated.json()["sqnr_db"].toDouble(), json["sqnr_db"].toDouble());
        QCOMPARE(evaluated.json()["layers_float"].toInt(), floats);
    }

    void staysWithinABudget()
    {
        const CliResult result = runCli(basis({"--target", "bytes=80000", "--bits", "2,3,4,6,8", "--method", "ilp", "--json"}));
        QVERIFY2(result.exitCode == 0, result.text());
        const QJsonObject json = result.json();
        QVERIFY2(json["bytes"].toDouble() <= 80000, result.text());
        QCOMPARE(json["layers_float"].toInt(), 0);
        QCOMPARE(json["bits"].toObject().size(), 16);
    }

    void staysWithinALatency()
    {
        const CliResult layers = runCli({"layers", sample("resnet_fashion.onnx"), "--data",
                                         sample("fashion_evaluation.npz"), "--samples", "4", "--latency", "--json"});
        QVERIFY2(layers.exitCode == 0, layers.text());
        const double all = layers.json()["total"].toObject()["milliseconds"].toDouble();
        QVERIFY2(all > 0, layers.text());
        const double budget = 100 * all; // times differ from run to run; the solver's limits have their own tests
        const CliResult result = runCli(basis({"--budget", QString("latency=%1").arg(budget, 0, 'g', 6), "--method", "ilp", "--json"}));
        QVERIFY2(result.exitCode == 0, result.text());
        const QJsonObject json = result.json();
        QVERIFY2(json["milliseconds"].toDouble() > 0 && json["milliseconds"].toDouble() <= budget, result.text());
        QCOMPARE(json["layers_float"].toInt(), 16); // room for everything
        QCOMPARE(json["conversions"].toInt(), 0);
        QCOMPARE(json["qdq_pairs"].toInt(), 0);
    }

    void printsTheCurve()
    {
        const CliResult result = runCli(basis({"--target", "sqnr=14", "--method", "order", "--curve"}));
        QVERIFY2(result.exitCode == 0, result.text());
        QVERIFY2(result.out.contains("put back to floating point"), result.text());
        QVERIFY2(result.out.contains("\n   16  "), result.text()); // to the last layer
        QVERIFY2(result.out.contains("the sensitivity order needs"), result.text());
    }

    void wrongTargetsAreNamed_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("no number") << QStringList{"--target", "sqnr=much"} << QByteArray("sqnr=much");
        QTest::newRow("bits no quantizer has") << QStringList{"--target", "sqnr=9", "--bits", "1,8"} << QByteArray("bits 1");
        QTest::newRow("no room at all") << QStringList{"--target", "bytes=10"} << QByteArray("bytes");
        QTest::newRow("a drop without labels") << QStringList{"--target", "drop=1"} << QByteArray("labels");
        QTest::newRow("no time at all") << QStringList{"--budget", "latency=0.000001"} << QByteArray("latency");
    }
    void wrongTargetsAreNamed()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, message);
        const CliResult result = runCli(basis(options));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains(message), result.text());
        QVERIFY2(result.err.trimmed().count('\n') == 0, result.text());
    }
};

QTEST_GUILESS_MAIN(TestCliSearch)
#include "tst_cli_search.moc"
