// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/format.h"
#include "views/panels/channels_panel.h"
#include "views/panels/graph_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/job_strip.h"
#include "views/panels/layers_panel.h"
#include "views/panels/metric_strip.h"
#include "views/panels/ranges_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"
#include "views/plots/channel_glyphs.h"
#include "views/plots/plot.h"
#include "views/plots/quantization_grid.h"
#include "views/plots/range_glyphs.h"

using namespace qscope;
using namespace qscope::views;
using analysis::SensitivityMode;

namespace {

/// A shown panel with a selection of its own.
template <class P>
struct Shown {
    explicit Shown(SnapshotPtr snapshot, LayerId layer = {}) : panel(&selection)
    {
        if (layer.valid())
            selection.selectLayer(layer);
        panel.resize(640, 420);
        panel.setSnapshot(std::move(snapshot));
        panel.show();
        settle();
    }
    void settle() { QCoreApplication::processEvents(); }

    Selection selection;
    P panel;
};

QPoint pixelOf(const Plot& plot, double x)
{
    return {static_cast<int>(std::lround(plot.xAxis->coordToPixel(x))), plot.axisRect()->center().y()};
}

std::shared_ptr<Snapshot> snapshotOf(int layers, bool broken = false)
{
    synthetic::Options o;
    o.layers = layers;
    o.broken = broken;
    return synthetic::snapshot(o);
}

QList<Panel*> allPanels(Selection* selection, QWidget* parent)
{
    return {new LayersPanel(selection, parent),
            new RangesPanel(selection, parent),
            new ChannelsPanel(selection, parent),
            new SoftmaxPanel(selection, parent),
            new SensitivityPanel(selection, parent),
            new HistogramPanel(selection, parent),
            new HistoryPanel(selection, parent),
            new GraphPanel(selection, parent),
            new MetricStrip(parent)};
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyPanelTakesEverySnapshot_data()
    {
        QTest::addColumn<SnapshotPtr>("snapshot");
        synthetic::Options bare;
        bare.calibrated = bare.measured = bare.evaluated = false;
        QTest::newRow("nothing is open") << SnapshotPtr();
        QTest::newRow("a model without calibration") << SnapshotPtr(synthetic::snapshot(bare));
        QTest::newRow("three layers") << SnapshotPtr(snapshotOf(3));
        QTest::newRow("fifty layers with NaN and infinities") << SnapshotPtr(snapshotOf(50, true));
        QTest::newRow("a thousand layers") << SnapshotPtr(snapshotOf(1000));
    }
    void everyPanelTakesEverySnapshot()
    {
        QFETCH(SnapshotPtr, snapshot);
        Selection selection;
        QWidget parent;
        const auto panels = allPanels(&selection, &parent);
        parent.show();
        for (Panel* panel : panels) {
            panel->resize(500, 400);
            panel->setSnapshot(snapshot);
            QVERIFY(!panel->stale());
            QVERIFY(!panel->title().isEmpty() && !panel->question().isEmpty());
        }
        for (const int layer : {0, 2, 3, 999}) {
            selection.selectLayer(LayerId(static_cast<int32_t>(layer))); // also one that is not there
            selection.hover(LayerId(static_cast<int32_t>(layer)));
            QCoreApplication::processEvents();
        }
        for (Panel* panel : panels)
            QVERIFY(!panel->grab().isNull());
    }

    void hiddenPanelsAreStaleUntilShown()
    {
        Selection selection;
        QWidget parent;
        for (Panel* panel : allPanels(&selection, &parent)) {
            panel->setSnapshot(snapshotOf(10));
            QVERIFY(panel->stale());
        }
        parent.show();
        for (const auto* panel : parent.findChildren<Panel*>())
            QVERIFY(!panel->stale());
    }

    void rangesShowEveryInputWithItsClipRange()
    {
        const auto s = synthetic::withFloat(*snapshotOf(50), {1});
        Shown<RangesPanel> shown(s);
        const auto& all = shown.panel.glyphs().summaries();
        QCOMPARE(all.size(), size_t(70)); // 50 layers, 20 of them with two inputs
        const auto* first = s->stats(s->activations(LayerId(0)).front());
        QCOMPARE(all[0].max, static_cast<double>(first->max.value));
        QCOMPARE(all[0].clip->lo, s->activationQuantizer(LayerId(0), 0)->representable().lo);
        QVERIFY(!all[1].clip); // in floating point
        const Plot& plot = *shown.panel.plots().front();
        QVERIFY(plot.xAxis->range().contains(0) && plot.xAxis->range().contains(49));
        QVERIFY(!plot.xAxis->label().isEmpty() && !plot.yAxis->label().isEmpty());
        bool found = false;
        const QCPRange values = shown.panel.glyphs().getValueRange(found);
        QVERIFY(found && plot.yAxis->range().lower < values.lower
                && plot.yAxis->range().upper > values.upper);
    }

    void rangesStateTheRuleForOutliers()
    {
        Shown<RangesPanel> shown(snapshotOf(50));
        bool stated = false;
        for (const auto* label : shown.panel.findChildren<QLabel*>()) {
            const QString text = label->text().replace(QLatin1String("&nbsp;"), QLatin1String(" "));
            stated = stated
                     || (text.contains(QStringLiteral("4 ×")) && text.contains(QLatin1String("5 of 70")));
        }
        QVERIFY(stated);
    }

    void aClickOnAGlyphSelectsIt()
    {
        Shown<RangesPanel> shown(snapshotOf(50));
        Plot& plot = *shown.panel.plots().front();
        QTest::mouseMove(&plot, pixelOf(plot, 20));
        QTRY_COMPARE(shown.selection.hovered(), LayerId(20));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, pixelOf(plot, 12));
        QCOMPARE(shown.selection.layer(), LayerId(12));
        QCOMPARE(shown.panel.glyphs().highlighted(), LayerId(12));
    }

