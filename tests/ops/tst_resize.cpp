// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

/// Source position of result position i along one axis, from the text of the operator.
double coordinate(const std::string& mode, double i, double from, double to, double scale)
{
    if (mode == "half_pixel")
        return (i + 0.5) / scale - 0.5;
    if (mode == "half_pixel_symmetric")
        return from / 2 * (1 - to / (scale * from)) + (i + 0.5) / scale - 0.5;
    if (mode == "pytorch_half_pixel")
        return to > 1 ? (i + 0.5) / scale - 0.5 : 0;
    if (mode == "align_corners") // the length before it is cut to whole elements
        return to > 1 ? i * (from - 1) / (scale * from - 1) : 0;
    if (mode == "tf_half_pixel_for_nn")
        return (i + 0.5) / scale;
    return i / scale;
}

double nearest(const std::string& mode, double x)
{
    if (mode == "round_prefer_floor")
        return std::ceil(x - 0.5);
    if (mode == "round_prefer_ceil")
        return std::floor(x + 0.5);
    return mode == "floor" ? std::floor(x) : std::ceil(x);
}

/// Weight of the source element at distance d, |d| < 2.
double cubic(double d, double a)
{
    d = std::fabs(d);
    if (d <= 1)
        return (a + 2) * d * d * d - (a + 3) * d * d + 1;
    return a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a;
}

struct Tap {
    int64_t index;
    double weight;
};

struct Mode {
    std::string interpolation, coordinates, rounding;
    bool excludeOutside = false;
};

std::vector<Tap> tapsOf(const Mode& mode, int64_t i, int64_t from, int64_t to, double scale)
{
    const double x = coordinate(mode.coordinates, static_cast<double>(i), static_cast<double>(from),
                                static_cast<double>(to), scale);
    const auto inside = [from](double p) { return std::clamp<int64_t>(static_cast<int64_t>(p), 0, from - 1); };
    if (mode.interpolation == "nearest")
        return {{inside(nearest(mode.rounding, x)), 1.0}};
    const double base = std::floor(x);
    if (mode.interpolation == "linear")
        return {{inside(base), 1 - (x - base)}, {inside(base + 1), x - base}};
    std::vector<Tap> taps;
    double sum = 0;
    for (int k = -1; k <= 2; ++k) {
        const double p = base + k;
        const bool out = p < 0 || p >= static_cast<double>(from);
        taps.push_back({inside(p), mode.excludeOutside && out ? 0 : cubic(x - p, -0.75)});
        sum += taps.back().weight;
    }
    for (Tap& t : taps)
        t.weight /= mode.excludeOutside ? sum : 1;
    return taps;
}

double interpolated(const Tensor& x, const Mode& mode, const std::vector<int64_t>& index, const Shape& target,
                    const std::vector<double>& scales, size_t d = 0, int64_t offset = 0)
{
    if (d == x.rank())
        return static_cast<double>(x.data<float>()[offset]);
    double sum = 0;
    for (const Tap& t : tapsOf(mode, index[d], x.dim(d), target[d], scales[d]))
        sum += t.weight * interpolated(x, mode, index, target, scales, d + 1, offset * x.dim(d) + t.index);
    return sum;
}

Tensor floats(const std::vector<double>& values)
{
    return castTo(tensorOf<double>({static_cast<int64_t>(values.size())}, values), DType::Float32);
}

QString resizedLike(const Shape& shape, const std::vector<double>& scales, const Mode& mode, bool last)
{
    std::mt19937 random(13);
    const Tensor x = randomFloats(shape, random);
    Shape target;
    for (size_t d = 0; d < shape.size(); ++d)
        target.push_back(static_cast<int64_t>(std::floor(static_cast<double>(shape[d]) * scales[d])));
    OpCall call{"Resize", {last ? channelsLast(x) : x, Tensor(), floats(scales)}, {{"mode", mode.interpolation}}, 19};
    call.attributes["coordinate_transformation_mode"] = mode.coordinates;
    call.attributes["nearest_mode"] = mode.rounding;
    call.attributes["exclude_outside"] = int64_t(mode.excludeOutside);
    std::string error;
    const Tensor y = runOne(call, &error);
    if (y.absent() || y.shape() != target)
        return QString::fromStdString(error.empty() ? shapeText(y.shape()) : error);
    for (const auto& index : indicesOf(target)) {
        const double wanted = interpolated(x, mode, index, target, scales);
        if (std::fabs(broadcastAt(y, index) - wanted) > 1e-5)
            return QString::fromStdString("at " + shapeText(index));
    }
    return {};
}

} // namespace

class TestResize : public QObject {
    Q_OBJECT

private slots:
    void followsTheFormula_data();
    void followsTheFormula();
    void sizesAndScalesAgree();
    void onlyTheNamedAxes();
    void keepsTheAspectRatio();
    void cropsTheRegionOfInterest();
    void oldOpsetsScaleFromTheOrigin();
    void resizesIntegersAndDoubles();
    void sameShapeIsTheSameTensor();
    void antialiasWidensTheFilter();
    void antialiasChangesNothingWhenEnlarging();
    void saysWhatIsWrong();
    void aResultBeyondTheMemoryLimitIsRefused();
};

