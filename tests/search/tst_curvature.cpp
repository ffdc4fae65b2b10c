// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <numeric>

#include "core/search/curvature.h"
#include "tests/quant/golden.h"

using namespace qscope::search;

namespace {

constexpr size_t Classes = 3, Features = 4, Weights = Classes * Features, Samples = 20;
constexpr double Tolerance = 1e-6;

/// Softmax regression of the golden file: everything has a closed form.
struct Regression {
    std::vector<double> w, x, labels, signs, fisher;

    Regression()
    {
        auto arrays = goldenArrays("08_sensitivity.npz");
        const auto get = [&](const char* name) { return toDoubles(arrays.at(name)); };
        w = get("fis_W");
        x = get("fis_X");
        labels = get("fis_y");
        signs = get("fis_rademacher");
        fisher = get("fis_empirical_fisher_diag");
    }

    double score(std::span<const double> weights, size_t sample, size_t c) const
    {
        return std::inner_product(weights.begin() + static_cast<long>(c * Features),
                                  weights.begin() + static_cast<long>((c + 1) * Features),
                                  x.begin() + static_cast<long>(sample * Features), 0.0);
    }

    std::vector<double> probabilities(size_t sample) const
    {
        std::vector<double> p(Classes);
        for (size_t c = 0; c < Classes; ++c)
            p[c] = std::exp(score(w, sample, c));
        const double sum = std::accumulate(p.begin(), p.end(), 0.0);
        for (double& v : p)
            v /= sum;
        return p;
    }

    double loss() const
    {
        double sum = 0;
        for (size_t n = 0; n < Samples; ++n)
            sum -= std::log(probabilities(n)[static_cast<size_t>(labels[n])]);
        return sum / Samples;
    }

    /// Of one sample with a given label.
    std::vector<double> gradient(size_t sample, size_t label) const
    {
        const auto p = probabilities(sample);
        std::vector<double> g(Weights);
        for (size_t i = 0; i < Weights; ++i)
            g[i] = (p[i / Features] - (i / Features == label ? 1 : 0)) * x[sample * Features + i % Features];
        return g;
    }

    /// The mean over samples of (diag(p) - p p') (V x) x'.
    std::vector<double> hessianTimes(std::span<const double> v) const
    {
        std::vector<double> result(Weights, 0.0);
        for (size_t n = 0; n < Samples; ++n) {
            const auto p = probabilities(n);
            double mean = 0;
            for (size_t c = 0; c < Classes; ++c)
                mean += p[c] * score(v, n, c);
            for (size_t i = 0; i < Weights; ++i)
                result[i] += p[i / Features] * (score(v, n, i / Features) - mean) * x[n * Features + i % Features] / Samples;
        }
        return result;
    }
};

double sumOf(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

bool isClose(double a, double b) { return std::abs(a - b) <= Tolerance * std::max(1.0, std::abs(b)); }

} // namespace

class TestCurvature : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(isClose(m_model.loss(), golden("fis_loss"))); }

    void theEstimatorFindsTheGoldenTraces()
    {
        const auto product = [this](std::span<const double> v) { return m_model.hessianTimes(v); };
        const auto traces = hutchinsonTraces(product, m_model.signs, Weights);
        QCOMPARE(traces.size(), size_t(50));
        const QJsonArray first = m_golden["fis_hutchinson_first5"].toArray();
        for (qsizetype i = 0; i < first.size(); ++i)
            QVERIFY(isClose(traces[static_cast<size_t>(i)], first[i].toDouble()));
        QVERIFY(isClose(sumOf(traces) / 50, golden("fis_hutchinson_mean50")));
    }

    void allSignsGiveTheExactTrace()
    {
        std::vector<double> signs;
        for (size_t all = 0; all < (size_t(1) << Weights); ++all)
            for (size_t i = 0; i < Weights; ++i)
                signs.push_back((all >> i & 1) != 0 ? 1 : -1);
        const auto product = [this](std::span<const double> v) { return m_model.hessianTimes(v); };
        const auto traces = hutchinsonTraces(product, signs, Weights);
        QVERIFY(isClose(sumOf(traces) / static_cast<double>(traces.size()), golden("fis_hessian_trace_exact")));
    }

    void fisherOfTheLabels()
    {
        std::vector<double> gradients;
        for (size_t n = 0; n < Samples; ++n) {
            const auto g = m_model.gradient(n, static_cast<size_t>(m_model.labels[n]));
            gradients.insert(gradients.end(), g.begin(), g.end());
        }
        const auto diagonal = fisherDiagonal(gradients, Weights);
        for (size_t i = 0; i < Weights; ++i)
            QVERIFY(isClose(diagonal[i], m_model.fisher[i]));
        QVERIFY(isClose(sumOf(diagonal), golden("fis_empirical_fisher_trace(mean per-sample grad^2 summed)")));
    }

    /// Labels drawn as the model would draw them, here with their probabilities as weights.
    void trueFisherIsTheHessianHere()
    {
        double trace = 0;
        for (size_t n = 0; n < Samples; ++n)
            for (size_t c = 0; c < Classes; ++c)
                trace += m_model.probabilities(n)[c] * sumOf(fisherDiagonal(m_model.gradient(n, c), Weights)) / Samples;
        QVERIFY(isClose(trace, golden("fis_true_fisher_trace")));
    }

    void lossGrowsWithTheMeanCurvature()
    {
        QCOMPARE(curvatureLoss(6.0, 3, 0.5), 1.0);
        QCOMPARE(curvatureLoss(6.0, 0, 0.5), 0.0);
        QVERIFY(fisherDiagonal({}, 0).empty());
    }

private:
    double golden(const char* key) const { return m_golden[QLatin1String(key)].toDouble(); }

    const Regression m_model;
    const QJsonObject m_golden = goldenJson(QStringLiteral("08_sensitivity.json"));
};

QTEST_GUILESS_MAIN(TestCurvature)
#include "tst_curvature.moc"
