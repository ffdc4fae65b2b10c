// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <cstring>
#include <random>

#include "core/onnx/reader.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

struct Layer {
    int64_t channels; ///< of the result
    int64_t kernel = 1, stride = 1, dilation = 1;
    std::vector<int64_t> pads = {};
    bool perChannel = false; ///< as many groups as channels
    std::string after = {};  ///< an activation
    bool addsInput = false;  ///< of the row
    bool hasBias = true;
};

struct Row {
    Shape x;
    std::vector<Layer> layers;
};

std::vector<float> randomValues(size_t count, std::mt19937& random, double deviation)
{
    std::normal_distribution<float> normal(0, static_cast<float>(deviation));
    std::vector<float> values(count);
    for (float& v : values)
        v = normal(random);
    return values;
}

ModelBuilder modelOf(const Row& row)
{
    std::mt19937 random(5);
    ModelBuilder b(17);
    b.input("x", {ModelBuilder::Any, row.x[1], row.x[2], row.x[3]});
    std::string x = "x";
    int64_t in = row.x[1];
    for (size_t i = 0; i < row.layers.size(); ++i) {
        const Layer& l = row.layers[i];
        const std::string at = std::to_string(i);
        const int64_t groups = l.perChannel ? in : 1;
        const std::vector<int64_t> dims{l.channels, in / groups, l.kernel, l.kernel};
        const auto fan = static_cast<double>(in / groups * l.kernel * l.kernel);
        b.weight("w" + at, dims, randomValues(static_cast<size_t>(elementCount(dims)), random, std::sqrt(2 / fan)));
        std::vector<std::string> inputs{x, "w" + at};
        if (l.hasBias) {
            b.weight("b" + at, {l.channels}, randomValues(static_cast<size_t>(l.channels), random, 0.1));
            inputs.push_back("b" + at);
        }
        x = "c" + at;
        b.node("Conv", inputs, {x}, "conv" + at,
               {{"strides", std::vector<int64_t>{l.stride, l.stride}},
                {"dilations", std::vector<int64_t>{l.dilation, l.dilation}},
                {"pads", l.pads.empty() ? std::vector<int64_t>(4, l.kernel / 2 * l.dilation) : l.pads},
                {"group", groups}});
        if (l.addsInput)
            b.node("Add", {x, "x"}, {"s" + at}, "add" + at);
        x = l.addsInput ? "s" + at : x;
        if (!l.after.empty())
            b.node(l.after, {x}, {"a" + at}, "after" + at);
        x = l.after.empty() ? x : "a" + at;
        in = l.channels;
    }
    b.output(x);
    return b;
}

std::unique_ptr<run::Instance> instanceOf(ModelBuilder builder, int threads)
{
    auto model = onnxio::parseModel(builder.bytes(), "m.onnx");
    auto graph = std::make_shared<Graph>(model.value().graph);
    return std::move(run::Instance::create(graph, threads).value());
}

Tensor dataFor(const Row& row)
{
    std::mt19937 random(9);
    const auto values = randomValues(static_cast<size_t>(elementCount(row.x)), random, 1);
    return Tensor::of<float>(row.x, std::span<const float>(values));
}

Tensor outputOf(run::Instance& instance, const Tensor& x, const run::RunOptions& options = {})
{
    const auto values = instance.run(std::vector<Tensor>{x}, options);
    return values.ok() ? (*values)[instance.graph().outputs[0].index()] : Tensor();
}

/// Relative to the largest of `b`.
double difference(const Tensor& a, const Tensor& b)
{
    if (a.absent() || b.absent() || a.shape() != b.shape())
        return 1;
    double worst = 0, largest = 0;
    for (int64_t i = 0; i < a.size(); ++i) {
        worst = std::max(worst, std::abs(static_cast<double>(a.data<float>()[i]) - b.data<float>()[i]));
        largest = std::max(largest, std::abs(static_cast<double>(b.data<float>()[i])));
    }
    return worst / largest;
}

} // namespace

Q_DECLARE_METATYPE(Row)

/// Convolutions one after the other, whose rows of pixels a plain run computes stripe by stripe.
class TestConvolutionRows : public QObject {
    Q_OBJECT

private slots:
    void equalTheLayersOneByOne_data();
    void equalTheLayersOneByOne();
    void doNotHideOverrides();
};

