// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/quant/divergence.h"
#include "core/quant/expected_error.h"
#include "core/quant/quantizer.h"
#include "core/quant/reference_calibrators.h"
#include "core/stats/tensor_stats.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;
using stats::Histogram;

namespace {

using Values = std::vector<float>;

Values random(size_t n, float mean, float std, unsigned seed = 1)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(mean, std);
    Values x(n);
    std::generate(x.begin(), x.end(), [&] { return normal(generator); });
    return x;
}

Values withOutliers(Values x, const Values& outliers)
{
    x.insert(x.end(), outliers.begin(), outliers.end());
    return x;
}

Values relu(Values x)
{
    for (float& v : x)
        v = std::max(v, 0.F);
    return x;
}

Values heavyTailed(size_t n)
{
    std::mt19937 generator(3);
    std::student_t_distribution<float> t(3);
    Values x(n);
    std::generate(x.begin(), x.end(), [&] { return t(generator); });
    return x;
}

Histogram of(const Values& x)
{
    Histogram h;
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    h.add(x, *lo, *hi);
    return h;
}

QuantizerSpec spec(Calibrator calibrator, int bits = 8, bool symmetric = false, double percentile = 99.99)
{
    return {bits, symmetric, Granularity::PerTensor, calibrator, percentile};
}

/// Mean squared error on the data itself.
double error(const Values& x, Range range, int bits, bool symmetric)
{
    const QuantParams p = paramsFromRange(range, bits, symmetric);
    const Tensor y = fakeQuantize(Tensor::of<float>({static_cast<int64_t>(x.size())}, x), p);
    double sum = 0;
    for (size_t i = 0; i < x.size(); ++i) {
        const double d = static_cast<double>(x[i]) - static_cast<double>(y.data<float>()[i]);
        sum += d * d;
    }
    return sum / static_cast<double>(x.size());
}

Values goldenValues(const char* name)
{
    const auto arrays = goldenArrays("01_calibration.npz");
    const auto found = arrays.find(name);
    if (found == arrays.end())
        return {};
    return {found->second.span<float>().begin(), found->second.span<float>().end()};
}

struct NamedValues {
    const char* name;
    Values values;
};

const std::vector<NamedValues>& distributions()
{
    static const std::vector<NamedValues> all{
        {"normal", random(20000, 0, 1)},
        {"normal off zero", random(20000, 2, 1)},
        {"all positive, off zero", random(20000, 10, 1)},
        {"half of them zero as after a ReLU", relu(random(20000, 0, 1))},
        {"heavy tails", heavyTailed(20000)},
        {"a few far outliers", withOutliers(random(20000, 0, 1), {60.F, -45.F, 80.F})},
        {"one vast outlier", withOutliers(random(20000, 0, 1), {3000.F})},
        {"golden signed activations", goldenValues("act_signed")},
        {"golden ReLU activations", goldenValues("act_relu")},
    };
    return all;
}

void distributionRows()
{
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < distributions().size(); ++i)
        QTest::newRow(distributions()[i].name) << static_cast<int>(i);
}

const Values& values(int index) { return distributions()[static_cast<size_t>(index)].values; }

/// Exhaustive search on the data itself for the best range, as the reference for the quick one.
double leastErrorByHand(const Values& x, int bits, bool symmetric)
{
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    double least = 1e300;
    for (double a = 1; a > 0.0008; a *= 0.88) {
        for (double b = 1; b > 0.0008; b *= 0.88) {
            const Range r{std::min(0.F, *lo) * a, std::max(0.F, *hi) * b};
            least = std::min(least, error(x, r, bits, symmetric));
            if (*hi <= 0)
                break;
        }
        if (*lo >= 0)
            break;
    }
    return least;
}

} // namespace

