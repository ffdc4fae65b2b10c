// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "core/stats/bin_tally.h"
#include "core/stats/histogram.h"

using qscope::stats::Histogram;

namespace {

using Values = std::vector<float>;

void addAll(Histogram& h, std::span<const float> x)
{
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    if (!x.empty())
        h.add(x, *lo, *hi);
}

Histogram of(const Values& x, int maxBins = 2048)
{
    Histogram h(maxBins);
    addAll(h, x);
    return h;
}

Values normal(size_t n, float mean, float std, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> distribution(mean, std);
    Values x(n);
    std::generate(x.begin(), x.end(), [&] { return distribution(random); });
    return x;
}

/// Exponent and counts by definition, one value at a time in double precision.
struct Dumb {
    int exponent = -126;
    std::map<int64_t, uint64_t> counts;

    Dumb(const Values& x, int maxBins)
    {
        const auto index = [](float v, int e) {
            return static_cast<int64_t>(std::floor(std::ldexp(static_cast<double>(v), -e)));
        };
        const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
        const double largest = std::max(std::abs(static_cast<double>(*lo)), std::abs(static_cast<double>(*hi)));
        while (std::ldexp(largest, -exponent) >= std::ldexp(1.0, 30) ||
               index(*hi, exponent) - index(*lo, exponent) + 1 > maxBins)
            ++exponent;
        for (const float v : x)
            ++counts[index(v, exponent)];
    }
};

Values joined(const Values& a, const Values& b)
{
    Values all = a;
    all.insert(all.end(), b.begin(), b.end());
    return all;
}

/// As TensorAccumulator does; the values are finite.
void tallyRun(qscope::stats::BinTally& tally, const Values& x)
{
    float lo = 0, hi = 0;
    double sum = 0, sumSq = 0;
    auto& counters = tally.countersFor(x.size());
    const auto figures =
        qscope::stats::kernels::rowFigures(x.data(), 1, x.size(), {&lo, &hi, &sum, &sumSq}, &counters);
    tally.settle(x, figures.extremes.lo, figures.extremes.hi);
}

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT

private slots:
    void countsEqualTheDefinition_data();
    void countsEqualTheDefinition();
    void emptyHasNoBins();
    void mergeEqualsAllDataAtOnce_data();
    void mergeEqualsAllDataAtOnce();
    void orderOfTheDataDoesNotMatter();
    void splitIntoBatchesDoesNotMatter_data();
    void splitIntoBatchesDoesNotMatter();
    void scalingByAPowerOfTwoScalesTheEdgesOnly();
    void zeroIsAlwaysAnEdge();
    void runsOfOneValueAreTallied_data();
    void runsOfOneValueAreTallied();
    void tallyEqualsTheDefinition_data();
    void tallyEqualsTheDefinition();
    void talliesLeaveNothingBehind();
    void quantilesAreWithinOneBin_data();
    void quantilesAreWithinOneBin();
};

void TestHistogram::countsEqualTheDefinition_data()
{
    QTest::addColumn<QList<float>>("list");
    QTest::addColumn<int>("maxBins");
    const auto row = [](const char* name, const Values& x, int maxBins = 2048) {
        QTest::newRow(name) << QList<float>(x.begin(), x.end()) << maxBins;
    };
    constexpr float Denormal = std::numeric_limits<float>::denorm_min();
    constexpr float Largest = std::numeric_limits<float>::max();
    Values relu = normal(20000, 0, 1);
    for (float& v : relu)
        v = std::max(v, 0.F);
    row("one element", {3.7F});
    row("one negative element", {-3.7F});
    row("all zero", Values(100, 0.F));
    row("all equal", Values(5000, 0.1F));
    row("many normal values", normal(100000, 0, 1));
    row("fewer values than bins", normal(300, 5, 2));
    row("half of them zero as after a ReLU", relu);
    row("far from zero", normal(5000, 1e6F, 1));
    row("one far outlier", joined(normal(5000, 0, 1), {1e6F}));
    row("128 bins", normal(5000, 0, 1), 128);
    row("as few bins as there may be", normal(5000, 0, 1), 8);
    row("denormal values", {Denormal, -Denormal, 5 * Denormal, 0.F});
    row("denormal values beside large ones", {-Denormal, Denormal, -1e6F, 1e6F, -1e-30F});
    row("the largest floats of both signs", {-Largest, Largest, 1.F, -1.F, 0.F});
    row("values on bin edges of both signs", {-4, -3, -2, -1, 0, 1, 2, 3, 4, 2047});
    row("minus zero", {-0.F, 0.F, 1.F});
}

