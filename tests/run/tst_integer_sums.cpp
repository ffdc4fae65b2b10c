// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <random>

#include "core/analysis/layer_quantizers.h"
#include "core/onnx/reader.h"
#include "core/quant/bias.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

std::vector<float> randomValues(int64_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& v : values)
        v = uniform(random);
    return values;
}

/// Products by powers of two are exact, so that a run on values is, too.
quant::QuantParams powersOfTwo(std::vector<float> scale, int32_t zeroPoint, int axis)
{
    quant::QuantParams params;
    params.isSigned = axis >= 0;
    params.qmin = params.isSigned ? -128 : 0;
    params.qmax = params.isSigned ? 127 : 255;
    params.scale = std::move(scale);
    params.zeroPoint.assign(params.scale.size(), zeroPoint);
    params.axis = axis;
    return params;
}

struct Opened {
    std::shared_ptr<Graph> graph;
    std::vector<Layer> layers;
    std::unique_ptr<run::Instance> instance;

    explicit Opened(ModelBuilder& builder)
    {
        auto model = onnxio::parseModel(builder.bytes(), "m.onnx");
        graph = std::make_shared<Graph>(model.value().graph);
        if (!run::foldConstants(*graph).ok())
            return;
        layers = findLayers(*graph);
        instance = std::move(run::Instance::create(graph, 1).value());
    }

    std::vector<float> run(const Tensor& x, const std::vector<analysis::LayerQuantizers>& quantizers,
                           const std::vector<run::NodeOverride>& perLayer) const
    {
        const run::Overrides overrides = analysis::overridesByNode(*graph, layers, quantizers, perLayer);
        const auto values = instance->run(std::vector<Tensor>{x}, {&overrides, nullptr, false});
        if (!values.ok()) {
            qWarning("%s", values.error().text().c_str());
            return {};
        }
        const auto span = (*values)[graph->outputs[0].index()].span<float>();
        return {span.begin(), span.end()};
    }
};

/// The quantizers on values, whatever the operator.
std::vector<run::NodeOverride> onValues(const Opened& model, const std::vector<analysis::LayerQuantizers>& quantizers)
{
    std::vector<run::NodeOverride> result(model.layers.size());
    for (size_t i = 0; i < result.size(); ++i) {
        const Layer& layer = model.layers[i];
        for (size_t a = 0; a < layer.activationInputs.size(); ++a)
            result[i].activations.push_back({layer.activationInputs[a], quantizers[i].activations[a]});
        if (!layer.weightInput)
            continue;
        result[i].weightIndex = *layer.weightInput;
        result[i].weight = quant::fakeQuantize(weightOf(*model.graph, layer), *quantizers[i].weights);
        if (quantizers[i].bias)
            result[i].bias = quant::fakeQuantizeBias(biasOf(*model.graph, layer), *quantizers[i].bias);
    }
    return result;
}

} // namespace

Q_DECLARE_METATYPE(ModelBuilder)

class TestIntegerSums : public QObject {
    Q_OBJECT

private slots:
    void integersGiveTheValues_data();
    void integersGiveTheValues();
    void sumsAreExactWhereWinogradWouldRound();
    void moreThanBytesRunOnValues();
};

