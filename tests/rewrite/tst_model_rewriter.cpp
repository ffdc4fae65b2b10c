// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/analysis/analyzer.h"
#include "core/rewrite/model_rewriter.h"
#include "core/run/instance.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using rewrite::ChannelMap;
using rewrite::ModelRewriter;
using test::GraphText;

namespace {

/// A model as everything else sees it, constants folded.
struct Opened {
    onnxio::Model model;
    std::shared_ptr<Graph> graph;
    std::vector<Layer> layers;
    std::vector<Structure> structures;
};

Opened open(onnxio::Model model)
{
    Opened o{std::move(model), nullptr, {}, {}};
    o.graph = std::make_shared<Graph>(o.model.graph);
    if (!run::foldConstants(*o.graph).ok())
        qFatal("constants");
    o.layers = findLayers(*o.graph);
    o.structures = findStructures(*o.graph);
    return o;
}

Opened open(const QString& text, int64_t opset = 17)
{
    auto model = onnxio::parseModel(GraphText(text.toStdString(), opset).bytes(), "text.onnx");
    if (!model.ok())
        qFatal("%s", model.error().text().c_str());
    return open(std::move(*model));
}

/// The first normalization, as a site or with its refusal.
Result<rewrite::NormalizationSite> firstSite(const Opened& o)
{
    for (size_t i = 0; i < o.structures.size(); ++i)
        if (o.structures[i].kind == StructureKind::LayerNorm || o.structures[i].kind == StructureKind::RmsNorm)
            return rewrite::normalizationSite(*o.graph, o.layers, o.structures, i);
    return Error{ErrorCode::Internal, "there is no normalization", {}};
}

ChannelMap someMap(int64_t channels)
{
    ChannelMap map;
    for (int64_t c = 0; c < channels; ++c) {
        map.divisor.push_back(std::exp2((c * 5) % 7 - 3) * 1.1);
        map.offset.push_back(0.3 * static_cast<double>((c * 3) % 5 - 2));
    }
    return map;
}

std::vector<Tensor> outputsOf(const Opened& o, const std::vector<Tensor>& inputs)
{
    auto instance = run::Instance::create(o.graph, 1);
    if (!instance.ok())
        qFatal("%s", instance.error().text().c_str());
    const auto values = (*instance)->run(inputs);
    if (!values.ok())
        qFatal("%s", values.error().text().c_str());
    std::vector<Tensor> outputs;
    for (const ValueId out : o.graph->outputs)
        outputs.push_back(toPlain((*values)[out.index()]));
    return outputs;
}

std::vector<Tensor> randomInputs(const Opened& o, Shape shape)
{
    std::mt19937 generator(2);
    std::normal_distribution<float> normal(0.2F, 1.5F);
    std::vector<Tensor> inputs;
    for (size_t i = 0; i < o.graph->inputs.size(); ++i) {
        Tensor x(DType::Float32, shape);
        std::generate_n(x.data<float>(), x.size(), [&] { return normal(generator); });
        inputs.push_back(x);
    }
    return inputs;
}

/// Largest difference over the largest output.
double difference(const std::vector<Tensor>& a, const std::vector<Tensor>& b)
{
    double worst = 0, largest = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        for (int64_t k = 0; k < a[i].size(); ++k) {
            worst = std::max(worst, std::abs(static_cast<double>(a[i].data<float>()[k] - b[i].data<float>()[k])));
            largest = std::max(largest, std::abs(static_cast<double>(a[i].data<float>()[k])));
        }
    }
    return worst / largest;
}

const char* const Decomposed = "m = ReduceMean(x) axes=[-1]; d = Sub(x, m); p = Pow(d, 2); v = ReduceMean(p) axes=[-1]; "
                               "e = Add(v, 0.00001); s = Sqrt(e); ";

} // namespace

