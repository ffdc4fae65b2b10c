// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/onnx/reader.h"
#include "core/quant/quantizer.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

/// x -> fc1 -> relu -> fc2 -> y, with a shortcut from x.
ModelBuilder residual()
{
    ModelBuilder b;
    b.input("x", {ModelBuilder::Any, 2}).weight("w1", {2, 2}, {1, -1, 2, 0.5F}).weight("w2", {2, 2}, {0.25F, 1, -1, 2});
    b.node("MatMul", {"x", "w1"}, {"h"}, "fc1").node("Relu", {"h"}, {"r"}, "relu");
    b.node("MatMul", {"r", "w2"}, {"z"}, "fc2").node("Add", {"x", "z"}, {"y"}, "add").output("y");
    return b;
}

std::unique_ptr<run::Instance> instanceOf(ModelBuilder& builder)
{
    auto model = onnxio::parseModel(builder.bytes(), "m.onnx");
    auto graph = std::make_shared<Graph>(model.value().graph);
    if (!run::foldConstants(*graph).ok())
        return nullptr;
    return std::move(run::Instance::create(graph, 1).value());
}

Tensor floats(Shape shape, const std::vector<float>& values)
{
    return Tensor::of<float>(std::move(shape), std::span<const float>(values));
}

std::vector<float> output(const run::Instance& instance, const run::Values& values)
{
    const auto span = values[instance.graph().outputs[0].index()].span<float>();
    return {span.begin(), span.end()};
}

} // namespace

class TestInstance : public QObject {
    Q_OBJECT

private slots:
    void runsAModel()
    {
        auto b = residual();
        const auto instance = instanceOf(b);
        const auto values = instance->run(std::vector<Tensor>{floats({1, 2}, {1, 2})});
        QVERIFY(values.ok());
        // h = (5, 0), r = (5, 0), z = (1.25, 5)
        QCOMPARE(output(*instance, *values), (std::vector<float>{2.25F, 7.F}));
    }

    /// A pass that nobody watches joins them: the same bits, and the value between them is not there.
    void reluIsJoinedToANormalizationThatFollowsNoConvolution()
    {
        ModelBuilder b;
        b.input("x", {ModelBuilder::Any, 3, 2, 2}).weight("s", {3}, {2, -1, 0.5F}).weight("t", {3}, {1, 0, -1});
        b.weight("m", {3}, {0.25F, -1, 3}).weight("v", {3}, {4, 0.3F, 1});
        b.node("BatchNormalization", {"x", "s", "t", "m", "v"}, {"n"}, "bn").node("Relu", {"n"}, {"y"}, "relu").output("y");
        const auto instance = instanceOf(b);
        std::vector<float> x(2 * 3 * 4);
        for (size_t i = 0; i < x.size(); ++i)
            x[i] = 3 * std::sin(static_cast<float>(i));
        const std::vector<Tensor> inputs{floats({2, 3, 2, 2}, x)};
        const auto plain = instance->run(inputs);
        const auto watched = instance->run(inputs, {nullptr, nullptr, true});
        QVERIFY(plain.ok() && watched.ok());
        const std::vector<float> joined = output(*instance, *plain);
        QCOMPARE(joined, output(*instance, *watched));
        QVERIFY(std::any_of(joined.begin(), joined.end(), [](float v) { return v > 0; }));
        QVERIFY(std::all_of(joined.begin(), joined.end(), [](float v) { return v >= 0; }));
        const auto between = std::find_if(instance->graph().values.begin(), instance->graph().values.end(),
                                          [](const Value& value) { return value.name == "n"; });
        const auto n = static_cast<size_t>(between - instance->graph().values.begin());
        QVERIFY((*plain)[n].absent() && !(*watched)[n].absent());
    }

    void reportsAllUnknownOperatorsBeforeRunning()
    {
        ModelBuilder b;
        b.input("x", {1}).node("Frobnicate", {"x"}, {"a"}, "first").node("Bogus", {"a"}, {"y"}, "second").output("y");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        const auto instance = run::Instance::create(std::make_shared<Graph>(model->graph), 1);
        QVERIFY(!instance.ok());
        QCOMPARE(instance.error().code, ErrorCode::Unsupported);
        const QString text = QString::fromStdString(instance.error().text());
        QVERIFY2(text.contains("2 operators"), qPrintable(text));
        QVERIFY2(text.contains("node 'first' (Frobnicate, opset 13)"), qPrintable(text));
        QVERIFY2(text.contains("node 'second' (Bogus, opset 13)"), qPrintable(text));
    }

