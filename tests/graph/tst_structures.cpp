// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/structures.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::GraphText;

namespace {

std::string nameOf(const Graph& graph, ValueId id) { return id.valid() ? graph.value(id).name : "-"; }

/// "Gelu x -> y (4 nodes)" per structure, and the parameters that matter.
QString listed(const Graph& graph)
{
    QStringList lines;
    for (const Structure& s : findStructures(graph)) {
        std::string line(structureKindName(s.kind));
        if (s.kind == StructureKind::Gelu)
            line += s.gelu == GeluForm::Erf ? " erf" : s.gelu == GeluForm::Tanh ? " tanh" : " sigmoid";
        for (const ValueId in : s.inputs)
            line += " " + nameOf(graph, in);
        line += " -> " + nameOf(graph, s.output) + ", " + std::to_string(s.nodes.size()) + " nodes";
        if (s.scale.valid() || s.shift.valid())
            line += ", " + nameOf(graph, s.scale) + " " + nameOf(graph, s.shift);
        lines << QString::fromStdString(line);
    }
    return lines.join("; ");
}

void row(const char* name, const char* text, const char* expected)
{
    QTest::newRow(name) << QString(text) << QString(expected);
}

} // namespace

class TestStructures : public QObject {
    Q_OBJECT

private:
    void columns()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
    }
    void compare()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(listed(GraphText(text.toStdString()).graph()), expected);
    }