class TestModelRewriter : public QObject {
    Q_OBJECT

private slots:
    void computesTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("readers");
        const auto row = [](const char* name, const QString& text, int readers) { QTest::newRow(name) << text << readers; };
        const QString decomposed = QString(Decomposed).replace(") axes", ", axes");
        row("one operator, then a product with its bias",
            "h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); z = Add(y, c[6])", 1);
        row("a product without bias", "h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); z = Relu(y)", 1);
        row("no shift", "h = LayerNormalization(x, g[8]); y = MatMul(h, w[8,6]); z = Add(c[6], y)", 1);
        row("the bias in front", "h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); z = Add(c[1,1,6], y)", 1);
        row("q, k and v", "h = LayerNormalization(x, g[8], b[8]); q = MatMul(h, w[8,6]); k = MatMul(h, u[8,6]); "
                          "v = MatMul(h, t[8,6]); a = Add(q, k); z = Add(a, v)", 3);
        row("a weight that is shared", "h = LayerNormalization(x, g[8], b[8]); q = MatMul(h, w[8,6]); k = MatMul(x, w[8,6]); z = Add(q, k)", 1);
        row("a Gemm", "h = LayerNormalization(x, g[8], b[8]); f = Reshape(h, {-1,8}); z = Gemm(f, w[8,6], c[6])", 1);
        row("a Gemm of a transposed weight without bias",
            "h = LayerNormalization(x, g[8], b[8]); f = Reshape(h, {-1,8}); z = Gemm(f, w[6,8], transB=1)", 1);
        row("one token of many", "h = LayerNormalization(x, g[8], b[8]); f = Gather(h, {0}, axis=1); z = MatMul(f, w[8,6])", 1);
        row("the mean of all tokens", "h = LayerNormalization(x, g[8], b[8]); f = ReduceMean(h, axes=[1], keepdims=0); z = Gemm(f, w[8,6], c[6])", 1);
        row("tokens in another order", "h = LayerNormalization(x, g[8], b[8]); f = Transpose(h, perm=[1,0,2]); z = MatMul(f, w[8,6])", 1);
        row("rolled windows", "h = LayerNormalization(x, g[8], b[8]); a = Slice(h, {1}, {9}, {1}); b2 = Slice(h, {0}, {1}, {1}); "
                              "f = Concat(a, b2, axis=1); z = MatMul(f, w[8,6])", 1);
        row("a decomposed one", decomposed + "n = Div(d, s); g1 = Mul(n, g[8]); h = Add(g1, b[8]); z = MatMul(h, w[8,6])", 1);
        row("a decomposed one of a scale alone", decomposed + "n = Div(d, s); h = Mul(n, g[8]); z = MatMul(h, w[8,6])", 1);
        row("a decomposed one without affine part", decomposed + "h = Div(d, s); z = MatMul(h, w[8,6])", 1);
        row("a root mean square", "h = com.microsoft.SimplifiedLayerNormalization(x, g[8]); z = MatMul(h, w[8,6])", 1);
        row("with the residual inside", "h = com.microsoft.SkipLayerNormalization(x, r, g[8], b[8]); z = MatMul(h, w[8,6])", 1);
        row("with the residual inside, no shift", "h = com.microsoft.SkipLayerNormalization(x, r, g[8]); z = MatMul(h, w[8,6])", 1);
        row("a fused attention", "h = LayerNormalization(x, g[8], b[8]); z = com.microsoft.Attention(h, w[8,24], c[24], num_heads=2)", 1);
    }

    void computesTheSame()
    {
        QFETCH(QString, text);
        QFETCH(int, readers);
        const Opened before = open(text);
        const auto site = firstSite(before);
        QVERIFY2(site.ok(), site.ok() ? "" : site.error().text().c_str());
        QCOMPARE(site->channels, 8);
        QCOMPARE(static_cast<int>(site->layers.size()), readers);
        ModelRewriter rewriter(before.model, *before.graph, before.layers, before.structures);
        rewriter.apply(*site, someMap(8));
        auto model = rewriter.finish();
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().text().c_str());
        const Opened after = open(std::move(*model));
        const auto inputs = randomInputs(before, {2, 5, 8});
        const double d = difference(outputsOf(before, inputs), outputsOf(after, inputs));
        QVERIFY2(d <= 1e-5, qPrintable(QString::number(d)));
        QCOMPARE(after.layers.size(), before.layers.size());
        for (size_t i = 0; i < after.layers.size(); ++i)
            QCOMPARE(after.layers[i].name, before.layers[i].name);
    }

    void theNormalizationIsWhatTheMapSays()
    {
        const Opened before = open("h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); output h; z = Add(y, c[6])");
        const auto refused = firstSite(before);
        QCOMPARE(QString::fromStdString(refused.error().text()),
                 QStringLiteral("normalization 'n_h' is an output of the model, so its channels cannot be rescaled"));
        const Opened o = open("h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); z = Add(y, c[6])");
        ModelRewriter rewriter(o.model, *o.graph, o.layers, o.structures);
        ChannelMap map{std::vector<double>(8, 1), std::vector<double>(8, 0)};
        map.divisor[2] = 4;
        map.offset[2] = 3;
        rewriter.apply(*firstSite(o), map);
        const auto model = rewriter.finish();
        const Graph& graph = model->graph;
        const Node& norm = graph.nodes[0];
        const auto gamma = toDoubles(*graph.value(norm.inputs[1]).constant), beta = toDoubles(*graph.value(norm.inputs[2]).constant);
        const auto oldBeta = toDoubles(*o.graph->value(o.graph->nodes[0].inputs[2]).constant);
        QVERIFY(std::abs(gamma[2] - (0.5 + 0.02) / 4) < 1e-6); // constants are 0.5 + 0.01 i
        QVERIFY(std::abs(beta[2] - (oldBeta[2] / 4 - 3)) < 1e-6);
        QVERIFY(std::abs(beta[3] - oldBeta[3]) < 1e-7);
        const Tensor w = rewriter.weight(0), old = weightOf(*o.graph, o.layers[0]);
        const auto bias = rewriter.bias(0);
        for (size_t k = 0; k < 6; ++k) {
            QVERIFY(std::abs(w.data<float>()[12 + k] - 4 * old.data<float>()[12 + k]) < 1e-6F);
            const double added = 3 * static_cast<double>(w.data<float>()[12 + k]); // d' = d + W' b
            QVERIFY(std::abs(bias[k] - (0.5 + 0.01 * static_cast<double>(k) + added)) < 1e-5);
        }
    }

    void refusesInOneSentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* message) { QTest::newRow(name) << text << message; };
        row("a post-norm block", "h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,8]); z = Add(y, h)",
            "normalization 'n_h' also feeds Add 'n_z', which cannot take a scale per channel back (a post-norm block, or its "
            "output is added to something)");
        row("another consumer", "h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,8]); s = Sigmoid(h); z = Mul(y, s)",
            "normalization 'n_h' also feeds Sigmoid 'n_s', which cannot take a scale per channel back");
        row("a scale that is computed", "k = Relu(x); h = LayerNormalization(x, k); z = MatMul(h, w[8,8])",
            "normalization 'n_h' has a scale that the model computes");
        row("a product of two activations", "h = LayerNormalization(x, g[8], b[8]); t = Transpose(x, perm=[0,2,1]); z = MatMul(h, t)",
            "normalization 'n_h' feeds MatMul 'n_z', whose weight cannot take a scale per channel back");
        row("no layer", "z = LayerNormalization(x, g[8], b[8])",
            "normalization 'n_z' is an output of the model, so its channels cannot be rescaled");
        row("two axes at once", "h = LayerNormalization(x, g[5,8], b[5,8], axis=1); z = MatMul(h, w[8,8])",
            "normalization 'n_h' has a scale along other axes than the last");
        row("channels that are mixed", "h = LayerNormalization(x, g[8], b[8]); f = Reshape(h, {-1,4}); z = MatMul(f, w[4,6])",
            "normalization 'n_h' also feeds Reshape 'n_f', which cannot take a scale per channel back");
    }

    void refusesInOneSentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const Opened o = open(text);
        const auto site = firstSite(o);
        QVERIFY(!site.ok());
        QVERIFY(site.error().code == ErrorCode::Unsupported);
        QCOMPARE(QString::fromStdString(site.error().text()), message);
    }

    void biasesOfConvolutions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("with bias") << "y = Conv(x, w[4,3,1], c[4]); z = Relu(y)";
        QTest::newRow("without bias") << "y = Conv(x, w[4,3,1]); z = Relu(y)";
        QTest::newRow("with batch normalization behind")
            << "y = Conv(x, w[4,3,1]); n = BatchNormalization(y, g[4], b[4], m[4], v[4]); z = Relu(n)";
    }

    void biasesOfConvolutions()
    {
        QFETCH(QString, text);
        const Opened before = open(text);
        ModelRewriter rewriter(before.model, *before.graph, before.layers, before.structures);
        rewriter.addToBias(0, std::vector<double>{1, 2, 3, 4});
        const Opened after = open(*rewriter.finish());
        Tensor x(DType::Float32, {2, 3, 5});
        std::generate_n(x.data<float>(), x.size(), [n = 0.F]() mutable { return n += 0.01F; });
        const Tensor a = outputsOf(before, {x})[0], b = outputsOf(after, {x})[0];
        for (int64_t i = 0; i < a.size(); ++i) // everything is positive, so Relu passes it on
            QVERIFY(std::abs(b.data<float>()[i] - a.data<float>()[i] - static_cast<float>(1 + i / 5 % 4)) < 1e-4F);
        QCOMPARE(after.graph->nodes.size(), text.contains("Batch") ? before.graph->nodes.size() - 1 : before.graph->nodes.size());
    }

    void rewrittenModelsAreOpened()
    {
        const Opened o = open("h = LayerNormalization(x, g[8], b[8]); y = MatMul(h, w[8,6]); z = Add(y, c[6])");
        ModelRewriter rewriter(o.model, *o.graph, o.layers, o.structures);
        rewriter.apply(*firstSite(o), someMap(8));
        auto model = rewriter.finish();
        const auto analyzer = analysis::Analyzer::open(std::move(*model), {1});
        QVERIFY2(analyzer.ok(), analyzer.ok() ? "" : analyzer.error().text().c_str());
        QCOMPARE((*analyzer)->path(), std::string("text.onnx"));
        QCOMPARE((*analyzer)->layers().size(), size_t(1));
    }

    void halfPrecisionIsRefused()
    {
        test::ModelBuilder builder(17);
        builder.input("x", {2, 8}, ::onnx::TensorProto::FLOAT16).output("z").weight("g", {8}, std::vector<float>(8, 1));
        builder.weight("w", {8, 2}, std::vector<float>(16, 1));
        builder.node("LayerNormalization", {"x", "gh"}, {"h"}).node("MatMul", {"h", "wh"}, {"z"});
        auto& graph = *builder.proto().mutable_graph();
        for (auto& tensor : *graph.mutable_initializer()) {
            tensor.set_name(tensor.name() + "h");
            tensor.set_data_type(::onnx::TensorProto::FLOAT16);
            const int count = tensor.float_data_size();
            tensor.clear_float_data();
            for (int i = 0; i < count; ++i)
                tensor.add_int32_data(0x3c00); // 1
        }
        const Opened o = open(*onnxio::parseModel(builder.bytes(), "half.onnx"));
        ModelRewriter rewriter(o.model, *o.graph, o.layers, o.structures);
        const auto site = firstSite(o);
        QVERIFY2(site.ok(), site.ok() ? "" : site.error().text().c_str());
        rewriter.apply(*site, someMap(8));
        const auto model = rewriter.finish();
        QVERIFY(!model.ok());
        QVERIFY2(model.error().message.find("are no float32 in the file") != std::string::npos, model.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(TestModelRewriter)
#include "tst_model_rewriter.moc"
