// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>

#include <QTest>

#include "core/tensor/float8.h"
#include "op_runner.h"

using namespace qscope;
using namespace qscope::test;

using Attributes = std::map<std::string, AttributeValue, std::less<>>;

/// The quantized operators against what their formulas say, written the slow way.
class TestQuantized : public QObject {
    Q_OBJECT

private slots:
    void goesToTheGridAndBack_data();
    void goesToTheGridAndBack();
    void saturates();
    void roundsToFloat8_data();
    void roundsToFloat8();
    void findsARangeWithZeroInIt();
    void productsAreExact_data();
    void productsAreExact();
    void convolutionsAreExact_data();
    void convolutionsAreExact();
    void requantizesPerChannel();
    void addsOnGrids();
    void addsHalfWayBetweenLevels();
    void unpacksBits_data();
    void unpacksBits();
    void refuses_data();
    void refuses();
};

static Tensor randomInts(DType type, Shape shape, std::mt19937& random, int low, int high)
{
    Tensor t(DType::Int64, std::move(shape));
    std::uniform_int_distribution<int> uniform(low, high);
    for (int64_t& v : t.span<int64_t>())
        v = uniform(random);
    return castTo(t, type);
}

void TestQuantized::goesToTheGridAndBack_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("axis");
    QTest::addColumn<int>("block");
    const auto row = [](const char* name, DType type, int axis, int block) {
        QTest::newRow(name) << static_cast<int>(type) << axis << block;
    };
    row("uint8, one scale", DType::UInt8, -9, 0);
    row("int8, a scale per index of the first axis", DType::Int8, 0, 0);
    row("int16, a scale per index of the middle axis", DType::Int16, 1, 0);
    row("uint16, a scale per index of the last axis", DType::UInt16, -1, 0);
    row("int4, blocks along the last axis, the last one short", DType::Int4, 2, 4);
    row("uint4, blocks along the first axis", DType::UInt4, 0, 2);
    row("uint8, blocks along the middle axis", DType::UInt8, 1, 3);
    row("int4, one scale", DType::Int4, -9, 0);
}

void TestQuantized::goesToTheGridAndBack()
{
    QFETCH(int, type);
    QFETCH(int, axis);
    QFETCH(int, block);
    const auto dtype = static_cast<DType>(type);
    const size_t a = axis < 0 ? 2 : static_cast<size_t>(axis);
    const bool isSigned = dtype == DType::Int8 || dtype == DType::Int16 || dtype == DType::Int4;
    const int bits = dtype == DType::Int4 || dtype == DType::UInt4 ? 4 : static_cast<int>(elementSize(dtype)) * 8;
    const double low = isSigned ? -std::ldexp(1, bits - 1) : 0, high = low + std::ldexp(1, bits) - 1;
    std::mt19937 random(7);
    const Tensor x = randomFloats({4, 5, 6}, random, -3, 3);
    Shape scaleShape = axis == -9 ? Shape{} : Shape{x.dim(a)};
    if (block) {
        scaleShape = x.shape();
        scaleShape[a] = (scaleShape[a] + block - 1) / block;
    }
    const Tensor scale = randomFloats(scaleShape, random, 0.1F, 0.5F);
    const Tensor zero = randomInts(dtype, scaleShape, random, isSigned ? -3 : 1, 5);
    const Attributes attributes{{"axis", int64_t(axis == -9 ? 1 : axis)}, {"block_size", int64_t(block)}};
    const Tensor q = runOne({"QuantizeLinear", {x, scale, zero}, attributes, 21});
    const Tensor y = runOne({"DequantizeLinear", {q, scale, zero}, attributes, 21});
    QCOMPARE(q.type(), dtype);
    const auto levels = toInts(q);
    const auto scales = toDoubles(scale), zeros = toDoubles(zero);
    size_t i = 0;
    for (auto index : indicesOf(x.shape())) {
        size_t s = 0;
        if (block) {
            index[a] /= block;
            s = static_cast<size_t>((index[0] * scaleShape[1] + index[1]) * scaleShape[2] + index[2]);
        } else if (axis != -9) {
            s = static_cast<size_t>(index[a]);
        }
        const auto v = static_cast<double>(std::nearbyint(x.data<float>()[i] / static_cast<float>(scales[s])));
        QCOMPARE(static_cast<double>(levels[i]), std::clamp(v + zeros[s], low, high));
        const double back = (static_cast<double>(levels[i]) - zeros[s]) * scales[s];
        QVERIFY(std::fabs(static_cast<double>(y.data<float>()[i]) - back) <= 1e-6 * (1 + std::fabs(back)));
        ++i;
    }
}

