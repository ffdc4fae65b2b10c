// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/stats/order_free_sums.h"

using qscope::stats::OrderFreeSums;

class TestOrderFreeSums : public QObject {
    Q_OBJECT
private slots:
    void orderDoesNotChangeABit_data();
    void orderDoesNotChangeABit();
    void mergingPartsEqualsAllAtOnce_data() { orderDoesNotChangeABit_data(); }
    void mergingPartsEqualsAllAtOnce();
    void sumIsPrecise_data() { orderDoesNotChangeABit_data(); }
    void sumIsPrecise();
    void manySumsAtOnceEqualSingleOnes();
};

namespace {

std::vector<double> numbers(int spread, int centre, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> mantissa(-1, 1);
    std::uniform_int_distribution<int> exponent(centre - spread, centre + spread);
    std::vector<double> values(1000);
    for (double& v : values)
        v = std::ldexp(mantissa(random), exponent(random));
    values[17] = 0;
    for (int place = -3; place <= 3; ++place) // the borders of places, where a summand's place changes
        values[static_cast<size_t>(100 + place)] = std::ldexp(1.0, 24 * (centre / 24 + place) + 23);
    return values;
}

double sumOf(const std::vector<double>& values)
{
    OrderFreeSums sums;
    for (const double v : values)
        sums.add(v);
    return sums.sum(0);
}

} // namespace

void TestOrderFreeSums::orderDoesNotChangeABit_data()
{
    QTest::addColumn<int>("spread");
    QTest::addColumn<int>("centre");
    QTest::newRow("numbers of one size") << 1 << 0;
    QTest::newRow("numbers of many sizes") << 100 << 0;
    QTest::newRow("small numbers") << 30 << -600;
    QTest::newRow("large numbers") << 30 << 800;
}

void TestOrderFreeSums::orderDoesNotChangeABit()
{
    QFETCH(int, spread);
    QFETCH(int, centre);
    std::vector<double> values = numbers(spread, centre, 1);
    const double expected = sumOf(values);
    std::mt19937 random(2);
    for (int i = 0; i < 50; ++i) {
        std::shuffle(values.begin(), values.end(), random);
        QCOMPARE(sumOf(values), expected);
    }
    std::sort(values.begin(), values.end());
    QVERIFY(sumOf(values) == expected);
    std::sort(values.begin(), values.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
    QVERIFY(sumOf(values) == expected);
}

void TestOrderFreeSums::mergingPartsEqualsAllAtOnce()
{
    QFETCH(int, spread);
    QFETCH(int, centre);
    const std::vector<double> values = numbers(spread, centre, 3);
    OrderFreeSums all, first, second, third;
    for (size_t i = 0; i < values.size(); ++i) {
        all.add(values[i]);
        (i < 10 ? first : i % 3 == 0 ? second : third).add(values[i]);
    }
    OrderFreeSums forward = first, backward = third;
    forward.merge(second);
    forward.merge(third);
    backward.merge(OrderFreeSums());
    backward.merge(second);
    backward.merge(first);
    QVERIFY(forward == all);
    QVERIFY(backward == all);
}

void TestOrderFreeSums::sumIsPrecise()
{
    QFETCH(int, spread);
    QFETCH(int, centre);
    const std::vector<double> values = numbers(spread, centre, 4);
    long double exact = 0;
    double largest = 0;
    for (const double v : values) {
        exact += static_cast<long double>(v);
        largest = std::max(largest, std::abs(v));
    }
    const double bound = std::ldexp(largest, -47) * static_cast<double>(values.size());
    QVERIFY(std::abs(static_cast<double>(static_cast<long double>(sumOf(values)) - exact)) <= bound);
}

void TestOrderFreeSums::manySumsAtOnceEqualSingleOnes()
{
    const std::vector<double> values = numbers(40, 0, 5);
    OrderFreeSums many(37);
    std::vector<OrderFreeSums> single(37);
    for (size_t at = 0; at + 30 < values.size(); at += 30) {
        const size_t first = at % 8;
        many.add(first, std::span(values).subspan(at, 30 - at % 3));
        for (size_t i = 0; i < 30 - at % 3; ++i)
            single[first + i].add(values[at + i]);
    }
    for (size_t i = 0; i < many.count(); ++i)
        QCOMPARE(many.sum(i), single[i].sum(0));
}

QTEST_GUILESS_MAIN(TestOrderFreeSums)
#include "tst_order_free_sums.moc"
