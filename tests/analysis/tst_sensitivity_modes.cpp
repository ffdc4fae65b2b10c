// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <cmath>

#include "core/analysis/analyzer.h"

using namespace qscope;
using analysis::Analyzer;
using analysis::SensitivityMode;

namespace {

const std::string Samples = QSCOPE_SAMPLES;
constexpr int64_t Count = 21; // no multiple of a micro-batch

/// A sample with its data and calibration.
struct Sample {
    std::shared_ptr<Analyzer> analyzer;
    std::unique_ptr<data::Dataset> dataset;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
    quant::Config config;

    explicit Sample(const char* model, int threads = 2)
    {
        analyzer = *Analyzer::open(Samples + model, {threads});
        data::OpenOptions options;
        options.limit = Count;
        dataset = data::openDataset(Samples + "/fashion_evaluation.npz", analyzer->inputSpecs(), options).value();
        calibration = *analyzer->calibrate(*dataset, {});
        config.weights.bits = config.activations.bits = 5;
    }
    analysis::SensitivityResult measure(SensitivityMode mode)
    {
        return *analyzer->sensitivity(*dataset, {}, *calibration, config, mode, {});
    }
    analysis::DepthErrors depth() { return *analyzer->depthErrors(*dataset, *calibration, config, {}); }
};

} // namespace

