// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <random>

#include "core/data/npy.h"
#include "core/rewrite/before_after.h"
#include "plugins/bias_correction/method.h"
#include "plugins/cross_layer_equalization/method.h"
#include "plugins/smooth_quant/method.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using analysis::Analyzer;
using test::ModelBuilder;

namespace {

namespace cle = cross_layer_equalization;

const std::string Samples = QSCOPE_SAMPLES;

std::shared_ptr<Analyzer> open(const ModelBuilder& builder)
{
    auto model = onnxio::parseModel(builder.bytes(), "test.onnx");
    if (!model.ok())
        qFatal("%s", model.error().text().c_str());
    auto analyzer = Analyzer::open(std::move(*model), {1});
    if (!analyzer.ok())
        qFatal("%s", analyzer.error().text().c_str());
    return *analyzer;
}

/// Two layers by hand: rows of the first reach 4 and 1, columns of the second 1 and 4.
ModelBuilder twoLayers(const char* between = "Relu")
{
    ModelBuilder builder(13);
    builder.input("x", {-1, 2}).output("y");
    builder.weight("w1", {2, 2}, {4, 1, -2, 0.5F}).weight("b1", {2}, {8, 1}); // [inputs, outputs]
    builder.weight("w2", {2, 2}, {1, -1, 2, 4}).weight("b2", {2}, {0, 0});
    builder.node("Gemm", {"x", "w1", "b1"}, {"h"}, "first").node(between, {"h"}, {"r"}, "between");
    builder.node("Gemm", {"r", "w2", "b2"}, {"y"}, "second");
    return builder;
}

class Rows final : public data::Dataset {
public:
    explicit Rows(std::vector<float> values) : m_values(std::move(values)) {}
    int64_t size() const override { return static_cast<int64_t>(m_values.size()) / 2; }
    std::string description() const override { return "rows"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        return std::vector{Tensor::of<float>({count, 2}, std::span(m_values).subspan(static_cast<size_t>(2 * first), static_cast<size_t>(2 * count)))};
    }

private:
    std::vector<float> m_values;
};

std::vector<float> random(size_t n)
{
    std::mt19937 generator(4);
    std::normal_distribution<float> normal(0, 1);
    std::vector<float> values(n);
    for (float& v : values)
        v = normal(generator);
    return values;
}

std::vector<double> doubles(const Tensor& t) { return toDoubles(t); }

void compare(const std::vector<double>& actual, const std::vector<double>& expected, double tolerance = 1e-5)
{
    QCOMPARE(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i)
        QVERIFY2(std::abs(actual[i] - expected[i]) <= tolerance, qPrintable(QString("%1: %2, not %3").arg(i).arg(actual[i]).arg(expected[i])));
}

} // namespace

class TestEqualizationMethods : public QObject {
    Q_OBJECT

private slots:
    void factorsByHand()
    {
        // s = sqrt(r1 / r2) = sqrt(4 / 1), sqrt(1 / 4): both layers reach 2 in every channel.
        const auto analyzer = open(twoLayers());
        const auto structures = findStructures(analyzer->graph());
        const auto pairs = cle::findPairs(*analyzer, structures);
        QCOMPARE(pairs.size(), size_t(1));
        QVERIFY(pairs[0].hasRelu);
        rewrite::ModelRewriter rewriter(analyzer->model(), analyzer->graph(), analyzer->layers(), structures);
        const auto equalized = cle::equalize(*analyzer, pairs, rewriter);
        QVERIFY(equalized.ok());
        compare(doubles(rewriter.weight(0)), {2, 2, -1, 1});
        compare(rewriter.bias(0), {4, 2});
        compare(doubles(rewriter.weight(1)), {2, -2, 1, 2});
        compare(rewriter.bias(1), {0, 0});
        QVERIFY(std::abs((*equalized)[0].largestFactor - 2) < 1e-6);
        QVERIFY(std::abs((*equalized)[0].ratioAfter - 1) < 1e-6);
        const auto after = *Analyzer::open(*rewriter.finish(), {1});
        Rows rows(random(64));
        QVERIFY(*rewrite::relativeDifference(*analyzer, *after, rows, {}) <= 1e-5);
    }

    void theNeighboursOfOneLayer()
    {
        const auto pairs = open(twoLayers());
        const auto structures = findStructures(pairs->graph());
        QCOMPARE(cle::pairsOf(*pairs, structures, "first")->size(), size_t(1));
        QCOMPARE(cle::pairsOf(*pairs, structures, "second")->front().first, size_t(0));
        QCOMPARE(cle::pairsOf(*pairs, structures, "third").error().code, ErrorCode::InvalidArgument);
        const auto tanh = open(twoLayers("Tanh"));
        const auto none = cle::pairsOf(*tanh, findStructures(tanh->graph()), "first");
        QVERIFY(!none.ok());
        QCOMPARE(QString::fromStdString(none.error().message),
                 "cross-layer equalization needs a neighbour that shares channels with 'first' alone: behind it stands 'between' "
                 "(Tanh), which no factor passes, and no layer before it passes its channels on to it alone");
        const auto last = cle::pairsOf(*tanh, findStructures(tanh->graph()), "second");
        QVERIFY(QString::fromStdString(last.error().message).contains("what it gives is an output of the model"));
    }

