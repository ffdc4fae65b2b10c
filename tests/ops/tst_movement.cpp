// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <numeric>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using V = std::vector<int64_t>;

Shape randomShape(std::mt19937& random, size_t least, size_t most, int64_t largest)
{
    Shape shape(least + random() % (most - least + 1));
    for (int64_t& d : shape)
        d = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(largest));
    return shape;
}

QString errorOf(OpCall call)
{
    std::string error;
    runOne(std::move(call), &error);
    return QString::fromStdString(error);
}

} // namespace

class TestMovement : public QObject {
    Q_OBJECT

private slots:
    void transposesAnyOrder();
    void transposesLargeMatrices_data();
    void transposesLargeMatrices();
    void transposeOfChannelsLastMayBeFree();
    void joinsAlongAnyAxis();
    void splitsIntoWhatWasJoined();
    void slicesAndSteps();
    void slicesByAttributeBeforeOpset10();
    void gathersSlices();
    void gathersAndScattersElements();
    void gathersAndScattersTuples();
    void padsInEveryMode();
    void padsAnyAxesWithConstant();
    void movesDepthToSpaceAndBack();
    void picksTheTop();
    void topKPutsNaNFirstAndKeepsTies();
    void sumsUpAlongAnAxis();
    void keepsTriangles();
    void compresses();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void TestMovement::transposesAnyOrder()
{
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        const Tensor x = counting(randomShape(random, 1, 5, 6));
        V order(x.rank());
        std::iota(order.begin(), order.end(), int64_t(0));
        std::shuffle(order.begin(), order.end(), random);
        for (bool last : {false, true}) {
            if (last && x.rank() < 3)
                continue;
            const Tensor y = runOne({"Transpose", {last ? channelsLast(x) : x}, {{"perm", order}}});
            for (const auto& index : indicesOf(y.shape())) {
                V source(x.rank());
                for (size_t d = 0; d < x.rank(); ++d)
                    source[static_cast<size_t>(order[d])] = index[d];
                QCOMPARE(broadcastAt(y, index), broadcastAt(x, source));
            }
        }
    }
}

void TestMovement::transposesLargeMatrices_data()
{
    QTest::addColumn<int>("type");
    for (DType type : {DType::Float32, DType::Int64, DType::UInt8, DType::Int16})
        QTest::newRow(std::string(dtypeName(type)).c_str()) << static_cast<int>(type);
}

void TestMovement::transposesLargeMatrices()
{
    QFETCH(int, type);
    const Tensor x = castTo(counting({3, 131, 77}), static_cast<DType>(type));
    const Tensor y = runOne({"Transpose", {x}, {{"perm", V{0, 2, 1}}}});
    const V from = toInts(x);
    const V to = toInts(y);
    for (size_t b = 0; b < 3; ++b)
        for (size_t r = 0; r < 131; ++r)
            for (size_t c = 0; c < 77; ++c)
                QCOMPARE(to[(b * 77 + c) * 131 + r], from[(b * 131 + r) * 77 + c]);
}

void TestMovement::transposeOfChannelsLastMayBeFree()
{
    const Tensor x = channelsLast(counting({2, 3, 4, 5}));
    const auto y = runOp({"Transpose", {x}, {{"perm", V{0, 2, 3, 1}}}});
    QVERIFY(y.ok() && y->front().rawData() == x.rawData());
    QVERIFY(y->front().shape() == (Shape{2, 4, 5, 3}));
}

void TestMovement::joinsAlongAnyAxis()
{
    std::mt19937 random(2);
    for (int round = 0; round < 100; ++round) {
        const Shape shape = randomShape(random, 4, 4, 4);
        const size_t axis = random() % 4;
        std::vector<Tensor> parts, inputs;
        for (int k = 0; k < 3; ++k) {
            Shape own = shape;
            own[axis] = static_cast<int64_t>(random() % 4) + (k == 0);
            parts.push_back(randomFloats(own, random));
            inputs.push_back(random() % 2 && parts.back().size() > 0 ? channelsLast(parts.back()) : parts.back());
        }
        const Tensor y = runOne({"Concat", inputs, {{"axis", static_cast<int64_t>(axis) - (random() % 2 ? 4 : 0)}}});
        for (auto index : indicesOf(y.shape())) {
            const double got = broadcastAt(y, index);
            size_t k = 0;
            while (index[axis] >= parts[k].dim(axis))
                index[axis] -= parts[k++].dim(axis);
            QCOMPARE(got, broadcastAt(parts[k], index));
        }
    }
}

