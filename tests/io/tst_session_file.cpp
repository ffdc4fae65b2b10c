// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <limits>

#include <QDir>
#include <QTemporaryDir>

#include "core/analysis/evaluation_figures.h"
#include "core/io/atomic_file.h"
#include "core/io/session_file.h"

using namespace qscope;
using io::SessionFile;

namespace {

void addHistory(SessionFile& session)
{
    analysis::HistoryEntry entry;
    entry.config.weights.bits = 3;
    entry.evaluation.samples = 64;
    entry.evaluation.sqnrDb = {0.1 + 0.2, 0.29999999999999993, 1.0 / 3};
    entry.evaluation.mse = std::numeric_limits<double>::denorm_min();
    entry.evaluation.cosine = std::numeric_limits<double>::quiet_NaN();
    entry.evaluation.accuracyQuantized = analysis::Estimate(0.7, 0.65, 0.75);
    entry.evaluation.layersQuantized = 12;
    entry.evaluation.weightBytes = 1234.5;
    entry.bitOperations = 1e18 / 3;
    entry.milliseconds = 0.1;
    entry.basis = "0123456789abcdef";
    entry.name = "3 bits \"raw\"";
    session.history.add(entry);
    entry = {};
    entry.config = session.config;
    entry.evaluation.sqnrDb = std::numeric_limits<double>::infinity();
    entry.note = "Zwei\nZeilen";
    session.history.add(entry);
    session.history.reserveNumbers(9);
}

SessionFile sessionIn(const QTemporaryDir& dir)
{
    SessionFile session;
    session.modelPath = dir.filePath("models/net.onnx").toStdString();
    session.dataPath = dir.filePath("data.npz").toStdString();
    session.labelsPath = dir.filePath("labels.npy").toStdString();
    session.sampleLimit = 64;
    session.image.width = 224;
    session.image.height = 192;
    session.image.resize = data::Resize::Stretch;
    session.image.resizeTo = 256;
    session.image.mean = {0.485F, 0.456F, 0.406F};
    session.image.std = {0.229F, 0.224F, 0.225F};
    session.image.scale = 0.25F;
    session.image.order = data::ColourOrder::Bgr;
    session.image.layout = data::ImageLayout::Nhwc;
    session.config.weights.bits = 4;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, "/blocks.0/MatMul"};
    rule.isFloat = true;
    session.config.rules.push_back(rule);
    session.windowState = "AAAA/wAB+g==";
    session.selectedLayer = "/blocks.0/MatMul";
    addHistory(session);
    return session;
}

void makeFiles(const QTemporaryDir& dir)
{
    QDir(dir.path()).mkpath("models");
    for (const char* name : {"models/net.onnx", "data.npz", "labels.npy"})
        QVERIFY(io::writeFileAtomically(dir.filePath(name).toStdString(), name).ok());
}

QString replaced(const QString& path, const char* from, const char* to)
{
    const auto text = io::readFile(path.toStdString());
    if (!text.ok())
        return "unreadable";
    QString changed = QString::fromStdString(*text);
    if (!changed.contains(from))
        return QString("the session does not hold ") + from;
    changed.replace(from, to);
    const std::string other = path.toStdString() + ".changed";
    if (!io::writeFileAtomically(other, changed.toStdString()).ok())
        return "unwritable";
    const auto session = io::readSession(other);
    return session.ok() ? QString() : QString::fromStdString(session.error().message);
}

} // namespace

class TestSessionFile : public QObject {
    Q_OBJECT

private slots:
    void readsWhatItWrites();
    void keepsTheModelAMethodMade();
    void theHistoryComesBackBitForBit();
    void aHugeHistoryLosesItsOldest();
    void readsAMinimalSession();
    void movesWithItsFolder();
    void reportsAMissingModel();
    void warnsAboutChangedFiles();
    void refusesBadDocuments_data();
    void refusesBadDocuments();
    void fingerprintsTheEndsOfALargeFile();
};

