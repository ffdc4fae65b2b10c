// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <omp.h>

#include "core/quant/quantizer.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;

namespace {

Tensor random(const Shape& shape, float std = 1, unsigned seed = 1)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0, std);
    Tensor t(DType::Float32, shape);
    for (float& v : t.span<float>())
        v = normal(generator);
    return t;
}

/// Rank 4, axis 1 moved to the end in memory.
Tensor channelsLast(const Tensor& plain)
{
    Tensor t(DType::Float32, plain.shape(), Layout::ChannelsLast);
    const int64_t c = plain.dim(1), rest = plain.dim(2) * plain.dim(3);
    for (int64_t i = 0; i < plain.size(); ++i)
        t.data<float>()[(i / (c * rest) * rest + i % rest) * c + i / rest % c] = plain.data<float>()[i];
    return t;
}

struct Dumb {
    int32_t code;
    float value;
};

/// The definition, rounding half to even, dividing in float as the deployed operators do.
Dumb dumb(float x, const QuantParams& p, size_t c)
{
    const double ratio = static_cast<double>(x / p.scale[c]);
    double rounded = std::floor(ratio + 0.5);
    if (ratio + 0.5 == rounded && std::fmod(rounded, 2) != 0)
        rounded -= 1;
    const double code = std::clamp<double>(rounded + p.zeroPoint[c], p.qmin, p.qmax);
    return {static_cast<int32_t>(code), static_cast<float>(code - p.zeroPoint[c]) * p.scale[c]};
}

} // namespace

class TestQuantizer : public QObject {
    Q_OBJECT

private slots:
    void paramsOfTheWorkedExamples_data();
    void paramsOfTheWorkedExamples();
    void degenerateRanges_data();
    void degenerateRanges();
    void zeroIsRepresentable();
    void representableRangeCoversTheRange();
    void codesOfTheWorkedExample();
    void tiesGoToTheEvenCode();
    void everyElementEqualsTheDefinition_data();
    void everyElementEqualsTheDefinition();
    void perChannelAlongAnyAxis_data();
    void perChannelAlongAnyAxis();
    void inPlaceGivesTheSame();
    void threadsGiveTheSame();
    void nanStaysAndInfinityIsClipped();
    void quantizingTwiceChangesNothing();
    void namesAreReadBack();
};

void TestQuantizer::paramsOfTheWorkedExamples_data()
{
    QTest::addColumn<double>("lo");
    QTest::addColumn<double>("hi");
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("symmetric");
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("zeroPoint");
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    const auto u8 = numbers(golden["affine_uint8"]), u4 = numbers(golden["affine_uint4"]);
    QTest::newRow("8 bits, asymmetric") << -0.8 << 2.4 << 8 << false << u8[0] << static_cast<int>(u8[2]);
    QTest::newRow("4 bits, asymmetric") << -0.8 << 2.4 << 4 << false << u4[0] << static_cast<int>(u4[2]);
    QTest::newRow("8 bits, symmetric and narrow") << -0.8 << 2.4 << 8 << true << golden["sym_int8_narrow"].toDouble() << 0;
    QTest::newRow("all positive: zero is forced in") << 1.0 << 2.55 << 8 << false << 0.01 << 0;
    QTest::newRow("all negative: zero is forced in") << -2.55 << -1.0 << 8 << false << 0.01 << 255;
    QTest::newRow("symmetric by the negative side") << -7.0 << 1.0 << 4 << true << 1.0 << 0;
    QTest::newRow("2 bits, asymmetric") << -1.0 << 2.0 << 2 << false << 1.0 << 1;
    QTest::newRow("2 bits, symmetric: three levels") << -3.0 << 2.0 << 2 << true << 3.0 << 0;
    QTest::newRow("16 bits, asymmetric") << 0.0 << 65.535 << 16 << false << 0.001 << 0;
}

void TestQuantizer::paramsOfTheWorkedExamples()
{
    QFETCH(double, lo);
    QFETCH(double, hi);
    QFETCH(int, bits);
    QFETCH(bool, symmetric);
    QFETCH(double, scale);
    QFETCH(int, zeroPoint);
    const QuantParams p = paramsFromRange({lo, hi}, bits, symmetric);
    QCOMPARE(p.scale, std::vector<float>{static_cast<float>(scale)});
    QCOMPARE(p.zeroPoint, std::vector<int32_t>{zeroPoint});
    QCOMPARE(p.isSigned, symmetric);
    QCOMPARE(p.qmax, symmetric ? (1 << (bits - 1)) - 1 : (1 << bits) - 1);
    QCOMPARE(p.qmin, symmetric ? -p.qmax : 0);
    QVERIFY(!p.perChannel());
}

void TestQuantizer::degenerateRanges_data()
{
    QTest::addColumn<double>("lo");
    QTest::addColumn<double>("hi");
    QTest::newRow("nothing but zero") << 0.0 << 0.0;
    QTest::newRow("too small for a normal float scale") << 0.0 << 1e-37;
    QTest::newRow("not a number") << std::nan("") << std::nan("");
    QTest::newRow("infinite") << 0.0 << std::numeric_limits<double>::infinity();
}

