// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include <QApplication>
#include <QDropEvent>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <qcustomplot.h>

#include "app/actions.h"
#include "app/config_edit.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/workbench.h"
#include "core/io/session_file.h"
#include "core/onnx/reader.h"
#include "tests/support/window_program.h"
#include "views/models/format.h"
#include "views/models/history_table_model.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"
#include "views/panels/channels_panel.h"
#include "views/panels/graph_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/layers_panel.h"
#include "views/panels/metric_strip.h"
#include "views/panels/ranges_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"
#include "views/plots/graph_canvas.h"
#include "views/plots/pareto_plot.h"
#include "views/plots/plot.h"
#include "views/plots/range_glyphs.h"

using namespace qscope;
using namespace qscope::app;

/// The whole way through the program, as a person goes it, on the samples and on real models: open, look,
/// decide, leave. Each row is a model; each function a step, which goes on where the one before has stopped.
class TestFourSteps : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theWholeWay_data();
    void theWholeWay();

private:
    void open(const QString& model, const QString& data);
    void lookAtRanges();
    void lookAtChannels();
    void lookAtTheHistogram();
    void lookAtSoftmax();
    void lookAtSensitivity();
    void lookAtTheGraph();
    void decide();
    void leaveWithTables();
    void leaveWithTheModel();
    void leaveWithPlots();
    void leaveWithTheSession();

    bool settle();
    template <class P>
    P& show(const char* dock);
    views::SnapshotPtr now() { return m_window->session().snapshot(); }
    QStringList metrics() { return m_window->workbench().metrics().texts(); }
    LayerId layerWithChannels();
    QByteArray exported(ExportKind kind);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestFourSteps::initTestCase()
{
    test::useEmptySettings("tst_four_steps");
    QLocale::setDefault(QLocale::c());
}

void TestFourSteps::theWholeWay_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("data");
    const QString samples = QSCOPE_SAMPLES "/", shared = QSCOPE_SHARED "/data/";
    QTest::newRow("the ViT sample") << samples + "vit_fashion.onnx" << samples + "fashion_calibration.npz";
    QTest::newRow("the ResNet sample")
        << samples + "resnet_fashion.onnx" << samples + "fashion_calibration.npz";
    for (const char* name : {"vit_mnist_op17", "resnet20_cifar10", "speech_embedding"})
        QTest::newRow(name) << shared + name + "/model.onnx" << shared + name + "/inputs.npz";
}

void TestFourSteps::theWholeWay()
{
    QFETCH(QString, model);
    QFETCH(QString, data);
    if (!QFile::exists(model))
        QSKIP(qPrintable(model + " is not here: real models lie in the folder 'shared' beside the checkout"));
    m_folder = std::make_unique<QTemporaryDir>();
    m_window = std::make_unique<MainWindow>();
    m_window->files().setSampleLimit(8);
    m_window->show();
    using Step = void (TestFourSteps::*)();
    open(model, data);
    for (const Step step :
         {&TestFourSteps::lookAtRanges, &TestFourSteps::lookAtChannels, &TestFourSteps::lookAtTheHistogram,
          &TestFourSteps::lookAtSoftmax, &TestFourSteps::lookAtSensitivity, &TestFourSteps::lookAtTheGraph,
          &TestFourSteps::decide, &TestFourSteps::leaveWithTables, &TestFourSteps::leaveWithTheModel,
          &TestFourSteps::leaveWithPlots, &TestFourSteps::leaveWithTheSession}) {
        if (QTest::currentTestFailed())
            break;
        (this->*step)();
    }
    m_window.reset();
}

