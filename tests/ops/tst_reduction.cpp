// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Values = std::vector<double>;

double sumOf(const Values& v, double (*f)(double))
{
    double s = 0;
    for (double x : v)
        s += f(x);
    return s;
}

double same(double x) { return x; }
double square(double x) { return x * x; }
double magnitude(double x) { return std::fabs(x); }

struct Reduction {
    const char* name;
    double (*reference)(const Values&);
    bool positive = false; ///< test with positive numbers only
};

const Reduction Reductions[] = {
    {"ReduceSum", [](const Values& v) { return sumOf(v, same); }},
    {"ReduceMean", [](const Values& v) { return sumOf(v, same) / static_cast<double>(v.size()); }},
    {"ReduceL1", [](const Values& v) { return sumOf(v, magnitude); }},
    {"ReduceL2", [](const Values& v) { return std::sqrt(sumOf(v, square)); }},
    {"ReduceSumSquare", [](const Values& v) { return sumOf(v, square); }},
    {"ReduceLogSum", [](const Values& v) { return std::log(sumOf(v, same)); }, true},
    {"ReduceLogSumExp", [](const Values& v) { return std::log(sumOf(v, std::exp)); }},
    {"ReduceProd", [](const Values& v) { double p = 1; for (double x : v) p *= x; return p; }},
    {"ReduceMax", [](const Values& v) { return *std::max_element(v.begin(), v.end()); }},
    {"ReduceMin", [](const Values& v) { return *std::min_element(v.begin(), v.end()); }},
};

/// The elements that end up in the result element at `kept` (index with 0 at the reduced axes).
Values elementsOf(const Tensor& x, const std::vector<int64_t>& kept, const std::vector<bool>& reduced)
{
    Values values;
    for (const auto& index : indicesOf(x.shape())) {
        bool mine = true;
        for (size_t d = 0; d < index.size(); ++d)
            mine = mine && (reduced[d] || index[d] == kept[d]);
        if (mine)
            values.push_back(broadcastAt(x, index));
    }
    return values;
}

} // namespace

class TestReduction : public QObject {
    Q_OBJECT

private slots:
    void anyAxesOfAnyShape_data();
    void anyAxesOfAnyShape();
    void takesChannelsLast();
    void axesComeFromInputOrAttribute();
    void emptyAxesMeanAllOrNone();
    void sumsLongRowsAccurately();
    void integersStayIntegers();
    void emptyDimensionsGiveTheNeutralElement();
    void extremesKeepNaN();
    void logSumExpDoesNotOverflow();
    void integersHoldWhatTheyCan();
    void argChoosesFirstOrLast();
    void saysWhatIsWrong();
};

void TestReduction::anyAxesOfAnyShape_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < static_cast<int>(std::size(Reductions)); ++i)
        QTest::newRow(Reductions[i].name) << i;
}

void TestReduction::anyAxesOfAnyShape()
{
    QFETCH(int, which);
    const Reduction& r = Reductions[which];
    std::mt19937 random(11);
    for (int round = 0; round < 60; ++round) {
        Shape shape(1 + random() % 4);
        for (int64_t& d : shape)
            d = 1 + static_cast<int64_t>(random() % 5);
        std::vector<bool> reduced(shape.size());
        std::vector<int64_t> axes;
        for (size_t d = 0; d < shape.size(); ++d) {
            reduced[d] = random() % 2;
            if (reduced[d])
                axes.push_back(static_cast<int64_t>(d) - (random() % 2 ? static_cast<int64_t>(shape.size()) : 0));
        }
        if (axes.empty())
            reduced.assign(shape.size(), true);
        const Tensor x = randomFloats(shape, random, r.positive ? 0.1f : -2.0f, 2.0f);
        const int64_t keepDims = random() % 2;
        const Tensor y = runOne({r.name, {x}, {{"axes", axes}, {"keepdims", keepDims}}, 11});
        Shape kept = shape;
        for (size_t d = 0; d < kept.size(); ++d)
            kept[d] = reduced[d] ? 1 : kept[d];
        QCOMPARE(y.size(), elementCount(kept));
        QVERIFY(keepDims ? y.shape() == kept : y.rank() + static_cast<size_t>(std::count(reduced.begin(), reduced.end(), true)) == shape.size());
        const auto indices = indicesOf(kept);
        for (size_t i = 0; i < indices.size(); ++i) {
            const double wanted = r.reference(elementsOf(x, indices[i], reduced));
            QVERIFY(std::fabs(toDoubles(y)[i] - wanted) <= 1e-6 * std::max(1.0, std::fabs(wanted)));
        }
    }
}

