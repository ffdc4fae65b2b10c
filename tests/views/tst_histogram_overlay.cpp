// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <numeric>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/local_error.h"
#include "views/models/quantized_levels.h"
#include "views/panels/histogram_panel.h"
#include "views/plots/quantization_grid.h"

using namespace qscope;
using namespace qscope::views;

namespace {

const LayerId Chosen(6); // no outlier that both configs clip

std::shared_ptr<Snapshot> withHistory(int comparedBits)
{
    synthetic::Options options;
    options.layers = 10;
    auto s = synthetic::snapshot(options);
    analysis::History history;
    for (const int bits : {8, comparedBits}) {
        analysis::HistoryEntry entry;
        entry.config.activations.bits = bits;
        entry.evaluation.sqnrDb = bits * 3;
        entry.basis = "b";
        history.add(entry);
    }
    s->history = std::make_shared<const analysis::History>(history);
    s->currentEntry = 1;
    options.bits = comparedBits;
    const auto other = synthetic::snapshot(options);
    s->compared = std::make_shared<const ComparedConfig>(ComparedConfig{2, other->specs, other->quantizers});
    return s;
}

struct ShownHistogram {
    explicit ShownHistogram(const SnapshotPtr& snapshot) : panel(&selection)
    {
        selection.selectLayer(Chosen);
        panel.resize(520, 520);
        panel.setSnapshot(snapshot);
        panel.show();
        QCoreApplication::processEvents();
    }

    Selection selection;
    HistogramPanel panel;
};

quant::QuantParams uniform(int bits, float scale)
{
    quant::QuantParams q;
    q.bits = bits;
    q.qmax = (1 << bits) - 1;
    q.scale = {scale};
    q.zeroPoint = {0};
    return q;
}

} // namespace