void TestQuantized::saturates()
{
    const Tensor x = tensorOf<float>({5}, {-1e9F, 1e9F, std::nanf(""), 0.5F, 1.5F});
    const Tensor scale = Tensor::scalar(1.0F);
    const std::vector<int64_t> expected{-128, 127, -128, 0, 2};
    QCOMPARE(toInts(runOne({"QuantizeLinear", {x, scale, Tensor::scalar(int8_t(0))}})), expected);
    const Tensor wide = tensorOf<int32_t>({2}, {std::numeric_limits<int32_t>::max(), -2});
    const Tensor y = runOne({"DequantizeLinear", {wide, Tensor::scalar(0.5F)}});
    QCOMPARE(toDoubles(y), (std::vector<double>{1073741824.0, -1.0}));
}

void TestQuantized::roundsToFloat8_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("saturate");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("expected");
    const double inf = std::numeric_limits<double>::infinity(), nan = std::nan("");
    QTest::newRow("e4m3fn has three bits") << 17 << true << 17.4 << 18.0;
    QTest::newRow("e4m3fn ties to even") << 17 << true << 17.0 << 16.0;
    QTest::newRow("e4m3fn saturates") << 17 << true << -1000.0 << -448.0;
    QTest::newRow("e4m3fn overflows to NaN") << 17 << false << 1000.0 << nan;
    QTest::newRow("e4m3fn smallest number") << 17 << true << 0.0021 << 0.001953125;
    QTest::newRow("e4m3fnuz is half as wide") << 18 << true << 1000.0 << 240.0;
    QTest::newRow("e4m3fnuz overflows to NaN") << 18 << false << -inf << nan;
    QTest::newRow("e5m2 has two bits") << 19 << true << 17.9 << 16.0;
    QTest::newRow("e5m2 overflows to infinity") << 19 << false << -1e6 << -inf;
    QTest::newRow("e5m2fnuz overflows to NaN") << 20 << false << 1e6 << nan;
    QTest::newRow("NaN stays") << 17 << true << nan << nan;
}

void TestQuantized::roundsToFloat8()
{
    QFETCH(int, type);
    QFETCH(bool, saturate);
    QFETCH(double, x);
    QFETCH(double, expected);
    const Tensor y = runOne({"QuantizeLinear",
                             {Tensor::scalar(static_cast<float>(x * 2)), Tensor::scalar(2.0F)},
                             {{"output_dtype", int64_t(type)}, {"saturate", int64_t(saturate)}}, 21});
    const double got = static_cast<double>(y.data<float>()[0]);
    QVERIFY2(got == expected || (std::isnan(got) && std::isnan(expected)), qPrintable(QString::number(got)));
}

void TestQuantized::findsARangeWithZeroInIt()
{
    const auto quantized = [](std::vector<float> v) {
        const auto n = static_cast<int64_t>(v.size());
        return *runOp({"DynamicQuantizeLinear", {tensorOf<float>({n}, std::move(v))}, {}, 17, 3});
    };
    auto out = quantized({1.0F, 2.55F});
    QCOMPARE(toInts(out[0]), (std::vector<int64_t>{100, 255}));
    QCOMPARE(out[2].data<uint8_t>()[0], uint8_t(0));
    out = quantized({-1.0F, 3.0F});
    QCOMPARE(toInts(out[0]), (std::vector<int64_t>{0, 255}));
    QCOMPARE(out[2].data<uint8_t>()[0], uint8_t(64));
    out = quantized({0.0F, 0.0F});
    QCOMPARE(toInts(out[0]), (std::vector<int64_t>{0, 0}));
}

void TestQuantized::productsAreExact_data()
{
    QTest::addColumn<int>("k");
    QTest::addColumn<int>("low");
    QTest::addColumn<int>("type");
    const int u8 = static_cast<int>(DType::UInt8), i8 = static_cast<int>(DType::Int8);
    QTest::newRow("small sums, signed") << 7 << -128 << i8;
    QTest::newRow("sums of more than 24 bits") << 700 << 200 << u8;
    QTest::newRow("sums of more than 24 bits, signed") << 2500 << -128 << i8;
    QTest::newRow("digits whose sums have more than 24 bits") << 6000 << 240 << u8;
}

