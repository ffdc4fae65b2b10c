// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/quant/double4.h"
#include "core/quant/expected_error.h"
#include "core/quant/lp_search.h"
#include "core/quant/reference_calibrators.h"
#include "golden.h"

using namespace qscope;
using namespace qscope::quant;
using stats::Histogram;

namespace {

std::vector<float> normal(size_t n, float mean, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> distribution(mean, 1);
    std::vector<float> x(n);
    std::generate(x.begin(), x.end(), [&] { return distribution(generator); });
    return x;
}

std::vector<float> goldenValues(const char* name)
{
    auto arrays = goldenArrays("01_calibration.npz");
    return {arrays[name].span<float>().begin(), arrays[name].span<float>().end()};
}

Histogram histogramOf(const std::vector<float>& x)
{
    Histogram h;
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    h.add(x, *lo, *hi);
    return h;
}

/// The integral over every bin by the midpoint rule, in many steps.
double powerByHand(const Histogram& h, double scale, double zero, double levels, double exponent)
{
    constexpr int Parts = 400;
    double sum = 0;
    for (size_t i = 0; i < h.counts().size(); ++i) {
        if (h.counts()[i] == 0)
            continue;
        double inBin = 0;
        for (int k = 0; k < Parts; ++k) {
            const double x = h.edge(i) + h.binWidth() * (k + 0.5) / Parts;
            const double code = std::clamp(std::nearbyint(x / scale) + zero, 0.0, levels - 1);
            inBin += std::pow(std::abs(x - scale * (code - zero)), exponent) / Parts;
        }
        sum += static_cast<double>(h.counts()[i]) * inBin;
    }
    return sum / static_cast<double>(h.total());
}

QuantizerSpec spec(SearchGrid grid, int bits, bool symmetric = false)
{
    QuantizerSpec s;
    s.calibrator = Calibrator::Lp;
    s.grid = grid;
    s.bits = bits;
    s.symmetric = symmetric;
    return s;
}

double powerOnData(const std::vector<float>& x, const QuantParams& p, double exponent)
{
    double sum = 0;
    for (const float v : x)
        sum += std::pow(std::abs(static_cast<double>(v) - static_cast<double>(fakeQuantize(v, p))), exponent);
    return sum / static_cast<double>(x.size());
}

} // namespace

class TestLpSearch : public QObject {
    Q_OBJECT

private slots:
    void logarithmAndExponential();
    void powersAreIntegrals_data();
    void powersAreIntegrals();
    void squaresAreTheExpectedError();
    void clippedPartIsWhatLiesOutside();
    void nothingBetterIsSkipped();
    void gammaWeighsWhatIsClipped();
    void brecqAndGenieFindTheGoldenScales_data();
    void brecqAndGenieFindTheGoldenScales();
    void aimetFindsTheGoldenRanges_data();
    void aimetFindsTheGoldenRanges();
    void bestOfTheCandidatesOnTheDataThemselves_data();
    void bestOfTheCandidatesOnTheDataThemselves();
    void symmetricRangesAreSymmetric();
    void brecqStopsAtAFifth();
};

void TestLpSearch::logarithmAndExponential()
{
    std::mt19937 generator(1);
    std::uniform_real_distribution<double> uniform(-690, 690);
    for (int i = 0; i < 20000; ++i) {
        const double y = i < 100 ? (i - 50) / 100.0 : uniform(generator);
        const double e = exponential(Double4{y, y, y, y})[2];
        QVERIFY(std::abs(e - std::exp(y)) <= 2e-15 * std::exp(y) * std::max(1.0, std::abs(y) / 100));
        const double l = logarithm(Double4{e, e, e, e})[1];
        QVERIFY2(std::abs(l - std::log(e)) <= 4e-14 * std::abs(std::log(e)) + 1.2e-16,
                 qPrintable(QString("%1 %2").arg(e, 0, 'g', 17).arg(l - std::log(e))));
    }
    QVERIFY(exponential(Double4{-2000, -1e9, 0, 1})[0] < 1e-300);
}

void TestLpSearch::powersAreIntegrals_data()
{
    QTest::addColumn<double>("exponent");
    QTest::addColumn<double>("scale");
    QTest::addColumn<int>("zero");
    QTest::addColumn<int>("levels");
    for (const double exponent : {1.0, 2.4, 4.0}) {
        QTest::addRow("power %g, coarse steps that clip", exponent) << exponent << 0.3 << 3 << 8;
        QTest::addRow("power %g, steps of a few bins", exponent) << exponent << 0.021 << 100 << 256;
        QTest::addRow("power %g, several steps in a bin", exponent) << exponent << 0.0007 << 4000 << 9000;
        QTest::addRow("power %g, everything clipped", exponent) << exponent << 1e-6 << 1 << 4;
    }
}

