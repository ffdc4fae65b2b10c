// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <omp.h>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

/// Two or more shapes that fit each other: dimensions of a common one set to 1 or, in front, left out.
std::vector<Shape> fittingShapes(std::mt19937& random, size_t count)
{
    Shape common(random() % 6);
    for (int64_t& d : common)
        d = static_cast<int64_t>(random() % 5) + (random() % 12 ? 1 : 0);
    std::vector<Shape> shapes;
    for (size_t k = 0; k < count; ++k) {
        Shape own = common;
        for (int64_t& d : own)
            d = random() % 3 ? d : 1;
        own.erase(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(random() % (own.size() + 1)));
        shapes.push_back(own);
    }
    return shapes;
}

Shape broadcastShape(const std::vector<Shape>& shapes)
{
    Shape result;
    for (const Shape& s : shapes) {
        if (s.size() > result.size())
            result.insert(result.begin(), s.size() - result.size(), 1);
        for (size_t d = 0; d < s.size(); ++d) {
            int64_t& size = result[result.size() - s.size() + d];
            size = size == 1 ? s[d] : size;
        }
    }
    return result;
}

using Reference = double (*)(double, double);

const std::pair<const char*, Reference> FloatOps[] = {
    {"Add", [](double a, double b) { return a + b; }},
    {"Sub", [](double a, double b) { return a - b; }},
    {"Mul", [](double a, double b) { return a * b; }},
    {"Div", [](double a, double b) { return a / b; }},
    {"Max", [](double a, double b) { return std::max(a, b); }},
    {"Min", [](double a, double b) { return std::min(a, b); }},
    {"PRelu", [](double a, double b) { return a < 0 ? a * b : a; }},
    {"Pow", [](double a, double b) { return std::pow(a, b); }},
    {"Mean", [](double a, double b) { return (a + b) / 2; }},
    {"Greater", [](double a, double b) { return a > b ? 1.0 : 0.0; }},
    {"LessOrEqual", [](double a, double b) { return a <= b ? 1.0 : 0.0; }},
};

QString compare(const Tensor& got, const Shape& shape, const std::vector<Tensor>& operands, Reference reference)
{
    if (got.shape() != shape)
        return QStringLiteral("shape ") + QString::fromStdString(shapeText(got.shape()));
    for (const auto& index : indicesOf(shape)) {
        const double wanted = reference(broadcastAt(operands[0], index), broadcastAt(operands[1], index));
        const double value = broadcastAt(got, index);
        const bool same = std::isnan(wanted) ? std::isnan(value) : std::fabs(value - wanted) <= 1e-6 * std::fabs(wanted);
        if (!same)
            return QStringLiteral("%1 instead of %2").arg(value).arg(wanted);
    }
    return {};
}

std::string errorOf(OpCall call)
{
    std::string error;
    runOne(std::move(call), &error);
    return error;
}

} // namespace

