// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/quant/quantizer.h"
#include "core/quant/reference_calibrators.h"
#include "core/tensor/float8.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;

namespace {

constexpr float NaN = std::numeric_limits<float>::quiet_NaN();
constexpr float Infinite = std::numeric_limits<float>::infinity();

QuantizerSpec spec(QuantizerKind kind, int bits = 8, bool symmetric = false)
{
    QuantizerSpec s;
    s.kind = kind;
    s.bits = bits;
    s.symmetric = symmetric;
    return s;
}

/// All sizes from denormals to infinity, both signs, halves, NaN; and many ordinary ones.
std::vector<float> hardValues()
{
    std::vector<float> x{0.F, -0.F, NaN, Infinite, -Infinite, 3e38F, -3e38F, 1e-45F, -1e-40F, 1.1754944e-38F};
    for (int i = -40; i <= 40; ++i) {
        x.push_back(static_cast<float>(i) / 2);
        x.push_back(static_cast<float>(i) / 4);
        x.push_back(std::ldexp(1.F, i));
        x.push_back(-std::ldexp(1.5F, i));
    }
    std::mt19937 generator(1);
    std::normal_distribution<float> normal(0, 2);
    for (int i = 0; i < 600; ++i)
        x.push_back(normal(generator));
    return x;
}

Tensor tensorOf(const std::vector<float>& x) { return Tensor::of<float>({static_cast<int64_t>(x.size())}, x); }

bool same(float a, float b) { return std::isnan(a) ? std::isnan(b) : a == b; }

/// The formulas in the header, in double precision; x / scale in float32 as they say.
double dumb(float x, const QuantParams& p, size_t c)
{
    const double scale = static_cast<double>(p.scale[c]);
    const auto v = static_cast<double>(x / p.scale[c]);
    const auto halves = [&](double r) {
        return p.rounding == Rounding::HalfEven ? std::nearbyint(r) : std::round(r);
    };
    if (p.isUniform())
        return scale * (std::clamp<double>(halves(v) + p.zeroPoint[c], p.qmin, p.qmax) - p.zeroPoint[c]);
    if (p.kind == QuantizerKind::Log2 || p.kind == QuantizerKind::LogSqrt2) {
        const double r = p.kind == QuantizerKind::Log2 ? 1 : 2;
        if (std::abs(v) < 0x1p-126 || (v < 0 && !p.isSigned))
            return 0;
        const double k = std::max(0.0, std::nearbyint(-r * std::log2(std::abs(v))));
        return k > p.qmax ? 0 : std::copysign(scale * std::exp2(-k / r), v);
    }
    if (p.kind == QuantizerKind::TwinRange) {
        const double half = std::exp2(p.bits - 1), coarse = scale * std::exp2(p.zeroPoint[c]);
        const bool isCoarse = p.isSigned ? x >= 0 : x >= static_cast<float>(half) * p.scale[c];
        const float size = p.isSigned ? std::abs(x) : std::max(x, 0.F);
        const double steps = std::min(halves(static_cast<double>(size / static_cast<float>(isCoarse ? coarse : scale))), half - 1);
        return steps * (isCoarse ? coarse : p.isSigned ? -scale : scale);
    }
    if (p.kind == QuantizerKind::Codebook) {
        const size_t n = size_t(1) << p.bits;
        const double near = std::clamp(static_cast<double>(x), -100.0, 100.0);
        size_t best = c * n;
        for (size_t i = c * n; i < (c + 1) * n; ++i)
            if (std::abs(near - static_cast<double>(p.codebook[i])) < std::abs(near - static_cast<double>(p.codebook[best])))
                best = i;
        return static_cast<double>(p.codebook[best]);
    }
    // fp8: the nearest of all patterns; of two, the even one or the larger one.
    const Float8 format = *float8OfOnnx(p.kind == QuantizerKind::Fp8E4m3 ? 17 : 19);
    double best = 0;
    int bestPattern = 0;
    for (int pattern = 0; pattern < 128; ++pattern) {
        const auto level = static_cast<double>(float8ToFloat(static_cast<uint8_t>(pattern), format));
        if (!std::isfinite(level))
            continue;
        const double size = std::min(std::abs(v), static_cast<double>(format.largest));
        const double d = std::abs(size - level), least = std::abs(size - best);
        const bool wins = p.rounding == Rounding::HalfAway ? level > best : pattern % 2 < bestPattern % 2;
        if (d < least || (d == least && wins)) {
            best = level;
            bestPattern = pattern;
        }
    }
    return std::copysign(scale * best, v);
}

const std::vector<QuantizerKind>& kinds()
{
    static const std::vector<QuantizerKind> all = [] {
        std::vector<QuantizerKind> list;
        for (const auto& choice : choices<QuantizerKind>())
            list.push_back(choice.value);
        return list;
    }();
    return all;
}

struct Case {
    QByteArray name;
    QuantizerSpec spec;
};

/// Every kind with every choice that means something for it.
std::vector<Case> cases()
{
    std::vector<Case> all;
    for (const QuantizerKind kind : kinds())
        for (const int bits : {2, 3, 4, 8, 16})
            for (const bool symmetric : {false, true})
                for (const auto& sign : choices<Signedness>())
                    for (const auto& narrow : choices<NarrowRange>())
                        for (const auto& rounding : choices<Rounding>()) {
                            QuantizerSpec s = spec(kind, bits, symmetric);
                            s.sign = sign.value;
                            s.narrowRange = narrow.value;
                            s.rounding = rounding.value;
                            if (kind == QuantizerKind::Codebook && (bits > 8 || symmetric || narrow.value != NarrowRange::Auto ||
                                                                    sign.value != Signedness::Auto))
                                continue;
                            if (bitsOf(s) != bits)
                                continue;
                            all.push_back({QByteArray(nameOf(kind).data()) + ", " + QByteArray::number(bits) + " bits, " +
                                               (symmetric ? "symmetric, " : "asymmetric, ") + sign.name.data() + ", narrow " +
                                               narrow.name.data() + ", " + rounding.name.data(),
                                           s});
                        }
    return all;
}

} // namespace