    void whatDoesNotKeepFactorsIsNoPair_data()
    {
        QTest::addColumn<QByteArray>("between");
        QTest::addColumn<int>("pairs");
        QTest::newRow("a Relu") << QByteArray("Relu") << 1;
        QTest::newRow("a leaky one") << QByteArray("LeakyRelu") << 1;
        QTest::newRow("a sigmoid") << QByteArray("Sigmoid") << 0;
        QTest::newRow("a hyperbolic tangent") << QByteArray("Tanh") << 0;
        QTest::newRow("a Clip") << QByteArray("Clip") << 0;
    }

    void whatDoesNotKeepFactorsIsNoPair()
    {
        QFETCH(QByteArray, between);
        QFETCH(int, pairs);
        const auto analyzer = open(twoLayers(between.constData()));
        QCOMPARE(static_cast<int>(cle::findPairs(*analyzer, findStructures(analyzer->graph())).size()), pairs);
    }

    void highBiasesMove()
    {
        // The first channel is 8 + 4 x0 - 2 x1: with |x| below 0.1 its mean less three deviations stays far above 0.
        const auto analyzer = open(twoLayers());
        std::vector<float> values = random(256);
        for (float& v : values)
            v = std::clamp(v, -1.F, 1.F) / 10;
        Rows rows(values);
        const auto calibration = *analyzer->calibrate(rows, {});
        const auto structures = findStructures(analyzer->graph());
        rewrite::ModelRewriter rewriter(analyzer->model(), analyzer->graph(), analyzer->layers(), structures);
        auto equalized = *cle::equalize(*analyzer, cle::findPairs(*analyzer, structures), rewriter);
        cle::absorbBiases(*analyzer, *calibration, equalized, rewriter);
        const stats::TensorStats& before = *calibration->find(*analyzer->graph().findValue("h"));
        const double c = (before.channels.mean[0] - 3 * std::sqrt(before.channels.variance[0])) / 2; // after s = 2
        QVERIFY(c > 2.5);
        QVERIFY(std::abs(equalized[0].absorbed - c) < 1e-5);
        QVERIFY(std::abs(rewriter.bias(0)[0] - (4 - c)) < 1e-5);
        const double c1 = std::max(0.0, before.channels.mean[1] - 3 * std::sqrt(before.channels.variance[1])) * 2;
        compare(rewriter.bias(1), {2 * c + 1 * c1, -2 * c + 2 * c1});
        const auto after = *Analyzer::open(*rewriter.finish(), {1});
        QVERIFY(*rewrite::relativeDifference(*analyzer, *after, rows, {}) <= 1e-5); // no value below c among these
    }

    void residualNetworkStaysWhatItComputes()
    {
        const auto analyzer = *Analyzer::open(Samples + "/resnet_fashion.onnx", {2});
        data::OpenOptions few;
        few.limit = 16;
        const auto images = data::openDataset(Samples + "/fashion_evaluation.npz", analyzer->inputSpecs(), few).value();
        const auto structures = findStructures(analyzer->graph());
        const auto pairs = cle::findPairs(*analyzer, structures);
        QVERIFY(!pairs.empty());
        rewrite::ModelRewriter rewriter(analyzer->model(), analyzer->graph(), analyzer->layers(), structures);
        QVERIFY(cle::equalize(*analyzer, pairs, rewriter).ok());
        const auto after = *Analyzer::open(*rewriter.finish(), {2});
        const double difference = *rewrite::relativeDifference(*analyzer, *after, *images, {});
        QVERIFY2(difference <= 1e-5, qPrintable(QString::number(difference)));
    }

    void meanAfterReluIsTheIntegral()
    {
        for (const double beta : {-2.0, -0.3, 0.0, 1.0, 4.0}) {
            for (const double gamma : {0.1, 1.0, 2.5}) {
                double sum = 0;
                for (int i = -80000; i < 80000; ++i) {
                    const double t = (i + 0.5) / 10000;
                    sum += std::max(0.0, beta + gamma * t) * std::exp(-t * t / 2) / std::sqrt(2 * M_PI) / 10000;
                }
                QVERIFY(std::abs(bias_correction::meanAfterRelu(beta, gamma) - sum) < 1e-6);
            }
        }
        QCOMPARE(bias_correction::meanAfterRelu(-1, 0), 0.0);
        QCOMPARE(bias_correction::meanAfterRelu(2, 0), 2.0);
    }

    void meanErrorByHand()
    {
        const auto analyzer = open(twoLayers());
        const Layer& layer = analyzer->layers()[1];
        const Tensor w = Tensor::of<float>({2, 2}, std::vector<float>{1, -1, 2, 4});
        const Tensor q = Tensor::of<float>({2, 2}, std::vector<float>{1.5F, -1, 2, 3});
        compare(bias_correction::meanError(w, q, {10, 1}, analyzer->graph(), layer), {5, -1});
    }