bool TestFourSteps::settle()
{
    const bool idle = QTest::qWaitFor([this] { return m_window->session().idle(); }, 240'000);
    QApplication::processEvents();
    return idle;
}

template <class P>
P& TestFourSteps::show(const char* dock)
{
    m_window->workbench().showDock(dock);
    QApplication::processEvents();
    return *m_window->findChild<P*>();
}

QByteArray TestFourSteps::exported(ExportKind kind)
{
    const QString path = m_folder->filePath("export" + QString::number(static_cast<int>(kind)));
    Exporter exporter(m_window->session()); // lives until it has written
    exporter.write(kind, path);
    QFile file(path);
    return settle() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestFourSteps::open(const QString& model, const QString& data)
{
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(data), QUrl::fromLocalFile(model)});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QVERIFY(settle());
    const auto snapshot = now();
    QVERIFY2(snapshot->calibration && snapshot->current, qPrintable(m_window->messages().text()));
    QVERIFY(m_window->windowTitle().contains(QFileInfo(model).fileName()));
    QVERIFY(m_window->windowTitle().contains(QFileInfo(data).fileName()));
    QCOMPARE(snapshot->calibration->samples,
             std::min<int64_t>(8, m_window->session().data().dataset->size()));

    const views::LayersPanel& layers = m_window->workbench().layers();
    QVERIFY(layers.isVisible());
    QCOMPARE(layers.model().rowCount(), static_cast<int>(snapshot->layerCount()));
    for (size_t i = 0; i < snapshot->layerCount(); ++i) {
        const QModelIndex row = layers.model().indexOf(LayerId(i));
        QCOMPARE(row.siblingAtColumn(views::LayerTableModel::NameColumn).data().toString(),
                 QString::fromStdString(snapshot->layer(LayerId(i)).name));
        QCOMPARE(row.siblingAtColumn(views::LayerTableModel::FloatColumn).data(Qt::CheckStateRole).toInt(),
                 int(Qt::Unchecked));
    }
    QCOMPARE(metrics()[3], views::format::decibel(snapshot->current->sqnrDb));
    QVERIFY(metrics()[5].contains(views::format::bytes(snapshot->current->weightBytes)));
}

/// The extremes of what the model reads are those of the data itself, found here without any of the engine.
void TestFourSteps::lookAtRanges()
{
    auto& panel = *m_window->findChild<views::RangesPanel*>();
    QVERIFY(panel.isVisible());
    const auto snapshot = now();
    size_t expected = 0;
    for (size_t i = 0; i < snapshot->layerCount(); ++i)
        for (const ValueId value : snapshot->activations(LayerId(i)))
            expected += snapshot->stats(value) != nullptr;
    const auto& glyphs = panel.glyphs().summaries();
    QCOMPARE(glyphs.size(), expected);
    auto& dataset = *m_window->session().data().dataset;
    const auto samples = dataset.read(0, dataset.size());
    QVERIFY(samples.ok());
    const auto pixels = samples->front().span<float>();
    const auto [lo, hi] = std::minmax_element(pixels.begin(), pixels.end());
    const ValueId input = snapshot->model->graph->inputs.front();
    for (const views::RangeSummary& glyph : glyphs) {
        QVERIFY(glyph.min <= glyph.low && glyph.low <= glyph.median && glyph.median <= glyph.high
                && glyph.high <= glyph.max);
        QVERIFY2(glyph.clip, "everything is quantized");
        if (glyph.value == input) {
            QCOMPARE(static_cast<float>(glyph.min), *lo);
            QCOMPARE(static_cast<float>(glyph.max), *hi);
        }
    }
    const views::Plot& plot = *panel.plots().front();
    bool found = false;
    const QCPRange values = panel.glyphs().getValueRange(found);
    QVERIFY(found && plot.yAxis->range().lower <= values.lower && plot.yAxis->range().upper >= values.upper);
    QVERIFY(plot.xAxis->range().contains(0)
            && plot.xAxis->range().contains(static_cast<double>(snapshot->layerCount()) - 1));
    QVERIFY(!plot.xAxis->label().isEmpty() && !plot.yAxis->label().isEmpty() && plot.notice().isEmpty());
}