class TestQuantizerKinds : public QObject {
    Q_OBJECT

private slots:
    void integerRanges_data();
    void integerRanges();
    void scales_data();
    void scales();
    void everyElementEqualsTheDefinition();
    void codesStandForTheValues();
    void levelsAreWhatComesOut();
    void nanStays();
    void halvesGoWhereTheyShould();
    void powersOfTwoCoverTheRange();
    void logEqualsTheGoldenFigures_data();
    void logEqualsTheGoldenFigures();
    void logCodesOfTheGoldenFigures();
    void logScaleOfTheGoldenFigures_data();
    void logScaleOfTheGoldenFigures();
    void uniformOfTheGoldenFigures_data();
    void uniformOfTheGoldenFigures();
    void narrowLogCodesFitTheirBits();
    void fp8RoundsAsTheOperatorDoes();
    void blocksAlongTheReduction_data();
    void blocksAlongTheReduction();
    void channelsOfEveryKind();
    void whatDoesNotFitIsSaid();
    void namesAreReadBack();
    void canonicalSpecsForgetWhatIsNotUsed();
};

void TestQuantizerKinds::integerRanges_data()
{
    QTest::addColumn<bool>("symmetric");
    QTest::addColumn<int>("sign");
    QTest::addColumn<int>("narrow");
    QTest::addColumn<int>("qmin");
    QTest::addColumn<int>("qmax");
    const auto row = [](const char* name, bool symmetric, Signedness sign, NarrowRange narrow, int qmin, int qmax) {
        QTest::newRow(name) << symmetric << static_cast<int>(sign) << static_cast<int>(narrow) << qmin << qmax;
    };
    using S = Signedness;
    using N = NarrowRange;
    row("asymmetric as it was before these choices", false, S::Auto, N::Auto, 0, 255);
    row("symmetric as it was before these choices", true, S::Auto, N::Auto, -127, 127);
    row("asymmetric, signed", false, S::Signed, N::Auto, -128, 127);
    row("asymmetric, signed, narrow", false, S::Signed, N::On, -127, 127);
    row("asymmetric, narrow as in ONNX Runtime", false, S::Unsigned, N::On, 0, 254);
    row("symmetric, all codes", true, S::Signed, N::Off, -128, 127);
    row("symmetric, unsigned", true, S::Unsigned, N::Auto, 0, 255);
    row("symmetric, unsigned, narrow", true, S::Unsigned, N::On, 0, 254);
}

