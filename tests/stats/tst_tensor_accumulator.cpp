// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <omp.h>

#include "core/stats/tensor_accumulator.h"

using namespace qscope;
using namespace qscope::stats;

namespace {

constexpr float NaN = std::numeric_limits<float>::quiet_NaN();
constexpr float Inf = std::numeric_limits<float>::infinity();

AccumulatorOptions options(int rank, int channelAxis, int batchAxis = 0, bool histograms = false)
{
    AccumulatorOptions o;
    o.rank = rank;
    o.channelAxis = channelAxis;
    o.batchAxis = batchAxis;
    o.channelHistograms = histograms;
    return o;
}

Tensor random(const Shape& shape, unsigned seed = 1, float mean = 0.3F, float std = 2)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(mean, std);
    Tensor t(DType::Float32, shape);
    for (float& v : t.span<float>())
        v = normal(generator);
    return t;
}

/// Rank 4 or 3, axis 1 moved to the end in memory.
Tensor channelsLast(const Tensor& plain)
{
    Tensor t(DType::Float32, plain.shape(), Layout::ChannelsLast);
    const int64_t n = plain.dim(0), c = plain.dim(1), rest = plain.size() / (n * c);
    for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < c; ++j)
            for (int64_t k = 0; k < rest; ++k)
                t.data<float>()[(i * rest + k) * c + j] = plain.data<float>()[(i * c + j) * rest + k];
    return t;
}

/// Samples [first, first + count) along axis 0, `rows` rows each.
Tensor part(const Tensor& t, int64_t first, int64_t count, int64_t rows = 1)
{
    Shape shape = t.shape();
    const int64_t size = t.size() / shape[0] * rows;
    shape[0] = count * rows;
    Tensor result(DType::Float32, shape, t.layout());
    std::copy_n(t.data<float>() + first * size, count * size, result.data<float>());
    return result;
}

struct Figures {
    int64_t count = 0;
    double min = 0, max = 0, mean = 0, variance = 0;
};

/// Two passes in double precision over finite values.
Figures dumb(const std::vector<double>& x)
{
    Figures f;
    std::vector<double> finite;
    std::copy_if(x.begin(), x.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
    f.count = static_cast<int64_t>(finite.size());
    if (finite.empty())
        return f;
    f.min = *std::min_element(finite.begin(), finite.end());
    f.max = *std::max_element(finite.begin(), finite.end());
    f.mean = static_cast<double>(std::accumulate(finite.begin(), finite.end(), 0.0L) / finite.size());
    long double sum = 0;
    for (const double v : finite)
        sum += (static_cast<long double>(v) - f.mean) * (static_cast<long double>(v) - f.mean);
    f.variance = static_cast<double>(sum / finite.size());
    return f;
}

std::vector<double> ofChannel(const Tensor& t, size_t axis, int64_t channel)
{
    const std::vector<double> all = toDoubles(toPlain(t));
    int64_t inner = 1;
    for (size_t a = axis + 1; a < t.rank(); ++a)
        inner *= t.dim(a);
    std::vector<double> result;
    for (size_t i = 0; i < all.size(); ++i)
        if (static_cast<int64_t>(i) / inner % t.dim(axis) == channel)
            result.push_back(all[i]);
    return result;
}

bool near(double actual, double expected, double relative = 1e-6)
{
    return std::abs(actual - expected) <= relative * std::abs(expected) + 1e-300;
}

TensorStats statsOf(const Tensor& t, const AccumulatorOptions& o)
{
    TensorAccumulator a(o);
    a.add(t, 0, o.batchAxis < 0 ? 1 : t.dim(static_cast<size_t>(o.batchAxis)));
    return a.finish();
}

/// Every number of one equals every number of the other, to the last bit.
bool same(const TensorStats& a, const TensorStats& b)
{
    const auto extreme = [](const Extreme& x, const Extreme& y) {
        return x.value == y.value && x.sample == y.sample && x.channel == y.channel && x.position == y.position;
    };
    const bool plain = a.shape == b.shape && a.count == b.count && a.nanCount == b.nanCount &&
                       a.infCount == b.infCount && extreme(a.min, b.min) && extreme(a.max, b.max) &&
                       a.mean == b.mean && a.variance == b.variance && a.histogram == b.histogram;
    const bool channels = a.channelAxis == b.channelAxis && a.channels.min == b.channels.min &&
                          a.channels.max == b.channels.max && a.channels.mean == b.channels.mean &&
                          a.channels.variance == b.channels.variance && a.channels.histograms == b.channels.histograms;
    if (a.softmax.has_value() != b.softmax.has_value())
        return false;
    return plain && channels &&
           (!a.softmax || (a.softmax->log2Counts == b.softmax->log2Counts && a.softmax->zeros == b.softmax->zeros &&
                           a.softmax->headEntropyBits == b.softmax->headEntropyBits &&
                           a.softmax->shareBelowStep == b.softmax->shareBelowStep));
}

Tensor softmaxOf(const Tensor& logits)
{
    Tensor p = logits.clone();
    const int64_t n = p.dim(p.rank() - 1);
    for (int64_t r = 0; r < p.size() / n; ++r) {
        double sum = 0;
        for (int64_t i = 0; i < n; ++i)
            sum += std::exp(static_cast<double>(logits.data<float>()[r * n + i]));
        for (int64_t i = 0; i < n; ++i)
            p.data<float>()[r * n + i] =
                static_cast<float>(std::exp(static_cast<double>(logits.data<float>()[r * n + i])) / sum);
    }
    return p;
}

} // namespace

