// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/channel_ranges.h"
#include "views/models/format.h"
#include "views/models/other_model.h"
#include "views/models/quantizer_text.h"
#include "views/models/softmax_summary.h"
#include "views/panels/channels_panel.h"
#include "views/panels/graph_panel.h"
#include "views/panels/metric_strip.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"
#include "views/plots/graph_canvas.h"
#include "views/plots/sensitivity_bars.h"

using namespace qscope;
using namespace qscope::views;
using analysis::SensitivityMode;

namespace {

const LayerId AfterSoftmax(3);

std::shared_ptr<Snapshot> tenLayers(int bits = 8)
{
    synthetic::Options options;
    options.layers = 10;
    options.bits = bits;
    return synthetic::snapshot(options);
}

/// Softmax outputs by powers of the root of two.
void quantizeByLogarithm(Snapshot& s, int bits)
{
    quant::QuantizerSpec spec;
    spec.bits = bits;
    spec.kind = quant::QuantizerKind::LogSqrt2;
    s.quantizers[AfterSoftmax.index()].activations[0] =
        *quant::quantizerForActivations(*s.stats(s.activations(AfterSoftmax)[0]), spec);
}

/// A model after a method, and the one before it beside it: 4 bits, softmax by logarithm after and uniform
/// before.
std::shared_ptr<Snapshot> afterAMethod()
{
    auto now = tenLayers(4);
    quantizeByLogarithm(*now, 4);
    now->other = now->beside = tenLayers(4);
    now->otherName = now->besideName = "The model before RepQ-ViT";
    now->besideLabel = "before";
    now->referenceName = "vit.onnx";
    return now;
}

template <class P>
struct Shown {
    explicit Shown(const SnapshotPtr& snapshot, LayerId layer = {}) : panel(&selection)
    {
        if (layer.valid())
            selection.selectLayer(layer);
        panel.resize(800, 420);
        panel.setSnapshot(snapshot);
        panel.show();
        QCoreApplication::processEvents();
    }

    Selection selection;
    P panel;
};

} // namespace

