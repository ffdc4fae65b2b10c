// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/graph_text.h"
#include "views/models/layer_filter_proxy.h"
#include "views/models/layer_table_model.h"
#include "views/models/structure_text.h"

using namespace qscope;
using namespace qscope::views;
using Model = LayerTableModel;

namespace {

struct World {
    Graph graph;
    std::vector<Layer> layers;
};

SnapshotPtr snapshotOf(const char* text)
{
    auto world = std::make_shared<World>();
    world->graph = test::GraphText(text).graph();
    world->layers = findLayers(world->graph);
    ModelView view{"text.onnx", &world->graph, &world->layers, world};
    view.structures = findStructures(world->graph);
    view.roles = layerRoles(world->graph, world->layers, view.structures);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = std::make_shared<const ModelView>(std::move(view));
    return snapshot;
}

const char* const kTransformer =
    "n = LayerNormalization(x, s[8]); a = MatMul(n, w[8,24]); q, k, v = Split(a, axis=2); "
    "t = Transpose(k, perm=[0,2,1]); m = MatMul(q, t); p = Softmax(m, axis=-1); o = MatMul(p, v); "
    "b = MatMul(o, u[8,8]); r = Add(b, x); f = MatMul(r, z[8,8]); g = com.microsoft.Gelu(f); y = MatMul(g, "
    "h[8,8])";

} // namespace

class TestStructureText : public QObject {
    Q_OBJECT
private slots:
    void layersSayWhatTheyAre_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("a transformer block")
            << kTransformer
            << QStringList{
                   "LayerNorm → attention · q, k, v",       "attention · scores", "attention · output",
                   "attention · projection → residual add", "MatMul → GELU",      "GELU → MatMul"};
        QTest::newRow("a residual block with batch normalization")
            << "c = Conv(x, w[4,4,3,3]); d = BatchNormalization(c, s[4], b[4], m[4], v[4]); e = Add(d, x); "
               "y = Conv(e, u[4,4,1,1])"
            << QStringList{"BatchNorm folded → residual add", ""};
    }
    void layersSayWhatTheyAre()
    {
        QFETCH(QString, text);
        const SnapshotPtr snapshot = snapshotOf(text.toUtf8().constData());
        Model model;
        model.setSnapshot(snapshot);
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row)
            texts << model.index(row, Model::StructureColumn).data().toString();
        QTEST(texts, "expected");
    }

    void theToolTipNamesTheTensorsOfTheFile()
    {
        Model model;
        model.setSnapshot(snapshotOf(kTransformer));
        const auto tip = [&](int row) {
            return model.index(row, Model::StructureColumn).data(Qt::ToolTipRole).toString();
        };
        QCOMPARE(tip(1),
                 QStringLiteral("n_m\nattention: q q, k t, v v, scores m, probabilities p, output o"));
        QCOMPARE(tip(5), QStringLiteral("n_y\nGELU: input f, output g"));
        QCOMPARE(model.index(1, Model::NameColumn).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("n_m\nattention · scores"));
        QCOMPARE(model.index(1, Model::StructureColumn).data(Qt::TextAlignmentRole).toInt(),
                 int(Qt::AlignLeft | Qt::AlignVCenter));
    }

    void theFilterFindsStructures_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("rows");
        QTest::newRow("a structure") << "attention" << 4;
        QTest::newRow("a part of it") << "attention scores" << 1;
        QTest::newRow("before and after") << "gelu" << 2;
    }
    void theFilterFindsStructures()
    {
        Model model;
        model.setSnapshot(snapshotOf(kTransformer));
        LayerFilterProxy proxy;
        proxy.setSourceModel(&model);
        QFETCH(QString, filter);
        proxy.setFilter(filter);
        QTEST(proxy.rowCount(), "rows");
    }

    void tensorsSayWhatTheyAre_data()
    {
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<QString>("expected");
        QTest::newRow("probabilities") << "p"
                                       << "attention · probabilities, Softmax · output";
        QTest::newRow("scores") << "m"
                                << "attention · scores, Softmax · input";
        QTest::newRow("output of a normalization") << "n"
                                                   << "LayerNorm · output";
        QTest::newRow("a shortcut") << "x"
                                    << "LayerNorm · input, residual add · shortcut";
        QTest::newRow("what enters a layer with a bias") << "z"
                                                         << "";
        QTest::newRow("nothing known") << "y"
                                       << "";
    }
    void tensorsSayWhatTheyAre()
    {
        const std::string text =
            std::string(kTransformer) + "; c = MatMul(z, e[8,8]); output y; d = Add(c, i[8])";
        const SnapshotPtr snapshot = snapshotOf(text.c_str());
        QFETCH(QString, tensor);
        const ValueId value = *snapshot->model->graph->findValue(tensor.toStdString());
        QTEST(tensorRoleText(*snapshot, value), "expected");
    }

    void nothingOpenHasNoStructures()
    {
        QVERIFY(structureText(Snapshot(), LayerId(0)).isEmpty());
        QVERIFY(structureDetails(Snapshot(), LayerId(0)).isEmpty());
        QVERIFY(tensorRoleText(Snapshot(), ValueId(0)).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestStructureText)
#include "tst_structure_text.moc"