void TestIntegerSums::integersGiveTheValues_data()
{
    QTest::addColumn<ModelBuilder>("model");
    QTest::addColumn<std::vector<int64_t>>("shape");
    QTest::addColumn<int>("scales"); // of the weights
    const auto add = [](const char* name, ModelBuilder model, std::vector<int64_t> shape, int scales) {
        model.output("y");
        QTest::newRow(name) << std::move(model) << std::move(shape) << scales;
    };
    ModelBuilder conv;
    conv.input("x", {ModelBuilder::Any, 4, 6, 5}).weight("w", {6, 2, 3, 3}, randomValues(108, 1));
    conv.weight("b", {6}, randomValues(6, 2));
    conv.node("Conv", {"x", "w", "b"}, {"y"}, "conv", {{"group", int64_t(2)}});
    add("grouped convolution with a bias", conv, {2, 4, 6, 5}, 6);

    ModelBuilder residual;
    residual.input("x", {ModelBuilder::Any, 4, 6, 5}).weight("w", {4, 4, 1, 1}, randomValues(16, 3));
    residual.node("Conv", {"x", "w"}, {"c"}, "conv").node("Add", {"c", "x"}, {"s"}, "add");
    residual.node("Relu", {"s"}, {"y"}, "relu");
    add("convolution that adds and rectifies", residual, {2, 4, 6, 5}, 4);

    ModelBuilder transposed;
    transposed.input("x", {ModelBuilder::Any, 4, 5, 5}).weight("w", {4, 3, 2, 2}, randomValues(48, 4));
    transposed.weight("b", {6}, randomValues(6, 5));
    transposed.node("ConvTranspose", {"x", "w", "b"}, {"y"}, "up",
                    {{"group", int64_t(2)}, {"strides", std::vector<int64_t>{2, 2}}});
    add("transposed convolution: scales repeat in every group", transposed, {1, 4, 5, 5}, 3);

    ModelBuilder product;
    product.input("x", {ModelBuilder::Any, 3, 8}).weight("w", {8, 5}, randomValues(40, 6));
    product.weight("b", {5}, randomValues(5, 7));
    product.node("MatMul", {"x", "w"}, {"p"}, "product").node("Add", {"p", "b"}, {"y"}, "bias");
    add("product with a bias in floating point behind it", product, {2, 3, 8}, 5);

    ModelBuilder gemm;
    gemm.input("x", {ModelBuilder::Any, 8}).weight("w", {5, 8}, randomValues(40, 8));
    gemm.weight("b", {5}, randomValues(5, 9));
    gemm.node("Gemm", {"x", "w", "b"}, {"y"}, "gemm", {{"transB", int64_t(1)}});
    add("transposed Gemm with a bias", gemm, {3, 8}, 5);

    ModelBuilder scores;
    scores.input("x", {ModelBuilder::Any, 4, 4}).node("MatMul", {"x", "x"}, {"y"}, "scores");
    add("product of activations", scores, {2, 4, 4}, 0);
}

void TestIntegerSums::integersGiveTheValues()
{
    QFETCH(ModelBuilder, model);
    QFETCH(std::vector<int64_t>, shape);
    QFETCH(int, scales);
    const Opened opened(model);
    QCOMPARE(opened.layers.size(), size_t(1));
    const Layer& layer = opened.layers.front();
    analysis::LayerQuantizers quantizers;
    quantizers.isFloat = false;
    quantizers.activations.assign(layer.activationInputs.size(), powersOfTwo({0x1p-6F}, 100, -1));
    std::vector<float> weightScales;
    for (int i = 0; i < scales; ++i)
        weightScales.push_back(std::ldexp(1.F, -5 - i % 3));
    if (layer.weightInput) {
        quantizers.weights = powersOfTwo(weightScales, 0, layer.weightAxis);
        const Tensor bias = biasOf(*opened.graph, layer);
        if (!bias.absent())
            quantizers.bias = quant::biasParams(bias, quantizers.activations.front(), *quantizers.weights);
    }
    analysis::QuantizerStore store(opened.graph, opened.layers);
    const std::vector<analysis::LayerQuantizers> all{quantizers};
    const auto integers = store.overrides(all);
    QVERIFY(integers.front().runsOnIntegers());
    Shape xShape(shape.begin(), shape.end());
    const Tensor x = Tensor::of<float>(xShape, std::span<const float>(randomValues(elementCount(xShape), 10)));
    const std::vector<float> expected = opened.run(x, all, onValues(opened, all));
    QVERIFY(!expected.empty());
    QCOMPARE(opened.run(x, all, integers), expected);
    // The float run in between has kernels of its own.
    QVERIFY(opened.run(x, {analysis::LayerQuantizers()}, {run::NodeOverride()}) != expected);
    QCOMPARE(opened.run(x, all, integers), expected);
}

