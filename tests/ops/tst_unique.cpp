// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

using Ints = std::vector<int64_t>;

/// Unique, TfIdfVectorizer, CenterCropPad, Det, and the operators that are refused.
class TestUnique : public QObject {
    Q_OBJECT

private slots:
    void elementsAreSortedOrNot();
    void slicesAlongAnyAxis();
    void nanIsOneElement();
    void ngramsAreCountedWithSkips();
    void theSmallerHalfIsInFront();
    void determinantsOfAStack();
    void refusalsSayWhy_data();
    void refusalsSayWhy();
};

void TestUnique::elementsAreSortedOrNot()
{
    const Tensor x = tensorOf<int32_t>({2, 3}, {4, 1, 4, 3, 1, 4});
    const auto sorted = runOp({"Unique", {x}, {}, 11, 4});
    QVERIFY(sorted.ok());
    QCOMPARE((*sorted)[0].type(), DType::Int32);
    QCOMPARE(toInts((*sorted)[0]), Ints({1, 3, 4}));
    QCOMPARE(toInts((*sorted)[1]), Ints({1, 3, 0}));
    QCOMPARE(toInts((*sorted)[2]), Ints({2, 0, 2, 1, 0, 2}));
    QCOMPARE(toInts((*sorted)[3]), Ints({2, 1, 3}));
    const auto asMet = runOp({"Unique", {x}, {{"sorted", int64_t(0)}}, 11, 4});
    QCOMPARE(toInts((*asMet)[0]), Ints({4, 1, 3}));
    QCOMPARE(toInts((*asMet)[2]), Ints({0, 1, 0, 2, 1, 0}));
    QCOMPARE(toInts((*asMet)[3]), Ints({3, 2, 1}));
}

void TestUnique::slicesAlongAnyAxis()
{
    const Tensor x =
        tensorOf<float>({2, 3, 2}, {1, 2, 0, 5, 1, 2, 3, 4, 0, 5, 3, 4}); // middle slices 0 and 2 are alike
    const auto outputs = runOp({"Unique", {x}, {{"axis", int64_t(-2)}}, 11, 4});
    QVERIFY(outputs.ok());
    QCOMPARE(differenceFrom((*outputs)[0], {2, 2, 2}, {0, 5, 1, 2, 0, 5, 3, 4}, 0), QString());
    QCOMPARE(toInts((*outputs)[1]), Ints({1, 0}));
    QCOMPARE(toInts((*outputs)[2]), Ints({1, 0, 1}));
    QCOMPARE(toInts((*outputs)[3]), Ints({1, 2}));
}

void TestUnique::nanIsOneElement()
{
    constexpr float NaN = std::numeric_limits<float>::quiet_NaN();
    const auto outputs = runOp({"Unique", {tensorOf<float>({4}, {NaN, 1, NaN, 0})}, {}, 11, 4});
    QCOMPARE(toInts((*outputs)[2]), Ints({2, 1, 2, 0}));
    QCOMPARE(toInts((*outputs)[3]), Ints({1, 1, 2}));
}

void TestUnique::ngramsAreCountedWithSkips()
{
    const auto counts = [](int64_t skips, const char* mode) {
        return toDoubles(runOne({"TfIdfVectorizer",
                                 {tensorOf<int64_t>({5}, {7, 8, 7, 9, 8})},
                                 {{"mode", std::string(mode)},
                                  {"min_gram_length", int64_t(1)},
                                  {"max_gram_length", int64_t(2)},
                                  {"max_skip_count", skips},
                                  {"pool_int64s", Ints{7, 8, 7, 8, 7, 9}},
                                  {"ngram_counts", Ints{0, 2}},
                                  {"ngram_indexes", Ints{0, 3, 1, 2}},
                                  {"weights", std::vector<float>{1, 1, 0.5f, 4}}}}));
    };
    using Values = std::vector<double>;
    QCOMPARE(counts(0, "TF"), Values({2, 1, 1, 2})); // 7: 2, (7, 8): 1, (7, 9): 1, 8: 2
    QCOMPARE(counts(1, "TF"), Values({2, 2, 1, 2})); // and (7, 8) once more, two apart
    QCOMPARE(counts(0, "TFIDF"), Values({2, 0.5, 4, 2}));
    QCOMPARE(counts(0, "IDF"), Values({1, 0.5, 4, 1}));
}

void TestUnique::theSmallerHalfIsInFront()
{
    const Tensor x = counting({4, 3});
    const Tensor y = runOne({"CenterCropPad", {x, ints({1, 6})}, {}, 18});
    QCOMPARE(differenceFrom(y, {1, 6}, {0, 3, 4, 5, 0, 0}, 0), QString());
    const Tensor column = runOne({"CenterCropPad", {x, ints({1})}, {{"axes", Ints{-1}}}, 18});
    QCOMPARE(differenceFrom(column, {4, 1}, {1, 4, 7, 10}, 0), QString());
}

void TestUnique::determinantsOfAStack()
{
    const Tensor x = tensorOf<float>({2, 1, 2, 2}, {1, 2, 3, 4, 0, 1, 1, 0});
    QCOMPARE(differenceFrom(runOne({"Det", {x}}), {2, 1}, {-2, -1}, 1e-6), QString());
}

void TestUnique::refusalsSayWhy_data()
{
    QTest::addColumn<QString>("why");
    QTest::newRow("RandomNormalLike")
        << QStringLiteral("draws random numbers, so that no two runs of the model could be compared");
    QTest::newRow("Bernoulli") << QStringLiteral(
        "draws random numbers, so that no two runs of the model could be compared");
    QTest::newRow("StringNormalizer")
        << QStringLiteral("works on strings, which are no element type of the engine");
    QTest::newRow("ImageDecoder") << QStringLiteral(
        "decodes image files; give the model decoded images and cut this node off");
}

void TestUnique::refusalsSayWhy()
{
    QFETCH(QString, why);
    const std::string op = QTest::currentDataTag();
    std::string error;
    runOne({op, {counting({2})}}, &error);
    QCOMPARE(QString::fromStdString(error), QString::fromStdString("node 'n' (" + op + "): ") + why);
}

QTEST_GUILESS_MAIN(TestUnique)
#include "tst_unique.moc"
