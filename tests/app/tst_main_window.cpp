// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <memory>

#include <QApplication>
#include <QCommandLinkButton>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "app/actions.h"
#include "app/cache_dialog.h"
#include "app/command_palette.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/screenshot_run.h"
#include "app/start_page.h"
#include "app/text_font.h"
#include "app/window_commands.h"
#include "app/workbench.h"
#include "tests/support/window_program.h"
#include "views/models/cure_table_model.h"
#include "views/models/history_table_model.h"
#include "views/models/layer_table_model.h"
#include "views/panels/attention_view.h"
#include "views/panels/cures_panel.h"
#include "views/panels/graph_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/layers_panel.h"
#include "views/panels/messages_panel.h"
#include "views/panels/metric_strip.h"
#include "views/panels/provenance_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"
#include "views/plots/plot.h"
#include "views/plots/quantization_grid.h"
#include "views/plots/sample_canvas.h"

using namespace qscope;
using namespace qscope::app;

namespace {
const QString Samples = QSCOPE_SAMPLES;
}

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void startPageOffersTheSamples();
    void fitsASmallScreen();
    void sampleOpensByOneClick();
    void dropOpensModelAndData();
    void dropOfNonsenseSaysWhat();
    void messagesStayInTheirPanel();
    void toggleMovesTheFigureAndUndoBringsItBack();
    void bitsInTheToolBarAreOneUndoStep();
    void everythingCanBeDoneByItsName();
    void noLayoutMakesTheWindowLarger();
    void rangesOfAnotherToolAreLaidOver();
    void anExtremeLeadsToItsSampleWhichCanBeLeftOut();
    void theBestCureIsOneClickAway();
    void attentionIsThatOfTheModel();
    void anotherConfigIsLaidOverTheHistogram();
    void measureFromThePanel();
    void sessionRoundTrip();
    void historyFromThePanel();
    void budgetForWhatIfResultsIsKept();
    void exportsAreWritten();
    void plotsOfHiddenPanelsAreWritten();
    void recentFilesComeBack();
    void koreanComesAndGoes();
    void screenshotRun();

