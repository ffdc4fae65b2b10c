// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

using Values = std::vector<double>;
using Groups = std::vector<std::vector<size_t>>; ///< offsets of the elements that share statistics

/// Offsets of a Plain tensor whose elements have the same key.
template <class Key>
Groups grouped(const Shape& shape, Key key)
{
    std::map<int64_t, std::vector<size_t>> groups;
    size_t offset = 0;
    for (const auto& index : indicesOf(shape))
        groups[key(index)].push_back(offset++);
    Groups result;
    for (auto& [k, offsets] : groups)
        result.push_back(offsets);
    return result;
}

struct Statistics {
    double mean = 0, variance = 0;
};

Statistics statisticsOf(const Values& x, const std::vector<size_t>& offsets)
{
    Statistics s;
    for (size_t i : offsets)
        s.mean += x[i] / static_cast<double>(offsets.size());
    for (size_t i : offsets)
        s.variance += (x[i] - s.mean) * (x[i] - s.mean) / static_cast<double>(offsets.size());
    return s;
}

/// (x - mean) / sqrt(variance + epsilon) within every group.
Values normalised(const Values& x, const Groups& groups, double epsilon)
{
    Values y(x.size());
    for (const auto& offsets : groups) {
        const Statistics s = statisticsOf(x, offsets);
        for (size_t i : offsets)
            y[i] = (x[i] - s.mean) / std::sqrt(s.variance + epsilon);
    }
    return y;
}

} // namespace

class TestNormalization : public QObject {
    Q_OBJECT

private slots:
    void float32AndFloat64Agree_data();
    void float32AndFloat64Agree();
    void layersGiveTheirStatistics();
    void groupsHaveTheirOwnStatistics();
    void instancesAreChannelsOfSamples();
    void meanAndVarianceOverAnyAxes();
    void neighboursAmongTheChannels();
    void rowsAreDividedByTheirNorm();
    void hardmaxMarksTheFirst();
    void lossesCountWhatIsNotIgnored();
    void saysWhatIsWrong();
};

void TestNormalization::float32AndFloat64Agree_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<int>("parameters");
    QTest::newRow("Softmax") << QStringLiteral("Softmax") << 0;
    QTest::newRow("LogSoftmax") << QStringLiteral("LogSoftmax") << 0;
    QTest::newRow("LayerNormalization") << QStringLiteral("LayerNormalization") << 2;
    QTest::newRow("BatchNormalization") << QStringLiteral("BatchNormalization") << 4;
    QTest::newRow("InstanceNormalization") << QStringLiteral("InstanceNormalization") << 2;
    QTest::newRow("LRN") << QStringLiteral("LRN") << 0;
    QTest::newRow("LpNormalization") << QStringLiteral("LpNormalization") << 0;
}

void TestNormalization::float32AndFloat64Agree()
{
    QFETCH(QString, op);
    QFETCH(int, parameters);
    std::mt19937 random(71);
    for (int round = 0; round < 20; ++round) {
        const auto some = [&] { return 1 + static_cast<int64_t>(random() % 5); };
        const int64_t channels = some();
        std::vector<Tensor> narrow{randomFloats({some(), channels, some(), channels}, random)};
        for (int i = 0; i < parameters; ++i)
            narrow.push_back(randomFloats({channels}, random, 0.5f, 2.0f));
        std::vector<Tensor> wide;
        for (const Tensor& t : narrow)
            wide.push_back(castTo(t, DType::Float64));
        const std::map<std::string, AttributeValue, std::less<>> attributes{{"size", int64_t(3)}};
        const Tensor y = runOne({op.toStdString(), narrow, attributes});
        const Tensor z = runOne({op.toStdString(), wide, attributes});
        QCOMPARE(z.type(), DType::Float64);
        QCOMPARE(differenceFrom(y, z.shape(), toDoubles(z), 1e-4), QString());
    }
}

