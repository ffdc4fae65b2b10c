// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include "cli_process.h"

/// quantoscope-cli calibrate and merge.
class TestCliCalibrate : public QObject {
    Q_OBJECT

private slots:
    void shardsMergeToTheWhole();
    void aCalibrationServesInsteadOfAPass_data();
    void aCalibrationServesInsteadOfAPass();
    void moreSamplesContinue_data();
    void moreSamplesContinue();
    void samplesAreLeftOut();
    void whatDoesNotFitIsRefused_data();
    void whatDoesNotFitIsRefused();
    void killedAnywhereItLeavesNothingBroken();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    CliResult calibrate(const QString& out, const QStringList& options = {"--samples", "40"})
    {
        return runCli(QStringList{"calibrate", sample("vit_fashion.onnx"), "--data", sample("fashion_calibration.npz"),
                                  "-o", path(out), "--json"}
                      + options);
    }

    QTemporaryDir m_folder;
};

void TestCliCalibrate::shardsMergeToTheWhole()
{
    const CliResult whole = calibrate("whole.qcal");
    QVERIFY2(whole.exitCode == 0, whole.text());
    QCOMPARE(whole.json()["samples"].toInt(), 40);
    QVERIFY(whole.json()["complete"].toBool());
    QStringList merge{"merge", "-o", path("merged.qcal")};
    for (const char* shard : {"2/3", "3/3", "1/3"}) {
        const QString name = QString(shard).replace('/', '_') + ".qcal";
        const CliResult part = calibrate(name, {"--samples", "40", "--shard", shard});
        QVERIFY2(part.exitCode == 0, part.text());
        QVERIFY(!part.json()["complete"].toBool());
        merge << path(name);
    }
    const CliResult merged = runCli(merge);
    QVERIFY2(merged.exitCode == 0, merged.text());
    QVERIFY(merged.out.contains("40 of 40 samples (0 to 39)"));
    QVERIFY(contents(path("merged.qcal")) == contents(path("whole.qcal")));
}

void TestCliCalibrate::aCalibrationServesInsteadOfAPass_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("evaluate") << QStringList{"evaluate", "--json"};
    QTest::newRow("sensitivity") << QStringList{"sensitivity", "-o", "OUT"};
    QTest::newRow("export") << QStringList{"export", "-o", "OUT"};
    QTest::newRow("run --quantized") << QStringList{"run", "--quantized", "-o", "OUT"};
}

void TestCliCalibrate::aCalibrationServesInsteadOfAPass()
{
    QFETCH(QStringList, command);
    QVERIFY(calibrate("c.qcal", {"--samples", "16"}).exitCode == 0);
    QByteArray results[2];
    for (const bool fromFile : {false, true}) {
        QStringList arguments = command;
        arguments.replaceInStrings("OUT", path("out"));
        arguments << sample("vit_fashion.onnx") << "--data" << sample("fashion_calibration.npz") << "--samples" << "16";
        if (fromFile)
            arguments << "--calibration" << path("c.qcal");
        const CliResult result = runCli(arguments);
        QVERIFY2(result.exitCode == 0, result.text());
        results[fromFile] = result.out + contents(path("out"));
    }
    QVERIFY(!results[0].isEmpty());
    QVERIFY(results[0] == results[1]);
}

void TestCliCalibrate::moreSamplesContinue_data()
{
    QTest::addColumn<QString>("first");
    QTest::newRow("from a micro-batch and a part of one") << "13";
    QTest::newRow("from less than a micro-batch") << "3";
    QTest::newRow("from one sample") << "1";
}

void TestCliCalibrate::moreSamplesContinue()
{
    QFETCH(QString, first);
    QVERIFY(calibrate("all.qcal").exitCode == 0);
    QVERIFY(calibrate("more.qcal", {"--samples", first}).exitCode == 0);
    const CliResult more = calibrate("more.qcal", {"--samples", "40", "--resume"});
    QVERIFY2(more.exitCode == 0, more.text());
    QVERIFY(contents(path("more.qcal")) == contents(path("all.qcal")));
}

void TestCliCalibrate::samplesAreLeftOut()
{
    const CliResult left = calibrate("left.qcal", {"--samples", "40", "--leave-out", "7,3,8"});
    QVERIFY2(left.exitCode == 0, left.text());
    QCOMPARE(left.json()["samples"].toInt(), 37);
    QVERIFY(left.json()["complete"].toBool());
    QCOMPARE(left.json()["left_out"].toArray(), (QJsonArray{QJsonArray{3, 3}, QJsonArray{7, 8}}));
    const QStringList evaluate{"evaluate", sample("vit_fashion.onnx"), "--data", sample("fashion_calibration.npz"),
                               "--samples", "40", "--json"};
    const CliResult direct = runCli(evaluate + QStringList{"--leave-out", "3,7,8"});
    QVERIFY2(direct.exitCode == 0, direct.text());
    QCOMPARE(direct.json()["samples"].toInt(), 40); // they are evaluated
    QCOMPARE(runCli(evaluate + QStringList{"--calibration", path("left.qcal"), "--leave-out", "3"}).out, direct.out);
    const CliResult seen = runCli(evaluate + QStringList{"--calibration", path("left.qcal"), "--leave-out", "4"});
    QVERIFY(seen.exitCode != 0 && seen.err.contains("has seen samples 4, which --leave-out names"));
    const CliResult resumed = calibrate("left.qcal", {"--samples", "40", "--resume", "--leave-out", "5"});
    QVERIFY(resumed.exitCode != 0 && resumed.err.contains("was begun leaving out 3 and 7 to 8, not 5"));
    const CliResult none = calibrate("none.qcal", {"--samples", "40", "--leave-out", "40"});
    QVERIFY(none.exitCode != 0 && none.err.contains("sample 40 cannot be left out: there are 40"));
}

