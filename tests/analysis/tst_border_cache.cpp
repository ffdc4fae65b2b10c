// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/analysis/border_cache.h"

using namespace qscope;
using namespace qscope::analysis;

namespace {

constexpr int64_t Kilo = 1024;

/// 1 KiB in two tensors of different types, and one that is absent.
run::CutTensors tensors(int seed)
{
    Tensor floats(DType::Float32, {2, 3, 32}, Layout::ChannelsLast), bytes(DType::UInt8, {256});
    for (int64_t i = 0; i < floats.size(); ++i)
        floats.data<float>()[i] = static_cast<float>(seed * 1000 + i);
    for (int64_t i = 0; i < bytes.size(); ++i)
        bytes.data<uint8_t>()[i] = static_cast<uint8_t>(seed + i);
    return {floats, Tensor(), bytes};
}

bool same(const run::CutTensors& a, const run::CutTensors& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const Tensor& x, const Tensor& y) {
               if (x.absent() || y.absent())
                   return x.absent() && y.absent();
               return x.type() == y.type() && x.shape() == y.shape() && x.layout() == y.layout()
                      && std::memcmp(x.rawData(), y.rawData(), x.bytes()) == 0;
           });
}

BorderCache::Key key(int64_t first, uint64_t upstream = 1) { return {1, first, 2, upstream}; }

} // namespace

class TestBorderCache : public QObject {
    Q_OBJECT
private slots:
    void whatIsStoredComesBack_data();
    void whatIsStoredComesBack();
    void budgetsAreKept_data() { whatIsStoredComesBack_data(); }
    void budgetsAreKept();
    void olderRunsMakeRoom();
    void aRunThatIsTooLargeKeepsItsFirstPart();
    void whatWasUsedAgainIsYoung();
    void aRunThatNoneWentOnFromIsNotWrittenToDisk();
    void storedTensorsAreCopies();
    void aNewBudgetForgets();
    void aDiskThatRefusesIsNoError();
    void spillPlacesAreUsedAgain();
};

void TestBorderCache::whatIsStoredComesBack_data()
{
    QTest::addColumn<int>("memory");
    QTest::addColumn<int>("disk");
    QTest::addColumn<int>("kept");
    QTest::newRow("all in memory") << 16 << 0 << 10;
    QTest::newRow("some in memory, the rest on disk") << 4 << 16 << 10;
    QTest::newRow("memory and disk are too small") << 2 << 3 << 5;
    QTest::newRow("no disk") << 3 << 0 << 3;
    QTest::newRow("nothing") << 0 << 0 << 0;
    QTest::newRow("a disk alone serves nothing") << 0 << 16 << 0;
}

void TestBorderCache::whatIsStoredComesBack()
{
    QFETCH(int, memory);
    QFETCH(int, disk);
    QFETCH(int, kept);
    BorderCache cache({memory * Kilo, disk * Kilo});
    cache.startRun();
    for (int i = 0; i < 10; ++i)
        cache.store(key(i), tensors(i));
    int found = 0;
    for (int i = 0; i < 10; ++i) {
        const auto back = cache.find(key(i));
        QCOMPARE(back.has_value(), cache.contains(key(i)));
        if (!back)
            continue;
        ++found;
        QVERIFY(same(*back, tensors(i)));
    }
    QCOMPARE(found, kept);
}

void TestBorderCache::budgetsAreKept()
{
    QFETCH(int, memory);
    QFETCH(int, disk);
    BorderCache cache({memory * Kilo, disk * Kilo});
    for (int i = 0; i < 40; ++i) {
        if (i % 7 == 0)
            cache.startRun();
        cache.store(key(i % 11, static_cast<uint64_t>(i / 13)), tensors(i));
        if (const auto back = cache.find(key(i % 5)))
            QVERIFY(back->size() == 3);
        QVERIFY(cache.memoryUsed() <= memory * Kilo);
        QVERIFY(cache.diskUsed() <= disk * Kilo);
    }
    cache.clear();
    QCOMPARE(cache.memoryUsed() + cache.diskUsed(), int64_t(0));
}

void TestBorderCache::olderRunsMakeRoom()
{
    BorderCache cache({4 * Kilo, 0});
    for (int run = 0; run < 3; ++run) {
        cache.startRun();
        for (int i = 0; i < 4; ++i)
            cache.store(key(i, static_cast<uint64_t>(run)), tensors(run));
    }
    for (int i = 0; i < 4; ++i) {
        QVERIFY(!cache.contains(key(i, 0)) && !cache.contains(key(i, 1)));
        QVERIFY(cache.contains(key(i, 2)));
    }
}

