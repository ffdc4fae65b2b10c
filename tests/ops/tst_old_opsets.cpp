// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

/// What opsets 1 to 6 (and some after them) said differently.
class TestOldOpsets : public QObject {
    Q_OBJECT

private slots:
    void theSecondOperandIsAlignedAtAnAxis();
    void theSlopeOfPReluIsPerChannel();
    void castNamesItsType();
    void reshapeTakesAnAttribute();
    void tileRepeatsOneAxis();
    void padCallsItsPadsPaddings();
    void upsampleScalesHeightAndWidth();
    void theMaskOfDropoutHasTheTypeOfTheData();
    void batchNormalizationMayBePerElement();
    void batchNormalizationMustNotTrain();
    void lpPoolTakesAFloat();
};

void TestOldOpsets::theSecondOperandIsAlignedAtAnAxis()
{
    const Tensor x = counting({2, 3, 2});
    const Tensor b = tensorOf<float>({3}, {10, 20, 30});
    const std::vector<double> sum{10, 11, 22, 23, 34, 35, 16, 17, 28, 29, 40, 41};
    QCOMPARE(toDoubles(runOne({"Add", {x, b}, {{"axis", int64_t(1)}, {"broadcast", int64_t(1)}}, 6})), sum);
    QCOMPARE(toDoubles(runOne({"Add", {x, b}, {{"axis", int64_t(-2)}, {"broadcast", int64_t(1)}}, 6})), sum);
    const Tensor less = runOne(
        {"Less", {x, tensorOf<float>({2}, {1, 8})}, {{"axis", int64_t(0)}, {"broadcast", int64_t(1)}}, 1});
    QCOMPARE(toInts(less), std::vector<int64_t>({1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0}));
    // Without an axis the last dimensions meet, as today.
    const Tensor y = runOne({"Mul", {x, tensorOf<float>({2}, {0, 1})}, {{"broadcast", int64_t(1)}}, 6});
    QCOMPARE(toDoubles(y), std::vector<double>({0, 1, 0, 3, 0, 5, 0, 7, 0, 9, 0, 11}));
    std::string error;
    runOne({"Add", {x, b}, {{"axis", int64_t(3)}, {"broadcast", int64_t(1)}}, 6}, &error);
    QCOMPARE(error, std::string("node 'n' (Add): axis 3 is outside a tensor of rank 3"));
}

void TestOldOpsets::theSlopeOfPReluIsPerChannel()
{
    const Tensor x = tensorOf<float>({1, 2, 2}, {-1, 1, -2, 2});
    const Tensor slope = tensorOf<float>({2}, {10, 100});
    QCOMPARE(toDoubles(runOne({"PRelu", {x, slope}, {}, 6})), std::vector<double>({-10, 1, -200, 2}));
    QCOMPARE(toDoubles(runOne({"PRelu", {x, slope}, {}, 9})), std::vector<double>({-10, 1, -20, 2}));
}

void TestOldOpsets::castNamesItsType()
{
    const Tensor y =
        runOne({"Cast", {tensorOf<float>({2}, {1.5f, -2.5f})}, {{"to", std::string("INT32")}}, 1});
    QCOMPARE(y.type(), DType::Int32);
    QCOMPARE(toInts(y), std::vector<int64_t>({1, -2}));
}

void TestOldOpsets::reshapeTakesAnAttribute()
{
    QCOMPARE(runOne({"Reshape", {counting({2, 6})}, {{"shape", std::vector<int64_t>{0, 3, -1}}}, 1}).shape(),
             Shape({2, 3, 2}));
    std::string error;
    runOne({"Reshape", {counting({2, 6})}, {}, 13}, &error);
    QCOMPARE(error, std::string("node 'n' (Reshape): input 1 is missing"));
}

void TestOldOpsets::tileRepeatsOneAxis()
{
    const Tensor y = runOne({"Tile", {counting({1, 2}), ints({2}), ints({1})}, {}, 1});
    QCOMPARE(differenceFrom(y, {1, 4}, {0, 1, 0, 1}, 0), QString());
}

void TestOldOpsets::padCallsItsPadsPaddings()
{
    const Tensor y =
        runOne({"Pad", {counting({2})}, {{"paddings", std::vector<int64_t>{1, 2}}, {"value", 7.0f}}, 1});
    QCOMPARE(toDoubles(y), std::vector<double>({7, 0, 1, 7, 7}));
}

void TestOldOpsets::upsampleScalesHeightAndWidth()
{
    const Tensor y =
        runOne({"Upsample", {counting({1, 1, 1, 2})}, {{"height_scale", 2.0f}, {"width_scale", 1.0f}}, 1});
    QCOMPARE(differenceFrom(y, {1, 1, 2, 2}, {0, 1, 0, 1}, 0), QString());
}

void TestOldOpsets::theMaskOfDropoutHasTheTypeOfTheData()
{
    const auto mask = [](int64_t opset) {
        return (*runOp({"Dropout", {counting({2})}, {}, opset, 2}))[1].type();
    };
    QCOMPARE(mask(7), DType::Float32);
    QCOMPARE(mask(10), DType::Bool);
}

void TestOldOpsets::batchNormalizationMayBePerElement()
{
    const Tensor x = tensorOf<float>({1, 2, 2}, {1, 2, 3, 4});
    const Tensor scale = tensorOf<float>({2, 2}, {1, 10, 100, 1000});
    const Tensor zeros = tensorOf<float>({2, 2}, {0, 0, 0, 0});
    const Tensor ones = tensorOf<float>({2, 2}, {1, 1, 1, 1});
    const Tensor y = runOne({"BatchNormalization",
                             {x, scale, zeros, zeros, ones},
                             {{"spatial", int64_t(0)}, {"epsilon", 0.0f}},
                             7});
    QCOMPARE(differenceFrom(y, {1, 2, 2}, {1, 20, 300, 4000}, 1e-6), QString());
}

void TestOldOpsets::batchNormalizationMustNotTrain()
{
    std::string error;
    runOne({"BatchNormalization", {}, {}, 6}, &error);
    QCOMPARE(error, std::string("n: BatchNormalization in training mode is not supported"));
}

void TestOldOpsets::lpPoolTakesAFloat()
{
    const Tensor x = tensorOf<float>({1, 1, 2}, {3, -4});
    QCOMPARE(toDoubles(runOne({"LpPool", {x}, {{"kernel_shape", std::vector<int64_t>{2}}, {"p", 1.0f}}, 1})),
             std::vector<double>{7});
}

QTEST_GUILESS_MAIN(TestOldOpsets)
#include "tst_old_opsets.moc"