private:
    bool settle();
    bool openSmall();
    QStringList metrics() { return m_window->workbench().metrics().texts(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase() { test::useEmptySettings("tst_main_window"); }

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_window = std::make_unique<MainWindow>();
    m_window->files().setSampleLimit(8);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestMainWindow::cleanup()
{
    useLargeText(false);
    m_window.reset();
}

bool TestMainWindow::settle()
{
    const bool idle = QTest::qWaitFor([this] { return m_window->session().idle(); }, 120'000);
    QApplication::processEvents();
    return idle;
}

bool TestMainWindow::openSmall()
{
    DataLocation data;
    data.path = Samples + "/fashion_calibration.npz";
    data.labelsPath = Samples + "/fashion_calibration_labels.npy";
    data.options.limit = 8;
    m_window->session().openModel(Samples + "/vit_fashion.onnx");
    m_window->session().openData(data);
    return settle() && m_window->session().snapshot()->current.has_value();
}

void TestMainWindow::startPageOffersTheSamples()
{
    const auto* page = m_window->findChild<StartPage*>();
    QVERIFY(page && page->isVisible());
    QVERIFY(page->findChild<QCommandLinkButton*>("sample:vit_fashion"));
    QVERIFY(!m_window->workbench().layers().isVisible());
    QVERIFY(!m_window->actionSet()[Act::Calibrate]->isEnabled());
    QVERIFY(!m_window->actionSet()[Act::Undo]->isEnabled());
}

void TestMainWindow::fitsASmallScreen()
{
    for (const Language::Choice& choice : Language::choices()) {
        MainWindow window;
        window.resize(1280, 800);
        window.language().use(choice.code);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), QSize(1280, 800));
    }
    m_window->language().use("en");
}

void TestMainWindow::sampleOpensByOneClick()
{
    m_window->findChild<StartPage*>()->findChild<QCommandLinkButton*>("sample:vit_fashion")->click();
    QVERIFY(settle());
    QVERIFY(!m_window->messages().isVisible() || m_window->messages().kind() != MessageBar::Kind::Error);
    QVERIFY(m_window->workbench().layers().isVisible());
    QVERIFY(m_window->windowTitle().contains("vit_fashion.onnx"));
    QVERIFY2(metrics()[0].contains('%'), qPrintable(metrics().join(" | ")));
    QVERIFY(metrics()[3].contains("dB"));
    QCOMPARE(m_window->workbench().layers().model().rowCount(),
             static_cast<int>(m_window->session().snapshot()->layerCount()));
}

void TestMainWindow::dropOpensModelAndData()
{
    QMimeData mime; // data first: the model has to be opened before it
    mime.setUrls({QUrl::fromLocalFile(Samples + "/fashion_calibration.npz"),
                  QUrl::fromLocalFile(Samples + "/vit_fashion.onnx")});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QVERIFY(settle());
    const auto snapshot = m_window->session().snapshot();
    QVERIFY(snapshot->calibration && snapshot->current);
    QVERIFY2(snapshot->current->accuracyFloat, "the labels beside the data are found");
}

void TestMainWindow::dropOfNonsenseSaysWhat()
{
    m_window->files().openPaths({m_folder->filePath("picture.bmp")});
    QVERIFY(m_window->messages().isVisible());
    QCOMPARE(m_window->messages().kind(), MessageBar::Kind::Error);
    QVERIFY(m_window->messages().text().contains("picture.bmp"));
    m_window->messages().dismiss();
    QVERIFY(!m_window->messages().isVisible());
}

void TestMainWindow::messagesStayInTheirPanel()
{
    auto* counter = m_window->findChild<QToolButton*>("messageCount");
    QVERIFY(counter && !counter->isVisible());
    m_window->files().openPaths({m_folder->filePath("picture.bmp"), m_folder->filePath("nothing.onnx")});
    QVERIFY(settle());
    views::MessagesPanel& panel = m_window->workbench().messages();
    QVERIFY(!panel.isVisible()); // nothing jumps up
    QCOMPARE(panel.log().unseen(), 2);
    QVERIFY(counter->isVisible() && counter->text().contains('2'));
    QVERIFY(panel.log().index(0, views::MessageTableModel::WhereColumn).data().toString().contains("nothing.onnx"));
    QVERIFY(!panel.log().index(0, views::MessageTableModel::AdviceColumn).data().toString().isEmpty());
    m_window->messages().dismiss();
    counter->click(); // there is no model, and yet the panel comes
    QVERIFY(panel.isVisible());
    QTRY_COMPARE(panel.log().unseen(), 0);
    QVERIFY(!counter->text().contains('2'));

    QVERIFY(openSmall());
    QCOMPARE(panel.log().rowCount(), 2); // a model that opens takes nothing away
    quant::Config config;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, "no such layer"};
    rule.isFloat = true;
    config.rules.push_back(rule);
    m_window->session().setConfig(config, "nonsense");
    QCOMPARE(panel.log().rowCount(), 3);
    QCOMPARE(panel.log().unseen(), 1); // the panels that came with the model have not shown it
}

void TestMainWindow::toggleMovesTheFigureAndUndoBringsItBack()
{
    QVERIFY(openSmall());
    const QStringList before = metrics();
    views::LayersPanel& layers = m_window->workbench().layers();
    layers.table().selectAll();
    layers.table().setFocus();
    QTest::keyClick(&layers.table(), Qt::Key_Space);
    QVERIFY(m_window->session().snapshot()->specs[0].isFloat);
    QVERIFY(settle());
    QVERIFY(metrics() != before);
    QVERIFY(metrics()[3] != before[3]);
    m_window->actionSet()[Act::Undo]->trigger();
    QVERIFY(settle());
    QCOMPARE(metrics(), before);
    m_window->actionSet()[Act::Redo]->trigger();
    QVERIFY(m_window->session().snapshot()->specs[0].isFloat);
}

void TestMainWindow::bitsInTheToolBarAreOneUndoStep()
{
    QVERIFY(openSmall());
    auto* bits = m_window->findChild<QSpinBox*>("activationBits");
    QCOMPARE(bits->value(), 8);
    bits->setFocus();
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(bits, Qt::Key_Down);
    QCOMPARE(m_window->session().config().activations.bits, 4);
    QVERIFY(settle());
    m_window->actionSet()[Act::Undo]->trigger();
    QTRY_COMPARE(bits->value(), 8);
    QVERIFY(!m_window->actionSet()[Act::Undo]->isEnabled());
}