void TestBorderCache::aRunThatIsTooLargeKeepsItsFirstPart()
{
    BorderCache cache({4 * Kilo, 0});
    for (int run = 0; run < 2; ++run) { // the second time the first part is there
        cache.startRun();
        for (int i = 0; i < 9; ++i) {
            QCOMPARE(cache.find(key(i)).has_value(), run == 1 && i < 4);
            cache.store(key(i), tensors(i));
        }
    }
}

void TestBorderCache::whatWasUsedAgainIsYoung()
{
    BorderCache cache({2 * Kilo, 0});
    cache.startRun();
    cache.store(key(1), tensors(1));
    cache.store(key(2), tensors(2));
    cache.startRun();
    QVERIFY(cache.find(key(1)));
    cache.store(key(3), tensors(3));
    QVERIFY(cache.contains(key(1)) && !cache.contains(key(2)) && cache.contains(key(3)));
}

void TestBorderCache::aRunThatNoneWentOnFromIsNotWrittenToDisk()
{
    BorderCache cache({4 * Kilo, 16 * Kilo});
    cache.startRun();
    for (int i = 0; i < 2; ++i)
        cache.store(key(i, 1), tensors(i));
    for (uint64_t tried = 2; tried < 6; ++tried) { // each goes on from the first half of run 1
        cache.startRun();
        QVERIFY(cache.find(key(0, 1)));
        for (int i = 2; i < 4; ++i)
            cache.store(key(i, tried), tensors(i));
        QVERIFY(cache.contains(key(0, 1)) && cache.contains(key(1, 1)));
        QVERIFY(cache.contains(key(2, tried)) && cache.contains(key(3, tried)));
        QVERIFY(!cache.contains(key(2, tried - 1)));
    }
    QCOMPARE(cache.diskUsed(), int64_t(0));
    for (int i = 4; i < 7; ++i) // what somebody went on from does go there
        cache.store(key(i, 5), tensors(i));
    QCOMPARE(cache.diskUsed(), 3 * Kilo);
    QVERIFY(same(*cache.find(key(0, 1)), tensors(0)) && same(*cache.find(key(1, 1)), tensors(1)));
}

void TestBorderCache::storedTensorsAreCopies()
{
    BorderCache cache;
    run::CutTensors given = tensors(1);
    cache.store(key(0), given);
    given[0].data<float>()[0] = -1;
    QVERIFY(same(*cache.find(key(0)), tensors(1)));
}

void TestBorderCache::aNewBudgetForgets()
{
    BorderCache cache({4 * Kilo, 0});
    cache.store(key(0), tensors(0));
    cache.setBudget({4 * Kilo, 0});
    QVERIFY(cache.contains(key(0)));
    cache.setBudget({2 * Kilo, 0});
    QVERIFY(!cache.contains(key(0)));
    QCOMPARE(cache.memoryUsed(), int64_t(0));
}

void TestBorderCache::aDiskThatRefusesIsNoError()
{
    SpillFile nowhere(1 << 20, "/there/is/no/such/folder");
    QVERIFY(!nowhere.write("abcd", 4));
    QVERIFY(!nowhere.write("abcd", 4));
    QCOMPARE(nowhere.used(), int64_t(0));
}

void TestBorderCache::spillPlacesAreUsedAgain()
{
    QTemporaryDir folder;
    SpillFile file(10, folder.path().toStdString());
    const auto a = file.write("abcd", 4), b = file.write("efgh", 4);
    QVERIFY(a && b && !file.write("ijkl", 4));
    QVERIFY(QDir(folder.path()).isEmpty()); // nameless
    file.release(*a, 4);
    const auto c = file.write("ijkl", 4);
    QCOMPARE(c, a);
    char text[5] = {};
    QVERIFY(file.read(*c, text, 4));
    QCOMPARE(QByteArray(text), QByteArray("ijkl"));
    QVERIFY(file.read(*b, text, 4));
    QCOMPARE(QByteArray(text), QByteArray("efgh"));
    QVERIFY(!file.read(100, text, 4));
}

QTEST_GUILESS_MAIN(TestBorderCache)
#include "tst_border_cache.moc"
