// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <limits>

#include "core/analysis/evaluation_figures.h"
#include "core/analysis/history.h"
#include "core/analysis/measurement_id.h"

using namespace qscope;
using namespace qscope::analysis;

namespace {

HistoryEntry entryOf(int bits, const std::string& basis = "here", double sqnrDb = 20)
{
    HistoryEntry entry;
    entry.config.weights.bits = bits;
    entry.config.activations.percentile = 99 + bits * 1e-7; // as many configs as one likes
    entry.evaluation.sqnrDb = {sqnrDb, sqnrDb - 1, sqnrDb + 1};
    entry.basis = basis;
    return entry;
}

std::vector<int64_t> numbersOf(const History& history)
{
    std::vector<int64_t> numbers;
    for (const auto& entry : history.entries())
        numbers.push_back(entry->number);
    return numbers;
}

/// Samples whose only value is a function of their number.
class Numbers : public data::Dataset {
public:
    Numbers(int64_t size, float offset) : m_size(size), m_offset(offset) {}
    int64_t size() const override { return m_size; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        Tensor t(DType::Float32, {count, 1});
        for (int64_t i = 0; i < count; ++i)
            t.data<float>()[i] = static_cast<float>(first + i) + m_offset;
        return std::vector<Tensor>{t};
    }
    std::string description() const override { return "numbers"; }

private:
    int64_t m_size;
    float m_offset;
};

uint64_t identity(int64_t size, float offset)
{
    Numbers data(size, offset);
    const auto id = identityOf(data);
    return id.ok() ? *id : 0;
}

using Tradeoffs = std::vector<Tradeoff>;
using Indices = std::vector<size_t>;
constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinity = std::numeric_limits<double>::infinity();

} // namespace

Q_DECLARE_METATYPE(Tradeoffs)
Q_DECLARE_METATYPE(Indices)

class TestHistory : public QObject {
    Q_OBJECT

private slots:
    void numbersGoOn()
    {
        History history;
        QCOMPARE(history.add(entryOf(8)), 1);
        QCOMPARE(history.add(entryOf(6)), 2);
        QVERIFY(history.remove(2));
        QVERIFY(!history.remove(2));
        QCOMPARE(history.add(entryOf(4)), 3); // a number means one entry for ever
        QCOMPARE(numbersOf(history), (std::vector<int64_t>{1, 3}));
        QCOMPARE(history.find(3)->config.weights.bits, 4);
        QVERIFY(!history.find(2));
    }

    void theSameConfigOnTheSameBasisIsOneEntry()
    {
        History history;
        history.add(entryOf(8));
        QVERIFY(history.rename(1, "baseline"));
        QVERIFY(history.annotate(1, "all 8 bits"));
        QCOMPARE(history.add(entryOf(8, "here", 25)), 1);
        QCOMPARE(history.entries().size(), size_t(1));
        const auto entry = history.find(1);
        QCOMPARE(entry->evaluation.sqnrDb.value, 25.0);
        QCOMPARE(entry->name, std::string("baseline"));
        QCOMPARE(entry->note, std::string("all 8 bits"));
        QCOMPARE(history.add(entryOf(8, "there")), 2);
        QCOMPARE(history.find(entryOf(8).config, "there")->number, 2);
        QVERIFY(!history.find(entryOf(8).config, "nowhere"));
    }

    void aCopyStaysAsItIs()
    {
        History history;
        history.add(entryOf(8));
        const History before = history;
        history.rename(1, "other");
        history.add(entryOf(4));
        QCOMPARE(before.entries().size(), size_t(1));
        QVERIFY(before.find(1)->name.empty());
    }

    void changesThatAreNoneAreTold()
    {
        History history;
        history.add(entryOf(8));
        QVERIFY(history.rename(1, "a"));
        QVERIFY(!history.rename(1, "a"));
        QVERIFY(!history.rename(7, "a"));
        QVERIFY(!history.annotate(1, ""));
    }

    void theOldestUnnamedGoFirst()
    {
        History history;
        for (int i = 0; i < static_cast<int>(History::MaxEntries); ++i)
            history.add(entryOf(i));
        history.rename(1, "first");
        history.annotate(2, "second");
        history.add(entryOf(-1));
        QCOMPARE(history.entries().size(), History::MaxEntries);
        QVERIFY(history.find(1) && history.find(2) && !history.find(3) && history.find(4));
        const History before = history;
        for (const auto& entry : before.entries())
            history.rename(entry->number, "named");
        history.add(entryOf(-2));
        QCOMPARE(history.entries().size(), History::MaxEntries);
        QVERIFY(!history.find(1) && history.find(2));
        QCOMPARE(history.entries().back()->config.weights.bits, -2);
    }