void TestConvolutionRows::equalTheLayersOneByOne_data()
{
    QTest::addColumn<Row>("row");
    const Layer wide{.channels = 192, .after = "Relu"};
    const Layer depthwise{.channels = 192, .kernel = 3, .perChannel = true, .after = "Relu"};
    const Layer narrow{.channels = 24};
    QTest::newRow("an inverted bottleneck") << Row{{1, 24, 57, 60}, {wide, depthwise, narrow}};
    QTest::newRow("with its input added") << Row{{1, 24, 57, 60}, {wide, depthwise, {.channels = 24, .addsInput = true}}};
    QTest::newRow("with stride 2") << Row{{1, 16, 61, 58},
                                          {wide, {.channels = 192, .kernel = 3, .stride = 2, .perChannel = true}, narrow}};
    QTest::newRow("1 x 1 with stride 2") << Row{{1, 16, 63, 64}, {wide, {.channels = 96, .stride = 2}, narrow}};
    QTest::newRow("kernels of 5, dilated, uneven padding")
        << Row{{1, 32, 70, 40},
               {wide,
                {.channels = 192, .kernel = 5, .dilation = 2, .pads = {3, 4, 5, 2}, .perChannel = true, .after = "HardSwish"},
                narrow}};
    QTest::newRow("two inverted bottlenecks, several images")
        << Row{{3, 24, 40, 41}, {wide, depthwise, narrow, wide, depthwise, narrow}};
    QTest::newRow("many small images") << Row{{8, 24, 20, 20}, {wide, depthwise, narrow}};
    QTest::newRow("a row that is wider than the cache") << Row{{1, 16, 9, 900}, {wide, depthwise, narrow}};
    QTest::newRow("no bias") << Row{{1, 24, 57, 60}, {{.channels = 192, .hasBias = false}, depthwise, narrow}};
}

void TestConvolutionRows::equalTheLayersOneByOne()
{
    QFETCH(Row, row);
    const ModelBuilder model = modelOf(row);
    const Tensor x = dataFor(row);
    const auto one = instanceOf(model, 1);
    const Tensor joined = outputOf(*one, x);
    const Tensor apart = outputOf(*one, x, {nullptr, nullptr, true}); // a run that shows its tensors joins nothing
    const double worst = difference(joined, apart);
    QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
    for (const int threads : {2, 3, 8}) {
        const Tensor several = outputOf(*instanceOf(model, threads), x);
        QCOMPARE(std::memcmp(several.rawData(), joined.rawData(), joined.bytes()), 0);
    }
}

void TestConvolutionRows::doNotHideOverrides()
{
    const Row row{{1, 24, 57, 60},
                  {{.channels = 192}, {.channels = 192, .kernel = 3, .perChannel = true}, {.channels = 24}}};
    const auto instance = instanceOf(modelOf(row), 2);
    const Tensor x = dataFor(row);
    const Tensor before = outputOf(*instance, x);
    run::Overrides overrides(instance->graph().nodes.size(), nullptr);
    const auto base = instance->run(std::vector<Tensor>{x}, {&overrides, nullptr, true});
    QVERIFY(base.ok());
    for (size_t node = 0; node < 3; ++node) {
        run::NodeOverride change;
        change.weightIndex = 1;
        change.weight = instance->graph().value(instance->graph().node(NodeId(node)).inputs[1]).constant->clone();
        for (float& v : change.weight.span<float>())
            v *= 0.5F;
        run::Overrides one = overrides;
        one[node] = &change;
        const Tensor after = outputOf(*instance, x, {&one, nullptr, false});
        QVERIFY(difference(after, before) > 0.01);
        const NodeId changed(node);
        const auto rerun = instance->rerun(*base, std::span(&changed, 1), one);
        QVERIFY(rerun.ok());
        QVERIFY(difference(after, (*rerun)[instance->graph().outputs[0].index()]) < 1e-5);
    }
    QCOMPARE(difference(outputOf(*instance, x), before), 0.0);
}

QTEST_GUILESS_MAIN(TestConvolutionRows)
#include "tst_convolution_rows.moc"
