// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Attributes = std::map<std::string, AttributeValue, std::less<>>;

std::string text(const char* t) { return t; }

QString errorOf(OpCall call)
{
    std::string error;
    runOne(std::move(call), &error);
    return QString::fromStdString(error);
}

/// [1, 0, 0], [0, 1, 0], ...: leaves every place where it is.
Tensor identityTheta(int64_t samples, int64_t spatial)
{
    Tensor t(DType::Float32, {samples, spatial, spatial + 1});
    for (int64_t i = 0; i < t.size(); ++i)
        t.data<float>()[i] = i / (spatial + 1) % spatial == i % (spatial + 1) ? 1.0f : 0.0f;
    return t;
}

} // namespace

/// GridSample, AffineGrid, RoiAlign, MaxRoiPool, NonMaxSuppression.
class TestSampling : public QObject {
    Q_OBJECT

private slots:
    void anIdentityGridGivesThePicture_data();
    void anIdentityGridGivesThePicture();
    void bordersAreFilled_data();
    void bordersAreFilled();
    void linearSamplingOfALineIsTheLine();
    void regionsAreAligned();
    void regionsArePooled();
    void suppressionKeepsTheBest();
    void saysWhatIsWrong();
};

void TestSampling::anIdentityGridGivesThePicture_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("spatial");
    QTest::addColumn<bool>("alignCorners");
    for (const char* mode : {"linear", "nearest", "cubic", "bilinear", "bicubic"})
        for (int spatial : {2, 3})
            for (bool align : {false, true})
                QTest::addRow("%s in %d dimensions, %s", mode, spatial,
                              align ? "corners aligned" : "corners free")
                    << QString::fromLatin1(mode) << spatial << align;
}

void TestSampling::anIdentityGridGivesThePicture()
{
    QFETCH(QString, mode);
    QFETCH(int, spatial);
    QFETCH(bool, alignCorners);
    std::mt19937 random(41);
    const Shape shape = spatial == 2 ? Shape{2, 3, 4, 5} : Shape{2, 2, 3, 4, 5};
    const Tensor x = randomFloats(shape, random);
    const Tensor grid = runOne({"AffineGrid",
                                {identityTheta(2, spatial), ints(shape)},
                                {{"align_corners", int64_t(alignCorners)}},
                                20});
    const Tensor y = runOne({"GridSample",
                             {x, grid},
                             {{"mode", mode.toStdString()}, {"align_corners", int64_t(alignCorners)}},
                             20});
    QCOMPARE(differenceFrom(y, shape, toDoubles(x), 1e-5), QString());
}

void TestSampling::bordersAreFilled_data()
{
    QTest::addColumn<QString>("padding");
    QTest::addColumn<double>("left");
    QTest::addColumn<double>("right");
    QTest::newRow("zeros") << QStringLiteral("zeros") << 0.0 << 0.0;
    QTest::newRow("border") << QStringLiteral("border") << 1.0 << 4.0;
    QTest::newRow("reflection") << QStringLiteral("reflection") << 2.0 << 3.0;
}

/// A row 1 2 3 4 sampled two elements beyond either end.
void TestSampling::bordersAreFilled()
{
    QFETCH(QString, padding);
    QFETCH(double, left);
    QFETCH(double, right);
    const Tensor x = tensorOf<float>({1, 1, 1, 4}, {1, 2, 3, 4});
    const Tensor grid = tensorOf<float>({1, 1, 2, 2}, {-1.75f, 0, 1.75f, 0});
    for (const char* mode : {"nearest", "linear"}) {
        const Tensor y = runOne(
            {"GridSample", {x, grid}, {{"mode", text(mode)}, {"padding_mode", padding.toStdString()}}, 20});
        QCOMPARE(toDoubles(y), std::vector<double>({left, right}));
    }
}

void TestSampling::linearSamplingOfALineIsTheLine()
{
    const Tensor x = tensorOf<double>({1, 1, 1, 5}, {0, 1, 2, 3, 4});
    std::vector<double> places, wanted;
    for (int i = 0; i <= 16; ++i) {
        places.insert(places.end(), {-1 + i / 8.0, 0});
        wanted.push_back(i / 4.0);
    }
    const Tensor grid = tensorOf<double>({1, 1, 17, 2}, places);
    for (const char* mode : {"linear", "cubic"}) {
        const Tensor y =
            runOne({"GridSample",
                    {x, grid},
                    {{"mode", text(mode)}, {"align_corners", int64_t(1)}, {"padding_mode", text("border")}},
                    20});
        if (mode == text("linear")) {
            QCOMPARE(differenceFrom(y, {1, 1, 1, 17}, wanted, 1e-12), QString());
        } else { // its kernel reproduces lines at the elements and half-way between them
            QCOMPARE(toDoubles(y)[8], 2.0);
            QCOMPARE(toDoubles(y)[6], 1.5);
        }
    }
}