void TestQuantized::productsAreExact()
{
    QFETCH(int, k);
    QFETCH(int, low);
    QFETCH(int, type);
    const auto dtype = static_cast<DType>(type);
    std::mt19937 random(3);
    const int high = dtype == DType::UInt8 ? 255 : 127;
    const Tensor a = randomInts(dtype, {2, 3, k}, random, low, high);
    const Tensor b = randomInts(dtype, {k, 4}, random, low, high);
    const Tensor zeroB = randomInts(dtype, {4}, random, 0, 5);
    const Tensor y = runOne({"MatMulInteger", {a, b, randomInts(dtype, {}, random, 3, 3), zeroB}});
    QCOMPARE(y.type(), DType::Int32);
    const auto left = toInts(a), right = toInts(b), zeros = toInts(zeroB);
    for (int64_t r = 0; r < 6; ++r) {
        for (int64_t c = 0; c < 4; ++c) {
            int64_t sum = 0;
            for (int64_t l = 0; l < k; ++l)
                sum += (left[static_cast<size_t>(r * k + l)] - 3)
                       * (right[static_cast<size_t>(l * 4 + c)] - zeros[static_cast<size_t>(c)]);
            QCOMPARE(int64_t(y.data<int32_t>()[r * 4 + c]), sum);
        }
    }
}

struct ConvolutionCase {
    Shape x, w;
    int64_t groups = 1;
    std::vector<int64_t> strides, pads, dilations;
};
Q_DECLARE_METATYPE(ConvolutionCase)

void TestQuantized::convolutionsAreExact_data()
{
    QTest::addColumn<ConvolutionCase>("c");
    QTest::newRow("one dimension") << ConvolutionCase{{2, 3, 9}, {4, 3, 3}, 1, {2}, {1, 0}, {1}};
    QTest::newRow("two dimensions, dilated") << ConvolutionCase{{1, 3, 8, 7}, {4, 3, 3, 2}, 1, {1, 2}, {2, 0, 1, 1}, {2, 1}};
    QTest::newRow("three dimensions") << ConvolutionCase{{1, 2, 4, 5, 3}, {3, 2, 2, 3, 1}, 1, {1, 1, 2}, {0, 1, 0, 0, 1, 0}, {1, 1, 1}};
    QTest::newRow("depthwise") << ConvolutionCase{{2, 4, 6, 6}, {8, 1, 3, 3}, 4, {1, 1}, {1, 1, 1, 1}, {1, 1}};
    QTest::newRow("more positions than fit one block") << ConvolutionCase{{1, 1, 50, 50}, {2, 1, 1, 1}, 1, {1, 1}, {0, 0, 0, 0}, {1, 1}};
    QTest::newRow("deep sums") << ConvolutionCase{{1, 300, 4, 4}, {2, 300, 3, 3}, 1, {1, 1}, {1, 1, 1, 1}, {1, 1}};
}

/// One output of a convolution of centred integers, by going through all taps.
static int64_t convolutionAt(const ConvolutionCase& c, const std::vector<int64_t>& out, const std::function<int64_t(const std::vector<int64_t>&)>& x,
                             const std::function<int64_t(const std::vector<int64_t>&)>& w)
{
    const size_t spatial = c.x.size() - 2;
    const int64_t perGroup = c.w[0] / c.groups;
    Shape taps(c.w.begin() + 1, c.w.end());
    int64_t sum = 0;
    for (const auto& tap : indicesOf(taps)) {
        std::vector<int64_t> at{out[0], out[1] / perGroup * c.w[1] + tap[0]}, weight{out[1], tap[0]};
        bool inside = true;
        for (size_t d = 0; d < spatial; ++d) {
            at.push_back(out[d + 2] * c.strides[d] - c.pads[d] + tap[d + 1] * c.dilations[d]);
            weight.push_back(tap[d + 1]);
            inside = inside && at.back() >= 0 && at.back() < c.x[d + 2];
        }
        sum += inside ? x(at) * w(weight) : 0;
    }
    return sum;
}

void TestQuantized::convolutionsAreExact()
{
    QFETCH(ConvolutionCase, c);
    std::mt19937 random(5);
    const Tensor x = randomInts(DType::UInt8, c.x, random, 0, 255);
    const Tensor w = randomInts(DType::Int8, c.w, random, -128, 127);
    const Tensor zeros = randomInts(DType::Int8, {c.w[0]}, random, -5, 5);
    const Tensor y = runOne({"ConvInteger", {x, w, Tensor::scalar(uint8_t(9)), zeros},
                             {{"group", c.groups}, {"strides", c.strides}, {"pads", c.pads}, {"dilations", c.dilations}}});
    QCOMPARE(y.dim(1), c.w[0]);
    const auto xs = toInts(x), ws = toInts(w), zs = toInts(zeros);
    const auto flat = [](const Shape& shape, const std::vector<int64_t>& index) {
        int64_t offset = 0;
        for (size_t d = 0; d < shape.size(); ++d)
            offset = offset * shape[d] + index[d];
        return static_cast<size_t>(offset);
    };
    int64_t i = 0;
    for (const auto& index : indicesOf(y.shape())) {
        const int64_t expected = convolutionAt(
            c, index, [&](const auto& at) { return xs[flat(c.x, at)] - 9; },
            [&](const auto& at) { return ws[flat(c.w, at)] - zs[static_cast<size_t>(at[0])]; });
        QCOMPARE(int64_t(y.data<int32_t>()[i++]), expected);
    }
}