class TestCalibrators : public QObject {
    Q_OBJECT

private slots:
    void maxCoversEverything_data() { distributionRows(); }
    void maxCoversEverything();
    void percentileIsWithinOneBinOfTheData_data() { distributionRows(); }
    void percentileIsWithinOneBinOfTheData();
    void percentileIsWithinTwoBinsOfTheGoldenOnes_data();
    void percentileIsWithinTwoBinsOfTheGoldenOnes();
    void hundredPercentIsEverything();
    void entropyIsTheSameLoopAsTheReference_data() { distributionRows(); }
    void entropyIsTheSameLoopAsTheReference();
    void entropyIgnoresOneOutlierOfUniformData();
    void entropyStaysInsideWhatWasSeen_data() { distributionRows(); }
    void entropyStaysInsideWhatWasSeen();
    void expectedErrorEqualsTheMeasuredOne_data() { distributionRows(); }
    void expectedErrorEqualsTheMeasuredOne();
    void leastErrorIsAsGoodAsAnExhaustiveSearch_data();
    void leastErrorIsAsGoodAsAnExhaustiveSearch();
    void leastErrorIsNeverWorseThanMax_data() { distributionRows(); }
    void leastErrorIsNeverWorseThanMax();
    void leastErrorPrefersTheCommonValue();
    void answersScaleWithTheData_data();
    void answersScaleWithTheData();
    void movingAverageFollowsTheTrace();
    void movingAverageEqualsTheWorkedExample();
    void manualIsWhatWasGiven();
    void noiseModelEqualsTheFormula_data() { distributionRows(); }
    void noiseModelEqualsTheFormula();
    void leastNoiseIsTheBestOfManyRanges_data() { distributionRows(); }
    void leastNoiseIsTheBestOfManyRanges();
    void entropyFormsCanBeChosen();
    void powersOfTwoAreSearchedAsTheyAre_data() { distributionRows(); }
    void powersOfTwoAreSearchedAsTheyAre();
    void otherKindsAreSearchedAsTheyAre_data();
    void otherKindsAreSearchedAsTheyAre();
    void everyCalibratorAnswersEverything_data();
    void everyCalibratorAnswersEverything();
    void channelsByTheirHistogramsOrExtremes();
    void channelsThatAreNotThere();
    void degenerateData_data();
    void degenerateData();
    void weightsPerTensorAndPerChannel_data();
    void weightsPerTensorAndPerChannel();
    void weightsWithNanAndOtherTypes();
};

void TestCalibrators::maxCoversEverything()
{
    QFETCH(int, index);
    const Values& x = values(index);
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    const Range expected{static_cast<double>(*lo), static_cast<double>(*hi)};
    QCOMPARE(calibrate(of(x), spec(Calibrator::Max)), expected);
    QCOMPARE(calibrate(of(x), spec(Calibrator::Max, 4, true)), expected);
}

void TestCalibrators::percentileIsWithinOneBinOfTheData()
{
    QFETCH(int, index);
    Values x = values(index);
    const Histogram h = of(x);
    std::sort(x.begin(), x.end());
    Values size = x;
    for (float& v : size)
        v = std::abs(v);
    std::sort(size.begin(), size.end());
    // Between the neighbours of that rank, give or take a bin.
    const auto fits = [&](double value, const Values& sorted, double p) {
        const auto n = static_cast<double>(sorted.size());
        const auto below = static_cast<size_t>(std::max(0.0, std::floor(p * n) - 2));
        const auto above = static_cast<size_t>(std::min(n - 1, std::ceil(p * n) + 1));
        return value >= static_cast<double>(sorted[below]) - h.binWidth() &&
               value <= static_cast<double>(sorted[above]) + h.binWidth();
    };
    for (const double p : {90.0, 99.0, 99.9}) {
        const Range r = calibrate(h, spec(Calibrator::Percentile, 8, false, p));
        const Range s = calibrate(h, spec(Calibrator::Percentile, 8, true, p));
        const double tail = (100 - p) / 200;
        QVERIFY(fits(r.lo, x, tail));
        QVERIFY(fits(r.hi, x, 1 - tail));
        QVERIFY(fits(std::max(-s.lo, s.hi), size, p / 100));
    }
}

void TestCalibrators::percentileIsWithinTwoBinsOfTheGoldenOnes_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<double>("percentile");
    QTest::addColumn<bool>("symmetric");
    for (const QString& text : {QStringLiteral("99.0"), QStringLiteral("99.9")})
        for (const bool symmetric : {false, true})
            QTest::addRow("ONNX Runtime, %s, %s", qPrintable(text), symmetric ? "symmetric" : "asymmetric")
                << (symmetric ? "ort_percentile_sym_" : "ort_percentile_asym_") + text << text.toDouble() << symmetric;
}

