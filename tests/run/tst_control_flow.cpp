// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/onnx/reader.h"
#include "core/run/instance.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;
using Proto = ::onnx::TensorProto;

/// If, Loop and Scan from the file to the result, with values taken from outside.
class TestControlFlow : public QObject {
    Q_OBJECT

private slots:
    void ifTakesOneBranch_data();
    void ifTakesOneBranch();
    void capturesAreImplicitInputs();
    void constantsAreCopiedInside();
    void nestedGraphsReachOutside();
    void loopCarriesAndCollects_data();
    void loopCarriesAndCollects();
    void scanGoesBothWays();
    void constantControlFlowIsFolded();
    void unknownOperatorsInsideAreReported();
    void aBodyThatFitsNotIsRefused();
    void aNameNobodyHasIsMalformed();
};

/// A graph built by the same calls as a model.
static void setGraph(ModelBuilder& model, int node, const std::string& attribute, const ModelBuilder& graph)
{
    auto* a = model.proto().mutable_graph()->mutable_node(node)->add_attribute();
    a->set_name(attribute);
    a->set_type(::onnx::AttributeProto::GRAPH);
    *a->mutable_g() = const_cast<ModelBuilder&>(graph).proto().graph();
}

static std::shared_ptr<Graph> read(const ModelBuilder& model, bool fold = true)
{
    auto result = onnxio::parseModel(model.bytes(), "m.onnx");
    if (!result)
        qFatal("%s", result.error().text().c_str());
    auto graph = std::make_shared<Graph>(std::move(result->graph));
    if (fold) {
        if (const Status status = run::foldConstants(*graph); !status)
            qFatal("%s", status.error().text().c_str());
    }
    return graph;
}

static Result<std::vector<std::vector<double>>> runModel(const ModelBuilder& model, const std::vector<Tensor>& inputs)
{
    const auto graph = read(model);
    QS_ASSIGN(auto instance, run::Instance::create(graph, 1));
    std::vector<std::vector<double>> outputs;
    for (int pass = 0; pass < 2; ++pass) { // nothing may stay behind from the first
        QS_ASSIGN(const auto values, instance->run(inputs));
        outputs.clear();
        for (const ValueId out : graph->outputs)
            outputs.push_back(toDoubles(values[out.index()]));
    }
    return outputs;
}

static Tensor floats(std::vector<float> v)
{
    return Tensor::of<float>({static_cast<int64_t>(v.size())}, std::span<const float>(v));
}

/// y = c ? x + w : x * t, where t = -x is computed outside and w is an initializer.
static ModelBuilder branches()
{
    ModelBuilder model;
    model.input("c", {}, Proto::BOOL).input("x", {2}).output("y").weight("w", {2}, {10, 20});
    model.node("Neg", {"x"}, {"t"}).node("If", {"c"}, {"y"}, "if");
    setGraph(model, 1, "then_branch", ModelBuilder().node("Add", {"x", "w"}, {"r"}).output("r"));
    setGraph(model, 1, "else_branch", ModelBuilder().node("Mul", {"x", "t"}, {"r"}).output("r"));
    return model;
}

void TestControlFlow::ifTakesOneBranch_data()
{
    QTest::addColumn<bool>("condition");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("then") << true << QList<double>{11, 22};
    QTest::newRow("else") << false << QList<double>{-1, -4};
}

void TestControlFlow::ifTakesOneBranch()
{
    QFETCH(bool, condition);
    QFETCH(QList<double>, expected);
    const auto outputs = runModel(branches(), {Tensor::scalar(condition), floats({1, 2})});
    QVERIFY2(outputs.ok(), outputs ? "" : outputs.error().text().c_str());
    QCOMPARE(QList<double>((*outputs)[0].begin(), (*outputs)[0].end()), expected);
}

void TestControlFlow::capturesAreImplicitInputs()
{
    const auto graph = read(branches(), false);
    const Node& node = graph->nodes[1];
    QStringList names;
    for (const ValueId in : node.inputs)
        names << QString::fromStdString(graph->value(in).name);
    names.sort();
    QCOMPARE(names, (QStringList{"c", "t", "x"}));
    QCOMPARE(node.implicitInputs, size_t(2));
    QVERIFY(graph->value(*graph->findValue("t")).consumers == std::vector<NodeId>{NodeId(1)});
}