void TestMovement::splitsIntoWhatWasJoined()
{
    const Tensor x = counting({2, 7, 3, 2});
    for (bool last : {false, true}) {
        OpCall call{"Split", {last ? channelsLast(x) : x, ints({2, 0, 5})}, {{"axis", int64_t(1)}}, 13, 3};
        auto parts = runOp(call);
        QVERIFY(parts.ok());
        QVERIFY((*parts)[1].shape() == (Shape{2, 0, 3, 2}));
        const Tensor joined = runOne({"Concat", *parts, {{"axis", int64_t(1)}}});
        QVERIFY(toDoubles(joined) == toDoubles(x));
    }
    const auto uneven = runOp({"Split", {x}, {{"axis", int64_t(1)}, {"num_outputs", int64_t(3)}}, 18, 3});
    QCOMPARE((*uneven)[0].dim(1), 3);
    QCOMPARE((*uneven)[2].dim(1), 1);
    const auto old = runOp({"Split", {x}, {{"axis", int64_t(1)}, {"split", V{3, 4}}}, 11, 2});
    QCOMPARE((*old)[1].dim(1), 4);
}

void TestMovement::slicesAndSteps()
{
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        const Shape shape = randomShape(random, 3, 4, 6);
        const Tensor x = counting(shape);
        const size_t axis = random() % shape.size();
        const int64_t start = static_cast<int64_t>(random() % 17) - 8;
        const int64_t end = random() % 5 ? static_cast<int64_t>(random() % 17) - 8 : std::numeric_limits<int64_t>::min();
        int64_t step = static_cast<int64_t>(random() % 7) - 3;
        step = step ? step : 1;
        const bool last = random() % 2;
        const Tensor y = runOne({"Slice", {last ? channelsLast(x) : x, ints({start}), ints({end}),
                                           ints({static_cast<int64_t>(axis)}), ints({step})}});
        // As Python does it.
        const int64_t size = shape[axis];
        V kept;
        const auto wrap = [size](int64_t v) { return v < -size ? int64_t(-1000) : v < 0 ? v + size : v; };
        int64_t i = wrap(start);
        i = step > 0 ? std::max<int64_t>(i, 0) : std::min(i, size - 1);
        for (; step > 0 ? i < std::min(wrap(end), size) : i > std::max<int64_t>(wrap(end), -1) && i >= 0; i += step)
            kept.push_back(i);
        QCOMPARE(y.dim(axis), static_cast<int64_t>(kept.size()));
        for (const auto& index : indicesOf(y.shape())) {
            V source = index;
            source[axis] = kept[static_cast<size_t>(index[axis])];
            QCOMPARE(broadcastAt(y, index), broadcastAt(x, source));
        }
    }
}

void TestMovement::slicesByAttributeBeforeOpset10()
{
    const Tensor y = runOne({"Slice", {counting({3, 4})}, {{"starts", V{1, 0}}, {"ends", V{std::numeric_limits<int64_t>::max(), -2}}}, 9});
    QCOMPARE(toInts(y), (V{4, 5, 8, 9}));
}

void TestMovement::gathersSlices()
{
    const Tensor x = counting({2, 4, 3});
    const Tensor indices = tensorOf<int64_t>({2, 2}, {0, -1, 3, 1});
    for (int64_t axis : {0, 1, -1}) {
        const Tensor valid = axis == 1 ? indices : tensorOf<int64_t>({2, 2}, {0, -1, 1, 1});
        const Tensor y = runOne({"Gather", {x, valid}, {{"axis", axis}}});
        const size_t a = static_cast<size_t>(axis < 0 ? axis + 3 : axis);
        QCOMPARE(y.rank(), size_t(4));
        for (const auto& index : indicesOf(y.shape())) {
            V source(index.begin(), index.begin() + static_cast<std::ptrdiff_t>(a));
            const int64_t picked = valid.data<int64_t>()[index[a] * 2 + index[a + 1]];
            source.push_back(picked < 0 ? picked + x.dim(a) : picked);
            source.insert(source.end(), index.begin() + static_cast<std::ptrdiff_t>(a) + 2, index.end());
            QCOMPARE(broadcastAt(y, index), broadcastAt(x, source));
        }
    }
    const Tensor scalar = runOne({"Gather", {x, Tensor::scalar<int64_t>(1)}});
    QVERIFY(scalar.shape() == (Shape{4, 3}));
}

