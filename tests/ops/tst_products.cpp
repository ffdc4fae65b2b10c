// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Attributes = std::map<std::string, AttributeValue, std::less<>>;

/// A random convolution in one to three dimensions.
struct Case {
    Tensor x, w, bias;
    Attributes attributes;
};

Case randomConvolution(std::mt19937& random, bool transposed)
{
    const size_t spatial = 1 + random() % 3;
    const auto upTo = [&](int64_t most) {
        return 1 + static_cast<int64_t>(random() % static_cast<unsigned>(most));
    };
    const int64_t groups = upTo(2), in = groups * upTo(2), out = groups * upTo(2);
    Shape x{upTo(2), in}, w = transposed ? Shape{in, out / groups} : Shape{out, in / groups};
    std::vector<int64_t> strides, dilations, pads(2 * spatial);
    for (size_t d = 0; d < spatial; ++d) {
        x.push_back(4 + upTo(4));
        w.push_back(upTo(3));
        strides.push_back(upTo(2));
        dilations.push_back(upTo(2));
        pads[d] = static_cast<int64_t>(random() % static_cast<unsigned>(w.back()));
        pads[spatial + d] = static_cast<int64_t>(random() % static_cast<unsigned>(w.back()));
    }
    return {randomFloats(x, random),
            randomFloats(w, random),
            randomFloats({out}, random),
            {{"strides", strides}, {"dilations", dilations}, {"pads", pads}, {"group", groups}}};
}

Tensor wide(const Tensor& t) { return castTo(t, DType::Float64); }

} // namespace

/// Float64 takes other kernels than float32; both are asked the same questions.
class TestProducts : public QObject {
    Q_OBJECT

private slots:
    void convolutionsAgree_data();
    void convolutionsAgree();
    void doublesAreMultipliedAsDoubles();
    void outputShapeMayReachBeyondTheKernel();
    void gemmOfAllTypes();
    void gemmScalesDoubles();
    void withoutOffsetsDeformConvIsConv();
    void deformConvBeyondTheMemoryLimitIsRefused();
    void deformConvMovesAndMasks();
    void columnsBecomeAnImage();
    void saysWhatIsWrong();
};

void TestProducts::convolutionsAgree_data()
{
    QTest::addColumn<bool>("transposed");
    QTest::newRow("Conv") << false;
    QTest::newRow("ConvTranspose") << true;
}

void TestProducts::convolutionsAgree()
{
    QFETCH(bool, transposed);
    const std::string op = transposed ? "ConvTranspose" : "Conv";
    std::mt19937 random(31);
    for (int round = 0; round < 60; ++round) {
        const Case c = randomConvolution(random, transposed);
        std::string error;
        const Tensor narrow = runOne({op, {c.x, c.w, c.bias}, c.attributes}, &error);
        std::string wideError;
        const Tensor y = runOne({op, {wide(c.x), wide(c.w), wide(c.bias)}, c.attributes}, &wideError);
        QCOMPARE(wideError, error);
        if (!error.empty())
            continue;
        QCOMPARE(y.type(), DType::Float64);
        QCOMPARE(differenceFrom(narrow, y.shape(), toDoubles(y), 1e-4), QString());
    }
}

void TestProducts::doublesAreMultipliedAsDoubles()
{
    const double little = std::ldexp(1.0, -40);
    const Tensor x = tensorOf<double>({1, 1, 2}, {1, little});
    const Tensor ones = tensorOf<double>({1, 1, 2}, {1, 1});
    QCOMPARE(toDoubles(runOne({"Conv", {x, ones}})), std::vector<double>{1 + little});
    QCOMPARE(toDoubles(runOne({"Gemm", {x.reshaped({1, 2}), ones.reshaped({2, 1})}})),
             std::vector<double>{1 + little});
    QCOMPARE(toDoubles(runOne({"MatMul", {x.reshaped({1, 2}), ones.reshaped({2, 1})}})),
             std::vector<double>{1 + little});
}

/// ConvTranspose, output_shape: elements no input reaches hold the bias.
void TestProducts::outputShapeMayReachBeyondTheKernel()
{
    const Tensor x = tensorOf<float>({1, 1, 2}, {1, 2});
    const Tensor w = tensorOf<float>({1, 1, 2}, {10, 1});
    const Tensor bias = tensorOf<float>({1}, {0.5f});
    const Tensor y =
        runOne({"ConvTranspose",
                {x, w, bias},
                {{"strides", std::vector<int64_t>{2}}, {"output_shape", std::vector<int64_t>{6}}}});
    QCOMPARE(toDoubles(y), std::vector<double>({10.5, 1.5, 20.5, 2.5, 0.5, 0.5}));
}

void TestProducts::gemmOfAllTypes()
{
    std::mt19937 random(32);
    for (DType type :
         {DType::Float32, DType::Float64, DType::Int32, DType::Int64, DType::UInt32, DType::UInt64}) {
        for (int64_t mask = 0; mask < 8; ++mask) {
            const bool transA = mask & 1, transB = mask & 2;
            const auto matrix = [&](Shape shape) {
                return castTo(randomFloats(std::move(shape), random, 0, 9), type);
            };
            const Tensor a = matrix(transA ? Shape{4, 3} : Shape{3, 4}),
                         b = matrix(transB ? Shape{2, 4} : Shape{4, 2});
            const Tensor c = matrix(mask & 4 ? Shape{3, 1} : Shape{2});
            std::vector<double> wanted;
            for (int64_t i = 0; i < 3; ++i)
                for (int64_t j = 0; j < 2; ++j) {
                    double sum = broadcastAt(c, {i, j});
                    for (int64_t k = 0; k < 4; ++k)
                        sum += broadcastAt(a, transA ? std::vector{k, i} : std::vector{i, k})
                               * broadcastAt(b, transB ? std::vector{j, k} : std::vector{k, j});
                    wanted.push_back(sum);
                }
            const Tensor y =
                runOne({"Gemm", {a, b, c}, {{"transA", int64_t(transA)}, {"transB", int64_t(transB)}}});
            QCOMPARE(y.type(), type);
            QCOMPARE(differenceFrom(y, {3, 2}, wanted, type == DType::Float32 ? 1e-5 : 1e-12), QString());
        }
    }
}

