// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <numeric>
#include <random>

#include "core/stats/range_trace.h"

using qscope::stats::RangeTrace;

namespace {

struct Seen {
    int64_t sample;
    float lo, hi;
};

std::vector<Seen> randomRanges(int64_t samples)
{
    std::mt19937 random(static_cast<uint32_t>(samples));
    std::normal_distribution<float> normal;
    std::vector<Seen> seen;
    for (int64_t s = 0; s < samples; ++s) {
        const float a = normal(random), b = normal(random);
        seen.push_back({s, std::min(a, b), std::max(a, b)});
    }
    return seen;
}

} // namespace

class TestRangeTrace : public QObject {
    Q_OBJECT
private slots:
    void fewSamplesHaveAGroupEach();
    void groupsHoldTheExtremesOfTheirSamples_data();
    void groupsHoldTheExtremesOfTheirSamples();
    void orderAndSplitDoNotChangeIt_data() { groupsHoldTheExtremesOfTheirSamples_data(); }
    void orderAndSplitDoNotChangeIt();
    void samplesWithoutValuesLeaveAnEmptyGroup();
};

void TestRangeTrace::fewSamplesHaveAGroupEach()
{
    RangeTrace trace;
    trace.add(0, -1, 2);
    trace.add(1, -3, 1);
    trace.add(1, 0, 4);
    QCOMPARE(trace.samplesPerGroup(), int64_t(1));
    QCOMPARE(trace.groups().size(), size_t(2));
    QVERIFY((trace.groups()[0] == RangeTrace::Group{-1, 2}));
    QVERIFY((trace.groups()[1] == RangeTrace::Group{-3, 4}));
}

void TestRangeTrace::groupsHoldTheExtremesOfTheirSamples_data()
{
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("perGroup");
    QTest::newRow("as many as groups") << 1024 << 1;
    QTest::newRow("one more") << 1025 << 2;
    QTest::newRow("many") << 5000 << 8;
}

void TestRangeTrace::groupsHoldTheExtremesOfTheirSamples()
{
    QFETCH(int, samples);
    QFETCH(int, perGroup);
    RangeTrace trace;
    const auto seen = randomRanges(samples);
    for (const Seen& s : seen)
        trace.add(s.sample, s.lo, s.hi);
    QCOMPARE(trace.samplesPerGroup(), int64_t(perGroup));
    QCOMPARE(trace.groups().size(), static_cast<size_t>((samples + perGroup - 1) / perGroup));
    for (size_t g = 0; g < trace.groups().size(); ++g) {
        RangeTrace::Group expected;
        for (const Seen& s : seen) {
            if (s.sample / perGroup != static_cast<int64_t>(g))
                continue;
            expected.lo = std::min(expected.lo, s.lo);
            expected.hi = std::max(expected.hi, s.hi);
        }
        QVERIFY(trace.groups()[g] == expected);
    }
}

void TestRangeTrace::orderAndSplitDoNotChangeIt()
{
    QFETCH(int, samples);
    auto seen = randomRanges(samples);
    RangeTrace whole;
    for (const Seen& s : seen)
        whole.add(s.sample, s.lo, s.hi);
    std::shuffle(seen.begin(), seen.end(), std::mt19937(5));
    RangeTrace parts[3];
    for (size_t i = 0; i < seen.size(); ++i)
        parts[i * i % 3].add(seen[i].sample, seen[i].lo, seen[i].hi);
    RangeTrace merged;
    for (const RangeTrace& part : parts)
        merged.merge(part);
    QVERIFY(merged == whole);
}

void TestRangeTrace::samplesWithoutValuesLeaveAnEmptyGroup()
{
    RangeTrace trace;
    trace.add(2, 1, 1);
    QCOMPARE(trace.groups().size(), size_t(3));
    QVERIFY(trace.groups()[0].empty() && trace.groups()[1].empty() && !trace.groups()[2].empty());
}

QTEST_GUILESS_MAIN(TestRangeTrace)
#include "tst_range_trace.moc"
