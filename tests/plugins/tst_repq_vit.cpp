// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/quant/code_usage.h"
#include "core/quant/reference_calibrators.h"
#include "core/rewrite/before_after.h"
#include "golden.h"
#include "plugins/repq_vit/figures.h"
#include "plugins/repq_vit/run.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using namespace qscope::repq_vit;
using analysis::Analyzer;

namespace {

using Matrix = std::vector<double>; ///< rows by 8 or by 24, row by row

std::vector<double> doubles(const Tensor& t) { return toDoubles(t); }

bool isNear(double a, double b, double tolerance = 1e-5) { return std::abs(a - b) <= tolerance * std::max(std::abs(b), 1e-3); }

Matrix layerNorm(const Matrix& x, const std::vector<double>& gamma, const std::vector<double>& beta)
{
    Matrix y(x.size());
    for (size_t r = 0; r < x.size(); r += 8) {
        double mean = 0, variance = 0;
        for (size_t c = 0; c < 8; ++c)
            mean += x[r + c] / 8;
        for (size_t c = 0; c < 8; ++c)
            variance += (x[r + c] - mean) * (x[r + c] - mean) / 8;
        for (size_t c = 0; c < 8; ++c)
            y[r + c] = (x[r + c] - mean) / std::sqrt(variance + 1e-6) * gamma[c] + beta[c];
    }
    return y;
}

/// x [n, 8] times w [24, 8] transposed, plus d.
Matrix linear(const Matrix& x, const std::vector<double>& w, const std::vector<double>& d)
{
    Matrix y;
    for (size_t r = 0; r < x.size(); r += 8)
        for (size_t o = 0; o < d.size(); ++o) {
            double sum = d[o];
            for (size_t c = 0; c < 8; ++c)
                sum += x[r + c] * w[o * 8 + c];
            y.push_back(sum);
        }
    return y;
}

double meanSquare(const Matrix& a, const Matrix& b)
{
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

Tensor singles(const Matrix& x, int64_t columns)
{
    Tensor t(DType::Float32, {static_cast<int64_t>(x.size()) / columns, columns});
    std::copy(x.begin(), x.end(), t.data<float>());
    return t;
}

/// The block of the golden figures.
struct Golden {
    explicit Golden(int b) : bits(b), json(goldenJson("04_repq_vit.json")), arrays(goldenArrays("04_repq_vit.npz"))
    {
        gamma = doubles(arrays["rep_blocks.0.norm1.weight"]);
        beta = doubles(arrays["rep_blocks.0.norm1.bias"]);
        weight = doubles(arrays["rep_blocks.0.attn.qkv.weight"]);
        bias = doubles(arrays["rep_blocks.0.attn.qkv.bias"]);
        x = doubles(arrays["rep_X"]);
        normalized = layerNorm(x, gamma, beta);
        fp = doubles(arrays["rep_fp_qkv"]);
    }
    Tensor array(const std::string& name) { return arrays[name + "_b" + std::to_string(bits)]; }
    double number(const char* name) const { return json[QString("%1_b%2").arg(name).arg(bits)].toDouble(); }

    /// The published initialisation of each channel, on the values themselves.
    quant::QuantParams channels() const
    {
        quant::QuantParams p;
        p.bits = bits;
        p.qmax = (1 << bits) - 1;
        p.axis = 1;
        p.scale.clear();
        p.zeroPoint.clear();
        for (size_t c = 0; c < 8; ++c) {
            std::vector<float> channel;
            for (size_t r = 0; r < normalized.size(); r += 8)
                channel.push_back(static_cast<float>(normalized[r + c]));
            const auto found = quant::reference::repqUniform(channel, bits);
            p.scale.push_back(found.scale);
            p.zeroPoint.push_back(static_cast<int32_t>(found.zeroPoint));
        }
        return p;
    }

    int bits;
    QJsonObject json;
    std::map<std::string, Tensor> arrays;
    std::vector<double> gamma, beta, weight, bias;
    Matrix x, normalized, fp;
};

quant::QuantParams weightQuantizer(const std::vector<double>& weight, int bits)
{
    quant::QuantizerSpec spec;
    spec.bits = bits;
    spec.granularity = quant::Granularity::PerChannel;
    spec.calibrator = quant::Calibrator::Quantile;
    return quant::quantizerForWeights(singles(weight, 8), spec, 0);
}

/// What a reparameterised model computes.
struct Moved {
    Moved(const Golden& g, bool wholeZeroPoint)
    {
        const ChannelGrid channels = channelGridOf(g.channels());
        shared = sharedGrid(channels, wholeZeroPoint);
        const rewrite::ChannelMap map = channelMap(channels, shared);
        bias = g.bias;
        for (size_t c = 0; c < 8; ++c) {
            gamma.push_back(g.gamma[c] / map.divisor[c]);
            beta.push_back(g.beta[c] / map.divisor[c] - map.offset[c]);
        }
        for (size_t i = 0; i < g.weight.size(); ++i) {
            weight.push_back(g.weight[i] * map.divisor[i % 8]);
            bias[i / 8] += weight[i] * map.offset[i % 8];
        }
        quant::QuantizerSpec spec;
        spec.bits = g.bits;
        spec.calibrator = quant::Calibrator::Given;
        spec.scales = {shared.scale};
        spec.zeroPoints = {shared.zeroPoint};
        stats::TensorStats stats;
        activations = *quant::quantizerForActivations(stats, spec);
        normalized = layerNorm(g.x, gamma, beta);
    }
    SharedGrid shared;
    std::vector<double> gamma, beta, weight, bias;
    quant::QuantParams activations;
    Matrix normalized;
};

void bitRows()
{
    QTest::addColumn<int>("bits");
    QTest::newRow("4 bits") << 4;
    QTest::newRow("6 bits") << 6;
}

const std::string Samples = QSCOPE_SAMPLES;

struct Opened {
    std::shared_ptr<Analyzer> analyzer;
    std::unique_ptr<data::Dataset> calibration, evaluation;
    std::vector<int64_t> labels;
};

Opened openVit(int64_t images)
{
    Opened o;
    o.analyzer = *Analyzer::open(Samples + "/vit_fashion.onnx", {2});
    data::OpenOptions options;
    options.limit = images;
    o.calibration = data::openDataset(Samples + "/fashion_calibration.npz", o.analyzer->inputSpecs(), {}).value();
    o.evaluation = data::openDataset(Samples + "/fashion_evaluation.npz", o.analyzer->inputSpecs(), options).value();
    o.labels = *data::readLabels(Samples + "/fashion_evaluation_labels.npy", o.evaluation.get());
    return o;
}

} // namespace

class TestRepqVit : public QObject {
    Q_OBJECT

private slots:
    void theBlockIsTheGoldenOne()
    {
        Golden g(4);
        const Matrix y = linear(g.normalized, g.weight, g.bias);
        for (size_t i = 0; i < y.size(); ++i)
            QVERIFY(isNear(y[i], g.fp[i], 1e-4));
    }

