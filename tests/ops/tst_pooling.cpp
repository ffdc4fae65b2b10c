// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

/// Attributes of a pooling node over `spatial` dimensions.
struct Pool {
    std::vector<int64_t> kernel, strides, dilations, pads;
    bool ceil = false;

    size_t spatial() const { return kernel.size(); }
    int64_t extent(size_t d) const { return (kernel[d] - 1) * dilations[d] + 1; }
    int64_t outputs(size_t d, int64_t size) const
    {
        int64_t count = 0; // windows that fit, and with ceil one more that starts inside
        const int64_t padded = size + pads[d] + pads[spatial() + d];
        for (int64_t start = 0; ceil ? start < padded : start + extent(d) <= padded; start += strides[d]) {
            ++count;
            if (start + extent(d) >= padded)
                break;
        }
        if (ceil && (count - 1) * strides[d] >= size + pads[d])
            --count;
        return count;
    }
    std::map<std::string, AttributeValue, std::less<>> attributes() const
    {
        return {{"kernel_shape", kernel},
                {"strides", strides},
                {"dilations", dilations},
                {"pads", pads},
                {"ceil_mode", int64_t(ceil)}};
    }
};

Pool randomPool(std::mt19937& random, size_t spatial)
{
    Pool p;
    for (size_t d = 0; d < spatial; ++d) {
        p.kernel.push_back(1 + static_cast<int64_t>(random() % 3));
        p.strides.push_back(1 + static_cast<int64_t>(random() % 3));
        p.dilations.push_back(1 + static_cast<int64_t>(random() % 2));
    }
    for (size_t i = 0; i < 2 * spatial; ++i)
        p.pads.push_back(static_cast<int64_t>(random() % static_cast<unsigned>(p.kernel[i % spatial])));
    p.ceil = random() % 2;
    return p;
}

/// What a window holds: the elements inside, their offsets in the whole tensor, and how many positions are
/// not beyond the padding.
struct View {
    std::vector<double> values;
    std::vector<int64_t> offsets;
    int64_t padded = 0;
};

View viewOf(const Tensor& x, const std::vector<double>& values, const Pool& p, const std::vector<int64_t>& at)
{
    View view;
    for (const auto& k : indicesOf(p.kernel)) {
        int64_t offset = at[0] * x.dim(1) + at[1];
        bool inside = true, padded = true;
        for (size_t d = 0; d < p.spatial(); ++d) {
            const int64_t i = at[d + 2] * p.strides[d] + k[d] * p.dilations[d] - p.pads[d];
            inside = inside && i >= 0 && i < x.dim(d + 2);
            padded = padded && i < x.dim(d + 2) + p.pads[p.spatial() + d];
            offset = offset * x.dim(d + 2) + i;
        }
        view.padded += padded;
        if (inside) {
            view.values.push_back(values[static_cast<size_t>(offset)]);
            view.offsets.push_back(offset);
        }
    }
    return view;
}

Tensor randomPicture(std::mt19937& random, size_t spatial, DType type)
{
    Shape shape{1 + static_cast<int64_t>(random() % 2), 1 + static_cast<int64_t>(random() % 3)};
    for (size_t d = 0; d < spatial; ++d)
        shape.push_back(5 + static_cast<int64_t>(random() % 4));
    return castTo(randomFloats(shape, random, -100.0f, 100.0f), type);
}

Shape resultShape(const Tensor& x, const Pool& p)
{
    Shape shape{x.dim(0), x.dim(1)};
    for (size_t d = 0; d < p.spatial(); ++d)
        shape.push_back(p.outputs(d, x.dim(d + 2)));
    return shape;
}

double average(const View& v, bool withPadding)
{
    double sum = 0;
    for (double value : v.values)
        sum += value;
    return sum / static_cast<double>(withPadding ? v.padded : static_cast<int64_t>(v.values.size()));
}

} // namespace

class TestPooling : public QObject {
    Q_OBJECT

private slots:
    void maximaOfAllTypes_data();
    void maximaOfAllTypes();
    void averages_data();
    void averages();
    void norms();
    void indicesMayBeColumnMajor();
    void unpoolingUndoesPooling();
    void globalPoolsOfDoubles();
};

void TestPooling::maximaOfAllTypes_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("withIndices");
    for (DType type : {DType::Float32, DType::Float64, DType::Int8, DType::UInt8}) {
        QTest::addRow("%s alone", std::string(dtypeName(type)).c_str()) << static_cast<int>(type) << false;
        QTest::addRow("%s with indices", std::string(dtypeName(type)).c_str())
            << static_cast<int>(type) << true;
    }
}

void TestPooling::maximaOfAllTypes()
{
    QFETCH(int, type);
    QFETCH(bool, withIndices);
    std::mt19937 random(21);
    for (int round = 0; round < 30; ++round) {
        const Pool p = randomPool(random, 1 + random() % 3);
        const Tensor x = randomPicture(random, p.spatial(), static_cast<DType>(type));
        const Shape shape = resultShape(x, p);
        const std::vector<double> values = toDoubles(x);
        std::vector<double> wanted, places;
        for (const auto& at : indicesOf(shape)) {
            const View view = viewOf(x, values, p, at);
            const auto best = std::max_element(view.values.begin(), view.values.end());
            wanted.push_back(*best);
            places.push_back(
                static_cast<double>(view.offsets[static_cast<size_t>(best - view.values.begin())]));
        }
        const auto outputs = runOp({"MaxPool", {x}, p.attributes(), 12, withIndices ? 2u : 1u});
        QVERIFY2(outputs.ok(), outputs ? "" : outputs.error().text().c_str());
        QCOMPARE(outputs->front().type(), x.type());
        QCOMPARE(differenceFrom(toPlain(outputs->front()), shape, wanted, 0), QString());
        if (withIndices)
            QCOMPARE(differenceFrom((*outputs)[1], shape, places, 0), QString());
    }
}

