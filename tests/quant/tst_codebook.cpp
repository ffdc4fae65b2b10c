// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/quant/codebook.h"
#include "core/stats/tensor_stats.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;

namespace {

std::vector<float> normal(size_t n, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> distribution(0, 1);
    std::vector<float> x(n);
    std::generate(x.begin(), x.end(), [&] { return distribution(generator); });
    return x;
}

stats::Histogram histogramOf(const std::vector<float>& x)
{
    stats::Histogram h;
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    h.add(x, *lo, *hi);
    return h;
}

QuantizerSpec spec(int bits)
{
    QuantizerSpec s;
    s.kind = QuantizerKind::Codebook;
    s.bits = bits;
    return s;
}

double errorOf(const std::vector<float>& x, const QuantParams& p)
{
    double sum = 0;
    for (const float v : x)
        sum += std::pow(static_cast<double>(v - fakeQuantize(v, p)), 2);
    return sum / static_cast<double>(x.size());
}

} // namespace

class TestCodebook : public QObject {
    Q_OBJECT

private slots:
    void centresOfTheGoldenFigures();
    void errorOfNormalDataIsKnown_data();
    void errorOfNormalDataIsKnown();
    void weightsCountAsOftenAsTheyOccur();
    void centresOnEveryPointStay();
    void exactZerosStayZero();
    void denseWeightsNeedNoZero();
    void activationsThatEndAtZeroKeepIt();
    void fewValuesAreKeptExactly();
    void degenerateData();
    void percentileBoundsTheEntries();
};

void TestCodebook::centresOfTheGoldenFigures()
{
    auto arrays = goldenArrays("06_codebook.npz");
    const QJsonObject golden = goldenJson("06_codebook.json");
    std::vector<float> used;
    for (const float w : arrays["dc_w"].span<float>())
        if (w != 0)
            used.push_back(w);
    QCOMPARE(static_cast<int>(used.size()), golden["dc_n_nonzero"].toInt());
    const WeightedPoints points = pointsOf(used);
    const std::vector<double> start = evenlySpaced(points, 16);
    const auto init = arrays["dc_init"].span<double>();
    for (size_t i = 0; i < 16; ++i)
        QVERIFY(std::abs(start[i] - init[i]) < 1e-6);
    const Clustering found = lloyd(points, start, golden["dc_kmeans_iters"].toInt());
    // Theirs are not sorted: two that were empty have moved.
    const auto centres = arrays["dc_centers"].span<double>();
    std::vector<size_t> order(16);
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return centres[a] < centres[b]; });
    for (size_t i = 0; i < 16; ++i)
        QVERIFY2(std::abs(found.centres[i] - centres[order[i]]) < 1e-5, qPrintable(QString::number(i)));
    QVERIFY(std::abs(found.inertia - golden["dc_kmeans_inertia"].toDouble()) < 1e-5);

    QuantParams p = paramsFromRange({-1, 1}, spec(4));
    p.codebook.assign(found.centres.begin(), found.centres.end());
    const std::vector<int32_t> codes = quantizeToCodes(Tensor::of<float>({220}, used), p);
    const auto labels = arrays["dc_labels"].span<int32_t>();
    QCOMPARE(labels.size(), codes.size());
    for (size_t i = 0; i < codes.size(); ++i)
        QCOMPARE(static_cast<int32_t>(order[static_cast<size_t>(codes[i])]), labels[i]);
}

void TestCodebook::errorOfNormalDataIsKnown_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<double>("least"); // Max 1960, table I: mean squared error of the best quantizer of N(0, 1)
    QTest::newRow("2 bits") << 2 << 0.1175;
    QTest::newRow("3 bits") << 3 << 0.03454;
    QTest::newRow("4 bits") << 4 << 0.009497;
    QTest::newRow("5 bits") << 5 << 0.002499;
}

void TestCodebook::errorOfNormalDataIsKnown()
{
    QFETCH(int, bits);
    QFETCH(double, least);
    const std::vector<float> x = normal(200000, 4);
    const QuantParams weights = quantizerForWeights(Tensor::of<float>({200000}, x), spec(bits), 0);
    QVERIFY2(errorOf(x, weights) < 1.03 * least, qPrintable(QString::number(errorOf(x, weights))));
    stats::TensorStats tensor;
    tensor.histogram = histogramOf(x);
    const auto activations = quantizerForActivations(tensor, spec(bits));
    QVERIFY(activations.ok());
    QVERIFY2(errorOf(x, *activations) < 1.04 * least, qPrintable(QString::number(errorOf(x, *activations))));
}