void TestReduction::takesChannelsLast()
{
    std::mt19937 random(12);
    const Tensor x = randomFloats({2, 3, 4, 5}, random);
    for (const std::vector<int64_t>& axes : {std::vector<int64_t>{2, 3}, {1}, {1, 2, 3}, {0, 2, 3}, {3}}) {
        for (const char* op : {"ReduceMean", "ReduceMax"}) {
            const Tensor plain = runOne({op, {x}, {{"axes", axes}}, 11});
            const Tensor last = runOne({op, {channelsLast(x)}, {{"axes", axes}}, 11});
            QVERIFY(plain.shape() == last.shape());
            for (int64_t i = 0; i < plain.size(); ++i)
                QVERIFY(std::fabs(plain.data<float>()[i] - last.data<float>()[i]) <= 1e-6f);
        }
    }
}

void TestReduction::axesComeFromInputOrAttribute()
{
    const Tensor x = counting({2, 3});
    QCOMPARE(toDoubles(runOne({"ReduceSum", {x, ints({1})}, {}, 13})), (Values{3, 12}));
    QCOMPARE(toDoubles(runOne({"ReduceSum", {x}, {{"axes", std::vector<int64_t>{1}}}, 11})), (Values{3, 12}));
    QCOMPARE(toDoubles(runOne({"ReduceMax", {x, ints({0})}, {{"keepdims", int64_t(0)}}, 18})), (Values{3, 4, 5}));
}

void TestReduction::emptyAxesMeanAllOrNone()
{
    const Tensor x = counting({2, 3});
    QCOMPARE(toDoubles(runOne({"ReduceSum", {x, ints({})}})), Values{15});
    QCOMPARE(runOne({"ReduceSum", {x, ints({})}, {{"noop_with_empty_axes", int64_t(1)}}}).size(), 6);
}

void TestReduction::sumsLongRowsAccurately()
{
    const int64_t count = 1000003;
    Tensor x(DType::Float32, {count});
    std::fill_n(x.data<float>(), count, 0.1f);
    const double exact = static_cast<double>(0.1f) * static_cast<double>(count);
    QVERIFY(std::fabs(toDoubles(runOne({"ReduceSum", {x}}))[0] / exact - 1) < 1e-7);
    const Tensor column = x.reshaped({count, 1});
    QVERIFY(std::fabs(toDoubles(runOne({"ReduceMean", {column, ints({0})}}))[0] / static_cast<double>(0.1f) - 1) < 1e-7);
}

void TestReduction::integersStayIntegers()
{
    const Tensor x = tensorOf<int32_t>({2, 2}, {-7, 2, 4, 5});
    using V = std::vector<int64_t>;
    QCOMPARE(toInts(runOne({"ReduceSum", {x, ints({1})}})), (V{-5, 9}));
    QCOMPARE(toInts(runOne({"ReduceL1", {x, ints({1})}, {}, 18})), (V{9, 9}));
    QCOMPARE(toInts(runOne({"ReduceProd", {x, ints({0})}, {}, 18})), (V{-28, 10}));
    QCOMPARE(toInts(runOne({"ReduceMin", {x}})), V{-7});
    QVERIFY(runOne({"ReduceSum", {x}}).type() == DType::Int32);
}

