// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <memory>

#include <QApplication>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/actions.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/recovery.h"
#include "app/start_page.h"
#include "app/workbench.h"
#include "plugins/registry/run_method.h"

using namespace qscope;
using namespace qscope::app;

namespace {
const QString Model = QSCOPE_SAMPLES "/vit_fashion.onnx";
const QString Data = QSCOPE_SAMPLES "/fashion_calibration.npz";
} // namespace

/// What a person did survives the end of the program, whatever ended it, and nobody else takes it.
class TestRecovery : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void aKilledProgramIsOfferedAgain();
    void aRewrittenModelSurvives();
    void aProgramThatRunsIsLeftAlone();
    void anOrderlyEndLeavesNothing();
    void twoWindowsDoNotTakeEachOthers();
    void aDiscardedSessionDoesNotComeBack();
    void anOfferComesAsAMessageWhenAModelIsOpened();
    void onlyChangesAreWritten();
    void closingAsksOnlyWhenSomethingWouldBeLost();
    void savingFromTheQuestionCloses();

private:
    std::unique_ptr<QProcess> startProgram(const QStringList& more = {});
    static void killAtOnce(QProcess& program);
    static QStringList sessions();
    bool waitForSession();
    static bool settle(MainWindow& window);
    std::unique_ptr<MainWindow> openWindow();
    static QPushButton* offer(MainWindow& window, const char* name);
    bool leaveBehind();

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRecovery::initTestCase()
{
    QCoreApplication::setOrganizationName("quantoscope"); // those of the program, in a home of our own
    QCoreApplication::setApplicationName("quantoscope");
}

void TestRecovery::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    qputenv("XDG_DATA_HOME", m_folder->filePath("data").toLocal8Bit());
    qputenv("XDG_CONFIG_HOME", m_folder->filePath("config").toLocal8Bit());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->filePath("config"));
    QVERIFY(RecoveryFolder::root().startsWith(m_folder->path()));
}

void TestRecovery::cleanup() { m_folder.reset(); }

std::unique_ptr<QProcess> TestRecovery::startProgram(const QStringList& more)
{
    auto program = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    program->setProcessEnvironment(environment);
    program->setProcessChannelMode(QProcess::ForwardedChannels);
    program->start(QSCOPE_PROGRAM, QStringList{"--lang", "en", "--samples", "8"} + more);
    return program->waitForStarted() ? std::move(program) : nullptr;
}

void TestRecovery::killAtOnce(QProcess& program)
{
    ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
    program.waitForFinished();
}