    void correctedMeansAreTheFloatOnes()
    {
        // With the measured means the mean output of a single quantized layer is exactly that of the float layer.
        const auto analyzer = open(twoLayers());
        Rows rows(random(512));
        const auto calibration = *analyzer->calibrate(rows, {});
        quant::Config config;
        config.weights.bits = 3;
        config.activations.bits = 16;
        config.rules.resize(1);
        config.rules[0].match = {quant::MatchKind::Name, "first"};
        config.rules[0].isFloat = true;
        const auto structures = findStructures(analyzer->graph());
        rewrite::ModelRewriter rewriter(analyzer->model(), analyzer->graph(), analyzer->layers(), structures);
        const auto corrected = bias_correction::correct(*analyzer, *calibration, config, bias_correction::MeanSource::Measured, structures, rewriter);
        QVERIFY(corrected.ok());
        QCOMPARE(corrected->size(), size_t(1));
        const auto after = *Analyzer::open(*rewriter.finish(), {1});
        const auto afterCalibration = *after->calibrate(rows, {});
        const auto mean = [](const std::vector<NamedTensor>& outputs) {
            const auto y = doubles(outputs[0].tensor);
            std::vector<double> sums(2);
            for (size_t i = 0; i < y.size(); ++i)
                sums[i % 2] += 2 * y[i] / static_cast<double>(y.size());
            return sums;
        };
        const auto wanted = mean(*analyzer->run(rows, {}));
        const auto before = mean(*analyzer->runQuantized(rows, *calibration, config, {}));
        const auto now = mean(*after->runQuantized(rows, *afterCalibration, config, {}));
        QVERIFY(std::abs(before[0] - wanted[0]) > 0.05 || std::abs(before[1] - wanted[1]) > 0.05);
        compare(now, wanted, 1e-3); // activations at 16 bits
    }

    void batchNormalizationTellsTheMeans()
    {
        const auto analyzer = *Analyzer::open(Samples + "/resnet_fashion.onnx", {2});
        const auto images = data::openDataset(Samples + "/fashion_calibration.npz", analyzer->inputSpecs(), {}).value();
        const auto calibration = *analyzer->calibrate(*images, {});
        const auto structures = findStructures(analyzer->graph());
        rewrite::ModelRewriter rewriter(analyzer->model(), analyzer->graph(), analyzer->layers(), structures);
        const auto corrected = bias_correction::correct(*analyzer, *calibration, {}, bias_correction::MeanSource::BatchNorm, structures, rewriter);
        QVERIFY2(corrected.ok(), corrected.ok() ? "" : corrected.error().text().c_str());
        QVERIFY(corrected->front().isAnalytic);
    }

    void smoothingByTheFormula()
    {
        smooth_quant::ChannelFigures f;
        f.lo = {-8, 0, 0};
        f.hi = {2, 1, 0};
        f.weightMax = {2, 4, 1};
        f.meanSquare = {1, 1, 0};
        f.weightSquare = {4, 16, 1};
        compare(smooth_quant::smoothing(f, 0.5), {2, 0.5, 1}); // sqrt(8 / 2), sqrt(1 / 4), a channel that is always 0
        compare(smooth_quant::smoothing(f, 1), {8, 1, 1});
        compare(smooth_quant::smoothing(f, 0), {0.5, 0.25, 1});
    }

    void expectedNoiseByTheFormula()
    {
        smooth_quant::ChannelFigures f;
        f.lo = {-1, 0};
        f.hi = {2, 1};
        f.meanSquare = {3, 5};
        f.weightSquare = {4, 9};
        const std::vector<Tensor> weights{Tensor::of<float>({2, 1}, std::vector<float>{2, -3})};
        // activations: (3 / 3)^2 / 12 * 13 at 2 bits; weights: (3 / 1)^2 / 12 * 8 at 2 bits
        const double expected = 13.0 / 12 + 9.0 / 12 * 8;
        QVERIFY(std::abs(smooth_quant::expectedNoise(f, weights, {1, 1}, 2, 2) - expected) < 1e-12);
    }

    void smoothedSampleStaysWhatItComputes()
    {
        const auto analyzer = *Analyzer::open(Samples + "/vit_fashion.onnx", {2});
        data::OpenOptions few;
        few.limit = 16;
        const auto images = data::openDataset(Samples + "/fashion_calibration.npz", analyzer->inputSpecs(), few).value();
        const auto calibration = *analyzer->calibrate(*images, {});
        const auto plan = smooth_quant::makePlan(*analyzer, *calibration, {}, std::nullopt);
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text().c_str());
        for (const auto& site : plan->sites)
            QVERIFY(site.gainDb > 0);
        const auto after = *Analyzer::open(*smooth_quant::apply(*plan, *analyzer), {2});
        const double difference = *rewrite::relativeDifference(*analyzer, *after, *images, {});
        QVERIFY2(difference <= 1e-5, qPrintable(QString::number(difference)));
    }
};

QTEST_GUILESS_MAIN(TestEqualizationMethods)
#include "tst_equalization_methods.moc"
