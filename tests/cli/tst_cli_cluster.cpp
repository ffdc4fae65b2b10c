// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include "cli_process.h"

/// Calibrations spread over processes as the README says: by GNU parallel, and by the Slurm array script.
class TestCliCluster : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void gnuParallel();
    void slurmArray();
    void theScriptSaysHowItIsCalled();

private:
    /// Runs `script` with the built program in the PATH; its exit code, -1 when it did not end.
    int shell(const QString& script, const QString& task = {});

    QTemporaryDir m_folder;
    QByteArray m_whole, m_errors;
    QString m_sample;
};

void TestCliCluster::initTestCase()
{
    m_sample = sample("resnet_fashion.onnx") + " --data " + sample("fashion_calibration.npz") + " --samples 44 ";
    QCOMPARE(shell("quantoscope-cli calibrate " + m_sample + "-o whole.qcal"), 0);
    m_whole = contents(m_folder.filePath("whole.qcal"));
    QVERIFY(!m_whole.isEmpty());
}

int TestCliCluster::shell(const QString& script, const QString& task)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", QFileInfo(QSCOPE_CLI).path() + ":" + environment.value("PATH"));
    environment.insert("PARALLEL_HOME", m_folder.path());
    if (!task.isEmpty()) {
        environment.insert("SLURM_ARRAY_TASK_ID", task);
        environment.insert("SLURM_ARRAY_TASK_COUNT", "3");
        environment.insert("SLURM_CPUS_PER_TASK", "1");
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path());
    process.start("bash", {"-c", script});
    const bool ended = process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit;
    m_errors = process.readAllStandardError();
    return ended ? process.exitCode() : -1;
}

void TestCliCluster::gnuParallel()
{
    QVERIFY2(shell("parallel quantoscope-cli calibrate " + m_sample
                   + "--threads 1 --shard {}/4 -o part{}.qcal ::: 1 2 3 4 && "
                     "quantoscope-cli merge part*.qcal -o parallel.qcal")
                 == 0,
             m_errors);
    QVERIFY(contents(m_folder.filePath("parallel.qcal")) == m_whole);
}

void TestCliCluster::slurmArray()
{
    const QString call = QSCOPE_SBATCH " " + sample("resnet_fashion.onnx") + " " + sample("fashion_calibration.npz")
                         + " parts --samples 44";
    for (const char* task : {"3", "1", "2", "2"}) // the second one twice: it is complete already
        QVERIFY2(shell(call, task) == 0, m_errors);
    QCOMPARE(shell("quantoscope-cli merge parts/*.qcal -o slurm.qcal"), 0);
    QVERIFY(contents(m_folder.filePath("slurm.qcal")) == m_whole);
}

void TestCliCluster::theScriptSaysHowItIsCalled()
{
    QCOMPARE(shell(QSCOPE_SBATCH), 2);
    QVERIFY(m_errors.contains("usage: sbatch"));
}

QTEST_GUILESS_MAIN(TestCliCluster)
#include "tst_cli_cluster.moc"