void TestMainWindow::everythingCanBeDoneByItsName()
{
    QVERIFY(openSmall());
    m_window->actionSet()[Act::CommandPalette]->trigger();
    auto* palette = m_window->findChild<CommandPalette*>();
    QVERIFY(palette && palette->isVisible());
    const int all = palette->model().rowCount();
    QVERIFY(all > 40);
    auto* typed = palette->findChild<QLineEdit*>();
    auto* nothing = palette->findChild<QLabel*>();
    QTest::keyClicks(typed, "qqqxx");
    QVERIFY(palette->model().rowCount() == 0 && nothing->isVisible() && !nothing->text().isEmpty());
    typed->clear();
    QTest::keyClicks(typed, "qkv");
    QVERIFY(palette->model().rowCount() > 0 && palette->model().rowCount() < all && !nothing->isVisible());
    const QString first = palette->model().index(0, 0).data().toString();
    QTest::keyClick(typed, Qt::Key_Return);
    const auto snapshot = m_window->session().snapshot();
    QCOMPARE(QString::fromStdString(snapshot->layer(m_window->workbench().selection().layer()).name), first);
    QVERIFY(m_window->actionSet()[Act::Back]->isEnabled());
    m_window->actionSet()[Act::Back]->trigger();
    QVERIFY(QString::fromStdString(snapshot->layer(m_window->workbench().selection().layer()).name) != first);
    m_window->actionSet()[Act::CommandPalette]->trigger();
    typed = m_window->findChild<CommandPalette*>()->findChild<QLineEdit*>();
    QTest::keyClicks(typed, "Graph");
    QTest::keyClick(typed, Qt::Key_Return);
    QTRY_VERIFY(m_window->workbench().graph().isVisible());
    const QSize before = m_window->size();
    const int height = m_window->workbench().layers().table().verticalHeader()->defaultSectionSize();
    m_window->actionSet()[Act::LayoutPresent]->trigger();
    QVERIFY(!m_window->workbench().layers().isVisible() && m_window->workbench().graph().isVisible());
    QVERIFY(m_window->actionSet()[Act::LargeText]->isChecked());
    QTest::qWait(100);
    QCOMPARE(m_window->size(), before);
    m_window->actionSet()[Act::LayoutDecide]->trigger();
    QVERIFY(!m_window->actionSet()[Act::LargeText]->isChecked());
    QVERIFY(m_window->workbench().layers().isVisible() && m_window->workbench().history().isVisible()
            && m_window->workbench().sensitivity().isVisible());
    m_window->actionSet()[Act::LayoutInspect]->trigger();
    QVERIFY(m_window->workbench().histogram().isVisible());
    m_window->actionSet()[Act::LargeText]->trigger();
    QTRY_VERIFY(m_window->workbench().layers().table().verticalHeader()->defaultSectionSize() > height);
    QCOMPARE(m_window->size(), before);
    QCOMPARE(m_window->workbench().metrics().lines(), 2);
    m_window->actionSet()[Act::LargeText]->trigger();
    QTRY_COMPARE(m_window->workbench().layers().table().verticalHeader()->defaultSectionSize(), height);
}

void TestMainWindow::noLayoutMakesTheWindowLarger()
{
    QVERIFY(openSmall());
    const QSize before = m_window->size();
    for (const Language::Choice& choice : Language::choices()) {
        m_window->language().use(choice.code);
        for (const Act act : {Act::LayoutDecide, Act::LayoutPresent, Act::LayoutInspect, Act::LayoutPresent,
                              Act::LayoutDecide, Act::LayoutInspect, Act::LargeText, Act::LargeText}) {
            m_window->actionSet()[act]->trigger();
            QTest::qWait(100);
            QCOMPARE(m_window->size(), before);
        }
    }
    m_window->language().use("en");
}

