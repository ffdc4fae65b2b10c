// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/quant/bias.h"
#include "core/quant/quantizer.h"
#include "core/quant/reference_calibrators.h"
#include "core/stats/tensor_stats.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;

namespace {

QuantizerSpec given(std::vector<double> scales, std::vector<double> zeroPoints, int bits = 4)
{
    QuantizerSpec s;
    s.bits = bits;
    s.calibrator = Calibrator::Given;
    s.scales = std::move(scales);
    s.zeroPoints = std::move(zeroPoints);
    return s;
}

QuantizerSpec quantiles(int bits)
{
    QuantizerSpec s;
    s.bits = bits;
    s.calibrator = Calibrator::Quantile;
    return s;
}

Tensor tensorOf(const std::vector<float>& x) { return Tensor::of<float>({static_cast<int64_t>(x.size())}, x); }

std::vector<float> values(const Tensor& t) { return {t.span<float>().begin(), t.span<float>().end()}; }

stats::TensorStats recorded(const std::vector<float>& x)
{
    stats::TensorStats t;
    t.name = "t";
    t.histogram.add(x, *std::min_element(x.begin(), x.end()), *std::max_element(x.begin(), x.end()));
    return t;
}

} // namespace

/// Quantizers whose range need not hold zero, and those given by scale and zero point.
class TestFreeZeroPoints : public QObject {
    Q_OBJECT

private slots:
    void zeroPointsOutsideTheCodes()
    {
        // Codes 0 .. 15 with zero point 22: -22 .. -7 steps.
        const auto p = quantizerForActivations(recorded({-9, -3}), given({0.5}, {22}));
        QVERIFY(p.ok());
        QCOMPARE(p->representable(), (Range{-11, -3.5}));
        QCOMPARE(values(fakeQuantize(tensorOf({-20, -9.1F, -4, 0, 5}), *p)), (std::vector<float>{-11, -9, -4, -3.5, -3.5}));
        QCOMPARE(quantizeToCodes(tensorOf({-20, -9.1F, -4, 0}), *p), (std::vector<int32_t>{0, 4, 14, 15}));
    }

    void channelsWithGivenScales()
    {
        stats::TensorStats t = recorded({0, 1});
        t.channelAxis = 1;
        t.channels.min = t.channels.max = {0, 0};
        QuantizerSpec s = given({1, 0.25}, {0, 8});
        s.granularity = Granularity::PerChannel;
        const auto p = quantizerForActivations(t, s);
        QVERIFY(p.ok());
        QVERIFY(p->perChannel());
        const Tensor y = fakeQuantize(Tensor::of<float>({2, 2}, std::vector<float>{3.4F, -9, 20, 1.1F}), *p);
        QCOMPARE(values(y), (std::vector<float>{3, -2, 15, 1}));
        s.scales.push_back(1);
        s.zeroPoints.push_back(0);
        QCOMPARE(QString::fromStdString(quantizerForActivations(t, s).error().message),
                 QStringLiteral("3 scales are given for tensor 't', which has 2 channels"));
    }

    void fractionsShiftTheEnds()
    {
        // z = 10.125: steps -10.125 .. 4.875; whole steps between, the ends beside them.
        const auto p = quantizerForActivations(recorded({0, 1}), given({2}, {10.125}));
        QVERIFY(p.ok());
        QCOMPARE(p->zeroPoint.front(), 10);
        QCOMPARE(p->zeroFraction, 0.125F);
        const Tensor x = tensorOf({-100, -20.1F, -19, 0, 0.9F, 3, 8.9F, 9.2F, 100, NAN});
        const Tensor y = fakeQuantize(x, *p);
        const std::vector<float> expected{-20.25F, -20, -20, 0, 0, 4, 8, 9.75F, 9.75F};
        for (size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(y.data<float>()[i], expected[i]);
            QCOMPARE(fakeQuantize(x.data<float>()[i], *p), expected[i]);
        }
        QVERIFY(std::isnan(y.data<float>()[9]));
        QCOMPARE(p->levels().front(), -20.25F);
        QCOMPARE(p->levels().back(), 9.75F);
        QCOMPARE(p->levels().size(), size_t(17));
        QVERIFY(!biasParams(tensorOf({1, 2}), *p, paramsFromRange({-1, 1}, 8, true)));
    }

    void fractionsInLoopsAndOneByOne()
    {
        std::mt19937 generator(5);
        std::normal_distribution<float> normal(0, 20);
        std::vector<float> x(5000);
        std::generate(x.begin(), x.end(), [&] { return normal(generator); });
        for (const double z : {-3.7, 0.5, 7.25, 20.9}) {
            for (const Rounding rounding : {Rounding::HalfEven, Rounding::HalfAway}) {
                QuantizerSpec s = given({1.5}, {z}, 5);
                s.rounding = rounding;
                const auto p = quantizerForActivations(recorded(x), s);
                const Tensor y = fakeQuantize(tensorOf(x), *p);
                for (size_t i = 0; i < x.size(); ++i)
                    QCOMPARE(y.data<float>()[i], fakeQuantize(x[i], *p));
            }
        }
    }