void TestQuantizer::degenerateRanges()
{
    QFETCH(double, lo);
    QFETCH(double, hi);
    for (const bool symmetric : {false, true}) {
        const QuantParams p = paramsFromRange({lo, hi}, 8, symmetric);
        QCOMPARE(p.scale, std::vector<float>{1.F});
        QCOMPARE(p.zeroPoint, std::vector<int32_t>{0});
    }
}

void TestQuantizer::zeroIsRepresentable()
{
    for (int bits = 2; bits <= 16; ++bits) {
        for (const Range& r : {Range{-3.3, 0.7}, Range{0.5, 9}, Range{-9, -0.5}, Range{-1e-3, 1e6}}) {
            const QuantParams p = paramsFromRange(r, bits, false);
            QVERIFY(p.zeroPoint[0] >= p.qmin && p.zeroPoint[0] <= p.qmax);
            QCOMPARE(fakeQuantize(Tensor::scalar(0.F), p).data<float>()[0], 0.F);
        }
    }
}

void TestQuantizer::representableRangeCoversTheRange()
{
    const std::vector<Range> ranges{{-0.8, 2.4}, {-5, 1}};
    const QuantParams p = paramsFromRanges(ranges, 8, false, 0);
    for (size_t c = 0; c < ranges.size(); ++c) {
        QVERIFY(std::abs(p.representable(c).lo - ranges[c].lo) <= static_cast<double>(p.scale[c]) / 2 + 1e-6);
        QVERIFY(std::abs(p.representable(c).hi - ranges[c].hi) <= static_cast<double>(p.scale[c]) / 2 + 1e-6);
    }
    const Range narrow = paramsFromRange({-1, 0.5}, 8, true).representable();
    QCOMPARE(static_cast<float>(narrow.lo), -1.F);
    QCOMPARE(static_cast<float>(narrow.hi), 1.F);
}

void TestQuantizer::codesOfTheWorkedExample()
{
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    const std::vector<double> numbersIn = numbers(golden["affine_uint8_x"]);
    const std::vector<float> x(numbersIn.begin(), numbersIn.end());
    const Tensor t = Tensor::of<float>({static_cast<int64_t>(x.size())}, x);
    const QuantParams p = paramsFromRange({-0.8, 2.4}, 8, false);
    const std::vector<int32_t> codes = quantizeToCodes(t, p);
    const std::vector<double> expected = numbers(golden["affine_uint8_q"]);
    QCOMPARE(std::vector<double>(codes.begin(), codes.end()), expected);
    const Tensor y = fakeQuantize(t, p);
    const std::vector<double> dequantized = numbers(golden["affine_uint8_deq"]);
    for (size_t i = 0; i < x.size(); ++i)
        QVERIFY(std::abs(static_cast<double>(y.data<float>()[i]) - dequantized[i]) < 1e-6);
}

void TestQuantizer::tiesGoToTheEvenCode()
{
    const std::vector<float> x{0.5F, 1.5F, 2.5F, -0.5F, -1.5F, -2.5F, 3.5F};
    QuantParams p = paramsFromRange({-127, 127}, 8, true);
    QCOMPARE(p.scale[0], 1.F);
    QCOMPARE(quantizeToCodes(Tensor::of<float>({7}, x), p), (std::vector<int32_t>{0, 2, 2, 0, -2, -2, 4}));
}

void TestQuantizer::everyElementEqualsTheDefinition_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("symmetric");
    for (const int bits : {2, 3, 4, 8, 12, 16})
        for (const bool symmetric : {false, true})
            QTest::addRow("%d bits, %s", bits, symmetric ? "symmetric" : "asymmetric") << bits << symmetric;
}

void TestQuantizer::everyElementEqualsTheDefinition()
{
    QFETCH(int, bits);
    QFETCH(bool, symmetric);
    const Tensor x = random({100003});
    const QuantParams p = paramsFromRange({-1.7, 2.9}, bits, symmetric);
    const Tensor y = fakeQuantize(x, p);
    const std::vector<int32_t> codes = quantizeToCodes(x, p);
    for (int64_t i = 0; i < x.size(); ++i) {
        const Dumb d = dumb(x.data<float>()[i], p, 0);
        QCOMPARE(codes[static_cast<size_t>(i)], d.code);
        QCOMPARE(y.data<float>()[i], d.value);
    }
}

Q_DECLARE_METATYPE(qscope::Shape)

void TestQuantizer::perChannelAlongAnyAxis_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("axis");
    QTest::addColumn<bool>("last");
    QTest::newRow("convolution weight") << Shape{32, 16, 3, 3} << 0 << false;
    QTest::newRow("transposed convolution weight") << Shape{32, 16, 3, 3} << 1 << false;
    QTest::newRow("matrix by rows") << Shape{33, 70} << 0 << false;
    QTest::newRow("matrix by columns") << Shape{500, 130} << 1 << false;
    QTest::newRow("activations, channels last in memory") << Shape{2, 20, 30, 40} << 1 << true;
    QTest::newRow("channels last in memory, other axis") << Shape{2, 20, 5, 6} << 3 << true;
    QTest::newRow("channels last in memory, batch axis") << Shape{3, 20, 5, 6} << 0 << true;
}

