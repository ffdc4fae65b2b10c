// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/graph/blocks.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using test::GraphText;

namespace {

/// "block 0: a b c; block 1: ..." with the outputs of the nodes.
QString listed(const Graph& graph)
{
    QStringList lines;
    for (const Block& block : findBlocks(graph, findLayers(graph))) {
        std::string line = block.name + ":";
        for (const NodeId id : block.nodes)
            line += " " + graph.value(graph.node(id).outputs[0]).name;
        lines << QString::fromStdString(line);
    }
    return lines.join("; ");
}

/// Two layers with a residual add, from `in` to `out` + "y".
std::string residualBlock(const std::string& in, const std::string& out)
{
    return out + "a = MatMul(" + in + ", w[8,8]); " + out + "r = Relu(" + out + "a); " + out + "b = MatMul("
           + out + "r, w[8,8]); " + out + "y = Add(" + in + ", " + out + "b); ";
}

} // namespace

class TestBlocks : public QObject {
    Q_OBJECT

private slots:
    void findsBlocks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(expected);
        };
        row("three blocks in a row",
            residualBlock("x", "p") + residualBlock("py", "q") + residualBlock("qy", "s"),
            "block 0: pa pr pb py; block 1: qa qr qb qy; block 2: sa sr sb sy");
        row("cuts where one tensor crosses, though the sequence repeats earlier",
            "h = Add(x, z); " + residualBlock("h", "p") + residualBlock("py", "q"),
            "block 0: pa pr pb py; block 1: qa qr qb qy");
        row("two groups with something between",
            residualBlock("x", "p") + residualBlock("py", "q") + "m = Tanh(qy); t = Transpose(m); "
                + residualBlock("t", "s") + residualBlock("sy", "u"),
            "block 0: pa pr pb py; block 1: qa qr qb qy; block 2: sa sr sb sy; block 3: ua ur ub uy");
        row("other attributes make other pieces",
            "a = Conv(x, w[4,4,3,3], strides=[1,1]); b = Conv(a, w[4,4,3,3], strides=[1,1]); c = Relu(b); "
            "d = Conv(c, w[4,4,3,3], strides=[2,2]); e = Conv(d, w[4,4,3,3], strides=[1,1]); y = Relu(e)",
            "");
        row("one layer makes no block",
            "a = MatMul(x, w[8,8]); b = Relu(a); c = MatMul(b, w[8,8]); y = Relu(c)", "");
        row("nothing repeats", "a = MatMul(x, w[8,8]); y = Relu(a)", "");
    }
    void findsBlocks()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(listed(GraphText(text.toStdString()).graph()), expected);
    }

    void layersTakeBlocksFromStructureWhenNamesTellNone()
    {
        Graph graph =
            GraphText(residualBlock("x", "p") + residualBlock("py", "q") + "o = MatMul(qy, w[8,8])").graph();
        const auto blocksOf = [](const Graph& g) {
            QStringList blocks;
            for (const Layer& layer : findLayers(g))
                blocks << QString::fromStdString(layer.block);
            return blocks.join(",");
        };
        QCOMPARE(blocksOf(graph), QString("block 0,block 0,block 1,block 1,"));
        graph.nodes[0].name = "enc.0.fc1"; // a name of one layer alone tells nothing
        QCOMPARE(blocksOf(graph), QString("block 0,block 0,block 1,block 1,"));
        graph.nodes[2].name = "enc.0.fc2";
        QCOMPARE(blocksOf(graph), QString("enc.0,enc.0,,,"));
    }
};

QTEST_GUILESS_MAIN(TestBlocks)
#include "tst_blocks.moc"
