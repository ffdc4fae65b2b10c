// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QTest>

#include <cmath>

#include "views/plots/value_scale.h"

using namespace qscope::views;

namespace {

struct Ticks {
    QVector<double> positions;
    QVector<QString> labels;
};

Ticks ticksOf(QCPAxisTicker& ticker, const QCPRange& range)
{
    Ticks t;
    ticker.generate(range, QLocale::c(), QLatin1Char('g'), 6, t.positions, nullptr, &t.labels);
    return t;
}

/// "0.5" and "-10⁵" as numbers.
double valueOf(const QString& label)
{
    const qsizetype ten = label.indexOf(QStringLiteral("10"));
    const QString raised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    if (ten < 0 || ten + 2 >= label.size() || !raised.contains(label[ten + 2]))
        return label.toDouble();
    int power = 0;
    for (const QChar c : label.mid(ten + 2))
        power = 10 * power + static_cast<int>(raised.indexOf(c));
    return (label.startsWith(QLatin1Char('-')) ? -1 : 1) * std::pow(10.0, power);
}

} // namespace

class TestValueScale : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void symlogComesBack_data()
    {
        QTest::addColumn<double>("value");
        for (const double v : {0.0, 1e-9, -1e-9, 0.01, -3.0, 127.5, -1e12})
            QTest::addRow("%g", v) << v;
    }
    void symlogComesBack()
    {
        QFETCH(double, value);
        const ValueScale scale = ValueScale::symlog(0.01);
        QVERIFY(std::abs(scale.toValue(scale.toCoord(value)) - value) <= 1e-12 + std::abs(value) * 1e-9);
    }

    void symlogIsOddAndGrows()
    {
        const ValueScale scale = ValueScale::symlog(0.1);
        QCOMPARE(scale.toCoord(-5), -scale.toCoord(5));
        QVERIFY(scale.toCoord(0.1) < scale.toCoord(0.2));
        QVERIFY(std::abs(scale.toCoord(1e6) - scale.toCoord(1e5) - 1) < 1e-5); // a decade is one unit
    }

    void theThresholdFollowsTheData()
    {
        QCOMPARE(ValueScale::symlogFor(37, 2).threshold(), 0.1);
        QCOMPARE(ValueScale::symlogFor(0).threshold(), 1.0);
        QCOMPARE(ValueScale::symlogFor(INFINITY).threshold(), 1.0);
    }

    void ticksAreRoundNumbers_data()
    {
        QTest::addColumn<double>("lo");
        QTest::addColumn<double>("hi");
        QTest::newRow("both signs, many decades") << -1e3 << 1e5;
        QTest::newRow("counts of elements") << 0.0 << 2e7;
        QTest::newRow("positive only") << 0.0 << 30.0;
        QTest::newRow("within one decade") << 2.0 << 8.0;
        QTest::newRow("a narrow view") << 2.01 << 2.02;
        QTest::newRow("near zero") << -0.004 << 0.004;
    }
    void ticksAreRoundNumbers()
    {
        QFETCH(double, lo);
        QFETCH(double, hi);
        const ValueScale scale = ValueScale::symlog(0.01);
        ValueTicker ticker(scale);
        const Ticks ticks = ticksOf(ticker, {scale.toCoord(lo), scale.toCoord(hi)});
        int visible = 0;
        for (qsizetype i = 0; i < ticks.positions.size(); ++i) {
            const double value = scale.toValue(ticks.positions[i]);
            QVERIFY(i == 0 || ticks.positions[i] > ticks.positions[i - 1]);
            QVERIFY(std::abs(valueOf(ticks.labels[i]) - value) <= std::abs(value) * 1e-3 + 1e-12);
            visible += value >= lo && value <= hi ? 1 : 0;
        }
        QVERIFY2(visible >= 2 && visible <= 12, qPrintable(ticks.labels.join(QLatin1Char(' '))));
        if (lo < 0 && hi > 0)
            QVERIFY(ticks.labels.contains(QStringLiteral("0")));
    }

    void layersAreCountedInWholeNumbers()
    {
        IndexTicker ticker;
        for (const double layers : {2.0, 3.0, 9.0, 50.0, 1000.0}) {
            for (const double tick : ticksOf(ticker, {-0.5, layers - 0.5}).positions)
                QCOMPARE(tick, std::round(tick));
        }
    }

    void powersOfTwoAreWrittenAsPowers()
    {
        PowerOfTwoTicker ticker;
        const Ticks ticks = ticksOf(ticker, {-12, 0});
        QVERIFY(ticks.labels.contains(QStringLiteral("1")));
        QVERIFY2(ticks.labels.contains(QStringLiteral("2⁻¹²")),
                 qPrintable(ticks.labels.join(QLatin1Char(' '))));
    }
};

QTEST_GUILESS_MAIN(TestValueScale)
#include "tst_value_scale.moc"