void TestQuantizerKinds::integerRanges()
{
    QFETCH(bool, symmetric);
    QFETCH(int, sign);
    QFETCH(int, narrow);
    QFETCH(int, qmin);
    QFETCH(int, qmax);
    QuantizerSpec s = spec(QuantizerKind::Uniform, 8, symmetric);
    s.sign = static_cast<Signedness>(sign);
    s.narrowRange = static_cast<NarrowRange>(narrow);
    const QuantParams p = paramsFromRange({-1, 2}, s);
    QCOMPARE(p.qmin, qmin);
    QCOMPARE(p.qmax, qmax);
    QCOMPARE(p.isSigned, qmin < 0);
}

void TestQuantizerKinds::scales_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("symmetric");
    QTest::addColumn<int>("sign");
    QTest::addColumn<int>("narrow");
    QTest::addColumn<double>("lo");
    QTest::addColumn<double>("hi");
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("zeroPoint");
    const auto row = [](const char* name, QuantizerKind kind, bool symmetric, Signedness sign, NarrowRange narrow, double lo,
                        double hi, double scale, int zeroPoint) {
        QTest::newRow(name) << static_cast<int>(kind) << symmetric << static_cast<int>(sign) << static_cast<int>(narrow) << lo
                            << hi << scale << zeroPoint;
    };
    using K = QuantizerKind;
    using S = Signedness;
    using N = NarrowRange;
    row("int8 with a zero point, worked example", K::Uniform, false, S::Signed, N::Auto, -0.8, 2.4, 3.2 / 255, -64);
    row("symmetric, all codes, by the positive side as NVIDIA", K::Uniform, true, S::Signed, N::Off, -1.27, 1.27, 0.01, 0);
    row("symmetric, all codes, the negative side reaches further", K::Uniform, true, S::Signed, N::Off, -1.28, 1.0, 0.01, 0);
    row("symmetric, unsigned: nothing below zero counts", K::Uniform, true, S::Unsigned, N::Auto, -9, 2.55, 0.01, 0);
    row("the next power of two", K::PowerOfTwo, true, S::Auto, N::Auto, -100, 127.5, 2, 0);
    row("a scale that is a power of two already", K::PowerOfTwo, true, S::Auto, N::Auto, -31.75, 31, 0.25, 0);
    row("a power of two with a zero point", K::PowerOfTwo, false, S::Auto, N::Auto, -0.8, 2.4, 1. / 64, 51);
    row("log: the largest value", K::LogSqrt2, false, S::Auto, N::Auto, 0, 0.7, 0.7, 0);
    row("log, signed: the largest size", K::Log2, false, S::Auto, N::Auto, -3, 2, 3, 0);
    row("log, unsigned by choice", K::Log2, false, S::Unsigned, N::Auto, -3, 2, 2, 0);
    row("fp8 E4M3 reaches 448", K::Fp8E4m3, false, S::Auto, N::Auto, -4.48, 1, 0.01, 0);
    row("fp8 E5M2 reaches 57344", K::Fp8E5m2, false, S::Auto, N::Auto, 0, 57344, 1, 0);
    row("nothing but zero", K::Fp8E4m3, false, S::Auto, N::Auto, 0, 0, 1, 0);
    row("log of nothing but zero", K::LogSqrt2, false, S::Auto, N::Auto, 0, 0, 1, 0);
    row("a power of two below the smallest", K::PowerOfTwo, false, S::Auto, N::Auto, 0, 1e-40, 1, 0);
}