void TestQuantized::requantizesPerChannel()
{
    // Powers of two as scales: every step is exact, halves go to even.
    const Tensor x = tensorOf<uint8_t>({1, 1, 1, 3}, {10, 11, 255});
    const Tensor w = tensorOf<int8_t>({2, 1, 1, 1}, {2, -1});
    const Tensor scales = tensorOf<float>({2}, {0.25F, 0.5F});
    const Tensor zeros = tensorOf<int8_t>({2}, {0, 1});
    const Tensor bias = tensorOf<int32_t>({2}, {1, -2});
    const std::vector<Tensor> inputs{x, Tensor::scalar(0.5F), Tensor::scalar(uint8_t(10)), w, scales, zeros,
                                     Tensor::scalar(0.25F), Tensor::scalar(uint8_t(100)), bias};
    // Channel 0: (2 (x - 10) + 1) / 2; channel 1: -2 (x - 10) - 2.
    QCOMPARE(toInts(runOne({"QLinearConv", inputs})), (std::vector<int64_t>{100, 102, 255, 98, 96, 0}));

    const Tensor a = tensorOf<uint8_t>({2, 2}, {11, 12, 10, 20});
    const Tensor b = tensorOf<int8_t>({2, 2}, {1, 3, 2, 1});
    const Tensor y = runOne({"QLinearMatMul", {a, Tensor::scalar(0.5F), Tensor::scalar(uint8_t(10)), b, scales, zeros,
                                               Tensor::scalar(0.25F), Tensor::scalar(uint8_t(100))}});
    // Rows (1, 2) and (0, 10) times columns (1, 2) and (2, 0), halved in the first column.
    QCOMPARE(toInts(y), (std::vector<int64_t>{102, 102, 110, 100}));

    const Tensor gemm = runOne({"QGemm",
                                {a, Tensor::scalar(0.5F), Tensor::scalar(uint8_t(10)), b, scales, zeros, bias},
                                {{"transB", int64_t(0)}}, 1, 1, "com.microsoft"});
    QCOMPARE(toDoubles(gemm), (std::vector<double>{0.75, 0.0, 2.625, -0.5}));
}

void TestQuantized::addsOnGrids()
{
    const std::vector<Tensor> inputs{tensorOf<uint8_t>({2, 2}, {0, 10, 20, 255}), Tensor::scalar(0.5F),
                                     Tensor::scalar(uint8_t(10)), tensorOf<uint8_t>({2}, {4, 8}),
                                     Tensor::scalar(0.25F), Tensor::scalar(uint8_t(4)), Tensor::scalar(0.5F),
                                     Tensor::scalar(uint8_t(3))};
    const auto run = [&](const char* op, std::vector<Tensor> x, Attributes attributes = {}) {
        return toInts(runOne({op, std::move(x), std::move(attributes), 1, 1, "com.microsoft"}));
    };
    QCOMPARE(run("QLinearAdd", inputs), (std::vector<int64_t>{0, 5, 13, 250}));
    QCOMPARE(run("QLinearMul", inputs), (std::vector<int64_t>{3, 3, 3, 248}));
    const std::vector<Tensor> one{inputs[0], inputs[1], inputs[2], inputs[6], inputs[7]};
    QCOMPARE(run("QLinearLeakyRelu", one, {{"alpha", 0.25F}}), (std::vector<int64_t>{1, 3, 13, 248}));
    const std::vector<Tensor> parts{inputs[6], inputs[7], inputs[0], inputs[1], inputs[2],
                                    tensorOf<uint8_t>({2, 1}, {4, 8}), inputs[4], inputs[5]};
    QCOMPARE(run("QLinearConcat", parts, {{"axis", int64_t(1)}}), (std::vector<int64_t>{0, 3, 3, 13, 248, 5}));
}