LayerId TestFourSteps::layerWithChannels()
{
    const auto snapshot = now();
    for (size_t i = 0; i < snapshot->layerCount(); ++i)
        for (const ValueId value : snapshot->activations(LayerId(i)))
            if (const auto* stats = snapshot->stats(value); stats && stats->channels.count() > 1)
                return LayerId(i);
    return {};
}

void TestFourSteps::lookAtChannels()
{
    const LayerId layer = layerWithChannels();
    QVERIFY(layer.valid());
    m_window->workbench().selection().selectLayer(layer);
    auto& panel = show<views::ChannelsPanel>("channels");
    const auto* stats = now()->stats(now()->activations(layer).front());
    QVERIFY(panel.tensorRanges().count() > 1);
    QCOMPARE(panel.tensorRanges().max, stats->channels.max);
    const float widest = *std::max_element(stats->channels.max.begin(), stats->channels.max.end());
    QCOMPARE(widest, static_cast<float>(stats->max.value)); // the widest channel is as wide as the tensor
    const views::Plot& plot = *panel.plots().front();
    QCOMPARE(plot.graph(0)->dataCount(), static_cast<int>(stats->channels.count()) + 2); // the ends once more
    QVERIFY(plot.yAxis->range().contains(widest));
    QVERIFY(!plot.xAxis->label().isEmpty() && !plot.yAxis->label().isEmpty());
    QVERIFY(panel.ratioText().contains(views::format::ratio(panel.tensorRanges().ratio())));
}

void TestFourSteps::lookAtTheHistogram()
{
    auto& panel = show<views::HistogramPanel>("histogram");
    const LayerId layer = m_window->workbench().selection().layer();
    const auto* stats = now()->stats(now()->activations(layer).front());
    QVERIFY(panel.histogram());
    QCOMPARE(panel.histogram()->total(), stats->histogram.total());
    QVERIFY(panel.counts().dataCount() > 1);
    const auto quantizers = now()->layerQuantizers(layer);
    QVERIFY(quantizers && panel.quantizer());
    QVERIFY(*panel.quantizer() == *now()->activationQuantizer(layer, 0));
    const views::Plot& plot = *panel.plots().front();
    QVERIFY(plot.xAxis->range().lower <= stats->min.value && plot.xAxis->range().upper >= stats->max.value);
    QVERIFY(!plot.xAxis->label().isEmpty() && !plot.yAxis->label().isEmpty());
    QVERIFY(!panel.summaryText().isEmpty());
}

void TestFourSteps::lookAtSoftmax()
{
    auto& panel = show<views::SoftmaxPanel>("softmax");
    const auto snapshot = now();
    LayerId reader;
    for (size_t i = 0; i < snapshot->layerCount() && !reader.valid(); ++i)
        for (const ValueId value : snapshot->activations(LayerId(i)))
            if (const auto* stats = snapshot->stats(value); stats && stats->softmax)
                reader = LayerId(i);
    if (!reader.valid()) {
        QVERIFY2(!panel.plots().front()->notice().isEmpty(), "it says that there is none");
        return;
    }
    m_window->workbench().selection().selectLayer(reader);
    QApplication::processEvents();
    QVERIFY(panel.value().valid());
    const auto& softmax = *snapshot->stats(panel.value())->softmax;
    views::Plot& plot = *panel.plots().front();
    double shares = 0;
    for (int p = 0; p < 2; ++p)
        for (int i = 0; i < plot.plottable(p)->interface1D()->dataCount(); ++i)
            shares += plot.plottable(p)->interface1D()->dataMainValue(i);
    QVERIFY(shares > 50 && shares < 100.0001);
    QCOMPARE(panel.plots()[1]->plottable(0)->interface1D()->dataCount(),
             static_cast<int>(softmax.headEntropyBits.size()));
    QCOMPARE(panel.step(), 1.0 / 255);
}