void TestQuantizerKinds::scales()
{
    QFETCH(int, kind);
    QFETCH(bool, symmetric);
    QFETCH(int, sign);
    QFETCH(int, narrow);
    QFETCH(double, lo);
    QFETCH(double, hi);
    QFETCH(double, scale);
    QFETCH(int, zeroPoint);
    QuantizerSpec s = spec(static_cast<QuantizerKind>(kind), 8, symmetric);
    s.sign = static_cast<Signedness>(sign);
    s.narrowRange = static_cast<NarrowRange>(narrow);
    const QuantParams p = paramsFromRange({lo, hi}, s);
    QCOMPARE(p.scale, std::vector<float>{static_cast<float>(scale)});
    QCOMPARE(p.zeroPoint, std::vector<int32_t>{zeroPoint});
}

void TestQuantizerKinds::everyElementEqualsTheDefinition()
{
    const std::vector<float> x = hardValues();
    for (const Case& c : cases()) {
        const QuantParams p = paramsFromRange({-3.3, 2.9}, c.spec);
        const Tensor y = fakeQuantize(tensorOf(x), p);
        for (size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(x[i]))
                continue;
            const double expected = dumb(x[i], p, 0);
            const auto actual = static_cast<double>(y.data<float>()[i]);
            // Float32 products against double ones: one rounding, two for the square root of two.
            QVERIFY2(std::abs(actual - expected) <= 2.4e-7 * std::abs(expected),
                     c.name + qPrintable(QString(": %1 -> %2, not %3").arg(x[i]).arg(actual).arg(expected)));
        }
    }
}

void TestQuantizerKinds::codesStandForTheValues()
{
    const std::vector<float> x = hardValues();
    for (const Case& c : cases()) {
        const QuantParams p = paramsFromRange({-3.3, 2.9}, c.spec);
        const Tensor y = fakeQuantize(tensorOf(x), p);
        const std::vector<int32_t> codes = quantizeToCodes(tensorOf(x), p);
        for (size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(x[i])) {
                QCOMPARE(codes[i], p.zeroCode());
                continue;
            }
            QVERIFY2(same(valueOfCode(codes[i], p), y.data<float>()[i]),
                     c.name + qPrintable(QString(": %1, code %2").arg(x[i]).arg(codes[i])));
            QVERIFY(same(fakeQuantize(x[i], p), y.data<float>()[i]));
            if (p.isUniform())
                QVERIFY(codes[i] >= p.qmin && codes[i] <= p.qmax);
            else
                QVERIFY(codes[i] >= 0 && codes[i] <= 1 << p.bits);
        }
    }
}

void TestQuantizerKinds::levelsAreWhatComesOut()
{
    for (const Case& c : cases()) {
        if (c.spec.bits > 8)
            continue;
        const QuantParams p = paramsFromRange({-3.3, 2.9}, c.spec);
        const std::vector<float> levels = p.levels();
        QVERIFY(std::is_sorted(levels.begin(), levels.end()));
        QCOMPARE(static_cast<float>(p.representable().lo), levels.front());
        QCOMPARE(static_cast<float>(p.representable().hi), levels.back());
        const Tensor y = fakeQuantize(tensorOf(levels), p);
        for (size_t i = 0; i < levels.size(); ++i)
            QVERIFY2(y.data<float>()[i] == levels[i], c.name);
        for (const float v : hardValues())
            if (!std::isnan(v))
                QVERIFY2(std::binary_search(levels.begin(), levels.end(), fakeQuantize(v, p)), c.name);
    }
}

void TestQuantizerKinds::nanStays()
{
    for (const QuantizerKind kind : kinds()) {
        const QuantParams p = paramsFromRange({-1, 1}, spec(kind, 4));
        const Tensor y = fakeQuantize(tensorOf(std::vector<float>(37, NaN)), p);
        QVERIFY(std::all_of(y.span<float>().begin(), y.span<float>().end(), [](float v) { return std::isnan(v); }));
        QVERIFY(std::isnan(fakeQuantize(NaN, p)));
    }
}

