// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

/// The result's shape, or the error.
QString shapeOf(OpCall call)
{
    std::string error;
    const Tensor y = runOne(std::move(call), &error);
    return QString::fromStdString(y.absent() ? error : shapeText(y.shape()));
}

using V = std::vector<int64_t>;

} // namespace

class TestShape : public QObject {
    Q_OBJECT

private slots:
    void givesTheRightShape_data();
    void givesTheRightShape();
    void viewsShareMemory();
    void expandRepeatsElements();
    void tileRepeatsEveryDimension();
    void rangesCountUpAndDown();
    void constantsComeInEveryForm();
    void oneHotPutsTheDepthAnywhere();
    void refusesHugeResults();
};

void TestShape::givesTheRightShape_data()
{
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, OpCall call, const char* expected) {
        QTest::newRow(name) << shapeOf(std::move(call)) << expected;
    };
    const Tensor x = counting({2, 3, 4});
    const auto axes = [](V v) { return AttributeValue(v); };
    row("reshape with -1", {"Reshape", {x, ints({4, -1})}}, "[4, 6]");
    row("reshape with 0", {"Reshape", {x, ints({0, 12})}}, "[2, 12]");
    row("reshape with 0 and -1", {"Reshape", {x, ints({0, -1, 2})}}, "[2, 6, 2]");
    row("reshape with allowzero", {"Reshape", {counting({0, 3}), ints({3, 0})}, {{"allowzero", int64_t(1)}}}, "[3, 0]");
    row("reshape that does not fit", {"Reshape", {x, ints({5, -1})}},
        "node 'n' (Reshape): cannot make [5, -1] of [2, 3, 4]");
    row("reshape with two unknowns", {"Reshape", {x, ints({-1, -1})}}, "node 'n' (Reshape): [-1, -1] is not a shape");
    row("reshape that overflows", {"Reshape", {x, ints({int64_t(1) << 40, int64_t(1) << 40})}},
        "node 'n' (Reshape): cannot make [1099511627776, 1099511627776] of [2, 3, 4]");
    row("reshape copying too far", {"Reshape", {x, ints({2, 3, 4, 0})}},
        "node 'n' (Reshape): dimension 3 of [2, 3, 4, 0] is to be copied from [2, 3, 4]");
    row("flatten", {"Flatten", {x}}, "[2, 12]");
    row("flatten at 0", {"Flatten", {x}, {{"axis", int64_t(0)}}}, "[1, 24]");
    row("flatten at the end", {"Flatten", {x}, {{"axis", int64_t(3)}}}, "[24, 1]");
    row("flatten beyond", {"Flatten", {x}, {{"axis", int64_t(4)}}},
        "node 'n' (Flatten): axis 4 is outside a tensor of rank 3");
    row("squeeze everything", {"Squeeze", {counting({1, 3, 1})}}, "[3]");
    row("squeeze by attribute", {"Squeeze", {counting({1, 3, 1})}, {{"axes", axes({0})}}, 11}, "[3, 1]");
    row("squeeze by input", {"Squeeze", {counting({1, 3, 1}), ints({-1})}}, "[1, 3]");
    row("squeeze what is not 1", {"Squeeze", {x, ints({1})}},
        "node 'n' (Squeeze): dimension 1 of [2, 3, 4] is not 1");
    row("unsqueeze by attribute", {"Unsqueeze", {x}, {{"axes", axes({0, 4})}}, 11}, "[1, 2, 3, 4, 1]");
    row("unsqueeze by input", {"Unsqueeze", {x, ints({-1, 1})}}, "[2, 1, 3, 4, 1]");
    row("unsqueeze twice the same", {"Unsqueeze", {x, ints({1, 1})}}, "node 'n' (Unsqueeze): axis 1 is named twice");
    row("expand both ways", {"Expand", {counting({3, 1}), ints({2, 1, 4})}}, "[2, 3, 4]");
    row("expand that does not fit", {"Expand", {x, ints({3, 4, 4})}},
        "node 'n' (Expand): cannot expand [2, 3, 4] to [3, 4, 4]");
    row("tile with too few repeats", {"Tile", {x, ints({2})}}, "node 'n' (Tile): 1 repeats for [2, 3, 4]");
    row("shape of a part", {"Shape", {x}, {{"start", int64_t(-2)}}}, "[2]");
    row("constant of negative shape", {"ConstantOfShape", {ints({-1})}},
        "node 'n' (ConstantOfShape): the result: shape [-1] has a negative dimension");
}

void TestShape::givesTheRightShape()
{
    QFETCH(QString, got);
    QFETCH(QString, expected);
    QCOMPARE(got, expected);
}

