// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/channel_ranges.h"
#include "views/models/local_error.h"
#include "views/models/range_summary.h"
#include "views/models/short_names.h"
#include "views/models/softmax_summary.h"
#include "views/models/tensor_choice.h"

using namespace qscope;
using namespace qscope::views;

namespace {

quant::QuantParams params(int bits, float scale, int zeroPoint)
{
    quant::QuantParams q;
    q.bits = bits;
    q.qmax = (1 << bits) - 1;
    q.scale = {scale};
    q.zeroPoint = {zeroPoint};
    return q;
}

struct Sums {
    double clipped = 0, rounding = 0, clipping = 0, power = 0;
};

/// The dumb way: every value by itself.
Sums bruteForce(const std::vector<float>& values, const quant::QuantParams& q)
{
    Sums s;
    const double n = static_cast<double>(values.size());
    for (const double x : values) {
        const double code =
            std::clamp(std::nearbyint(x / q.scale[0]) + q.zeroPoint[0], double(q.qmin), double(q.qmax));
        const double error = x - q.scale[0] * (code - q.zeroPoint[0]);
        const quant::Range range = q.representable();
        const bool clipped = x < range.lo || x > range.hi;
        s.clipped += clipped / n;
        (clipped ? s.clipping : s.rounding) += error * error / n;
        s.power += x * x / n;
    }
    return s;
}

/// One layer with one weight.
std::shared_ptr<Snapshot> oneLayer(const std::string& op, const Shape& shape, std::vector<float> weights,
                                   std::map<std::string, AttributeValue, std::less<>> attributes = {})
{
    struct World {
        Graph graph;
        std::vector<Layer> layers;
    };
    auto world = std::make_shared<World>();
    world->graph.values.resize(3);
    world->graph.values[1].constant = Tensor::of<float>(shape, weights);
    Node node;
    node.op = op;
    node.inputs = {ValueId(0), ValueId(1)};
    node.outputs = {ValueId(2)};
    node.attributes = std::move(attributes);
    world->graph.nodes.push_back(node);
    Layer layer;
    layer.node = NodeId(0);
    layer.op = op;
    layer.activationInputs = {0};
    layer.weightInput = 1;
    world->layers.push_back(layer);
    auto s = std::make_shared<Snapshot>();
    s->model = std::make_shared<const ModelView>(ModelView{"one", &world->graph, &world->layers, world});
    return s;
}

} // namespace