void TestLpSearch::powersAreIntegrals()
{
    QFETCH(double, exponent);
    QFETCH(double, scale);
    QFETCH(int, zero);
    QFETCH(int, levels);
    const Histogram h = histogramOf(normal(3000, 0.4F, 2));
    const double found = ExpectedPower(h, exponent).of(scale, zero, levels);
    const double byHand = powerByHand(h, scale, zero, levels, exponent);
    QVERIFY2(std::abs(found - byHand) <= 1e-3 * byHand, qPrintable(QString("%1, not %2").arg(found).arg(byHand)));
}

void TestLpSearch::squaresAreTheExpectedError()
{
    const Histogram h = histogramOf(goldenValues("act_signed"));
    const ExpectedPower power(h, 2);
    const ExpectedError error(h);
    for (const double scale : {0.1, 0.17, 1.3, 6.0})
        for (const int zero : {0, 7, 15})
            QVERIFY(std::abs(power.of(scale, zero, 16) - error.of(scale, zero, 16)) <= 1e-9 * error.of(scale, zero, 16));
}

void TestLpSearch::clippedPartIsWhatLiesOutside()
{
    const std::vector<float> x = normal(20000, 0.3F, 3);
    const Histogram h = histogramOf(x);
    const double scale = 0.25; // codes -4 .. 3: -1 to 0.75
    double clipped = 0;
    for (const float v : x) {
        const auto d = static_cast<double>(v);
        clipped += std::pow(std::max({-1 - d, d - 0.75, 0.0}), 2.4) / static_cast<double>(x.size());
    }
    const auto parts = ExpectedPower(h, 2.4).parts(scale, 4, 8);
    QVERIFY(std::abs(parts.clipped - clipped) <= 0.002 * clipped);
    QVERIFY(parts.clipped < parts.all);
}

void TestLpSearch::nothingBetterIsSkipped()
{
    std::vector<std::vector<float>> data{normal(3000, 0, 1), normal(3000, 1, 2), goldenValues("act_signed"), goldenValues("act_relu")};
    data.push_back(normal(3000, 0, 3));
    data.back().push_back(25);
    for (const auto& x : data) {
        const Histogram h = histogramOf(x);
        for (const int bits : {2, 3, 4, 8}) {
            for (const bool symmetric : {false, true}) {
                const QuantizerSpec s = spec(SearchGrid::Genie, bits, symmetric);
                const UniformForm form = uniformFormOf(s);
                const ExpectedPower error(h, s.exponent);
                double least = 1e300;
                Range best;
                for (int i = 0; i < 100; ++i) {
                    const double f = 1 - 0.01 * i, a = std::max(-static_cast<double>(h.lo()), static_cast<double>(h.hi()));
                    const Range r = symmetric ? Range{-f * a, f * a}
                                              : Range{f * static_cast<double>(h.lo()), f * static_cast<double>(h.hi())};
                    const Affine affine = affineFromRange(r, form);
                    const double e = error.of(affine.scale, affine.zeroPoint - form.codes.qmin,
                                              form.codes.qmax - form.codes.qmin + 1);
                    if (e < least) {
                        least = e;
                        best = r;
                    }
                }
                QCOMPARE(rangeOfLeastPower(h, s), best);
            }
        }
    }
}

void TestLpSearch::gammaWeighsWhatIsClipped()
{
    const std::vector<float> x = normal(20000, 0.3F, 3);
    const Histogram h = histogramOf(x);
    const ExpectedError error(h);
    const double scale = 0.25;
    double clipped = 0; // codes -4 .. 3
    for (const float v : x) {
        const auto d = static_cast<double>(v);
        if (d < -4.5 * scale || d > 3.5 * scale)
            clipped += std::pow(d - scale * (d < 0 ? -4 : 3), 2) / static_cast<double>(x.size());
    }
    QCOMPARE(error.weighted(scale, 4, 8, 1), error.of(scale, 4, 8));
    const double more = error.weighted(scale, 4, 8, 4) - error.of(scale, 4, 8);
    QVERIFY2(std::abs(more - 3 * clipped) <= 0.002 * more, qPrintable(QString("%1, not %2").arg(more).arg(3 * clipped)));
}

void TestLpSearch::brecqAndGenieFindTheGoldenScales_data()
{
    QTest::addColumn<int>("grid");
    QTest::addColumn<int>("bits");
    for (const int bits : {2, 4, 8}) {
        QTest::addRow("BRECQ, %d bits", bits) << static_cast<int>(SearchGrid::Brecq) << bits;
        QTest::addRow("GENIE, %d bits", bits) << static_cast<int>(SearchGrid::Genie) << bits;
    }
}