/// A bin's average of a plane is the plane at the bin's centre.
void TestSampling::regionsAreAligned()
{
    Tensor x(DType::Float64, {1, 1, 8, 8});
    for (int64_t i = 0; i < 64; ++i)
        x.data<double>()[i] = static_cast<double>(10 * (i / 8) + i % 8);
    const Tensor roi = tensorOf<double>({1, 4}, {1, 2, 5, 6}); // columns 1 to 5, rows 2 to 6
    const Attributes attributes{
        {"output_height", int64_t(2)}, {"output_width", int64_t(2)}, {"sampling_ratio", int64_t(2)}};
    const Tensor y = runOne({"RoiAlign", {x, roi, ints({0})}, attributes, 16});
    QCOMPARE(differenceFrom(y, {1, 1, 2, 2}, {26.5, 28.5, 46.5, 48.5}, 1e-9), QString());
    const Tensor old = runOne({"RoiAlign", {x, roi, ints({0})}, attributes, 10}); // half a pixel further
    QCOMPARE(differenceFrom(old, {1, 1, 2, 2}, {32.0, 34.0, 52.0, 54.0}, 1e-9), QString());
}

void TestSampling::regionsArePooled()
{
    const Tensor x = counting({2, 1, 4, 4});
    const Tensor rois = tensorOf<float>({2, 5}, {0, 0, 0, 3, 3, 1, 2, 2, 3, 3});
    const Tensor y = runOne({"MaxRoiPool", {x, rois}, {{"pooled_shape", std::vector<int64_t>{2, 2}}}});
    QCOMPARE(differenceFrom(y, {2, 1, 2, 2}, {5, 7, 13, 15, 26, 27, 30, 31}, 0), QString());
}

void TestSampling::suppressionKeepsTheBest()
{
    const Tensor boxes =
        tensorOf<float>({1, 3, 4}, {0, 0, 2, 2, 0, 0, 2, 1, 2, 2, 3, 3}); // the first two share a half
    const Tensor scores = tensorOf<float>({1, 1, 3}, {0.5f, 0.9f, 0.1f});
    const auto kept = [&](float overlap, std::vector<Tensor> more = {}) {
        std::vector<Tensor> inputs{boxes, scores, ints({3}), tensorOf<float>({1}, {overlap})};
        inputs.insert(inputs.end(), more.begin(), more.end());
        return toInts(runOne({"NonMaxSuppression", inputs, {}, 11}));
    };
    QCOMPARE(kept(0.5f), std::vector<int64_t>({0, 0, 1, 0, 0, 0, 0, 0, 2}));
    QCOMPARE(kept(0.4f), std::vector<int64_t>({0, 0, 1, 0, 0, 2}));
    QCOMPARE(kept(0.4f, {tensorOf<float>({1}, {0.2f})}), std::vector<int64_t>({0, 0, 1}));
    QCOMPARE(runOne({"NonMaxSuppression", {boxes, scores}, {}, 11}).shape(), Shape({0, 3}));
}

void TestSampling::saysWhatIsWrong()
{
    const Tensor x = counting({1, 1, 2, 2});
    QCOMPARE(errorOf({"GridSample", {x, counting({1, 2, 2, 3})}}),
             QStringLiteral("node 'n' (GridSample): grid [1, 2, 2, 3] does not fit data [1, 1, 2, 2]"));
    QCOMPARE(errorOf({"GridSample", {x, counting({1, 2, 2, 2})}, {{"mode", text("sinc")}}}),
             QStringLiteral("node 'n' (GridSample): mode 'sinc' is unknown"));
    QCOMPARE(errorOf({"RoiAlign", {x, counting({1, 4}), ints({1})}}),
             QStringLiteral("node 'n' (RoiAlign): a region lies in sample 1 of 1"));
    const Tensor nan = tensorOf<float>({1, 4}, {0, 0, NAN, 1});
    QCOMPARE(errorOf({"RoiAlign", {x, nan, ints({0})}}),
             QStringLiteral("node 'n' (RoiAlign): a region has a corner that is no position"));
    QCOMPARE(errorOf({"AffineGrid", {counting({1, 2, 3}), ints({1, 1, 4})}}),
             QStringLiteral("node 'n' (AffineGrid): theta [1, 2, 3] does not fit the size [1, 1, 4]"));
    QCOMPARE(errorOf({"NonMaxSuppression", {counting({1, 3, 4}), counting({1, 1, 2})}}),
             QStringLiteral(
                 "node 'n' (NonMaxSuppression): boxes [1, 3, 4] and scores [1, 1, 2] do not fit each other"));
}

QTEST_GUILESS_MAIN(TestSampling)
#include "tst_sampling.moc"