class TestTensorAccumulator : public QObject {
    Q_OBJECT

private slots:
    void cleanup() { omp_set_num_threads(2); }
    void figuresEqualTheDumbOnes_data();
    void figuresEqualTheDumbOnes();
    void varianceSurvivesALargeMean_data();
    void varianceSurvivesALargeMean();
    void batchSizeDoesNotChangeABit_data();
    void batchSizeDoesNotChangeABit();
    void threadsDoNotChangeABit_data();
    void threadsDoNotChangeABit();
    void paddingIsNotSeen();
    void rowsFoldedIntoTheBatchBelongToTheirSample();
    void batchAxisNeedNotBeTheFirst();
    void withoutBatchAxisTheTensorIsOneSample();
    void extremesTellWhereTheyWere_data();
    void extremesTellWhereTheyWere();
    void firstOfEqualExtremesIsKept();
    void nanAndInfAreCountedApart_data();
    void nanAndInfAreCountedApart();
    void nothingButNan();
    void minusZeroIsReportedAsZero();
    void shapesMayChange();
    void otherNumberOfChannelsDropsThem();
    void mergeEqualsAllDataAtOnce();
    void channelRatioIsWidestOverMedian();
    void softmaxFiguresEqualTheDumbOnes_data();
    void softmaxFiguresEqualTheDumbOnes();
    void softmaxBinsAreRightAtTheirEdges();
    void softmaxRowWithNanIsLeftOutOfTheEntropy();
};

Q_DECLARE_METATYPE(qscope::Shape)

void TestTensorAccumulator::figuresEqualTheDumbOnes_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("channelAxis");
    QTest::addColumn<bool>("last");
    QTest::newRow("tokens, channels innermost") << Shape{3, 50, 96} << 2 << false;
    QTest::newRow("tokens, wide rows") << Shape{2, 5, 20000} << 2 << false;
    QTest::newRow("tokens, odd number of channels") << Shape{2, 37, 19} << 2 << false;
    QTest::newRow("tokens, channels in the middle") << Shape{2, 7, 33} << 1 << false;
    QTest::newRow("images") << Shape{3, 16, 28, 28} << 1 << false;
    QTest::newRow("images, channels last in memory") << Shape{3, 16, 28, 28} << 1 << true;
    QTest::newRow("images larger than a unit of work") << Shape{2, 3, 150, 150} << 1 << false;
    QTest::newRow("small images, many channels") << Shape{4, 200, 3, 3} << 1 << false;
    QTest::newRow("small images, channels last") << Shape{4, 200, 3, 3} << 1 << true;
    QTest::newRow("three channels last") << Shape{2, 3, 61, 59} << 1 << true;
    QTest::newRow("one channel last") << Shape{2, 1, 61, 59} << 1 << true;
    QTest::newRow("sequence, channels last") << Shape{2, 24, 100} << 1 << true;
    QTest::newRow("matrix") << Shape{5, 10} << 1 << false;
    QTest::newRow("heads") << Shape{2, 4, 17, 17} << 1 << false;
    QTest::newRow("heads, innermost channels") << Shape{2, 4, 17, 24} << 3 << false;
    QTest::newRow("no channel axis") << Shape{2, 100, 300} << -1 << false;
    QTest::newRow("one element") << Shape{1, 1} << 1 << false;
}

