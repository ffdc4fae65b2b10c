// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/analysis/output_metrics.h"
#include "core/analysis/sensitivity_ranking.h"
#include "tests/quant/golden.h"

using namespace qscope;
using analysis::OutputMetrics;
using analysis::Resampling;

namespace {

Tensor floats(Shape shape, const std::vector<float>& values)
{
    return Tensor::of<float>(std::move(shape), std::span<const float>(values));
}

std::vector<Tensor> one(Tensor tensor) { return {std::move(tensor)}; }

/// `right` of `count` samples with the same top class; the rest has another one.
OutputMetrics agreeing(int64_t right, int64_t count)
{
    OutputMetrics m;
    for (int64_t s = 0; s < count; ++s)
        m.add(one(floats({1, 2}, {0, 1})), one(floats({1, 2}, {s * 7919 % count < right ? -1.F : 2.F, 1})), s, 1, {});
    return m;
}

/// The largest value of the first output.
class Largest : public analysis::SampleMetric {
public:
    std::string name() const override { return "largest"; }
    double measure(std::span<const Tensor>, std::span<const Tensor> actual, int64_t label) const override
    {
        const auto row = actual[0].span<float>();
        return label < 0 ? *std::max_element(row.begin(), row.end()) : row[static_cast<size_t>(label)];
    }
};

} // namespace

class TestOutputMetrics : public QObject {
    Q_OBJECT

private slots:
    void poolsTheSqnrOverSamples()
    {
        OutputMetrics m;
        const std::vector<Tensor> y{floats({2, 2}, {3, 4, 0, 10})};
        const std::vector<Tensor> z{floats({2, 2}, {3, 5, 1, 10})};
        m.add(y, z, 0, 2, {});
        QVERIFY(std::abs(m.sqnrDb() - 10 * std::log10(125.0 / 2.0)) < 1e-12);
        QCOMPARE(m.mse(), 0.5);
        QCOMPARE(m.agreement(), 1.0);
        QVERIFY(!m.accuracyActual().has_value());
    }

    void doesNotDependOnTheBatch()
    {
        const std::vector<float> a{1, 2, 3, 4, 5, 6, 7, 8};
        const std::vector<float> b{1.1F, 2, 2.9F, 4, 5.3F, 6, 7, 8.7F};
        OutputMetrics whole, parts;
        whole.add(std::vector<Tensor>{floats({4, 2}, a)}, std::vector<Tensor>{floats({4, 2}, b)}, 0, 4, {});
        for (const size_t s : {2, 0, 3, 1})
            parts.add(std::vector<Tensor>{floats({1, 2}, {a[2 * s], a[2 * s + 1]})},
                      std::vector<Tensor>{floats({1, 2}, {b[2 * s], b[2 * s + 1]})}, static_cast<int64_t>(s), 1, {});
        QCOMPARE(parts.figures().front().sample, int64_t(0));
        QCOMPARE(parts.figures().back().sample, int64_t(3));
        QCOMPARE(whole.sqnrDb(), parts.sqnrDb());
        QCOMPARE(whole.cosine(), parts.cosine());
    }

    void countsClassesAgainstLabels()
    {
        OutputMetrics m;
        const std::vector<int64_t> labels{1, 0, 1};
        m.add(std::vector<Tensor>{floats({3, 2}, {0, 1, 1, 0, 1, 0})},
              std::vector<Tensor>{floats({3, 2}, {0, 1, 0, 1, 1, 0})}, 0, 3, labels);
        QCOMPARE(m.agreement(), 2.0 / 3.0);
        QCOMPARE(*m.accuracyReference(), 2.0 / 3.0);
        QCOMPARE(*m.accuracyActual(), 1.0 / 3.0);
    }

    void equalOutputsHaveInfiniteSqnr()
    {
        OutputMetrics m;
        const std::vector<Tensor> y{floats({1, 2}, {1, 2})};
        m.add(y, y, 0, 1, {});
        QVERIFY(std::isinf(m.sqnrDb()));
        QCOMPARE(m.cosine(), 1.0);
    }

