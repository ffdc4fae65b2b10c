// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/structures.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::GraphText;

namespace {

QString nameOf(const Graph& graph, ValueId id)
{
    return id.valid() ? QString::fromStdString(graph.value(id).name) : QString("-");
}

/// "q k v: scores, probabilities, output; mask, scale" of the attentions found.
QString attentions(const Graph& graph)
{
    QStringList lines;
    for (const Structure& s : findStructures(graph)) {
        if (!s.attention)
            continue;
        const AttentionParts& a = *s.attention;
        lines << QString("%1 %2 %3: %4, %5, %6; mask %7, scale %8")
                     .arg(nameOf(graph, a.q), nameOf(graph, a.k), nameOf(graph, a.v), nameOf(graph, a.scores),
                          nameOf(graph, a.probabilities), nameOf(graph, a.output), nameOf(graph, a.mask))
                     .arg(a.scale);
    }
    return lines.join(" | ");
}

/// "ResidualAdd s b" per skip found, the shortcut first; and of softmaxes the nodes.
QString others(const Graph& graph)
{
    QStringList lines;
    for (const Structure& s : findStructures(graph)) {
        const bool isSkip = s.kind == StructureKind::ResidualAdd || s.kind == StructureKind::SkipConcat;
        if (!isSkip && s.kind != StructureKind::Softmax)
            continue;
        QString line = QString::fromUtf8(structureKindName(s.kind).data());
        for (const ValueId in : s.inputs)
            line += " " + nameOf(graph, in);
        lines << (isSkip ? line : line + QString(", %1 nodes").arg(s.nodes.size()));
    }
    return lines.join(" | ");
}

void row(const char* name, const char* text, const char* expected)
{
    QTest::newRow(name) << QString(text) << QString(expected);
}

} // namespace

class TestAttention : public QObject {
    Q_OBJECT

private:
    void columns()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
    }