void TestNormalization::layersGiveTheirStatistics()
{
    std::mt19937 random(72);
    const Shape shape{2, 3, 4};
    const Tensor x = randomFloats(shape, random), scale = randomFloats({3, 4}, random),
                 shift = randomFloats({3, 4}, random);
    const auto outputs = runOp({"LayerNormalization", {x, scale, shift}, {{"axis", int64_t(1)}}, 17, 3});
    QVERIFY(outputs.ok());
    Values means, inverses, wanted;
    const Groups samples = grouped(shape, [](const auto& i) { return i[0]; });
    for (const auto& offsets : samples) {
        const Statistics s = statisticsOf(toDoubles(x), offsets);
        means.push_back(s.mean);
        inverses.push_back(1 / std::sqrt(s.variance + 1e-5));
    }
    wanted = normalised(toDoubles(x), samples, 1e-5);
    for (size_t i = 0; i < wanted.size(); ++i)
        wanted[i] = wanted[i] * toDoubles(scale)[i % 12] + toDoubles(shift)[i % 12];
    QCOMPARE(differenceFrom((*outputs)[0], shape, wanted, 1e-5), QString());
    QCOMPARE(differenceFrom((*outputs)[1], {2, 1, 1}, means, 1e-5), QString());
    QCOMPARE(differenceFrom((*outputs)[2], {2, 1, 1}, inverses, 1e-5), QString());
}

void TestNormalization::groupsHaveTheirOwnStatistics()
{
    std::mt19937 random(73);
    const Shape shape{2, 6, 3, 2};
    const Tensor x = randomFloats(shape, random);
    for (bool perChannel : {false, true}) { // opset 18 has a scale per group
        const int64_t count = perChannel ? 6 : 3;
        const Tensor scale = randomFloats({count}, random), bias = randomFloats({count}, random);
        Values wanted =
            normalised(toDoubles(x), grouped(shape, [](const auto& i) { return i[0] * 3 + i[1] / 2; }), 1e-5);
        for (size_t i = 0; i < wanted.size(); ++i) {
            const size_t p = i / 6 % 6 / (perChannel ? 1 : 2);
            wanted[i] = wanted[i] * toDoubles(scale)[p] + toDoubles(bias)[p];
        }
        const Tensor y = runOne(
            {"GroupNormalization", {x, scale, bias}, {{"num_groups", int64_t(3)}}, perChannel ? 21 : 18});
        QCOMPARE(differenceFrom(y, shape, wanted, 1e-5), QString());
    }
}

void TestNormalization::instancesAreChannelsOfSamples()
{
    std::mt19937 random(74);
    const Shape shape{2, 3, 7};
    const Tensor x = randomFloats(shape, random);
    const Tensor ones = tensorOf<float>({3}, {1, 1, 1}), zeros = tensorOf<float>({3}, {0, 0, 0});
    const Values wanted =
        normalised(toDoubles(x), grouped(shape, [](const auto& i) { return i[0] * 3 + i[1]; }), 1e-5);
    QCOMPARE(differenceFrom(runOne({"InstanceNormalization", {x, ones, zeros}}), shape, wanted, 1e-5),
             QString());
}

void TestNormalization::meanAndVarianceOverAnyAxes()
{
    std::mt19937 random(75);
    const Shape shape{3, 2, 4, 5};
    const Tensor x = randomFloats(shape, random);
    const Values standard = normalised(toDoubles(x), grouped(shape, [](const auto& i) { return i[1]; }), 0);
    QCOMPARE(differenceFrom(runOne({"MeanVarianceNormalization", {x}}), shape, standard, 1e-5), QString());
    const Values other =
        normalised(toDoubles(x), grouped(shape, [](const auto& i) { return i[0] * 5 + i[3]; }), 0);
    const Tensor y = runOne({"MeanVarianceNormalization", {x}, {{"axes", std::vector<int64_t>{1, -2}}}});
    QCOMPARE(differenceFrom(y, shape, other, 1e-5), QString());
}

