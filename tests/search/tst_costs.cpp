// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/search/configs.h"
#include "core/search/costs.h"

using namespace qscope;
using namespace qscope::search;

namespace {

/// One node whose activations have been calibrated at a shape and whose weight has one.
struct OneLayer {
    Graph graph;
    std::vector<Layer> layers{Layer{}};
    analysis::CalibrationResult calibration;

    OneLayer(const char* op, const Shape& input, const Shape& second, bool secondIsWeight,
             const std::map<std::string, AttributeValue, std::less<>>& attributes)
    {
        graph.values.resize(3);
        Node node;
        node.op = op;
        node.inputs = {ValueId(0), ValueId(1)};
        node.outputs = {ValueId(2)};
        node.attributes = attributes;
        graph.nodes.push_back(node);
        layers[0].node = NodeId(0);
        layers[0].activationInputs = {0};
        calibrate(0, input);
        if (secondIsWeight) {
            graph.values[1].constant = Tensor(DType::Float32, second);
            layers[0].weightInput = 1;
            layers[0].weightCount = elementCount(second);
        } else {
            calibrate(1, second);
        }
    }
    void calibrate(size_t value, const Shape& shape)
    {
        calibration.indexByValue.resize(graph.values.size(), -1);
        calibration.indexByValue[value] = static_cast<int32_t>(calibration.tensors.size());
        stats::TensorStats stats;
        stats.value = ValueId(value);
        stats.shape = shape;
        calibration.tensors.push_back(stats);
    }
    LayerCost cost() const { return layerCosts(graph, layers, calibration).front(); }
};

using Attributes = std::map<std::string, AttributeValue, std::less<>>;

AttributeValue ints(std::vector<int64_t> values) { return values; }

} // namespace

class TestCosts : public QObject {
    Q_OBJECT

private slots:
    void countsMultiplications_data()
    {
        QTest::addColumn<QByteArray>("op");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<Shape>("second");
        QTest::addColumn<bool>("isWeight");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<double>("macs");
        const auto row = [](const char* name, const char* op, Shape input, Shape second, bool isWeight,
                            Attributes attributes, double macs) {
            QTest::newRow(name) << QByteArray(op) << input << second << isWeight << attributes << macs;
        };
        // HAWQ's table: the first blocks of ResNet-18 take 115.605504 M, a down-sampling one 6.422528 M.
        row("3x3 convolution", "Conv", {1, 64, 56, 56}, {64, 64, 3, 3}, true, {{"pads", ints({1, 1, 1, 1})}}, 115605504);
        row("1x1 convolution with stride", "Conv", {1, 64, 56, 56}, {128, 64, 1, 1}, true, {{"strides", ints({2, 2})}},
            6422528);
        row("depthwise convolution", "Conv", {1, 32, 10, 10}, {32, 1, 3, 3}, true,
            {{"group", int64_t(32)}, {"pads", ints({1, 1, 1, 1})}}, 28800);
        row("dilated, no padding", "Conv", {1, 1, 9, 9}, {1, 1, 3, 3}, true, {{"dilations", ints({2, 2})}}, 225);
        row("padded to the same size", "Conv", {1, 2, 7, 7}, {4, 2, 3, 3}, true,
            {{"auto_pad", std::string("SAME_UPPER")}, {"strides", ints({2, 2})}}, 16 * 72);
        row("along one axis", "Conv", {1, 3, 100}, {5, 3, 5}, true, {}, 96 * 75);
        row("transposed convolution", "ConvTranspose", {1, 8, 5, 5}, {8, 4, 2, 2}, true, {{"strides", ints({2, 2})}},
            200 * 16);
        row("product with a weight", "MatMul", {1, 49, 64}, {64, 192}, true, {}, 49 * 64 * 192);
        row("Gemm with a transposed weight", "Gemm", {1, 512}, {1000, 512}, true, {{"transB", int64_t(1)}}, 512000);
        row("attention", "MatMul", {1, 4, 49, 16}, {1, 4, 16, 49}, false, {}, 4 * 49 * 16 * 49);
        row("a shape that is not known", "MatMul", {}, {64, 192}, true, {}, 0);
    }
    void countsMultiplications()
    {
        QFETCH(QByteArray, op);
        QFETCH(Shape, input);
        QFETCH(Shape, second);
        QFETCH(bool, isWeight);
        QFETCH(Attributes, attributes);
        QFETCH(double, macs);
        QCOMPARE(OneLayer(op.constData(), input, second, isWeight, attributes).cost().macs, macs);
    }

    void bytesAndBitOperationsFollowTheBits()
    {
        const LayerCost cost{1000, 50000};
        QCOMPARE(modelBytes(cost, {8, 8}), 1000.0);
        QCOMPARE(modelBytes(cost, {3, 8}), 375.0);
        QCOMPARE(modelBytes(cost, {}), 4000.0);
        QCOMPARE(bitOperations(cost, {4, 8}), 50000.0 * 32);
        QCOMPARE(bitOperations(cost, {}), 50000.0 * 1024);
    }

    void aConfigCostsWhatItsLayersCost()
    {
        OneLayer weighted("MatMul", {1, 10, 4}, {4, 5}, true, {}), attention("MatMul", {1, 10, 4}, {1, 4, 5}, false, {});
        weighted.layers[0].name = attention.layers[0].name = "product";
        quant::Config config;
        config.weights.bits = 4;
        const auto operations = [](const OneLayer& model, const quant::Config& c) {
            return *bitOperations(c, model.layers, layerCosts(model.graph, model.layers, model.calibration));
        };
        QCOMPARE(operations(weighted, config), std::optional(200.0 * 4 * 8));
        QCOMPARE(operations(attention, config), std::optional(200.0 * 8 * 8));
        const auto inFloat = quant::withFloat(config, weighted.layers[0], true, weighted.layers);
        QCOMPARE(operations(weighted, inFloat), std::optional(200.0 * 32 * 32));
        QCOMPARE(operations(OneLayer("MatMul", {}, {4, 5}, true, {}), config), std::optional<double>());
        quant::Config unfit;
        unfit.rules.push_back({{quant::MatchKind::Name, "other"}, true, {}, {}});
        QVERIFY(!bitOperations(unfit, weighted.layers, {}).ok());
    }

    void latenciesAreLookedUp()
    {
        LatencyTable table;
        table.set("conv", {8, 8}, 1.5);
        table.set("conv", {4, 4}, 1.0);
        table.set("conv", {8, 8}, 1.25); // measured again
        QCOMPARE(table.milliseconds("conv", {8, 8}), std::optional(1.25));
        QVERIFY(!table.milliseconds("conv", {2, 2}));
        QVERIFY(!table.milliseconds("other", {8, 8}));
    }
};

QTEST_GUILESS_MAIN(TestCosts)
#include "tst_costs.moc"