void TestCalibrators::percentileIsWithinTwoBinsOfTheGoldenOnes()
{
    QFETCH(QString, key);
    QFETCH(double, percentile);
    QFETCH(bool, symmetric);
    const Histogram h = of(goldenValues("act_signed"));
    const Range r = calibrate(h, spec(Calibrator::Percentile, 8, symmetric, percentile));
    const std::vector<double> golden = numbers(goldenJson("01_calibration.json")[key]);
    const double theirs = 50.0 / 2048; // width of their bins; they take left edges, we interpolate
    QVERIFY(std::abs(r.lo - golden[0]) <= h.binWidth() + theirs);
    QVERIFY(std::abs(r.hi - golden[1]) <= h.binWidth() + theirs);
}

void TestCalibrators::hundredPercentIsEverything()
{
    for (const NamedValues& d : distributions()) {
        const Histogram h = of(d.values);
        const Range all = calibrate(h, spec(Calibrator::Max));
        QCOMPARE(calibrate(h, spec(Calibrator::Percentile, 8, false, 100)), all);
        const Range s = calibrate(h, spec(Calibrator::Percentile, 8, true, 100));
        QVERIFY(std::abs(std::max(-s.lo, s.hi) - std::max(-all.lo, all.hi)) <= h.binWidth());
    }
}

void TestCalibrators::entropyIsTheSameLoopAsTheReference()
{
    QFETCH(int, index);
    const Histogram h = of(values(index));
    const auto first = std::llround(h.firstEdge() / h.binWidth());
    const auto last = first + static_cast<int64_t>(h.counts().size());
    if (first > 0)
        return; // bins from zero on are not recorded
    const int64_t half = std::max(-first, last);
    reference::Bins sizes{std::vector<double>(static_cast<size_t>(half)), {}};
    reference::Bins values{std::vector<double>(static_cast<size_t>(2 * half)), {}};
    for (int64_t k = first; k < last; ++k) {
        const auto n = static_cast<double>(h.counts()[static_cast<size_t>(k - first)]);
        sizes.counts[static_cast<size_t>(k >= 0 ? k : -k - 1)] += n;
        values.counts[static_cast<size_t>(k + half)] += n;
    }
    for (int64_t k = 0; k <= half; ++k)
        sizes.edges.push_back(h.binWidth() * static_cast<double>(k));
    for (int64_t k = -half; k <= half; ++k)
        values.edges.push_back(h.binWidth() * static_cast<double>(k));
    const Range seen = calibrate(h, spec(Calibrator::Max));
    const auto clipped = [&](Range r) { return Range{std::max(r.lo, seen.lo), std::min(r.hi, seen.hi)}; };
    for (const int bits : {4, 8}) {
        const double a = reference::nvidiaEntropy(sizes, bits, false);
        QCOMPARE(calibrate(h, spec(Calibrator::Entropy, bits, true)), clipped({-a, a}));
        QCOMPARE(calibrate(h, spec(Calibrator::Entropy, bits, false)),
                 clipped(reference::ortEntropy(values, 1 << (bits - 1))));
    }
}

void TestCalibrators::entropyIgnoresOneOutlierOfUniformData()
{
    std::mt19937 generator(5);
    std::uniform_real_distribution<float> uniform(0, 1);
    Values x(100000);
    std::generate(x.begin(), x.end(), [&] { return uniform(generator); });
    x.push_back(10);
    for (const bool symmetric : {false, true}) {
        const Range r = calibrate(of(x), spec(Calibrator::Entropy, 8, symmetric));
        QVERIFY2(r.hi < 1.1 && r.hi > 0.9, qPrintable(QString::number(r.hi)));
    }
}

