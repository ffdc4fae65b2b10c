// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "app/file_commands.h"
#include "app/methods_dialog.h"
#include "app/parameter_form.h"
#include "app/plugin_table_model.h"
#include "app/session.h"
#include "core/base/text.h"
#include "plugins/registry/run_method.h"
#include "views/panels/report_view.h"

using namespace qscope;
using namespace qscope::app;

namespace {

const QString Samples = QSCOPE_SAMPLES;

std::shared_ptr<plugins::Registry> casePlugins()
{
    return std::make_shared<plugins::Registry>(
        std::vector<plugins::PluginFolder>{{QSCOPE_CASE_PLUGINS, plugins::PluginOrigin::User}});
}

MethodRequest probe(const char* behaviour, int bits = 4)
{
    MethodRequest request{casePlugins(), "probe", "Probe", {}};
    if (const auto method = request.registry->method("probe"); method.ok())
        request.values = *plugins::defaultsOf(**method);
    if (!request.values.set("behaviour", std::string_view(behaviour)).ok()
        || !request.values.set("bits", plugins::ParameterValue(int64_t(bits))).ok())
        qFatal("the probe has other parameters");
    return request;
}

} // namespace

/// Plugins in the window: the dialog, what a method makes of the session, and a figure of one's own.
class TestMethods : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QSignalSpy> m_failed;

    bool settle() { return QTest::qWaitFor([this] { return m_session->idle(); }, 120'000); }
    void reopen(FileCommands& files, const QString& path)
    {
        files.openSession(path);
        QVERIFY(QTest::qWaitFor([&] { return !m_session->work().idle(); }));
        QVERIFY(settle());
        QVERIFY(QTest::qWaitFor([&] { return settle() && m_session->snapshot()->current.has_value(); }, 60'000));
    }
    const views::Snapshot& now() { return *(m_shown = m_session->snapshot()); }
    views::SnapshotPtr m_shown;

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("quantoscope-tests");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        qputenv("QUANTOSCOPE_PLUGINS", QSCOPE_CASE_PLUGINS);
    }

    /// The words of plugin.json stand a second time where translators find them; a difference would stay English unseen.
    void bundledPluginsAreShownTranslated()
    {
        PluginLibrary library;
        setTranslator([](const char*, const char* english) { return std::string("<") + english; });
        int bundled = 0;
        for (const plugins::PluginInfo& info : library.registry()->plugins()) {
            if (info.origin != plugins::PluginOrigin::BuiltIn)
                continue;
            ++bundled;
            QCOMPARE(plugins::shownTitle(info), "<" + info.title);
            QCOMPARE(plugins::shownSummary(info), "<" + info.summary);
        }
        setTranslator(nullptr);
        QVERIFY(bundled >= 4);
    }

    void init()
    {
        m_session = std::make_unique<Session>();
        m_failed = std::make_unique<QSignalSpy>(m_session.get(), &Session::failed);
        DataLocation data;
        data.path = Samples + "/fashion_calibration.npz";
        data.labelsPath = Samples + "/fashion_calibration_labels.npy";
        data.options.limit = 8;
        m_session->openModel(Samples + "/resnet_fashion.onnx");
        m_session->openData(data);
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
    }

    void theConfigOfAMethodIsOneStepOfUndoAndAPointOfTheHistory()
    {
        QSignalSpy reported(m_session.get(), &Session::methodReported);
        const auto entries = now().history->entries().size();
        const double before = now().current->sqnrDb;
        m_session->runMethod(probe("config", 3));
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QCOMPARE(reported.size(), 1);
        QCOMPARE(now().config.weights.bits, 3);
        QVERIFY(now().current->sqnrDb < before);
        QCOMPARE(now().history->entries().size(), entries + 1);
        QCOMPARE(m_session->undoStack().count(), 1);
        QCOMPARE(m_session->undoStack().undoText(), "Probe");
        m_session->undoStack().undo();
        QVERIFY(settle());
        QCOMPARE(now().config.weights.bits, 8);
        QCOMPARE(now().current->sqnrDb.value, before);
    }

    void aRewrittenModelIsOpenUntilUndo()
    {
        const auto original = m_session->analyzer();
        const double before = now().current->sqnrDb;
        const std::string basis = now().basis;
        QVERIFY(!m_session->canSwitchModel());
        m_session->runMethod(probe("model", 8));
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QVERIFY(m_session->analyzer() != original);
        QCOMPARE(m_session->rewrittenBy(), "Probe");
        QCOMPARE(now().model->name, std::string("resnet_fashion.onnx after Probe"));
        QCOMPARE(now().current->sqnrDb.value, before); // the probe gives the same model again
        QVERIFY(now().basis != basis);                 // but nobody takes it for the one of the file

        m_session->switchModel();
        QVERIFY(settle());
        QCOMPARE(m_session->analyzer(), original);
        QCOMPARE(now().basis, basis);
        m_session->switchModel();
        QVERIFY(settle());
        QCOMPARE(m_session->rewrittenBy(), "Probe");

        while (m_session->undoStack().canUndo())
            m_session->undoStack().undo();
        QVERIFY(settle());
        QCOMPARE(m_session->analyzer(), original);
        QVERIFY(!m_session->canSwitchModel());
        QCOMPARE(now().current->sqnrDb.value, before);
        QCOMPARE(m_failed->size(), 0);
    }

    void anEqualizationIsACureThatRewritesTheModel()
    {
        const auto original = m_session->analyzer();
        const auto layer = quant::matchLayers({quant::MatchKind::Name, "/layer1/layer1.0/conv1/Conv"}, original->layers());
        QTRY_VERIFY(settle() && m_session->prices().list());
        m_session->measureCures(layer->front());
        QVERIFY(settle());
        QTRY_VERIFY(now().cures);
        const auto table = now().cures;
        int rank = 0;
        while (rank < std::ssize(table->cures) && !table->cures[static_cast<size_t>(rank)].method)
            ++rank;
        QVERIFY(rank < std::ssize(table->cures));
        m_session->applyCure(rank);
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QVERIFY(m_session->analyzer() != original);
        QCOMPARE(m_session->rewrittenBy(), "Equalize with neighbours: Cross-layer equalization");
        QVERIFY(std::abs(now().current->sqnrDb.value - table->cures[static_cast<size_t>(rank)].evaluation.sqnrDb.value) < 0.05);
        m_session->undoStack().undo();
        QVERIFY(settle());
        QCOMPARE(m_session->analyzer(), original);
        QCOMPARE(now().current->sqnrDb.value, table->now.sqnrDb.value);
    }

    void theRewrittenModelCanBeCalibratedAnew()
    {
        m_session->runMethod(probe("model", 8));
        QVERIFY(settle());
        const double before = now().current->sqnrDb;
        m_session->calibrate();
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QCOMPARE(now().current->sqnrDb.value, before);
    }

    void beforeAndAfterAreOnOneParetoPlot()
    {
        const int64_t before = now().currentEntry;
        QVERIFY(before > 0);
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        const int64_t after = now().currentEntry;
        QVERIFY(after > 0 && after != before);
        QVERIFY(now().other && now().other->calibration);
        QCOMPARE(now().otherName, std::string("The model before Probe"));
        QCOMPARE(now().otherBasis, now().history->find(before)->basis);

        m_session->restoreEntry(before); // of the other model
        QVERIFY(settle());
        QVERIFY(m_session->rewrittenBy().isEmpty());
        QCOMPARE(now().currentEntry, before);
        QCOMPARE(now().otherName, std::string("The model after Probe"));
        m_session->undoStack().undo();
        QVERIFY(settle());
        QCOMPARE(m_session->rewrittenBy(), "Probe");
        QCOMPARE(now().currentEntry, after);
        QCOMPARE(m_failed->size(), 0);
    }

    void aRewrittenModelIsMeasuredAgainstTheFloatOutputsOfTheFile()
    {
        const auto original = m_session->analyzer();
        const analysis::Evaluation before = *now().current;
        QVERIFY(now().referenceName.empty());
        m_session->runMethod(probe("bias", 8));
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QCOMPARE(m_session->analyzer()->reference(), std::shared_ptr<const analysis::Analyzer>(original));
        QCOMPARE(now().referenceName, std::string("resnet_fashion.onnx"));
        QVERIFY2(now().current->sqnrDb < before.sqnrDb - 3,
                 qPrintable(QString::number(now().current->sqnrDb)));
        QCOMPARE(now().current->accuracyFloat->value, before.accuracyFloat->value); // of the file
        const double shifted = now().current->sqnrDb;
        m_session->runMethod(probe("model", 8)); // a method after a method: the file stays the base
        QVERIFY(settle());
        QCOMPARE(m_session->analyzer()->reference(), std::shared_ptr<const analysis::Analyzer>(original));
        QCOMPARE(now().current->sqnrDb.value, shifted);
        QCOMPARE(now().besideLabel, std::string("before"));
        m_session->switchModel(); // to the one that the first method made
        QVERIFY(settle());
        QCOMPARE(now().besideLabel, std::string("after"));
        QCOMPARE(now().otherName, std::string("The model after Probe"));
    }

    void aSessionKeepsWhatTheLastOfTwoMethodsMade()
    {
        QTemporaryDir folder;
        QWidget window;
        FileCommands files(*m_session, window);
        QSignalSpy failed(&files, &FileCommands::failed);
        m_session->runMethod(probe("bias", 8));
        QVERIFY(settle());
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        const double sqnr = now().current->sqnrDb;
        const std::string basis = now().basis;
        files.saveSession(folder.filePath("work.qsession"));
        QVERIFY(settle());
        reopen(files, folder.filePath("work.qsession"));
        QVERIFY2(m_failed->isEmpty(), m_failed->isEmpty() ? "" : qPrintable(m_failed->first()[0].value<views::Notice>().text()));
        QCOMPARE(failed.size(), 0);
        QCOMPARE(now().current->sqnrDb.value, sqnr);
        QCOMPARE(now().basis, basis);
        m_session->switchModel(); // to the one of the file
        QVERIFY(settle());
        QVERIFY(m_session->rewrittenBy().isEmpty());
        QVERIFY(now().current.has_value());
        QCOMPARE(m_failed->size(), 0);
    }

    void whatWasThereBeforeAMethodStandsBesideIt()
    {
        using analysis::SensitivityMode;
        m_session->measureSensitivity(SensitivityMode::OnlyThisLayer);
        QVERIFY(settle());
        const auto measured = now().onlyThis;
        QVERIFY(measured && !now().beside);
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        QVERIFY(now().beside);
        QCOMPARE(now().besideName, std::string("The model before Probe"));
        QCOMPARE(now().besideLabel, std::string("before"));
        QVERIFY(!now().besideIsLater);
        QCOMPARE(now().beside->specs.front().weights.bits, 8);
        QCOMPARE(now().specs.front().weights.bits, 5);
        QVERIFY(!now().onlyThis);                   // of five bits nobody has measured it
        QCOMPARE(now().beside->onlyThis, measured); // what was measured stays

        m_session->measureBeside({SensitivityMode::WeightsOnly, SensitivityMode::AllButThis});
        QCOMPARE(now().beside->weightsOnlyFreshness, views::Freshness::Pending);
        QThread::msleep(300); // a window that is busy asks late, and for all at once
        QVERIFY(settle());
        QCOMPARE(now().beside->weightsOnlyFreshness, views::Freshness::Current);
        QVERIFY(now().beside->weightsOnly && now().beside->allBut && !now().beside->activationsOnly);
        QVERIFY(!now().weightsOnly);
        QCOMPARE(now().beside->weightsOnly->samples, 8);

        m_session->switchModel();
        QVERIFY(settle());
        QCOMPARE(now().besideLabel, std::string("after"));
        QVERIFY(now().besideIsLater);
        QCOMPARE(now().onlyThis, measured); // back, without measuring again
        QCOMPARE(now().onlyThisFreshness, views::Freshness::Current);
        QVERIFY(now().weightsOnly);
        QVERIFY(!now().beside->onlyThis);
        QCOMPARE(m_failed->size(), 0);
    }

    void measuringWhatStandsBesideCanBeCancelled()
    {
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        m_session->measureBeside({analysis::SensitivityMode::OnlyThisLayer});
        m_session->cancel();
        QVERIFY(settle());
        QCOMPARE(now().beside->onlyThisFreshness, views::Freshness::Current);
        QCOMPARE(m_failed->size(), 0);
    }

    void theConfigBeforeAMethodStandsBesideTheOneItMade()
    {
        const int64_t before = now().currentEntry;
        m_session->runMethod(probe("config", 3));
        QVERIFY(settle());
        QVERIFY(now().beside);
        QCOMPARE(now().besideLabel, "#" + std::to_string(before));
        QCOMPARE(now().beside->specs.front().weights.bits, 8);
        QCOMPARE(now().beside->calibration, now().calibration);
        m_session->undoStack().undo();
        QVERIFY(settle());
        QVERIFY(!now().beside); // nothing differs
        m_session->undoStack().redo();
        QVERIFY(settle());
        QVERIFY(now().beside);
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        QCOMPARE(now().besideLabel, std::string("before")); // of the newest method
        QCOMPARE(now().beside->specs.front().weights.bits, 3);
    }

    void otherDataIsNothingToCompareWith()
    {
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        QVERIFY(now().beside);
        DataLocation data;
        data.path = Samples + "/fashion_evaluation.npz";
        data.options.limit = 8;
        m_session->openData(data);
        QVERIFY(settle());
        QVERIFY(!now().beside);
        QCOMPARE(m_failed->size(), 0);
    }

    void aSessionKeepsTheRewrittenModel_data()
    {
        QTest::addColumn<bool>("rewrittenIsCurrent");
        QTest::newRow("the rewritten model is current") << true;
        QTest::newRow("the model before is current") << false;
    }
    void aSessionKeepsTheRewrittenModel()
    {
        QFETCH(bool, rewrittenIsCurrent);
        QTemporaryDir folder;
        QWidget window;
        FileCommands files(*m_session, window);
        QSignalSpy failed(&files, &FileCommands::failed);
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        if (!rewrittenIsCurrent)
            m_session->switchModel();
        QVERIFY(settle());
        const double sqnr = now().current->sqnrDb;
        const std::string basis = now().basis, otherBasis = now().otherBasis;
        const int64_t entry = now().currentEntry;
        const QString path = folder.filePath("work.qsession");
        files.saveSession(path);
        QVERIFY(settle());
        QCOMPARE(failed.size(), 0);
        QVERIFY(QFile::exists(folder.filePath("work.rewritten.onnx")));

        reopen(files, path);
        QCOMPARE(m_session->rewrittenBy(), rewrittenIsCurrent ? QString("Probe") : QString());
        QVERIFY(m_session->canSwitchModel());
        QCOMPARE(now().current->sqnrDb.value, sqnr);
        QCOMPARE(now().basis, basis);
        QCOMPARE(now().otherBasis, otherBasis);
        QCOMPARE(now().currentEntry, entry);
        QCOMPARE(now().config.weights.bits, rewrittenIsCurrent ? 5 : 8);
        m_session->switchModel();
        QVERIFY(settle());
        QCOMPARE(now().basis, otherBasis);
        QCOMPARE(now().config.weights.bits, rewrittenIsCurrent ? 8 : 5);
        m_session->switchModel();
        m_session->calibrate(); // the names of both models are still right
        QVERIFY(settle());
        QCOMPARE(now().basis, basis);
        QCOMPARE(m_failed->size(), 0);

        const auto model = io::fingerprintOf(folder.filePath("work.rewritten.onnx").toStdString());
        files.saveSession(folder.filePath("again.qsession"));
        QVERIFY(settle());
        const auto again = io::fingerprintOf(folder.filePath("again.rewritten.onnx").toStdString());
        QVERIFY(model.ok() && again.ok());
        QVERIFY(*model == *again); // bit for bit, however often
    }

    void aRewrittenModelThatIsGoneIsSaidAndTheOneBeforeIsOpened_data()
    {
        QTest::addColumn<bool>("removed");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("removed") << true << "no longer exists: this is the model before it; the method was probe with ";
        QTest::newRow("changed") << false << "changed since the session was saved: this is the model before it";
    }
    void aRewrittenModelThatIsGoneIsSaidAndTheOneBeforeIsOpened()
    {
        QFETCH(bool, removed);
        QFETCH(QString, sentence);
        QTemporaryDir folder;
        QWidget window;
        FileCommands files(*m_session, window);
        QSignalSpy warned(&files, &FileCommands::warned);
        m_session->runMethod(probe("model", 5));
        QVERIFY(settle());
        const std::string before = now().otherBasis;
        const QString path = folder.filePath("work.qsession"), model = folder.filePath("work.rewritten.onnx");
        files.saveSession(path);
        QVERIFY(settle());
        QFile file(model);
        QVERIFY(removed ? file.remove() : file.open(QIODevice::Append) && file.write("x") == 1);
        file.close();
        reopen(files, path);
        QCOMPARE(warned.size(), 1);
        const QString said = warned.first().first().value<views::Notice>().text();
        QVERIFY2(said.contains(sentence), qPrintable(said));
        QVERIFY(!m_session->canSwitchModel());
        QCOMPARE(now().basis, before);
        QCOMPARE(now().config.weights.bits, 8);
    }

    void aFailureIsOneSentenceAndChangesNothing_data()
    {
        QTest::addColumn<QString>("behaviour");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("an Error") << "error" << "probe: the node 'x' has no bias";
        QTest::newRow("an exception") << "throw" << "the plugin failed: seven is no bias";
        QTest::newRow("a report that is wrong") << "bad-report" << "row 0 of the table 'Wrong' has 1 cells for 2 columns";
    }
    void aFailureIsOneSentenceAndChangesNothing()
    {
        QFETCH(QString, behaviour);
        QFETCH(QString, sentence);
        m_session->runMethod(probe(behaviour.toLatin1().constData(), 3));
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 1);
        QCOMPARE(m_failed->first().first().value<views::Notice>().text(), sentence);
        QCOMPARE(now().config.weights.bits, 8);
        QCOMPARE(m_session->undoStack().count(), 0);
    }

    void cancellingIsSilent()
    {
        m_session->runMethod(probe("wait"));
        QVERIFY(QTest::qWaitFor([this] { return m_session->work().running() == WorkKind::Method; }));
        m_session->cancel();
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QCOMPARE(m_session->undoStack().count(), 0);
    }

    void aFigureOfOnesOwnIsMeasuredUntilItIsTakenAway()
    {
        const auto registry = casePlugins();
        const auto metric = registry->metric("confidence");
        QVERIFY(metric.ok());
        const auto bound = plugins::bindMetric(**metric, *m_session->analyzer(), *plugins::defaultsOf(**metric));
        QVERIFY(bound.ok());
        QVERIFY(!now().current->user);
        m_session->setMetric(*bound, {"confidence", "logits", false});
        QVERIFY(settle());
        QVERIFY(now().current->user.has_value());
        QVERIFY(now().current->user->hasInterval());
        QCOMPARE(now().userMetric, std::string("confidence"));
        m_session->measureSensitivity(analysis::SensitivityMode::OnlyThisLayer);
        QVERIFY(settle());
        QVERIFY(now().onlyThis->layers.front().user.has_value());
        m_session->setMetric(nullptr, {});
        QVERIFY(settle());
        QVERIFY(!now().current->user);
        QVERIFY(now().userMetric.empty());
    }

    void theDialogListsMethodsMetricsAndFailures()
    {
        PluginLibrary library;
        MethodsDialog dialog(library);
        auto* table = dialog.findChild<QTableView*>();
        const QAbstractItemModelTester tester(table->model());
        QStringList rows;
        for (int r = 0; r < table->model()->rowCount(); ++r)
            rows << table->model()->index(r, PluginTableModel::Name).data().toString() + ": "
                        + table->model()->index(r, PluginTableModel::About).data().toString();
        const QString all = rows.join('\n');
        QVERIFY2(all.contains("Probe: Does what its parameter says, for tests."), qPrintable(all));
        QVERIFY2(all.contains("old_version.so: it was built for version '0'"), qPrintable(all));
        dialog.select("probe");
        QCOMPARE(dialog.selected(), "probe");
        QVERIFY(dialog.findChild<QComboBox*>("behaviour"));
        QCOMPARE(dialog.findChild<QSpinBox*>("bits")->suffix(), " bits");
    }

    void theDialogAsksForWhatIsSet()
    {
        PluginLibrary library;
        MethodsDialog dialog(library);
        dialog.select("probe");
        QSignalSpy asked(&dialog, &MethodsDialog::runRequested);
        auto* run = dialog.findChild<QPushButton*>("run");
        dialog.setRunnable(false, "Not now.");
        QVERIFY(!run->isEnabled());
        dialog.setRunnable(true, {});
        QVERIFY(run->isEnabled());
        dialog.findChild<QSpinBox*>("bits")->setValue(7);
        run->click();
        QCOMPARE(asked.size(), 1);
        const auto values = asked.first()[2].value<plugins::ParameterValues>();
        QCOMPARE(values.integer("bits"), int64_t(7));
        QCOMPARE(values.text("behaviour"), std::string("config"));
    }

    /// For looking at: QSCOPE_SCREENSHOTS=folder.
    void isDrawn()
    {
        PluginLibrary library;
        MethodsDialog dialog(library);
        dialog.select("probe");
        dialog.setRunnable(true, {});
        std::shared_ptr<const report::Report> report;
        connect(m_session.get(), &Session::methodReported, this, [&](const auto& r) { report = r; });
        m_session->runMethod(probe("config"));
        QVERIFY(settle());
        QVERIFY(report);
        dialog.showReport(report);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const QString folder = qEnvironmentVariable("QSCOPE_SCREENSHOTS");
        for (const char* page : {"methods", "plugins"}) {
            dialog.findChild<QTabWidget*>()->setCurrentIndex(page == QLatin1String("methods") ? 0 : 1);
            QTest::qWait(50);
            QVERIFY(folder.isEmpty() || dialog.grab().save(folder + "/" + page + ".png"));
        }
    }

    void theDialogSaysWhyAPluginDoesNotLoad()
    {
        PluginLibrary library;
        MethodsDialog dialog(library);
        dialog.select("throwing");
        QVERIFY(!dialog.findChild<QPushButton*>("run")->isEnabled());
        bool said = false;
        for (const auto* label : dialog.findChildren<QLabel*>())
            said = said || label->text().contains("no licence");
        QVERIFY(said);
    }

    void ownPluginsAreOffUntilTurnedOn()
    {
        QTemporaryDir home;
        const QByteArray before = qgetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_HOME", home.path().toUtf8());
        qunsetenv("QUANTOSCOPE_PLUGINS");
        QVERIFY(QDir().mkpath(home.filePath("quantoscope/plugins")));
        QVERIFY(QFile::copy(QSCOPE_CASE_PLUGINS "/probe.so", home.filePath("quantoscope/plugins/probe.so")));
        PluginLibrary library;
        MethodsDialog dialog(library);
        auto* box = dialog.findChild<QCheckBox*>();
        QVERIFY(!box->isChecked());
        const auto has = [&] { return library.registry()->info(plugins::PluginKind::Method, "probe").ok(); };
        QVERIFY(!has());
        box->click();
        QVERIFY(has());
        QVERIFY(PluginLibrary().userFolderEnabled()); // kept
        box->click();
        QVERIFY(!has());
        qputenv("XDG_DATA_HOME", before);
        qputenv("QUANTOSCOPE_PLUGINS", QSCOPE_CASE_PLUGINS);
    }

    void aFieldWithNonsenseIsSaidBeforeRunning()
    {
        const auto values = plugins::ParameterValues::of(
            {plugins::Parameter::real("alpha", 0.5, 0, 1, "Strength."), plugins::Parameter::boolean("absorb", true, "Absorb.")});
        ParameterForm form(*values);
        QCOMPARE(form.values()->real("alpha"), 0.5);
        form.findChild<QLineEdit*>("alpha")->setText("2");
        QVERIFY(!form.values().ok());
        QCOMPARE(QString::fromStdString(form.values().error().text()), "'alpha' is '2', but has to be a number from 0 to 1");
        form.findChild<QLineEdit*>("alpha")->setText("1e-1");
        form.findChild<QCheckBox*>("absorb")->setChecked(false);
        QCOMPARE(form.values()->real("alpha"), 0.1);
        QCOMPARE(form.values()->boolean("absorb"), false);
    }
};

QTEST_MAIN(TestMethods)
#include "tst_methods.moc"