    void rangesLinearAndLogarithmicShowTheSameData()
    {
        Shown<RangesPanel> shown(snapshotOf(50));
        const Plot& plot = *shown.panel.plots().front();
        const double before = shown.panel.glyphs().summaries()[1].max;
        const double symlog = plot.yAxis->range().upper;
        shown.panel.setLogarithmic(false);
        QCOMPARE(shown.panel.glyphs().summaries()[1].max, before);
        QVERIFY(plot.yAxis->range().upper >= before && plot.yAxis->range().upper > 5 * symlog);
    }

    void rangesOfOutputs()
    {
        const auto s = snapshotOf(10);
        Shown<RangesPanel> shown(s);
        shown.panel.setSource(RangeSource::Outputs);
        QCOMPARE(shown.panel.glyphs().summaries().size(), size_t(10));
        QCOMPARE(shown.panel.glyphs().summaries()[4].value, s->output(LayerId(4)));
    }

    void channelsShowTheTensorAndItsWeight()
    {
        const auto s = snapshotOf(10);
        Shown<ChannelsPanel> shown(s, LayerId(0));
        const auto& channels = s->stats(s->activations(LayerId(0)).front())->channels;
        QCOMPARE(shown.panel.tensorRanges().max, channels.max);
        QCOMPARE(shown.panel.weightRanges().count(), channels.count());
        QVERIFY(shown.panel.ratioText().contains(format::ratio(shown.panel.tensorRanges().ratio())));
        const QCPGraph* max = shown.panel.plots().front()->graph(0);
        QCOMPARE(max->dataCount(), 1 + 64 + 1); // the outer steps are as wide as the others
        for (int i = 1; i < max->dataCount(); ++i)
            QVERIFY(max->dataMainValue(i) <= max->dataMainValue(i - 1)); // widest first
        shown.panel.setSorted(false);
        QCOMPARE(shown.panel.plots().front()->graph(0)->dataMainValue(6),
                 static_cast<double>(channels.max[5]));
    }