void TestTensorAccumulator::figuresEqualTheDumbOnes()
{
    QFETCH(Shape, shape);
    QFETCH(int, channelAxis);
    QFETCH(bool, last);
    const Tensor plain = random(shape);
    const Tensor t = last ? channelsLast(plain) : plain;
    const auto rank = static_cast<int>(shape.size());
    const TensorStats stats = statsOf(t, options(rank, channelAxis, 0, true));
    const Figures all = dumb(toDoubles(plain));
    QCOMPARE(stats.count, all.count);
    QCOMPARE(static_cast<double>(stats.min.value), all.min);
    QCOMPARE(static_cast<double>(stats.max.value), all.max);
    QVERIFY(near(stats.mean, all.mean, 1e-9));
    QVERIFY(near(stats.variance, all.variance));
    Histogram expected;
    expected.add(plain.span<float>(), stats.min.value, stats.max.value);
    QVERIFY(stats.histogram == expected);
    QCOMPARE(stats.channelAxis, channelAxis);
    QCOMPARE(stats.channels.count(), channelAxis < 0 ? 0U : static_cast<size_t>(shape[static_cast<size_t>(channelAxis)]));
    const size_t step = std::max<size_t>(1, stats.channels.count() / 23);
    for (size_t c = 0; c < stats.channels.count(); c += step) {
        const std::vector<double> values = ofChannel(plain, static_cast<size_t>(channelAxis), static_cast<int64_t>(c));
        const Figures one = dumb(values);
        QCOMPARE(static_cast<double>(stats.channels.min[c]), one.min);
        QCOMPARE(static_cast<double>(stats.channels.max[c]), one.max);
        QVERIFY(std::abs(stats.channels.mean[c] - one.mean) < 1e-9);
        QVERIFY(near(stats.channels.variance[c], one.variance));
        const std::vector<float> floats(values.begin(), values.end());
        Histogram histogram(128);
        histogram.add(floats, stats.channels.min[c], stats.channels.max[c]);
        QVERIFY(stats.channels.histograms[c] == histogram);
    }
}

void TestTensorAccumulator::varianceSurvivesALargeMean_data()
{
    QTest::addColumn<float>("mean");
    QTest::newRow("mean of ten standard deviations") << 10.F;
    QTest::newRow("mean of a thousand standard deviations") << 1000.F;
    QTest::newRow("the same, negative") << -1000.F;
}

void TestTensorAccumulator::varianceSurvivesALargeMean()
{
    QFETCH(float, mean);
    const Tensor t = random({8, 200, 64}, 5, mean, 1);
    const TensorStats stats = statsOf(t, options(3, 2));
    QVERIFY(near(stats.variance, dumb(toDoubles(t)).variance));
    for (int64_t c = 0; c < 64; c += 9)
        QVERIFY(near(stats.channels.variance[static_cast<size_t>(c)], dumb(ofChannel(t, 2, c)).variance));
    const TensorStats constant = statsOf(random({4, 10, 8}, 1, 0.1F, 0), options(3, 2));
    QCOMPARE(constant.variance, 0.0);
    QCOMPARE(constant.channels.variance[3], 0.0);
}

void TestTensorAccumulator::batchSizeDoesNotChangeABit_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("channelAxis");
    QTest::addColumn<bool>("last");
    QTest::newRow("tokens") << Shape{12, 50, 96} << 2 << false;
    QTest::newRow("images") << Shape{12, 16, 28, 28} << 1 << false;
    QTest::newRow("images, channels last") << Shape{12, 16, 28, 28} << 1 << true;
    QTest::newRow("large images") << Shape{12, 2, 140, 140} << 1 << false;
    QTest::newRow("no channels") << Shape{12, 30000} << -1 << false;
}