    void refusesInputsThatDoNotFit()
    {
        auto b = residual();
        const auto instance = instanceOf(b);
        const auto wrongShape = instance->run(std::vector<Tensor>{floats({1, 3}, {1, 2, 3})});
        QVERIFY(!wrongShape.ok());
        QCOMPARE(wrongShape.error().code, ErrorCode::ShapeMismatch);
        QVERIFY(wrongShape.error().text().find("'x'") != std::string::npos);
        const auto wrongType = instance->run(std::vector<Tensor>{Tensor(DType::Int64, {1, 2})});
        QVERIFY(!wrongType.ok());
        QCOMPARE(wrongType.error().code, ErrorCode::TypeMismatch);
        QVERIFY(!instance->run({}).ok());
    }

    void watchesSeeEveryTensorOnceAndUnharmed()
    {
        auto b = residual();
        const auto instance = instanceOf(b);
        std::map<std::string, std::vector<float>> seen;
        const run::Watch watch = [&](ValueId id, const Tensor& t) {
            const auto [it, isNew] = seen.emplace(instance->graph().value(id).name,
                                                  std::vector<float>(t.span<float>().begin(), t.span<float>().end()));
            return isNew ? Status{} : Status(Error{ErrorCode::Internal, "seen twice", it->first});
        };
        const auto values = instance->run(std::vector<Tensor>{floats({1, 2}, {1, -2})}, {nullptr, &watch, false});
        QVERIFY(values.ok());
        QCOMPARE(seen.size(), size_t(5));
        QCOMPARE(seen["h"], (std::vector<float>{-3, -2})); // not what the Relu made of it in place
        QCOMPARE(seen["r"], (std::vector<float>{0, 0}));
    }

    void overridesReplaceWeightsAndQuantizeInputs()
    {
        auto b = residual();
        const auto instance = instanceOf(b);
        run::NodeOverride change;
        change.weightIndex = 1;
        change.weight = floats({2, 2}, {0, 0, 0, 0});
        run::Overrides overrides(instance->graph().nodes.size(), nullptr);
        overrides[2] = &change; // fc2
        const std::vector<Tensor> x{floats({1, 2}, {1, 2})};
        const auto zero = instance->run(x, {&overrides, nullptr, false});
        QCOMPARE(output(*instance, *zero), (std::vector<float>{1, 2}));

        change.weight = {};
        change.activations = {{0, quant::paramsFromRange({0, 3}, 2, false)}}; // codes 0, 1, 2, 3
        const auto clipped = instance->run(x, {&overrides, nullptr, false});
        // r = (5, 0) is clipped to (3, 0): z = (0.75, 3)
        QCOMPARE(output(*instance, *clipped), (std::vector<float>{1.75F, 5.F}));
        const auto again = instance->run(x);
        QCOMPARE(output(*instance, *again), (std::vector<float>{2.25F, 7.F}));
    }

    void rerunEqualsARunFromScratch()
    {
        auto b = residual();
        const auto instance = instanceOf(b);
        const std::vector<Tensor> x{floats({3, 2}, {1, 2, -1, 0.5F, 3, -4})};
        run::Overrides none(instance->graph().nodes.size(), nullptr);
        const auto base = instance->run(x, {&none, nullptr, true});
        QVERIFY(base.ok());
        for (const size_t node : {size_t(0), size_t(2)}) {
            run::NodeOverride change;
            change.activations = {{0, quant::paramsFromRange({-2, 2}, 3, false)}};
            run::Overrides overrides = none;
            overrides[node] = &change;
            const NodeId changed(node);
            const auto partial = instance->rerun(*base, std::span(&changed, 1), overrides);
            const auto full = instance->run(x, {&overrides, nullptr, false});
            QVERIFY(partial.ok() && full.ok());
            QCOMPARE(output(*instance, *partial), output(*instance, *full));
            QVERIFY(output(*instance, *partial) != output(*instance, *base));
        }
    }

    void foldsConstants()
    {
        ModelBuilder b;
        b.input("x", {1, 2}).weight("w", {2, 2}, {1, 2, 3, 4});
        b.node("Transpose", {"w"}, {"wt"}).node("MatMul", {"x", "wt"}, {"y"}).output("y");
        auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        Graph graph = model->graph;
        QVERIFY(run::foldConstants(graph).ok());
        const auto& folded = graph.value(*graph.findValue("wt")).constant;
        QVERIFY(folded.has_value());
        QCOMPARE(folded->data<float>()[1], 3.F);
    }

    void anOutputThatIsAConstantOrAnInputIsReturned()
    {
        ModelBuilder b;
        b.input("x", {1, 2}).weight("w", {2}, {3, 4});
        b.node("Relu", {"w"}, {"c"}).node("Neg", {"x"}, {"n"}).output("c").output("x").output("n");
        const auto instance = instanceOf(b);
        const auto values = instance->run(std::vector<Tensor>{floats({1, 2}, {5, 6})});
        QVERIFY(values.ok());
        QCOMPARE((*values)[instance->graph().outputs[0].index()].data<float>()[1], 4.F);
        QCOMPARE((*values)[instance->graph().outputs[1].index()].data<float>()[0], 5.F);
    }
};

QTEST_GUILESS_MAIN(TestInstance)
#include "tst_instance.moc"
