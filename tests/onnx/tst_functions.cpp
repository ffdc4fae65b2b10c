// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

/// Local functions: what they stand for is in the graph, under names of its own.
class TestFunctions : public QObject {
    Q_OBJECT

private slots:
    void becomeTheirNodes();
    void takeAttributesFromTheCallOrTheDefault();
    void mayCallEachOther();
    void mayPassAnInputOn();
    void workInsideSubgraphs();
    void refuses_data();
    void refuses();
};

static ::onnx::FunctionProto& addFunction(ModelBuilder& model, const std::string& name, const std::vector<std::string>& inputs,
                                          const std::vector<std::string>& outputs)
{
    auto& f = *model.proto().add_functions();
    f.set_name(name);
    f.set_domain("local");
    for (const auto& i : inputs)
        f.add_input(i);
    for (const auto& o : outputs)
        f.add_output(o);
    auto* import = f.add_opset_import();
    import->set_domain("");
    import->set_version(13);
    return f;
}

static ::onnx::NodeProto& addNode(::onnx::FunctionProto& f, const std::string& op, const std::vector<std::string>& inputs,
                                  const std::string& output, const std::string& domain = {})
{
    auto& node = *f.add_node();
    node.set_op_type(op);
    node.set_domain(domain);
    for (const auto& i : inputs)
        node.add_input(i);
    node.add_output(output);
    return node;
}

/// One line per node: "name: op(inputs) -> outputs".
static QStringList described(const Graph& graph)
{
    QStringList lines;
    for (const Node& node : graph.nodes) {
        QStringList in, out;
        for (const ValueId id : node.inputs)
            in << (id.valid() ? QString::fromStdString(graph.value(id).name) : QString());
        for (const ValueId id : node.outputs)
            out << (id.valid() ? QString::fromStdString(graph.value(id).name) : QString());
        lines << QStringLiteral("%1: %2(%3) -> %4").arg(QString::fromStdString(node.name), QString::fromStdString(node.op),
                                                        in.join(QLatin1Char(' ')), out.join(QLatin1Char(' ')));
    }
    return lines;
}

static Graph read(const ModelBuilder& model)
{
    auto result = onnxio::parseModel(model.bytes(), "m.onnx");
    if (!result)
        qFatal("%s", result.error().text().c_str());
    return std::move(result->graph);
}

static void call(ModelBuilder& model, const std::string& function, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs, const std::string& name)
{
    model.node(function, inputs, outputs, name);
    model.proto().mutable_graph()->mutable_node()->rbegin()->set_domain("local");
}

void TestFunctions::becomeTheirNodes()
{
    ModelBuilder model;
    model.input("x", {2}).output("y");
    call(model, "Twice", {"x"}, {"t"}, "a");
    call(model, "Twice", {"t"}, {"y"}, "b");
    auto& f = addFunction(model, "Twice", {"v"}, {"r"});
    addNode(f, "Neg", {"v"}, "t"); // the caller has a tensor of this name too
    addNode(f, "Sub", {"v", "t"}, "r");
    QCOMPARE(described(read(model)), (QStringList{"a/Neg: Neg(x) -> a/t", "a/Sub: Sub(x a/t) -> t",
                                                  "b/Neg: Neg(t) -> b/t", "b/Sub: Sub(t b/t) -> y"}));
}

void TestFunctions::takeAttributesFromTheCallOrTheDefault()
{
    ModelBuilder model;
    model.input("x", {2}).output("y");
    call(model, "Leak", {"x"}, {"y"}, "a");
    auto* given = model.proto().mutable_graph()->mutable_node(0)->add_attribute();
    given->set_name("slope");
    given->set_type(::onnx::AttributeProto::FLOAT);
    given->set_f(0.25F);
    auto& f = addFunction(model, "Leak", {"v"}, {"r"});
    f.add_attribute("slope");
    f.add_attribute("left_out");
    ::onnx::AttributeProto fallback;
    fallback.set_name("scale");
    fallback.set_type(::onnx::AttributeProto::FLOAT);
    fallback.set_f(3.0F);
    // attribute_proto (field 11) is newer than the installed message
    f.GetReflection()->MutableUnknownFields(&f)->AddLengthDelimited(11, fallback.SerializeAsString());
    const auto refer = [](::onnx::NodeProto& node, const char* name, const char* to) {
        auto* a = node.add_attribute();
        a->set_name(name);
        a->set_ref_attr_name(to);
        a->set_type(::onnx::AttributeProto::FLOAT);
    };
    auto& leaky = addNode(f, "LeakyRelu", {"v"}, "t");
    refer(leaky, "alpha", "slope");
    auto& selu = addNode(f, "Selu", {"t"}, "r");
    refer(selu, "alpha", "left_out");
    refer(selu, "gamma", "scale");
    const Graph graph = read(model);
    QCOMPARE(graph.nodes[0].floatAttribute("alpha", 0), 0.25F);
    QVERIFY(!graph.nodes[1].hasAttribute("alpha"));
    QCOMPARE(graph.nodes[1].floatAttribute("gamma", 0), 3.0F);
}