void TestTensorAccumulator::batchSizeDoesNotChangeABit()
{
    QFETCH(Shape, shape);
    QFETCH(int, channelAxis);
    QFETCH(bool, last);
    const Tensor t = last ? channelsLast(random(shape, 3)) : random(shape, 3);
    const AccumulatorOptions o = options(static_cast<int>(shape.size()), channelAxis, 0, true);
    const TensorStats whole = statsOf(t, o);
    for (const int64_t batch : {1, 2, 5, 12}) {
        TensorAccumulator a(o);
        for (int64_t first = 0; first < 12; first += batch)
            a.add(part(t, first, std::min(batch, 12 - first)), first, std::min(batch, 12 - first));
        QVERIFY2(same(a.finish(), whole), qPrintable(QStringLiteral("batch size %1").arg(batch)));
    }
}

void TestTensorAccumulator::threadsDoNotChangeABit_data() { batchSizeDoesNotChangeABit_data(); }

void TestTensorAccumulator::threadsDoNotChangeABit()
{
    QFETCH(Shape, shape);
    QFETCH(int, channelAxis);
    QFETCH(bool, last);
    const Tensor t = last ? channelsLast(random(shape, 4)) : random(shape, 4);
    AccumulatorOptions o = options(static_cast<int>(shape.size()), channelAxis, 0, true);
    o.softmaxAxis = static_cast<int>(shape.size()) - 1;
    omp_set_num_threads(1);
    const TensorStats one = statsOf(t, o);
    for (const int threads : {2, 3, 5}) {
        omp_set_num_threads(threads);
        QVERIFY2(same(statsOf(t, o), one), qPrintable(QStringLiteral("%1 threads").arg(threads)));
    }
}

void TestTensorAccumulator::paddingIsNotSeen()
{
    const Tensor t = random({5, 10, 7});
    TensorAccumulator a(options(3, 2)), b(options(3, 2));
    a.add(t, 20, 3, 5);
    b.add(part(t, 0, 3), 20, 3);
    QVERIFY(same(a.finish(), b.finish()));
}

void TestTensorAccumulator::rowsFoldedIntoTheBatchBelongToTheirSample()
{
    Tensor t = random({12, 5, 7}); // 3 samples of 4 heads
    t.data<float>()[(6 * 5 + 2) * 7 + 1] = 99;
    TensorAccumulator a(options(3, 2));
    a.add(t, 100, 2, 3);
    const TensorStats stats = a.finish();
    QCOMPARE(stats.shape, (Shape{4, 5, 7}));
    QCOMPARE(stats.count, 2 * 4 * 5 * 7);
    QCOMPARE(stats.max.sample, 101);
    QCOMPARE(stats.max.position, (std::vector<int64_t>{2, 2, 1}));
    QCOMPARE(stats.max.channel, 1);
}

void TestTensorAccumulator::batchAxisNeedNotBeTheFirst()
{
    Tensor t = random({6, 4, 9}); // [time, batch, features]
    t.data<float>()[(5 * 4 + 3) * 9 + 7] = -99;
    TensorAccumulator a(options(3, 2, 1));
    a.add(t, 0, 4);
    const TensorStats stats = a.finish();
    QCOMPARE(stats.shape, (Shape{6, 1, 9}));
    QCOMPARE(stats.min.sample, 3);
    QCOMPARE(stats.min.position, (std::vector<int64_t>{5, 0, 7}));
    QVERIFY(near(stats.variance, dumb(toDoubles(t)).variance));
    QVERIFY(near(stats.channels.variance[7], dumb(ofChannel(t, 2, 7)).variance));
}

void TestTensorAccumulator::withoutBatchAxisTheTensorIsOneSample()
{
    const Tensor t = random({6, 4});
    TensorAccumulator a(options(2, 0, -1));
    a.add(t, 17, 8);
    const TensorStats stats = a.finish();
    QCOMPARE(stats.count, 24);
    QCOMPARE(stats.shape, (Shape{6, 4}));
    QCOMPARE(stats.max.sample, 17);
    QCOMPARE(stats.channels.count(), 6U);
    const TensorStats scalar = statsOf(Tensor::scalar(2.5F), options(0, -1, -1));
    QCOMPARE(scalar.mean, 2.5);
    QCOMPARE(scalar.max.position, std::vector<int64_t>{});
}

void TestTensorAccumulator::extremesTellWhereTheyWere_data() { figuresEqualTheDumbOnes_data(); }

