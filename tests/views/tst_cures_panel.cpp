// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <limits>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/cure_table_model.h"
#include "views/panels/cures_panel.h"

using namespace qscope;
using namespace qscope::views;

namespace {

std::shared_ptr<Snapshot> withCures()
{
    synthetic::Options options;
    options.layers = 10;
    auto s = synthetic::snapshot(options);
    search::CureTable table;
    table.layer = LayerId(1);
    table.now.sqnrDb = 21.4;
    table.now.samples = 256;
    search::Cure keep;
    keep.gainDb = {2.345, 2.1, 2.6};
    keep.evaluation.sqnrDb = 23.7;
    keep.evaluation.agreement = 0.98;
    keep.change.bytes = 3072;
    keep.change.milliseconds = 0.25;
    search::Cure entropy;
    entropy.kind = search::CureKind::ActivationCalibrator;
    entropy.calibrator = quant::Calibrator::Entropy;
    entropy.gainDb = {-0.1, -0.3, 0.05};
    search::Cure broken;
    broken.kind = search::CureKind::WeightBits;
    broken.bits = 16;
    broken.gainDb = std::numeric_limits<double>::quiet_NaN();
    table.cures = {keep, entropy, broken};
    s->cures = std::make_shared<const search::CureTable>(table);
    return s;
}

struct ShownCures {
    explicit ShownCures(const SnapshotPtr& snapshot, LayerId layer = LayerId(1)) : panel(&selection)
    {
        selection.selectLayer(layer);
        panel.resize(700, 300);
        panel.setSnapshot(snapshot);
        panel.setMeasurable(true);
        panel.show();
        QCoreApplication::processEvents();
    }

    Selection selection;
    CuresPanel panel;
};

} // namespace

/// What helps one layer, ranked, and one click to have it.
class TestCuresPanel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyCureIsARow()
    {
        CureTableModel model;
        QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        const auto s = withCures();
        model.setTable(s->cures);
        QCOMPARE(model.rowCount(), 3);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, CureTableModel::CureColumn), QString("Floating point"));
        QCOMPARE(text(0, CureTableModel::GainColumn), QString("+2.35 dB (+2.10 to +2.60)"));
        QCOMPARE(text(0, CureTableModel::BytesColumn), QString("+3.07 kB"));
        QCOMPARE(text(0, CureTableModel::TimeColumn), QString("+0.25"));
        QCOMPARE(text(1, CureTableModel::CureColumn), QString("Activations: calibrator entropy"));
        QCOMPARE(text(2, CureTableModel::CureColumn), QString("Weights: 16 bits"));
        QCOMPARE(text(2, CureTableModel::GainColumn), QString("NaN dB"));
        QCOMPARE(text(2, CureTableModel::TimeColumn), QString::fromUtf8("–"));
        QVERIFY(model.index(0, 1).data(Qt::ToolTipRole).toString().isEmpty());
        QVERIFY(!model.index(1, 1).data(Qt::ToolTipRole).toString().isEmpty()); // zero lies in its interval
        model.setTable(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void whatChangesNothingSaysSo()
    {
        search::Cure cure;
        QCOMPARE(verdictOf(cure), CureVerdict::NoChange);
        cure.gainDb = {0.004, -0.004, 0.0049};
        QCOMPARE(verdictOf(cure), CureVerdict::NoChange);
        cure.gainDb = {0.004, -0.02, 0.03};
        QCOMPARE(verdictOf(cure), CureVerdict::Uncertain);
        cure.gainDb = {0.02, 0.01, 0.03};
        QCOMPARE(verdictOf(cure), CureVerdict::Certain);
        cure.gainDb = {0.004, 0.004, 0.0049};
        search::CureTable table;
        table.cures = {cure};
        CureTableModel model;
        model.setTable(std::make_shared<const search::CureTable>(table));
        QCOMPARE(model.index(0, CureTableModel::GainColumn).data().toString(), QString("no change"));
    }

    void theBestIsOneClickAway()
    {
        ShownCures shown(withCures());
        QSignalSpy applied(&shown.panel, &CuresPanel::applyRequested),
            measured(&shown.panel, &CuresPanel::measureRequested);
        QVERIFY2(shown.panel.summaryText().contains("21.4 dB"), qPrintable(shown.panel.summaryText()));
        QTest::mouseClick(&shown.panel.applyButton(), Qt::LeftButton);
        QCOMPARE(applied.size(), 1);
        QCOMPARE(applied[0][0].toInt(), 0);
        shown.panel.table().selectRow(2);
        QTest::mouseClick(&shown.panel.applyButton(), Qt::LeftButton);
        QCOMPARE(applied[1][0].toInt(), 2);
        QTest::mouseClick(&shown.panel.measureButton(), Qt::LeftButton);
        QCOMPARE(measured.size(), 1);
        QCOMPARE(measured[0][0].value<LayerId>(), LayerId(1));
    }

    void whatIsOutdatedIsNotApplied()
    {
        auto s = withCures();
        s->curesFreshness = Freshness::Outdated;
        ShownCures shown(s);
        QVERIFY(!shown.panel.applyButton().isEnabled());
        QVERIFY(shown.panel.summaryText().contains("another configuration"));
        QVERIFY(shown.panel.measureButton().isEnabled());
        shown.panel.setMeasurable(false);
        QVERIFY(!shown.panel.measureButton().isEnabled());
    }

    void aLayerInFloatingPointHasNoCures()
    {
        ShownCures shown(synthetic::withFloat(*withCures(), {1}));
        QVERIFY(!shown.panel.measureButton().isEnabled());
        QVERIFY(shown.panel.measureButton().toolTip().contains("floating point"));
        shown.selection.selectLayer(LayerId(2));
        QVERIFY(shown.panel.measureButton().isEnabled());
    }

    void nothingIsShownOfNothing()
    {
        ShownCures shown(std::make_shared<const Snapshot>(), {});
        QVERIFY(!shown.panel.measureButton().isEnabled() && !shown.panel.applyButton().isEnabled());
        QCOMPARE(shown.panel.model().rowCount(), 0);
    }
};

QTEST_MAIN(TestCuresPanel)
#include "tst_cures_panel.moc"