void TestHistogram::countsEqualTheDefinition()
{
    QFETCH(QList<float>, list);
    QFETCH(int, maxBins);
    const Values x(list.begin(), list.end());
    const Histogram h = of(x, maxBins);
    const Dumb dumb(x, maxBins);
    QCOMPARE(h.binWidth(), std::ldexp(1.0, dumb.exponent));
    QCOMPARE(h.total(), x.size());
    QVERIFY(h.counts().size() <= static_cast<size_t>(maxBins));
    QCOMPARE(h.firstEdge(), std::ldexp(static_cast<double>(dumb.counts.begin()->first), dumb.exponent));
    QCOMPARE(h.counts().size(), static_cast<size_t>(dumb.counts.rbegin()->first - dumb.counts.begin()->first + 1));
    for (size_t i = 0; i < h.counts().size(); ++i) {
        const auto found = dumb.counts.find(dumb.counts.begin()->first + static_cast<int64_t>(i));
        QCOMPARE(h.counts()[i], found == dumb.counts.end() ? 0 : found->second);
    }
}

void TestHistogram::emptyHasNoBins()
{
    Histogram h;
    h.add({}, 0, 0);
    QVERIFY(h.empty());
    QVERIFY(h.counts().empty());
    QCOMPARE(h.quantile(0.5), 0.0);
    Histogram other = of({1.F, 2.F});
    const Histogram before = other;
    other.merge(h);
    QVERIFY(other == before);
    h.merge(other);
    QVERIFY(h == before);
}

void TestHistogram::mergeEqualsAllDataAtOnce_data()
{
    QTest::addColumn<float>("mean");
    QTest::addColumn<float>("std");
    QTest::newRow("the same distribution") << 0.F << 1.F;
    QTest::newRow("a narrower one inside") << 0.1F << 0.01F;
    QTest::newRow("a wider one") << 0.F << 1000.F;
    QTest::newRow("one beside it") << 50.F << 1.F;
    QTest::newRow("one far below") << -1e7F << 1.F;
    QTest::newRow("one vastly wider") << 0.F << 1e30F;
}

void TestHistogram::mergeEqualsAllDataAtOnce()
{
    QFETCH(float, mean);
    QFETCH(float, std);
    const Values a = normal(4000, 0, 1, 1), b = normal(3000, mean, std, 2);
    Histogram ab = of(a), ba = of(b);
    const Histogram onlyA = ab;
    ab.merge(ba);
    ba.merge(onlyA);
    QVERIFY(ab == of(joined(a, b)));
    QVERIFY(ba == ab);
}

void TestHistogram::orderOfTheDataDoesNotMatter()
{
    Values x = normal(10000, -0.3F, 2);
    const Histogram before = of(x);
    std::shuffle(x.begin(), x.end(), std::mt19937(7));
    Histogram after;
    for (const float v : x)
        after.add(std::span(&v, 1), v, v);
    QVERIFY(after == before);
}

void TestHistogram::splitIntoBatchesDoesNotMatter_data()
{
    QTest::addColumn<int>("batch");
    for (const int batch : {1, 2, 7, 1000, 4096, 9999})
        QTest::addRow("%d at a time", batch) << batch;
}

void TestHistogram::splitIntoBatchesDoesNotMatter()
{
    QFETCH(int, batch);
    const Values x = joined(normal(6000, 0, 1), normal(4000, 3, 20));
    Histogram h;
    for (size_t at = 0; at < x.size(); at += static_cast<size_t>(batch))
        addAll(h, std::span(x).subspan(at, std::min(static_cast<size_t>(batch), x.size() - at)));
    QVERIFY(h == of(x));
}

void TestHistogram::scalingByAPowerOfTwoScalesTheEdgesOnly()
{
    const Values x = normal(5000, 0.2F, 1);
    const Histogram h = of(x);
    for (const int k : {-20, -1, 1, 9, 40}) {
        Values scaled = x;
        for (float& v : scaled)
            v = std::ldexp(v, k);
        const Histogram s = of(scaled);
        QCOMPARE(s.binWidth(), std::ldexp(h.binWidth(), k));
        QCOMPARE(s.firstEdge(), std::ldexp(h.firstEdge(), k));
        QVERIFY(std::ranges::equal(s.counts(), h.counts()));
    }
}