    void holdsTheGoldenFigures()
    {
        const QJsonObject golden = goldenJson(QStringLiteral("08_sensitivity.json"));
        auto arrays = goldenArrays("08_sensitivity.npz");
        OutputMetrics m;
        m.add(one(castTo(arrays["m_real"], DType::Float32)), one(castTo(arrays["m_pred"], DType::Float32)), 0, 4, {});
        const auto close = [&](double figure, const char* key, double tolerance) {
            const double expected = golden[QLatin1String(key)].toDouble();
            QVERIFY2(std::abs(figure - expected) < tolerance * std::max(1.0, std::abs(expected)),
                     qPrintable(QStringLiteral("%1: %2, not %3").arg(QLatin1String(key)).arg(figure, 0, 'g', 10).arg(expected, 0, 'g', 10)));
        };
        close(m.nsr(), "ppq_snr", 1e-6);
        close(m.mse(), "ppq_mse", 1e-6);
        close(m.cosine(), "ppq_cosine", 1e-6);
        close(m.sqnrDb(), "sqnr_dB_pooled", 1e-6);
        const QJsonArray each = golden[QLatin1String("ppq_snr_none")].toArray();
        for (int s = 0; s < 4; ++s) {
            const auto& f = m.figures()[static_cast<size_t>(s)];
            QVERIFY(std::abs(f.noise / (f.signal + 1e-7) - each[s].toDouble()) < 1e-7);
        }
    }

    void measuresTheDivergenceOfWhatSoftmaxMakes()
    {
        // softmax of log p is p, whatever is added to it
        const std::vector<double> p{0.7, 0.2, 0.1}, q{0.5, 0.25, 0.25};
        double expected = 0;
        std::vector<float> y, z, probabilities, others;
        for (size_t i = 0; i < 3; ++i) {
            expected += p[i] * std::log(p[i] / q[i]);
            y.push_back(static_cast<float>(std::log(p[i]) + 5));
            z.push_back(static_cast<float>(std::log(q[i]) - 3));
            probabilities.push_back(static_cast<float>(p[i]));
            others.push_back(static_cast<float>(q[i]));
        }
        OutputMetrics scores, shares;
        scores.add(one(floats({1, 3}, y)), one(floats({1, 3}, z)), 0, 1, {});
        shares.add(one(floats({1, 3}, probabilities)), one(floats({1, 3}, others)), 0, 1, {});
        QVERIFY(std::abs(scores.kl() - expected) < 1e-6);
        QVERIFY(std::abs(shares.kl() - expected) < 1e-6);
    }

    void looksForTheTopClassAmongTheFiveLargest()
    {
        OutputMetrics m;
        const Tensor y = floats({2, 7}, {9, 1, 2, 3, 4, 5, 6, 9, 1, 2, 3, 4, 5, 6});
        const Tensor z = floats({2, 7}, {2, 0, 1, 3, 4, 5, 6, 2, 0, 2.5F, 3, 4, 5, 6}); // fifth, then sixth
        m.add(one(y), one(z), 0, 2, {});
        QCOMPARE(m.agreement(), 0.0);
        QCOMPARE(m.agreementTop5(), 0.5);
    }

    void aPersonsOwnFigureSeesEachSampleAlone()
    {
        const Largest largest;
        OutputMetrics m(&largest);
        const Tensor z = floats({2, 2}, {1, 4, 8, 3});
        m.add(one(z), one(z), 0, 2, {});
        QCOMPARE(*m.user(), 6.0);
        const std::vector<int64_t> labels{0, 1};
        m.add(one(z), one(z), 2, 2, labels);
        QCOMPARE(*m.user(), 4.0);
    }

    void valuesThatAreNoNumbersHaveNoFigureAndNoInterval()
    {
        OutputMetrics m;
        m.add(one(floats({1, 2}, {1, 2})), one(floats({1, 2}, {1, std::nanf("")})), 0, 1, {});
        m.add(one(floats({1, 2}, {1, 2})), one(floats({1, 2}, {1, 2})), 1, 1, {});
        analysis::Evaluation e;
        analysis::estimate(m, Resampling(2), e);
        QVERIFY(std::isnan(e.sqnrDb) && std::isnan(e.kl) && !e.sqnrDb.hasInterval());
        QVERIFY(e.agreement.hasInterval());
    }

    void intervalsAreAsWideAsTheoryWantsThem_data()
    {
        QTest::addColumn<int>("samples");
        QTest::newRow("each sample drawn by itself") << 400;
        QTest::newRow("samples drawn in groups") << 6000;
    }
    void intervalsAreAsWideAsTheoryWantsThem()
    {
        QFETCH(int, samples);
        const OutputMetrics m = agreeing(samples * 4 / 5, samples);
        analysis::Evaluation e;
        analysis::estimate(m, Resampling(static_cast<size_t>(samples)), e);
        QCOMPARE(e.agreement.value, 0.8);
        const double half = 1.96 * std::sqrt(0.8 * 0.2 / samples);
        QVERIFY2(std::abs(e.agreement.low - (0.8 - half)) < 0.2 * half, qPrintable(QString::number(e.agreement.low)));
        QVERIFY2(std::abs(e.agreement.high - (0.8 + half)) < 0.2 * half, qPrintable(QString::number(e.agreement.high)));
    }