/// What was there before a method, or another config, beside what is there now, in one glance.
class TestBeside : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void layersAndTensorsAreFoundByTheirNames()
    {
        const auto here = tenLayers();
        auto there = tenLayers();
        QCOMPARE(sameLayer(*here, *there, LayerId(4)), LayerId(4));
        QCOMPARE(sameValue(*here, *there, ValueId(3)), ValueId(3));
        auto layers = std::make_shared<std::vector<Layer>>(*there->model->layers);
        std::swap((*layers)[4], (*layers)[7]);
        auto model = *there->model;
        model.layers = layers.get();
        there->model = std::make_shared<const ModelView>(model);
        QCOMPARE(sameLayer(*here, *there, LayerId(4)), LayerId(7));
        (*layers)[7].name = "gone";
        QVERIFY(!sameLayer(*here, *there, LayerId(4)).valid());
        QVERIFY(!sameLayer(*here, Snapshot(), LayerId(4)).valid());
        QVERIFY(!sameValue(*here, Snapshot(), ValueId(3)).valid());
    }

    void softmaxShowsBothQuantizers()
    {
        const auto now = afterAMethod();
        Shown<SoftmaxPanel> shown(now, AfterSoftmax);
        const auto& stats = *now->stats(shown.panel.value());
        const auto* here = now->activationQuantizer(AfterSoftmax, 0);
        const auto* before = now->beside->activationQuantizer(AfterSoftmax, 0);
        const auto after = softmaxUse(stats, here), was = softmaxUse(stats, before);
        QVERIFY(after && was);
        QVERIFY(after->sqnrDb > was->sqnrDb && after->codes.zero < was->codes.zero
                && after->codes.bits > was->codes.bits);
        const QString text = shown.panel.sidesText();
        const qsizetype first = text.indexOf("before"), second = text.indexOf("now");
        QVERIFY(first > 0 && second > first); // what was there first stands above
        for (const QString& words :
             {quantizerKindText(*here), quantizerKindText(*before), format::decibel(after->sqnrDb),
              format::decibel(was->sqnrDb), format::percent(was->codes.zero)})
            QVERIFY2(text.contains(words), qPrintable(words + " is not in " + text));
        QVERIFY(shown.panel.summaryText().contains("probabilities unchanged"));
        QCOMPARE(shown.panel.step(), smallestStep(*here));
        QVERIFY(shown.panel.step() < uniformStep(4)); // sqrt(2)^-15
        QCOMPARE(shown.panel.plots().size(), 3);      // and the codes
        auto* bars = qobject_cast<QCPBars*>(shown.panel.plots()[2]->plottable(0));
        QVERIFY(bars && bars->data()->size() == 16); // of 4 bits, before
        QVERIFY(bars->data()->begin()->key < 0);     // on the left

        shown.panel.setSnapshot(tenLayers(4));
        QVERIFY(shown.panel.sidesText().isEmpty());
        QVERIFY(!shown.panel.summaryText().contains("unchanged"));
    }

    void softmaxDrawsAnotherDistributionOverTheBars()
    {
        const auto now = afterAMethod();
        auto before = std::make_shared<Snapshot>(*now->beside);
        auto calibration = std::make_shared<analysis::CalibrationResult>(*before->calibration);
        for (auto& tensor : calibration->tensors)
            if (tensor.softmax)
                std::swap(tensor.softmax->log2Counts[10], tensor.softmax->log2Counts[30]);
        before->calibration = calibration;
        now->beside = before;
        Shown<SoftmaxPanel> shown(now, AfterSoftmax);
        QVERIFY(!shown.panel.summaryText().contains("unchanged"));
        QVERIFY(shown.panel.summaryText().contains("dashed: The model before RepQ-ViT"));
        QCPGraph* outline = shown.panel.plots()[0]->graph(0);
        QVERIFY(outline && outline->data()->size() == 64);
    }

    void sensitivityHasPairsOfBars()
    {
        const auto now = afterAMethod();
        auto before = std::make_shared<Snapshot>(*now->beside);
        auto measured = std::make_shared<analysis::SensitivityResult>(*before->onlyThis);
        measured->layers[3].sqnrDb.low = measured->layers[3].sqnrDb.value - 1;
        measured->layers[3].sqnrDb.high = measured->layers[3].sqnrDb.value + 2;
        before->onlyThis = measured;
        now->beside = before;
        Shown<SensitivityPanel> shown(now);
        auto* bars = qobject_cast<SensitivityBars*>(shown.panel.plots()[0]);
        QVERIFY(bars->hasPairs());
        QVERIFY2(shown.panel.noteText().contains("Pale: The model before RepQ-ViT."),
                 qPrintable(shown.panel.noteText()));
        auto* beside = qobject_cast<QCPBars*>(bars->plottable(2));
        QVERIFY(beside && !beside->data()->isEmpty());
        QCOMPARE(beside->data()->begin()->key, -0.2); // layer 0, on the left
        QCPErrorBars* intervals = nullptr;
        for (int i = 0; i < bars->plottableCount(); ++i)
            if (auto* errors = qobject_cast<QCPErrorBars*>(bars->plottable(i)); errors && errors->dataPlottable() == bars->graph(1))
                intervals = errors;
        QVERIFY(intervals);
        QCOMPARE(intervals->dataCount(), 1);
        QCOMPARE(intervals->dataMainKey(0), 2.8); // of layer 3

        now->besideIsLater = true;
        shown.panel.setSnapshot(std::make_shared<Snapshot>(*now));
        QCOMPARE(beside->data()->begin()->key, 0.2);
        shown.panel.setSnapshot(tenLayers());
        QVERIFY(!bars->hasPairs());
    }

    void whatWasNotMeasuredBeforeIsAskedFor()
    {
        const auto now = afterAMethod();
        auto before = std::make_shared<Snapshot>(*now->beside);
        before->onlyThis.reset();
        before->allBut.reset();
        now->beside = before;
        Shown<SensitivityPanel> shown(now);
        QVERIFY(!qobject_cast<SensitivityBars*>(shown.panel.plots()[0])->hasPairs());
        QVERIFY(shown.panel.noteText().contains("The model before RepQ-ViT: not measured yet."));
        QSignalSpy asked(&shown.panel, &SensitivityPanel::besideRequested);
        QPushButton* measure = nullptr;
        for (auto* button : shown.panel.findChildren<QPushButton*>())
            measure = button->text().contains("before") ? button : measure;
        QVERIFY(measure && measure->isVisible() && measure->isEnabled());
        measure->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<std::vector<SensitivityMode>>(),
                 std::vector{SensitivityMode::OnlyThisLayer});

        auto running = std::make_shared<Snapshot>(*now);
        auto measuring = std::make_shared<Snapshot>(*before);
        measuring->onlyThisFreshness = Freshness::Pending;
        running->beside = measuring;
        shown.panel.setSnapshot(running);
        QVERIFY(!measure->isEnabled());
        shown.panel.setSnapshot(afterAMethod());
        QVERIFY(!measure->isVisible()); // both are known
    }

    void aBoxOfTheGraphHasTwoHalves()
    {
        const auto now = afterAMethod();
        auto eight = std::make_shared<Snapshot>(*tenLayers(8));
        eight->onlyThis.reset();
        now->beside = eight;
        Shown<GraphPanel> shown(now);
        QVERIFY(QTest::qWaitFor([&] { return !shown.panel.busy(); }, 30'000));
        shown.panel.setFigure(GraphFigure::Bits);
        const auto look = [&](LayerId layer) {
            const GraphCanvas& canvas = shown.panel.canvas();
            return canvas.looks()[static_cast<size_t>(canvas.graph().boxOfLayer[layer.index()])];
        };
        QCOMPARE(look(LayerId(0)).figure, QString("8")); // before
        QCOMPARE(look(LayerId(0)).rightFigure, QString("4"));
        QVERIFY(look(LayerId(0)).rightColour && *look(LayerId(0)).rightColour != *look(LayerId(0)).colour);
        QVERIFY(legendOf(shown.panel).contains("left half: before, right half: now"));
        shown.panel.setFigure(GraphFigure::OnlyThis); // only one side has it
        QVERIFY(!look(LayerId(0)).rightColour);
        QVERIFY(legendOf(shown.panel).contains("not known of The model before RepQ-ViT"));
        auto later = std::make_shared<Snapshot>(*now);
        later->besideIsLater = true;
        later->besideLabel = "after";
        shown.panel.setSnapshot(later);
        shown.panel.setFigure(GraphFigure::Bits);
        QCOMPARE(look(LayerId(0)).figure, QString("4"));
        QCOMPARE(look(LayerId(0)).rightFigure, QString("8"));
    }

    void channelsSayWhenNothingChanged()
    {
        const auto now = afterAMethod();
        Shown<ChannelsPanel> shown(now, LayerId(0));
        QVERIFY2(shown.panel.ratioText().contains(
                     "The model before RepQ-ViT: activation unchanged, weight unchanged"),
                 qPrintable(shown.panel.ratioText()));
        ChannelRanges a{{-1, -2}, {1, 3}, {}}, b = a;
        QVERIFY(sameRanges(a, b));
        b.max[1] += 0.01F;
        QVERIFY(!sameRanges(a, b));
        b = a;
        b.min.push_back(0);
        b.max.push_back(0);
        QVERIFY(!sameRanges(a, b));
    }

    void figuresSayWhatTheyCompareWith()
    {
        MetricStrip strip;
        strip.setSnapshot(afterAMethod());
        strip.show();
        QCoreApplication::processEvents();
        QStringList tips;
        for (const auto* label : strip.findChildren<QLabel*>())
            tips << label->toolTip();
        QVERIFY(tips.join('\n').contains("against the float outputs of vit.onnx"));
        QVERIFY(tips.join('\n').contains("Accuracy of vit.onnx in floating point"));
    }

private:
    static QString legendOf(const GraphPanel& panel)
    {
        QString text;
        for (const auto* label : panel.findChildren<QLabel*>())
            text += label->text();
        return text;
    }
};

QTEST_MAIN(TestBeside)
#include "tst_beside.moc"