class TestSensitivityModes : public QObject {
    Q_OBJECT

private slots:
    void weightsAndActivationsMakeUpTheWhole_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("transformer") << QByteArray("/vit_fashion.onnx");
        QTest::newRow("convolutions") << QByteArray("/resnet_fashion.onnx");
    }
    void weightsAndActivationsMakeUpTheWhole()
    {
        QFETCH(QByteArray, model);
        Sample sample(model.constData());
        const auto only = sample.measure(SensitivityMode::OnlyThisLayer);
        const auto weights = sample.measure(SensitivityMode::WeightsOnly);
        const auto activations = sample.measure(SensitivityMode::ActivationsOnly);
        QCOMPARE(weights.samples, Count);
        double error = 0;
        for (size_t i = 0; i < only.layers.size(); ++i) {
            const auto noise = [i](const auto& result) { return std::pow(10, -result.layers[i].sqnrDb / 10); };
            if (!sample.analyzer->layers()[i].weightInput) {
                QVERIFY(std::isinf(weights.layers[i].sqnrDb));
                QCOMPARE(activations.layers[i].sqnrDb.value, only.layers[i].sqnrDb.value);
                continue;
            }
            QVERIFY(std::isfinite(weights.layers[i].sqnrDb) && std::isfinite(activations.layers[i].sqnrDb));
            error += std::abs(10 * std::log10((noise(weights) + noise(activations)) / noise(only)));
        }
        error /= static_cast<double>(only.layers.size());
        QVERIFY2(error < 1.0, qPrintable(QString::number(error))); // dB; the two are nearly independent
    }

    void everyFigureHasItsIntervalAndPlace()
    {
        Sample sample("/resnet_fashion.onnx");
        const auto except = sample.measure(SensitivityMode::AllButThis);
        QCOMPARE(except.ranking.size(), except.layers.size());
        QCOMPARE(except.tiedWithNext.size(), except.layers.size());
        for (size_t place = 0; place + 1 < except.ranking.size(); ++place) {
            const auto& here = except.layers[except.ranking[place].index()];
            const auto& next = except.layers[except.ranking[place + 1].index()];
            QVERIFY(here.sqnrDb >= next.sqnrDb.value);
            if (!except.tiedWithNext[place])
                QVERIFY(here.sqnrDb > next.sqnrDb.value);
        }
        for (const auto& layer : except.layers) {
            QVERIFY(layer.sqnrDb.low < layer.sqnrDb && layer.sqnrDb < layer.sqnrDb.high);
            QVERIFY(layer.kl.low < layer.kl && layer.kl < layer.kl.high);
            QVERIFY(layer.agreementTop5 >= layer.agreement.value);
        }
        // Many neighbours are alike on 21 images, and the ends of the ranking are not.
        QVERIFY(std::count(except.tiedWithNext.begin(), except.tiedWithNext.end(), true) > 0);
    }

    void theErrorGrowsAlongTheDepth_data() { weightsAndActivationsMakeUpTheWhole_data(); }
    void theErrorGrowsAlongTheDepth()
    {
        QFETCH(QByteArray, model);
        Sample sample(model.constData());
        const auto errors = sample.depth();
        QCOMPARE(errors.samples, Count);
        QCOMPARE(errors.layers.size(), sample.analyzer->layers().size());
        // Nothing before the first layer is quantized.
        QCOMPARE(errors.layers.front().localDb.value, errors.layers.front().accumulatedDb.value);
        size_t worse = 0;
        for (const auto& layer : errors.layers) {
            QVERIFY(std::isfinite(layer.localDb) && layer.localNsr > 0);
            worse += layer.accumulatedNsr >= layer.localNsr ? 1 : 0;
        }
        QVERIFY(worse + 2 >= errors.layers.size());
        // The last layer makes the output.
        const auto evaluation =
            sample.analyzer->evaluate(*sample.dataset, {}, *sample.calibration, sample.config, {});
        QVERIFY(evaluation.ok());
        QVERIFY2(std::abs(errors.layers.back().accumulatedDb - evaluation->sqnrDb) < 0.05,
                 qPrintable(QStringLiteral("%1 and %2").arg(errors.layers.back().accumulatedDb.value).arg(evaluation->sqnrDb.value)));
        QVERIFY(errors.layers.back().accumulatedDb.hasInterval());
    }

    void accumulatedErrorsAreRankedToo()
    {
        Sample sample("/resnet_fashion.onnx");
        const auto errors = sample.depth();
        const auto ranked = sample.measure(SensitivityMode::Accumulated);
        QCOMPARE(ranked.layers.size(), errors.layers.size());
        for (size_t i = 0; i < errors.layers.size(); ++i) {
            QCOMPARE(ranked.layers[i].sqnrDb.value, errors.layers[i].accumulatedDb.value);
            QCOMPARE(ranked.layers[i].localDb.value, errors.layers[i].localDb.value);
        }
        const double worst = ranked.layers[ranked.ranking.front().index()].sqnrDb;
        QVERIFY(worst <= ranked.layers[ranked.ranking.back().index()].sqnrDb.value);
    }

    void depthErrorsAreTheSameForAnyThreadCount()
    {
        Sample one("/vit_fashion.onnx", 1), two("/vit_fashion.onnx", 2);
        const auto a = one.depth(), b = two.depth();
        for (size_t i = 0; i < a.layers.size(); ++i) {
            QCOMPARE(a.layers[i].localDb.value, b.layers[i].localDb.value);
            QCOMPARE(a.layers[i].accumulatedDb.value, b.layers[i].accumulatedDb.value);
            QCOMPARE(a.layers[i].accumulatedDb.low, b.layers[i].accumulatedDb.low);
        }
    }

    void manyBitsLeaveNothingToMeasure()
    {
        Sample sample("/resnet_fashion.onnx");
        sample.config.weights.bits = sample.config.activations.bits = 16;
        sample.config.activations.calibrator = quant::Calibrator::Max;
        for (const auto& layer : sample.depth().layers)
            QVERIFY2(layer.localDb > 70, qPrintable(QString::number(layer.localDb.value)));
    }

    void modesHaveNames()
    {
        for (const auto mode : {SensitivityMode::OnlyThisLayer, SensitivityMode::AllButThis, SensitivityMode::WeightsOnly,
                                SensitivityMode::ActivationsOnly, SensitivityMode::Accumulated})
            QCOMPARE(analysis::sensitivityModeFromName(analysis::sensitivityModeName(mode)), std::optional(mode));
        QVERIFY(!analysis::sensitivityModeFromName("sideways"));
    }
};

QTEST_GUILESS_MAIN(TestSensitivityModes)
#include "tst_sensitivity_modes.moc"