void TestResize::followsTheFormula_data()
{
    QTest::addColumn<QString>("wrong");
    const std::vector<std::pair<const char*, std::vector<double>>> scaleSets = {
        {"twice", {1, 1, 2, 2}},     {"half and three halves", {1, 1, 0.5, 1.5}}, {"three quarters", {1, 1, 0.75, 0.75}},
        {"columns only", {1, 1, 1, 2}}, {"to one row", {1, 1, 0.25, 3}},           {"every dimension", {2, 1.5, 2, 0.5}}};
    for (const char* coordinates : {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric"}) {
        for (const auto& [name, scales] : scaleSets) {
            for (bool last : {false, true}) {
                const auto row = [&, name = name, scales = scales](const Mode& mode) {
                    QTest::addRow("%s %s %s%s, %s%s", mode.interpolation.c_str(), coordinates, mode.rounding.c_str(),
                                  mode.excludeOutside ? " without outside" : "", name, last ? ", channels last" : "")
                        << resizedLike({2, 4, 4, 6}, scales, mode, last);
                };
                row({"linear", coordinates, "floor"});
                row({"cubic", coordinates, "floor"});
                row({"cubic", coordinates, "floor", true});
                for (const char* rounding : {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"})
                    row({"nearest", coordinates, rounding});
            }
        }
    }
    QTest::newRow("nearest for TensorFlow") << resizedLike({1, 2, 4, 4}, {1, 1, 2, 2}, {"nearest", "tf_half_pixel_for_nn", "floor"}, false);
    QTest::newRow("one dimension") << resizedLike({6}, {2}, {"linear", "half_pixel", "floor"}, false);
    QTest::newRow("one dimension, nearest") << resizedLike({6}, {1.5}, {"nearest", "half_pixel", "floor"}, false);
    QTest::newRow("five dimensions") << resizedLike({1, 2, 3, 4, 2}, {1, 1, 2, 0.5, 1.5}, {"linear", "half_pixel", "floor"}, false);
    QTest::newRow("five dimensions, nearest") << resizedLike({1, 2, 3, 4, 2}, {1, 1, 2, 0.5, 1.5}, {"nearest", "asymmetric", "floor"}, false);
}

void TestResize::followsTheFormula()
{
    QFETCH(QString, wrong);
    QCOMPARE(wrong, QString());
}

void TestResize::aResultBeyondTheMemoryLimitIsRefused()
{
    const Tensor x = counting({1, 1, 4, 4});
    setMemoryLimit(memoryInUse() + (1 << 20));
    std::string error;
    runOne({"Resize", {x, Tensor(), floats({1, 1, 1000, 1000})}}, &error);
    setMemoryLimit(0);
    QVERIFY2(error.find("the result") != std::string::npos, error.c_str());
}

void TestResize::sizesAndScalesAgree()
{
    std::mt19937 random(14);
    const Tensor x = randomFloats({1, 2, 6, 5}, random);
    const Tensor bySizes = runOne({"Resize", {x, Tensor(), Tensor(), ints({1, 2, 12, 10})}, {{"mode", std::string("linear")}}});
    const Tensor byScales = runOne({"Resize", {x, Tensor(), floats({1, 1, 2, 2})}, {{"mode", std::string("linear")}}});
    QVERIFY(toDoubles(bySizes) == toDoubles(byScales));
}

void TestResize::onlyTheNamedAxes()
{
    const Tensor x = counting({2, 3});
    const std::vector<int64_t> axes = {-1};
    const Tensor y = runOne({"Resize", {x, Tensor(), floats({2})}, {{"axes", axes}}, 18});
    QCOMPARE(toInts(y), (std::vector<int64_t>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}));
}

void TestResize::keepsTheAspectRatio()
{
    const Tensor x = counting({4, 8});
    const auto shape = [&](const char* policy) {
        return runOne({"Resize", {x, Tensor(), Tensor(), ints({8, 8})},
                       {{"keep_aspect_ratio_policy", std::string(policy)}}, 18}).shape();
    };
    QVERIFY(shape("stretch") == (Shape{8, 8}));
    QVERIFY(shape("not_larger") == (Shape{4, 8}));
    QVERIFY(shape("not_smaller") == (Shape{8, 16}));
}

void TestResize::cropsTheRegionOfInterest()
{
    const Tensor x = counting({1, 5});
    const Tensor roi = tensorOf<float>({4}, {0, 0.5f, 1, 1.5f});
    const Tensor y = runOne({"Resize", {x, roi, Tensor(), ints({1, 3})},
                             {{"mode", std::string("linear")}, {"extrapolation_value", -1.0f},
                              {"coordinate_transformation_mode", std::string("tf_crop_and_resize")}}});
    QCOMPARE(toDoubles(y), (std::vector<double>{2, 4, -1}));
}

void TestResize::oldOpsetsScaleFromTheOrigin()
{
    const Tensor x = counting({1, 4});
    using V = std::vector<double>;
    QCOMPARE(toDoubles(runOne({"Upsample", {x}, {{"scales", std::vector<float>{1, 2}}}, 7})), (V{0, 0, 1, 1, 2, 2, 3, 3}));
    QCOMPARE(toDoubles(runOne({"Upsample", {x, floats({1, 2})}, {{"mode", std::string("linear")}}, 9})),
             (V{0, 0.5, 1, 1.5, 2, 2.5, 3, 3}));
    QCOMPARE(toDoubles(runOne({"Resize", {x, floats({1, 0.5})}, {}, 10})), (V{0, 2}));
}

void TestResize::resizesIntegersAndDoubles()
{
    const Tensor i = tensorOf<uint8_t>({1, 2}, {10, 20});
    QCOMPARE(toInts(runOne({"Resize", {i, Tensor(), floats({1, 2})}})), (std::vector<int64_t>{10, 10, 20, 20}));
    const Tensor d = tensorOf<double>({1, 2}, {10, 20});
    const Tensor y = runOne({"Resize", {d, Tensor(), floats({1, 2})}, {{"mode", std::string("linear")}}});
    QVERIFY(y.type() == DType::Float64);
    QCOMPARE(toDoubles(y), (std::vector<double>{10, 12.5, 17.5, 20}));
}

void TestResize::sameShapeIsTheSameTensor()
{
    const Tensor x = counting({2, 3});
    const auto y = runOp({"Resize", {x, Tensor(), floats({1, 1})}, {{"mode", std::string("cubic")}}});
    QVERIFY(y.ok() && y->front().rawData() == x.rawData());
}

/// The examples of ONNX.
void TestResize::antialiasWidensTheFilter()
{
    Tensor x = counting({1, 1, 4, 4});
    for (float& v : x.span<float>())
        v += 1;
    const auto resized = [&](const char* mode, int64_t excludeOutside) {
        return runOne({"Resize", {x, Tensor(), floats({1, 1, 0.6f, 0.6f})},
                       {{"mode", std::string(mode)}, {"antialias", int64_t(1)}, {"exclude_outside", excludeOutside}}, 18});
    };
    QCOMPARE(differenceFrom(resized("linear", 0), {1, 1, 2, 2}, {2.875, 4.5, 9.375, 11.0}, 1e-6), QString());
    QCOMPARE(differenceFrom(resized("cubic", 0), {1, 1, 2, 2}, {2.5180721, 4.2858863, 9.589329, 11.357142}, 1e-5),
             QString());
    // Shares 0.8, 0.6 of the first two columns, the one before them does not count.
    const double first = (0.8 * 1 + 0.6 * 2) / 1.4;
    QCOMPARE(broadcastAt(resized("linear", 1), {0, 0, 0, 0}), static_cast<double>(static_cast<float>(5 * first - 4)));
}

/// Enlarging, there is nothing to widen.
void TestResize::antialiasChangesNothingWhenEnlarging()
{
    const Tensor x = counting({1, 1, 3, 4});
    const auto resized = [&](int64_t antialias) {
        return runOne({"Resize", {x, Tensor(), floats({1, 1, 2, 2})},
                       {{"mode", std::string("cubic")}, {"antialias", antialias}}, 18});
    };
    QCOMPARE(toDoubles(resized(1)), toDoubles(resized(0)));
}

void TestResize::saysWhatIsWrong()
{
    const Tensor x = counting({2, 3});
    const auto errorOf = [](OpCall call) {
        std::string error;
        runOne(std::move(call), &error);
        return QString::fromStdString(error);
    };
    QCOMPARE(errorOf({"Resize", {x, Tensor(), floats({2})}}),
             QStringLiteral("node 'n' (Resize): 1 scales or sizes for 2 axes of [2, 3]"));
    QCOMPARE(errorOf({"Resize", {x, Tensor(), floats({1, -1})}}),
             QStringLiteral("node 'n' (Resize): cannot scale a dimension of 3 by -1.000000"));
    QCOMPARE(errorOf({"Resize", {x, Tensor(), Tensor(), ints({1, -1})}}),
             QStringLiteral("node 'n' (Resize): cannot resize a dimension of 3 to -1"));
    QCOMPARE(errorOf({"Resize", {x, Tensor(), floats({1, 1})}, {{"mode", std::string("lanczos")}}}),
             QStringLiteral("node 'n' (Resize): mode 'lanczos' is unknown"));
    QCOMPARE(errorOf({"Resize", {Tensor(DType::Float32, {0, 3}), Tensor(), Tensor(), ints({2, 3})}}),
             QStringLiteral("node 'n' (Resize): cannot resize a dimension of 0 to 2"));
}

QTEST_GUILESS_MAIN(TestResize)
#include "tst_resize.moc"