void TestFourSteps::lookAtSensitivity()
{
    auto& panel = show<views::SensitivityPanel>("sensitivity");
    m_window->actionSet()[Act::SensitivityOnly]->trigger();
    QVERIFY(settle());
    const auto snapshot = now();
    QVERIFY(snapshot->onlyThis && snapshot->onlyThisFreshness == views::Freshness::Current);
    QCOMPARE(panel.order().size(), snapshot->layerCount());
    views::Plot& plot = *panel.plots().front();
    const auto* bars = qobject_cast<QCPBars*>(plot.plottable(0));
    QVERIFY(bars);
    QCOMPARE(bars->dataCount(), static_cast<int>(snapshot->layerCount()));
    for (int i = 0; i < bars->dataCount(); ++i) {
        const double shown = bars->baseValue() + bars->dataMainValue(i);
        const double measured =
            snapshot->onlyThis->layers[panel.order()[static_cast<size_t>(i)].index()].sqnrDb.value;
        if (std::isfinite(measured))
            QVERIFY(std::abs(shown - measured) < 1e-6);
        QVERIFY(plot.yAxis->range().contains(shown));
    }
    QVERIFY(plot.yAxis->label().contains("dB"));
    // All layers together cannot be better than the worst of them alone by more than chance.
    const double worst = snapshot->onlyThis->layers[snapshot->onlyThis->ranking.front().index()].sqnrDb.value;
    QVERIFY(snapshot->allQuantized && snapshot->allQuantized->sqnrDb.value < worst + 3);
}