void TestMovement::gathersAndScattersElements()
{
    const Tensor x = counting({2, 3});
    const Tensor indices = tensorOf<int64_t>({2, 2}, {2, -3, 0, 1});
    const std::map<std::string, AttributeValue, std::less<>> along = {{"axis", int64_t(1)}};
    QCOMPARE(toInts(runOne({"GatherElements", {x, indices}, along})), (V{2, 0, 3, 4}));
    const Tensor updates = tensorOf<float>({2, 2}, {10, 20, 30, 40});
    QCOMPARE(toInts(runOne({"ScatterElements", {x, indices, updates}, along})), (V{20, 1, 10, 30, 40, 5}));
    auto adding = along;
    adding["reduction"] = std::string("add");
    QCOMPARE(toInts(runOne({"ScatterElements", {x, indices, updates}, adding, 18})), (V{20, 1, 12, 33, 44, 5}));
    QCOMPARE(toInts(x), (V{0, 1, 2, 3, 4, 5}));
}

void TestMovement::gathersAndScattersTuples()
{
    const Tensor x = counting({2, 2, 2});
    QCOMPARE(toInts(runOne({"GatherND", {x, tensorOf<int64_t>({2, 2}, {0, 1, -1, 0})}})), (V{2, 3, 4, 5}));
    QCOMPARE(toInts(runOne({"GatherND", {x, tensorOf<int64_t>({2, 1}, {1, 0})}, {{"batch_dims", int64_t(1)}}})),
             (V{2, 3, 4, 5}));
    const Tensor updates = tensorOf<float>({1, 2}, {8, 9});
    QCOMPARE(toInts(runOne({"ScatterND", {x, tensorOf<int64_t>({1, 2}, {1, -1}), updates}})), (V{0, 1, 2, 3, 4, 5, 8, 9}));
    QCOMPARE(toInts(runOne({"ScatterND", {x, tensorOf<int64_t>({1, 2}, {1, 1}), updates}, {{"reduction", std::string("max")}}, 18})),
             (V{0, 1, 2, 3, 4, 5, 8, 9}));
}

void TestMovement::padsInEveryMode()
{
    const Tensor x = counting({1, 4});
    const auto padded = [&](const char* mode, V pads) {
        return toInts(runOne({"Pad", {x, ints(std::move(pads))}, {{"mode", std::string(mode)}}, 19}));
    };
    QCOMPARE(padded("constant", {0, 2, 0, 1}), (V{0, 0, 0, 1, 2, 3, 0}));
    QCOMPARE(padded("edge", {0, 2, 0, 1}), (V{0, 0, 0, 1, 2, 3, 3}));
    QCOMPARE(padded("reflect", {0, 2, 0, 3}), (V{2, 1, 0, 1, 2, 3, 2, 1, 0}));
    QCOMPARE(padded("wrap", {0, 2, 0, 5}), (V{2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0}));
    QCOMPARE(padded("reflect", {0, -1, 0, 2}), (V{1, 2, 3, 2, 1}));
    QCOMPARE(padded("constant", {0, -2, 0, -2}), V{});
}

void TestMovement::padsAnyAxesWithConstant()
{
    std::mt19937 random(4);
    for (int round = 0; round < 60; ++round) {
        const Tensor x = randomFloats(randomShape(random, 4, 4, 4), random);
        V pads(8);
        for (size_t d = 0; d < 8; ++d)
            pads[d] = static_cast<int64_t>(random() % 4) - (x.dim(d % 4) > 2 ? 1 : 0);
        const bool last = random() % 2;
        const Tensor y = runOne({"Pad", {last ? channelsLast(x) : x, ints(pads), Tensor::scalar(7.5f)}});
        for (const auto& index : indicesOf(y.shape())) {
            bool inside = true;
            V source = index;
            for (size_t d = 0; d < 4; ++d) {
                source[d] -= pads[d];
                inside = inside && source[d] >= 0 && source[d] < x.dim(d);
            }
            QCOMPARE(broadcastAt(y, index), inside ? broadcastAt(x, source) : 7.5);
        }
    }
    const Tensor byAxes = runOne({"Pad", {counting({2, 2}), ints({1, 0}), Tensor(), ints({-1})}, {}, 18});
    QCOMPARE(toInts(byAxes), (V{0, 0, 1, 0, 2, 3}));
    const Tensor old = runOne({"Pad", {counting({2})}, {{"pads", V{1, 1}}, {"value", 5.0f}}, 10});
    QCOMPARE(toInts(old), (V{5, 0, 1, 5}));
}

