// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/calibrator_choices.h"
#include "views/models/imported_overlay.h"
#include "views/models/range_summary.h"
#include "views/models/selection.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/ranges_panel.h"
#include "views/plots/plot.h"
#include "views/plots/quantization_grid.h"
#include "views/plots/range_glyphs.h"
#include "views/plots/range_marks.h"

using namespace qscope;
using namespace qscope::views;

namespace {

std::shared_ptr<Snapshot> small()
{
    synthetic::Options o;
    o.layers = 5;
    o.channels = 16;
    return synthetic::snapshot(o);
}

io::ImportedRanges rangesOf(const Snapshot& s, LayerId layer, quant::Range range)
{
    io::ImportedRanges imported;
    imported.format = "TensorRT calibration cache";
    imported.tensors.push_back({s.model->graph->value(s.activations(layer).front()).name, false, {range}, 8, true});
    imported.tensors.push_back({"nobody knows it", false, {range}, {}, {}});
    return imported;
}

std::shared_ptr<Snapshot> overlaid(quant::Range range)
{
    auto s = small();
    s->imported = ImportedOverlay::of(rangesOf(*s, LayerId(0), range), "trt.cache", *s->model->graph, *s->model->layers);
    return s;
}

} // namespace

class TestImportedOverlay : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void tensorsAreFoundByName()
    {
        const auto s = overlaid({-3, 3});
        QVERIFY(s->imported);
        QCOMPARE(s->imported->unknown, size_t(1));
        const ValueId input = s->activations(LayerId(0)).front();
        QVERIFY(s->imported->range(input) == std::optional(quant::Range{-3, 3}));
        QVERIFY(!s->imported->range(s->activations(LayerId(1)).front()));
        io::ImportedRanges strange;
        strange.tensors.push_back({"nobody knows it", false, {{-1, 1}}, {}, {}});
        QVERIFY(!ImportedOverlay::of(strange, "x", *s->model->graph, *s->model->layers));
    }

    void channelsAreShownFromTheLowestToTheHighest()
    {
        auto s = small();
        auto imported = rangesOf(*s, LayerId(0), {-1, 1});
        imported.tensors.front().ranges = {{-1, 1}, {-4, 0.5}, {-0.5, 2}};
        const auto overlay = ImportedOverlay::of(imported, "f", *s->model->graph, *s->model->layers);
        QVERIFY(overlay->range(s->activations(LayerId(0)).front()) == std::optional(quant::Range{-4, 2}));
    }

    void theComparisonTellsBothSides()
    {
        const auto s = overlaid({-0.01, 0.01}); // clips nearly everything
        const QString text = s->imported->comparison(*s, LayerId(0), 0);
        QVERIFY2(text.contains("trt.cache") && text.contains("as wide as ours"), qPrintable(text));
        QVERIFY2(text.contains("SQNR 0.") && text.contains("ours 4"), qPrintable(text));
        QVERIFY(s->imported->comparison(*s, LayerId(1), 0).isEmpty());
        const QString summary = s->imported->summary(*s);
        QVERIFY2(summary.contains("TensorRT calibration cache") && summary.contains("1 inputs, narrower than ours 1, wider 0"),
                 qPrintable(summary));
    }

    void theRangesPanelDrawsThem()
    {
        Selection selection;
        RangesPanel panel(&selection);
        panel.resize(500, 300);
        panel.setSnapshot(overlaid({-500, 500}));
        panel.show();
        const auto& all = panel.glyphs().summaries();
        QVERIFY(all.front().imported == std::optional(quant::Range{-500, 500}));
        QVERIFY(!all[1].imported);
        bool found = false;
        const QCPRange values = panel.glyphs().getValueRange(found);
        panel.setSnapshot(small());
        const QCPRange without = panel.glyphs().getValueRange(found);
        QVERIFY(values.size() > without.size()); // the axis has room for them
    }

    void everyCalibratorIsAsked()
    {
        const auto s = small();
        const auto* stats = s->stats(s->activations(LayerId(0)).front());
        quant::QuantizerSpec spec;
        spec.calibrator = quant::Calibrator::Percentile;
        const auto all = calibratorChoices(*stats, spec);
        QCOMPARE(all.size(), quant::choices<quant::Calibrator>().size() - 2); // neither by hand nor given
        QCOMPARE(std::count_if(all.begin(), all.end(), [](const auto& c) { return c.current; }), 1);
        for (const CalibratorChoice& one : all) {
            QVERIFY(one.range.lo <= 0 && one.range.hi >= 0 && one.range.lo < one.range.hi);
            QVERIFY(one.sqnrDb > 0);
            spec.calibrator = one.calibrator;
            QVERIFY(one.range == quant::quantizerForActivations(*stats, spec)->representable());
        }
        QVERIFY(calibratorChoices(stats::TensorStats(), spec).empty());
    }

    void theHistogramMarksCalibratorsAndImports()
    {
        Selection selection;
        HistogramPanel panel(&selection);
        panel.resize(320, 420);
        panel.setSnapshot(overlaid({-3, 3}));
        selection.selectLayer(LayerId(0));
        panel.show();
        const auto& marks = panel.marks().marks();
        QCOMPARE(marks.size(), quant::choices<quant::Calibrator>().size() - 1); // neither by hand nor given, but the import
        QVERIFY(marks.back().foreign);
        QCOMPARE(marks.back().name, QStringLiteral("trt.cache"));
        panel.setCalibratorsShown(false);
        QCOMPARE(panel.marks().marks().size(), size_t(1));
    }

    void aDraggedLineIsOneRequestOnRelease()
    {
        Selection selection;
        HistogramPanel panel(&selection);
        panel.resize(400, 420);
        panel.setSnapshot(small());
        selection.selectLayer(LayerId(0));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy requested(&panel, &HistogramPanel::rangeRequested);
        Plot* plot = panel.plots().front();
        const double hi = panel.grid().lines()->hi;
        const double target = hi / 2;
        const int y = plot->axisRect()->rect().center().y();
        const QPoint from(qRound(plot->xAxis->coordToPixel(hi)), y), to(qRound(plot->xAxis->coordToPixel(target)), y);
        const QString before = panel.summaryText();
        const QCPRange axis = plot->xAxis->range();
        QTest::mousePress(plot, Qt::LeftButton, {}, from);
        QTest::mouseMove(plot, (from + to) / 2);
        QTest::mouseMove(plot, to);
        QCOMPARE(requested.count(), 0);
        QVERIFY(panel.summaryText() != before); // errors are live
        QVERIFY(std::abs(panel.grid().lines()->hi - target) < 0.05 * hi);
        QVERIFY(plot->xAxis->range() == axis); // no panning
        QTest::mouseRelease(plot, Qt::LeftButton, {}, to);
        QCOMPARE(requested.count(), 1);
        QCOMPARE(requested[0][0].value<LayerId>(), LayerId(0));
        QCOMPARE(requested[0][1].toBool(), false);
        QVERIFY(std::abs(requested[0][2].value<quant::Range>().hi - target) < 0.05 * hi);
    }

    void aClickOnTheLineChangesNothing()
    {
        Selection selection;
        HistogramPanel panel(&selection);
        panel.resize(400, 420);
        panel.setSnapshot(small());
        selection.selectLayer(LayerId(0));
        panel.show();
        QSignalSpy requested(&panel, &HistogramPanel::rangeRequested);
        Plot* plot = panel.plots().front();
        const QPoint line(qRound(plot->xAxis->coordToPixel(panel.grid().lines()->hi)), plot->axisRect()->rect().center().y());
        QTest::mouseClick(plot, Qt::LeftButton, {}, line);
        QCOMPARE(requested.count(), 0);
    }

    void whatArrivesWhileDraggingLetsNothingGo()
    {
        Selection selection;
        HistogramPanel panel(&selection);
        panel.resize(400, 420);
        const auto s = small();
        panel.setSnapshot(s);
        selection.selectLayer(LayerId(0));
        panel.show();
        Plot* plot = panel.plots().front();
        const double hi = panel.grid().lines()->hi;
        const int y = plot->axisRect()->rect().center().y();
        QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(qRound(plot->xAxis->coordToPixel(hi)), y));
        QTest::mouseMove(plot, QPoint(qRound(plot->xAxis->coordToPixel(hi / 2)), y));
        const double dragged = panel.grid().lines()->hi;
        panel.setSnapshot(std::make_shared<Snapshot>(*s));
        QCOMPARE(panel.grid().lines()->hi, dragged);
        QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(qRound(plot->xAxis->coordToPixel(hi / 2)), y));
    }

    void aLayerInFloatingPointHasNothingToDrag()
    {
        Selection selection;
        HistogramPanel panel(&selection);
        panel.resize(400, 420);
        panel.setSnapshot(synthetic::withFloat(*small(), {0}));
        selection.selectLayer(LayerId(0));
        panel.show();
        QVERIFY(panel.marks().marks().empty());
    }
};

QTEST_MAIN(TestImportedOverlay)
#include "tst_imported_overlay.moc"