void TestFourSteps::lookAtTheGraph()
{
    auto& panel = show<views::GraphPanel>("graph");
    QTRY_VERIFY_WITH_TIMEOUT(!panel.busy(), 60'000);
    panel.unfoldAll();
    QTRY_VERIFY_WITH_TIMEOUT(!panel.busy(), 60'000);
    const auto& graph = panel.canvas().graph();
    QCOMPARE(graph.boxOfLayer.size(), now()->layerCount());
    QVERIFY(std::all_of(graph.boxOfLayer.begin(), graph.boxOfLayer.end(), [](int box) { return box >= 0; }));
    QCOMPARE(panel.canvas().drawing().nodes.size(), graph.nodes.size());
}

/// The layer that hurts most goes to floating point by hand, and everything follows.
void TestFourSteps::decide()
{
    views::LayersPanel& panel = show<views::LayersPanel>("layers");
    const LayerId worst = now()->onlyThis->ranking.front();
    const QStringList before = metrics();
    const double sqnrBefore = now()->current->sqnrDb.value;
    const QModelIndex row = panel.proxy().mapFromSource(panel.model().indexOf(worst));
    panel.table().selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect
                                                             | QItemSelectionModel::Rows);
    QTest::keyClick(&panel.table(), Qt::Key_Space);
    QVERIFY(now()->specs[worst.index()].isFloat);
    QApplication::processEvents();
    QVERIFY2(metrics()[3] != before[3], "the old figure goes at once");
    QVERIFY(settle());
    QVERIFY(now()->current->sqnrDb.value > sqnrBefore);
    QCOMPARE(now()->current->layersFloat, 1);
    QCOMPARE(metrics()[3], views::format::decibel(now()->current->sqnrDb));
    QCOMPARE(metrics()[1], before[1]); // all quantized is what it was
    const QStringList kept = metrics();

    QTest::keyClick(&panel.table(), Qt::Key_Space);
    QVERIFY(settle());
    QCOMPARE(metrics().mid(0, 7), before.mid(0, 7));
    m_window->actionSet()[Act::Undo]->trigger();
    QVERIFY(settle());
    QCOMPARE(metrics().mid(0, 7), kept.mid(0, 7));

    auto& history = show<views::HistoryPanel>("history");
    QCOMPARE(history.model().rowCount(), 2);
    QCOMPARE(history.pareto().points().size(), size_t(2));
    const auto& points = history.pareto().points();
    QVERIFY(std::any_of(points.begin(), points.end(),
                        [&](const auto& p) { return p.y == now()->current->sqnrDb.value; }));
    QVERIFY(history.plots().front()->yAxis->label().contains("dB"));
}

void TestFourSteps::leaveWithTables()
{
    const auto snapshot = now();
    const QList<QByteArray> lines = exported(ExportKind::LayersCsv).trimmed().split('\n');
    QCOMPARE(lines.size(), static_cast<qsizetype>(snapshot->layerCount()) + 1);
    for (size_t i = 0; i < snapshot->layerCount(); ++i)
        QVERIFY(lines[static_cast<qsizetype>(i) + 1].contains(snapshot->layer(LayerId(i)).name.c_str()));
    const QJsonArray tensors = QJsonDocument::fromJson(exported(ExportKind::TensorsJson)).array();
    QVERIFY(tensors.size() >= static_cast<qsizetype>(snapshot->layerCount()));
    for (const auto& tensor : tensors)
        QVERIFY(tensor.toObject()["min"].toDouble() <= tensor.toObject()["max"].toDouble());
    QVERIFY(!QJsonDocument::fromJson(exported(ExportKind::Quantizers)).isNull());
    const QByteArray report = exported(ExportKind::Report);
    QVERIFY(report.contains("<html") && !report.contains("src=\"http"));
    QVERIFY(report.contains(snapshot->layer(LayerId(0)).name.c_str()));
}

void TestFourSteps::leaveWithTheModel()
{
    const QByteArray config = exported(ExportKind::Config);
    const auto read = quant::configFromJson(config.toStdString(), "the exported one");
    QVERIFY(read.ok() && *read == m_window->session().config());
    QVERIFY(!exported(ExportKind::Qdq).isEmpty());
    const std::string path =
        m_folder->filePath("export" + QString::number(static_cast<int>(ExportKind::Qdq))).toStdString();
    const auto model = analysis::Analyzer::open(path);
    QVERIFY2(model.ok(), model.ok() ? "" : model.error().text().c_str());
    const auto snapshot = now();
    QCOMPARE((*model)->layers().size(), snapshot->layerCount());
    // That it computes what was simulated is for tests/bench to show, with ONNX Runtime.
    auto& dataset = *m_window->session().data().dataset;
    std::set<std::string> quantized;
    for (const Node& node : (*model)->graph().nodes)
        if (node.op == "DequantizeLinear" || node.op == "QuantizeLinear")
            quantized.insert(node.op);
    QCOMPARE(quantized.size(), size_t(2));
    const auto ranges = (*model)->calibrate(dataset, RunControl());
    QVERIFY2(ranges.ok(), ranges.ok() ? "" : ranges.error().text().c_str());
}

void TestFourSteps::leaveWithPlots()
{
    QString error;
    const QString folder = m_folder->filePath("plots");
    QVERIFY2(m_window->exportPlots(folder, &error), qPrintable(error));
    for (const views::Plot* plot : m_window->workbench().plots())
        for (const char* suffix : {".png", ".svg", ".pdf"})
            QVERIFY2(QFileInfo(folder + '/' + plot->exportName() + suffix).size() > 500,
                     qPrintable(plot->exportName()));
}

void TestFourSteps::leaveWithTheSession()
{
    const QStringList before = metrics();
    const QString path = m_folder->filePath("s.qsession");
    m_window->files().saveSession(path);
    QVERIFY(settle());
    const quant::Config config = m_window->session().config();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    m_window->files().openSession(path);
    QVERIFY(QTest::qWaitFor([this] { return now()->current && m_window->session().idle(); }, 240'000));
    QApplication::processEvents();
    QVERIFY(m_window->session().config() == config);
    QCOMPARE(metrics().mid(0, 7), before.mid(0, 7)); // layers are timed anew
}

QTEST_MAIN(TestFourSteps)
#include "tst_four_steps.moc"