void TestMovement::movesDepthToSpaceAndBack()
{
    const Tensor x = counting({2, 8, 2, 3});
    const Tensor y = runOne({"DepthToSpace", {x}, {{"blocksize", int64_t(2)}}});
    QVERIFY(y.shape() == (Shape{2, 2, 4, 6}));
    // Depth, column, row: channel (i * 2 + j) * 2 + c goes to row offset i, column offset j.
    for (const auto& i : indicesOf(y.shape()))
        QCOMPARE(broadcastAt(y, i), broadcastAt(x, {i[0], (i[2] % 2 * 2 + i[3] % 2) * 2 + i[1], i[2] / 2, i[3] / 2}));
    const Tensor back = runOne({"SpaceToDepth", {y}, {{"blocksize", int64_t(2)}}});
    QVERIFY(toDoubles(back) == toDoubles(x));
    for (const char* mode : {"DCR", "CRD"}) {
        OpCall call{"DepthToSpace", {x}, {{"blocksize", int64_t(2)}, {"mode", std::string(mode)}}};
        const Tensor plain = runOne(call);
        call.inputs = {channelsLast(x)};
        QVERIFY(toDoubles(runOne(call)) == toDoubles(plain));
    }
    const Tensor backFromLast = runOne({"SpaceToDepth", {channelsLast(y)}, {{"blocksize", int64_t(2)}}});
    QVERIFY(toDoubles(backFromLast) == toDoubles(x));
}

void TestMovement::picksTheTop()
{
    std::mt19937 random(5);
    const Tensor x = randomFloats({3, 20, 4}, random);
    for (int64_t largest : {0, 1}) {
        auto result = runOp({"TopK", {x, ints({6})}, {{"axis", int64_t(1)}, {"largest", largest}}, 11, 2});
        QVERIFY(result.ok());
        for (int64_t o = 0; o < 3; ++o) {
            for (int64_t i = 0; i < 4; ++i) {
                std::vector<std::pair<double, int64_t>> all;
                for (int64_t k = 0; k < 20; ++k)
                    all.emplace_back((largest ? -1 : 1) * broadcastAt(x, {o, k, i}), k);
                std::sort(all.begin(), all.end());
                for (int64_t k = 0; k < 6; ++k) {
                    QCOMPARE(broadcastAt((*result)[1], {o, k, i}), static_cast<double>(all[static_cast<size_t>(k)].second));
                    QCOMPARE(std::fabs(broadcastAt((*result)[0], {o, k, i})), std::fabs(all[static_cast<size_t>(k)].first));
                }
            }
        }
    }
}

void TestMovement::topKPutsNaNFirstAndKeepsTies()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto result = runOp({"TopK", {tensorOf<float>({6}, {1, nan, 1, 2, nan, 1}), ints({5})}, {}, 11, 2});
    QCOMPARE(toInts((*result)[1]), (V{1, 4, 3, 0, 2}));
    const auto old = runOp({"TopK", {tensorOf<float>({3}, {1, 3, 2})}, {{"k", int64_t(1)}}, 9, 2});
    QCOMPARE(toInts((*old)[0]), V{3});
}

void TestMovement::sumsUpAlongAnAxis()
{
    const Tensor x = counting({2, 3});
    const auto sums = [&](int64_t axis, int64_t exclusive, int64_t reverse) {
        return toInts(runOne({"CumSum", {x, Tensor::scalar(axis)}, {{"exclusive", exclusive}, {"reverse", reverse}}}));
    };
    QCOMPARE(sums(1, 0, 0), (V{0, 1, 3, 3, 7, 12}));
    QCOMPARE(sums(-1, 1, 0), (V{0, 0, 1, 0, 3, 7}));
    QCOMPARE(sums(1, 0, 1), (V{3, 3, 2, 12, 9, 5}));
    QCOMPARE(sums(0, 1, 1), (V{3, 4, 5, 0, 0, 0}));
}