void TestQuantizerKinds::halvesGoWhereTheyShould()
{
    QuantizerSpec s = spec(QuantizerKind::Uniform, 8, true);
    const std::vector<float> x{0.5F, 1.5F, 2.5F, -0.5F, -1.5F, -2.5F, 0.49999997F, -0.49999997F, 126.5F, 127.5F};
    QCOMPARE(quantizeToCodes(tensorOf(x), paramsFromRange({-127, 127}, s)),
             (std::vector<int32_t>{0, 2, 2, 0, -2, -2, 0, 0, 126, 127}));
    s.rounding = Rounding::HalfAway;
    QCOMPARE(quantizeToCodes(tensorOf(x), paramsFromRange({-127, 127}, s)),
             (std::vector<int32_t>{1, 2, 3, -1, -2, -3, 0, 0, 127, 127}));
    s = spec(QuantizerKind::Fp8E4m3);
    const std::vector<float> between{17.F, 19.F, -17.F, 0.0009765625F}; // 16, 18, 20; half the smallest
    QCOMPARE(fakeQuantize(between[0], paramsFromRange({-448, 448}, s)), 16.F);
    QCOMPARE(fakeQuantize(between[1], paramsFromRange({-448, 448}, s)), 20.F);
    QCOMPARE(fakeQuantize(between[3], paramsFromRange({-448, 448}, s)), 0.F);
    s.rounding = Rounding::HalfAway;
    QCOMPARE(fakeQuantize(between[0], paramsFromRange({-448, 448}, s)), 18.F);
    QCOMPARE(fakeQuantize(between[2], paramsFromRange({-448, 448}, s)), -18.F);
    QCOMPARE(fakeQuantize(between[3], paramsFromRange({-448, 448}, s)), 0.001953125F);
}

void TestQuantizerKinds::powersOfTwoCoverTheRange()
{
    std::mt19937 generator(3);
    std::uniform_real_distribution<double> uniform(0, 10);
    for (int i = 0; i < 200; ++i) {
        const Range r{-std::exp(uniform(generator) - 5), std::exp(uniform(generator) - 5)};
        for (const bool symmetric : {false, true}) {
            const QuantParams p = paramsFromRange(r, spec(QuantizerKind::PowerOfTwo, 6, symmetric));
            const auto scale = static_cast<double>(p.scale[0]);
            int exponent = 0;
            QCOMPARE(std::frexp(scale, &exponent), 0.5);
            QVERIFY(p.representable().lo <= r.lo + scale / 2 && p.representable().hi >= r.hi - scale / 2);
            const QuantParams half = paramsFromRange({r.lo / 2, r.hi / 2}, spec(QuantizerKind::PowerOfTwo, 6, symmetric));
            QCOMPARE(static_cast<double>(half.scale[0]), scale / 2);
        }
    }
}

void TestQuantizerKinds::logEqualsTheGoldenFigures_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("output");
    QTest::addColumn<int>("bits");
    QTest::addColumn<double>("delta");
    const double att = goldenJson("04_repq_vit.json")["log_att_delta_b4"].toDouble();
    for (const int bits : {4, 6, 8})
        QTest::addRow("the worked values, %d bits", bits) << "log_in" << QString("log_out_b%1_delta0.8").arg(bits) << bits << 0.8;
    for (const int bits : {4, 6})
        QTest::addRow("attention, %d bits", bits) << "log_att" << QString("log_att_deq_b%1").arg(bits) << bits << att;
}

void TestQuantizerKinds::logEqualsTheGoldenFigures()
{
    QFETCH(QString, input);
    QFETCH(QString, output);
    QFETCH(int, bits);
    QFETCH(double, delta);
    auto arrays = goldenArrays("04_repq_vit.npz");
    const Tensor y = fakeQuantize(arrays[input.toStdString()], paramsFromRange({0, delta}, spec(QuantizerKind::LogSqrt2, bits)));
    const auto expected = arrays[output.toStdString()].span<float>();
    QVERIFY(!expected.empty());
    for (size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(y.data<float>()[i] - expected[i]) <= 1e-6F * expected[i], qPrintable(QString::number(i)));
}