void TestTensorAccumulator::extremesTellWhereTheyWere()
{
    QFETCH(Shape, shape);
    QFETCH(int, channelAxis);
    QFETCH(bool, last);
    const Tensor plain = random(shape, 11);
    const TensorStats stats = statsOf(last ? channelsLast(plain) : plain, options(static_cast<int>(shape.size()), channelAxis));
    for (const Extreme& e : {stats.min, stats.max}) {
        int64_t offset = e.sample;
        QCOMPARE(e.position.size(), shape.size());
        QCOMPARE(e.position[0], 0);
        for (size_t a = 1; a < shape.size(); ++a)
            offset = offset * shape[a] + e.position[a];
        QCOMPARE(plain.data<float>()[offset], e.value);
        QCOMPARE(e.channel, channelAxis < 0 ? -1 : e.position[static_cast<size_t>(channelAxis)]);
    }
}

void TestTensorAccumulator::firstOfEqualExtremesIsKept()
{
    Tensor t(DType::Float32, {4, 3000});
    std::fill_n(t.data<float>(), t.size(), 0.F);
    t.data<float>()[3000 + 2500] = 1;
    t.data<float>()[6000 + 10] = 1;
    const TensorStats stats = statsOf(t, options(2, -1));
    QCOMPARE(stats.min.sample, 0);
    QCOMPARE(stats.min.position, (std::vector<int64_t>{0, 0}));
    QCOMPARE(stats.max.sample, 1);
    QCOMPARE(stats.max.position, (std::vector<int64_t>{0, 2500}));
}

void TestTensorAccumulator::nanAndInfAreCountedApart_data() { batchSizeDoesNotChangeABit_data(); }

void TestTensorAccumulator::nanAndInfAreCountedApart()
{
    QFETCH(Shape, shape);
    QFETCH(int, channelAxis);
    QFETCH(bool, last);
    Tensor plain = random(shape, 9);
    for (const int64_t i : {3, 1000, 20001})
        plain.data<float>()[i] = NaN;
    plain.data<float>()[7777] = Inf;
    plain.data<float>()[4] = -Inf;
    const AccumulatorOptions o = options(static_cast<int>(shape.size()), channelAxis, 0, true);
    const TensorStats stats = statsOf(last ? channelsLast(plain) : plain, o);
    const Figures all = dumb(toDoubles(plain));
    QCOMPARE(stats.nanCount, 3);
    QCOMPARE(stats.infCount, 2);
    QCOMPARE(stats.count, all.count);
    QCOMPARE(stats.histogram.total(), static_cast<uint64_t>(all.count));
    QCOMPARE(static_cast<double>(stats.min.value), all.min);
    QCOMPARE(static_cast<double>(stats.max.value), all.max);
    QVERIFY(near(stats.mean, all.mean, 1e-9));
    QVERIFY(near(stats.variance, all.variance));
    for (size_t c = 0; c < stats.channels.count(); ++c) {
        const Figures one = dumb(ofChannel(plain, static_cast<size_t>(channelAxis), static_cast<int64_t>(c)));
        QCOMPARE(static_cast<double>(stats.channels.min[c]), one.min);
        QVERIFY(near(stats.channels.variance[c], one.variance));
        QCOMPARE(stats.channels.histograms[c].total(), static_cast<uint64_t>(one.count));
    }
}

void TestTensorAccumulator::nothingButNan()
{
    Tensor t(DType::Float32, {2, 3});
    std::fill_n(t.data<float>(), 6, NaN);
    const TensorStats stats = statsOf(t, options(2, 1));
    QCOMPARE(stats.count, 0);
    QCOMPARE(stats.nanCount, 6);
    QCOMPARE(stats.min.sample, -1);
    QCOMPARE(stats.mean, 0.0);
    QCOMPARE(stats.variance, 0.0);
    QVERIFY(stats.histogram.empty());
    QCOMPARE(stats.channels.max, (std::vector<float>{0, 0, 0}));
    const TensorStats none = statsOf(Tensor(DType::Float32, {0, 3}), options(2, 1));
    QCOMPARE(none.count, 0);
}

void TestTensorAccumulator::minusZeroIsReportedAsZero()
{
    const std::vector<float> values{0.F, -0.F, -0.F, 0.F};
    const TensorStats stats = statsOf(Tensor::of<float>({1, 4}, values), options(2, 1));
    QVERIFY(!std::signbit(stats.min.value));
    QVERIFY(!std::signbit(stats.max.value));
    QVERIFY(!std::signbit(stats.channels.min[1]));
}