class TestElementwise : public QObject {
    Q_OBJECT

private slots:
    void broadcastsLikeNumPy_data();
    void broadcastsLikeNumPy();
    void selectsWhereWithThreeShapes();
    void keepsChannelsLastOfTheLargeOperand_data();
    void keepsChannelsLastOfTheLargeOperand();
    void worksInPlaceWhenAllowed();
    void doesNotTouchWhatOthersHold();
    void sameBitsForAnyNumberOfThreads();
    void functionsOfOneOperand_data();
    void functionsOfOneOperand();
    void integersWrapAndDivideLikeC();
    void clipTakesLimitsFromInputsOrAttributes();
    void castConverts();
    void castToHalfRoundsToItsDigits();
    void maximumKeepsNaN();
    void quantizesPerTensorAndPerChannel();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void TestElementwise::broadcastsLikeNumPy_data()
{
    QTest::addColumn<int>("which");
    for (int i = 0; i < static_cast<int>(std::size(FloatOps)); ++i)
        QTest::newRow(FloatOps[i].first) << i;
}

void TestElementwise::broadcastsLikeNumPy()
{
    QFETCH(int, which);
    const auto& [op, reference] = FloatOps[which];
    std::mt19937 random(7);
    for (int round = 0; round < 150; ++round) {
        const std::vector<Shape> shapes = fittingShapes(random, 2);
        const bool power = std::string(op) == "Pow";
        const std::vector<Tensor> operands = {randomFloats(shapes[0], random, power ? 0.1f : -3.0f),
                                              randomFloats(shapes[1], random)};
        const Tensor y = runOne({op, operands});
        const QString wrong = compare(y, broadcastShape(shapes), operands, reference);
        QVERIFY2(wrong.isEmpty(), qPrintable(QString::fromStdString(shapeText(shapes[0]) + shapeText(shapes[1])) + wrong));
    }
}

void TestElementwise::selectsWhereWithThreeShapes()
{
    std::mt19937 random(8);
    for (int round = 0; round < 100; ++round) {
        const std::vector<Shape> shapes = fittingShapes(random, 3);
        Tensor condition(DType::Bool, shapes[0]);
        for (bool& c : condition.span<bool>())
            c = random() % 2;
        const Tensor a = randomFloats(shapes[1], random);
        const Tensor b = randomFloats(shapes[2], random);
        const Tensor y = runOne({"Where", {condition, a, b}});
        QVERIFY(y.shape() == broadcastShape(shapes));
        for (const auto& index : indicesOf(y.shape()))
            QCOMPARE(broadcastAt(y, index), broadcastAt(broadcastAt(condition, index) != 0 ? a : b, index));
    }
}

void TestElementwise::keepsChannelsLastOfTheLargeOperand_data()
{
    QTest::addColumn<std::vector<qint64>>("other");
    QTest::addColumn<bool>("otherChannelsLast");
    const auto row = [](const char* name, std::vector<qint64> shape, bool last) { QTest::newRow(name) << shape << last; };
    row("same shape and order", {2, 3, 4, 5}, true);
    row("same shape, plain", {2, 3, 4, 5}, false);
    row("scalar", {}, false);
    row("per channel", {3, 1, 1}, false);
    row("per channel, rank 4", {1, 3, 1, 1}, false);
    row("per sample and channel", {2, 3, 1, 1}, false);
    row("per sample and channel, channels last", {2, 3, 1, 1}, true);
    row("per position", {4, 5}, false);
    row("per column", {5}, false);
    row("channels and columns", {3, 1, 5}, false);
    row("one channel, channels last", {2, 1, 4, 5}, true);
}

void TestElementwise::keepsChannelsLastOfTheLargeOperand()
{
    QFETCH(std::vector<qint64>, other);
    QFETCH(bool, otherChannelsLast);
    std::mt19937 random(9);
    const Tensor x = randomFloats({2, 3, 4, 5}, random);
    const Tensor y = randomFloats(Shape(other.begin(), other.end()), random);
    const Tensor second = otherChannelsLast ? channelsLast(y) : y;
    for (bool swapped : {false, true}) {
        OpCall call{"Sub", {channelsLast(x), second}};
        if (swapped)
            std::swap(call.inputs[0], call.inputs[1]);
        const auto result = runOp(call);
        QVERIFY(result.ok());
        QVERIFY(result->front().layout() == Layout::ChannelsLast);
        std::vector<Tensor> plain = {x, y};
        if (swapped)
            std::swap(plain[0], plain[1]);
        QCOMPARE(compare(toPlain(result->front()), x.shape(), plain, FloatOps[1].second), QString());
    }
}

void TestElementwise::worksInPlaceWhenAllowed()
{
    OpCall call{"Add", {counting({4}), counting({4})}};
    call.reusable = true;
    const void* memory = call.inputs[0].rawData();
    const auto sum = runOp(std::move(call));
    QVERIFY(sum.ok());
    QVERIFY(sum->front().rawData() == memory);
    QCOMPARE(toDoubles(sum->front()), (std::vector<double>{0, 2, 4, 6}));

    // The second operand's memory serves as well, though it is read behind the first.
    OpCall wide{"Sub", {counting({1}), counting({4})}};
    wide.reusable = true;
    const auto difference = runOp(std::move(wide));
    QCOMPARE(toDoubles(difference->front()), (std::vector<double>{0, -1, -2, -3}));
}

void TestElementwise::doesNotTouchWhatOthersHold()
{
    const Tensor x = counting({5});
    for (const char* op : {"Add", "Sum", "Max"}) {
        OpCall call{op, {x, x}};
        call.reusable = true;
        QVERIFY(runOp(call).ok());
    }
    OpCall relu{"Neg", {x}};
    relu.reusable = true;
    QVERIFY(runOp(relu).ok());
    QCOMPARE(toDoubles(x), (std::vector<double>{0, 1, 2, 3, 4}));
}

void TestElementwise::sameBitsForAnyNumberOfThreads()
{
    std::mt19937 random(10);
    const Tensor x = randomFloats({3, 41, 1031}, random);
    const Tensor bias = randomFloats({41, 1}, random);
    const int before = omp_get_max_threads();
    for (const char* op : {"Gelu", "Add", "Softplus"}) {
        const bool binary = std::string(op) == "Add";
        const std::vector<Tensor> inputs = binary ? std::vector<Tensor>{x, bias} : std::vector<Tensor>{x};
        omp_set_num_threads(1);
        const Tensor one = runOne({op, inputs});
        omp_set_num_threads(3);
        const Tensor three = runOne({op, inputs});
        QVERIFY(std::equal(one.span<float>().begin(), one.span<float>().end(), three.span<float>().begin()));
    }
    omp_set_num_threads(before);
}

void TestElementwise::functionsOfOneOperand_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<QString>("attribute");
    QTest::addColumn<float>("parameter");
    QTest::addColumn<std::vector<double>>("expected"); // at -2, -0.5, 0, 0.5, 3
    const auto row = [](const char* op, const char* attribute, float parameter, std::vector<double> expected) {
        QTest::addRow("%s %s=%g", op, attribute, static_cast<double>(parameter)) << op << attribute << parameter << expected;
    };
    row("Relu", "", 0, {0, 0, 0, 0.5, 3});
    row("LeakyRelu", "", 0, {-0.02, -0.005, 0, 0.5, 3});
    row("LeakyRelu", "alpha", 0.1f, {-0.2, -0.05, 0, 0.5, 3});
    row("Elu", "alpha", 2, {2 * std::expm1(-2.0), 2 * std::expm1(-0.5), 0, 0.5, 3});
    row("Celu", "alpha", 2, {2 * std::expm1(-1.0), 2 * std::expm1(-0.25), 0, 0.5, 3});
    row("Selu", "", 0, {1.0507009873 * 1.6732632423 * std::expm1(-2.0), 1.0507009873 * 1.6732632423 * std::expm1(-0.5), 0,
                        1.0507009873 * 0.5, 1.0507009873 * 3});
    row("ThresholdedRelu", "alpha", 1, {0, 0, 0, 0, 3});
    row("HardSigmoid", "", 0, {0.1, 0.4, 0.5, 0.6, 1});
    row("HardSwish", "", 0, {-1.0 / 3, -0.5 * (0.5 - 0.5 / 6), 0, 0.5 * (0.5 + 0.5 / 6), 3});
    row("Softsign", "", 0, {-2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 0.75});
    row("Shrink", "lambd", 1, {-2, 0, 0, 0, 3});
    row("Sign", "", 0, {-1, -1, 0, 1, 1});
    row("Abs", "", 0, {2, 0.5, 0, 0.5, 3});
    row("Neg", "", 0, {2, 0.5, 0, -0.5, -3});
    row("Floor", "", 0, {-2, -1, 0, 0, 3});
    row("Ceil", "", 0, {-2, 0, 0, 1, 3});
    row("Round", "", 0, {-2, 0, 0, 0, 3});
    row("Sin", "", 0, {std::sin(-2.0), std::sin(-0.5), 0, std::sin(0.5), std::sin(3.0)});
    row("Atan", "", 0, {std::atan(-2.0), std::atan(-0.5), 0, std::atan(0.5), std::atan(3.0)});
    row("Asinh", "", 0, {std::asinh(-2.0), std::asinh(-0.5), 0, std::asinh(0.5), std::asinh(3.0)});
    row("IsNaN", "", 0, {0, 0, 0, 0, 0});
}