void TestCodebook::weightsCountAsOftenAsTheyOccur()
{
    const WeightedPoints points{{0, 1, 10}, {1, 3, 1}};
    const Clustering two = lloyd(points, {0, 10});
    QCOMPARE(two.centres, (std::vector<double>{0.75, 10}));
    QCOMPARE(two.inertia, 0.75 * 0.75 + 3 * 0.25 * 0.25);
}

void TestCodebook::centresOnEveryPointStay()
{
    const Clustering found = lloyd({{0, 10}, {1, 1}}, {0, 4.9, 5, 10});
    QCOMPARE(found.centres, (std::vector<double>{0, 4.9, 5, 10}));
    QCOMPARE(found.inertia, 0.0);
}

void TestCodebook::exactZerosStayZero()
{
    std::vector<float> x = normal(5000, 5);
    for (float& v : x)
        v = std::abs(v) < 0.3F ? 0.F : v;
    const QuantParams p = quantizerForWeights(Tensor::of<float>({5000}, x), spec(3), 0);
    QCOMPARE(fakeQuantize(0.F, p), 0.F);
    QCOMPARE(valueOfCode(p.zeroCode(), p), 0.F);
    QCOMPARE(p.codebook.size(), size_t(8));
    QVERIFY(std::is_sorted(p.codebook.begin(), p.codebook.end()));
}

void TestCodebook::denseWeightsNeedNoZero()
{
    const std::vector<float> x = normal(5000, 6);
    const QuantParams p = quantizerForWeights(Tensor::of<float>({5000}, x), spec(2), 0);
    QVERIFY(std::find(p.codebook.begin(), p.codebook.end(), 0.F) == p.codebook.end());
}

void TestCodebook::activationsThatEndAtZeroKeepIt()
{
    std::vector<float> x = normal(5000, 7);
    for (float& v : x)
        v = std::max(v, 0.F);
    stats::TensorStats tensor;
    tensor.histogram = histogramOf(x);
    const auto p = quantizerForActivations(tensor, spec(4));
    QVERIFY(p.ok());
    QCOMPARE(p->codebook.front(), 0.F);
    QCOMPARE(fakeQuantize(0.F, *p), 0.F);
}

void TestCodebook::fewValuesAreKeptExactly()
{
    const std::vector<float> x{-2, -2, 0.25F, 7, 7, 7};
    const QuantParams p = quantizerForWeights(Tensor::of<float>({6}, x), spec(2), 0);
    for (const float v : x)
        QCOMPARE(fakeQuantize(v, p), v);
}

void TestCodebook::degenerateData()
{
    for (const std::vector<float>& x : {std::vector<float>{}, std::vector<float>{0}, std::vector<float>(9, -1.5F),
                                        std::vector<float>{NAN, INFINITY, 1}}) {
        const QuantParams p = quantizerForWeights(Tensor::of<float>({static_cast<int64_t>(x.size())}, x), spec(3), 0);
        QCOMPARE(p.codebook.size(), size_t(8));
        for (const float v : x)
            if (std::isfinite(v))
                QCOMPARE(fakeQuantize(v, p), v);
    }
    const auto nothing = quantizerForActivations(stats::TensorStats(), spec(4));
    QVERIFY(nothing.ok());
    QCOMPARE(nothing->codebook.size(), size_t(16));
}

void TestCodebook::percentileBoundsTheEntries()
{
    std::vector<float> x = normal(20000, 8);
    x.push_back(500);
    stats::TensorStats tensor;
    tensor.histogram = histogramOf(x);
    QuantizerSpec s = spec(4);
    QVERIFY(quantizerForActivations(tensor, s)->codebook.back() > 400);
    s.calibrator = Calibrator::Percentile;
    s.percentile = 99.9;
    QVERIFY(quantizerForActivations(tensor, s)->codebook.back() < 5);
}

QTEST_GUILESS_MAIN(TestCodebook)
#include "tst_codebook.moc"