void TestCalibrators::entropyStaysInsideWhatWasSeen()
{
    QFETCH(int, index);
    const Histogram h = of(values(index));
    for (const int bits : {2, 4, 8, 12, 16}) {
        for (const bool symmetric : {false, true}) {
            const Range r = calibrate(h, spec(Calibrator::Entropy, bits, symmetric));
            QVERIFY(r.lo >= static_cast<double>(h.lo()) && r.hi <= static_cast<double>(h.hi()) && r.lo <= r.hi);
        }
    }
}

void TestCalibrators::expectedErrorEqualsTheMeasuredOne()
{
    QFETCH(int, index);
    const Values& x = values(index);
    const Histogram h = of(x);
    const ExpectedError expected(h);
    const Range all = calibrate(h, spec(Calibrator::Max));
    for (const int bits : {2, 3, 4, 6}) {
        for (const bool symmetric : {false, true}) {
            for (const double share : {1.0, 0.6, 0.31}) {
                const Range r{all.lo * share, all.hi * share};
                const double measured = error(x, r, bits, symmetric);
                // Inside a bin the position is unknown: twice the root of the error times a bin, and a bin squared.
                const double slack = 2 * std::sqrt(measured) * h.binWidth() + h.binWidth() * h.binWidth();
                QVERIFY(std::abs(expected.of(r, bits, symmetric) - measured) <= slack);
            }
        }
    }
}

void TestCalibrators::leastErrorIsAsGoodAsAnExhaustiveSearch_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("symmetric");
    for (size_t i = 0; i < distributions().size(); ++i)
        for (const int bits : {2, 4, 8})
            for (const bool symmetric : {false, true})
                QTest::addRow("%s, %d bits, %s", distributions()[i].name, bits, symmetric ? "symmetric" : "asymmetric")
                    << static_cast<int>(i) << bits << symmetric;
}

void TestCalibrators::leastErrorIsAsGoodAsAnExhaustiveSearch()
{
    QFETCH(int, index);
    QFETCH(int, bits);
    QFETCH(bool, symmetric);
    Values x = values(index);
    if (x.size() > 5000)
        x.erase(x.begin(), x.end() - 5000); // outliers stand at the end
    const Histogram h = of(x);
    const double ours = error(x, calibrate(h, spec(Calibrator::Mse, bits, symmetric)), bits, symmetric);
    const double best = leastErrorByHand(x, bits, symmetric);
    const double slack = h.binWidth() * h.binWidth() + 2 * std::sqrt(best) * h.binWidth();
    QVERIFY2(ours <= best * 1.02 + slack, qPrintable(QStringLiteral("%1, by hand %2").arg(ours).arg(best)));
}

void TestCalibrators::leastErrorIsNeverWorseThanMax()
{
    QFETCH(int, index);
    const Histogram h = of(values(index));
    const ExpectedError expected(h);
    const Range all = calibrate(h, spec(Calibrator::Max));
    for (int bits = 2; bits <= 16; ++bits) {
        for (const bool symmetric : {false, true}) {
            const Range r = calibrate(h, spec(Calibrator::Mse, bits, symmetric));
            QVERIFY(expected.of(r, bits, symmetric) <= expected.of(all, bits, symmetric));
        }
    }
}

void TestCalibrators::leastErrorPrefersTheCommonValue()
{
    Values x(1000, 255.F);
    x.push_back(256.F);
    const Range r = calibrate(of(x), spec(Calibrator::Mse, 8, true));
    QVERIFY2(std::abs(r.hi - 255) < 0.5, qPrintable(QString::number(r.hi)));
}

void TestCalibrators::answersScaleWithTheData_data()
{
    QTest::addColumn<int>("calibrator");
    for (const Calibrator c : {Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy, Calibrator::Mse})
        QTest::newRow(std::string(calibratorName(c)).c_str()) << static_cast<int>(c);
}

void TestCalibrators::answersScaleWithTheData()
{
    QFETCH(int, calibrator);
    for (const int power : {-30, -3, 12}) {
        for (const NamedValues& d : distributions()) {
            Values scaled = d.values;
            for (float& v : scaled)
                v = std::ldexp(v, power);
            for (const bool symmetric : {false, true}) {
                const QuantizerSpec s = spec(static_cast<Calibrator>(calibrator), 4, symmetric, 99.9);
                const Range before = calibrate(of(d.values), s), after = calibrate(of(scaled), s);
                QCOMPARE(after.lo, std::ldexp(before.lo, power));
                QCOMPARE(after.hi, std::ldexp(before.hi, power));
            }
        }
    }
}