void TestPooling::averages_data()
{
    QTest::addColumn<bool>("wide");
    QTest::addColumn<bool>("withPadding");
    QTest::newRow("float32 without padding") << false << false;
    QTest::newRow("float32 with padding") << false << true;
    QTest::newRow("float64 without padding") << true << false;
    QTest::newRow("float64 with padding") << true << true;
}

void TestPooling::averages()
{
    QFETCH(bool, wide);
    QFETCH(bool, withPadding);
    std::mt19937 random(22);
    for (int round = 0; round < 60; ++round) {
        const Pool p = randomPool(random, 1 + random() % 3);
        const Tensor x = randomPicture(random, p.spatial(), wide ? DType::Float64 : DType::Float32);
        const Shape shape = resultShape(x, p);
        const std::vector<double> values = toDoubles(x);
        std::vector<double> wanted;
        bool empty = false;
        for (const auto& at : indicesOf(shape)) {
            const View view = viewOf(x, values, p, at);
            empty = empty || view.values.empty();
            wanted.push_back(average(view, withPadding));
        }
        if (empty)
            continue; // nobody says what the average of nothing is
        auto attributes = p.attributes();
        attributes["count_include_pad"] = int64_t(withPadding);
        const Tensor y = runOne({"AveragePool", {x}, attributes, 19});
        QCOMPARE(differenceFrom(y, shape, wanted, wide ? 1e-12 : 1e-5), QString());
    }
}

void TestPooling::norms()
{
    std::mt19937 random(23);
    for (int64_t power : {1, 2, 3}) {
        const Pool p = randomPool(random, 2);
        const Tensor x = randomPicture(random, 2, DType::Float32);
        const Shape shape = resultShape(x, p);
        const std::vector<double> values = toDoubles(x);
        std::vector<double> wanted;
        for (const auto& at : indicesOf(shape)) {
            double sum = 0;
            for (double v : viewOf(x, values, p, at).values)
                sum += std::pow(std::fabs(v), static_cast<double>(power));
            wanted.push_back(std::pow(sum, 1.0 / static_cast<double>(power)));
        }
        auto attributes = p.attributes();
        attributes["p"] = power;
        QCOMPARE(differenceFrom(runOne({"LpPool", {x}, attributes, 18}), shape, wanted, 1e-5), QString());
    }
    const Tensor x = tensorOf<float>({1, 2, 1, 2}, {3, -4, 5, 12});
    QCOMPARE(toDoubles(runOne({"GlobalLpPool", {x}})), std::vector<double>({5, 13}));
}

void TestPooling::indicesMayBeColumnMajor()
{
    const Tensor x = tensorOf<float>({1, 1, 2, 3}, {0, 1, 9, 2, 8, 3});
    const auto indices = [&](int64_t order) {
        const auto outputs = runOp({"MaxPool",
                                    {x},
                                    {{"kernel_shape", std::vector<int64_t>{2, 2}}, {"storage_order", order}},
                                    12,
                                    2});
        return toInts((*outputs)[1]);
    };
    QCOMPARE(indices(0), std::vector<int64_t>({4, 2}));
    QCOMPARE(indices(1), std::vector<int64_t>({3, 4}));
}

void TestPooling::unpoolingUndoesPooling()
{
    const Tensor x = tensorOf<float>({1, 1, 2, 4}, {1, 5, 2, 6, 3, 4, 8, 7});
    const std::vector<int64_t> two{2, 2};
    const auto pooled = runOp({"MaxPool", {x}, {{"kernel_shape", two}, {"strides", two}}, 12, 2});
    const Tensor back = runOne(
        {"MaxUnpool", {toPlain((*pooled)[0]), (*pooled)[1]}, {{"kernel_shape", two}, {"strides", two}}, 11});
    QCOMPARE(toDoubles(back), std::vector<double>({0, 5, 0, 0, 0, 0, 8, 0}));
    std::string error;
    runOne({"MaxUnpool",
            {toPlain((*pooled)[0]), tensorOf<int64_t>({1, 1, 1, 2}, {0, 8})},
            {{"kernel_shape", two}, {"strides", two}},
            11},
           &error);
    QCOMPARE(error, std::string("node 'n' (MaxUnpool): index 8 is outside of [1, 1, 2, 4]"));
}

void TestPooling::globalPoolsOfDoubles()
{
    const double little = std::ldexp(1.0, -40); // below what float32 adds to 3
    const Tensor x = tensorOf<double>({1, 2, 1, 3}, {1, 2, 6 + 3 * little, little, 3 * little, 2 * little});
    QCOMPARE(toDoubles(runOne({"GlobalAveragePool", {x}})), std::vector<double>({3 + little, 2 * little}));
    QCOMPARE(toDoubles(runOne({"GlobalMaxPool", {x}})), std::vector<double>({6 + 3 * little, 3 * little}));
}

QTEST_GUILESS_MAIN(TestPooling)
#include "tst_pooling.moc"