void TestQuantizerKinds::logCodesOfTheGoldenFigures()
{
    auto arrays = goldenArrays("04_repq_vit.npz");
    const QuantParams p = paramsFromRange({0, 0.8}, spec(QuantizerKind::LogSqrt2, 4));
    const std::vector<int32_t> codes = quantizeToCodes(arrays["log_in"], p);
    const auto unclamped = arrays["log_codes_unclamped"].span<float>();
    QCOMPARE(unclamped.size(), codes.size());
    for (size_t i = 0; i < codes.size(); ++i)
        QCOMPARE(codes[i], unclamped[i] > 15 ? p.zeroCode() : std::max(0, static_cast<int32_t>(unclamped[i])));
    QCOMPARE(p.zeroCode(), 16);
    const QuantParams one = paramsFromRange({0, 1}, spec(QuantizerKind::LogSqrt2, 4));
    const auto levels = arrays["log_levels_b4_delta1"].span<float>();
    QCOMPARE(levels.size(), size_t(16));
    for (int32_t q = 0; q < 16; ++q)
        QCOMPARE(valueOfCode(q, one), levels[static_cast<size_t>(q)]);
}

void TestQuantizerKinds::logScaleOfTheGoldenFigures_data()
{
    QTest::addColumn<int>("bits");
    QTest::newRow("4 bits") << 4;
    QTest::newRow("6 bits") << 6;
}

void TestQuantizerKinds::logScaleOfTheGoldenFigures()
{
    QFETCH(int, bits);
    auto arrays = goldenArrays("04_repq_vit.npz");
    const double expected = goldenJson("04_repq_vit.json")[QString("log_att_delta_b%1").arg(bits)].toDouble();
    const auto found = static_cast<double>(reference::repqLogSqrt2(arrays["log_att"].span<float>(), bits).scale);
    QVERIFY(std::abs(found - expected) <= 1e-5 * expected);
}

void TestQuantizerKinds::uniformOfTheGoldenFigures_data() { logScaleOfTheGoldenFigures_data(); }

void TestQuantizerKinds::uniformOfTheGoldenFigures()
{
    QFETCH(int, bits);
    auto arrays = goldenArrays("04_repq_vit.npz");
    const auto x = arrays["ln_like_x"].span<float>();
    const auto tensor = numbers(goldenJson("04_repq_vit.json")[QString("uniform_tensor_b%1").arg(bits)]);
    const reference::Params whole = reference::repqUniform(x, bits);
    QVERIFY(std::abs(static_cast<double>(whole.scale) - tensor[0]) <= 1e-5 * tensor[0]);
    QCOMPARE(static_cast<double>(whole.zeroPoint), tensor[1]);
    const std::string stem = "uniform_ch_b" + std::to_string(bits);
    for (size_t c = 0; c < 8; ++c) {
        std::vector<float> channel;
        for (size_t i = c; i < x.size(); i += 8)
            channel.push_back(x[i]);
        const reference::Params p = reference::repqUniform(channel, bits);
        const float scale = arrays[stem + "_delta"].span<float>()[c];
        QVERIFY(std::abs(p.scale - scale) <= 1e-5F * scale);
        QCOMPARE(p.zeroPoint, arrays[stem + "_zp"].span<float>()[c]);
    }
}

void TestQuantizerKinds::narrowLogCodesFitTheirBits()
{
    for (const QuantizerKind kind : {QuantizerKind::Log2, QuantizerKind::LogSqrt2}) {
        for (const Signedness sign : {Signedness::Signed, Signedness::Unsigned}) {
            QuantizerSpec s = spec(kind, 4);
            s.sign = sign;
            s.narrowRange = NarrowRange::On;
            const QuantParams p = paramsFromRange({-1, 1}, s);
            QCOMPARE(p.zeroCode(), sign == Signedness::Signed ? 7 : 15);
            QCOMPARE(valueOfCode(p.zeroCode(), p), 0.F);
            for (const int32_t code : quantizeToCodes(tensorOf(hardValues()), p))
                QVERIFY(code >= 0 && code < 16);
        }
    }
}