    void channelsHaveABoxEach()
    {
        const auto s = snapshotOf(10);
        Shown<ChannelsPanel> shown(s, LayerId(0));
        const auto& channels = s->stats(s->activations(LayerId(0)).front())->channels;
        QVERIFY(shown.panel.boxes().boxes().empty());
        QVERIFY(!shown.panel.boxes().visible());
        shown.panel.showBoxes(true);
        shown.settle();
        QVERIFY(shown.panel.boxes().visible());
        QCOMPARE(shown.panel.plots().front()->graph(0)->brush().style(), Qt::NoBrush); // boxes, not a band
        const auto& boxes = shown.panel.boxes().boxes();
        QCOMPARE(boxes.size(), size_t(64));
        for (const ChannelBox& box : boxes) { // no histograms were recorded: mean and deviation, and said so
            const double std = std::sqrt(channels.variance[box.channel]);
            QCOMPARE(box.min, static_cast<double>(channels.min[box.channel]));
            QCOMPARE(box.lowerQuartile, channels.mean[box.channel] - std);
            QCOMPARE(box.upperQuartile, channels.mean[box.channel] + std);
            QCOMPARE(box.channel, shown.panel.order()[box.place]);
        }
        QVERIFY(shown.panel.boxText().contains(QLatin1String("standard deviation")));
        QVERIFY(shown.panel.boxText().contains(QLatin1String("href")));
        shown.selection.selectLayer(LayerId(synthetic::AfterSoftmax));
        QVERIFY(shown.panel.boxes().boxes().empty());
    }

    void channelBoxesShowQuartilesWhereTheyWereRecorded()
    {
        const auto s = std::make_shared<Snapshot>(*snapshotOf(10));
        auto calibration = std::make_shared<analysis::CalibrationResult>(*s->calibration);
        const ValueId value = s->activations(LayerId(0)).front();
        auto& channels =
            const_cast<stats::TensorStats*>(calibration->find(value))->channels; // NOLINT: a copy of its own
        for (size_t c = 0; c < channels.count(); ++c) {
            channels.min[c] = -static_cast<float>(c + 1);
            channels.max[c] = static_cast<float>(c + 1);
            const std::vector<float> values{channels.min[c], -0.5F, 0.5F, channels.max[c]};
            channels.histograms.emplace_back(2048).add(values, channels.min[c], channels.max[c]);
        }
        s->calibration = calibration;
        Shown<ChannelsPanel> shown(s, LayerId(0));
        shown.panel.showBoxes(true);
        const ChannelBox& widest = shown.panel.boxes().boxes().front();
        QCOMPARE(widest.channel, size_t(63));
        QCOMPARE(widest.max, 64.0);
        QCOMPARE(widest.upperQuartile, channels.histograms[63].quantile(0.75));
        QVERIFY(shown.panel.boxText().contains(QLatin1String("quartiles")));
        QVERIFY(!shown.panel.boxText().contains(QLatin1String("href")));
    }

    void thousandsOfChannelsShareBoxesUntilOneZoomsIn()
    {
        synthetic::Options o;
        o.layers = 5;
        o.channels = 4000;
        Shown<ChannelsPanel> shown(synthetic::snapshot(o), LayerId(0));
        shown.panel.setSorted(false);
        shown.panel.showBoxes(true);
        shown.settle();
        const auto& boxes = shown.panel.boxes().boxes();
        QVERIFY(boxes.size() < 200 && boxes.size() > 20);
        size_t places = 0;
        const ChannelRanges& ranges = shown.panel.tensorRanges();
        for (const ChannelBox& box : boxes) { // together they stand for all, each for its widest
            QCOMPARE(box.place, places);
            for (size_t i = 0; i < box.places; ++i)
                QVERIFY(ranges.range(box.channel) >= ranges.range(shown.panel.order()[places + i]));
            places += box.places;
        }
        QCOMPARE(places, size_t(4000));
        Plot& plot = *shown.panel.plots().front();
        plot.xAxis->setRange(99.5, 119.5);
        plot.replot();
        QCOMPARE(boxes.size(), size_t(20));
        QCOMPARE(boxes.front().channel, size_t(100));
        QCOMPARE(boxes.front().places, size_t(1));
        QCOMPARE(shown.panel.boxes().at(107.2)->channel, size_t(107));
        QVERIFY(!shown.panel.boxes().at(300));
    }