void TestTensorAccumulator::shapesMayChange()
{
    const Tensor a = random({2, 10, 8}, 1), b = random({3, 25, 8}, 2);
    TensorAccumulator accumulator(options(3, 2));
    accumulator.add(a, 0, 2);
    accumulator.add(b, 2, 3);
    std::vector<double> all = toDoubles(a), channel = ofChannel(a, 2, 5);
    for (const double v : toDoubles(b))
        all.push_back(v);
    for (const double v : ofChannel(b, 2, 5))
        channel.push_back(v);
    const TensorStats stats = accumulator.finish();
    QCOMPARE(stats.shape, (Shape{1, 10, 8}));
    QVERIFY(near(stats.variance, dumb(all).variance));
    QVERIFY(near(stats.channels.variance[5], dumb(channel).variance));
}

void TestTensorAccumulator::otherNumberOfChannelsDropsThem()
{
    TensorAccumulator accumulator(options(3, 2));
    accumulator.add(random({2, 10, 8}), 0, 2);
    accumulator.add(random({2, 10, 9}), 2, 2);
    accumulator.add(random({2, 10, 8}), 4, 2);
    const TensorStats stats = accumulator.finish();
    QCOMPARE(stats.channelAxis, -1);
    QCOMPARE(stats.channels.count(), 0U);
    QCOMPARE(stats.count, 2 * 10 * (8 + 9 + 8));
}

void TestTensorAccumulator::mergeEqualsAllDataAtOnce()
{
    AccumulatorOptions o = options(3, 2, 0, true);
    o.softmaxAxis = 2;
    const Tensor t = softmaxOf(random({7, 30, 20}));
    const TensorStats whole = statsOf(t, o);
    TensorAccumulator a(o), b(o), none(o);
    a.add(part(t, 0, 3), 0, 3);
    b.add(part(t, 3, 4), 3, 4);
    a.merge(none);
    none.merge(a);
    none.merge(b);
    const TensorStats merged = none.finish();
    b.merge(a); // the later data first
    QVERIFY(b.finish().variance == merged.variance);
    QCOMPARE(b.finish().max.sample, merged.max.sample);
    QCOMPARE(merged.count, whole.count);
    QVERIFY(merged.histogram == whole.histogram);
    QVERIFY(merged.mean == whole.mean);
    QVERIFY(merged.variance == whole.variance);
    QCOMPARE(merged.max.sample, whole.max.sample);
    QCOMPARE(merged.channels.max, whole.channels.max);
    QVERIFY(merged.channels.histograms == whole.channels.histograms);
    QVERIFY(merged.channels.variance == whole.channels.variance);
    QVERIFY(merged.softmax->log2Counts == whole.softmax->log2Counts);
    QVERIFY(merged.softmax->headEntropyBits == whole.softmax->headEntropyBits);
}

void TestTensorAccumulator::channelRatioIsWidestOverMedian()
{
    TensorStats stats;
    QCOMPARE(stats.interChannelRatio(), 1.0);
    stats.channels.min = {0, -1, 0};
    stats.channels.max = {1, 1, 20};
    QCOMPARE(stats.interChannelRatio(), 10.0);
    stats.channels.min = {0, 0, 0};
    stats.channels.max = {0, 0, 3};
    QVERIFY(std::isinf(stats.interChannelRatio()));
    stats.channels.max = {0, 0, 0};
    QCOMPARE(stats.interChannelRatio(), 1.0);
}

void TestTensorAccumulator::softmaxFiguresEqualTheDumbOnes_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<int>("headsAxis");
    QTest::addColumn<float>("spread");
    QTest::newRow("attention of four heads") << Shape{3, 4, 50, 50} << 1 << 3.F;
    QTest::newRow("nearly one-hot rows") << Shape{2, 4, 17, 17} << 1 << 40.F;
    QTest::newRow("nearly uniform rows") << Shape{2, 4, 17, 33} << 1 << 0.01F;
    QTest::newRow("class probabilities") << Shape{40, 10} << -1 << 2.F;
    QTest::newRow("rows longer than a unit") << Shape{2, 40000} << -1 << 1.F;
}

