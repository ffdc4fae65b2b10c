// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include "tests/views/synthetic_snapshot.h"
#include "views/models/selection.h"
#include "views/panels/graph_panel.h"
#include "views/plots/graph_canvas.h"

using namespace qscope;
using namespace qscope::views;

namespace {

/// A snapshot whose layers follow each other: each reads what the one before it made.
std::shared_ptr<Snapshot> chain(int layers)
{
    struct World {
        Graph graph;
        std::vector<Layer> layers;
    };
    synthetic::Options o;
    o.layers = layers;
    o.channels = 4;
    o.calibrated = layers <= 200;
    auto s = synthetic::snapshot(o);
    auto world = std::make_shared<World>(World{*s->model->graph, *s->model->layers});
    Graph& graph = world->graph;
    for (size_t n = 0; n < graph.nodes.size(); ++n) {
        Node& node = graph.nodes[n];
        if (n > 0)
            node.inputs[0] = graph.nodes[n - 1].outputs[0];
        else
            graph.inputs = {node.inputs[0]};
        graph.value(node.outputs[0]).producer = NodeId(n);
        graph.value(node.inputs[0]).consumers.push_back(NodeId(n));
    }
    graph.outputs = {graph.nodes.back().outputs[0]};
    s->model = std::make_shared<const ModelView>(ModelView{"chain.onnx", &world->graph, &world->layers, world});
    return s;
}

struct Shown {
    explicit Shown(const SnapshotPtr& snapshot) : panel(&selection)
    {
        panel.resize(700, 500);
        panel.setSnapshot(snapshot);
        panel.show();
        settle();
    }
    void settle() { QVERIFY(QTest::qWaitFor([this] { return !panel.busy(); }, 30'000)); }
    int boxes() const { return static_cast<int>(panel.canvas().graph().nodes.size()); }
    QPoint pointOf(int box) const { return panel.canvas().pointOf(static_cast<size_t>(box)).toPoint(); }

    Selection selection;
    GraphPanel panel;
};

} // namespace

class TestGraphPanel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void aSmallModelIsUnfolded()
    {
        Shown shown(chain(10));
        QCOMPARE(shown.boxes(), 12); // ten layers, the input and the output
        QVERIFY(shown.panel.canvas().rect().contains(shown.pointOf(0)));
    }

    void namesCanBeReadUntilEverythingIsAskedFor()
    {
        Shown shown(chain(30));
        GraphCanvas& canvas = shown.panel.canvas();
        QVERIFY2(canvas.zoom() >= 0.7, qPrintable(QString::number(canvas.zoom())));
        QVERIFY(canvas.rect().contains(shown.pointOf(0)));
        QVERIFY(!canvas.rect().contains(shown.pointOf(31)));
        canvas.resize(canvas.width() + 40, canvas.height() + 20); // it follows a new size
        QCOMPARE(canvas.pointOf(0).x(), canvas.width() / 2.0);
        canvas.fit();
        QVERIFY(canvas.rect().contains(shown.pointOf(0)) && canvas.rect().contains(shown.pointOf(31)));
    }

    void aLargeModelIsFoldedIntoItsBlocks()
    {
        Shown shown(chain(100));
        QCOMPARE(shown.boxes(), 22); // blocks of five
        QCOMPARE(shown.panel.canvas().graph().nodes[1].layers.size(), size_t(5));
        emit shown.panel.canvas().boxToggled(1);
        shown.settle();
        QCOMPARE(shown.boxes(), 26);
        emit shown.panel.canvas().boxToggled(3); // an operator of the block folds it again
        shown.settle();
        QCOMPARE(shown.boxes(), 22);
        shown.panel.unfoldAll();
        shown.settle();
        QCOMPARE(shown.boxes(), 102);
        shown.panel.foldAll();
        shown.settle();
        QCOMPARE(shown.boxes(), 22);
    }

    void aClickSelectsAndASelectionIsShown()
    {
        Shown shown(chain(10));
        QTest::mouseClick(&shown.panel.canvas(), Qt::LeftButton, {}, shown.pointOf(4));
        QCOMPARE(shown.selection.layer(), LayerId(3));
        shown.panel.canvas().zoomBy(3); // most of it is out of sight now
        shown.selection.selectLayer(LayerId(9));
        QVERIFY(shown.panel.canvas().rect().contains(shown.pointOf(10)));
    }

    void coloursFollowTheFigure()
    {
        Shown shown(chain(10));
        shown.panel.setFigure(GraphFigure::OnlyThis);
        const auto& looks = shown.panel.canvas().looks();
        QVERIFY(!looks[0].colour && looks[0].figure.isEmpty()); // an input
        QVERIFY(looks[1].colour);
        QCOMPARE(looks[2].figure, QStringLiteral("30.0 dB")); // the outlier of the synthetic model
        QVERIFY(*looks[1].colour != *looks[2].colour);
        shown.panel.setFigure(GraphFigure::Bits);
        QCOMPARE(shown.panel.canvas().looks()[1].figure, QStringLiteral("8 bits"));
        auto s = synthetic::withFloat(shown.panel.snapshot(), {0});
        shown.panel.setSnapshot(s);
        QCOMPARE(shown.panel.canvas().looks()[1].figure, QStringLiteral("FP"));
        QVERIFY(shown.panel.canvas().looks()[1].isFloat && !shown.panel.canvas().looks()[2].isFloat);
        QCOMPARE(shown.boxes(), 12); // nothing was laid out anew
    }

    void theSearchMarksAndWalks()
    {
        Shown shown(chain(20));
        shown.panel.setSearch("blocks.2/");
        const auto& looks = shown.panel.canvas().looks();
        QCOMPARE(std::count_if(looks.begin(), looks.end(), [](const auto& look) { return look.found; }), 5);
        shown.panel.findNext();
        QCOMPARE(shown.selection.layer(), LayerId(10));
        shown.panel.findNext();
        QCOMPARE(shown.selection.layer(), LayerId(11));
        shown.panel.setSearch("no such thing");
        shown.panel.findNext();
        QCOMPARE(shown.selection.layer(), LayerId(11));
    }

    void theKeyboardWalksAlongTheEdges()
    {
        Shown shown(chain(10));
        shown.selection.selectLayer(LayerId(4));
        QTest::keyClick(&shown.panel.canvas(), Qt::Key_Down);
        QCOMPARE(shown.selection.layer(), LayerId(5));
        QTest::keyClick(&shown.panel.canvas(), Qt::Key_Up);
        QTest::keyClick(&shown.panel.canvas(), Qt::Key_Up);
        QCOMPARE(shown.selection.layer(), LayerId(3));
    }

    void fiveThousandNodesStayFluid()
    {
        Shown shown(chain(5000));
        shown.panel.unfoldAll();
        shown.settle();
        QCOMPARE(shown.boxes(), 5002);
        GraphCanvas& canvas = shown.panel.canvas();
        QElapsedTimer timer;
        for (const double zoom : {1.0, 200.0}) { // everything, and a part with names
            canvas.zoomBy(zoom);
            timer.start();
            for (int frame = 0; frame < 10; ++frame)
                canvas.repaint();
            const double ms = static_cast<double>(timer.elapsed()) / 10;
            qInfo("zoom %g: %.1f ms per frame", canvas.zoom(), ms);
            QVERIFY2(ms < 200, qPrintable(QString::number(ms)));
        }
    }

    void closingWhileBusyIsFine()
    {
        auto panel = std::make_unique<GraphPanel>(new Selection(this));
        panel->setSnapshot(chain(2000));
        panel->show();
        panel->unfoldAll();
        panel.reset();
        QCoreApplication::processEvents();
    }
};

QTEST_MAIN(TestGraphPanel)
#include "tst_graph_panel.moc"