private slots:
    void findsAttention_data()
    {
        columns();
        row("scale after the product",
            "s = MatMul(q, k); m = Mul(s, 0.25); p = Softmax(m, axis=-1); y = MatMul(p, v)",
            "q k v: s, p, y; mask -, scale 0.25");
        row("a division before the product",
            "d = Div(q, 8); t = Transpose(k, perm=[0,2,1]); s = MatMul(d, t); p = Softmax(s, axis=-1); y = "
            "MatMul(p, v)",
            "d t v: s, p, y; mask -, scale 0.125");
        row("scales on q and on k before it is transposed",
            "a = Mul(q, 0.5); b = Mul(k, 0.25); t = Transpose(b, perm=[0,2,1]); s = MatMul(a, t); "
            "p = Softmax(s, axis=-1); y = MatMul(p, v)",
            "a t v: s, p, y; mask -, scale 0.125");
        row("an added mask",
            "s = MatMul(q, k); m = Mul(s, 0.5); a = Add(mask, m); p = Softmax(a, axis=-1); y = MatMul(p, v)",
            "q k v: s, p, y; mask mask, scale 0.5");
        row("a mask by Where",
            "s = MatMul(q, k); a = Where(mask, -10000, s); p = Softmax(a, axis=-1); y = MatMul(p, v)",
            "q k v: s, p, y; mask mask, scale 1");
        row("Casts and Dropout around the softmax",
            "s = MatMul(q, k); c = Cast(s, to=1); p = Softmax(c, axis=-1); d = Cast(p, to=10); e = "
            "Dropout(d); "
            "y = MatMul(e, v)",
            "q k v: s, p, y; mask -, scale 1");
        row("v on the left",
            "s = MatMul(q, k); p = Softmax(s, axis=-1); t = Transpose(p, perm=[0,2,1]); y = MatMul(v, t)",
            "q k v: s, p, y; mask -, scale 1");
        row("a softmax in its parts",
            "s = MatMul(q, k); m = ReduceMax(s, axes=[-1]); d = Sub(s, m); e = Exp(d); n = ReduceSum(e, "
            "{-1}); "
            "p = Div(e, n); y = MatMul(p, v)",
            "q k v: s, p, y; mask -, scale 1");
        row("a scale that the model computes",
            "s = MatMul(q, k); n = Sqrt(z); m = Div(s, n); p = Softmax(m, axis=-1); y = MatMul(p, v)",
            "q k v: s, p, y; mask -, scale 0");
        row("scores whose shape is asked for",
            "s = MatMul(q, k); h = Shape(s); output h; p = Softmax(s, axis=-1); y = MatMul(p, v)",
            "q k v: s, p, y; mask -, scale 1");

        row("scores read elsewhere",
            "s = MatMul(q, k); r = Relu(s); output r; p = Softmax(s, axis=-1); y = MatMul(p, v)", "");
        row("a classifier's softmax before a constant",
            "s = MatMul(q, k); p = Softmax(s, axis=-1); y = MatMul(p, w[8,8])", "");
        row("a softmax of a layer's output",
            "s = MatMul(q, w[8,8]); p = Softmax(s, axis=-1); y = MatMul(p, v)", "");
    }
    void findsAttention()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(attentions(GraphText(text.toStdString()).graph()), expected);
    }

    void findsSoftmaxAndSkips_data()
    {
        columns();
        row("a softmax without the maximum", "e = Exp(x); n = ReduceSum(e, {-1}); y = Div(e, n)",
            "Softmax x, 3 nodes");
        row("a softmax by Reciprocal", "e = Exp(x); n = ReduceSum(e, {-1}); r = Reciprocal(n); y = Mul(e, r)",
            "Softmax x, 4 nodes");
        row("another maximum stays outside",
            "m = ReduceMax(z, axes=[-1]); d = Sub(x, m); e = Exp(d); n = ReduceSum(e, {-1}); y = Div(e, n)",
            "Softmax d, 3 nodes");
        row("a sum of other exponentials is no softmax",
            "e = Exp(x); f = Exp(z); n = ReduceSum(f, {-1}); y = Div(e, n)", "");

        row("a residual add", "c = Conv(x, w[4,4,3,3]); r = Relu(c); d = Conv(r, v[4,4,3,3]); y = Add(d, x)",
            "ResidualAdd x d");
        row("a residual add with a projection on the shortcut",
            "c = Conv(x, w[4,4,3,3]); d = Conv(c, v[4,4,3,3]); s = Conv(x, u[4,4,1,1]); y = Add(d, s)",
            "ResidualAdd s d");
        row("a residual add around a product", "c = MatMul(x, w[8,8]); d = Add(c, b[8]); y = Add(x, d)",
            "ResidualAdd x d");
        row("two branches of the same depth are no residual add",
            "c = Conv(x, w[4,4,3,3]); d = Conv(x, v[4,4,3,3]); y = Add(c, d)", "");
        row("no layer between is no residual add", "r = Relu(x); y = Add(r, x)", "");
        row("a sum of two inputs is no residual add",
            "c = Conv(x, w[4,4,3,3]); d = Conv(z, v[4,4,3,3]); e = Conv(d, u[4,4,3,3]); y = Add(c, e)", "");

        row("a U-Net's concatenation",
            "c = Conv(x, w[4,4,3,3]); m = MaxPool(c, kernel_shape=[2,2]); d = Conv(m, v[4,4,3,3]); "
            "u = ConvTranspose(d, t[4,4,2,2]); y = Concat(u, c, axis=1)",
            "SkipConcat c u");
        row("a cropped shortcut",
            "c = Conv(x, w[4,4,3,3]); d = Conv(c, v[4,4,3,3]); s = Slice(c, {1}, {3}, {2}); y = Concat(s, d, "
            "axis=1)",
            "SkipConcat s d");
        row("branches of unequal depth from one value are no skip",
            "c = Conv(x, w[4,4,1,1]); d = Conv(x, v[4,4,3,3]); e = Conv(d, u[4,4,3,3]); y = Concat(c, e, "
            "axis=1)",
            "");
        row("a shape is no skip",
            "h = Shape(x); c = Conv(x, w[4,4,3,3]); g = Shape(c); y = Concat(h, g, axis=0)", "");
    }
    void findsSoftmaxAndSkips()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(others(GraphText(text.toStdString()).graph()), expected);
    }
};

QTEST_GUILESS_MAIN(TestAttention)
#include "tst_attention.moc"