    void quantilesOfWeightsEqualThePublishedSearch()
    {
        auto arrays = goldenArrays("04_repq_vit.npz");
        for (const int bits : {4, 6}) {
            QuantizerSpec s = quantiles(bits);
            s.granularity = Granularity::PerChannel;
            const Tensor weight = arrays["rep_blocks.0.attn.qkv.weight"];
            const QuantParams p = quantizerForWeights(weight, s, 0);
            for (size_t o = 0; o < 24; ++o) {
                const reference::Params expected = reference::repqUniform(weight.span<float>().subspan(8 * o, 8), bits);
                QVERIFY(std::abs(p.scale[o] - expected.scale) <= 1e-5F * expected.scale);
                QCOMPARE(static_cast<float>(p.zeroPoint[o]), expected.zeroPoint);
            }
        }
    }

    void quantilesOfAHistogramAreWithinItsBins()
    {
        std::mt19937 generator(7);
        std::normal_distribution<float> normal(3, 1);
        std::vector<float> x(40000);
        std::generate(x.begin(), x.end(), [&] { return normal(generator); });
        const auto p = quantizerForActivations(recorded(x), quantiles(6));
        const reference::Params expected = reference::repqUniform(x, 6);
        const double bin = recorded(x).histogram.binWidth();
        QVERIFY2(std::abs(p->scale.front() - expected.scale) <= static_cast<float>(2 * bin / 63),
                 qPrintable(QString("%1, not %2; bins of %3").arg(p->scale.front()).arg(expected.scale).arg(bin)));
        QVERIFY(std::abs(static_cast<float>(p->zeroPoint.front()) - expected.zeroPoint) <= 1);
        QVERIFY(p->representable().hi < 9);
    }

    void zeroMayLieOutsideTheRange()
    {
        std::vector<float> x;
        for (int i = 0; i < 4096; ++i)
            x.push_back(-16 + 4 * static_cast<float>(i) / 4095); // -16 .. -12
        const auto p = quantizerForActivations(recorded(x), quantiles(4));
        QVERIFY(p->zeroPoint.front() > 50);
        QVERIFY(p->representable().hi < -11.8 && p->representable().lo > -16.2);
        QVERIFY(p->scale.front() < 0.27F); // with zero inside it would be above 1
        QuantizerSpec symmetric = quantiles(4);
        symmetric.symmetric = true;
        QCOMPARE(quantizerForActivations(recorded(x), symmetric)->zeroPoint.front(), 0);
    }

    void oneValueIsACode_data()
    {
        QTest::addColumn<float>("value");
        QTest::newRow("positive") << 3.7F;
        QTest::newRow("negative") << -0.02F;
        QTest::newRow("zero") << 0.F;
        QTest::newRow("tiny") << 1e-42F;
    }

    void oneValueIsACode()
    {
        QFETCH(float, value);
        const QuantParams p = quantizerForWeights(tensorOf({value, value, value}), quantiles(4), 0);
        const Tensor y = fakeQuantize(tensorOf({value}), p);
        QVERIFY(std::abs(y.data<float>()[0] - value) <= 1e-40F);
    }

    void farFromZeroTheZeroPointStaysExact()
    {
        const QuantParams p = quantizerForWeights(tensorOf({1000, 1000.0001F, 1000.0002F}), quantiles(8), 0);
        QVERIFY(std::abs(p.zeroPoint.front()) <= 1 << 20);
        QVERIFY(std::abs(fakeQuantize(1000.0001F, p) - 1000.0001F) < 0.01F);
    }

    void base2FormOfLogSqrt2IsTheSameToTheBit()
    {
        // x^ = s~ 2^-ceil(q / 2) with the two-valued scale s~ = delta (odd(q) (sqrt 2 - 1) + 1).
        for (const double delta : {1.0, 0.8, 0.877059, 0.123}) {
            QuantizerSpec s;
            s.kind = QuantizerKind::LogSqrt2;
            s.bits = 8;
            const QuantParams p = paramsFromRange({0, delta}, s);
            const float even = p.scale.front(), odd = p.scale.front() * 1.41421356F;
            for (int32_t q = 0; q < 200; ++q)
                QCOMPARE(valueOfCode(q, p), std::ldexp(q % 2 == 0 ? even : odd, -(q + 1) / 2));
        }
    }
};

QTEST_GUILESS_MAIN(TestFreeZeroPoints)
#include "tst_free_zero_points.moc"