void TestElementwise::functionsOfOneOperand()
{
    QFETCH(QString, op);
    QFETCH(QString, attribute);
    QFETCH(float, parameter);
    QFETCH(std::vector<double>, expected);
    OpCall call{op.toStdString(), {tensorOf<float>({5}, {-2, -0.5f, 0, 0.5f, 3})}};
    if (!attribute.isEmpty())
        call.attributes[attribute.toStdString()] = parameter;
    std::vector<std::vector<double>> results = {toDoubles(runOne(call))};
    call.inputs[0] = castTo(call.inputs[0], DType::Float64);
    results.push_back(toDoubles(runOne(call)));
    for (const auto& y : results) {
        QCOMPARE(y.size(), expected.size());
        for (size_t i = 0; i < y.size(); ++i)
            QVERIFY2(std::fabs(y[i] - expected[i]) <= 1e-6, qPrintable(QString::number(y[i])));
    }
}

void TestElementwise::integersWrapAndDivideLikeC()
{
    constexpr int32_t Lowest = std::numeric_limits<int32_t>::min();
    const Tensor a = tensorOf<int32_t>({4}, {Lowest, -7, 7, 5});
    const Tensor b = tensorOf<int32_t>({4}, {-1, 2, -2, 5});
    using V = std::vector<int64_t>;
    QCOMPARE(toInts(runOne({"Add", {a, b}})), (V{std::numeric_limits<int32_t>::max(), -5, 5, 10}));
    QCOMPARE(toInts(runOne({"Div", {a, b}})), (V{Lowest, -3, -3, 1}));
    QCOMPARE(toInts(runOne({"Mod", {a, b}})), (V{0, 1, -1, 0}));
    QCOMPARE(toInts(runOne({"Mod", {a, b}, {{"fmod", int64_t(1)}}})), (V{0, -1, 1, 0}));
    QCOMPARE(toInts(runOne({"Abs", {a}})), (V{Lowest, 7, 7, 5}));
    QCOMPARE(toInts(runOne({"Relu", {a}})), (V{0, 0, 7, 5}));
    const Tensor small = tensorOf<uint8_t>({2}, {200, 3});
    QCOMPARE(toInts(runOne({"Add", {small, small}})), (V{144, 6}));
    QCOMPARE(toInts(runOne({"Mul", {small, small}})), (V{64, 9}));
    const Tensor exponent = tensorOf<int64_t>({3}, {3, 0, -1});
    QCOMPARE(toInts(runOne({"Pow", {tensorOf<int32_t>({3}, {-3, 9, 1}), exponent}})), (V{-27, 1, 1}));
    QCOMPARE(toInts(runOne({"BitShift", {tensorOf<uint8_t>({2}, {200, 3}), tensorOf<uint8_t>({2}, {1, 9})},
                            {{"direction", std::string("LEFT")}}})),
             (V{144, 0}));
}