void TestControlFlow::constantsAreCopiedInside()
{
    const auto graph = read(branches(), false);
    const auto inner = graph->nodes[1].subgraph("then_branch");
    QCOMPARE(inner->captures.size(), size_t(1)); // x, not w
    QVERIFY(inner->value(*inner->findValue("w")).constant.has_value());

    // What folding makes constant goes inside as well.
    ModelBuilder model;
    model.input("c", {}, Proto::BOOL).output("y").weight("w", {2}, {1, -2});
    model.node("Neg", {"w"}, {"t"}).node("If", {"c"}, {"y"}, "if");
    setGraph(model, 1, "then_branch", ModelBuilder().node("Abs", {"t"}, {"r"}).output("r"));
    setGraph(model, 1, "else_branch", ModelBuilder().node("Relu", {"t"}, {"r"}).output("r"));
    const auto folded = read(model);
    const auto branch = folded->nodes[1].subgraph("else_branch");
    QVERIFY(branch->inputs.empty() && branch->captures.empty());
    QCOMPARE(toDoubles(*branch->value(*branch->findValue("r")).constant), (std::vector<double>{0, 2}));
    QCOMPARE((*runModel(model, {Tensor::scalar(true)}))[0], (std::vector<double>{1, 2}));
}

void TestControlFlow::nestedGraphsReachOutside()
{
    // Two levels down, and the same name once more as a branch's own.
    ModelBuilder inner;
    inner.node("Add", {"x", "own"}, {"r"}).output("r");
    ModelBuilder outer;
    outer.node("Mul", {"x", "x"}, {"own"}).node("If", {"d"}, {"q"}, "inner").output("q");
    setGraph(outer, 1, "then_branch", inner);
    setGraph(outer, 1, "else_branch", ModelBuilder().output("own"));
    ModelBuilder model;
    model.input("c", {}, Proto::BOOL).input("d", {}, Proto::BOOL).input("x", {2}).output("y").node("If", {"c"}, {"y"});
    setGraph(model, 0, "then_branch", outer);
    setGraph(model, 0, "else_branch", ModelBuilder().output("x"));
    const auto result = [&](bool c, bool d) {
        const auto outputs = runModel(model, {Tensor::scalar(c), Tensor::scalar(d), floats({2, 3})});
        return outputs ? (*outputs)[0] : std::vector<double>{};
    };
    QCOMPARE(result(true, true), (std::vector<double>{6, 12}));
    QCOMPARE(result(true, false), (std::vector<double>{4, 9}));
    QCOMPARE(result(false, true), (std::vector<double>{2, 3}));
}

/// Doubles v until it reaches `limit` (taken from outside) and collects what it was.
static ModelBuilder doubling(const std::string& tripCount, const std::string& condition)
{
    ModelBuilder body;
    body.input("i", {}, Proto::INT64).input("go", {}, Proto::BOOL).input("v", {1});
    body.node("Add", {"v", "v"}, {"next"}).node("Identity", {"v"}, {"was"}).node("ReduceSum", {"next"}, {"sum"}, "s", {{"keepdims", int64_t(0)}});
    body.node("Less", {"sum", "limit"}, {"goes"}).output("goes").output("next").output("was");
    ModelBuilder model;
    model.input("n", {}, Proto::INT64).input("c", {}, Proto::BOOL).input("limit", {}).input("x", {1}).output("y").output("all");
    model.node("Loop", {tripCount, condition, "x"}, {"y", "all"}, "loop");
    setGraph(model, 0, "body", body);
    return model;
}

void TestControlFlow::loopCarriesAndCollects_data()
{
    QTest::addColumn<QString>("tripCount");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<bool>("start");
    QTest::addColumn<double>("y");
    QTest::addColumn<QList<double>>("all");
    QTest::newRow("by its count") << "n" << "" << true << 8.0 << QList<double>{1, 2, 4};
    QTest::newRow("by its condition") << "" << "c" << true << 16.0 << QList<double>{1, 2, 4, 8};
    QTest::newRow("by both") << "n" << "c" << true << 8.0 << QList<double>{1, 2, 4};
    QTest::newRow("not at all") << "n" << "c" << false << 1.0 << QList<double>{};
}

void TestControlFlow::loopCarriesAndCollects()
{
    QFETCH(QString, tripCount);
    QFETCH(QString, condition);
    QFETCH(bool, start);
    QFETCH(double, y);
    QFETCH(QList<double>, all);
    const auto outputs = runModel(doubling(tripCount.toStdString(), condition.toStdString()),
                                  {Tensor::scalar(int64_t(3)), Tensor::scalar(start), Tensor::scalar(10.0F), floats({1})});
    QVERIFY2(outputs.ok(), outputs ? "" : outputs.error().text().c_str());
    QCOMPARE((*outputs)[0], std::vector<double>{y});
    QCOMPARE(QList<double>((*outputs)[1].begin(), (*outputs)[1].end()), all);
}

