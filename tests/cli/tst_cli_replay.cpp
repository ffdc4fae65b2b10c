// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <utility>

#include <QTemporaryDir>

#include "cli_process.h"
#include "core/analysis/analyzer.h"
#include "core/analysis/measurement_id.h"
#include "core/data/dataset.h"
#include "core/graph/structures.h"
#include "core/io/atomic_file.h"
#include "core/io/calibration_file.h"
#include "core/io/session_file.h"
#include "core/onnx/graph_editor.h"
#include "core/rewrite/model_rewriter.h"

using namespace qscope;

/// quantoscope-cli replay: what was measured in one process is measured again in another one.
class TestCliReplay : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void replaysBitForBit_data();
    void replaysBitForBit();
    void entriesOfBothModelsOfAMethodReplay();
    void theTextSaysSo();
    void aFigureThatIsNotTheSameFails();
    void otherDataIsNamedAsTheReason();
    void whatCannotBeReplayedIsRefused_data();
    void whatCannotBeReplayedIsRefused();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const io::SessionFile& session, const QString& name)
    {
        QVERIFY(io::writeSession(session, path(name).toStdString()).ok());
    }

    QTemporaryDir m_folder;
    io::SessionFile m_session;
};

/// A session as the window saves it, measured in this process.
void TestCliReplay::initTestCase()
{
    m_session.modelPath = sample("vit_fashion.onnx").toStdString();
    m_session.dataPath = sample("fashion_calibration.npz").toStdString();
    m_session.labelsPath = sample("fashion_calibration_labels.npy").toStdString();
    m_session.sampleLimit = 24;
    auto opened = analysis::Analyzer::open(m_session.modelPath);
    QVERIFY(opened.ok());
    analysis::Analyzer& analyzer = **opened;
    data::OpenOptions limit;
    limit.limit = 24;
    auto data = data::openDataset(m_session.dataPath, analyzer.inputSpecs(), limit);
    QVERIFY(data.ok());
    auto labels = data::readLabels(m_session.labelsPath, data->get());
    QVERIFY(labels.ok());
    labels->resize(24);
    analysis::CalibrationState state;
    QVERIFY(io::nameOrigin(state, m_session.modelPath, "fashion_calibration.npz").ok());
    QVERIFY(analyzer.record(**data, analysis::SampleSet({0, 24}), state, RunControl()).ok());
    const auto calibration = state.finish(&analyzer.graph());
    QVERIFY(calibration.ok());
    const auto identity = analysis::identityOf(**data);
    QVERIFY(identity.ok());
    for (const int bits : {8, 4}) {
        analysis::HistoryEntry entry;
        entry.config.activations.bits = bits;
        const auto evaluation = analyzer.evaluate(**data, *labels, **calibration, entry.config, RunControl());
        QVERIFY(evaluation.ok());
        entry.evaluation = *evaluation;
        entry.basis = analysis::measurementId(state, *identity, *labels);
        m_session.history.add(entry);
    }
    m_session.history.rename(2, "four bits");
    m_session.history.annotate(2, "too few");
    write(m_session, "plain.qsession");
    m_session.calibrationPath = path("c.qcal").toStdString();
    QVERIFY(io::writeCalibration(state, m_session.calibrationPath).ok());
    write(m_session, "with_qcal.qsession");
}

void TestCliReplay::replaysBitForBit_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("number");
    QTest::newRow("the current config, calibrated anew") << QStringList{"plain.qsession"} << 1;
    QTest::newRow("by name, from the calibration file") << QStringList{"with_qcal.qsession", "--entry", "four bits"} << 2;
    QTest::newRow("by number, on one thread") << QStringList{"with_qcal.qsession", "--entry", "2", "--threads", "1"} << 2;
}

void TestCliReplay::replaysBitForBit()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, number);
    const CliResult result = runCli(QStringList{"replay", "--json"} + arguments, m_folder.path());
    QVERIFY2(result.exitCode == 0, result.text());
    const QJsonObject json = result.json();
    QVERIFY2(json["equal"].toBool(), result.text());
    QCOMPARE(json["number"].toInt(), number);
    QCOMPARE(json["figures"]["sqnr_db"].toDouble(), m_session.history.find(number)->evaluation.sqnrDb.value);
    QCOMPARE(json["figures"]["samples"].toInt(), 24);
    QVERIFY(json["differences"].toObject().isEmpty());
}