void TestElementwise::clipTakesLimitsFromInputsOrAttributes()
{
    const Tensor x = tensorOf<float>({4}, {-5, -1, 1, 5});
    using V = std::vector<double>;
    QCOMPARE(toDoubles(runOne({"Clip", {x, Tensor::scalar(-2.0f), Tensor::scalar(3.0f)}})), (V{-2, -1, 1, 3}));
    QCOMPARE(toDoubles(runOne({"Clip", {x, Tensor(), Tensor::scalar(0.0f)}})), (V{-5, -1, 0, 0}));
    QCOMPARE(toDoubles(runOne({"Clip", {x}, {{"min", 0.0f}, {"max", 6.0f}}, 10})), (V{0, 0, 1, 5}));
    const Tensor i = tensorOf<int64_t>({2}, {-5, 5});
    QCOMPARE(toInts(runOne({"Clip", {i, Tensor::scalar<int64_t>(0)}})), (std::vector<int64_t>{0, 5}));
}

void TestElementwise::castConverts()
{
    const Tensor x = tensorOf<float>({4}, {-1.7f, 0, 2.9f, 300});
    QCOMPARE(toInts(runOne({"Cast", {x}, {{"to", int64_t(7)}}})), (std::vector<int64_t>{-1, 0, 2, 300}));
    QCOMPARE(toInts(runOne({"Cast", {x}, {{"to", int64_t(9)}}})), (std::vector<int64_t>{1, 0, 1, 1}));
    const Tensor like = runOne({"CastLike", {x, ints({1})}});
    QVERIFY(like.type() == DType::Int64);
}

void TestElementwise::castToHalfRoundsToItsDigits()
{
    const Tensor x = tensorOf<float>({6}, {1.0f / 3, 65519, 65520, -1e-8f, 2049, 6.1e-5f});
    const std::vector<double> y = toDoubles(runOne({"Cast", {x}, {{"to", int64_t(10)}}}));
    QCOMPARE(y[0], 0.333251953125);
    QCOMPARE(y[1], 65504.0);
    QVERIFY(std::isinf(y[2]));
    QCOMPARE(y[3], 0.0);
    QCOMPARE(y[4], 2048.0);
    QCOMPARE(y[5], 1023 * std::ldexp(1.0, -24)); // a denormal
    QCOMPARE(toDoubles(x)[4], 2049.0);           // the operand stays
    const std::vector<double> b = toDoubles(runOne({"Cast", {x}, {{"to", int64_t(16)}}}));
    QCOMPARE(b[0], 0.333984375);
}