class TestViewFigures : public QObject {
    Q_OBJECT
private slots:
    void localErrorEqualsEveryValueByItself_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("zeroPoint");
        QTest::newRow("8 bits, nothing clipped") << 8 << 0.05 << 128;
        QTest::newRow("8 bits, both ends clipped") << 8 << 0.01 << 128;
        QTest::newRow("4 bits") << 4 << 0.4 << 7;
        QTest::newRow("2 bits, the lower end clipped") << 2 << 1.1 << 0;
        QTest::newRow("16 bits, finer than a bin") << 16 << 0.0002 << 32768;
    }
    void localErrorEqualsEveryValueByItself()
    {
        QFETCH(int, bits);
        QFETCH(double, scale);
        QFETCH(int, zeroPoint);
        std::vector<float> values(400000);
        std::mt19937 generator(1);
        std::normal_distribution<float> normal(0.1F, 1);
        std::generate(values.begin(), values.end(), [&] { return normal(generator); });
        const auto [lo, hi] = std::minmax_element(values.begin(), values.end());
        stats::Histogram histogram;
        histogram.add(values, *lo, *hi);
        const auto q = params(bits, static_cast<float>(scale), zeroPoint);
        const LocalError got = localError(histogram, q);
        const Sums want = bruteForce(values, q);
        QVERIFY(std::abs(got.clippedShare - want.clipped) < 1e-4);
        QVERIFY(std::abs(got.roundingMse - want.rounding) < 0.02 * want.rounding);
        QVERIFY(std::abs(got.clippingMse - want.clipping) < 0.02 * want.clipping + 1e-9);
        QVERIFY(std::abs(got.sqnrDb - 10 * std::log10(want.power / (want.rounding + want.clipping))) < 0.1);
    }

    void localErrorOfOneValueIsExact()
    {
        const std::vector<float> values(10, 0.3F);
        stats::Histogram histogram;
        histogram.add(values, 0.3F, 0.3F);
        const LocalError e = localError(histogram, params(8, 0.25F, 0));
        QVERIFY(std::abs(e.roundingMse - 0.05 * 0.05) < 1e-6);
        QCOMPARE(e.clippedShare, 0.0);
        QVERIFY(std::isinf(localError(histogram, params(8, 0.3F, 0)).sqnrDb));
        QCOMPARE(localError(stats::Histogram(), params(8, 1, 0)).clippedShare, 0.0);
    }

    void weightChannelsMeetTheActivation_data()
    {
        QTest::addColumn<QString>("op");
        QTest::addColumn<std::vector<int64_t>>("shape");
        QTest::addColumn<int>("group");
        QTest::addColumn<int>("transB");
        QTest::addColumn<std::vector<float>>("inputRanges");
        QTest::addColumn<std::vector<float>>("outputRanges");
        using F = std::vector<float>;
        using S = std::vector<int64_t>;
        // The weight is 0, 1, 2, ... in memory order.
        QTest::newRow("matrix [K, N]") << "MatMul" << S{2, 3} << 1 << 0 << F{2, 2} << F{3, 3, 3};
        QTest::newRow("batched matrix") << "MatMul" << S{2, 2, 2} << 1 << 0 << F{5, 5} << F{6, 6};
        QTest::newRow("Gemm") << "Gemm" << S{2, 3} << 1 << 0 << F{2, 2} << F{3, 3, 3};
        QTest::newRow("Gemm, B transposed") << "Gemm" << S{2, 3} << 1 << 1 << F{3, 3, 3} << F{2, 2};
        QTest::newRow("convolution [M, C]") << "Conv" << S{2, 2, 1, 2} << 1 << 0 << F{5, 5} << F{3, 3};
        QTest::newRow("depthwise convolution") << "Conv" << S{2, 1, 1, 3} << 2 << 0 << F{2, 2} << F{2, 2};
        QTest::newRow("grouped convolution")
            << "Conv" << S{4, 2, 1, 1} << 2 << 0 << F{2, 2, 2, 2} << F{1, 1, 1, 1};
        QTest::newRow("transposed convolution")
            << "ConvTranspose" << S{2, 3, 1, 1} << 1 << 0 << F{2, 2} << F{3, 3, 3};
    }
    void weightChannelsMeetTheActivation()
    {
        QFETCH(QString, op);
        QFETCH(std::vector<int64_t>, shape);
        QFETCH(int, group);
        QFETCH(int, transB);
        std::vector<float> weights(static_cast<size_t>(elementCount(shape)));
        std::iota(weights.begin(), weights.end(), 0.F);
        const auto s = oneLayer(op.toStdString(), shape, weights,
                                {{"group", int64_t(group)}, {"transB", int64_t(transB)}});
        const auto ranges = [](const ChannelRanges& r) {
            std::vector<float> all;
            for (size_t c = 0; c < r.count(); ++c)
                all.push_back(static_cast<float>(r.range(c)));
            return all;
        };
        QTEST(ranges(weightInputChannels(*s, LayerId(0))), "inputRanges");
        QTEST(ranges(weightOutputChannels(*s, LayerId(0))), "outputRanges");
    }

    void channelsOfDifferentGroupsAreKeptApart()
    {
        // Two groups of [2 outputs, 2 inputs]; the second one ten times as wide.
        const auto s = oneLayer("Conv", {4, 2, 1, 1}, {0, 1, 1, 3, 0, 10, 20, 40}, {{"group", int64_t(2)}});
        const ChannelRanges r = weightInputChannels(*s, LayerId(0));
        QCOMPARE(r.min, (std::vector<float>{0, 1, 0, 10}));
        QCOMPARE(r.max, (std::vector<float>{1, 3, 20, 40}));
    }

    void ratioIsWidestToMedian()
    {
        QCOMPARE((ChannelRanges{{0, 0, 0}, {1, 2, 8}, {}}).ratio(), 4.0);
        QCOMPARE((ChannelRanges{{0, 0, 0, 0}, {1, 2, 4, 9}, {}}).ratio(), 3.0);
        QCOMPARE(ChannelRanges{}.ratio(), 1.0);
        QVERIFY(std::isinf((ChannelRanges{{0, 0, 0}, {0, 0, 8}, {}}).ratio()));
        QCOMPARE((ChannelRanges{{0, 0}, {0, 0}, {}}).ratio(), 1.0);
    }

    void widestChannelsComeFirst()
    {
        const ChannelRanges r{{0, -5, 0, 0}, {1, 1, 3, 1}, {}};
        QCOMPARE(byRange(r), (std::vector<size_t>{1, 2, 0, 3}));
    }

    void theMapShowsTheWidestOfEachRow()
    {
        synthetic::Options o;
        o.layers = 10;
        o.channels = 50;
        const auto s = synthetic::snapshot(o);
        const ChannelMap map = channelMap(*s, 20, true);
        QCOMPARE(map.layers, size_t(10));
        const ChannelRanges r = channelRanges(*s->stats(s->activations(LayerId(0)).front()));
        QVERIFY(std::abs(map.at(0, 0) - std::log2(r.ratio())) < 1e-5);
        for (size_t row = 1; row < map.rows; ++row)
            QVERIFY(map.at(0, row) <= map.at(0, row - 1));
        QVERIFY(std::isnan(map.at(synthetic::AfterSoftmax, 0))); // no channels recorded
    }

    void outliersAreFlaggedByTheStatedRule()
    {
        const auto s = synthetic::snapshot({});
        const auto all = rangeSummaries(*s, RangeSource::Inputs);
        QVERIFY(all.size() > s->layerCount()); // some layers have two inputs
        for (const RangeSummary& r : all) {
            QCOMPARE(r.outlier(), r.input == 0 && synthetic::hasOutlier(r.layer.value));
            QVERIFY(r.min <= r.low && r.low <= r.lowerQuartile && r.lowerQuartile <= r.median);
            QVERIFY(r.median <= r.upperQuartile && r.upperQuartile <= r.high && r.high <= r.max);
            QVERIFY(r.clip.has_value());
        }
    }

    void floatLayersHaveNoClipRange()
    {
        const auto s = synthetic::withFloat(*synthetic::snapshot({}), {2, 7});
        for (const RangeSummary& r : rangeSummaries(*s, RangeSource::Inputs))
            QCOMPARE(r.clip.has_value(), r.layer != LayerId(2) && r.layer != LayerId(7));
    }

    void aConstantTensorIsNoOutlier()
    {
        RangeSummary r;
        QCOMPARE(r.tailRatio(), 1.0);
        r.max = 3;
        QVERIFY(std::isinf(r.tailRatio()) && r.outlier());
    }

    void softmaxTensorsKnowWhoTakesThem()
    {
        const auto s = synthetic::snapshot({});
        const auto tensors = softmaxTensors(*s);
        QCOMPARE(tensors.size(), size_t(10));
        QCOMPARE(tensors[1].consumer, LayerId(8));
        QCOMPARE(tensors[1].value, s->activations(LayerId(8)).front());
    }

    void shareBelowCountsBins()
    {
        stats::SoftmaxStats s;
        s.log2Counts = {10, 20, 30, 20}; // (2^-1/4, 1], ..., below 2^-3/4
        s.zeros = 20;
        QCOMPARE(shareBelow(s, 1), 1.0);
        QCOMPARE(shareBelow(s, std::exp2(-0.25)), 0.9);
        QVERIFY(std::abs(shareBelow(s, std::exp2(-0.375)) - 0.8) < 1e-9); // half of the second bin
        QCOMPARE(shareBelow({}, 0.1), 0.0);
        QCOMPARE(uniformStep(8), 1.0 / 255);
    }

    void choicesAreInputsWeightAndOutput()
    {
        const auto s = synthetic::snapshot({});
        const auto weighted = tensorChoices(*s, LayerId(1));
        QCOMPARE(weighted.size(), size_t(3));
        QCOMPARE(weighted[1].kind, TensorChoice::Weight);
        QCOMPARE(weighted[0].label, QStringLiteral("Input: /blocks.0/mlp/fc1/input"));
        const auto two = tensorChoices(*s, LayerId(2));
        QCOMPARE(two.size(), size_t(3));
        QCOMPARE(two[1].input, size_t(1));
        QCOMPARE(choiceIndex(two, two[1].value), 1);
        QCOMPARE(choiceIndex(two, ValueId()), 0);
        QVERIFY(tensorChoices(*s, LayerId()).empty());
        QVERIFY(tensorChoices(Snapshot(), LayerId(0)).empty());
    }

    void namesLoseWhatTheyShare()
    {
        synthetic::Options o;
        o.layers = 10;
        QCOMPARE(ShortNames(*synthetic::snapshot(o))("/blocks.0/mlp/fc1"),
                 QStringLiteral("/blocks.0/mlp/fc1"));
        o.longNames = true;
        const auto s = synthetic::snapshot(o);
        QCOMPARE(ShortNames(*s)(s->layer(LayerId(3)).name), QStringLiteral("…/blocks.0/attn/mix/…"));
        QCOMPARE(ShortNames(*s)("input"), QStringLiteral("input"));
    }
};

QTEST_GUILESS_MAIN(TestViewFigures)
#include "tst_view_figures.moc"