void TestCliCalibrate::whatDoesNotFitIsRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("message");
    const QString vit = sample("vit_fashion.onnx"), resnet = sample("resnet_fashion.onnx");
    const QString data = sample("fashion_calibration.npz"), other = sample("fashion_evaluation.npz");
    QTest::newRow("another model")
        << QStringList{"evaluate", resnet, "--data", data, "--samples", "2", "--calibration", "C"}
        << "the calibration was made with another model ('vit_fashion.onnx')";
    QTest::newRow("continuing with another model")
        << QStringList{"calibrate", resnet, "--data", data, "-o", "C", "--resume"}
        << "the calibration was made with another model ('vit_fashion.onnx')";
    QTest::newRow("continuing with other data")
        << QStringList{"calibrate", vit, "--data", other, "-o", "C", "--resume"}
        << "the calibration was made from other data: the contents of samples 0 to 7 differ";
    QTest::newRow("merging twice the same") << QStringList{"merge", "C", "C", "-o", "M"} << "both have seen samples 0 to 7";
    QTest::newRow("no calibration file") << QStringList{"merge", vit, "-o", "M"} << "this is no calibration file (.qcal)";
    QTest::newRow("a shard that is none")
        << QStringList{"calibrate", vit, "--data", data, "-o", "M", "--shard", "4/3"} << "shard 4/3 does not exist";
    QTest::newRow("a shard that is no shard")
        << QStringList{"calibrate", vit, "--data", data, "-o", "M", "--shard", "half"}
        << "--shard 'half' is not of the form 3/16";
}

void TestCliCalibrate::whatDoesNotFitIsRefused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, message);
    QVERIFY(calibrate("C", {"--samples", "8"}).exitCode == 0);
    const QByteArray before = contents(path("C"));
    const CliResult result = runCli(arguments, m_folder.path());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(message.toUtf8()), result.text());
    QVERIFY(contents(path("C")) == before);
    QVERIFY(!QFile::exists(path("M")));
}

/// kill -9 in a loop of 100: whatever is there afterwards can be opened.
void TestCliCalibrate::killedAnywhereItLeavesNothingBroken()
{
    const QStringList data{"--data", sample("fashion_calibration.npz"), "--samples", "32"};
    const QString vit = sample("vit_fashion.onnx");
    const QString qcal = path("k.qcal"), onnx = path("k.onnx"), config = path("k.json");
    const QList<QStringList> commands{
        QStringList{"calibrate", vit, "-o", qcal} + data,
        QStringList{"export", vit, "-o", onnx, "--calibration", path("k0.qcal")} + data,
        QStringList{"config", "init", vit, "-o", config},
    };
    QVERIFY(calibrate("k0.qcal", {"--samples", "32"}).exitCode == 0);
    QList<qint64> durations;
    for (const QStringList& command : commands) {
        QElapsedTimer timer;
        timer.start();
        const CliResult result = runCli(command);
        QVERIFY2(result.exitCode == 0, result.text());
        durations << timer.nsecsElapsed() / 1000;
    }
    QRandomGenerator random(7);
    int killed = 0;
    for (int i = 0; i < 100; ++i) {
        const int which = i % 3;
        QProcess process;
        process.start(QSCOPE_CLI, commands[which]);
        QVERIFY(process.waitForStarted());
        QThread::usleep(random.bounded(static_cast<quint32>(durations[which] + 1)));
        killed += process.state() != QProcess::NotRunning ? 1 : 0;
        process.kill();
        QVERIFY(process.waitForFinished());
        if (i % 10 > 2)
            continue; // looking takes longer than killing
        const CliResult looks[] = {runCli({"merge", qcal, "-o", path("m.qcal")}), runCli({"inspect", onnx}),
                                   runCli(QStringList{"evaluate", vit, "--config", config, "--calibration", qcal,
                                                      "--data", sample("fashion_calibration.npz"), "--samples", "1"})};
        for (const CliResult& look : looks)
            QVERIFY2(look.exitCode == 0, look.text());
    }
    QVERIFY(killed > 20);
}

QTEST_GUILESS_MAIN(TestCliCalibrate)
#include "tst_cli_calibrate.moc"