void TestQuantizer::perChannelAlongAnyAxis()
{
    QFETCH(Shape, shape);
    QFETCH(int, axis);
    QFETCH(bool, last);
    const Tensor plain = random(shape);
    const auto channels = static_cast<size_t>(shape[static_cast<size_t>(axis)]);
    std::vector<Range> ranges;
    for (size_t c = 0; c < channels; ++c)
        ranges.push_back({-0.1 * static_cast<double>(c + 1), 0.05 * static_cast<double>(c + 1)});
    const QuantParams p = paramsFromRanges(ranges, 8, false, axis);
    const Tensor x = last ? channelsLast(plain) : plain;
    const Tensor y = fakeQuantize(x, p);
    QCOMPARE(y.layout(), x.layout());
    const Tensor back = toPlain(y);
    const std::vector<int32_t> codes = quantizeToCodes(x, p);
    int64_t inner = 1;
    for (size_t a = static_cast<size_t>(axis) + 1; a < shape.size(); ++a)
        inner *= shape[a];
    for (int64_t i = 0; i < plain.size(); ++i) {
        const Dumb d = dumb(plain.data<float>()[i], p, static_cast<size_t>(i / inner) % channels);
        QCOMPARE(back.data<float>()[i], d.value);
        QCOMPARE(codes[static_cast<size_t>(i)], d.code);
    }
}

void TestQuantizer::inPlaceGivesTheSame()
{
    Tensor x = random({3, 40, 1001});
    const QuantParams whole = paramsFromRange({-2, 2}, 4, false);
    const QuantParams rows = paramsFromRanges(std::vector<Range>(1001, {-1, 1}), 4, true, 2);
    for (const QuantParams& p : {whole, rows}) {
        const Tensor expected = fakeQuantize(x, p);
        Tensor copy = x.clone();
        fakeQuantizeInto(copy, p, copy);
        QVERIFY(std::equal(copy.span<float>().begin(), copy.span<float>().end(), expected.span<float>().begin()));
    }
}

void TestQuantizer::threadsGiveTheSame()
{
    const Tensor x = random({7, 33, 999});
    const QuantParams p = paramsFromRange({-2, 2}, 5, false);
    omp_set_num_threads(1);
    const Tensor one = fakeQuantize(x, p);
    omp_set_num_threads(3);
    const Tensor three = fakeQuantize(x, p);
    omp_set_num_threads(2);
    QVERIFY(std::equal(one.span<float>().begin(), one.span<float>().end(), three.span<float>().begin()));
}

void TestQuantizer::nanStaysAndInfinityIsClipped()
{
    constexpr float Inf = std::numeric_limits<float>::infinity();
    std::vector<float> x(40, std::numeric_limits<float>::quiet_NaN());
    x[1] = Inf;
    x[2] = -Inf;
    x[3] = 3e38F;
    const QuantParams p = paramsFromRange({-1, 3}, 8, false);
    const Tensor y = fakeQuantize(Tensor::of<float>({40}, x), p);
    QVERIFY(std::isnan(y.data<float>()[0]));
    QVERIFY(std::isnan(y.data<float>()[39]));
    QCOMPARE(y.data<float>()[1], static_cast<float>(p.representable().hi));
    QCOMPARE(y.data<float>()[2], static_cast<float>(p.representable().lo));
    QCOMPARE(y.data<float>()[3], static_cast<float>(p.representable().hi));
    QCOMPARE(quantizeToCodes(Tensor::of<float>({40}, x), p)[0], p.zeroPoint[0]);
}

void TestQuantizer::quantizingTwiceChangesNothing()
{
    const Tensor x = random({20000});
    for (const int bits : {2, 4, 8, 16}) {
        const QuantParams p = paramsFromRange({-2.3, 1.9}, bits, false);
        const Tensor once = fakeQuantize(x, p), twice = fakeQuantize(once, p);
        QVERIFY(std::equal(once.span<float>().begin(), once.span<float>().end(), twice.span<float>().begin()));
    }
}

void TestQuantizer::namesAreReadBack()
{
    for (const Calibrator c : {Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy, Calibrator::Mse}) {
        QCOMPARE(calibratorFromName(calibratorName(c)), std::optional(c));
        QVERIFY(!calibratorDescription(c).empty());
    }
    for (const Granularity g : {Granularity::PerTensor, Granularity::PerChannel})
        QCOMPARE(granularityFromName(granularityName(g)), std::optional(g));
    QVERIFY(!calibratorFromName("Max"));
    QVERIFY(!granularityFromName(""));
}

QTEST_GUILESS_MAIN(TestQuantizer)
#include "tst_quantizer.moc"