stats::TensorStats traced(const std::vector<Range>& perSample)
{
    stats::TensorStats t;
    for (size_t i = 0; i < perSample.size(); ++i) {
        const auto lo = static_cast<float>(perSample[i].lo), hi = static_cast<float>(perSample[i].hi);
        t.trace.add(static_cast<int64_t>(i), lo, hi);
        t.histogram.add(Values{lo, hi}, lo, hi);
    }
    return t;
}

void TestCalibrators::movingAverageFollowsTheTrace()
{
    stats::TensorStats t = traced({{-1, 1}, {-2, 3}, {-1.5, 2.5}, {-0.5, 1}});
    t.trace.add(9, -8, 8); // the samples between hold nothing
    QuantizerSpec s = spec(Calibrator::MovingAverage);
    double lo = -1, hi = 1;
    for (const Range& r : {Range{-2, 3}, Range{-1.5, 2.5}, Range{-0.5, 1}, Range{-8, 8}}) {
        lo += 0.01 * (r.lo - lo);
        hi += 0.01 * (r.hi - hi);
    }
    QCOMPARE(calibrate(t, s).lo, lo);
    QCOMPARE(calibrate(t, s).hi, hi);
    s.averaging = 1; // only the last counts
    QCOMPARE(calibrate(t, s), (Range{-8, 8}));
    t.trace = {};
    QCOMPARE(calibrate(t, s), (Range{-2, 3})); // as Max
}

void TestCalibrators::movingAverageEqualsTheWorkedExample()
{
    const stats::TensorStats t = traced({{-1, 1}, {-2, 3}, {-1.5, 2.5}, {-0.5, 1}});
    const QJsonObject golden = goldenJson("00_worked_examples.json");
    QuantizerSpec s = spec(Calibrator::MovingAverage);
    for (const auto& [c, key] : {std::pair{0.01, "ema_ort_c0.01"}, std::pair{0.05, "ema_qdiff_m0.95"}}) {
        s.averaging = c;
        const auto expected = numbers(golden[key]);
        QVERIFY(std::abs(calibrate(t, s).lo - expected[0]) < 1e-12 && std::abs(calibrate(t, s).hi - expected[1]) < 1e-12);
    }
}

void TestCalibrators::manualIsWhatWasGiven()
{
    QuantizerSpec s = spec(Calibrator::Manual);
    s.range = {-7, 0.25};
    for (const Values& x : {Values{}, Values{3}, random(100, 0, 1)}) {
        Histogram h;
        if (!x.empty())
            h = of(x);
        QCOMPARE(calibrate(h, s), s.range);
    }
    s.granularity = Granularity::PerChannel;
    QCOMPARE(calibrateWeights(Tensor::of<float>({2, 2}, Values{1, 2, 3, 4}), s, 0), (std::vector<Range>{s.range, s.range}));
}

/// scale^2 / 12 inside, the squared distance outside.
double noiseOnData(const Values& x, Range range, const QuantizerSpec& s)
{
    const QuantParams p = paramsFromRange(range, s);
    const Range ends = p.representable();
    double sum = 0;
    for (const float v : x) {
        const auto d = static_cast<double>(v);
        sum += d < ends.lo   ? (d - ends.lo) * (d - ends.lo)
               : d > ends.hi ? (d - ends.hi) * (d - ends.hi)
                             : std::pow(static_cast<double>(p.scale[0]), 2) / 12;
    }
    return sum / static_cast<double>(x.size());
}

