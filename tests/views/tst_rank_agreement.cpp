// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/rank_agreement.h"
#include "views/panels/sensitivity_panel.h"
#include "views/plots/plot.h"

using namespace qscope;
using namespace qscope::views;
using analysis::SensitivityMode;

namespace {

analysis::SensitivityResult ranked(std::initializer_list<int> layers)
{
    analysis::SensitivityResult result;
    for (const int layer : layers)
        result.ranking.push_back(LayerId(layer));
    return result;
}

std::shared_ptr<Snapshot> threeModes()
{
    synthetic::Options options;
    options.layers = 4;
    auto s = synthetic::snapshot(options);
    const auto with = [](const analysis::SensitivityResult& figures,
                         const analysis::SensitivityResult& order) {
        auto result = std::make_shared<analysis::SensitivityResult>(figures);
        result->ranking = order.ranking;
        return result;
    };
    s->onlyThis = with(*s->onlyThis, ranked({0, 1, 2, 3}));
    s->accumulated = with(*s->onlyThis, ranked({0, 1, 2, 3}));
    s->allBut = with(*s->allBut, ranked({3, 1, 2, 0}));
    return s;
}

} // namespace

/// How alike two ways to measure rank the layers, and the three of them below each other.
class TestRankAgreement : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void spearmanIsThatOfTheTextbook()
    {
        QCOMPARE(rankAgreement(ranked({4, 2, 0, 1, 3}), ranked({4, 2, 0, 1, 3}))->spearman, 1.0);
        QCOMPARE(rankAgreement(ranked({0, 1, 2, 3}), ranked({3, 2, 1, 0}))->spearman, -1.0);
        // Places 1, 2, 3, 4, 5 against 2, 1, 4, 3, 5: the sum of d^2 is 4, so 1 - 24 / 120.
        QCOMPARE(rankAgreement(ranked({0, 1, 2, 3, 4}), ranked({1, 0, 3, 2, 4}))->spearman, 0.8);
    }

    void theLayerTheyDisagreeOnMostIsNamed()
    {
        const auto agreement = rankAgreement(ranked({0, 1, 2, 3}), ranked({1, 2, 3, 0}));
        QCOMPARE(agreement->layer, LayerId(0));
        QCOMPARE(agreement->first, size_t(0));
        QCOMPARE(agreement->second, size_t(3));
    }

    void whatCannotBeComparedIsNot()
    {
        QVERIFY(!rankAgreement(ranked({0}), ranked({0})));
        QVERIFY(!rankAgreement(ranked({0, 1, 2}), ranked({0, 1})));
        QVERIFY(!rankAgreement(ranked({0, 1, 2}), ranked({0, 1, 7})));
    }

    void threeModesStandBelowEachOtherInOneOrder()
    {
        const auto s = threeModes();
        Selection selection;
        SensitivityPanel panel(&selection);
        panel.resize(700, 600);
        panel.setSnapshot(s);
        panel.show();
        QCOMPARE(panel.plots().size(), 1);
        panel.setOrder(SensitivityPanel::Order::Worst);
        panel.setSideBySide(true);
        QCoreApplication::processEvents();
        QCOMPARE(panel.plots().size(), 3);
        const SensitivityMode modes[] = {SensitivityMode::OnlyThisLayer, SensitivityMode::AllButThis,
                                         SensitivityMode::Accumulated};
        for (int i = 0; i < 3; ++i) {
            QVERIFY(panel.plots()[i]->isVisible());
            const auto* bars = qobject_cast<QCPBars*>(panel.plots()[i]->plottable(0));
            QCOMPARE(bars->dataCount(), 4);
            for (int place = 0; place < 4; ++place)
                QCOMPARE(bars->baseValue() + bars->dataMainValue(place),
                         *s->sensitivityDb(modes[i], panel.order()[static_cast<size_t>(place)]));
        }
        QVERIFY2(panel.noteText().contains("1 and 3: the same order."), qPrintable(panel.noteText()));
        QVERIFY(panel.noteText().contains("rank correlation -0.80; furthest apart"));
        QVERIFY(panel.noteText().contains("places 1 and 4."));
        panel.setSideBySide(false);
        QVERIFY(!panel.noteText().contains("rank correlation"));
        QCOMPARE(panel.plots().size(), 1);
    }

    void sideBySideMeasuresWhatIsMissing()
    {
        const auto s = threeModes();
        s->accumulated.reset();
        s->allButFreshness = Freshness::Outdated;
        Selection selection;
        SensitivityPanel panel(&selection);
        panel.setSnapshot(s);
        panel.show();
        panel.setSideBySide(true);
        QSignalSpy asked(&panel, &SensitivityPanel::measureRequested);
        panel.findChild<QPushButton*>()->click();
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[0][0].value<SensitivityMode>(), SensitivityMode::AllButThis);
        QCOMPARE(asked[1][0].value<SensitivityMode>(), SensitivityMode::Accumulated);
    }
};

QTEST_MAIN(TestRankAgreement)
#include "tst_rank_agreement.moc"