void TestQuantizerKinds::fp8RoundsAsTheOperatorDoes()
{
    for (const auto& [kind, onnxType] : {std::pair{QuantizerKind::Fp8E4m3, 17}, std::pair{QuantizerKind::Fp8E5m2, 19}}) {
        const Float8 format = *float8OfOnnx(onnxType);
        const QuantParams p = paramsFromRange({-static_cast<double>(format.largest), static_cast<double>(format.largest)},
                                              spec(kind));
        QCOMPARE(p.scale[0], 1.F);
        QCOMPARE(p.bits, 8);
        for (const float v : hardValues())
            if (!std::isnan(v))
                QVERIFY(same(fakeQuantize(v, p), roundToFloat8(v, format, true)));
        for (int pattern = 0; pattern < 256; ++pattern) {
            const float v = float8ToFloat(static_cast<uint8_t>(pattern), format);
            if (std::isfinite(v))
                QCOMPARE(quantizeToCodes(tensorOf({v}), p)[0], pattern);
        }
    }
}

Q_DECLARE_METATYPE(qscope::Shape)

void TestQuantizerKinds::blocksAlongTheReduction_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("axis");
    QTest::addColumn<int>("blockSize");
    QTest::newRow("matrix by rows") << Shape{5, 64} << 0 << 16;
    QTest::newRow("a last block that is shorter") << Shape{5, 70} << 0 << 32;
    QTest::newRow("matrix by columns") << Shape{70, 9} << 1 << 16;
    QTest::newRow("convolution: blocks run over channels and kernel") << Shape{4, 6, 3, 3} << 0 << 16;
    QTest::newRow("transposed convolution") << Shape{12, 4, 3, 3} << 1 << 16;
    QTest::newRow("a block larger than the reduction") << Shape{3, 5} << 0 << 256;
    QTest::newRow("stacked matrices") << Shape{3, 20, 7} << 2 << 16;
}

void TestQuantizerKinds::blocksAlongTheReduction()
{
    QFETCH(Shape, shape);
    QFETCH(int, axis);
    QFETCH(int, blockSize);
    Tensor x(DType::Float32, shape);
    std::mt19937 generator(7);
    std::normal_distribution<float> normal(0, 1);
    for (float& v : x.span<float>())
        v = normal(generator);
    const auto channels = static_cast<size_t>(shape[static_cast<size_t>(axis)]);
    // By hand: every channel's elements in the order of memory, cut into blocks.
    std::vector<std::vector<size_t>> ofChannel(channels);
    size_t inner = 1;
    for (size_t a = static_cast<size_t>(axis) + 1; a < shape.size(); ++a)
        inner *= static_cast<size_t>(shape[a]);
    for (size_t i = 0; i < static_cast<size_t>(x.size()); ++i)
        ofChannel[i / inner % channels].push_back(i);
    const auto size = static_cast<size_t>(blockSize);
    const size_t blocks = (ofChannel[0].size() + size - 1) / size;
    for (const QuantizerKind kind : {QuantizerKind::Uniform, QuantizerKind::PowerOfTwo, QuantizerKind::Fp8E4m3, QuantizerKind::Log2}) {
        QuantizerSpec s = spec(kind, 4, true);
        s.granularity = Granularity::PerBlock;
        s.blockSize = blockSize;
        const QuantParams p = quantizerForWeights(x, s, axis);
        QCOMPARE(p.slices(), channels * blocks);
        QVERIFY(p.perBlock() && !p.perChannel());
        QVERIFY(checkFits(p, shape).ok());
        const Tensor y = fakeQuantize(x, p);
        const std::vector<int32_t> codes = quantizeToCodes(x, p);
        for (size_t c = 0; c < channels; ++c) {
            for (size_t r = 0; r < ofChannel[c].size(); ++r) {
                const size_t i = ofChannel[c][r], slice = c * blocks + r / size;
                float largest = 0;
                for (size_t k = r / size * size; k < std::min((r / size + 1) * size, ofChannel[c].size()); ++k)
                    largest = std::max(largest, std::abs(x.data<float>()[ofChannel[c][k]]));
                if (kind == QuantizerKind::Uniform)
                    QCOMPARE(p.scale[slice], static_cast<float>(static_cast<double>(largest) / 7));
                QCOMPARE(y.data<float>()[i], fakeQuantize(x.data<float>()[i], p, slice));
                QCOMPARE(valueOfCode(codes[i], p, slice), y.data<float>()[i]);
            }
        }
    }
}