void TestCalibrators::noiseModelEqualsTheFormula()
{
    QFETCH(int, index);
    const Values& x = values(index);
    const Histogram h = of(x);
    const ExpectedError model(h);
    for (const int bits : {3, 4, 8}) {
        for (const bool symmetric : {false, true}) {
            const QuantizerSpec s = spec(Calibrator::Sqnr, bits, symmetric);
            for (const double share : {1.0, 0.6, 0.2}) {
                const Range r{static_cast<double>(h.lo()) * share, static_cast<double>(h.hi()) * share};
                const double byHand = noiseOnData(x, r, s), found = model.noiseOf(r, uniformFormOf(s));
                const double slack = 2 * std::sqrt(byHand) * h.binWidth() + h.binWidth() * h.binWidth();
                QVERIFY2(std::abs(found - byHand) <= slack, qPrintable(QString("%1, not %2").arg(found).arg(byHand)));
            }
        }
    }
}

void TestCalibrators::leastNoiseIsTheBestOfManyRanges()
{
    QFETCH(int, index);
    const Values& x = values(index);
    const Histogram h = of(x);
    const ExpectedError model(h);
    for (const int bits : {3, 4, 8}) {
        for (const bool symmetric : {false, true}) {
            const QuantizerSpec s = spec(Calibrator::Sqnr, bits, symmetric);
            const double found = model.noiseOf(calibrate(h, s), uniformFormOf(s));
            for (double a = 1; a > 0.001; a *= 0.9)
                for (double b = 1; b > 0.001; b *= 0.9) {
                    const Range r{std::min(0.F, h.lo()) * a, std::max(0.F, h.hi()) * b};
                    QVERIFY(found <= 1.01 * model.noiseOf(r, uniformFormOf(s)));
                }
        }
    }
}

void TestCalibrators::entropyFormsCanBeChosen()
{
    const Histogram h = of(goldenValues("act_signed"));
    QuantizerSpec s = spec(Calibrator::Entropy, 8, false);
    const Range values = calibrate(h, s);
    s.entropyForm = EntropyForm::OnnxRuntime;
    QCOMPARE(calibrate(h, s), values);
    s.entropyForm = EntropyForm::Nvidia;
    const Range sizes = calibrate(h, s);
    QVERIFY(sizes != values);
    s.symmetric = true;
    QCOMPARE(calibrate(h, s), sizes);
    s.entropyForm = EntropyForm::Auto;
    QCOMPARE(calibrate(h, s), sizes);
}

double errorOf(const Values& x, Range range, const QuantizerSpec& s)
{
    const QuantParams p = paramsFromRange(range, s);
    double sum = 0;
    for (const float v : x)
        sum += std::pow(static_cast<double>(v) - static_cast<double>(fakeQuantize(v, p)), 2);
    return sum / static_cast<double>(x.size());
}

void TestCalibrators::powersOfTwoAreSearchedAsTheyAre()
{
    QFETCH(int, index);
    const Values& x = values(index);
    const Histogram h = of(x);
    for (const int bits : {3, 4, 6}) {
        QuantizerSpec s = spec(Calibrator::Mse, bits, true);
        s.kind = QuantizerKind::PowerOfTwo;
        const double found = errorOf(x, calibrate(h, s), s);
        double least = 1e300; // every power of two there is
        for (int e = -30; e < 20; ++e)
            least = std::min(least, errorOf(x, {0, std::ldexp((1 << (bits - 1)) - 1, e)}, s));
        QVERIFY2(found <= 1.02 * least, qPrintable(QString("%1, not %2").arg(found).arg(least)));
    }
}

void TestCalibrators::otherKindsAreSearchedAsTheyAre_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("kind");
    for (size_t i = 0; i < distributions().size(); ++i)
        for (const QuantizerKind kind : {QuantizerKind::Log2, QuantizerKind::LogSqrt2, QuantizerKind::Fp8E4m3})
            QTest::addRow("%s, %s", distributions()[i].name, nameOf(kind).data()) << static_cast<int>(i) << static_cast<int>(kind);
}

void TestCalibrators::otherKindsAreSearchedAsTheyAre()
{
    QFETCH(int, index);
    QFETCH(int, kind);
    Values x = values(index);
    if (x.size() > 3000)
        x.erase(x.begin(), x.end() - 3000);
    const Histogram h = of(x);
    QuantizerSpec s = spec(Calibrator::Mse, 4);
    s.kind = static_cast<QuantizerKind>(kind);
    const double found = errorOf(x, calibrate(h, s), s);
    double least = 1e300;
    for (int i = 1; i <= 100; ++i)
        least = std::min(least, errorOf(x, {static_cast<double>(h.lo()) * i / 100, static_cast<double>(h.hi()) * i / 100}, s));
    QVERIFY2(found <= 1.03 * least + h.binWidth() * h.binWidth(), qPrintable(QString("%1, not %2").arg(found).arg(least)));
}

