// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <random>
#include <set>

#include "core/analysis/batching.h"

using namespace qscope::analysis;

namespace {

std::set<int64_t> members(const SampleSet& set)
{
    std::set<int64_t> all;
    for (const SampleRange& range : set.ranges())
        for (int64_t i = range.first; i < range.end; ++i)
            all.insert(i);
    return all;
}

SampleSet randomSet(std::mt19937& random, std::set<int64_t>& expected)
{
    SampleSet set;
    for (int i = 0; i < 6; ++i) {
        const int64_t first = random() % 60;
        const SampleRange range{first, first + static_cast<int64_t>(random() % 7)};
        set.add(range);
        for (int64_t s = range.first; s < range.end; ++s)
            expected.insert(s);
    }
    return set;
}

} // namespace

class TestSampleSet : public QObject {
    Q_OBJECT
private slots:
    void setsBehaveAsSetsOfNumbers();
    void rangesAreSortedAndApart();
    void textIsForPeople_data();
    void textIsForPeople();
    void batchesKeepTheirPlaces();
    void samplesThatAreApartRunByThemselves();
};

void TestSampleSet::setsBehaveAsSetsOfNumbers()
{
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        std::set<int64_t> a, b, both, missing;
        SampleSet one = randomSet(random, a);
        const SampleSet other = randomSet(random, b);
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
        for (int64_t i = 5; i < 50; ++i)
            if (!a.count(i))
                missing.insert(i);
        QVERIFY(members(one) == a);
        QCOMPARE(one.count(), static_cast<int64_t>(a.size()));
        QVERIFY(members(one.common(other)) == both);
        QVERIFY(members(one.missingOf({5, 50})) == missing);
        std::set<int64_t> rest;
        std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(rest, rest.end()));
        QVERIFY(members(one.without(other)) == rest);
        for (int64_t i = -1; i < 70; ++i)
            QCOMPARE(one.contains(i), a.count(i) > 0);
        one.add(other);
        a.insert(b.begin(), b.end());
        QVERIFY(members(one) == a);
    }
}

void TestSampleSet::rangesAreSortedAndApart()
{
    SampleSet set;
    set.add({8, 16});
    set.add({0, 4});
    set.add({20, 20});
    QCOMPARE(set.ranges().size(), size_t(2));
    set.add({4, 8});
    QVERIFY((set.ranges() == std::vector<SampleRange>{{0, 16}}));
}

void TestSampleSet::textIsForPeople_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("borders");
    QTest::newRow("nothing") << "none" << QList<int>{};
    QTest::newRow("one sample") << "7" << QList<int>{7, 8};
    QTest::newRow("two ranges") << "0 to 95 and 104 to 255" << QList<int>{0, 96, 104, 256};
    QTest::newRow("three ranges") << "0, 2 to 3 and 9" << QList<int>{0, 1, 2, 4, 9, 10};
}

void TestSampleSet::textIsForPeople()
{
    QFETCH(QString, text);
    QFETCH(QList<int>, borders);
    SampleSet set;
    for (int i = 0; i + 1 < borders.size(); i += 2)
        set.add({borders[i], borders[i + 1]});
    QCOMPARE(QString::fromStdString(set.text()), text);
}

void TestSampleSet::batchesKeepTheirPlaces()
{
    SampleSet wanted({0, 19});
    const BatchPlan full{8, false, {}};
    QVERIFY((splitIntoBatches(wanted, full) == std::vector<BatchSamples>{{0, 8, 8}, {8, 8, 8}, {16, 3, 8}}));
    wanted = SampleSet({6, 11});
    wanted.add({13, 16});
    QVERIFY((splitIntoBatches(wanted, full)
             == std::vector<BatchSamples>{{6, 2, 8, 6, false}, {8, 3, 8}, {13, 3, 8, 5, false}}));
}

void TestSampleSet::samplesThatAreApartRunByThemselves()
{
    const BatchPlan apart{8, true, {}};
    const auto split = [&](int64_t samples, size_t workers) {
        return splitIntoBatches(SampleSet({0, samples}), apart, workers);
    };
    QVERIFY((split(1, 2) == std::vector<BatchSamples>{{0, 1, 1}}));
    QVERIFY((split(8, 1) == std::vector<BatchSamples>{{0, 8, 8}}));
    QVERIFY((split(8, 2) == std::vector<BatchSamples>{{0, 4, 4}, {4, 4, 4, 0, false}}));
    QVERIFY((split(11, 2) == std::vector<BatchSamples>{{0, 8, 8}, {8, 3, 3}}));
    QVERIFY((split(2, 2) == std::vector<BatchSamples>{{0, 1, 1}, {1, 1, 1, 0, false}}));
    QVERIFY(
        (split(5, 4)
         == std::vector<BatchSamples>{
             {0, 1, 1}, {1, 1, 1, 0, false}, {2, 1, 1, 0, false}, {3, 1, 1, 0, false}, {4, 1, 1, 0, false}}));
    QCOMPARE(splitIntoBatches(SampleSet({5, 8}), apart).front(), (BatchSamples{5, 3, 3, 0, false}));
}

QTEST_GUILESS_MAIN(TestSampleSet)
#include "tst_sample_set.moc"
