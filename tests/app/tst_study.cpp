// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "app/actions.h"
#include "app/main_window.h"
#include "app/report_pane.h"
#include "app/run_page.h"
#include "app/study_commands.h"
#include "core/report/report_writers.h"
#include "views/models/report_table_model.h"
#include "views/panels/report_view.h"
#include "views/plots/plot.h"

using namespace qscope;
using namespace qscope::app;

namespace {

const QString Samples = QSCOPE_SAMPLES;

repq_vit::StudySettings shortStudy()
{
    repq_vit::StudySettings settings;
    settings.bits = {{4, 6}};
    settings.sampleCounts = {2};
    settings.samples = 4;
    return settings;
}

} // namespace

/// The study of vision transformers in the window, against the code of the command line.
class TestStudy : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QSignalSpy> m_failed;

    bool settle()
    {
        return QTest::qWaitFor([this] { return m_window->session().idle(); }, 120'000);
    }

    bool open(const QString& model)
    {
        DataLocation data;
        data.path = Samples + "/fashion_evaluation.npz";
        data.labelsPath = Samples + "/fashion_evaluation_labels.npy";
        data.options.limit = 6;
        m_window->session().openModel(Samples + '/' + model);
        m_window->session().openData(data);
        return settle() && m_failed->isEmpty();
    }

    RunPage& page()
    {
        m_window->actionSet()[Act::Study]->trigger();
        return *m_window->study().page();
    }

    static QPushButton* runButton(RunPage& page) { return page.findChild<QPushButton*>("run"); }

    void compareTable(RunPage& page, const std::vector<repq_vit::StudyFigure>& figures)
    {
        const auto* table = page.findChildren<QTableView*>().first();
        QCOMPARE(table->model()->rowCount(), 3);
        for (int row = 0; row < 3; ++row) {
            const auto& figure = figures[static_cast<size_t>(row)];
            QCOMPARE(table->model()->index(row, 2).data().toString(), QString::fromStdString(figure.variant));
            QCOMPARE(table->model()->index(row, 3).data(Qt::UserRole).toDouble(),
                     figure.evaluation.sqnrDb.value);
        }
        QCOMPARE(page.report().view().plots().size(), 3);
    }

    void saves(RunPage& page, const repq_vit::Study& study)
    {
        const QString folder = m_folder.filePath("saved");
        page.report().saveFolder(folder);
        QFile csv(folder + "/study.csv");
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().toStdString(), repq_vit::studyCsv(study));
        for (const char* name : {"study.html", "study.json", "chart1.svg", "chart3.svg"})
            QVERIFY2(QFileInfo(folder + '/' + name).size() > 0, name);
        page.report().save(m_folder.filePath("study.txt"));
        QVERIFY(QFileInfo(m_folder.filePath("study.txt")).size() > 0);
        page.report().save(m_folder.filePath("study.pdf"));
        bool said = false;
        for (const auto* label : page.report().findChildren<QLabel*>())
            said = said || label->text().contains("a report ends in .html, .json or .txt");
        QVERIFY(said);
    }

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("quantoscope-tests");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->session().prices().setTimesByItself(false);
        m_failed = std::make_unique<QSignalSpy>(&m_window->session(), &Session::failed);
    }

    void theWindowShowsWhatTheCommandLineMeasures()
    {
        QVERIFY(open("vit_fashion.onnx"));
        RunPage& page = this->page();
        page.findChild<QLineEdit*>("bits")->setText("4/6");
        page.findChild<QLineEdit*>("sample-counts")->setText("2");
        page.findChild<QSpinBox*>("calibration-samples")->setValue(4);
        QSignalSpy progressed(&m_window->session().work(), &WorkQueue::progressed);
        QVERIFY(runButton(page)->isEnabled());
        runButton(page)->click();
        QVERIFY(!runButton(page)->isEnabled());
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QVERIFY(runButton(page)->isEnabled());
        const auto shown = page.report().view().report();
        QVERIFY(shown);

        const DataSource& data = m_window->session().data();
        const auto analyzer = analysis::Analyzer::open((Samples + "/vit_fashion.onnx").toStdString());
        QVERIFY(analyzer.ok());
        const quant::Config config;
        const repq_vit::StudyTask task{**analyzer,   *data.dataset, *data.dataset,
                                       *data.labels, config,        shortStudy()};
        const auto study = repq_vit::study(task, {});
        QVERIFY(study.ok());
        QCOMPARE(study->figures.size(), size_t(3 + 5 + 3));
        QCOMPARE(report::reportJson(*shown),
                 report::reportJson(repq_vit::studyReport(*study, "vit_fashion.onnx", 6)));
        compareTable(page, study->figures);

        // One bar that only grows.
        qint64 last = 0;
        for (const auto& said : progressed) {
            QVERIFY(said[0].toLongLong() >= last);
            last = said[0].toLongLong();
            QCOMPARE(said[1].toLongLong(), qint64(4 + (4 + 6 * 6) + 2 + (2 + 6 * 3)));
        }
        saves(page, *study);
    }

    void nonsenseIsSaidBeforeRunning()
    {
        RunPage& page = this->page();
        QVERIFY(!runButton(page)->isEnabled()); // nothing is open
        QVERIFY(open("vit_fashion.onnx"));
        QVERIFY(runButton(page)->isEnabled());
        page.findChild<QLineEdit*>("bits")->setText("4/4, 1/8");
        QVERIFY(!runButton(page)->isEnabled());
        page.findChild<QLineEdit*>("bits")->setText("4/4, 2/8");
        QVERIFY(runButton(page)->isEnabled());
        page.findChild<QLineEdit*>("sample-counts")->setText("8,zero");
        QVERIFY(!runButton(page)->isEnabled());
    }

    void aModelWithoutTransformersIsRefusedInOneSentence()
    {
        QVERIFY(open("resnet_fashion.onnx"));
        m_window->study().run(shortStudy());
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 1);
        QVERIFY(m_failed->first().first().toString().contains("there is nothing for RepQ-ViT to do"));
    }

    void cancellingIsSilentAndKeepsWhatWasShown()
    {
        QVERIFY(open("vit_fashion.onnx"));
        QSignalSpy finished(&m_window->study(), &StudyCommands::finished);
        m_window->study().run({});
        QVERIFY(QTest::qWaitFor([this] { return m_window->session().work().running() == WorkKind::Study; }));
        m_window->session().cancel();
        QVERIFY(settle());
        QCOMPARE(m_failed->size(), 0);
        QCOMPARE(finished.size(), 0);
    }

    /// For looking at: QSCOPE_SCREENSHOTS=folder.
    void isDrawn()
    {
        QVERIFY(open("vit_fashion.onnx"));
        RunPage& page = this->page();
        m_window->study().run(shortStudy());
        QVERIFY(settle());
        QVERIFY(page.report().view().report());
        QTest::qWait(50);
        const QString folder = qEnvironmentVariable("QSCOPE_SCREENSHOTS");
        QVERIFY(folder.isEmpty() || page.window()->grab().save(folder + "/study.png"));
    }
};

QTEST_MAIN(TestStudy)
#include "tst_study.moc"