/// The quantizer of another config over the current one, and what the two make of the tensor.
class TestHistogramOverlay : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theOtherConfigsQuantizerIsLaidOver()
    {
        const auto s = withHistory(3);
        ShownHistogram shown(s);
        const quant::QuantParams& other = s->compared->quantizers[Chosen.index()].activations[0];
        QVERIFY(shown.panel.comparedGrid().lines());
        QCOMPARE(shown.panel.comparedGrid().lines()->step, static_cast<double>(other.scale[0]));
        QCOMPARE(shown.panel.comparedGrid().lines()->hi, other.representable().hi);
        QCOMPARE(shown.panel.grid().lines()->step, static_cast<double>(shown.panel.quantizer()->scale[0]));
        const double gain = localError(*shown.panel.histogram(), *shown.panel.quantizer()).sqnrDb
                            - localError(*shown.panel.histogram(), other).sqnrDb;
        QVERIFY(gain > 5); // 8 bits against 3
        QVERIFY2(shown.panel.summaryText().contains(QString("now +%1 dB against it").arg(gain, 0, 'f', 1)),
                 qPrintable(shown.panel.summaryText()));
        QVERIFY(shown.panel.summaryText().contains("Green, #2: 3 bits"));
        auto none = std::make_shared<Snapshot>(*s);
        none->compared.reset();
        shown.panel.setSnapshot(none);
        QVERIFY(!shown.panel.comparedGrid().lines());
        QVERIFY(!shown.panel.summaryText().contains("Green"));
    }

    void whatIsNotQuantizedThereIsSaid()
    {
        auto s = withHistory(3);
        auto compared = std::make_shared<ComparedConfig>(*s->compared);
        compared->quantizers[Chosen.index()].isFloat = true;
        compared->specs[Chosen.index()].isFloat = true;
        s->compared = compared;
        ShownHistogram shown(s);
        QVERIFY(!shown.panel.comparedGrid().lines());
        QVERIFY(shown.panel.summaryText().contains("Green, #2: kept in floating point"));
        compared = std::make_shared<ComparedConfig>(*compared);
        compared->quantizers.clear();
        compared->specs[Chosen.index()].isFloat = false;
        s = std::make_shared<Snapshot>(*s);
        s->compared = compared;
        shown.panel.setSnapshot(s);
        QVERIFY(shown.panel.summaryText().contains(QString::fromUtf8("Green, #2: …")));
    }

    void theHistoryIsOfferedWithoutTheCurrentConfig()
    {
        ShownHistogram shown(withHistory(4));
        QComboBox* box = nullptr;
        for (QComboBox* one : shown.panel.findChildren<QComboBox*>())
            if (one->accessibleName() == "Configuration to compare with")
                box = one;
        QVERIFY(box);
        QCOMPARE(box->count(), 2);
        QCOMPARE(box->currentText(), QString("#2 (12.0 dB)"));
        QSignalSpy asked(&shown.panel, &HistogramPanel::compareRequested);
        box->setCurrentIndex(0);
        emit box->activated(0);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toLongLong(), 0);
    }

    void bothQuantizedDistributionsHoldEveryElement()
    {
        const auto s = withHistory(3);
        ShownHistogram shown(s);
        QVERIFY(shown.panel.curve().quantized(HistogramCurve::Now).data()->isEmpty());
        shown.panel.setQuantizedShown(true);
        shown.panel.setLogarithmic(false);
        const double width =
            shown.panel.histogram()->binWidth() * static_cast<double>(shown.panel.mergedBins());
        for (const auto which : {HistogramCurve::Now, HistogramCurve::Compared}) {
            const auto& steps = *shown.panel.curve().quantized(which).data();
            QVERIFY(steps.size() > 2);
            double sum = 0;
            for (int i = 0; i + 1 < steps.size(); ++i)
                sum += steps.at(i)->value * (steps.at(i + 1)->key - steps.at(i)->key) / width;
            QVERIFY(std::abs(sum / static_cast<double>(shown.panel.histogram()->total()) - 1) < 1e-9);
        }
        QVERIFY(shown.panel.curve().quantized(HistogramCurve::Compared).data()->size() <= 9); // 3 bits
        shown.panel.setQuantizedShown(false);
        QVERIFY(shown.panel.curve().quantized(HistogramCurve::Now).data()->isEmpty());
    }

    void levelsHoldWhatIsRoundedToThem()
    {
        stats::Histogram histogram;
        std::vector<float> x;
        for (int i = 0; i < 4000; ++i)
            x.push_back(static_cast<float>(i) / 1000.F); // evenly from 0 to 4
        histogram.add(x, 0, 3.999F);
        const QuantizedLevels levels = quantizedLevels(histogram, uniform(2, 1));
        QCOMPARE(levels.values, (std::vector<double>{0, 1, 2, 3})); // from 3 on everything is clipped to 3
        const std::vector<double> expected{500, 1000, 1000, 1500};
        for (size_t i = 0; i < 4; ++i)
            QVERIFY2(std::abs(levels.counts[i] - expected[i]) < 3,
                     qPrintable(QString::number(levels.counts[i])));
        QCOMPARE(levels.begin(0), -0.5);
        QCOMPARE(levels.end(3), 3.5);
        quant::QuantParams perChannel = uniform(2, 1);
        perChannel.axis = 0;
        perChannel.scale = {1, 2};
        perChannel.zeroPoint = {0, 0};
        QVERIFY(quantizedLevels(histogram, perChannel).empty());
    }

    void aLevelIsAsWideAsAStepHoweverEmptyItsSurroundings()
    {
        stats::Histogram histogram;
        histogram.add(std::vector<float>{0.1F, 0.1F, 12.1F}, 0, 12.2F);
        const QuantizedLevels levels = quantizedLevels(histogram, uniform(4, 1));
        QCOMPARE(levels.values, (std::vector<double>{0, 1, 11, 12, 13}));
        QCOMPARE(levels.counts[1] + levels.counts[2] + levels.counts[4], 0.0);
        QCOMPARE(levels.end(0) - levels.begin(0), 1.0);
        QCOMPARE(levels.end(3) - levels.begin(3), 1.0);
    }

    void anExtremeIsALinkToItsSample()
    {
        auto s = withHistory(3);
        auto calibration = std::make_shared<analysis::CalibrationResult>(*s->calibration);
        const ValueId input = s->activations(Chosen)[0];
        auto& stats = calibration->tensors[static_cast<size_t>(calibration->indexByValue[input.index()])];
        stats.min.sample = 3;
        stats.max.sample = 11;
        s->calibration = calibration;
        ShownHistogram shown(s);
        QLabel* links = nullptr;
        for (QLabel* label : shown.panel.findChildren<QLabel*>())
            if (label->text().contains("href"))
                links = label;
        QVERIFY(links && links->text().contains("sample 11"));
        QSignalSpy asked(&shown.selection, &Selection::extremeAsked);
        emit links->linkActivated("largest");
        emit links->linkActivated("smallest");
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[0][0].toBool(), true);
        QCOMPARE(asked[1][0].toBool(), false);
        QCOMPARE(shown.selection.value(), input);
    }
};

QTEST_MAIN(TestHistogramOverlay)
#include "tst_histogram_overlay.moc"