private slots:
    void findsActivations_data()
    {
        columns();
        row("GELU as torch writes it",
            "a = Div(x, 1.4142135); e = Erf(a); p = Add(e, 1); m = Mul(x, p); y = Mul(m, 0.5)",
            "Gelu erf x -> y, 5 nodes");
        row("GELU with the half first",
            "a = Mul(x, 0.70710678); e = Erf(a); p = Add(1, e); h = Mul(0.5, x); y = Mul(p, h)",
            "Gelu erf x -> y, 5 nodes");
        row("GELU with the half at the gate",
            "a = Mul(0.70710678, x); e = Erf(a); p = Add(1, e); h = Mul(p, 0.5); y = Mul(h, x)",
            "Gelu erf x -> y, 5 nodes");
        row("GELU with a Cast",
            "c = Cast(x, to=1); a = Div(c, 1.4142135); e = Erf(a); p = Add(e, 1); h = Mul(c, 0.5); "
            "y = Mul(h, p)",
            "Gelu erf c -> y, 5 nodes");
        row("GELU by tanh with Pow",
            "q = Pow(x, 3); c = Mul(q, 0.044715); s = Add(x, c); a = Mul(s, 0.7978845); t = Tanh(a); p = "
            "Add(t, 1); "
            "h = Mul(x, 0.5); y = Mul(h, p)",
            "Gelu tanh x -> y, 8 nodes");
        row("GELU by tanh, factored",
            "c = Mul(x, 0.044715); q = Mul(c, x); s = Add(q, 1); b = Mul(x, 0.7978845); a = Mul(b, s); t = "
            "Tanh(a); "
            "p = Add(1, t); m = Mul(x, p); y = Mul(m, 0.5)",
            "Gelu tanh x -> y, 9 nodes");
        row("GELU by sigmoid", "a = Mul(x, 1.702); s = Sigmoid(a); y = Mul(x, s)",
            "Gelu sigmoid x -> y, 3 nodes");
        row("SiLU", "s = Sigmoid(x); y = Mul(s, x)", "Silu x -> y, 2 nodes");
        row("HardSwish from HardSigmoid", "s = HardSigmoid(x, alpha=0.16666667, beta=0.5); y = Mul(x, s)",
            "HardSwish x -> y, 2 nodes");
        row("HardSwish from Clip", "a = Add(x, 3); c = Clip(a, 0, 6); m = Mul(x, c); y = Div(m, 6)",
            "HardSwish x -> y, 4 nodes");
        row("HardSwish with the sixth at the gate",
            "a = Add(3, x); c = Clip(a, 0, 6); g = Mul(c, 0.1666667); y = Mul(g, x)",
            "HardSwish x -> y, 4 nodes");
        row("HardSwish from Clip attributes",
            "a = Add(x, 3); c = Clip(a, min=0.0, max=6.0); m = Mul(x, c); y = Div(m, 6)",
            "HardSwish x -> y, 4 nodes");
        row("HardSwish from Min and Relu",
            "a = Add(x, 3); r = Relu(a); c = Min(r, 6); g = Div(c, 6); y = Mul(x, g)",
            "HardSwish x -> y, 5 nodes");
        row("Mish", "p = Softplus(x); t = Tanh(p); y = Mul(x, t)", "Mish x -> y, 3 nodes");

        row("another constant is no GELU",
            "a = Div(x, 1.5); e = Erf(a); p = Add(e, 1); m = Mul(x, p); y = Mul(m, 0.5)", "");
        row("another gate's input is no SiLU", "s = Sigmoid(z); y = Mul(s, x); w = Relu(z); output w", "");
        row("a gate read elsewhere is no SiLU", "s = Sigmoid(x); w = Relu(s); output w; y = Mul(s, x)", "");
        row("a gate that is an output is no SiLU", "s = Sigmoid(x); output s; y = Mul(s, x)", "");
        row("HardSigmoid of slope 0.2 is no HardSwish",
            "s = HardSigmoid(x, alpha=0.2, beta=0.5); y = Mul(x, s)", "");
        row("a clip to 7 is no HardSwish", "a = Add(x, 3); c = Clip(a, 0, 7); m = Mul(x, c); y = Div(m, 6)",
            "");
    }
    void findsActivations() { compare(); }

    void findsNormalizations_data()
    {
        columns();
        row("LayerNorm as torch writes it",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Pow(d, 2); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); n = Div(d, s); g = Mul(n, g[8]); y = Add(g, b[8])",
            "LayerNorm x -> y, 9 nodes, g[8] b[8]");
        row("LayerNorm with two Subs and Casts",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); d2 = Sub(x, m); c = Cast(d2, to=1); q = Pow(c, 2); "
            "v = ReduceMean(q, axes=[-1]); e = Add(0.00001, v); s = Sqrt(e); n = Div(d, s); g = Mul(g[8], "
            "n); "
            "y = Add(b[8], g)",
            "LayerNorm x -> y, 11 nodes, g[8] b[8]");
        row("LayerNorm without scale and shift",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); y = Div(d, s)",
            "LayerNorm x -> y, 7 nodes");
        row("LayerNorm with Reciprocal and axes as an input",
            "m = ReduceMean(x, {-1}); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, {-1}); e = Add(v, "
            "0.00001); "
            "s = Sqrt(e); r = Reciprocal(s); y = Mul(d, r)",
            "LayerNorm x -> y, 8 nodes");
        row("LayerNorm with the power -0.5",
            "m = ReduceMean(x, axes=[2]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[2]); "
            "e = Add(v, 0.00001); r = Pow(e, -0.5); n = Mul(d, r); y = Mul(n, g[8])",
            "LayerNorm x -> y, 8 nodes, g[8] -");
        row("LayerNorm as tf folds it",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.001); s = Sqrt(e); r = Reciprocal(s); rg = Mul(r, g[8]); mr = Mul(m, rg); "
            "o = Sub(b[8], mr); xr = Mul(x, rg); y = Add(xr, o)",
            "LayerNorm x -> y, 12 nodes, g[8] b[8]");
        row("LayerNorm with the variance as a difference",
            "m = ReduceMean(x, axes=[-1]); q = Mul(x, x); w = ReduceMean(q, axes=[-1]); k = Mul(m, m); v = "
            "Sub(w, k); "
            "e = Add(v, 0.001); s = Sqrt(e); d = Sub(x, m); y = Div(d, s)",
            "LayerNorm x -> y, 9 nodes");
        row("LayerNorm over the last two axes",
            "m = ReduceMean(x, axes=[-2,-1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[-2,-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); y = Div(d, s)",
            "LayerNorm x -> y, 7 nodes");
        row("LayerNorm by sums with the dropped axis put back",
            "t = ReduceSum(x, {-1}, keepdims=0); m = Mul(t, 0.125); k = Mul(m, m); q = Mul(x, x); "
            "w = ReduceSum(q, {-1}, keepdims=0); z = Mul(w, 0.125); v = Sub(z, k); p = Max(0, v); u = "
            "Unsqueeze(p, {2}); "
            "e = Add(u, 0.000001); s = Sqrt(e); r = Reciprocal(s); g = Mul(r, g[8]); n = Unsqueeze(m, {2}); "
            "d = Sub(x, n); h = Mul(d, g); y = Add(h, b[8])",
            "LayerNorm x -> y, 17 nodes, g[8] b[8]");
        row("LayerNorm over the axis its scale has",
            "m = ReduceMean(x, axes=[1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); n = Div(d, s); y = Mul(n, g[8,1])",
            "LayerNorm x -> y, 8 nodes, g[8,1] -");
        row("a Reshape after LayerNorm stays outside",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); n = Div(d, s); r = Reshape(n, {-1,8}); y = Mul(r, g[8])",
            "LayerNorm x -> n, 7 nodes");
        row("RMSNorm",
            "q = Pow(x, 2); v = ReduceMean(q, axes=[-1]); e = Add(v, 0.000001); s = Sqrt(e); n = Div(x, s); "
            "y = Mul(n, g[8])",
            "RmsNorm x -> y, 6 nodes, g[8] -");
        row("RMSNorm with Casts and Reciprocal",
            "c = Cast(x, to=1); q = Mul(c, c); v = ReduceMean(q, axes=[-1]); e = Add(v, 0.000001); s = "
            "Sqrt(e); "
            "r = Reciprocal(s); n = Mul(x, r); h = Cast(n, to=10); y = Mul(g[8], h)",
            "RmsNorm x -> y, 9 nodes, g[8] -");

        row("a variance read elsewhere is no LayerNorm",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Pow(d, 2); v = ReduceMean(q, axes=[-1]); "
            "output v; "
            "e = Add(v, 0.00001); s = Sqrt(e); y = Div(d, s)",
            "");
        row("means over different axes are no LayerNorm",
            "m = ReduceMean(x, axes=[1]); d = Sub(x, m); q = Pow(d, 2); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); y = Div(x, s)",
            "");
        row("the first axis is no LayerNorm",
            "m = ReduceMean(x, axes=[1]); d = Sub(x, m); q = Pow(d, 2); v = ReduceMean(q, axes=[1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); y = Div(d, s)",
            "");
        row("a scale along another axis stays outside",
            "m = ReduceMean(x, axes=[-1]); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, axes=[-1]); "
            "e = Add(v, 0.00001); s = Sqrt(e); n = Div(d, s); y = Mul(n, g[8,1])",
            "LayerNorm x -> n, 7 nodes");
        row("a sum times something else is no mean",
            "t = ReduceSum(x, {-1}); m = Mul(t, 0.3); d = Sub(x, m); q = Mul(d, d); w = ReduceSum(q, {-1}); "
            "v = Mul(w, 0.3); e = Add(v, 0.000001); s = Sqrt(e); y = Div(d, s)",
            "");
        row("a cube is no RMSNorm",
            "q = Pow(x, 3); v = ReduceMean(q, axes=[-1]); e = Add(v, 0.000001); s = Sqrt(e); "
            "y = Div(x, s)",
            "");
        row("another tensor over the root is no RMSNorm",
            "q = Pow(x, 2); v = ReduceMean(q, axes=[-1]); e = Add(v, 0.000001); s = Sqrt(e); y = Div(z, s)",
            "");
    }
    void findsNormalizations() { compare(); }

    void findsFolds_data()
    {
        columns();
        row("BatchNormalization after Conv",
            "c = Conv(x, w[4,2,3,3]); y = BatchNormalization(c, g[4], b[4], m[4], v[4])",
            "BatchNormFold x -> y, 2 nodes, g[4] b[4]");
        row("BatchNormalization after a biased MatMul",
            "c = MatMul(x, w[2,4]); a = Add(c, a[4]); y = BatchNormalization(a, g[4], b[4], m[4], v[4])",
            "BiasAdd x -> a, 2 nodes, - a[4]; BatchNormFold x -> y, 3 nodes, g[4] b[4]");
        row("Mul and Add after Conv", "c = Conv(x, w[4,2,3,3]); n = Mul(c, g[1,4,1,1]); y = Add(b[4,1,1], n)",
            "BatchNormFold x -> y, 3 nodes, g[1,4,1,1] b[4,1,1]");
        row("a bias after MatMul", "c = MatMul(x, w[2,4]); y = Add(c, b[4])",
            "BiasAdd x -> y, 2 nodes, - b[4]");
        row("a bias before MatMul's result", "c = MatMul(x, w[2,4]); y = Add(b[1,1,4], c)",
            "BiasAdd x -> y, 2 nodes, - b[1,1,4]");
        row("a bias after ConvTranspose", "c = ConvTranspose(x, w[2,2,3,3], group=2); y = Add(c, b[1,4,1,1])",
            "BiasAdd x -> y, 2 nodes, - b[1,4,1,1]");

        row("a Conv read elsewhere takes no BatchNormalization in",
            "c = Conv(x, w[4,2,3,3]); r = Relu(c); output r; y = BatchNormalization(c, g[4], b[4], m[4], "
            "v[4])",
            "");
        row("statistics that are computed do not fold",
            "c = Conv(x, w[4,2,3,3]); y = BatchNormalization(c, g[4], b[4], m, v[4])", "");
        row("BatchNormalization after Relu does not fold",
            "c = Conv(x, w[4,2,3,3]); r = Relu(c); y = BatchNormalization(r, g[4], b[4], m[4], v[4])", "");
        row("a constant along the width of a Conv is no bias", "c = Conv(x, w[4,2,3,3]); y = Add(c, b[4])",
            "");
        row("a table of positions is no bias", "c = MatMul(x, w[2,4]); y = Add(c, b[7,4])", "");
    }
    void findsFolds() { compare(); }

    void findsSingleOperators_data()
    {
        columns();
        row("LayerNormalization", "y = LayerNormalization(x, g[8], b[8], axis=-1)",
            "LayerNorm x -> y, 1 nodes, g[8] b[8]");
        row("SkipLayerNormalization", "y = com.microsoft.SkipLayerNormalization(x, z, g[8], b[8])",
            "LayerNorm x z -> y, 1 nodes, g[8] b[8]");
        row("SimplifiedLayerNormalization", "y = com.microsoft.SimplifiedLayerNormalization(x, g[8])",
            "RmsNorm x -> y, 1 nodes, g[8] -");
        row("Gelu", "y = com.microsoft.Gelu(x)", "Gelu erf x -> y, 1 nodes");
        row("Gelu with the approximation", "y = Gelu(x, approximate=tanh)", "Gelu tanh x -> y, 1 nodes");
        row("BiasGelu", "y = com.microsoft.BiasGelu(x, b[8])", "Gelu erf x -> y, 1 nodes, - b[8]");
        row("FastGelu", "y = com.microsoft.FastGelu(x)", "Gelu tanh x -> y, 1 nodes");
        row("QuickGelu", "y = com.microsoft.QuickGelu(x)", "Gelu sigmoid x -> y, 1 nodes");
        row("HardSwish", "y = HardSwish(x)", "HardSwish x -> y, 1 nodes");
        row("Mish", "y = Mish(x)", "Mish x -> y, 1 nodes");
        row("Softmax", "y = Softmax(x)", "Softmax x -> y, 1 nodes");
        row("MultiHeadAttention", "y = com.microsoft.MultiHeadAttention(q, k, v, num_heads=2)",
            "Attention q k v -> y, 1 nodes");
        row("the same name in a strange domain", "y = org.example.Gelu(x)", "");
    }
    void findsSingleOperators() { compare(); }

    void takesMalformedNodes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a mean of nothing")
            << "m = ReduceMean(, {-1}); e = Add(m, 0.001); s = Sqrt(e); y = Div(x, s)";
        QTest::newRow("arithmetic on nothing") << "a = Mul(x, ); e = Erf(a); p = Add(e, ); y = Mul(, p)";
        QTest::newRow("a clip of nothing") << "a = Add(x, 3); c = Clip(a, , ); m = Min(c, ); y = Mul(m, x)";
        QTest::newRow("a product of nothing")
            << "s = MatMul(x, ); p = Softmax(s); t = Div(p, ); y = MatMul(t, )";
        QTest::newRow("a convolution without a weight") << "c = Conv(x); y = BatchNormalization(c, g[4])";
        QTest::newRow("axes beyond any rank")
            << "m = ReduceMean(x, axes=[-9223372036854775807,9223372036854775807]); d = Sub(x, m); q = "
               "Mul(d, d); "
               "v = ReduceMean(q, axes=[-9223372036854775807,9223372036854775807]); s = Sqrt(v); y = Div(d, "
               "s)";
        QTest::newRow("absurd groups")
            << "c = ConvTranspose(x, w[2,2,3,3], group=9223372036854775807); y = Add(c, b[1,4,1,1])";
    }
    void takesMalformedNodes()
    {
        QFETCH(QString, text);
        const Graph graph = GraphText(text.toStdString()).graph();
        QVERIFY(!graph.nodes.empty());
        for (const Structure& s : findStructures(graph))
            QVERIFY2(s.kind == StructureKind::Softmax || s.kind == StructureKind::BiasAdd,
                     qPrintable(listed(graph)));
    }

    void givesParameters()
    {
        const Graph graph =
            GraphText("m = ReduceMean(x, {-1}); d = Sub(x, m); q = Mul(d, d); v = ReduceMean(q, {-1}); "
                      "e = Add(v, 0.25e-1); s = Sqrt(e); y = Div(d, s)")
                .graph();
        const auto found = findStructures(graph);
        QCOMPARE(found.size(), size_t(1));
        QVERIFY(std::abs(found[0].epsilon - 0.025) < 1e-6);
        QCOMPARE(found[0].axes, std::vector<int64_t>{-1});
        QCOMPARE(found[0].internals.size(), size_t(6));
        QVERIFY(!found[0].isSingleOperator());
    }
};

QTEST_GUILESS_MAIN(TestStructures)
#include "tst_structures.moc"