void TestQuantizerKinds::channelsOfEveryKind()
{
    Tensor x(DType::Float32, {6, 5, 3});
    std::mt19937 generator(9);
    std::normal_distribution<float> normal(0, 1);
    for (float& v : x.span<float>())
        v = normal(generator);
    for (const QuantizerKind kind : kinds()) {
        for (const int axis : {0, 1, 2}) {
            QuantizerSpec s = spec(kind, 3, true);
            s.granularity = Granularity::PerChannel;
            const QuantParams p = quantizerForWeights(x, s, axis);
            QVERIFY(p.perChannel());
            const Tensor y = fakeQuantize(x, p);
            const int inner = axis == 0 ? 15 : axis == 1 ? 3 : 1, channels = axis == 0 ? 6 : axis == 1 ? 5 : 3;
            for (int i = 0; i < 90; ++i)
                QCOMPARE(y.data<float>()[i], fakeQuantize(x.data<float>()[i], p, static_cast<size_t>(i / inner % channels)));
        }
    }
}

void TestQuantizerKinds::whatDoesNotFitIsSaid()
{
    const QuantParams p = paramsFromRanges(std::vector<Range>(4, {-1, 1}), 8, true, 1);
    QVERIFY(checkFits(p, {2, 4, 3}).ok());
    QCOMPARE(QString::fromStdString(checkFits(p, {2, 5, 3}).error().message),
             QStringLiteral("a quantizer with 4 scales does not fit a tensor with 5 channels on axis 1"));
    QCOMPARE(QString::fromStdString(checkFits(p, {4}).error().message),
             QStringLiteral("a quantizer with channels on axis 1 does not fit a tensor of rank 1"));
}

template <class E>
void namesOf()
{
    for (const Choice<E>& choice : choices<E>()) {
        QCOMPARE(fromName<E>(nameOf(choice.value)), std::optional(choice.value));
        QVERIFY(descriptionOf(choice.value).ends_with('.'));
    }
    QVERIFY(!fromName<E>("nothing of the kind"));
}

void TestQuantizerKinds::namesAreReadBack()
{
    namesOf<QuantizerKind>();
    namesOf<Granularity>();
    namesOf<Signedness>();
    namesOf<NarrowRange>();
    namesOf<Rounding>();
    namesOf<Calibrator>();
    namesOf<EntropyForm>();
    namesOf<SearchGrid>();
}

void TestQuantizerKinds::canonicalSpecsForgetWhatIsNotUsed()
{
    QuantizerSpec a, b;
    a.percentile = 99;
    a.gamma = 1;
    a.range = {-1, 1};
    a.blockSize = 64;
    QVERIFY(canonical(a) == canonical(b));
    for (QuantizerSpec* s : {&a, &b})
        s->calibrator = Calibrator::Percentile;
    QVERIFY(canonical(a) != canonical(b));
    a = b = spec(QuantizerKind::Fp8E4m3);
    a.bits = 4;
    QVERIFY(canonical(a) == canonical(b));
}

QTEST_GUILESS_MAIN(TestQuantizerKinds)
#include "tst_quantizer_kinds.moc"
