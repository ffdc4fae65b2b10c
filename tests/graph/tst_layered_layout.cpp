// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <random>

#include "core/graph/drawn_graph.h"
#include "core/run/instance.h"
#include "tests/support/graph_text.h"

using namespace qscope;

using Edges = QList<QPair<int, int>>;

namespace {

std::vector<LayoutBox> boxes(size_t count) { return std::vector<LayoutBox>(count, LayoutBox{60, 20}); }

LayeredLayout layout(size_t nodes, const std::vector<LayoutEdge>& edges)
{
    return *layoutLayered(boxes(nodes), edges, {}, {});
}

QString ranksOf(const LayeredLayout& drawing)
{
    QStringList ranks;
    for (const int rank : drawing.ranks)
        ranks << QString::number(rank);
    return ranks.join(' ');
}

/// A chain with skips over a few, as residual networks have them.
std::vector<LayoutEdge> residual(size_t nodes)
{
    std::vector<LayoutEdge> edges;
    for (size_t i = 0; i + 1 < nodes; ++i)
        edges.push_back({i, i + 1});
    for (size_t i = 0; i + 5 < nodes; i += 5)
        edges.push_back({i, i + 5});
    return edges;
}

} // namespace

class TestLayeredLayout : public QObject {
    Q_OBJECT

private slots:
    void edgesPointDown_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<Edges>("edges");
        QTest::addColumn<QString>("ranks");
        QTest::newRow("nothing") << 0 << Edges{} << "";
        QTest::newRow("one node") << 1 << Edges{} << "0";
        QTest::newRow("a chain") << 3 << Edges{{0, 1}, {1, 2}} << "0 1 2";
        QTest::newRow("a skip") << 4 << Edges{{0, 1}, {1, 2}, {2, 3}, {0, 3}} << "0 1 2 3";
        QTest::newRow("a late input comes down to its reader") << 4 << Edges{{0, 1}, {1, 2}, {3, 2}} << "0 1 2 1";
        QTest::newRow("a cycle is cut at its first node") << 3 << Edges{{0, 1}, {1, 2}, {2, 0}} << "0 1 2";
        QTest::newRow("an edge to itself is nothing") << 2 << Edges{{0, 0}, {0, 1}} << "0 1";
        QTest::newRow("two parts") << 4 << Edges{{0, 1}, {2, 3}} << "0 1 0 1";
    }
    void edgesPointDown()
    {
        QFETCH(int, nodes);
        QFETCH(Edges, edges);
        QFETCH(QString, ranks);
        std::vector<LayoutEdge> given;
        for (const auto& [from, to] : edges)
            given.push_back({static_cast<size_t>(from), static_cast<size_t>(to)});
        QCOMPARE(ranksOf(layout(static_cast<size_t>(nodes), given)), ranks);
    }

    void boxesNeverOverlap()
    {
        std::mt19937 random(3);
        for (int round = 0; round < 20; ++round) {
            const size_t nodes = 60;
            std::vector<LayoutEdge> edges;
            for (size_t to = 1; to < nodes; ++to)
                for (int k = 0; k < 2; ++k)
                    edges.push_back({random() % to, to});
            const LayeredLayout drawing = layout(nodes, edges);
            for (size_t a = 0; a < nodes; ++a) {
                QVERIFY(drawing.nodes[a].x >= 29.9F && drawing.nodes[a].x <= drawing.width - 29.9F);
                for (size_t b = a + 1; b < nodes; ++b)
                    QVERIFY(std::abs(drawing.nodes[a].x - drawing.nodes[b].x) >= 60
                            || std::abs(drawing.nodes[a].y - drawing.nodes[b].y) >= 20);
            }
        }
    }

    void aLongEdgeGoesAroundTheBoxes()
    {
        const LayeredLayout drawing = layout(6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {0, 5}});
        const auto& skip = drawing.edges.back();
        QCOMPARE(skip.size(), size_t(6)); // its ends and a bend in each rank between
        for (size_t i = 1; i + 1 < skip.size(); ++i)
            QVERIFY(std::abs(skip[i].x - drawing.nodes[i].x) >= 30);
        for (size_t i = 1; i < skip.size(); ++i)
            QVERIFY(skip[i].y > skip[i - 1].y);
    }

    void aChainIsStraight()
    {
        const LayeredLayout drawing = layout(10, [] {
            std::vector<LayoutEdge> edges;
            for (size_t i = 0; i < 9; ++i)
                edges.push_back({i, i + 1});
            return edges;
        }());
        for (const LayoutPoint& p : drawing.nodes)
            QCOMPARE(p.x, drawing.nodes.front().x);
    }

    void theSameGraphGivesTheSameDrawing()
    {
        const LayeredLayout a = layout(200, residual(200)), b = layout(200, residual(200));
        QVERIFY(a.nodes == b.nodes && a.edges == b.edges);
    }

    void fiveThousandNodesAreQuick()
    {
        const auto edges = residual(5000);
        QElapsedTimer timer;
        timer.start();
        const LayeredLayout drawing = layout(5000, edges);
        QCOMPARE(drawing.ranks.back(), 4999);
        qInfo("5000 nodes: %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void edgesToNowhereAreRefused()
    {
        const auto drawing = layoutLayered(boxes(2), {{0, 7}}, {}, {});
        QVERIFY(!drawing.ok());
        QCOMPARE(drawing.error().code, ErrorCode::InvalidArgument);
    }

    void aCancelledLayoutIsNone()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto drawing = layoutLayered(boxes(3), {{0, 1}}, {}, {stop.get_token(), {}});
        QVERIFY(!drawing.ok());
        QCOMPARE(drawing.error().code, ErrorCode::Cancelled);
    }

    void blocksAreFoldedAndUnfolded()
    {
        Graph graph = test::GraphText("a = MatMul(x, w[8,8]); r = Relu(a); b = MatMul(r, v[8,8]); y = Add(b, x)").graph();
        QVERIFY(run::foldConstants(graph).ok());
        std::vector<Layer> layers = findLayers(graph);
        QCOMPARE(layers.size(), size_t(2));
        layers[0].block = layers[1].block = "blocks.0";
        const auto blocks = blocksOfNodes(graph, layers);
        QCOMPARE(blocks[1], std::string("blocks.0")); // between two layers of it
        const DrawnGraph folded = drawnGraph(graph, layers, blocks, {});
        QStringList labels;
        for (const DrawnNode& node : folded.nodes)
            labels << QString::fromStdString(node.label);
        QCOMPARE(labels, (QStringList{"x", "blocks.0", "Add", "y"}));
        QCOMPARE(folded.nodes[1].layers.size(), size_t(2));
        QCOMPARE(folded.boxOfLayer, (std::vector<int>{1, 1}));
        QCOMPARE(folded.edges.size(), size_t(4)); // x to both, the block to Add, Add to y
        const DrawnGraph whole = drawnGraph(graph, layers, blocks, {"blocks.0"});
        QCOMPARE(whole.nodes.size(), size_t(6));
        QCOMPARE(whole.boxOfLayer, (std::vector<int>{1, 3}));
    }
};

QTEST_GUILESS_MAIN(TestLayeredLayout)
#include "tst_layered_layout.moc"