void TestElementwise::maximumKeepsNaN()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Tensor a = tensorOf<float>({3}, {nan, 1, 2});
    const Tensor b = tensorOf<float>({3}, {1, nan, 3});
    for (const char* op : {"Max", "Min"}) {
        const std::vector<double> y = toDoubles(runOne({op, {a, b}}));
        QVERIFY(std::isnan(y[0]) && std::isnan(y[1]) && !std::isnan(y[2]));
    }
    QVERIFY(std::isnan(toDoubles(runOne({"Relu", {a}}))[0]));
    QVERIFY(std::isnan(toDoubles(runOne({"Clip", {a, Tensor::scalar(0.0f)}}))[0]));
}

void TestElementwise::quantizesPerTensorAndPerChannel()
{
    using V = std::vector<int64_t>;
    const Tensor x = tensorOf<float>({2, 3}, {-1, 0.25f, 0.75f, 1, 2, 300});
    const Tensor zero = tensorOf<int8_t>({1}, {-3});
    const Tensor q = runOne({"QuantizeLinear", {x, tensorOf<float>({1}, {0.5f}), zero}});
    QVERIFY(q.type() == DType::Int8);
    QCOMPARE(toInts(q), (V{-5, -3, -1, -1, 1, 127})); // halves to even
    const Tensor scales = tensorOf<float>({3}, {1, 0.25f, 100});
    const Tensor zeros = tensorOf<uint8_t>({3}, {10, 0, 2});
    const Tensor perColumn = runOne({"QuantizeLinear", {x, scales, zeros}, {{"axis", int64_t(-1)}}});
    QCOMPARE(toInts(perColumn), (V{9, 1, 2, 11, 8, 5}));
    const Tensor back = runOne({"DequantizeLinear", {perColumn, scales, zeros}});
    QCOMPARE(toDoubles(back), (std::vector<double>{-1, 0.25, 0, 1, 2, 300}));
    const auto dynamic = runOp({"DynamicQuantizeLinear", {tensorOf<float>({3}, {-1, 0, 1.55f})}, {}, 11, 3});
    QCOMPARE(toInts((*dynamic)[0]), (V{0, 100, 255}));
}

void TestElementwise::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, OpCall call, const char* expected) {
        QTest::newRow(name) << QString::fromStdString(errorOf(std::move(call))) << expected;
    };
    const Tensor x = counting({2, 3});
    row("unequal shapes", {"Add", {x, counting({2})}}, "node 'n' (Add): shapes [2, 3] and [2] do not fit each other");
    row("unequal types", {"Add", {x, ints({1})}}, "node 'n' (Add): does not take float32 with int64");
    row("missing operand", {"Add", {x}}, "node 'n' (Add): input 1 is missing");
    row("integer division by zero", {"Div", {ints({4}), ints({0})}}, "node 'n' (Div): divides an integer by zero");
    row("remainder of floats", {"Mod", {x, x}}, "node 'n' (Mod): needs fmod = 1 for floating-point operands");
    row("and of floats", {"And", {x, x}}, "node 'n' (And): takes bool only");
    row("condition that is no condition", {"Where", {x, x, x}}, "node 'n' (Where): the condition is not bool");
    row("sine of integers", {"Sin", {ints({1})}}, "node 'n' (Sin): does not take int64");
    row("scales of another number", {"QuantizeLinear", {x, tensorOf<float>({2}, {1, 1})}},
        "node 'n' (QuantizeLinear): scales [2] do not fit axis 1 of [2, 3]");
    row("conversion to strings", {"Cast", {x}, {{"to", int64_t(8)}}},
        "node 'n' (Cast): element type 8 of ONNX is not one of the engine");
    row("clip limits that are no scalars", {"Clip", {x, x}}, "node 'n' (Clip): the limits are scalars, got [2, 3]");
}

void TestElementwise::saysWhatIsWrong()
{
    QFETCH(QString, got);
    QFETCH(QString, expected);
    QCOMPARE(got, expected);
}

QTEST_GUILESS_MAIN(TestElementwise)
#include "tst_elementwise.moc"