void TestMainWindow::rangesOfAnotherToolAreLaidOver()
{
    QVERIFY(openSmall());
    const auto snapshot = m_window->session().snapshot();
    const std::string input = snapshot->model->graph->value(snapshot->activations(LayerId(1)).front()).name;
    const QString path = m_folder->filePath("calibration.cache");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write((input + " 2.5\n").c_str());
    file.close();
    QVERIFY(!m_window->actionSet()[Act::EndComparison]->isEnabled());
    m_window->files().compareRanges(path);
    QVERIFY(settle());
    const auto with = m_window->session().snapshot();
    QVERIFY2(with->imported, qPrintable(m_window->messages().text()));
    QVERIFY(with->config == snapshot->config); // looked at, not used
    QCOMPARE(with->imported->range(snapshot->activations(LayerId(1)).front())->hi, 2.5);
    m_window->actionSet()[Act::EndComparison]->trigger();
    QVERIFY(!m_window->session().snapshot()->imported);
}

void TestMainWindow::anExtremeLeadsToItsSampleWhichCanBeLeftOut()
{
    QVERIFY(openSmall());
    const ValueId input = m_window->session().snapshot()->activations(LayerId(2)).front();
    m_window->workbench().selection().traceExtreme(LayerId(2), input, true);
    views::ProvenancePanel& samples = m_window->workbench().provenance();
    QTRY_VERIFY(samples.isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!samples.canvas().image().isNull(), 10'000);
    QCOMPARE(samples.canvas().image().size(), QSize(28, 28));
    const int64_t sample = m_window->session().snapshot()->stats(input)->max.sample;
    QCOMPARE(samples.chosen().first, sample);
    const float before = m_window->session().snapshot()->stats(input)->max.value;
    QTest::mouseClick(&samples.leaveOutButton(), Qt::LeftButton);
    QVERIFY(settle());
    QVERIFY(m_window->session().snapshot()->leftOut.contains(sample));
    QVERIFY(m_window->session().snapshot()->stats(input)->max.value < before);
    QVERIFY(samples.summaryText().contains(QString("without samples %1").arg(sample)));
    m_window->actionSet()[Act::Undo]->trigger();
    QVERIFY(settle());
    QCOMPARE(m_window->session().snapshot()->stats(input)->max.value, before);
}

void TestMainWindow::theBestCureIsOneClickAway()
{
    QVERIFY(openSmall());
    m_window->workbench().selection().selectLayer(LayerId(2));
    QVERIFY(m_window->workbench().showDock("cures"));
    views::CuresPanel& cures = m_window->workbench().cures();
    QTRY_VERIFY(cures.measureButton().isEnabled());
    QTest::mouseClick(&cures.measureButton(), Qt::LeftButton);
    QVERIFY(settle());
    QTRY_VERIFY(cures.model().rowCount() > 5);
    const auto table = cures.model().table();
    QCOMPARE(table->layer, LayerId(2));
    QVERIFY(table->cures.front().gainDb.value >= table->cures.back().gainDb.value);
    QTest::mouseClick(&cures.applyButton(), Qt::LeftButton);
    QVERIFY(settle());
    QVERIFY(m_window->session().config() == table->cures.front().config);
    QCOMPARE(m_window->session().snapshot()->current->sqnrDb.value, table->cures.front().evaluation.sqnrDb.value);
    QVERIFY(!cures.applyButton().isEnabled()); // measured under the config before
    m_window->actionSet()[Act::Undo]->trigger();
    QVERIFY(settle());
    QVERIFY(m_window->session().config() == table->config);
}

void TestMainWindow::attentionIsThatOfTheModel()
{
    QVERIFY(openSmall());
    QVERIFY(m_window->workbench().showDock("softmax"));
    views::SoftmaxPanel& softmax = m_window->workbench().softmax();
    softmax.showAttention(true);
    QTRY_VERIFY_WITH_TIMEOUT(softmax.attention().map().visible(), 20'000);
    QCPColorMapData& cells = *const_cast<QCPColorMap&>(softmax.attention().map()).data();
    double row = 0;
    for (int key = 0; key < cells.keySize(); ++key)
        row += cells.cell(key, 3);
    QVERIFY(std::abs(row - 1) < 1e-4); // what one query looks at
}

void TestMainWindow::anotherConfigIsLaidOverTheHistogram()
{
    QVERIFY(openSmall());
    m_window->workbench().selection().selectLayer(LayerId(2));
    quant::Config four;
    four.activations.bits = 4;
    m_window->session().setConfig(four, "4 bits");
    QVERIFY(settle());
    views::HistogramPanel& histogram = m_window->workbench().histogram();
    emit histogram.compareRequested(1);
    QVERIFY(settle());
    QTRY_VERIFY(histogram.comparedGrid().lines());
    QVERIFY(histogram.comparedGrid().lines()->step < histogram.grid().lines()->step);
    emit histogram.compareRequested(0);
    QVERIFY(settle());
    QTRY_VERIFY(!histogram.comparedGrid().lines());
}

void TestMainWindow::measureFromThePanel()
{
    QVERIFY(openSmall());
    m_window->actionSet()[Act::SensitivityOnly]->trigger();
    QVERIFY(m_window->actionSet()[Act::Cancel]->isEnabled());
    QVERIFY(settle());
    const auto snapshot = m_window->session().snapshot();
    QVERIFY(snapshot->onlyThis);
    QVERIFY(snapshot->sensitivityDb(analysis::SensitivityMode::OnlyThisLayer, LayerId(0)));
    QVERIFY(!m_window->actionSet()[Act::Cancel]->isEnabled());
}

void TestMainWindow::sessionRoundTrip()
{
    QVERIFY(openSmall());
    quant::Config config;
    config.weights.bits = 5;
    m_window->session().setConfig(config, "bits");
    m_window->workbench().selection().selectLayer(LayerId(3));
    QVERIFY(settle());
    const QStringList before = metrics();
    const QString path = m_folder->filePath("s.qsession");
    m_window->files().saveSession(path);
    QVERIFY(settle());
    QVERIFY(QFile::exists(path));

    MainWindow other;
    other.show();
    other.files().openSession(path);
    QTRY_VERIFY_WITH_TIMEOUT(other.session().idle() && other.session().snapshot()->current, 120'000);
    QTRY_COMPARE(other.workbench().metrics().texts().mid(0, 7), before.mid(0, 7)); // layers are timed anew
    QVERIFY(other.session().config() == config);
    QCOMPARE(other.workbench().selection().layer(), LayerId(3));
}

void TestMainWindow::historyFromThePanel()
{
    QVERIFY(openSmall());
    QVERIFY(m_window->workbench().showDock("history"));
    QVERIFY(!m_window->workbench().showDock("nothing"));
    quant::Config config;
    config.weights.bits = 4;
    m_window->session().setConfig(config, "bits");
    QVERIFY(settle());
    views::HistoryPanel& panel = m_window->workbench().history();
    QTRY_VERIFY(panel.isVisible());
    QCOMPARE(panel.model().rowCount(), 2);
    panel.selectEntry(1);
    emit panel.renameRequested(1, "eight bits");
    panel.restoreSelected();
    QVERIFY(settle());
    QVERIFY(m_window->session().config() == quant::Config());
    QVERIFY(m_window->actionSet()[Act::Undo]->isEnabled());
    const QString path = m_folder->filePath("h.qsession");
    m_window->files().saveSession(path);
    QVERIFY(settle());
    MainWindow other;
    other.files().openSession(path);
    QTRY_VERIFY_WITH_TIMEOUT(other.session().idle() && other.session().snapshot()->current, 120'000);
    const auto snapshot = other.session().snapshot();
    QCOMPARE(snapshot->history->entries().size(), size_t(2));
    QCOMPARE(snapshot->history->find(1)->name, std::string("eight bits"));
    QCOMPARE(snapshot->currentEntry, 1); // the calibration file gives the same basis
}

void TestMainWindow::budgetForWhatIfResultsIsKept()
{
    m_window->actionSet()[Act::CacheBudget]->trigger();
    auto* dialog = m_window->findChild<CacheDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    const auto boxes = dialog->findChildren<QSpinBox*>();
    QCOMPARE(boxes.size(), 2);
    QCOMPARE(boxes[0]->value(), 512);
    boxes[0]->setValue(100);
    boxes[1]->setValue(0);
    dialog->accept();
    QVERIFY(savedCacheBudget() == (analysis::CacheBudget{int64_t(100) << 20, 0}));
    QVERIFY(openSmall());
    QVERIFY(m_window->session().analyzer()->cacheBudget() == savedCacheBudget());
    MainWindow other; // reads the settings
    other.session().openModel(Samples + "/vit_fashion.onnx");
    QTRY_VERIFY_WITH_TIMEOUT(other.session().idle() && other.session().analyzer(), 120'000);
    QVERIFY(other.session().analyzer()->cacheBudget() == savedCacheBudget());
    saveCacheBudget({});
}

void TestMainWindow::exportsAreWritten()
{
    QVERIFY(openSmall());
    Exporter exporter(m_window->session());
    const std::pair<ExportKind, const char*> expected[] = {
        {ExportKind::Qdq, "QuantizeLinear"}, {ExportKind::Config, "\"version\""},  {ExportKind::LayersCsv, "name"},
        {ExportKind::TensorsJson, "\"percentiles\""}, {ExportKind::Report, "<html"},
    };
    for (const auto& [kind, content] : expected) {
        const QString path = m_folder->filePath("out" + QString::number(static_cast<int>(kind)));
        exporter.write(kind, path);
        QVERIFY(settle());
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path + m_window->messages().text()));
        QVERIFY2(file.readAll().contains(content), content);
    }
    exporter.write(ExportKind::Config, m_folder->filePath("no/such/folder/c.json"));
    QVERIFY(settle());
    QCOMPARE(m_window->messages().kind(), MessageBar::Kind::Error);
}

void TestMainWindow::plotsOfHiddenPanelsAreWritten()
{
    QVERIFY(openSmall());
    QString error;
    QVERIFY2(m_window->exportPlots(m_folder->filePath("figures"), &error), qPrintable(error));
    const auto plots = m_window->workbench().plots();
    QVERIFY(plots.size() >= 6);
    QSet<QString> names;
    for (const views::Plot* plot : plots) {
        names.insert(plot->exportName());
        for (const char* suffix : {".png", ".svg", ".pdf"}) {
            const QFileInfo file(m_folder->filePath("figures/" + plot->exportName() + suffix));
            QVERIFY2(file.size() > 500, qPrintable(file.filePath()));
        }
    }
    QCOMPARE(names.size(), plots.size());
    QVERIFY(!m_window->exportPlots("/proc/no/such/folder", &error));
}

void TestMainWindow::recentFilesComeBack()
{
    QVERIFY(openSmall());
    QCOMPARE(m_window->files().recent().paths().value(0), QFileInfo(Samples + "/vit_fashion.onnx").absoluteFilePath());
    const auto entries = m_window->actionSet().recentMenu()->actions();
    QVERIFY(!entries.isEmpty());
    QCOMPARE(entries[0]->text(), QString("vit_fashion.onnx"));
    QCOMPARE(entries[0]->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_1));
}

void TestMainWindow::koreanComesAndGoes()
{
    QVERIFY(openSmall());
    const QString english = m_window->actionSet()[Act::Calibrate]->iconText();
    m_window->language().use("ko_KR");
    QApplication::processEvents();
    QCOMPARE(m_window->language().code(), QString("ko"));
    QCOMPARE(m_window->actionSet()[Act::Calibrate]->iconText(), QString::fromUtf8("캘리브레이션"));
    m_window->language().use("en");
    QApplication::processEvents();
    QCOMPARE(m_window->actionSet()[Act::Calibrate]->iconText(), english);
    m_window->language().use("tlh");
    QCOMPARE(m_window->language().code(), QString("en"));
}

void TestMainWindow::screenshotRun()
{
    StartOptions options;
    options.screenshot = m_folder->filePath("window.png");
    options.size = {1280, 800};
    ScreenshotRun run(*m_window, options);
    QVERIFY(openSmall());
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(options.screenshot), 120'000);
    const QImage picture(options.screenshot);
    QCOMPARE(picture.size(), options.size * picture.devicePixelRatio());
    QVERIFY(m_window->session().snapshot()->onlyThis);
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