void TestControlFlow::scanGoesBothWays()
{
    // Running sums of x [2, 3] along its second axis, read backwards and put together backwards.
    ModelBuilder body;
    body.input("s", {2}).input("v", {2});
    body.node("Add", {"s", "v"}, {"sum"}).node("Identity", {"sum"}, {"now"}).output("sum").output("now");
    ModelBuilder model;
    model.input("s", {2}).input("x", {2, 3}).output("last").output("all");
    model.node("Scan", {"s", "x"}, {"last", "all"}, "scan",
               {{"num_scan_inputs", int64_t(1)},
                {"scan_input_axes", std::vector<int64_t>{1}},
                {"scan_output_axes", std::vector<int64_t>{-1}},
                {"scan_input_directions", std::vector<int64_t>{1}},
                {"scan_output_directions", std::vector<int64_t>{1}}});
    setGraph(model, 0, "body", body);
    const auto outputs = runModel(model, {floats({100, 200}), floats({1, 2, 3, 4, 5, 6}).reshaped({2, 3})});
    QVERIFY2(outputs.ok(), outputs ? "" : outputs.error().text().c_str());
    QCOMPARE((*outputs)[0], (std::vector<double>{106, 215}));
    QCOMPARE((*outputs)[1], (std::vector<double>{106, 105, 103, 215, 211, 206}));
}

void TestControlFlow::constantControlFlowIsFolded()
{
    ModelBuilder model;
    model.input("x", {2}).output("y").weight("w", {2}, {1, 2}).weight("zero", {1}, {0});
    model.node("Cast", {"zero"}, {"c"}, "cast", {{"to", int64_t(Proto::BOOL)}}).node("If", {"c"}, {"k"}, "if");
    setGraph(model, 1, "then_branch", ModelBuilder().node("Neg", {"w"}, {"r"}).output("r"));
    setGraph(model, 1, "else_branch", ModelBuilder().node("Add", {"w", "w"}, {"r"}).output("r"));
    model.node("Mul", {"x", "k"}, {"y"});
    const auto graph = read(model);
    const auto& k = graph->value(*graph->findValue("k")).constant;
    QVERIFY(k.has_value());
    QCOMPARE(toDoubles(*k), (std::vector<double>{2, 4}));
    const auto open = read(branches()); // not constant: stays
    QVERIFY(!open->value(*open->findValue("y")).constant);
}

void TestControlFlow::unknownOperatorsInsideAreReported()
{
    ModelBuilder model = branches();
    auto* body = model.proto().mutable_graph()->mutable_node(1)->mutable_attribute(0)->mutable_g();
    body->mutable_node(0)->set_op_type("Mystery");
    body->mutable_node(0)->set_name("deep");
    const auto graph = read(model);
    QCOMPARE(run::unknownOperators(*graph), (std::vector<std::string>{"node 'deep' (Mystery, opset 13)"}));
    const auto instance = run::Instance::create(graph, 1);
    QVERIFY(!instance && instance.error().code == ErrorCode::Unsupported);
}

void TestControlFlow::aBodyThatFitsNotIsRefused()
{
    ModelBuilder model = doubling("n", "c");
    auto* body = model.proto().mutable_graph()->mutable_node(0)->mutable_attribute(0)->mutable_g();
    body->mutable_output()->RemoveLast();
    body->mutable_output()->RemoveLast();
    const auto outputs = runModel(model, {Tensor::scalar(int64_t(3)), Tensor::scalar(true), Tensor::scalar(10.0F), floats({1})});
    QVERIFY(!outputs);
    QCOMPARE(QString::fromStdString(outputs.error().text()),
             "node 'loop' (Loop): the body has not an output for every carried value and output");
}

void TestControlFlow::aNameNobodyHasIsMalformed()
{
    ModelBuilder model;
    model.input("c", {}, Proto::BOOL).output("y").node("If", {"c"}, {"y"}, "if");
    setGraph(model, 0, "then_branch", ModelBuilder().node("Neg", {"nowhere"}, {"r"}, "neg").output("r"));
    const auto result = onnxio::parseModel(model.bytes(), "m.onnx");
    QVERIFY(!result);
    QCOMPARE(QString::fromStdString(result.error().text()),
             "m.onnx: node 'neg' (Neg) reads tensor 'nowhere', which nothing produces");
}

QTEST_GUILESS_MAIN(TestControlFlow)
#include "tst_control_flow.moc"