/// A session as the window saves it after a method: the rewritten model lies beside.
void TestCliReplay::entriesOfBothModelsOfAMethodReplay()
{
    io::SessionFile session = m_session;
    auto original = analysis::Analyzer::open(session.modelPath);
    QVERIFY(original.ok());
    const auto structures = findStructures((*original)->graph());
    rewrite::ModelRewriter rewriter((*original)->model(), (*original)->graph(), (*original)->layers(),
                                    structures);
    rewriter.addToBias((*original)->layers().size() - 1,
                       std::vector<double>(10, 0.5)); // so it computes something else
    const auto model = rewriter.finish();
    QVERIFY(model.ok());
    const auto bytes = onnxio::GraphEditor(*model).serialize();
    QVERIFY(bytes.ok());
    io::RewrittenModel& made = session.rewritten.emplace();
    made.path = path("made.onnx").toStdString();
    made.title = made.method = "test";
    made.file = io::fingerprintOfBytes(*bytes);
    QVERIFY(io::writeFileAtomically(made.path, std::string_view(*bytes)).ok());
    QVERIFY(*io::fingerprintOf(made.path) == made.file);

    auto analyzer = analysis::Analyzer::open(made.path);
    QVERIFY((*analyzer)->setReference(**original).ok());
    data::OpenOptions limit;
    limit.limit = 24;
    auto data = data::openDataset(session.dataPath, (*analyzer)->inputSpecs(), limit);
    auto labels = data::readLabels(session.labelsPath, data->get());
    labels->resize(24);
    analysis::CalibrationState state;
    QVERIFY(io::nameOrigin(state, made.path, "fashion_calibration.npz").ok());
    QVERIFY((*analyzer)->record(**data, analysis::SampleSet({0, 24}), state, RunControl()).ok());
    analysis::HistoryEntry entry;
    entry.config.activations.bits = 5;
    entry.basis = analysis::measurementId(state, *analysis::identityOf(**data), *labels,
                                          io::fingerprintOf(session.modelPath)->sha256);
    entry.evaluation = *(*analyzer)->evaluate(**data, *labels, **state.finish(&(*analyzer)->graph()),
                                              entry.config, RunControl());
    session.config = entry.config;
    const int64_t number = session.history.add(entry);
    made.isCurrent = true;
    made.otherCalibrationPath = std::exchange(session.calibrationPath, {});
    write(session, "rewritten.qsession");
    const CliResult after = runCli({"replay", "rewritten.qsession", "--json"}, m_folder.path());
    QVERIFY2(after.exitCode == 0 && after.json()["equal"].toBool(), after.text());
    QCOMPARE(after.json()["number"].toInt(), static_cast<int>(number));
    const CliResult before = runCli({"replay", "rewritten.qsession", "--entry", "four bits", "--json"}, m_folder.path());
    QVERIFY2(before.exitCode == 0 && before.json()["equal"].toBool(), before.text());

    QVERIFY(QFile::remove(path("made.onnx")));
    const CliResult gone = runCli({"replay", "rewritten.qsession", "--entry", "four bits"}, m_folder.path());
    QVERIFY2(gone.exitCode == 0 && gone.err.contains("no longer exists: this is the model before it"), gone.text());
}

void TestCliReplay::theTextSaysSo()
{
    const CliResult result = runCli({"replay", "with_qcal.qsession", "--entry", "four bits"}, m_folder.path());
    QVERIFY2(result.exitCode == 0, result.text());
    for (const char* part : {"entry 2 'four bits'", "too few", "sqnr_db ", "accuracy_quantized ",
                             "equal to the stored figures bit for bit"})
        QVERIFY2(result.out.contains(part), result.text());
}

void TestCliReplay::aFigureThatIsNotTheSameFails()
{
    io::SessionFile changed = m_session;
    analysis::HistoryEntry entry = *m_session.history.find(1);
    entry.evaluation.cosine.value = std::nextafter(entry.evaluation.cosine.value, 2);
    changed.history.add(entry); // the same config: takes the place of the first
    write(changed, "changed.qsession");
    const CliResult result = runCli({"replay", "changed.qsession", "--entry", "1", "--json"}, m_folder.path());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("entry 1 does not replay: cosine is "), result.text());
    QVERIFY(!result.json()["equal"].toBool(true));
    QCOMPARE(result.json()["differences"].toObject().keys(), QStringList{"cosine"});
}

void TestCliReplay::otherDataIsNamedAsTheReason()
{
    io::SessionFile changed = m_session;
    changed.dataPath = sample("fashion_evaluation.npz").toStdString();
    changed.labelsPath.clear();
    write(changed, "other.qsession");
    const CliResult result = runCli({"replay", "other.qsession", "--entry", "1"}, m_folder.path());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("it was measured on other data, labels, calibration or another model"), result.text());
}

void TestCliReplay::whatCannotBeReplayedIsRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("message");
    io::SessionFile session = m_session;
    session.config.weights.bits = 2;
    write(session, "unevaluated.qsession");
    session.history.rename(1, "four bits");
    write(session, "twins.qsession");
    session.dataPath.clear();
    write(session, "dataless.qsession");
    QTest::newRow("a config that was never evaluated")
        << QStringList{"unevaluated.qsession"}
        << "the session holds no figures of its current config; --entry names an evaluated one";
    QTest::newRow("no such entry") << QStringList{"plain.qsession", "--entry", "best"}
                                   << "the session holds no entry 'best'";
    QTest::newRow("no such number") << QStringList{"plain.qsession", "--entry", "3"} << "the session holds no entry '3'";
    QTest::newRow("a name that two entries have")
        << QStringList{"twins.qsession", "--entry", "four bits"}
        << "several entries are called 'four bits'; give the number of one";
    QTest::newRow("a session without data") << QStringList{"dataless.qsession", "--entry", "1"}
                                            << "the session names no data to evaluate on";
    QTest::newRow("no session") << QStringList{"c.qcal"} << "c.qcal";
}

void TestCliReplay::whatCannotBeReplayedIsRefused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, message);
    const CliResult result = runCli(QStringList{"replay"} + arguments, m_folder.path());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(message.toUtf8()), result.text());
    QVERIFY(result.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestCliReplay)
#include "tst_cli_replay.moc"
