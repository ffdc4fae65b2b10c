// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/bodies.h"
#include "core/graph/layers.h"
#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;
using Proto = ::onnx::TensorProto;

namespace {

/// then: x w, and inside it another If; else: -x. w is the model's, own is the branch's.
ModelBuilder nested()
{
    ModelBuilder innermost;
    innermost.weight("own", {2, 2}, {1, 2, 3, 4}).node("MatMul", {"p", "own"}, {"r"}, "deep").output("r");
    ModelBuilder then;
    then.node("MatMul", {"x", "w"}, {"p"}, "/first").node("If", {"c"}, {"q"}, "again").output("q");
    then.lastNodeGraph("then_branch", innermost).lastNodeGraph("else_branch", ModelBuilder().output("p"));
    ModelBuilder model;
    model.input("c", {}, Proto::BOOL).input("x", {2, 2}).weight("w", {2, 2}, {1, 0, 0, 1});
    model.node("If", {"c"}, {"y"}, "if").output("z");
    model.lastNodeGraph("then_branch", then);
    model.lastNodeGraph("else_branch", ModelBuilder().node("Neg", {"x"}, {"n"}).output("n"));
    model.node("Relu", {"y"}, {"z"}, "end");
    return model;
}

Graph shown(const ModelBuilder& model)
{
    Graph graph = onnxio::parseModel(model.bytes(), "m.onnx")->graph;
    showBodies(graph);
    return graph;
}

} // namespace

/// What is inside If, Loop and Scan is part of what a person sees.
class TestBodies : public QObject {
    Q_OBJECT

private slots:
    void nodesStandBeforeTheirOwner()
    {
        const Graph graph = shown(nested());
        QStringList names;
        for (size_t n = 0; n < graph.nodes.size(); ++n)
            names << QString::fromStdString(graph.displayName(NodeId(n)));
        QCOMPARE(names,
                 (QStringList{"if/else_branch/Neg_n", "if/then_branch/first",
                              "if/then_branch/again/then_branch/deep", "if/then_branch/again", "if", "end"}));
        QStringList owners;
        for (const Node& node : graph.nodes)
            owners << (node.body < 0
                           ? "-"
                           : QString::fromStdString(graph.node(graph.bodies[size_t(node.body)].owner).name));
        QCOMPARE(owners, (QStringList{"if", "if", "if/then_branch/again", "if", "-", "-"}));
    }

    void tensorsAreWhatTheyAreInTheFile()
    {
        const Graph graph = shown(nested());
        const Node& first = graph.nodes[1];
        QVERIFY(first.inputs[0] == *graph.findValue("x")); // taken from outside
        QVERIFY(first.inputs[1] == *graph.findValue("w"));
        const Node& deep = graph.nodes[2];
        QCOMPARE(graph.value(deep.inputs[0]).name, std::string("if/then_branch/p"));
        QCOMPARE(graph.value(deep.inputs[1]).name, std::string("if/then_branch/again/then_branch/own"));
        QVERIFY(graph.value(deep.inputs[0]).producer == NodeId(1));
        QVERIFY(graph.value(*graph.findValue("y")).producer == NodeId(4));
        QVERIFY(graph.value(*graph.findValue("z")).producer == NodeId(5));
    }

    void layersInsideAreLayers()
    {
        const auto layers = findLayers(shown(nested()));
        QCOMPARE(layers.size(), size_t(2));
        QCOMPARE(layers[0].name, std::string("if/then_branch/first"));
        QVERIFY(layers[0].weightInput == size_t(1) && layers[1].weightInput == size_t(1));
        QCOMPARE(layers[1].name, std::string("if/then_branch/again/then_branch/deep"));
    }

    void aNameTheFileHasGetsANumber()
    {
        ModelBuilder model;
        model.input("c", {}, Proto::BOOL).input("x", {2}).node("Neg", {"x"}, {"if/then_branch/r"});
        model.node("If", {"c"}, {"y"}, "if").output("y");
        model.lastNodeGraph("then_branch", ModelBuilder().node("Abs", {"x"}, {"r"}).output("r"));
        model.lastNodeGraph("else_branch", ModelBuilder().output("if/then_branch/r"));
        const Graph graph = shown(model);
        QVERIFY(graph.findValue("if/then_branch/r#2").has_value());
        QVERIFY(graph.value(*graph.findValue("if/then_branch/r#2")).body >= 0);
        QVERIFY(graph.value(*graph.findValue("if/then_branch/r")).body < 0);
    }

    void onlyTheBranchThatRunsIsShown()
    {
        ModelBuilder model;
        auto& condition = *model.proto().mutable_graph()->add_initializer();
        condition.set_name("c");
        condition.set_data_type(Proto::BOOL);
        condition.add_int32_data(1);
        model.input("x", {2}).node("If", {"c"}, {"y"}, "if").output("y");
        model.lastNodeGraph("then_branch", ModelBuilder().node("Abs", {"x"}, {"r"}).output("r"));
        model.lastNodeGraph("else_branch", ModelBuilder().node("Neg", {"x"}, {"r"}).output("r"));
        Graph graph = shown(model);
        QCOMPARE(graph.nodes.size(), size_t(2));
        QCOMPARE(graph.nodes[0].op, std::string("Abs"));

        graph = onnxio::parseModel(model.bytes(), "m.onnx")->graph;
        graph.value(*graph.findValue("y")).constant = Tensor::scalar(1.0F); // as folding leaves it
        showBodies(graph);
        QCOMPARE(graph.nodes.size(), size_t(1));
    }

    void aGraphWithoutBodiesStaysAsItIs()
    {
        ModelBuilder model;
        model.input("x", {2}).node("Neg", {"x"}, {"y"}).output("y");
        const Graph graph = shown(model);
        QVERIFY(graph.bodies.empty());
        QCOMPARE(graph.nodes.size(), size_t(1));
        QCOMPARE(graph.values.size(), size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestBodies)
#include "tst_bodies.moc"
