// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <limits>

#include "core/quant/bias.h"

using namespace qscope;
using quant::QuantParams;

namespace {

QuantParams activation(float scale)
{
    QuantParams params;
    params.scale = {scale};
    return params;
}

QuantParams weights(std::vector<float> scale, int axis)
{
    QuantParams params;
    params.isSigned = true;
    params.qmin = -127;
    params.qmax = 127;
    params.zeroPoint.assign(scale.size(), 0);
    params.scale = std::move(scale);
    params.axis = axis;
    return params;
}

Tensor tensor(const std::vector<float>& values)
{
    return Tensor::of<float>({static_cast<int64_t>(values.size())}, values);
}

} // namespace

class TestBias : public QObject {
    Q_OBJECT

private slots:
    void stepsAreProducts()
    {
        const auto perChannel = quant::biasParams(tensor({1, 2}), activation(0.5F), weights({0.25F, 0.5F}, 0));
        QVERIFY(perChannel);
        QCOMPARE(perChannel->scale, (std::vector<float>{0.125F, 0.25F}));
        QCOMPARE(perChannel->zeroPoint, (std::vector<int32_t>{0, 0}));
        QCOMPARE(perChannel->axis, 0);
        const auto perTensor = quant::biasParams(tensor({1, 2}), activation(0.5F), weights({0.25F}, -1));
        QCOMPARE(perTensor->scale, (std::vector<float>{0.125F}));
        QCOMPARE(perTensor->axis, -1);
        const auto inGroups = quant::biasParams(tensor({1, 2, 3, 4}), activation(1), weights({0.25F, 0.5F}, 1));
        QCOMPARE(inGroups->scale, (std::vector<float>{0.25F, 0.5F, 0.25F, 0.5F}));
    }

    void noIntegersWithoutAStep()
    {
        QVERIFY(!quant::biasParams(tensor({1}), activation(1e-30F), weights({1e-30F}, 0)));
        QVERIFY(!quant::biasParams(tensor({1, 2, 3}), activation(1), weights({1, 1}, 0)));
    }

    void roundsHalfToEven()
    {
        const auto params = quant::biasParams(tensor({0, 0, 0, 0}), activation(0.5F), weights({0.5F}, -1));
        const Tensor bias = tensor({0.125F, 0.375F, -0.125F, 100.1F});
        QCOMPARE(quant::biasCodes(bias, *params), (std::vector<int32_t>{0, 2, 0, 400}));
        const Tensor rounded = quant::fakeQuantizeBias(bias, *params);
        QCOMPARE(rounded.data<float>()[1], 0.5F);
        QCOMPARE(rounded.data<float>()[3], 100.F);
    }

    void codesBeyondFloatPrecisionAreExact()
    {
        // 2^24 + 1 steps: no float32 holds the code, so the division must not be done in float32.
        const auto params = quant::biasParams(tensor({1}), activation(1), weights({0.75F}, -1));
        QCOMPARE(quant::biasCodes(tensor({12582913.F}), *params), (std::vector<int32_t>{16777217}));
    }

    void whatIsTooLargeMakesTheWeightsCoarser()
    {
        const Tensor bias = tensor({1000, 0, std::numeric_limits<float>::quiet_NaN()});
        const QuantParams before = weights({1e-9F, 1e-9F, 1e-9F}, 0);
        const QuantParams after = quant::weightsThatFit(bias, activation(1e-3F), before);
        QVERIFY(after.scale[0] > 4e-4F && after.scale[0] < 5e-4F); // 1000 / 2^31 / 1e-3
        QCOMPARE(after.scale[1], before.scale[1]);
        QCOMPARE(after.scale[2], before.scale[2]);
        const auto params = quant::biasParams(bias, activation(1e-3F), after);
        const auto codes = quant::biasCodes(bias, *params);
        QVERIFY(codes[0] > 2147000000 && codes[0] < std::numeric_limits<int32_t>::max());
        QCOMPARE(codes[2], 0);
        QVERIFY(std::abs(quant::fakeQuantizeBias(bias, *params).data<float>()[0] - 1000.F) < 1e-3F);
        QCOMPARE(quant::weightsThatFit(tensor({1, 1, 1}), activation(1), before).scale, before.scale);
    }

    void aBiasPerTensorFitsItsLargestElement()
    {
        const QuantParams after = quant::weightsThatFit(tensor({1, -1000}), activation(1e-3F), weights({1e-9F}, -1));
        QVERIFY(after.scale[0] > 4e-4F);
        QCOMPARE(after.scale.size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestBias)
#include "tst_bias.moc"
