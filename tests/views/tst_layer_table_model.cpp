// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/layer_table_model.h"

using namespace qscope;
using namespace qscope::views;
using Model = LayerTableModel;

namespace {

QString text(const Model& model, int row, int column) { return model.index(row, column).data().toString(); }

synthetic::Options options(int layers)
{
    synthetic::Options o;
    o.layers = layers;
    o.channels = 16;
    return o;
}

} // namespace

class TestLayerTableModel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void keepsTheRulesOfModels_data()
    {
        QTest::addColumn<int>("layers");
        QTest::addColumn<bool>("broken");
        QTest::newRow("no layers") << 0 << false;
        QTest::newRow("three layers") << 3 << false;
        QTest::newRow("fifty layers with NaN and infinities") << 50 << true;
        QTest::newRow("a thousand layers") << 1000 << false;
    }
    void keepsTheRulesOfModels()
    {
        QFETCH(int, layers);
        QFETCH(bool, broken);
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto o = options(layers);
        o.broken = broken;
        model.setSnapshot(synthetic::snapshot(o));
        QCOMPARE(model.rowCount(), layers);
        model.setSnapshot(synthetic::snapshot(options(5)));
        QCOMPARE(model.rowCount(), 5);
        model.setSnapshot(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void showsWhatTheSnapshotSays()
    {
        Model model;
        const auto s = synthetic::snapshot(options(10));
        model.setSnapshot(s);
        QCOMPARE(text(model, 1, Model::NameColumn), QStringLiteral("/blocks.0/mlp/fc1"));
        QCOMPARE(text(model, 1, Model::OpColumn), QStringLiteral("MatMul"));
        QCOMPARE(text(model, 6, Model::BlockColumn), QStringLiteral("blocks.1"));
        QCOMPARE(text(model, 1, Model::ShapeColumn), QStringLiteral("1×197×16"));
        QCOMPARE(text(model, 1, Model::BitsColumn), QStringLiteral("8/8"));
        QCOMPARE(text(model, 2, Model::BitsColumn), QStringLiteral("–/8"));
        QCOMPARE(text(model, 1, Model::OnlyThisColumn), QStringLiteral("30.0"));
        const auto* stats = s->stats(s->activations(LayerId(1)).front());
        QCOMPARE(model.index(1, Model::MaxColumn).data(Model::SortRole).toDouble(),
                 static_cast<double>(stats->max.value));
        QCOMPARE(model.index(1, Model::RatioColumn).data(Model::SortRole).toDouble(),
                 stats->interChannelRatio());
    }

    void layersThatCannotBeToldApartAreMarked()
    {
        auto s = synthetic::snapshot(options(10));
        auto measured = std::make_shared<analysis::SensitivityResult>(*s->onlyThis);
        for (int i = 0; i < 10; ++i)
            measured->ranking.emplace_back(i);
        measured->tiedWithNext = {false, true, false, false, false, false, false, false, false, false};
        s->onlyThis = measured;
        Model model;
        model.setSnapshot(s);
        QVERIFY(!text(model, 0, Model::OnlyThisColumn).startsWith(QStringLiteral("≈")));
        QCOMPARE(text(model, 1, Model::OnlyThisColumn), QStringLiteral("≈ 30.0"));
        QVERIFY(text(model, 2, Model::OnlyThisColumn).startsWith(QStringLiteral("≈")));
        QVERIFY(!text(model, 3, Model::OnlyThisColumn).startsWith(QStringLiteral("≈")));
        QVERIFY(model.index(1, Model::OnlyThisColumn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("neighbour")));
    }

    void thePriceOfAToggleIsThereBefore()
    {
        Model model;
        auto s = synthetic::snapshot(options(5));
        model.setSnapshot(s);
        QCOMPARE(text(model, 1, Model::SizeChangeColumn), QStringLiteral("+1.54 kB")); // 16 x 32 weights, 3 bytes each
        QCOMPARE(model.index(1, Model::SizeChangeColumn).data(Model::SortRole).toDouble(), 1536.0);
        QCOMPARE(text(model, 1, Model::TimeChangeColumn), QStringLiteral("+0.376"));
        QCOMPARE(text(model, synthetic::TwoActivations, Model::SizeChangeColumn), QStringLiteral("±0 B"));
        const QString tip = model.index(1, Model::FloatColumn).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QLatin1String("If kept in floating point: +1.54 kB")), qPrintable(tip));
        model.setSnapshot(synthetic::withFloat(*s, {1}));
        QCOMPARE(text(model, 1, Model::SizeChangeColumn), QStringLiteral("-1.54 kB"));
        QCOMPARE(text(model, 1, Model::TimeChangeColumn), QStringLiteral("-0.376"));
        QVERIFY(model.index(1, Model::FloatColumn).data(Qt::ToolTipRole).toString().contains(QLatin1String("If quantized: ")));
    }

    void timesThatAreOnTheirWayAreThreeDots()
    {
        auto o = options(5);
        o.calibrated = false;
        auto s = synthetic::snapshot(o);
        Model model;
        model.setSnapshot(s);
        QCOMPARE(text(model, 1, Model::TimeChangeColumn), QStringLiteral("–"));
        s = std::make_shared<Snapshot>(*s);
        s->timingLayers = true;
        model.setSnapshot(s);
        QCOMPARE(text(model, 1, Model::TimeChangeColumn), QStringLiteral("…"));
        QVERIFY(!text(model, 1, Model::SizeChangeColumn).contains(QChar(u'…')));
    }

    void severalInputsAreShownTogether()
    {
        Model model;
        const auto s = synthetic::snapshot(options(5));
        model.setSnapshot(s);
        const auto inputs = s->activations(LayerId(synthetic::TwoActivations));
        const auto* a = s->stats(inputs[0]);
        const auto* b = s->stats(inputs[1]);
        const auto min =
            model.index(synthetic::TwoActivations, Model::MinColumn).data(Model::SortRole).toDouble();
        QCOMPARE(min, static_cast<double>(std::min(a->min.value, b->min.value)));
        QCOMPARE(text(model, synthetic::TwoActivations, Model::ShapeColumn),
                 QStringLiteral("1×197×16, 1×197×16"));
    }

    void figuresNotKnownAreADash()
    {
        auto o = options(5);
        o.calibrated = false;
        o.measured = false;
        Model model;
        model.setSnapshot(synthetic::snapshot(o));
        QCOMPARE(text(model, 0, Model::MinColumn), QStringLiteral("–"));
        QCOMPARE(text(model, 0, Model::OnlyThisColumn), QStringLiteral("–"));
        QVERIFY(!model.index(0, Model::MinColumn).data(Model::SortRole).isValid());
    }

    void pendingFiguresAreThreeDotsAndOutdatedOnesAreMarked()
    {
        auto o = options(10);
        o.broken = true;
        auto s = synthetic::snapshot(o);
        s->onlyThisFreshness = Freshness::Pending;
        s->allButFreshness = Freshness::Outdated;
        Model model;
        model.setSnapshot(s);
        QCOMPARE(text(model, 5, Model::OnlyThisColumn), QStringLiteral("…")); // NaN: not measured yet
        QCOMPARE(text(model, 6, Model::OnlyThisColumn), QStringLiteral("∞"));
        QVERIFY(model.index(1, Model::AllButColumn).data(Model::StaleRole).toBool());
        QVERIFY(!model.index(1, Model::OnlyThisColumn).data(Model::StaleRole).toBool());
    }

    void tickingIsAnIntentAndChangesNothingItself()
    {
        Model model;
        model.setSnapshot(synthetic::snapshot(options(5)));
        QSignalSpy toggled(&model, &Model::floatToggled);
        const QModelIndex box = model.index(3, Model::FloatColumn);
        model.setData(box, Qt::Checked, Qt::CheckStateRole);
        QCOMPARE(toggled.count(), 1);
        QCOMPARE(toggled[0][0].value<LayerId>(), LayerId(3));
        QCOMPARE(toggled[0][1].toBool(), true);
        QCOMPARE(box.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        model.setData(box, Qt::Unchecked, Qt::CheckStateRole);
        QCOMPARE(toggled.count(), 1); // it is that already
    }

    void aToggleTouchesOnlyItsRow()
    {
        Model model;
        const auto s = synthetic::snapshot(options(20));
        model.setSnapshot(s);
        QSignalSpy changed(&model, &Model::dataChanged);
        QSignalSpy reset(&model, &Model::modelReset);
        model.setSnapshot(synthetic::withFloat(*s, {7}));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 7);
        QCOMPARE(changed[0][1].toModelIndex().row(), 7);
        QCOMPARE(text(model, 7, Model::BitsColumn), QStringLiteral("FP"));
        QCOMPARE(model.index(7, Model::FloatColumn).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    }

    void theSameSnapshotAgainTellsNothing()
    {
        Model model;
        const auto s = synthetic::snapshot(options(20));
        model.setSnapshot(s);
        QSignalSpy changed(&model, &Model::dataChanged);
        model.setSnapshot(std::make_shared<Snapshot>(*s));
        QCOMPARE(changed.count(), 0);
    }

    void theBarIsLongestForTheLayerThatHurtsMost()
    {
        Model model;
        model.setSnapshot(synthetic::snapshot(options(20)));
        const auto share = [&](int row, int column) {
            return model.index(row, column).data(Model::BarRole).toDouble();
        };
        QCOMPARE(share(1, Model::OnlyThisColumn), 1.0); // 30 dB, the lowest
        QCOMPARE(share(0, Model::OnlyThisColumn), 0.0); // 48 dB, the highest
        QCOMPARE(share(1, Model::AllButColumn), 1.0);
    }

    void toolTipsTellTheExactValue()
    {
        Model model;
        const auto s = synthetic::snapshot(options(5));
        model.setSnapshot(s);
        const QString tip = model.index(1, Model::MaxColumn).data(Qt::ToolTipRole).toString();
        const float max = s->stats(s->activations(LayerId(1)).front())->max.value;
        QVERIFY2(tip.contains(QString::number(max, 'g', 9)), qPrintable(tip));
    }

    void whatAllNamesShareIsLeftOut()
    {
        auto o = options(10);
        o.longNames = true;
        Model model;
        model.setSnapshot(synthetic::snapshot(o));
        QCOMPARE(text(model, 1, Model::NameColumn), QStringLiteral("…/blocks.0/mlp/fc1/…"));
        const QString whole = model.index(1, 0).data(Model::NameRole).toString();
        QVERIFY(whole.startsWith(QLatin1String("/model/encoder/"))
                && whole.endsWith(QLatin1String("/MatMul_output")));
    }

    void everyColumnHasATitleAndAnExplanation()
    {
        const Model model;
        for (int c = 0; c < Model::ColumnCount; ++c) {
            QVERIFY(!model.headerData(c, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            QVERIFY(!model.headerData(c, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestLayerTableModel)
#include "tst_layer_table_model.moc"
