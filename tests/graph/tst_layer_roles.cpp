// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/layer_roles.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::GraphText;

namespace {

const char* nameOf(LayerPart part)
{
    static const char* const names[] = {"reads", "folds",  "q",     "k",        "v",
                                        "whole", "scores", "mixes", "projects", "feeds"};
    return names[static_cast<size_t>(part)];
}

const char* nameOf(TensorPart part)
{
    static const char* const names[] = {"input",         "shortcut", "q",     "k",      "v",
                                        "mask",          "scale",    "shift", "inside", "scores",
                                        "probabilities", "output"};
    return names[static_cast<size_t>(part)];
}

QString kindOf(const Structure& structure)
{
    return QString::fromUtf8(structureKindName(structure.kind).data());
}

/// "n_a: reads LayerNorm, q Attention" per layer that has a role.
QString layers(const Graph& graph)
{
    const auto found = findLayers(graph);
    const auto structures = findStructures(graph);
    const auto roles = layerRoles(graph, found, structures);
    QStringList lines;
    for (size_t i = 0; i < found.size(); ++i) {
        QStringList parts;
        for (const LayerRole& role : roles[i])
            parts << QString("%1 %2").arg(nameOf(role.part), kindOf(structures[role.structure]));
        if (!parts.isEmpty())
            lines << QString::fromStdString(found[i].name) + ": " + parts.join(", ");
    }
    return lines.join(" | ");
}

void row(const char* name, const char* text, const char* expected)
{
    QTest::newRow(name) << QString(text) << QString(expected);
}

} // namespace

class TestLayerRoles : public QObject {
    Q_OBJECT

private slots:
    void namesWhatLayersDo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        row("a layer on its own has no role", "c = Conv(x, w[4,4,3,3]); y = Relu(c)", "");
        row("a batch normalization behind a convolution",
            "c = Conv(x, w[4,4,3,3]); y = BatchNormalization(c, s[4], b[4], m[4], v[4])",
            "n_c: folds BatchNormFold");
        row("layers around an activation",
            "a = MatMul(x, w[8,8]); b = Add(a, u[8]); g = com.microsoft.Gelu(b); y = MatMul(g, v[8,8])",
            "n_a: feeds Gelu | n_y: reads Gelu");
        row("an attention with three projections",
            "n = LayerNormalization(x, s[8]); q = MatMul(n, wq[8,8]); k = MatMul(n, wk[8,8]); "
            "v = MatMul(n, wv[8,8]); t = Transpose(k, perm=[0,2,1]); m = MatMul(q, t); d = Div(m, 2); "
            "p = Softmax(d, axis=-1); o = MatMul(p, v); r = Transpose(o, perm=[0,1,2]); y = MatMul(r, "
            "wo[8,8])",
            "n_q: reads LayerNorm, q Attention | n_k: reads LayerNorm, k Attention | "
            "n_v: reads LayerNorm, v Attention | n_m: scores Attention | n_o: mixes Attention | "
            "n_y: projects Attention");
        row("one projection for q, k and v",
            "a = MatMul(x, w[8,24]); q, k, v = Split(a, axis=2); t = Transpose(k, perm=[0,2,1]); "
            "m = MatMul(q, t); p = Softmax(m, axis=-1); o = MatMul(p, v); y = Relu(o)",
            "n_a: q Attention, k Attention, v Attention | n_m: scores Attention | n_o: mixes Attention");
        row("what is not projected leads to no layer",
            "a = MatMul(x, w[8,8]); b = MatMul(x, u[8,8]); q = Add(a, b); t = Transpose(z, perm=[0,2,1]); "
            "m = MatMul(q, t); p = Softmax(m, axis=-1); o = MatMul(p, z); y = Relu(o)",
            "n_m: scores Attention | n_o: mixes Attention");
        row("a residual add past the normalization",
            "c = Conv(x, w[4,4,3,3]); d = BatchNormalization(c, s[4], b[4], m[4], v[4]); y = Add(d, x)",
            "n_c: folds BatchNormFold, feeds ResidualAdd");
        row("a classifier's softmax", "c = MatMul(x, w[8,8]); y = Softmax(c, axis=-1)", "n_c: feeds Softmax");
        row("layers around a skip concatenation",
            "c = Conv(x, w[4,4,3,3]); d = Conv(c, v[4,4,3,3]); e = Concat(d, c, axis=1); "
            "y = Conv(e, u[4,8,1,1])",
            "n_c: feeds SkipConcat | n_d: feeds SkipConcat | n_y: reads SkipConcat");
    }
    void namesWhatLayersDo()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(layers(GraphText(text.toStdString()).graph()), expected);
    }

    void namesWhatTensorsAre_data()
    {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<QString>("expected");
        row("q as it enters the product", "q", "q Attention");
        row("k as it enters the product", "t", "k Attention");
        row("v as it enters the product", "v", "v Attention");
        row("the scores", "m", "scores Attention");
        row("between the scores and the softmax", "d", "input Softmax, inside Attention");
        row("the probabilities", "p", "output Softmax, probabilities Attention");
        row("the output", "o", "output Attention");
        row("the scale of a normalization", "s[8]", "scale LayerNorm");
        row("what enters a normalization", "x", "input LayerNorm");
        row("a weight", "wq[8,8]", "");
    }
    void namesWhatTensorsAre()
    {
        QFETCH(QString, tensor);
        QFETCH(QString, expected);
        const Graph graph =
            GraphText("n = LayerNormalization(x, s[8]); q = MatMul(n, wq[8,8]); k = MatMul(n, wk[8,8]); "
                      "v = MatMul(n, wv[8,8]); t = Transpose(k, perm=[0,2,1]); m = MatMul(q, t); "
                      "d = Div(m, 2); p = Softmax(d, axis=-1); o = MatMul(p, v); y = Relu(o)")
                .graph();
        const auto structures = findStructures(graph);
        QStringList parts;
        for (const TensorRole& role : tensorRoles(structures, *graph.findValue(tensor.toStdString())))
            parts << QString("%1 %2").arg(nameOf(role.part), kindOf(structures[role.structure]));
        parts.sort();
        auto sorted = expected.split(", ", Qt::SkipEmptyParts);
        sorted.sort();
        QCOMPARE(parts, sorted);
    }

    void aLongWayEnds()
    {
        std::string text = "a0 = com.microsoft.Gelu(x)";
        for (int i = 1; i < 3000; ++i)
            text += "; a" + std::to_string(i) + " = Identity(a" + std::to_string(i - 1) + ")";
        QCOMPARE(layers(GraphText(text + "; y = MatMul(a2999, w[8,8])").graph()), QString());
    }
};

QTEST_GUILESS_MAIN(TestLayerRoles)
#include "tst_layer_roles.moc"