QStringList TestRecovery::sessions()
{
    QStringList found;
    const QDir root(RecoveryFolder::root());
    for (const QString& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (QFile::exists(root.filePath(name + "/about.json")))
            found.append(root.filePath(name));
    return found;
}

bool TestRecovery::waitForSession()
{
    return QTest::qWaitFor([] { return !sessions().isEmpty(); }, 120'000);
}

bool TestRecovery::settle(MainWindow& window)
{
    const bool idle = QTest::qWaitFor([&] { return window.session().idle(); }, 120'000);
    QApplication::processEvents();
    return idle;
}

std::unique_ptr<MainWindow> TestRecovery::openWindow()
{
    auto window = std::make_unique<MainWindow>();
    window->files().setSampleLimit(8);
    window->show();
    window->recovery().begin();
    QApplication::processEvents();
    return window;
}

QPushButton* TestRecovery::offer(MainWindow& window, const char* name)
{
    const auto buttons = window.findChild<StartPage*>()->findChildren<QPushButton*>(name);
    return buttons.isEmpty() || !buttons.back()->isVisible() ? nullptr
                                                             : buttons.back(); // older ones are being deleted
}

/// A session as a crash leaves it: the window goes without being closed.
bool TestRecovery::leaveBehind()
{
    auto window = openWindow();
    window->session().openModel(Model);
    if (!settle(*window))
        return false;
    window->session().toggleFloat({LayerId(2)}, true);
    return QTest::qWaitFor([&] { return window->recovery().autosave().idle() && !sessions().isEmpty(); },
                           60'000);
}

void TestRecovery::aKilledProgramIsOfferedAgain()
{
    quant::Config config;
    config.weights.bits = 5;
    const QString path = m_folder->filePath("c.json");
    QVERIFY(quant::writeConfig(config, path.toStdString()).ok());
    const auto program = startProgram({"--config", path, Model, Data});
    QVERIFY(program);
    // Killed once the calibration stands beside the session.
    QVERIFY(waitForSession());
    QVERIFY(
        QTest::qWaitFor([] { return QFile::exists(sessions().value(0) + "/calibration.qcal"); }, 120'000));
    QTest::qWait(Autosave::DelayMs + 1000);
    killAtOnce(*program);

    const auto window = openWindow();
    QVERIFY(offer(*window, "leftover:take"));
    offer(*window, "leftover:take")->click();
    QVERIFY(QTest::qWaitFor([&] { return window->session().idle() && window->session().snapshot()->current; },
                            120'000));
    const auto snapshot = window->session().snapshot();
    QVERIFY(snapshot->config == config);
    QCOMPARE(snapshot->calibration->samples, int64_t(8));
    QVERIFY(!window->messages().isVisible() || window->messages().kind() != MessageBar::Kind::Error);
    QVERIFY(!offer(*window, "leftover:take"));
    QVERIFY2(window->files().sessionPath().isEmpty(), "a person has never saved it");
    QVERIFY(window->files().recent().paths().filter("recovery").isEmpty());
    // What is saved now stands on its own.
    const QString saved = m_folder->filePath("kept.qsession");
    window->files().saveSession(saved);
    QVERIFY(settle(*window));
    window->close();
    QVERIFY(sessions().isEmpty());
    const auto again = io::readSession(saved.toStdString());
    QVERIFY(again.ok());
    QVERIFY(again->warnings.empty());
    QCOMPARE(QFileInfo(QString::fromStdString(again->calibrationPath)).path(), m_folder->path());
}

/// The real program opens a session in which a method has rewritten the model, and is killed.
void TestRecovery::aRewrittenModelSurvives()
{
    const QString saved = m_folder->filePath("kept.qsession");
    quant::Config four;
    four.weights.bits = 4;
    {
        const auto window = openWindow();
        DataLocation location;
        location.path = Data;
        location.options.limit = 8;
        window->session().openModel(Model);
        window->session().openData(location);
        QVERIFY(settle(*window));
        const auto registry = std::make_shared<plugins::Registry>(std::vector<plugins::PluginFolder>());
        MethodRequest request{registry, "smooth-quant", "SmoothQuant", *plugins::defaultsOf(**registry->method("smooth-quant"))};
        QVERIFY(request.values.set("compare", std::string_view("false")).ok());
        window->session().runMethod(request);
        QVERIFY(settle(*window));
        QCOMPARE(window->session().rewrittenBy(), "SmoothQuant");
        window->session().setConfig(four, "4 bits");
        QVERIFY(settle(*window));
        window->files().saveSession(saved);
        QVERIFY(settle(*window));
    }
    QVERIFY(QDir(RecoveryFolder::root()).removeRecursively()); // of that window
    const auto program = startProgram({"--session", saved});
    QVERIFY(program);
    QVERIFY2(QTest::qWaitFor([] { return !sessions().isEmpty(); }, 60'000), qPrintable(QString::number(program->state())));
    QVERIFY(QFile::exists(sessions().value(0) + "/rewritten.onnx"));
    QTest::qWait(Autosave::DelayMs + 2000);
    killAtOnce(*program);
    for (const char* name : {"kept.qsession", "kept.rewritten.onnx"})
        QVERIFY(QFile::remove(m_folder->filePath(name))); // what was kept for after the crash stands on its own

    const auto window = openWindow();
    QVERIFY(offer(*window, "leftover:take"));
    offer(*window, "leftover:take")->click();
    QVERIFY(QTest::qWaitFor([&] { return window->session().idle() && window->session().snapshot()->current; }, 120'000));
    QCOMPARE(window->session().rewrittenBy(), "SmoothQuant");
    QVERIFY(window->session().canSwitchModel());
    QVERIFY(window->session().config() == four);
    window->session().switchModel();
    QVERIFY(settle(*window));
    QVERIFY(window->session().rewrittenBy().isEmpty());
    window->session().switchModel();
    QVERIFY(settle(*window));
    // Kept again in the folder that was taken up, and what is saved now names nothing in it.
    const QString again = m_folder->filePath("again.qsession");
    window->files().saveSession(again);
    QVERIFY(settle(*window));
    const auto read = io::readSession(again.toStdString());
    QVERIFY(read.ok() && read->rewritten && read->warnings.empty());
    QVERIFY(!RecoveryFolder::holds(QString::fromStdString(read->rewritten->path)));
    QVERIFY(!RecoveryFolder::holds(QString::fromStdString(read->calibrationPath)));
    QVERIFY(!RecoveryFolder::holds(QString::fromStdString(read->rewritten->otherCalibrationPath)));
    QVERIFY(window->close());
    QVERIFY(sessions().isEmpty());
}

void TestRecovery::aProgramThatRunsIsLeftAlone()
{
    const auto program = startProgram({Model});
    QVERIFY(program && waitForSession());
    auto window = openWindow();
    QVERIFY(!offer(*window, "leftover:take"));
    window.reset();
    QCOMPARE(sessions().size(), 1);
    killAtOnce(*program);
    window = openWindow();
    QVERIFY(offer(*window, "leftover:take"));
}

void TestRecovery::anOrderlyEndLeavesNothing()
{
    const auto window = openWindow();
    window->session().openModel(Model);
    QVERIFY(waitForSession());
    QVERIFY(window->close());
    QVERIFY(QDir(RecoveryFolder::root()).isEmpty());
}

void TestRecovery::twoWindowsDoNotTakeEachOthers()
{
    QVERIFY(leaveBehind());
    const auto first = openWindow();
    const auto second = openWindow();
    QVERIFY(offer(*first, "leftover:take") && offer(*second, "leftover:take"));
    offer(*first, "leftover:take")->click();
    QVERIFY(QTest::qWaitFor([&] { return first->session().analyzer() && first->session().idle(); }, 120'000));
    QVERIFY(first->session().snapshot()->specs[2].isFloat);
    offer(*second, "leftover:take")->click();
    QTRY_VERIFY(!offer(*second, "leftover:take"));
    QVERIFY(!second->session().analyzer() && second->session().idle());
    QVERIFY(second->messages().isVisible() && second->messages().text().contains("window"));
    QTRY_COMPARE(sessions().size(), 1); // of the first
}

void TestRecovery::aDiscardedSessionDoesNotComeBack()
{
    QVERIFY(leaveBehind());
    auto window = openWindow();
    QVERIFY(offer(*window, "leftover:discard"));
    offer(*window, "leftover:discard")->click();
    QTRY_VERIFY(!offer(*window, "leftover:discard"));
    QVERIFY(sessions().isEmpty());
    window = openWindow();
    QVERIFY(!offer(*window, "leftover:take"));
}

void TestRecovery::anOfferComesAsAMessageWhenAModelIsOpened()
{
    QVERIFY(leaveBehind());
    MainWindow window;
    window.show();
    window.session().openModel(Model);
    window.recovery().begin();
    QVERIFY(window.messages().isVisible());
    QVERIFY(window.messages().text().contains("vit_fashion.onnx"));
    QVERIFY(settle(window));
    QVERIFY(!window.session().snapshot()->specs[2].isFloat);
    const auto offered = window.recovery().offered();
    QCOMPARE(offered.size(), size_t(1));
    window.recovery().take(offered.front().path);
    QVERIFY(QTest::qWaitFor(
        [&] { return window.session().idle() && window.session().snapshot()->specs[2].isFloat; }, 120'000));
}

void TestRecovery::onlyChangesAreWritten()
{
    const auto window = openWindow();
    window->session().openModel(Model);
    DataLocation location;
    location.path = Data;
    location.options.limit = 8;
    window->session().openData(location);
    QVERIFY(settle(*window));
    QVERIFY(waitForSession());
    const auto written = [](const char* name) {
        return QFileInfo(sessions().value(0) + name).lastModified();
    };
    QVERIFY(QTest::qWaitFor(
        [&] { return written("/calibration.qcal").isValid() && window->recovery().autosave().idle(); },
        60'000));
    window->session().prices().setTimesByItself(false);
    QVERIFY(settle(*window));
    QTest::qWait(Autosave::DelayMs + 500);
    QTRY_VERIFY(window->recovery().autosave().idle());
    const QDateTime calibration = written("/calibration.qcal"), session = written("/session.qsession");
    window->recovery().touch();
    QTRY_VERIFY_WITH_TIMEOUT(window->recovery().autosave().idle(), 10'000);
    QCOMPARE(written("/session.qsession"), session);
    window->session().toggleFloat({LayerId(1)}, true);
    QTRY_VERIFY_WITH_TIMEOUT(written("/session.qsession") > session, 20'000);
    QTRY_VERIFY(window->recovery().autosave().idle());
    QCOMPARE(written("/calibration.qcal"), calibration);
}

void TestRecovery::closingAsksOnlyWhenSomethingWouldBeLost()
{
    auto window = openWindow();
    QVERIFY(window->close());
    window = openWindow();
    window->session().openModel(Model);
    QVERIFY(settle(*window));
    QVERIFY(window->close()); // opened and looked at
    window = openWindow();
    window->session().openModel(Model);
    QVERIFY(settle(*window));
    window->session().toggleFloat({LayerId(1)}, true);
    QVERIFY(!window->close());
    auto* box = window->findChild<QMessageBox*>("closeQuestion");
    QVERIFY(box && box->isVisible());
    QVERIFY(box->informativeText().contains("configuration"));
    box->button(QMessageBox::Cancel)->click();
    QVERIFY(window->isVisible());
    QTRY_VERIFY(!window->findChild<QMessageBox*>("closeQuestion"));
    window->session().undoStack().undo();
    QVERIFY(window->close()); // as it was opened
    window = openWindow();
    window->session().openModel(Model);
    QVERIFY(settle(*window));
    window->session().toggleFloat({LayerId(1)}, true);
    QVERIFY(!window->close());
    box = window->findChild<QMessageBox*>("closeQuestion");
    const auto buttons = box->buttons();
    for (QAbstractButton* button : buttons)
        if (box->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    QTRY_VERIFY(!window->isVisible());
    QVERIFY(sessions().isEmpty());
}

void TestRecovery::savingFromTheQuestionCloses()
{
    const auto window = openWindow();
    window->session().openModel(Model);
    QVERIFY(settle(*window));
    const QString path = m_folder->filePath("s.qsession");
    window->files().saveSession(path);
    QVERIFY(settle(*window));
    window->session().toggleFloat({LayerId(1)}, true);
    QVERIFY(!window->close());
    auto* box = window->findChild<QMessageBox*>("closeQuestion");
    QVERIFY(box);
    const auto buttons = box->buttons();
    for (QAbstractButton* button : buttons)
        if (box->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), 20'000);
    const auto saved = io::readSession(path.toStdString());
    QVERIFY(saved.ok());
    QCOMPARE(saved->config.rules.size(), size_t(1));
}

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
