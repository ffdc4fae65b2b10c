// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "cli_process.h"

/// The command line itself: help, version, wrong usage.
class TestCliOptions : public QObject {
    Q_OBJECT

private slots:
    void helpOfEveryCommand_data();
    void helpOfEveryCommand();
    void versionIsPrinted();
    void wrongUsage_data();
    void wrongUsage();
};

void TestCliOptions::helpOfEveryCommand_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QStringList>("options");
    const QStringList common{"MODEL", "--data", "--samples", "--batch", "--threads", "--json"};
    QTest::newRow("the program") << QStringList{}
                                 << QStringList{"run", "analyze", "evaluate", "sensitivity", "search", "export", "bench", "config"};
    QTest::newRow("run") << QStringList{"run"} << common + QStringList{"-o"};
    QTest::newRow("analyze") << QStringList{"analyze"} << common + QStringList{"-o", "--labels", "--config"};
    QTest::newRow("evaluate") << QStringList{"evaluate"} << common + QStringList{"--labels", "--config"};
    QTest::newRow("sensitivity") << QStringList{"sensitivity"} << common + QStringList{"-o", "--mode", "--config"};
    QTest::newRow("search") << QStringList{"search"}
                            << common + QStringList{"-o", "--target", "--method", "--bits", "--labels", "--config"};
    QTest::newRow("export") << QStringList{"export"} << common + QStringList{"-o", "--config"};
    QTest::newRow("bench") << QStringList{"bench"} << common;
    QTest::newRow("config") << QStringList{"config"} << QStringList{"init"};
    QTest::newRow("config init") << QStringList{"config", "init"} << QStringList{"MODEL", "-o", "--json"};
}

void TestCliOptions::helpOfEveryCommand()
{
    QFETCH(QStringList, command);
    QFETCH(QStringList, options);
    const CliResult result = runCli(command + QStringList{"--help"});
    QVERIFY2(result.exitCode == 0, result.text());
    QVERIFY2(result.err.isEmpty(), result.err);
    for (const QString& option : options)
        QVERIFY2(result.out.contains(option.toUtf8()), qPrintable(option + " is not in:\n" + result.out));
}

void TestCliOptions::versionIsPrinted()
{
    const CliResult result = runCli({"--version"});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(QRegularExpression("^\\d+\\.\\d+\\.\\d+\\s*$").match(result.out).hasMatch(), result.out);
}

void TestCliOptions::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const QString model = sample("resnet_fashion.onnx");
    const QString data = sample("fashion_evaluation.npz");
    QTest::newRow("nothing at all") << QStringList{} << QByteArray("subcommand");
    QTest::newRow("an unknown command") << QStringList{"frobnicate"} << QByteArray("frobnicate");
    QTest::newRow("an unknown option") << QStringList{"run", model, "--data", data, "-o", "x.npz", "--frobnicate"}
                                       << QByteArray("--frobnicate");
    QTest::newRow("no output") << QStringList{"run", model, "--data", data} << QByteArray("--output");
    QTest::newRow("no data") << QStringList{"evaluate", model} << QByteArray("--data");
    QTest::newRow("no model") << QStringList{"evaluate", "--data", data} << QByteArray("MODEL");
    QTest::newRow("a mode that is none")
        << QStringList{"sensitivity", model, "--data", data, "-o", "x.csv", "--mode", "sideways"} << QByteArray("--mode");
    QTest::newRow("no samples at all") << QStringList{"evaluate", model, "--data", data, "--samples", "0"}
                                       << QByteArray("--samples");
    QTest::newRow("a batch of none") << QStringList{"evaluate", model, "--data", data, "--batch", "0"}
                                     << QByteArray("--batch");
    QTest::newRow("a batch that is no number") << QStringList{"evaluate", model, "--data", data, "--batch", "many"}
                                               << QByteArray("--batch");
    QTest::newRow("fewer threads than none") << QStringList{"evaluate", model, "--data", data, "--threads", "-1"}
                                             << QByteArray("--threads");
}

void TestCliOptions::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    const QTemporaryDir folder;
    const CliResult result = runCli(arguments, folder.path());
    QVERIFY2(result.exitCode > 0, result.text());
    QVERIFY2(result.out.isEmpty(), result.out);
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY2(result.err.startsWith("quantoscope-cli: ") && result.err.contains(named), result.err);
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestCliOptions)
#include "tst_cli_options.moc"