void TestFunctions::mayCallEachOther()
{
    ModelBuilder model;
    model.input("x", {2}).output("y");
    call(model, "Outer", {"x"}, {"y"}, "a");
    auto& outer = addFunction(model, "Outer", {"v"}, {"r"});
    addNode(outer, "Inner", {"v"}, "m", "local");
    addNode(outer, "Inner", {"m"}, "r", "local");
    auto& inner = addFunction(model, "Inner", {"v"}, {"r"});
    addNode(inner, "Abs", {"v"}, "r");
    QCOMPARE(described(read(model)), (QStringList{"a/Inner/Abs: Abs(x) -> a/m", "a/Inner_1/Abs: Abs(a/m) -> y"}));
}

void TestFunctions::mayPassAnInputOn()
{
    ModelBuilder model;
    model.input("x", {2}).output("y");
    call(model, "Same", {"x"}, {"y"}, "a");
    addFunction(model, "Same", {"v"}, {"v"});
    QCOMPARE(described(read(model)), (QStringList{"a/Identity: Identity(x) -> y"}));
}

void TestFunctions::workInsideSubgraphs()
{
    ModelBuilder model;
    model.input("c", {}, ::onnx::TensorProto::BOOL).input("x", {2}).output("y").node("If", {"c"}, {"y"}, "if");
    for (const char* name : {"then_branch", "else_branch"}) {
        auto* attribute = model.proto().mutable_graph()->mutable_node(0)->add_attribute();
        attribute->set_name(name);
        attribute->set_type(::onnx::AttributeProto::GRAPH);
        auto* node = attribute->mutable_g()->add_node();
        node->set_op_type("Magnitude");
        node->set_domain("local");
        node->add_input("x");
        node->add_output("r");
        attribute->mutable_g()->add_output()->set_name("r");
    }
    auto& f = addFunction(model, "Magnitude", {"v"}, {"r"});
    addNode(f, "Abs", {"v"}, "r");
    const Graph graph = read(model);
    QCOMPARE(described(graph), (QStringList{"if: If(c x) -> y"}));
    QCOMPARE(described(*graph.nodes[0].subgraph("then_branch")), (QStringList{"Magnitude/Abs: Abs(x) -> r"}));
}

void TestFunctions::refuses_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("error");
    QTest::newRow("a function that calls itself") << "recursion" << "m.onnx: the function 'F' calls itself";
    QTest::newRow("too many inputs") << "inputs"
                                     << "m.onnx: node 'a' gives the function 'F' more inputs or outputs than it has";
    QTest::newRow("another operator set") << "opset"
                                          << "m.onnx: the function 'F' is written for opset 12, the model for opset 13";
    QTest::newRow("a bomb of calls without nodes") << "bomb" << "m.onnx: its functions make more than 250000 nodes";
}

void TestFunctions::refuses()
{
    QFETCH(QString, what);
    QFETCH(QString, error);
    ModelBuilder model;
    model.input("x", {2}).output("y");
    call(model, "F", what == "inputs" ? std::vector<std::string>{"x", "x"} : std::vector<std::string>{"x"}, {"y"}, "a");
    auto& f = addFunction(model, "F", {"v"}, {"r"});
    if (what == "opset")
        f.mutable_opset_import(0)->set_version(12);
    addNode(f, what == "recursion" ? "F" : what == "bomb" ? "F0" : "Abs", {"v"}, "r",
            what == "recursion" || what == "bomb" ? "local" : "");
    for (int i = 0; what == "bomb" && i < 40; ++i) {
        auto& g = addFunction(model, "F" + std::to_string(i), {"v"}, {"r"});
        addNode(g, "F" + std::to_string(i + 1), {"v"}, "m", "local");
        addNode(g, "F" + std::to_string(i + 1), {"v"}, "r", "local");
    }
    if (what == "bomb")
        addFunction(model, "F40", {"v"}, {"r"});
    const auto result = onnxio::parseModel(model.bytes(), "m.onnx");
    QVERIFY(!result);
    QCOMPARE(QString::fromStdString(result.error().text()), error);
}

QTEST_GUILESS_MAIN(TestFunctions)
#include "tst_functions.moc"