    void channelsSayWhenThereAreNone()
    {
        Shown<ChannelsPanel> shown(snapshotOf(10), LayerId(synthetic::AfterSoftmax));
        QVERIFY(shown.panel.plots().front()->notice().contains(QLatin1String("channel axis")));
        QCOMPARE(shown.panel.tensorRanges().count(), size_t(0));
        shown.selection.selectLayer(LayerId(0));
        QVERIFY(shown.panel.plots().front()->notice().isEmpty());
    }

    void theChannelMapSelectsLayers()
    {
        Shown<ChannelsPanel> shown(snapshotOf(10), LayerId(0));
        shown.panel.showMap(true);
        shown.settle();
        Plot& plot = *shown.panel.plots()[2];
        QCOMPARE(shown.panel.map().layers, size_t(10));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, pixelOf(plot, 7));
        QCOMPARE(shown.selection.layer(), LayerId(7));
    }

    void aBrushOverTheRangesFindsTheLayersInIt()
    {
        Shown<RangesPanel> shown(snapshotOf(20));
        Plot& plot = *shown.panel.plots().front();
        std::vector<LayerId> brushed;
        connect(&shown.panel, &RangesPanel::brushed, this, [&](const std::vector<LayerId>& layers) { brushed = layers; });
        const auto& glyphs = shown.panel.glyphs();
        const QRect area = plot.axisRect()->rect();
        const int left = pixelOf(plot, 2.6).x(), right = pixelOf(plot, 6.4).x();
        QTest::mousePress(&plot, Qt::LeftButton, Qt::ControlModifier, {left, area.top() + 1});
        QMouseEvent move(QEvent::MouseMove, QPointF(right, area.bottom() - 1), plot.mapToGlobal(QPointF(right, area.bottom() - 1)),
                         Qt::NoButton, Qt::LeftButton, Qt::ControlModifier);
        QCoreApplication::sendEvent(&plot, &move);
        QTest::mouseRelease(&plot, Qt::LeftButton, Qt::ControlModifier, {right, area.bottom() - 1});
        QCOMPARE(brushed, (std::vector<LayerId>{LayerId(3), LayerId(4), LayerId(5), LayerId(6)}));
        // A rectangle high up holds only those that reach that far.
        double highest = 0;
        LayerId widest;
        for (const RangeSummary& s : glyphs.summaries())
            if (s.max > highest) {
                highest = s.max;
                widest = s.layer;
            }
        emit plot.brushed(QRect(area.left(), static_cast<int>(glyphs.pixelOf(highest)) - 1, area.width(), 4));
        QVERIFY(std::count(brushed.begin(), brushed.end(), widest) == 1);
        QVERIFY2(brushed.size() < 5, qPrintable(QString::number(brushed.size())));
    }

    void softmaxMarksOneStepOfItsQuantizer()
    {
        synthetic::Options o;
        o.layers = 10;
        o.bits = 4;
        Shown<SoftmaxPanel> shown(synthetic::snapshot(o), LayerId(8));
        QCOMPARE(shown.panel.value(), shown.panel.snapshot().activations(LayerId(8)).front());
        QCOMPARE(shown.panel.step(), 1.0 / 15);
        QVERIFY(shown.panel.summaryText().contains(QLatin1String("4 bits")));
        auto* below = qobject_cast<QCPBars*>(shown.panel.plots().front()->plottable(1));
        QVERIFY(below->dataCount() > 0);
        for (int i = 0; i < below->dataCount(); ++i)
            QVERIFY(std::exp2(below->dataMainKey(i)) < 1.0 / 15);
    }

    void softmaxSharesAddUpAndEntropiesAreShown()
    {
        const auto s = snapshotOf(10);
        Shown<SoftmaxPanel> shown(s, LayerId(3));
        Plot& plot = *shown.panel.plots().front();
        double sum = 0;
        for (int p = 0; p < 2; ++p) {
            for (int i = 0; i < plot.plottable(p)->interface1D()->dataCount(); ++i)
                sum += plot.plottable(p)->interface1D()->dataMainValue(i);
        }
        const auto& softmax = *s->stats(shown.panel.value())->softmax;
        const double total =
            std::accumulate(softmax.log2Counts.begin(), softmax.log2Counts.end(), double(softmax.zeros));
        QVERIFY(std::abs(sum - 100 * (1 - double(softmax.zeros) / total)) < 1e-6);
        const auto* heads = shown.panel.plots()[1]->plottable(0)->interface1D();
        QCOMPARE(heads->dataCount(), 6);
        QCOMPARE(heads->dataMainValue(2), softmax.headEntropyBits[2]);
        QVERIFY(shown.panel.summaryText().contains(QLatin1String("62.0 %")));
        QVERIFY(shown.panel.plots()[1]->yAxis->label().contains(QLatin1String("bit")));
    }

    void softmaxKeptInFloatHasNoStep()
    {
        Shown<SoftmaxPanel> shown(synthetic::withFloat(*snapshotOf(10), {3}), LayerId(3));
        QCOMPARE(shown.panel.step(), 0.0);
        QVERIFY(shown.panel.summaryText().contains(QLatin1String("not quantized")));
    }

    void choosingASoftmaxSelectsItsConsumer()
    {
        Shown<SoftmaxPanel> shown(snapshotOf(10), LayerId(0));
        shown.panel.findChild<QComboBox*>()->setCurrentIndex(1);
        QCOMPARE(shown.selection.layer(), LayerId(8));
        QCOMPARE(shown.selection.value(), shown.panel.value());
    }

    void softmaxFollowsIntoTheBlockOfTheLayer()
    {
        Shown<SoftmaxPanel> shown(snapshotOf(10), LayerId(0));
        const ValueId first = shown.panel.value();
        shown.selection.selectLayer(LayerId(6)); // reads none itself; layer 8 of its block does
        QVERIFY(shown.panel.value() != first);
        QCOMPARE(shown.panel.value(), shown.panel.snapshot().activations(LayerId(8)).front());
        QCOMPARE(shown.selection.layer(), LayerId(6));
    }

    void sensitivityBarsEndAtTheMeasuredFigure()
    {
        const auto s = synthetic::withFloat(*snapshotOf(50), {1});
        Shown<SensitivityPanel> shown(s, LayerId(2));
        Plot& plot = *shown.panel.plots().front();
        auto* quantized = qobject_cast<QCPBars*>(plot.plottable(0));
        auto* floats = qobject_cast<QCPBars*>(plot.plottable(1));
        QCOMPARE(quantized->dataCount(), 49);
        QCOMPARE(floats->dataCount(), 1);
        QCOMPARE(floats->baseValue() + floats->dataMainValue(0), s->onlyThis->layers[1].sqnrDb.value);
        QVERIFY(plot.yAxis->rangeReversed()); // low SQNR is the tall bar
        QVERIFY(plot.yAxis->label().contains(QLatin1String("dB")));
        shown.panel.setMode(SensitivityMode::AllButThis);
        QVERIFY(!plot.yAxis->rangeReversed());
        QCOMPARE(floats->baseValue() + floats->dataMainValue(0), s->allBut->layers[1].sqnrDb.value);
    }

    void sensitivitiesShowTheirIntervals()
    {
        auto s = snapshotOf(6);
        auto measured = std::make_shared<analysis::SensitivityResult>(*s->onlyThis);
        measured->layers[2].sqnrDb = {30, 28, 33};
        measured->ranking = {LayerId(2), LayerId(1), LayerId(0), LayerId(3), LayerId(4), LayerId(5)};
        measured->tiedWithNext = {true, false, false, false, false, false};
        s->onlyThis = measured;
        Shown<SensitivityPanel> shown(s);
        Plot& plot = *shown.panel.plots().front();
        QCPErrorBars* intervals = nullptr;
        for (int i = 0; i < plot.plottableCount(); ++i)
            intervals = intervals ? intervals : qobject_cast<QCPErrorBars*>(plot.plottable(i));
        QVERIFY(intervals);
        QCOMPARE(intervals->dataCount(), 1); // the other layers have none
        QCOMPARE(intervals->data()->at(0).errorMinus, 2.0);
        QCOMPARE(intervals->data()->at(0).errorPlus, 3.0);
        QVERIFY(s->isTied(SensitivityMode::OnlyThisLayer, LayerId(1)));
        QVERIFY(!s->isTied(SensitivityMode::OnlyThisLayer, LayerId(0)));
    }

    void errorsAlongTheDepthShowBothKinds()
    {
        auto s = snapshotOf(6);
        auto measured = std::make_shared<analysis::SensitivityResult>(*s->onlyThis);
        measured->mode = SensitivityMode::Accumulated;
        for (auto& layer : measured->layers)
            layer.localDb = layer.sqnrDb + 5;
        s->accumulated = measured;
        Shown<SensitivityPanel> shown(s);
        shown.panel.setMode(SensitivityMode::Accumulated);
        Plot& plot = *shown.panel.plots().front();
        QVERIFY(plot.yAxis->label().contains(QLatin1String("layer")));
        QVERIFY(plot.yAxis->rangeReversed());
        QCPGraph* local = plot.graph(plot.graphCount() - 1);
        QCOMPARE(local->dataCount(), 6);
        QCOMPARE(local->dataMainValue(1), measured->layers[1].sqnrDb + 5);
        QVERIFY(plot.yAxis->range().contains(local->dataMainValue(1)));
        shown.panel.setMode(SensitivityMode::OnlyThisLayer);
        QCOMPARE(local->dataCount(), 0);
    }

    void theWorstLayersComeFirst()
    {
        const auto s = snapshotOf(50, true);
        Shown<SensitivityPanel> shown(s);
        shown.panel.setOrder(SensitivityPanel::Order::Worst);
        for (const auto mode : {SensitivityMode::OnlyThisLayer, SensitivityMode::AllButThis}) {
            shown.panel.setMode(mode);
            QCOMPARE(shown.panel.order().size(), size_t(50));
            std::optional<double> before;
            for (const LayerId layer : shown.panel.order()) {
                const auto db = s->sensitivityDb(mode, layer);
                if (db && before)
                    QVERIFY(mode == SensitivityMode::OnlyThisLayer ? *before <= *db : *before >= *db);
                before = db;
            }
        }
        Plot& plot = *shown.panel.plots().front();
        shown.settle();
        QTest::mouseClick(&plot, Qt::LeftButton, {}, pixelOf(plot, 3));
        QCOMPARE(shown.selection.layer(), shown.panel.order()[3]);
    }

    void measuringIsAnIntent()
    {
        Shown<SensitivityPanel> shown(snapshotOf(5));
        auto* button = shown.panel.findChild<QPushButton*>();
        QSignalSpy asked(&shown.panel, &SensitivityPanel::measureRequested);
        shown.panel.setMode(SensitivityMode::AllButThis);
        button->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<SensitivityMode>(), SensitivityMode::AllButThis);
        shown.panel.setMeasurable(false);
        QVERIFY(!button->isEnabled());
        shown.panel.setMeasurable(true);
        auto partial = snapshotOf(5);
        partial->calibrationPartial = true;
        shown.panel.setSnapshot(partial);
        QVERIFY(!button->isEnabled());
    }

    void outdatedSensitivityIsSaid()
    {
        auto s = snapshotOf(5);
        s->onlyThisFreshness = Freshness::Outdated;
        Shown<SensitivityPanel> shown(s);
        bool said = false;
        for (const auto* label : shown.panel.findChildren<QLabel*>())
            said = said || label->text().contains(QLatin1String("another configuration"));
        QVERIFY(said);
    }

    void theHistogramShowsEveryElementAndTheQuantizer()
    {
        const auto s = snapshotOf(10);
        Shown<HistogramPanel> shown(s, LayerId(1));
        shown.panel.setLogarithmic(false);
        const auto* stats = s->stats(s->activations(LayerId(1)).front());
        QVERIFY(shown.panel.histogram());
        QCOMPARE(*shown.panel.histogram(), stats->histogram);
        double sum = 0;
        for (int i = 0; i < shown.panel.counts().dataCount(); ++i)
            sum += shown.panel.counts().dataMainValue(i);
        QCOMPARE(sum, static_cast<double>(stats->histogram.total()));
        QVERIFY(shown.panel.mergedBins() > 1); // more bins than pixels
        const quant::Range clip = shown.panel.quantizer()->representable();
        QCOMPARE(shown.panel.grid().lines()->lo, clip.lo);
        QCOMPARE(shown.panel.grid().lines()->hi, clip.hi);
        const QString text = shown.panel.summaryText();
        for (const QString& part :
             {format::number(shown.panel.quantizer()->scale[0]), QStringLiteral("zero point"),
              QStringLiteral("clipped 0.0"), QStringLiteral("SQNR")})
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void zoomingInShowsFinerBins()
    {
        Shown<HistogramPanel> shown(snapshotOf(10), LayerId(1));
        Plot& plot = *shown.panel.plots().front();
        const size_t whole = shown.panel.mergedBins();
        plot.xAxis->setRange(0, shown.panel.histogram()->binWidth() * 20);
        plot.replot();
        QVERIFY(shown.panel.mergedBins() < whole);
        QCOMPARE(shown.panel.mergedBins(), size_t(1));
    }

    void logarithmicCountsStillHoldTheirNumber()
    {
        Shown<HistogramPanel> shown(snapshotOf(10), LayerId(1));
        shown.panel.setLogarithmic(true);
        double sum = 0;
        for (int i = 0; i < shown.panel.counts().dataCount(); ++i)
            sum += std::pow(10, shown.panel.counts().dataMainValue(i)) - 1;
        QVERIFY(std::abs(sum - static_cast<double>(shown.panel.histogram()->total())) < 0.5);
    }

    void theHistogramShowsWeights()
    {
        const auto s = snapshotOf(10);
        Shown<HistogramPanel> shown(s, LayerId(1));
        shown.selection.selectValue(LayerId(1), s->node(LayerId(1)).inputs[1]);
        QCOMPARE(shown.panel.histogram()->total(), static_cast<uint64_t>(s->weight(LayerId(1))->size()));
        QVERIFY(shown.panel.quantizer()->perChannel());
        QVERIFY(shown.panel.summaryText().contains(QLatin1String("32 scales")));
    }

    void aFewCodesAreDrawnOneByOne()
    {
        synthetic::Options o;
        o.layers = 10;
        o.bits = 3;
        Shown<HistogramPanel> coarse(synthetic::snapshot(o), LayerId(6));
        QVERIFY(coarse.panel.grid().showsCodes());
        Shown<HistogramPanel> fine(snapshotOf(10), LayerId(6));
        QVERIFY(!fine.panel.grid().showsCodes());
    }

    void aFloatLayerHasNoGrid()
    {
        Shown<HistogramPanel> shown(synthetic::withFloat(*snapshotOf(10), {1}), LayerId(1));
        QVERIFY(!shown.panel.grid().lines());
        QVERIFY(shown.panel.summaryText().contains(QLatin1String("floating point")));
    }

    void thePickedTensorIsSharedByThePanels()
    {
        Shown<HistogramPanel> shown(snapshotOf(10), LayerId(2));
        auto* choice = shown.panel.findChild<QComboBox*>();
        QCOMPARE(choice->count(), 3);
        choice->setCurrentIndex(1);
        emit choice->activated(1);
        QCOMPARE(shown.selection.value(), shown.panel.snapshot().activations(LayerId(2))[1]);
    }

    void theMetricStripSaysWhatIsKnown()
    {
        MetricStrip strip;
        strip.setSnapshot(synthetic::withFloat(*snapshotOf(50), {}));
        strip.show();
        const QStringList texts = strip.texts();
        QCOMPARE(texts.mid(0, 5), (QStringList{"90.8 %", "41.2 %", "41.2 %", "21.4 dB", "96.5 %"}));
        const Prices& prices = *strip.snapshot().prices;
        QCOMPARE(texts[5], QStringLiteral("%1 of %2").arg(format::bytes(prices.total.bytes), format::bytes(4 * prices.total.bytes)));
        QCOMPARE(texts[6], format::magnitude(*prices.total.bitOperations));
        QCOMPARE(texts[7], QStringLiteral("6.56 of 26.2 ms")); // sums of 0.5 to 0.549 ms, and a quarter
        synthetic::Options o;
        o.floatLayers = {1, 2, 3};
        strip.setSnapshot(synthetic::snapshot(o));
        QVERIFY(strip.texts()[2].startsWith(QLatin1String("89.9 % (3 ")));
    }

    void theMetricStripIsNeverStale()
    {
        auto s = snapshotOf(5);
        s->evaluationPending = true;
        MetricStrip strip;
        strip.setSnapshot(s);
        strip.show();
        QCOMPARE(strip.texts().mid(0, 5), (QStringList{"90.8 %", "41.2 %", "…", "…", "…"}));
        QVERIFY(!strip.texts()[5].contains(QChar(u'…'))); // what it costs is known at once
        auto timing = std::make_shared<Snapshot>(*s);
        auto prices = std::make_shared<Prices>(*s->prices);
        prices->total.milliseconds.reset();
        timing->prices = prices;
        strip.setSnapshot(timing);
        QCOMPARE(strip.texts()[7], QStringLiteral("–"));
        timing = std::make_shared<Snapshot>(*timing);
        timing->timingLayers = true;
        strip.setSnapshot(timing);
        QCOMPARE(strip.texts()[7], QStringLiteral("…"));
        strip.setSnapshot(nullptr);
        QCOMPARE(strip.texts(), QStringList(8, QStringLiteral("–")));
    }

    void withoutLabelsTheStripShowsSqnr()
    {
        synthetic::Options o;
        o.labelled = false;
        MetricStrip strip;
        strip.setSnapshot(synthetic::snapshot(o));
        strip.show();
        QCOMPARE(strip.texts().mid(0, 3), (QStringList{"–", "21.4 dB", "21.4 dB"}));
    }

    void theJobStripTellsStepsAndTimeLeft()
    {
        JobStrip strip;
        QVERIFY(!strip.isVisible());
        strip.progress(1, 2, QStringLiteral("ignored")); // nothing runs
        QVERIFY(!strip.running());
        strip.start(QStringLiteral("Calibrating"));
        QVERIFY(strip.isVisible());
        QCOMPARE(strip.text(), QStringLiteral("Calibrating"));
        strip.progress(10, 40, QStringLiteral("conv1"));
        QCOMPARE(strip.text(), QStringLiteral("Calibrating: conv1, 10 of 40"));
        QTest::qWait(1100);
        strip.progress(30, 40, QStringLiteral("conv2"));
        QVERIFY2(strip.text().endsWith(QLatin1String("1 s left")), qPrintable(strip.text()));
        QCOMPARE(strip.findChild<QProgressBar*>()->value(), 750);
        strip.finish();
        QVERIFY(!strip.isVisible());
    }

    void cancellingIsAnIntent()
    {
        JobStrip strip;
        strip.start(QStringLiteral("Calibrating"));
        QSignalSpy asked(&strip, &JobStrip::cancelRequested);
        strip.findChild<QToolButton*>()->click();
        strip.findChild<QToolButton*>()->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(strip.text(), QStringLiteral("Calibrating: stopping…"));
        strip.start(QStringLiteral("Evaluating"));
        QVERIFY(strip.findChild<QToolButton*>()->isEnabled());
    }

    void panelsFollowThePaletteAndTheLanguage()
    {
        Shown<RangesPanel> shown(snapshotOf(10));
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        shown.panel.setPalette(dark);
        shown.settle();
        QVERIFY(shown.panel.plots().front()->theme().dark);
        QEvent language(QEvent::LanguageChange);
        QCoreApplication::sendEvent(&shown.panel, &language);
        QVERIFY(!shown.panel.stale());
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