    void channelsAndTheirMean_data() { bitRows(); }
    void channelsAndTheirMean()
    {
        QFETCH(int, bits);
        Golden g(bits);
        const quant::QuantParams channels = g.channels();
        const auto scales = doubles(g.array("rep_qkv_ch_delta")), zeroPoints = doubles(g.array("rep_qkv_ch_zp"));
        for (size_t c = 0; c < 8; ++c) {
            QVERIFY(isNear(static_cast<double>(channels.scale[c]), scales[c]));
            QCOMPARE(static_cast<double>(channels.zeroPoint[c]), zeroPoints[c]);
        }
        const SharedGrid shared = sharedGrid(channelGridOf(channels), false);
        QVERIFY(isNear(shared.scale, g.number("rep_layer_delta")));
        QCOMPARE(shared.zeroPoint, g.number("rep_layer_zp"));
        QCOMPARE(sharedGrid(channelGridOf(channels), true).zeroPoint, std::nearbyint(shared.zeroPoint));
    }

    void movedParameters_data() { bitRows(); }
    void movedParameters()
    {
        QFETCH(int, bits);
        Golden g(bits);
        const Moved moved(g, false);
        const std::pair<const char*, const std::vector<double>*> parts[] = {
            {"rep_after_ln_w", &moved.gamma}, {"rep_after_ln_b", &moved.beta}, {"rep_after_qkv_w", &moved.weight}, {"rep_after_qkv_b", &moved.bias}};
        for (const auto& [name, values] : parts) {
            const auto expected = doubles(g.array(name));
            QCOMPARE(values->size(), expected.size());
            const double largest = std::abs(*std::max_element(expected.begin(), expected.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
            for (size_t i = 0; i < expected.size(); ++i)
                QVERIFY2(std::abs((*values)[i] - expected[i]) <= 1e-5 * largest, name);
        }
        const Matrix y = linear(moved.normalized, moved.weight, moved.bias);
        for (size_t i = 0; i < y.size(); ++i)
            QVERIFY(isNear(y[i], g.fp[i], 1e-4));
    }

    void fractionalResult_data() { bitRows(); }
    void fractionalResult()
    {
        QFETCH(int, bits);
        Golden g(bits);
        const Moved moved(g, false);
        const Matrix activations = doubles(quant::fakeQuantize(singles(moved.normalized, 8), moved.activations));
        const Matrix activationsOnly = linear(activations, moved.weight, moved.bias);
        const Matrix expectedOnly = doubles(g.array("rep_after_actonly_qkv"));
        QVERIFY(meanSquare(activationsOnly, expectedOnly) <= 1e-8);
        const quant::QuantParams weights = weightQuantizer(moved.weight, bits);
        const auto scales = doubles(g.array("rep_qkv_wq_delta"));
        for (size_t o = 0; o < 24; ++o)
            QVERIFY(isNear(static_cast<double>(weights.scale[o]), scales[o]));
        const Matrix w = doubles(quant::fakeQuantize(singles(moved.weight, 8), weights));
        const Matrix y = linear(activations, w, moved.bias);
        QVERIFY(meanSquare(y, doubles(g.array("rep_final_q_qkv"))) <= 1e-8);
    }

    void initialResult_data() { bitRows(); }
    void initialResult()
    {
        QFETCH(int, bits);
        Golden g(bits);
        const Matrix activations = doubles(quant::fakeQuantize(singles(g.normalized, 8), g.channels()));
        const Matrix w = doubles(quant::fakeQuantize(singles(g.weight, 8), weightQuantizer(g.weight, bits)));
        QVERIFY(meanSquare(linear(activations, w, g.bias), doubles(g.array("rep_init_q_qkv"))) <= 1e-8);
    }

    void roundedZeroPointsGiveTheSameCodes_data() { bitRows(); }
    void roundedZeroPointsGiveTheSameCodes()
    {
        QFETCH(int, bits);
        Golden g(bits);
        const Moved moved(g, true);
        QCOMPARE(quant::quantizeToCodes(singles(moved.normalized, 8), moved.activations).size(), g.normalized.size());
        // Codes of channels are counted from their own zero point, as are those they share.
        const auto shared = quant::quantizeToCodes(singles(moved.normalized, 8), moved.activations);
        const auto channels = quant::quantizeToCodes(singles(g.normalized, 8), g.channels());
        QVERIFY(shared == channels);
        const QJsonObject check = g.json[QString("rep_actonly_check_b%1").arg(bits)].toObject();
        const Matrix x = doubles(quant::fakeQuantize(singles(moved.normalized, 8), moved.activations));
        const double error = meanSquare(linear(x, moved.weight, moved.bias), linear(g.normalized, g.weight, g.bias));
        QVERIFY(isNear(error, check["rounded"].toArray()[2].toDouble(), 1e-4));
        const Moved fractional(g, false);
        const Matrix f = doubles(quant::fakeQuantize(singles(fractional.normalized, 8), fractional.activations));
        const double errorOfFractions = meanSquare(linear(f, fractional.weight, fractional.bias), linear(g.normalized, g.weight, g.bias));
        QVERIFY(isNear(errorOfFractions, check["frac"].toArray()[2].toDouble(), 1e-4));
    }

    void sitesOfTheSample()
    {
        const Opened o = openVit(8);
        const Sites sites = findSites(*o.analyzer, findStructures(o.analyzer->graph()), false);
        QVERIFY(!sites.normalizations.empty());
        QCOMPARE(sites.normalizations.size(), 2 * sites.softmaxes.size()); // two per block; the last one is left out
        QCOMPARE(sites.refusals.size(), size_t(1));
        QCOMPARE(findSites(*o.analyzer, findStructures(o.analyzer->graph()), true).normalizations.size(), sites.normalizations.size() + 1);
    }

    void theSampleIsRepaired()
    {
        Opened o = openVit(96);
        const quant::Config config;
        Task task{*o.analyzer, *o.calibration, *o.evaluation, o.labels, config};
        task.settings.weightBits = task.settings.activationBits = 4;
        const auto outcome = repq_vit::run(task, {});
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().text().c_str());
        QVERIFY(outcome->warnings.empty());
        QVERIFY(outcome->model);
        QVERIFY(report::check(outcome->report).ok());
        const auto rewritten = Analyzer::open(*outcome->model, {2});
        QVERIFY(quant::resolve(outcome->config, (*rewritten)->layers()).ok());
        const auto difference = rewrite::relativeDifference(*o.analyzer, **rewritten, *o.evaluation, {});
        QVERIFY2(*difference <= 1e-5, qPrintable(QString::number(*difference)));
    }

    void roundedZeroPointsMakeBothVariantsEqual()
    {
        // One layer alone: behind it a code that flips for a last bit would spread through all that are quantized to 4 bits.
        Opened o = openVit(32);
        const auto calibration = o.analyzer->calibrate(*o.calibration, {}, {}, {true});
        Settings settings;
        settings.weightBits = 16;
        settings.activationBits = 4;
        const Sites sites = findSites(*o.analyzer, findStructures(o.analyzer->graph()), false);
        quant::Config config;
        config.rules.resize(2);
        config.rules[0].match = {quant::MatchKind::Regex, ".*"};
        config.rules[0].isFloat = true;
        config.rules[1].match = {quant::MatchKind::Name, o.analyzer->layers()[sites.normalizations.front().layers.front()].name};
        config.rules[1].isFloat = false;
        auto plan = makePlan(*o.analyzer, **calibration, config, settings);
        QVERIFY(plan.ok());
        QCOMPARE(plan->sites.size(), size_t(1));
        plan->base.weights = quant::Config{}.weights; // quantiles would clip the moved weights elsewhere
        plan->base.weights.bits = 16;
        const auto rewritten = Analyzer::open(*reparameterise(*plan, *o.analyzer), {2});
        const auto before = o.analyzer->runQuantized(*o.evaluation, **calibration, configOf(*plan, Variant::ChannelWise, *o.analyzer), {});
        const auto newCalibration = (*rewritten)->calibrate(*o.calibration, {});
        const auto after = (*rewritten)->runQuantized(*o.evaluation, **newCalibration, configOf(*plan, Variant::Reparameterised, *o.analyzer), {});
        QVERIFY(before.ok() && after.ok());
        double error = 0, signal = 0;
        const auto x = doubles((*before)[0].tensor), y = doubles((*after)[0].tensor);
        for (size_t i = 0; i < x.size(); ++i) {
            error += (x[i] - y[i]) * (x[i] - y[i]);
            signal += x[i] * x[i];
        }
        QVERIFY2(error <= 1e-5 * signal, qPrintable(QString::number(10 * std::log10(signal / error)))); // a code flips now and then
    }

    void codesOfASoftmax()
    {
        stats::SoftmaxStats softmax;
        softmax.log2Counts.assign(64, 0);
        softmax.log2Counts[0] = 50;  // about 0.92
        softmax.log2Counts[20] = 50; // about 2^-5.1
        quant::QuantizerSpec spec;
        spec.bits = 4;
        spec.kind = quant::QuantizerKind::LogSqrt2;
        const quant::CodeUsage usage = quant::codeUsage(softmax, quant::paramsFromRange({0, 1}, spec));
        QCOMPARE(usage.share[0], 0.5);
        QCOMPARE(usage.share[10], 0.5);
        QCOMPARE(usage.bits, 1.0);
        QCOMPARE(usage.zero, 0.0);
        spec.kind = quant::QuantizerKind::Uniform;
        QCOMPARE(quant::codeUsage(softmax, quant::paramsFromRange({0, 1}, spec)).zero,
                 0.5); // 0.029 is below half a step
    }

    void modelsWithoutTransformersAreRefused()
    {
        const auto analyzer = *Analyzer::open(Samples + "/resnet_fashion.onnx", {2});
        const auto data = data::openDataset(Samples + "/fashion_calibration.npz", analyzer->inputSpecs(), {}).value();
        const quant::Config config;
        const std::vector<int64_t> labels;
        Task task{*analyzer, *data, *data, labels, config};
        task.samples = 4;
        const auto outcome = repq_vit::run(task, {});
        QVERIFY(!outcome.ok());
        QCOMPARE(QString::fromStdString(outcome.error().message),
                 QStringLiteral("there is nothing for RepQ-ViT to do: no normalization's scale can be moved, and no softmax is seen"));
    }
};

QTEST_GUILESS_MAIN(TestRepqVit)
#include "tst_repq_vit.moc"