void TestTensorAccumulator::softmaxFiguresEqualTheDumbOnes()
{
    QFETCH(Shape, shape);
    QFETCH(int, headsAxis);
    QFETCH(float, spread);
    const Tensor t = softmaxOf(random(shape, 21, 0, spread));
    AccumulatorOptions o = options(static_cast<int>(shape.size()), -1);
    o.softmaxAxis = static_cast<int>(shape.size()) - 1;
    o.headsAxis = headsAxis;
    const SoftmaxStats stats = *statsOf(t, o).softmax;
    const int64_t n = shape.back(), rows = t.size() / n;
    const int64_t heads = headsAxis < 0 ? 1 : shape[1], perHead = headsAxis < 0 ? 1 : shape[2];
    std::vector<double> entropy(static_cast<size_t>(heads));
    std::vector<uint64_t> bins(256);
    uint64_t zeros = 0, below = 0, half = 0;
    for (int64_t i = 0; i < t.size(); ++i) {
        const auto p = static_cast<double>(t.data<float>()[i]);
        below += p < static_cast<double>(1.F / 255.F) ? 1 : 0;
        half += p > 0.5 ? 1 : 0;
        if (p == 0) {
            ++zeros;
            continue;
        }
        entropy[static_cast<size_t>(i / n / perHead % heads)] -= p * std::log2(p);
        int k = 0;
        while (k < 255 && p <= std::exp2(-(k + 1) / 4.0))
            ++k;
        ++bins[static_cast<size_t>(k)];
    }
    QVERIFY(stats.log2Counts == bins);
    QCOMPARE(stats.zeros, zeros);
    QCOMPARE(stats.rowLength, n);
    QCOMPARE(stats.maxEntropyBits, std::log2(static_cast<double>(n)));
    QCOMPARE(stats.shareBelowStep, static_cast<double>(below) / static_cast<double>(t.size()));
    QCOMPARE(stats.shareNearOne, static_cast<double>(half) / static_cast<double>(t.size()));
    QCOMPARE(stats.headEntropyBits.size(), static_cast<size_t>(heads));
    for (size_t h = 0; h < entropy.size(); ++h) {
        const double expected = entropy[h] * static_cast<double>(heads) / static_cast<double>(rows);
        QVERIFY(std::abs(stats.headEntropyBits[h] - expected) <= 1e-6 * std::max(1.0, expected));
    }
}

void TestTensorAccumulator::softmaxBinsAreRightAtTheirEdges()
{
    std::vector<float> p{1.F, 0.5F, 0.25F, 0.F, std::numeric_limits<float>::denorm_min()};
    std::vector<size_t> expected{0, 4, 8, 256, 255};
    for (const int q : {1, 2, 3, 5, 77, 254}) { // no float equals 2^-(q/4): one neighbour on each side
        auto v = static_cast<float>(std::exp2(-q / 4.0));
        if (q % 4 == 0)
            continue;
        if (static_cast<double>(v) > std::exp2(-q / 4.0))
            v = std::nextafter(v, 0.F);
        p.push_back(v);
        expected.push_back(static_cast<size_t>(q));
        p.push_back(std::nextafter(v, 1.F));
        expected.push_back(static_cast<size_t>(q - 1));
    }
    AccumulatorOptions o = options(2, -1);
    o.softmaxAxis = 1;
    for (size_t i = 0; i < p.size(); ++i) {
        const SoftmaxStats s = *statsOf(Tensor::of<float>({1, 1}, std::span(&p[i], 1)), o).softmax;
        const uint64_t found = expected[i] == 256 ? s.zeros : s.log2Counts[expected[i]];
        QVERIFY2(found == 1, qPrintable(QStringLiteral("p = %1").arg(static_cast<double>(p[i]), 0, 'g', 10)));
    }
}

void TestTensorAccumulator::softmaxRowWithNanIsLeftOutOfTheEntropy()
{
    const std::vector<float> rows{0.5F, 0.5F, NaN, 1.F};
    AccumulatorOptions o = options(2, -1);
    o.softmaxAxis = 1;
    const SoftmaxStats stats = *statsOf(Tensor::of<float>({2, 2}, rows), o).softmax;
    QCOMPARE(stats.headEntropyBits, std::vector<double>{1.0});
    QCOMPARE(stats.log2Counts[0], 1U);
    QCOMPARE(stats.log2Counts[4], 2U);
}

QTEST_GUILESS_MAIN(TestTensorAccumulator)
#include "tst_tensor_accumulator.moc"