void TestNormalization::neighboursAmongTheChannels()
{
    const Tensor x = tensorOf<double>({1, 4, 1}, {1, 2, 3, 4});
    const Tensor y =
        runOne({"LRN", {x}, {{"size", int64_t(2)}, {"alpha", 2.0f}, {"beta", 1.0f}, {"bias", 1.0f}}});
    // An even window reaches one further ahead than back.
    QCOMPARE(differenceFrom(y, {1, 4, 1}, {1.0 / 6, 2.0 / 14, 3.0 / 26, 4.0 / 17}, 1e-12), QString());
}

void TestNormalization::rowsAreDividedByTheirNorm()
{
    const Tensor x = tensorOf<float>({2, 2}, {3, -4, 0, 0});
    QCOMPARE(differenceFrom(runOne({"LpNormalization", {x}}), {2, 2}, {0.6, -0.8, 0, 0}, 1e-6), QString());
    QCOMPARE(differenceFrom(runOne({"LpNormalization", {x}, {{"p", int64_t(1)}, {"axis", int64_t(0)}}}),
                            {2, 2}, {1, -1, 0, 0}, 1e-6),
             QString());
}

void TestNormalization::hardmaxMarksTheFirst()
{
    const Tensor x = tensorOf<float>({1, 2, 2}, {1, 3, 3, 0});
    QCOMPARE(toDoubles(runOne({"Hardmax", {x}, {}, 13})), Values({0, 1, 1, 0}));
    QCOMPARE(toDoubles(runOne({"Hardmax", {x}, {}, 11})),
             Values({0, 1, 0, 0})); // all from axis 1 on is one row
}

void TestNormalization::lossesCountWhatIsNotIgnored()
{
    const Tensor logs = tensorOf<double>({3, 2}, {-1, -2, -3, -4, -5, -6});
    const Tensor labels = ints({1, 0, -7});
    const Tensor weights = tensorOf<double>({2}, {1, 3});
    const auto loss = [&](const char* reduction) {
        return toDoubles(runOne({"NegativeLogLikelihoodLoss",
                                 {logs, labels, weights},
                                 {{"reduction", std::string(reduction)}, {"ignore_index", int64_t(-7)}}}));
    };
    QCOMPARE(loss("none"), Values({6, 3, 0}));
    QCOMPARE(loss("sum"), Values({9}));
    QCOMPARE(loss("mean"), Values({9.0 / 4}));
    const Tensor scores = tensorOf<double>({1, 2}, {0, std::log(3.0)});
    const auto outputs = runOp({"SoftmaxCrossEntropyLoss", {scores, ints({1})}, {}, 13, 2});
    QCOMPARE(differenceFrom((*outputs)[0], {}, {std::log(4.0 / 3)}, 1e-12), QString());
    QCOMPARE(differenceFrom((*outputs)[1], {1, 2}, {std::log(0.25), std::log(0.75)}, 1e-12), QString());
}

void TestNormalization::saysWhatIsWrong()
{
    const auto errorOf = [](OpCall call) {
        std::string error;
        runOne(std::move(call), &error);
        return QString::fromStdString(error);
    };
    const Tensor x = counting({1, 4});
    const Tensor p = counting({4});
    QCOMPARE(
        errorOf({"GroupNormalization", {x, p, p}, {{"num_groups", int64_t(3)}}, 21}),
        QStringLiteral("node 'n' (GroupNormalization): scale [4], bias [4] and 3 groups do not fit [1, 4]"));
    QCOMPARE(errorOf({"NegativeLogLikelihoodLoss", {x, ints({4})}}),
             QStringLiteral("node 'n' (NegativeLogLikelihoodLoss): label 4 is none of the 4 classes"));
    QCOMPARE(errorOf({"Softmax", {ints({1})}}), QStringLiteral("node 'n' (Softmax): does not take int64"));
    QCOMPARE(errorOf({"LayerNormalization", {x, castTo(p, DType::Float64)}}),
             QStringLiteral("node 'n' (LayerNormalization): input 0 is float32 but input 1 is float64"));
}

QTEST_GUILESS_MAIN(TestNormalization)
#include "tst_normalization.moc"