void TestMovement::keepsTriangles()
{
    const Tensor x = castTo(counting({1, 2, 3}), DType::Int64);
    const auto triangle = [&](int64_t upper, int64_t k) {
        return toInts(runOne({"Trilu", {x, Tensor::scalar(k)}, {{"upper", upper}}}));
    };
    QCOMPARE(triangle(1, 0), (V{0, 1, 2, 0, 4, 5}));
    QCOMPARE(triangle(0, 0), (V{0, 0, 0, 3, 4, 0}));
    QCOMPARE(triangle(1, std::numeric_limits<int64_t>::max()), (V{0, 0, 0, 0, 0, 0}));
    QCOMPARE(triangle(0, 1), (V{0, 1, 0, 3, 4, 5}));
}

void TestMovement::compresses()
{
    const Tensor x = counting({3, 2});
    QCOMPARE(toInts(runOne({"Compress", {x, bools({3}, {0, 1, 1})}, {{"axis", int64_t(0)}}})), (V{2, 3, 4, 5}));
    QCOMPARE(toInts(runOne({"Compress", {x, bools({5}, {0, 1, 0, 0, 1})}})), (V{1, 4}));
}

void TestMovement::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("got");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, OpCall call, const char* expected) {
        QTest::newRow(name) << errorOf(std::move(call)) << expected;
    };
    const Tensor x = counting({2, 3});
    row("order with a dimension twice", {"Transpose", {x}, {{"perm", V{0, 0}}}},
        "node 'n' (Transpose): perm [0, 0] is no order of 2 dimensions");
    row("order of another rank", {"Transpose", {x}, {{"perm", V{0, 1, 2}}}},
        "node 'n' (Transpose): perm [0, 1, 2] is no order of 2 dimensions");
    row("joining unequal shapes", {"Concat", {x, counting({3, 3})}, {{"axis", int64_t(1)}}},
        "node 'n' (Concat): cannot join [3, 3] to [2, 3] along axis 1");
    row("joining unequal types", {"Concat", {x, ints({1})}, {{"axis", int64_t(0)}}},
        "node 'n' (Concat): input 0 is float32 but input 1 is int64");
    row("splitting into too much", {"Split", {x, ints({1, 2})}, {}, 13, 2},
        "node 'n' (Split): cannot split a dimension of 2 into [1, 2] for 2 outputs");
    row("slicing an axis there is not", {"Slice", {x, ints({0}), ints({1}), ints({2})}},
        "node 'n' (Slice): axis 2 is outside a tensor of rank 2");
    row("step of zero", {"Slice", {x, ints({0}), ints({1}), ints({0}), ints({0})}},
        "node 'n' (Slice): the step of axis 0 is 0");
    row("gathering outside", {"Gather", {x, ints({2})}}, "node 'n' (Gather): index 2 is outside a dimension of 2");
    row("tuples outside", {"GatherND", {x, tensorOf<int64_t>({1, 2}, {0, -4})}},
        "node 'n' (GatherND): index -4 is outside a dimension of 3");
    row("tuples too long", {"GatherND", {x, tensorOf<int64_t>({1, 3}, {0, 0, 0})}},
        "node 'n' (GatherND): indices [1, 3] do not fit data [2, 3]");
    row("updates that do not fit", {"ScatterND", {x, tensorOf<int64_t>({1, 1}, {0}), counting({1, 2})}},
        "node 'n' (ScatterND): indices [1, 1] and updates [1, 2] do not fit data [2, 3]");
    row("too few pads", {"Pad", {x, ints({1, 1})}}, "node 'n' (Pad): 2 pads for 2 axes");
    row("cutting off more than there is", {"Pad", {x, ints({0, -4, 0, 0})}},
        "node 'n' (Pad): the result: shape [2, -1] has a negative dimension");
    row("unknown padding", {"Pad", {x, ints({0, 0, 0, 0})}, {{"mode", std::string("mirror")}}},
        "node 'n' (Pad): padding mode 'mirror' is unknown");
    row("more than all", {"TopK", {x, ints({4})}}, "node 'n' (TopK): k = 4 is outside a dimension of 3");
    row("channels that make no block", {"DepthToSpace", {counting({1, 3, 2, 2})}, {{"blocksize", int64_t(2)}}},
        "node 'n' (DepthToSpace): cannot spread the channels of [1, 3, 2, 2] over blocks of 2");
    row("triangle of a vector", {"Trilu", {ints({1})}}, "node 'n' (Trilu): takes matrices, got [1]");
}

void TestMovement::saysWhatIsWrong()
{
    QFETCH(QString, got);
    QFETCH(QString, expected);
    QCOMPARE(got, expected);
}

QTEST_GUILESS_MAIN(TestMovement)
#include "tst_movement.moc"