void TestSessionFile::keepsTheModelAMethodMade()
{
    QTemporaryDir dir;
    makeFiles(dir);
    SessionFile session = sessionIn(dir);
    const std::string path = dir.filePath("work.qsession").toStdString();
    io::RewrittenModel& made = session.rewritten.emplace();
    made.path = dir.filePath("work.rewritten.onnx").toStdString();
    QVERIFY(io::writeFileAtomically(made.path, std::string_view("a model")).ok());
    made.file = io::fingerprintOfBytes("a model");
    made.method = "repq-vit";
    made.title = "RepQ-ViT";
    made.settings = {{"samples", "32"}, {"softmax", "log2"}};
    made.otherConfig.weights.bits = 6;
    made.otherCalibrationPath = dir.filePath("work.qcal").toStdString();
    QVERIFY(io::writeSession(session, path).ok());
    const auto again = io::readSession(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QVERIFY(again->rewritten && again->warnings.empty());
    QCOMPARE(again->rewritten->path, made.path);
    QVERIFY(again->rewritten->file == made.file);
    QCOMPARE(again->rewritten->method, made.method);
    QCOMPARE(again->rewritten->title, made.title);
    QVERIFY(again->rewritten->settings == made.settings);
    QVERIFY(again->rewritten->isCurrent);
    QVERIFY(again->rewritten->otherConfig == made.otherConfig);
    QCOMPARE(again->rewritten->otherCalibrationPath, made.otherCalibrationPath);
    QVERIFY(again->config == session.config);

    QVERIFY(QFile::remove(QString::fromStdString(made.path)));
    const auto without = io::readSession(path);
    QVERIFY(without.ok() && !without->rewritten);
    QVERIFY(without->config == made.otherConfig);
    QCOMPARE(without->calibrationPath, made.otherCalibrationPath);
    QCOMPARE(without->warnings.front(),
             "the model that RepQ-ViT made, \"" + made.path
                 + "\", no longer exists: this is the model before it; the method was repq-vit with samples=32, softmax=log2");
}

void TestSessionFile::readsWhatItWrites()
{
    QTemporaryDir dir;
    makeFiles(dir);
    SessionFile session = sessionIn(dir);
    session.model = *io::fingerprintOf(session.modelPath);
    const std::string path = dir.filePath("work.qsession").toStdString();
    QVERIFY(io::writeSession(session, path).ok());
    const auto again = io::readSession(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QCOMPARE(again->modelPath, session.modelPath);
    QCOMPARE(again->dataPath, session.dataPath);
    QCOMPARE(again->labelsPath, session.labelsPath);
    QVERIFY(again->model == session.model);
    QVERIFY(again->sampleLimit == session.sampleLimit);
    QVERIFY(again->config == session.config);
    QCOMPARE(again->windowState, session.windowState);
    QCOMPARE(again->selectedLayer, session.selectedLayer);
    QCOMPARE(again->image.width, 224);
    QCOMPARE(again->image.height, 192);
    QCOMPARE(again->image.resizeTo, 256);
    QVERIFY(again->image.resize == data::Resize::Stretch);
    QVERIFY(again->image.mean == session.image.mean);
    QVERIFY(again->image.std == session.image.std);
    QCOMPARE(again->image.scale, 0.25F);
    QVERIFY(again->image.order == data::ColourOrder::Bgr);
    QVERIFY(again->image.layout == data::ImageLayout::Nhwc);
    QVERIFY(again->warnings.empty());
}

void TestSessionFile::theHistoryComesBackBitForBit()
{
    QTemporaryDir dir;
    makeFiles(dir);
    const SessionFile session = sessionIn(dir);
    const std::string path = dir.filePath("work.qsession").toStdString();
    QVERIFY(io::writeSession(session, path).ok());
    const auto again = io::readSession(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QCOMPARE(again->history.entries().size(), size_t(2));
    QCOMPARE(again->history.nextNumber(), 9);
    for (size_t i = 0; i < 2; ++i) {
        const auto& before = *session.history.entries()[i];
        const auto& now = *again->history.entries()[i];
        QVERIFY(analysis::differences(before.evaluation, now.evaluation).empty());
        QCOMPARE(now.number, before.number);
        QVERIFY(now.config == before.config);
        QVERIFY(now.bitOperations == before.bitOperations);
        QVERIFY(now.milliseconds == before.milliseconds);
        QCOMPARE(now.basis, before.basis);
        QCOMPARE(now.name, before.name);
        QCOMPARE(now.note, before.note);
    }
}

void TestSessionFile::aHugeHistoryLosesItsOldest()
{
    QTemporaryDir dir;
    makeFiles(dir);
    SessionFile session = sessionIn(dir);
    analysis::HistoryEntry entry;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, std::string(1000, 'x')};
    rule.isFloat = true;
    entry.config.rules.assign(11'000, rule); // 11 MB each
    for (int bits = 2; bits < 8; ++bits) {
        entry.config.weights.bits = bits;
        entry.name = bits == 2 ? "kept" : "";
        session.history.add(entry);
    }
    const std::string path = dir.filePath("work.qsession").toStdString();
    QVERIFY(io::writeSession(session, path).ok());
    const auto again = io::readSession(path);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    const auto& entries = again->history.entries();
    QVERIFY(entries.size() > 2 && entries.size() < session.history.entries().size());
    QVERIFY(std::any_of(entries.begin(), entries.end(), [](const auto& e) { return e->name == "kept"; }));
    QCOMPARE(entries.back()->config.weights.bits, 7);
}

void TestSessionFile::readsAMinimalSession()
{
    QTemporaryDir dir;
    makeFiles(dir);
    const std::string path = dir.filePath("s.qsession").toStdString();
    QVERIFY(io::writeFileAtomically(path, R"({"version": 1, "model": {"path": "models/net.onnx"}})").ok());
    const auto session = io::readSession(path);
    QVERIFY2(session.ok(), session.ok() ? "" : session.error().text().c_str());
    QCOMPARE(QString::fromStdString(session->modelPath), dir.filePath("models/net.onnx"));
    QVERIFY(session->dataPath.empty());
    QVERIFY(!session->sampleLimit);
    QVERIFY(session->config == quant::Config{});
}

void TestSessionFile::movesWithItsFolder()
{
    QTemporaryDir dir;
    makeFiles(dir);
    const QString path = dir.filePath("work.qsession");
    SessionFile session = sessionIn(dir);
    session.labelsPath = QDir(dir.path()).absoluteFilePath("../elsewhere.npy").toStdString();
    QVERIFY(io::writeSession(session, path.toStdString()).ok());
    const QString text = QString::fromStdString(*io::readFile(path.toStdString()));
    QVERIFY(text.contains("\"models/net.onnx\""));
    QVERIFY(text.contains("\"data.npz\""));
    QVERIFY(text.contains("\"" + QDir::cleanPath(dir.path() + "/../elsewhere.npy") + "\""));
}

void TestSessionFile::reportsAMissingModel()
{
    QTemporaryDir dir;
    makeFiles(dir);
    const std::string path = dir.filePath("work.qsession").toStdString();
    QVERIFY(io::writeSession(sessionIn(dir), path).ok());
    QVERIFY(QFile::remove(dir.filePath("models/net.onnx")));
    const auto session = io::readSession(path);
    QVERIFY(!session.ok());
    QCOMPARE(session.error().code, ErrorCode::FileNotFound);
    QCOMPARE(QString::fromStdString(session.error().message),
             "the model \"" + dir.filePath("models/net.onnx") + "\" cannot be opened, there is no such file");
}

void TestSessionFile::warnsAboutChangedFiles()
{
    QTemporaryDir dir;
    makeFiles(dir);
    SessionFile session = sessionIn(dir);
    session.model = *io::fingerprintOf(session.modelPath);
    const std::string path = dir.filePath("work.qsession").toStdString();
    QVERIFY(io::writeSession(session, path).ok());
    QVERIFY(io::writeFileAtomically(session.modelPath, "models/NET.onnx").ok());
    QVERIFY(QFile::remove(dir.filePath("data.npz")));
    const auto again = io::readSession(path);
    QVERIFY(again.ok());
    QCOMPARE(again->warnings.size(), size_t(2));
    QCOMPARE(QString::fromStdString(again->warnings[0]),
             "the model \"" + dir.filePath("models/net.onnx") + "\" changed since the session was saved");
    QCOMPARE(QString::fromStdString(again->warnings[1]),
             "the calibration data \"" + dir.filePath("data.npz") + "\" no longer exists");
}

void TestSessionFile::refusesBadDocuments_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* from, const char* to, const char* message) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString(message);
    };
    row("another version", "\"version\": 1,\n  \"model\"", "\"version\": 3,\n  \"model\"",
        "version: 3 is unknown, this program reads versions 1 and 2");
    row("an unknown key", "\"sample_limit\"", "\"samplelimit\"", "data.samplelimit: unknown key");
    row("no model", "\"model\"", "\"modell\"", "model: is missing");
    row("a limit of zero", "\"sample_limit\": 64", "\"sample_limit\": 0", "data.sample_limit: 0 is below 1");
    row("an unknown resize", "\"stretch\"", "\"squash\"",
        "data.image.resize: \"squash\" is none of stretch, shorter-side, none");
    row("a negative width", "\"width\": 224", "\"width\": -1", "data.image.width: -1 is outside 0 to 65536");
    row("an empty mean", "[0.485, 0.456, 0.406]", "[]",
        "data.image.mean: must hold one value, or one per channel");
    row("a mean of texts", "[0.485, 0.456, 0.406]", "[\"a\"]", "data.image.mean: must be a list of numbers");
    row("a window state that is no base64", "AAAA/wAB+g==", "A*", "window.state: is not base64");
    row("a config with an unknown key", "\"rules\"", "\"rulez\"", "rulez: unknown key");
    row("a history of another version", "\"version\": 1,\n    \"next_number\"", "\"version\": 3,\n    \"next_number\"",
        "history.version: 3 is unknown, this program reads version 1");
    row("an unknown key in the history", "\"next_number\"", "\"next\"", "history.next: unknown key");
    row("an unknown figure", "\"cosine\"", "\"cosines\"", "history.entries[0].figures.cosine: is missing");
    row("a figure that is a word", "\"cosine\": \"nan\"", "\"cosine\": \"none\"",
        "history.entries[0].figures.cosine: must be a number, \"inf\", \"-inf\" or \"nan\", is \"none\"");
    row("a negative count", "\"layers_quantized\": 12", "\"layers_quantized\": -12",
        "history.entries[0].figures.layers_quantized: -12 is no possible count");
    row("a number that is there twice", "\"number\": 2", "\"number\": 1", "number: 1 is out of range or there twice");
    row("a config that is a text", "\"config\": {", "\"config\": 3, \"window2\": {",
        "config: must be an object, is a number");
}

void TestSessionFile::refusesBadDocuments()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, message);
    QTemporaryDir dir;
    makeFiles(dir);
    const QString path = dir.filePath("work.qsession");
    QVERIFY(io::writeSession(sessionIn(dir), path.toStdString()).ok());
    QCOMPARE(replaced(path, from.constData(), to.constData()), message);
}

void TestSessionFile::fingerprintsTheEndsOfALargeFile()
{
    QTemporaryDir dir;
    QFile file(dir.filePath("large.bin"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(qint64(40) << 20));
    file.flush();
    const auto before = io::fingerprintOf(file.fileName().toStdString());
    QVERIFY(before.ok());
    QCOMPARE(before->bytes, int64_t(40) << 20);
    QVERIFY(file.seek(file.size() - 1));
    file.write("x");
    file.flush();
    const auto after = io::fingerprintOf(file.fileName().toStdString());
    QVERIFY(after.ok());
    QVERIFY(before->sha256 != after->sha256);
}

QTEST_GUILESS_MAIN(TestSessionFile)
#include "tst_session_file.moc"