void TestProducts::gemmScalesDoubles()
{
    const Tensor a = tensorOf<double>({1, 1}, {3});
    const Tensor b = tensorOf<double>({1, 1}, {5});
    const Tensor y = runOne({"Gemm", {a, b, a}, {{"alpha", 0.5f}, {"beta", 2.0f}}});
    QCOMPARE(toDoubles(y), std::vector<double>{13.5});
}

void TestProducts::deformConvBeyondTheMemoryLimitIsRefused()
{
    const Tensor x = counting({1, 4, 20, 20}), w = counting({1, 4, 10, 10}), offsets = counting({1, 200, 11, 11});
    setMemoryLimit(memoryInUse() + 8192); // enough for the result, not for the columns
    std::string error;
    runOne({"DeformConv", {x, w, offsets}, {}, 19}, &error);
    setMemoryLimit(0);
    QVERIFY2(error.find("its columns") != std::string::npos, error.c_str());
}

void TestProducts::withoutOffsetsDeformConvIsConv()
{
    std::mt19937 random(33);
    const Tensor x = randomFloats({2, 4, 6, 5}, random), w = randomFloats({6, 2, 3, 2}, random),
                 bias = randomFloats({6}, random);
    const Attributes attributes{{"group", int64_t(2)},
                                {"offset_group", int64_t(2)},
                                {"pads", std::vector<int64_t>{1, 0, 1, 1}},
                                {"strides", std::vector<int64_t>{2, 1}},
                                {"dilations", std::vector<int64_t>{1, 2}}};
    const Tensor wanted = runOne({"Conv", {x, w, bias}, attributes});
    Tensor offsets(DType::Float32, {2, 2 * 2 * 6, wanted.dim(2), wanted.dim(3)});
    std::fill_n(offsets.data<float>(), offsets.size(), 0.0f);
    const Tensor y = runOne({"DeformConv", {x, w, offsets, bias}, attributes, 19});
    QCOMPARE(differenceFrom(y, wanted.shape(), toDoubles(wanted), 1e-4), QString());
}

void TestProducts::deformConvMovesAndMasks()
{
    const Tensor x = tensorOf<float>({1, 1, 1, 3}, {1, 2, 4});
    const Tensor w = tensorOf<float>({1, 1, 1, 1}, {1});
    const Tensor offsets = tensorOf<float>({1, 2, 1, 3}, {0, 0, 0, 0.5f, 1, 0.5f});
    const Tensor mask = tensorOf<float>({1, 1, 1, 3}, {1, 0.5f, 1});
    QCOMPARE(toDoubles(runOne({"DeformConv", {x, w, offsets, Tensor(), mask}, {}, 19})),
             std::vector<double>({1.5, 2, 2}));
}

/// Overlapping elements add up; the inverse of cutting blocks out.
void TestProducts::columnsBecomeAnImage()
{
    const Tensor x = tensorOf<float>({1, 4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}); // four elements of two blocks
    const Tensor y = runOne({"Col2Im", {x, ints({2, 3}), ints({2, 2})}, {}, 18});
    QCOMPARE(differenceFrom(y, {1, 1, 2, 3}, {1, 2 + 3, 4, 5, 6 + 7, 8}, 0), QString());
    const Tensor dilated = runOne({"Col2Im",
                                   {tensorOf<float>({1, 2, 1}, {1, 2}), ints({1, 3}), ints({1, 2})},
                                   {{"dilations", std::vector<int64_t>{1, 2}}},
                                   18});
    QCOMPARE(differenceFrom(dilated, {1, 1, 1, 3}, {1, 0, 2}, 0), QString());
}

void TestProducts::saysWhatIsWrong()
{
    const auto errorOf = [](OpCall call) {
        std::string error;
        runOne(std::move(call), &error);
        return QString::fromStdString(error);
    };
    const Tensor a = tensorOf<double>({2, 3}, std::vector<double>(6));
    QCOMPARE(errorOf({"Gemm", {a, a}}),
             QStringLiteral("node 'n' (Gemm): [2, 3] cannot be multiplied by [2, 3]"));
    QCOMPARE(errorOf({"Gemm", {a, a, a}, {{"transB", int64_t(1)}}}),
             QStringLiteral("node 'n' (Gemm): C [2, 3] does not broadcast to [2, 2]"));
    QCOMPARE(
        errorOf({"Conv", {a, a}}),
        QStringLiteral("node 'n' (Conv): input [2, 3] has not the channels of weight [2, 3] with group = 1"));
    QCOMPARE(errorOf({"Col2Im", {counting({1, 4, 3}), ints({2, 3}), ints({2, 2})}, {}, 18}),
             QStringLiteral("node 'n' (Col2Im): 2 blocks of [2, 2] are not what is in [1, 4, 3]"));
    QCOMPARE(
        errorOf(
            {"DeformConv", {counting({1, 1, 1, 3}), counting({1, 1, 1, 1}), counting({1, 2, 1, 2})}, {}, 19}),
        QStringLiteral(
            "node 'n' (DeformConv): weights [1, 1, 1, 1], offsets [1, 2, 1, 2], bias or mask do not fit "
            "[1, 1, 1, 3]"));
}

QTEST_GUILESS_MAIN(TestProducts)
#include "tst_products.moc"