/// Half way between two levels float rounding decides; the expected levels are those of ONNX Runtime on x86.
void TestQuantized::addsHalfWayBetweenLevels()
{
    const Tensor a = tensorOf<uint8_t>({6}, {20, 77, 211, 96, 90, 208});
    const Tensor b = tensorOf<uint8_t>({6}, {77, 107, 31, 117, 65, 5});
    const Tensor scaleA = Tensor::scalar(0.011F), scaleB = Tensor::scalar(0.0487F), scaleY = Tensor::scalar(0.0464F);
    const Tensor zeroA = Tensor::scalar(uint8_t(180)), zeroB = Tensor::scalar(uint8_t(149));
    const Tensor zeroY = Tensor::scalar(uint8_t(247));
    const auto sum = [&](const Tensor& x, const Tensor& y) {
        return toInts(runOne({"QLinearAdd", {x, scaleA, zeroA, y, scaleB, zeroB, scaleY, zeroY}, {}, 1, 1, "com.microsoft"}));
    };
    QCOMPARE(sum(a, b), (std::vector<int64_t>{134, 178, 130, 194, 138, 102}));
    // A single number on either side, and rows against columns.
    QCOMPARE(sum(a, tensorOf<uint8_t>({1}, {77})).front(), int64_t(134));
    QCOMPARE(sum(tensorOf<uint8_t>({1}, {77}), tensorOf<uint8_t>({2}, {107, 107})), (std::vector<int64_t>{178, 178}));
    const auto table = sum(a.reshaped({6, 1}), b);
    QCOMPARE(table.size(), size_t(36));
    for (size_t i = 0; i < 6; ++i)
        QCOMPARE(table[i * 7], sum(a, b)[i]);
}

void TestQuantized::unpacksBits_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("zeros");
    QTest::newRow("four bits") << 4 << false;
    QTest::newRow("four bits with zero points") << 4 << true;
    QTest::newRow("two bits") << 2 << true;
    QTest::newRow("eight bits") << 8 << true;
}

void TestQuantized::unpacksBits()
{
    QFETCH(int, bits);
    QFETCH(bool, zeros);
    constexpr int K = 40, N = 3, Block = 16, Blocks = 3;
    std::mt19937 random(11);
    const Tensor x = randomFloats({2, K}, random);
    const Tensor packed = randomInts(DType::UInt8, {N, Blocks, Block * bits / 8}, random, 0, 255);
    const Tensor scales = randomFloats({N * Blocks}, random);
    const int zeroBytes = (Blocks * bits + 7) / 8;
    std::vector<Tensor> inputs{x, packed, scales};
    if (zeros)
        inputs.push_back(randomInts(DType::UInt8, {N * zeroBytes}, random, 0, 255));
    const Tensor y = runOne({"MatMulNBits", inputs,
                             {{"K", int64_t(K)}, {"N", int64_t(N)}, {"bits", int64_t(bits)}, {"block_size", int64_t(Block)}},
                             1, 1, "com.microsoft"});
    const auto field = [bits](const uint8_t* bytes, int i) { return bytes[i * bits / 8] >> (i * bits % 8) & ((1 << bits) - 1); };
    for (int r = 0; r < 2; ++r) {
        for (int n = 0; n < N; ++n) {
            double sum = 0;
            for (int k = 0; k < K; ++k) {
                const int block = n * Blocks + k / Block;
                const int zero = zeros ? field(inputs[3].data<uint8_t>() + n * zeroBytes, k / Block) : 1 << (bits - 1);
                const int level = field(packed.data<uint8_t>() + block * Block * bits / 8, k % Block);
                sum += double(x.data<float>()[r * K + k]) * (level - zero) * double(scales.data<float>()[block]);
            }
            const double got = double(y.data<float>()[r * N + n]);
            QVERIFY2(std::fabs(got - sum) <= 1e-5 * (1 + K * std::fabs(sum)), qPrintable(QString::number(got - sum)));
        }
    }
}

void TestQuantized::refuses_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<QString>("error");
    QTest::newRow("a scale that fits no axis") << "QuantizeLinear" << "scales [3] do not fit axis 1 of [2, 2]";
    QTest::newRow("a float as quantized input") << "MatMulInteger" << "not an integer of at most 16 bits";
    QTest::newRow("a missing scale") << "QLinearMatMul" << "input 2 is missing";
}

void TestQuantized::refuses()
{
    QFETCH(QString, op);
    QFETCH(QString, error);
    std::string text;
    const Tensor x = counting({2, 2});
    const Tensor other = op == "QuantizeLinear" ? counting({3}) : x;
    runOne({op.toStdString(), {x, other}}, &text);
    QVERIFY2(QString::fromStdString(text).contains(error), text.c_str());
}

QTEST_GUILESS_MAIN(TestQuantized)
#include "tst_quantized.moc"
