// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/run/instance.h"
#include "core/search/configs.h"
#include "core/search/prices.h"
#include "tests/support/graph_text.h"

using namespace qscope;
using namespace qscope::search;

namespace {

/// A model written as text, and specs for its layers.
struct Written {
    Graph graph;
    std::vector<Layer> layers;
    std::vector<quant::LayerSpec> specs;

    /// `floats`: '1' per layer that stays in floating point; `activationBits` per layer, empty: 8.
    Written(const QString& text, const QString& floats, const QList<int>& activationBits = {})
        : graph(test::GraphText(text.toStdString()).graph())
    {
        (void)run::foldConstants(graph);
        layers = findLayers(graph);
        specs.resize(layers.size());
        for (size_t i = 0; i < specs.size() && i < static_cast<size_t>(floats.size()); ++i) {
            const auto at = static_cast<qsizetype>(i);
            specs[i].isFloat = floats[at] == '1';
            if (!activationBits.isEmpty())
                specs[i].activations.bits = activationBits[at];
        }
    }
    Borders borders() const { return {graph, layers}; }
};

QString text(const BorderCount& count) { return QString("%1/%2").arg(count.conversions).arg(count.pairs); }

} // namespace

class TestPrices : public QObject {
    Q_OBJECT

private slots:
    void bordersAreWhereFormsChange_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("floats");
        QTest::addColumn<QList<int>>("bits");
        QTest::addColumn<QString>("expected"); ///< conversions/pairs
        QTest::addColumn<QString>("changes");  ///< per layer
        const auto row = [](const char* name, const char* model, const char* floats, const char* expected,
                            const char* changes, QList<int> bits = {}) {
            QTest::newRow(name) << model << floats << bits << expected << changes;
        };
        const char* chain = "a = MatMul(x, w[8,8]); b = MatMul(a, v[8,8]); y = MatMul(b, u[8,8])";
        row("all in floating point", chain, "111", "0/0", "2/1 2/1 2/1");
        row("all quantized: in and out", chain, "000", "2/3", "0/-1 2/-1 0/-1");
        row("the middle one in floating point", chain, "010", "4/2", "-2/-1 -2/1 -2/-1");
        row("only the first quantized", chain, "011", "2/1", "-2/-1 0/1 2/1");
        row("Relu and Reshape hand on what they get",
            "a = MatMul(x, w[8,8]); r = Relu(a); s = Transpose(r, perm=[0,2,1]); y = MatMul(s, u[8,8])", "00", "2/2",
            "0/-1 0/-1");
        row("an addition of a bias is in floating point",
            "a = MatMul(x, w[8,8]); b = Add(a, k[8]); y = MatMul(b, u[8,8])", "00", "4/2", "-2/-1 -2/-1");
        row("readers that quantize alike share one conversion",
            "a = MatMul(x, w[8,8]); b = MatMul(x, v[8,8]); y = Add(a, b)", "00", "3/1", "-1/0 -1/0");
        row("readers that quantize differently do not",
            "a = MatMul(x, w[8,8]); b = MatMul(x, v[8,8]); y = Add(a, b)", "00", "4/2", "-2/-1 -2/-1", {8, 4});
        row("an integer tensor that is also added to something",
            "a = MatMul(x, w[8,8]); b = MatMul(a, v[8,8]); y = Add(a, b)", "00", "3/2", "-1/-1 -1/-1");
        row("both factors of a product of activations",
            "a = MatMul(x, w[8,8]); b = MatMul(x, v[8,8]); y = MatMul(a, b)", "000", "2/3", "1/0 1/0 1/-2");
        row("a shape is no value", "a = MatMul(x, w[8,8]); s = Shape(a); b = MatMul(a, v[8,8]); y = Reshape(b, s)", "00",
            "2/2", "0/-1 0/-1");
    }
    void bordersAreWhereFormsChange()
    {
        QFETCH(QString, model);
        QFETCH(QString, floats);
        QFETCH(QList<int>, bits);
        QFETCH(QString, expected);
        QFETCH(QString, changes);
        const Written written(model, floats, bits);
        const Borders borders = written.borders();
        const BorderCount all = borders.count(written.specs);
        QCOMPARE(text(all), expected);
        QStringList found;
        const auto differences = borders.changes(written.specs);
        for (size_t i = 0; i < written.specs.size(); ++i) {
            found << text(differences[i]);
            auto toggled = written.specs; // a change is what counting again says
            toggled[i].isFloat = !toggled[i].isFloat;
            QCOMPARE(text(borders.count(toggled) - all), found.back());
        }
        QCOMPARE(found.join(' '), changes);
    }

    void bitsAreCountedByOneDefinition()
    {
        quant::LayerSpec spec;
        spec.weights.bits = 4;
        spec.activations.bits = 8;
        QCOMPARE(precisionOf(true, spec), (Precision{4, 8}));
        QCOMPARE(precisionOf(false, spec), (Precision{8, 8})); // a product of two activations has no weights
        spec.activations.kind = quant::QuantizerKind::Fp8E4m3;
        spec.activations.bits = 6;
        QCOMPARE(precisionOf(false, spec), (Precision{8, 8}));
        spec.isFloat = true;
        QCOMPARE(precisionOf(false, spec), Precision{});
    }

    void aPriceIsTheSumOfItsLayers()
    {
        const Written w("a = MatMul(x, w[8,8]); b = MatMul(a, v[8,8]); y = MatMul(b, b)", "010");
        PriceList list(w.graph, w.layers, nullptr);
        QCOMPARE(list.of(w.specs).bytes, 64.0 + 256.0);
        QVERIFY(!list.of(w.specs).bitOperations); // nobody has seen a shape
        QVERIFY(!list.of(w.specs).milliseconds);
        list.setLatencies({analysis::LayerLatency{2, 1}, analysis::LayerLatency{5, 3}, std::nullopt});
        QCOMPARE(list.timedLayers(), size_t(2));
        QCOMPARE(list.of(w.specs).milliseconds, std::optional(1.0 + 5.0));
        const auto changes = list.changes(w.specs);
        QCOMPARE(changes[0].bytes, 192.0);
        QCOMPARE(changes[0].milliseconds, std::optional(1.0));
        QCOMPARE(changes[1].bytes, -192.0);
        QCOMPARE(changes[1].milliseconds, std::optional(-2.0));
        QCOMPARE(changes[2].bytes, 0.0);
        QVERIFY(!changes[2].milliseconds);
    }

    void integerKernelsTakeEightBitsOfEvenSteps()
    {
        const Written w("y = MatMul(x, w[8,8])", "0");
        PriceList list(w.graph, w.layers, nullptr);
        list.setLatencies({analysis::LayerLatency{2, 1}});
        quant::LayerSpec spec;
        QCOMPARE(list.ofLayer(0, spec).milliseconds, std::optional(1.0));
        spec.weights.bits = 4;
        QCOMPARE(list.ofLayer(0, spec).milliseconds, std::optional(1.0));
        spec.activations.bits = 16;
        QCOMPARE(list.ofLayer(0, spec).milliseconds, std::optional(2.0));
        spec.activations = {};
        spec.weights.kind = quant::QuantizerKind::Log2;
        QCOMPARE(list.ofLayer(0, spec).milliseconds, std::optional(2.0));
        const LatencyTable log = latencyTable(w.layers, std::vector{spec}, list.latencies());
        QCOMPARE(log.milliseconds(w.layers[0].name, {8, 8}), std::optional(2.0));
        const LatencyTable even = latencyTable(w.layers, std::vector{quant::LayerSpec{}}, list.latencies());
        QCOMPARE(even.milliseconds(w.layers[0].name, {4, 8}), std::optional(1.0));
        QCOMPARE(even.milliseconds(w.layers[0].name, {8, 16}), std::optional(2.0));
        QCOMPARE(even.milliseconds(w.layers[0].name, {}), std::optional(2.0));
    }
};

QTEST_GUILESS_MAIN(TestPrices)
#include "tst_prices.moc"