void TestReduction::emptyDimensionsGiveTheNeutralElement()
{
    const Tensor x(DType::Float32, {2, 0});
    QCOMPARE(toDoubles(runOne({"ReduceSum", {x, ints({1})}})), (Values{0, 0}));
    QCOMPARE(toDoubles(runOne({"ReduceProd", {x, ints({1})}, {}, 18})), (Values{1, 1}));
    QVERIFY(std::isinf(toDoubles(runOne({"ReduceMax", {x, ints({1})}, {}, 18}))[0]));
    QCOMPARE(runOne({"ReduceSum", {x, ints({0})}}).size(), 0);
}

void TestReduction::extremesKeepNaN()
{
    for (int64_t position : {0, 5, 15, 16, 40}) {
        Tensor x = counting({41});
        x.data<float>()[position] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(std::isnan(toDoubles(runOne({"ReduceMax", {x}}))[0]));
        QVERIFY(std::isnan(toDoubles(runOne({"ReduceMin", {x}}))[0]));
        QCOMPARE(toInts(runOne({"ArgMax", {x}}))[0], position);
    }
}

void TestReduction::logSumExpDoesNotOverflow()
{
    const Tensor x = tensorOf<float>({2}, {1000, 1000});
    QVERIFY(std::fabs(toDoubles(runOne({"ReduceLogSumExp", {x}}))[0] - (1000 + std::log(2.0))) < 1e-3);
}

void TestReduction::integersHoldWhatTheyCan()
{
    const Tensor zeros = tensorOf<int8_t>({3}, {0, 0, 0});
    QCOMPARE(toInts(runOne({"ReduceLogSum", {zeros}}))[0], int64_t(-128));
    const Tensor many = tensorOf<int8_t>({256}, std::vector<int8_t>(256, 0)); // 256 is no int8
    QCOMPARE(toInts(runOne({"ReduceMean", {many}}))[0], int64_t(0));
    const Tensor large = tensorOf<int8_t>({2}, {127, 0});
    QCOMPARE(toInts(runOne({"ReduceLogSumExp", {large}}))[0], int64_t(127));
}

void TestReduction::argChoosesFirstOrLast()
{
    const Tensor x = tensorOf<float>({2, 4}, {1, 5, 5, 0, 2, 2, 2, 2});
    using V = std::vector<int64_t>;
    const auto arg = [&](const char* op, int64_t axis, int64_t last) {
        return toInts(runOne({op, {x}, {{"axis", axis}, {"select_last_index", last}}}));
    };
    QCOMPARE(arg("ArgMax", 1, 0), (V{1, 0}));
    QCOMPARE(arg("ArgMax", -1, 1), (V{2, 3}));
    QCOMPARE(arg("ArgMin", 1, 0), (V{3, 0}));
    QCOMPARE(arg("ArgMax", 0, 0), (V{1, 0, 0, 1}));
    QVERIFY(runOne({"ArgMax", {x}, {{"axis", int64_t(1)}, {"keepdims", int64_t(0)}}}).shape() == Shape{2});
}

void TestReduction::saysWhatIsWrong()
{
    std::string error;
    runOne({"ReduceSum", {counting({2, 3}), ints({2})}}, &error);
    QCOMPARE(error, std::string("node 'n' (ReduceSum): axis 2 is outside a tensor of rank 2"));
    runOne({"ReduceMean", {counting({2, 3})}, {{"axes", std::vector<int64_t>{0, -2}}}, 11}, &error);
    QCOMPARE(error, std::string("node 'n' (ReduceMean): axis 0 is named twice"));
    runOne({"ArgMax", {Tensor(DType::Float32, {2, 0})}, {{"axis", int64_t(1)}}}, &error);
    QCOMPARE(error, std::string("node 'n' (ArgMax): nothing to choose from in [2, 0]"));
    runOne({"ReduceSum", {bools({2}, {1, 0})}}, &error);
    QCOMPARE(error, std::string("node 'n' (ReduceSum): does not take bool"));
}

QTEST_GUILESS_MAIN(TestReduction)
#include "tst_reduction.moc"