void TestCalibrators::everyCalibratorAnswersEverything_data()
{
    QTest::addColumn<int>("calibrator");
    QTest::addColumn<int>("kind");
    for (const auto& c : choices<Calibrator>())
        for (const auto& k : choices<QuantizerKind>())
            QTest::addRow("%s, %s", c.name.data(), k.name.data()) << static_cast<int>(c.value) << static_cast<int>(k.value);
}

void TestCalibrators::everyCalibratorAnswersEverything()
{
    QFETCH(int, calibrator);
    QFETCH(int, kind);
    for (const NamedValues& d : distributions()) {
        stats::TensorStats t;
        t.histogram = of(d.values);
        for (const bool symmetric : {false, true}) {
            for (const auto& grid : choices<SearchGrid>()) {
                QuantizerSpec s = spec(static_cast<Calibrator>(calibrator), 4, symmetric);
                s.kind = static_cast<QuantizerKind>(kind);
                s.grid = grid.value;
                s.range = {-1, 1};
                s.scales = {0.0001};
                const auto p = quantizerForActivations(t, s);
                QVERIFY(p.ok());
                QVERIFY(std::isfinite(p->scale[0]) && p->scale[0] > 0);
                const Range ends = p->representable();
                const double reach = std::max(-ends.lo, ends.hi), seen = std::max(-t.histogram.lo(), t.histogram.hi());
                QVERIFY2(reach <= 4.2 * std::max(seen, 1.0), d.name);
                if (s.calibrator != Calibrator::Lp)
                    break;
            }
        }
    }
}

void TestCalibrators::channelsByTheirHistogramsOrExtremes()
{
    stats::TensorStats t;
    t.channelAxis = 1;
    for (int c = 0; c < 3; ++c) {
        const Values x = withOutliers(random(2000, 0, static_cast<float>(c + 1)), {100});
        const Histogram h = of(x);
        t.histogram.merge(h);
        t.channels.min.push_back(h.lo());
        t.channels.max.push_back(h.hi());
    }
    QuantizerSpec s = spec(Calibrator::Percentile, 8, false, 99);
    s.granularity = Granularity::PerChannel;
    const auto byExtremes = quantizerForActivations(t, s);
    QVERIFY(byExtremes.ok());
    QCOMPARE(byExtremes->axis, 1);
    QVERIFY(byExtremes->perChannel());
    for (size_t c = 0; c < 3; ++c)
        QCOMPARE(byExtremes->scale[c], static_cast<float>((100 - static_cast<double>(t.channels.min[c])) / 255));
    for (int c = 0; c < 3; ++c)
        t.channels.histograms.push_back(of(withOutliers(random(2000, 0, static_cast<float>(c + 1)), {100})));
    const auto byHistograms = quantizerForActivations(t, s);
    for (size_t c = 0; c < 3; ++c)
        QVERIFY(byHistograms->representable(c).hi < 4 * (static_cast<double>(c) + 1));
    s.calibrator = Calibrator::Manual;
    s.range = {-1, 2};
    QCOMPARE(quantizerForActivations(t, s)->scale, std::vector<float>(3, 3.F / 255));
}

void TestCalibrators::channelsThatAreNotThere()
{
    stats::TensorStats t;
    t.name = "logits";
    QuantizerSpec s = spec(Calibrator::Max);
    s.granularity = Granularity::PerChannel;
    const auto p = quantizerForActivations(t, s);
    QVERIFY(!p.ok());
    QCOMPARE(QString::fromStdString(p.error().message),
             QStringLiteral("tensor 'logits' has no channels, it can be quantized per tensor only"));
}