void TestShape::viewsShareMemory()
{
    const Tensor x = counting({2, 3});
    for (const auto& [op, second] : std::vector<std::pair<std::string, Tensor>>{
             {"Reshape", ints({6})}, {"Unsqueeze", ints({0})}, {"Flatten", Tensor()}}) {
        const auto y = runOp({op, {x, second}});
        QVERIFY(y.ok());
        QVERIFY(y->front().rawData() == x.rawData());
    }
}

void TestShape::expandRepeatsElements()
{
    const Tensor y = runOne({"Expand", {counting({3, 1}), ints({2, 1, 4})}});
    for (const auto& index : indicesOf(y.shape()))
        QCOMPARE(broadcastAt(y, index), static_cast<double>(index[1]));
}

void TestShape::tileRepeatsEveryDimension()
{
    const Tensor x = counting({2, 3});
    const Tensor y = runOne({"Tile", {x, ints({3, 2})}});
    QVERIFY(y.shape() == (Shape{6, 6}));
    for (const auto& i : indicesOf(y.shape()))
        QCOMPARE(broadcastAt(y, i), static_cast<double>(i[0] % 2 * 3 + i[1] % 3));
    QCOMPARE(runOne({"Tile", {x, ints({0, 2})}}).size(), 0);
}

void TestShape::rangesCountUpAndDown()
{
    const auto range = [](int64_t a, int64_t b, int64_t step) {
        return toInts(runOne({"Range", {Tensor::scalar(a), Tensor::scalar(b), Tensor::scalar(step)}}));
    };
    QCOMPARE(range(1, 8, 3), (V{1, 4, 7}));
    QCOMPARE(range(5, 0, -2), (V{5, 3, 1}));
    QCOMPARE(range(5, 0, 2), V{});
    const Tensor f = runOne({"Range", {Tensor::scalar(0.0f), Tensor::scalar(1.0f), Tensor::scalar(0.25f)}});
    QCOMPARE(toDoubles(f), (std::vector<double>{0, 0.25, 0.5, 0.75}));
    QCOMPARE(shapeOf({"Range", {Tensor::scalar(0.0f), Tensor::scalar(1.0f), Tensor::scalar(0.0f)}}),
             QStringLiteral("node 'n' (Range): the step is 0 or a limit is no number"));
}

void TestShape::constantsComeInEveryForm()
{
    const auto constant = [](const char* key, AttributeValue value) {
        return runOne({"Constant", {}, {{key, std::move(value)}}});
    };
    QCOMPARE(toInts(constant("value", counting({3}))), (V{0, 1, 2}));
    QCOMPARE(toInts(constant("value_int", int64_t(5))), V{5});
    QCOMPARE(constant("value_float", 2.5f).rank(), size_t(0));
    QCOMPARE(toInts(constant("value_ints", V{4, 5})), (V{4, 5}));
    QCOMPARE(toDoubles(constant("value_floats", std::vector<float>{1.5f})), std::vector<double>{1.5});
    QCOMPARE(shapeOf({"Constant", {}, {{"value_string", std::string("x")}}}),
             QStringLiteral("node 'n' (Constant): holds no numbers the engine can use"));
}

void TestShape::oneHotPutsTheDepthAnywhere()
{
    const Tensor values = tensorOf<float>({2}, {0, 9});
    const Tensor indices = ints({1, -1, 7});
    const Tensor last = runOne({"OneHot", {indices, Tensor::scalar<int64_t>(3), values}});
    QVERIFY(last.shape() == (Shape{3, 3}));
    QCOMPARE(toInts(last), (V{0, 9, 0, 0, 0, 9, 0, 0, 0}));
    const Tensor first = runOne({"OneHot", {indices, Tensor::scalar<int64_t>(3), values}, {{"axis", int64_t(0)}}});
    QCOMPARE(toInts(first), (V{0, 0, 0, 9, 0, 0, 0, 9, 0}));
}

void TestShape::refusesHugeResults()
{
    const int64_t huge = int64_t(1) << 45;
    const Tensor x = counting({1});
    for (const OpCall& call : {OpCall{"Expand", {x, ints({huge})}}, OpCall{"Tile", {x, ints({huge})}},
                               OpCall{"ConstantOfShape", {ints({huge, huge})}},
                               OpCall{"Range", {ints({0}), ints({huge}), ints({1})}},
                               OpCall{"Pad", {x, ints({huge, 0})}},
                               OpCall{"Resize", {x, Tensor(), Tensor(), ints({huge})}},
                               OpCall{"OneHot", {ints({1}), ints({huge}), tensorOf<float>({2}, {0, 1})}}}) {
        const auto result = runOp(call);
        QVERIFY2(!result.ok(), call.op.c_str());
        QVERIFY(result.error().code == ErrorCode::ResourceExhausted || result.error().code == ErrorCode::InvalidArgument);
    }
}

QTEST_GUILESS_MAIN(TestShape)
#include "tst_shape.moc"