void TestLpSearch::brecqAndGenieFindTheGoldenScales()
{
    QFETCH(int, grid);
    QFETCH(int, bits);
    // Data of both signs, for which forcing zero into the range changes nothing.
    const std::vector<float> x = goldenValues("act_signed");
    const bool brecq = static_cast<SearchGrid>(grid) == SearchGrid::Brecq;
    const reference::Params golden =
        brecq ? reference::brecqMse(x, bits) : reference::genieInit(x, bits, reference::GenieForm::Asymmetric);
    const Histogram h = histogramOf(x);
    const QuantParams found = paramsFromRange(calibrate(h, spec(static_cast<SearchGrid>(grid), bits)), spec(SearchGrid::Genie, bits));
    // The same candidates; a neighbour may win where the costs are equal up to what a bin hides.
    QuantParams theirs = found;
    theirs.scale = {golden.scale};
    theirs.zeroPoint = {static_cast<int32_t>(golden.zeroPoint)};
    const double ours = powerOnData(x, found, 2.4), best = powerOnData(x, theirs, 2.4);
    QVERIFY2(ours <= 1.02 * best, qPrintable(QString("%1, not %2").arg(ours).arg(best)));
}

void TestLpSearch::aimetFindsTheGoldenRanges_data()
{
    QTest::addColumn<double>("gamma");
    QTest::addColumn<int>("bits");
    for (const double gamma : {1.0, 3.0})
        for (const int bits : {4, 8})
            QTest::addRow("gamma %g, %d bits", gamma, bits) << gamma << bits;
}

void TestLpSearch::aimetFindsTheGoldenRanges()
{
    QFETCH(double, gamma);
    QFETCH(int, bits);
    const std::vector<float> x = goldenValues("act_signed");
    reference::Bins bins;
    reference::aimetCollect(bins, x);
    const Range golden = reference::aimetSqnr(bins, reference::minMax(x), bits, false, gamma);
    QuantizerSpec s = spec(SearchGrid::Aimet, bits);
    s.gamma = gamma;
    const Range found = calibrate(histogramOf(x), s);
    const auto cost = [&](Range range) {
        const QuantParams p = paramsFromRange(range, s);
        const Range ends = p.representable();
        const double half = static_cast<double>(p.scale[0]) / 2;
        double sum = 0;
        for (const float v : x) {
            const double d = static_cast<double>(v) - static_cast<double>(fakeQuantize(v, p));
            const bool clipped = static_cast<double>(v) < ends.lo - half || static_cast<double>(v) > ends.hi + half;
            sum += d * d * (clipped ? gamma : 1);
        }
        return sum;
    };
    // The same candidates; bins of another width may prefer another one that is as good.
    QVERIFY2(cost(found) <= 1.01 * cost(golden), qPrintable(QString("%1, not %2").arg(cost(found)).arg(cost(golden))));
}

void TestLpSearch::bestOfTheCandidatesOnTheDataThemselves_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("symmetric");
    for (const int bits : {2, 3, 4, 6, 8})
        for (const bool symmetric : {false, true})
            QTest::addRow("%d bits, %s", bits, symmetric ? "symmetric" : "asymmetric") << bits << symmetric;
}

void TestLpSearch::bestOfTheCandidatesOnTheDataThemselves()
{
    QFETCH(int, bits);
    QFETCH(bool, symmetric);
    const std::vector<float> x = normal(20000, 0.5F, 4);
    const Histogram h = histogramOf(x);
    const QuantizerSpec s = spec(SearchGrid::Genie, bits, symmetric);
    double least = 1e300;
    for (int i = 0; i < 100; ++i) {
        const double f = 1 - 0.01 * i;
        const double a = std::max(-static_cast<double>(h.lo()), static_cast<double>(h.hi()));
        const Range r = symmetric ? Range{-f * a, f * a} : Range{f * static_cast<double>(h.lo()), f * static_cast<double>(h.hi())};
        least = std::min(least, powerOnData(x, paramsFromRange(r, s), 2.4));
    }
    QVERIFY(powerOnData(x, paramsFromRange(calibrate(h, s), s), 2.4) <= 1.01 * least);
}

void TestLpSearch::symmetricRangesAreSymmetric()
{
    const Histogram h = histogramOf(goldenValues("act_signed"));
    for (const auto& grid : choices<SearchGrid>()) {
        QuantizerSpec s = spec(grid.value, 4, true);
        const Range r = rangeOfLeastPower(h, s);
        QCOMPARE(r.lo, -r.hi);
    }
}

void TestLpSearch::brecqStopsAtAFifth()
{
    std::vector<float> x = normal(100000, 0, 5);
    x.push_back(40);
    x.push_back(-40);
    const Histogram h = histogramOf(x);
    QVERIFY(calibrate(h, spec(SearchGrid::Genie, 2)).hi < 8);
    QVERIFY(calibrate(h, spec(SearchGrid::Brecq, 2)).hi >= 0.2099 * 40);
}

QTEST_GUILESS_MAIN(TestLpSearch)
#include "tst_lp_search.moc"