    void storedEntriesKeepTheirNumbers()
    {
        History history;
        HistoryEntry entry = entryOf(8);
        entry.number = 7;
        QVERIFY(history.addStored(entry));
        QVERIFY(!history.addStored(entry));
        entry.number = 0;
        QVERIFY(!history.addStored(entry));
        entry.number = 3;
        QVERIFY(history.addStored(entry));
        QCOMPARE(numbersOf(history), (std::vector<int64_t>{3, 7}));
        history.reserveNumbers(12);
        history.reserveNumbers(2);
        QCOMPARE(history.add(entryOf(4)), 12);
        entry.number = std::numeric_limits<int64_t>::max();
        QVERIFY(!history.addStored(entry));
        history.reserveNumbers(entry.number);
        QVERIFY(history.add(entryOf(3)) > 12);
    }

    void front_data()
    {
        QTest::addColumn<Tradeoffs>("points");
        QTest::addColumn<Indices>("front");
        QTest::newRow("no points") << Tradeoffs{} << Indices{};
        QTest::newRow("one beats the other") << Tradeoffs{{2, 5}, {1, 6}} << Indices{1};
        QTest::newRow("each is better in something") << Tradeoffs{{2, 6}, {1, 5}, {3, 5.5}} << Indices{1, 0};
        QTest::newRow("of equal points the first") << Tradeoffs{{1, 5}, {1, 5}} << Indices{0};
        QTest::newRow("the same cost") << Tradeoffs{{1, 5}, {1, 7}} << Indices{1};
        QTest::newRow("the same metric") << Tradeoffs{{2, 5}, {1, 5}} << Indices{1};
        QTest::newRow("an infinite metric") << Tradeoffs{{4, Infinity}, {1, 5}, {5, Infinity}} << Indices{1, 0};
        QTest::newRow("NaN never counts") << Tradeoffs{{NaN, 9}, {1, NaN}, {2, 3}} << Indices{2};
    }
    void front()
    {
        QFETCH(Tradeoffs, points);
        QFETCH(Indices, front);
        QCOMPARE(paretoFront(points), front);
    }

    void differencesAreFoundBitForBit()
    {
        Evaluation a = entryOf(8).evaluation;
        a.samples = 64;
        a.accuracyQuantized = Estimate(0.5, 0.4, 0.6);
        a.mse = NaN;
        Evaluation b = a;
        QVERIFY(differences(a, b).empty());
        b.sqnrDb.low = std::nextafter(b.sqnrDb.low, 0);
        b.layersFloat = 1;
        b.accuracyQuantized.reset();
        b.kl = -0.0;
        QStringList names;
        for (const auto& difference : differences(a, b))
            names << QString::fromStdString(difference.name);
        QCOMPARE(names.join(' '), QString("sqnr_db_low accuracy_quantized accuracy_quantized_low "
                                          "accuracy_quantized_high kl layers_float"));
        const auto back = differences(b, a);
        QCOMPARE(back.size(), size_t(names.size()));
        const auto gone = std::find_if(back.begin(), back.end(), [](auto& d) { return d.name == "accuracy_quantized"; });
        QVERIFY(gone != back.end() && std::isnan(gone->stored) && gone->measured == 0.5);
    }

    void dataIsToldApart()
    {
        QCOMPARE(identity(100, 0), identity(100, 0));
        QVERIFY(identity(100, 0) != identity(101, 0));
        QVERIFY(identity(100, 0) != identity(100, 0.5F));
        QVERIFY(identity(1, 0) != identity(1, 1));
        Numbers none(0, 0);
        QVERIFY(identityOf(none).ok());
    }

    void aBasisIsModelRangesDataAndLabels()
    {
        CalibrationState state;
        state.origin.modelHash = "abc";
        state.dataHash = 5;
        state.samples.add({0, 8});
        const std::vector<int64_t> labels{1, 2}, others{2, 1};
        const std::string id = measurementId(state, 9, labels);
        QCOMPARE(id.size(), size_t(16));
        QCOMPARE(measurementId(state, 9, labels), id);
        QVERIFY(measurementId(state, 8, labels) != id);
        QVERIFY(measurementId(state, 9, others) != id);
        QVERIFY(measurementId(state, 9, {}) != id);
        CalibrationState other = state.copy();
        other.origin.modelName = "renamed.onnx";
        QCOMPARE(measurementId(other, 9, labels), id);
        other.origin.modelHash = "abd";
        QVERIFY(measurementId(other, 9, labels) != id);
        other = state.copy();
        other.samples.add({8, 16});
        QVERIFY(measurementId(other, 9, labels) != id);
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