/// 3 x 3, 16 channels: the shape Winograd's method is used for.
void TestIntegerSums::sumsAreExactWhereWinogradWouldRound()
{
    constexpr int64_t C = 16, Size = 12;
    ModelBuilder model;
    model.input("x", {ModelBuilder::Any, C, Size, Size}).weight("w", {C, C, 3, 3}, randomValues(C * C * 9, 1));
    model.node("Conv", {"x", "w"}, {"y"}, "conv").output("y");
    const Opened opened(model);
    analysis::LayerQuantizers quantizers;
    quantizers.isFloat = false;
    quantizers.activations = {powersOfTwo({0.0083F}, 113, -1)};
    quantizers.weights = powersOfTwo({0.0078F}, 0, -1);
    quantizers.weights->isSigned = true;
    quantizers.weights->qmin = -128;
    quantizers.weights->qmax = 127;
    analysis::QuantizerStore store(opened.graph, opened.layers);
    const Tensor x = Tensor::of<float>({1, C, Size, Size}, std::span<const float>(randomValues(C * Size * Size, 2)));
    const auto y = opened.run(x, {quantizers}, store.overrides({quantizers}));
    const auto xCodes = quant::quantizeToCodes(x, quantizers.activations.front());
    const auto wCodes = quant::quantizeToCodes(weightOf(*opened.graph, opened.layers.front()), *quantizers.weights);
    const float unit = 0.0083F * 0.0078F;
    constexpr int64_t Out = Size - 2;
    QCOMPARE(y.size(), size_t(C * Out * Out));
    for (int64_t i = 0; i < C * Out * Out; ++i) {
        const int64_t o = i / (Out * Out), row = i / Out % Out, column = i % Out;
        int32_t sum = 0;
        for (int64_t tap = 0; tap < C * 9; ++tap) {
            const int64_t at = (tap / 9 * Size + row + tap / 3 % 3) * Size + column + tap % 3;
            sum += (xCodes[static_cast<size_t>(at)] - 113) * wCodes[static_cast<size_t>(o * C * 9 + tap)];
        }
        QCOMPARE(y[static_cast<size_t>(i)], static_cast<float>(sum) * unit);
    }
}

void TestIntegerSums::moreThanBytesRunOnValues()
{
    ModelBuilder model;
    model.input("x", {ModelBuilder::Any, 8}).weight("w", {8, 5}, randomValues(40, 6));
    model.node("MatMul", {"x", "w"}, {"y"}, "product").output("y");
    const Opened opened(model);
    analysis::LayerQuantizers quantizers;
    quantizers.isFloat = false;
    quantizers.activations = {powersOfTwo({0x1p-6F}, 100, -1)};
    quantizers.weights = powersOfTwo({0x1p-6F}, 0, -1);
    analysis::QuantizerStore store(opened.graph, opened.layers);
    const auto runsOnIntegers = [&] { return store.overrides({quantizers}).front().runsOnIntegers(); };
    QVERIFY(runsOnIntegers());
    quantizers.activations.front().bits = 16;
    QVERIFY(!runsOnIntegers());
    quantizers.activations.front().bits = 8;
    quantizers.activations.front().kind = quant::QuantizerKind::Log2;
    QVERIFY(!runsOnIntegers());
    quantizers.activations.front() = powersOfTwo(std::vector<float>(8, 0x1p-6F), 0, 1);
    QVERIFY(!runsOnIntegers()); // a scale per channel does not come out of the sum
    quantizers.activations.front() = powersOfTwo({0x1p-6F}, 100, -1);
    QVERIFY(!store.overrides({quantizers}, analysis::QuantizedPart::Weights).front().runsOnIntegers());
}

QTEST_GUILESS_MAIN(TestIntegerSums)
#include "tst_integer_sums.moc"
