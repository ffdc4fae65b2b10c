// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/config_command.h"
#include "app/config_edit.h"

#include <QUndoStack>

using namespace qscope;
using namespace qscope::app;

namespace {

std::vector<Layer> threeLayers()
{
    std::vector<Layer> layers(3);
    const char* const names[] = {"blocks.0.fc1", "blocks.0.fc2", "head"};
    for (size_t i = 0; i < layers.size(); ++i) {
        layers[i].name = names[i];
        layers[i].op = "Gemm";
        layers[i].block = i < 2 ? "blocks.0" : "";
        layers[i].activationInputs = {0};
        layers[i].weightInput = 1;
    }
    return layers;
}

quant::Rule rule(quant::MatchKind kind, const char* text)
{
    quant::Rule r;
    r.match = {kind, text};
    return r;
}

std::vector<quant::LayerSpec> specs(const quant::Config& config)
{
    auto resolved = quant::resolve(config, threeLayers());
    return resolved.ok() ? resolved.value() : std::vector<quant::LayerSpec>();
}

} // namespace

class TestConfigEdit : public QObject {
    Q_OBJECT

private slots:
    void withoutFloatKeepsTheRest();
    void floatAndBackGivesTheSameConfig();
    void floatOfSeveralLayers();
    void bitsOfOneLayer();
    void bitsTwiceChangeOneRule();
    void bitsWinOverLaterRules();
    void zeroBitsLeaveAsIs();
    void commandsOfOneKindMerge();
    void commandsThatCancelOutVanish();
};

void TestConfigEdit::withoutFloatKeepsTheRest()
{
    quant::Config config;
    config.activations.bits = 6;
    config.rules.push_back(rule(quant::MatchKind::Name, "head"));
    config.rules.back().isFloat = true;
    config.rules.push_back(rule(quant::MatchKind::Op, "Gemm"));
    config.rules.back().isFloat = true;
    config.rules.back().weights.bits = 4;
    const quant::Config result = withoutFloat(config);
    QCOMPARE(result.activations.bits, 6);
    QCOMPARE(result.rules.size(), size_t(1));
    QVERIFY(!result.rules[0].isFloat);
    QCOMPARE(result.rules[0].weights.bits, std::optional<int>(4));
}

void TestConfigEdit::floatAndBackGivesTheSameConfig()
{
    const auto layers = threeLayers();
    const LayerId one[] = {LayerId(1)};
    const quant::Config config;
    const quant::Config kept = withFloatLayers(config, one, true, layers);
    QVERIFY(specs(kept)[1].isFloat);
    QVERIFY(!specs(kept)[0].isFloat);
    QVERIFY(withFloatLayers(kept, one, false, layers) == config);
}

void TestConfigEdit::floatOfSeveralLayers()
{
    const LayerId two[] = {LayerId(0), LayerId(2)};
    const auto result = specs(withFloatLayers({}, two, true, threeLayers()));
    QVERIFY(result[0].isFloat && !result[1].isFloat && result[2].isFloat);
}

void TestConfigEdit::bitsOfOneLayer()
{
    const LayerId one[] = {LayerId(2)};
    const auto result = specs(withLayerBits({}, one, 4, 6, threeLayers()));
    QCOMPARE(result[2].weights.bits, 4);
    QCOMPARE(result[2].activations.bits, 6);
    QCOMPARE(result[0].weights.bits, 8);
}

void TestConfigEdit::bitsTwiceChangeOneRule()
{
    const LayerId one[] = {LayerId(2)};
    quant::Config config = withLayerBits({}, one, 4, 0, threeLayers());
    config = withLayerBits(config, one, 3, 5, threeLayers());
    QCOMPARE(config.rules.size(), size_t(1));
    QCOMPARE(specs(config)[2].weights.bits, 3);
    QCOMPARE(specs(config)[2].activations.bits, 5);
}

void TestConfigEdit::bitsWinOverLaterRules()
{
    const LayerId one[] = {LayerId(0)};
    quant::Config config = withLayerBits({}, one, 4, 0, threeLayers());
    config.rules.push_back(rule(quant::MatchKind::Block, "blocks.0"));
    config.rules.back().weights.bits = 8;
    config = withLayerBits(config, one, 5, 0, threeLayers());
    QCOMPARE(specs(config)[0].weights.bits, 5);
    QCOMPARE(specs(config)[1].weights.bits, 8);
}

void TestConfigEdit::zeroBitsLeaveAsIs()
{
    const LayerId one[] = {LayerId(0)};
    quant::Config config;
    config.weights.bits = 7;
    config = withLayerBits(config, one, 0, 4, threeLayers());
    QCOMPARE(specs(config)[0].weights.bits, 7);
    QCOMPARE(specs(config)[0].activations.bits, 4);
}

void TestConfigEdit::commandsOfOneKindMerge()
{
    QUndoStack stack;
    quant::Config now;
    const auto set = [&](int bits, ChangeKind kind) {
        quant::Config next = now;
        next.weights.bits = bits;
        stack.push(new ConfigCommand(now, next, kind, "bits", [&](const quant::Config& c) { now = c; }));
    };
    set(7, ChangeKind::WeightBits);
    set(6, ChangeKind::WeightBits);
    QCOMPARE(stack.count(), 1);
    set(5, ChangeKind::Single);
    set(4, ChangeKind::Single);
    QCOMPARE(stack.count(), 3);
    stack.undo();
    stack.undo();
    QCOMPARE(now.weights.bits, 6);
    stack.undo();
    QCOMPARE(now.weights.bits, 8);
}

void TestConfigEdit::commandsThatCancelOutVanish()
{
    QUndoStack stack;
    quant::Config now;
    const auto set = [&](int bits) {
        quant::Config next = now;
        next.weights.bits = bits;
        stack.push(new ConfigCommand(now, next, ChangeKind::WeightBits, "bits", [&](const quant::Config& c) { now = c; }));
    };
    set(7);
    set(8);
    QCOMPARE(stack.count(), 0);
    QVERIFY(!stack.canUndo());
}

QTEST_GUILESS_MAIN(TestConfigEdit)
#include "tst_config_edit.moc"