void TestCalibrators::degenerateData_data()
{
    QTest::addColumn<QList<float>>("list");
    QTest::newRow("nothing") << QList<float>{};
    QTest::newRow("all zero") << QList<float>(1000, 0.F);
    QTest::newRow("all equal") << QList<float>(1000, 5.F);
    QTest::newRow("all equal and negative") << QList<float>(1000, -5.F);
    QTest::newRow("two values close together far from zero") << QList<float>{1000.F, 1000.001F};
    QTest::newRow("far from zero") << QList<float>{1e6F, 1e6F + 1, 1e6F + 2, 1e6F + 3};
    QTest::newRow("two values") << QList<float>{-1.F, 1.F};
    QTest::newRow("denormal values") << QList<float>{1e-45F, -1e-45F, 3e-44F};
    QTest::newRow("the largest floats") << QList<float>{3e38F, -3e38F, 1.F};
}

void TestCalibrators::degenerateData()
{
    QFETCH(QList<float>, list);
    const Values x(list.begin(), list.end());
    const Histogram h = x.empty() ? Histogram() : of(x);
    for (const Calibrator c : {Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy, Calibrator::Mse}) {
        for (const bool symmetric : {false, true}) {
            for (const int bits : {2, 8, 16}) {
                const Range r = calibrate(h, spec(c, bits, symmetric));
                QVERIFY(std::isfinite(r.lo) && std::isfinite(r.hi) && r.lo <= r.hi);
                QVERIFY(r.lo >= static_cast<double>(h.lo()) && r.hi <= static_cast<double>(h.hi()));
                const QuantParams p = paramsFromRange(r, bits, symmetric);
                QVERIFY(p.scale[0] > 0);
            }
        }
    }
}

void TestCalibrators::weightsPerTensorAndPerChannel_data()
{
    QTest::addColumn<int>("axis");
    for (const int axis : {0, 1, 2})
        QTest::addRow("along axis %d", axis) << axis;
}

void TestCalibrators::weightsPerTensorAndPerChannel()
{
    QFETCH(int, axis);
    const Shape shape{6, 5, 7};
    const Values x = random(210, 0, 1);
    const Tensor t = Tensor::of<float>(shape, x);
    QuantizerSpec s = spec(Calibrator::Max, 8, true);
    QCOMPARE(calibrateWeights(t, s, axis), std::vector<Range>{calibrate(of(x), s)});
    int64_t inner = 1;
    for (size_t a = static_cast<size_t>(axis) + 1; a < 3; ++a)
        inner *= shape[a];
    for (const Calibrator c : {Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy, Calibrator::Mse}) {
        s = spec(c, 4, true, 90);
        s.granularity = Granularity::PerChannel;
        const std::vector<Range> ranges = calibrateWeights(t, s, axis);
        QCOMPARE(ranges.size(), static_cast<size_t>(shape[static_cast<size_t>(axis)]));
        for (size_t channel = 0; channel < ranges.size(); ++channel) {
            Values slice;
            for (int64_t i = 0; i < 210; ++i)
                if (static_cast<size_t>(i / inner) % ranges.size() == channel)
                    slice.push_back(x[static_cast<size_t>(i)]);
            Histogram h(c == Calibrator::Mse ? 512 : 2048); // a search of few values
            const auto [lo, hi] = std::minmax_element(slice.begin(), slice.end());
            h.add(slice, *lo, *hi);
            QCOMPARE(ranges[channel], calibrate(h, s));
        }
    }
}

void TestCalibrators::weightsWithNanAndOtherTypes()
{
    const Values x{1.F, std::nanf(""), -3.F, 0.5F};
    const QuantizerSpec s = spec(Calibrator::Max, 8, true);
    QCOMPARE(calibrateWeights(Tensor::of<float>({4}, x), s, 0), (std::vector<Range>{{-3, 1}}));
    const std::vector<double> doubles{0.25, -8};
    QCOMPARE(calibrateWeights(Tensor::of<double>({2}, doubles), s, 0), (std::vector<Range>{{-8, 0.25}}));
    QCOMPARE(calibrateWeights(Tensor(DType::Float32, {0}), s, 0), std::vector<Range>{Range{}});
}

QTEST_GUILESS_MAIN(TestCalibrators)
#include "tst_calibrators.moc"