void TestHistogram::zeroIsAlwaysAnEdge()
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Histogram h = of(normal(1000, static_cast<float>(seed) / 10, 1, seed));
        const double position = -h.firstEdge() / h.binWidth();
        QCOMPARE(position, std::round(position));
    }
}

void TestHistogram::runsOfOneValueAreTallied_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {1, 3, 7, 1023, 120000})
        QTest::addRow("runs of %d", length) << length;
}

void TestHistogram::runsOfOneValueAreTallied()
{
    QFETCH(int, length);
    const Values run(static_cast<size_t>(length), 0.7F);
    Histogram h;
    uint64_t total = 0;
    {
        qscope::stats::BinTally tally(h);
        tally.aim(0.7F, 0.7F);
        for (; total < 400000; total += run.size())
            tallyRun(tally, run);
    }
    QCOMPARE(h.counts().size(), 1U);
    QCOMPARE(h.counts()[0], total);
}

void TestHistogram::tallyEqualsTheDefinition_data()
{
    QTest::addColumn<float>("mean");
    QTest::addColumn<float>("std");
    QTest::addColumn<float>("growth"); // of both, from run to run
    QTest::newRow("values that stay where they were") << 0.F << 1.F << 1.F;
    QTest::newRow("values that grow slowly") << 0.3F << 1.F << 1.05F;
    QTest::newRow("values that grow fast") << -0.3F << 1.F << 30.F;
    QTest::newRow("values that shrink") << 0.F << 1.F << 0.1F;
    QTest::newRow("values far from zero that wander") << 1000.F << 0.01F << 1.001F;
    QTest::newRow("values that leave the largest bins") << 1e20F << 1e20F << 100.F;
    QTest::newRow("values around the smallest") << 0.F << 1e-43F << 1.5F;
}

void TestHistogram::tallyEqualsTheDefinition()
{
    QFETCH(float, mean);
    QFETCH(float, std);
    QFETCH(float, growth);
    Histogram h, expected;
    {
        qscope::stats::BinTally tally(h);
        for (unsigned run = 0; run < 9; ++run, mean *= growth, std *= growth) {
            Values x = normal(20000, mean, std, run);
            x[run] = 0; // beside the others once they are far from zero
            const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
            if (!tally.hasAim())
                tally.aim(*lo, *hi);
            tallyRun(tally, x);
            addAll(expected, x);
        }
    }
    QVERIFY(h == expected);
}

/// One with few bins, whose spare places lie where the next one has bins.
void TestHistogram::talliesLeaveNothingBehind()
{
    const Values wide = normal(20000, 0, 100, 1), narrow = normal(20000, 0, 1, 2);
    for (const int bins : {8, 100, 1000, 2048}) {
        Histogram first(bins), second;
        {
            qscope::stats::BinTally tally(first);
            tally.aim(narrow[0], narrow[0]);
            tallyRun(tally, wide); // outside
        }
        {
            qscope::stats::BinTally tally(second);
            tally.aim(-5, 5);
            tallyRun(tally, narrow);
        }
        Histogram expected;
        expected.cover(-5, 5);
        addAll(expected, narrow);
        QVERIFY(second == expected);
    }
}

void TestHistogram::quantilesAreWithinOneBin_data()
{
    QTest::addColumn<double>("p");
    for (const double p : {0.0, 0.0001, 0.01, 0.25, 0.5, 0.99, 0.9999, 1.0})
        QTest::addRow("share %g", p) << p;
}

void TestHistogram::quantilesAreWithinOneBin()
{
    QFETCH(double, p);
    Values x = normal(50001, 0.5F, 3);
    const Histogram h = of(x);
    std::sort(x.begin(), x.end());
    const auto rank = static_cast<size_t>(std::llround(p * 50000));
    QVERIFY(std::abs(h.quantile(p) - static_cast<double>(x[rank])) <= h.binWidth());
    if (p == 0)
        QCOMPARE(h.quantile(p), static_cast<double>(x.front()));
    if (p == 1)
        QCOMPARE(h.quantile(p), static_cast<double>(x.back()));
}

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