    void theSameSamplesGiveTheSameInterval()
    {
        const OutputMetrics m = agreeing(30, 50);
        analysis::Evaluation a, b;
        analysis::estimate(m, Resampling(50), a);
        analysis::estimate(m, Resampling(50), b);
        QCOMPARE(a.mse.low, b.mse.low);
        QCOMPARE(a.mse.high, b.mse.high);
        QVERIFY(a.mse.low < a.mse.value && a.mse.value < a.mse.high);
    }

    void aSingleSampleHasNoInterval()
    {
        const OutputMetrics m = agreeing(1, 1);
        analysis::Evaluation e;
        analysis::estimate(m, Resampling(1), e);
        QVERIFY(!e.agreement.hasInterval());
        QCOMPARE(e.agreement.value, 1.0);
    }

    void theAccuracyDropIsMeasuredInPairs()
    {
        // The float model is right on half of the samples and the quantized one on the same: no drop, without doubt.
        OutputMetrics m;
        for (int64_t s = 0; s < 40; ++s) {
            const std::vector<int64_t> label{s % 2};
            m.add(one(floats({1, 2}, {0, 1})), one(floats({1, 2}, {0, 2})), s, 1, label);
        }
        analysis::Evaluation e;
        analysis::estimate(m, Resampling(40), e);
        QVERIFY(e.accuracyFloat->low < 0.45 && e.accuracyFloat->high > 0.55);
        QCOMPARE(e.accuracyDrop->low, 0.0);
        QCOMPARE(e.accuracyDrop->high, 0.0);
    }

    void neighboursAreTiedWhenTheSamplesDoNotTellThemApart()
    {
        // Layer 0 hurts most on every sample; 1 and 2 hurt about equally, now the one, now the other; 3 does nothing.
        std::vector<OutputMetrics> metrics(4);
        const auto add = [&](size_t layer, int64_t sample, float noise) {
            metrics[layer].add(one(floats({1, 2}, {3, 4})), one(floats({1, 2}, {3 + noise, 4})), sample, 1, {});
        };
        for (int64_t s = 0; s < 60; ++s) {
            const float swing = s % 2 == 0 ? 0.1F : -0.1F;
            add(0, s, 1 + swing);
            add(1, s, 0.5F + swing);
            add(2, s, 0.495F - swing);
            add(3, s, 0);
        }
        std::vector<Layer> layers(4);
        const auto result = analysis::summarize(analysis::SensitivityMode::OnlyThisLayer, metrics, layers, 2);
        QCOMPARE(result.ranking, (std::vector<LayerId>{LayerId(0), LayerId(1), LayerId(2), LayerId(3)}));
        QCOMPARE(result.tiedWithNext, (std::vector<bool>{false, true, false, false}));
        const auto left = analysis::summarize(analysis::SensitivityMode::AllButThis, metrics, layers, 2);
        QCOMPARE(left.ranking.front(), LayerId(3)); // the output is best without it
    }

    void equalLayersAreRankedByTheirWeights()
    {
        std::vector<OutputMetrics> metrics(3);
        for (OutputMetrics& m : metrics)
            m.add(one(floats({1, 1}, {1})), one(floats({1, 1}, {2})), 0, 1, {});
        std::vector<Layer> layers(3);
        layers[1].weightCount = 7;
        const auto result = analysis::summarize(analysis::SensitivityMode::WeightsOnly, metrics, layers, 2);
        QCOMPARE(result.ranking, (std::vector<LayerId>{LayerId(1), LayerId(0), LayerId(2)}));
        QVERIFY(result.tiedWithNext[0]); // a single sample tells nothing apart
    }

    void findsClassesBeforeTrailingOnes()
    {
        QCOMPARE(analysis::topClasses(floats({2, 3, 1, 1}, {0, 5, 1, 9, 2, 3})), (std::vector<int64_t>{1, 0}));
        QCOMPARE(analysis::topClasses(floats({1, 2, 2}, {0, 5, 7, 2})), (std::vector<int64_t>{1, 0}));
    }
};

QTEST_GUILESS_MAIN(TestOutputMetrics)
#include "tst_output_metrics.moc"
