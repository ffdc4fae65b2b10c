// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <atomic>
#include <random>

#include "core/analysis/analyzer.h"
#include "core/run/instance.h"

using namespace qscope;
using analysis::Analyzer;
using analysis::CacheBudget;

namespace {

/// Counts what is read.
class Counted final : public data::Dataset {
public:
    explicit Counted(std::unique_ptr<data::Dataset> inner) : m_inner(std::move(inner)) {}
    int64_t size() const override { return m_inner->size(); }
    std::string description() const override { return m_inner->description(); }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        reads += count;
        return m_inner->read(first, count);
    }
    std::atomic<int64_t> reads{0};

private:
    std::unique_ptr<data::Dataset> m_inner;
};

struct Opened {
    std::shared_ptr<Analyzer> analyzer;
    std::unique_ptr<Counted> data;
    std::shared_ptr<const analysis::CalibrationResult> calibration;
};

Opened opened(const std::string& model, const CacheBudget& budget, int64_t samples = 26, int threads = 2)
{
    Opened o;
    o.analyzer = *Analyzer::open(QSCOPE_SAMPLES "/" + model, {threads, budget});
    data::OpenOptions options;
    options.limit = samples;
    auto data = data::openDataset(QSCOPE_SAMPLES "/fashion_evaluation.npz", o.analyzer->inputSpecs(), options);
    o.data = std::make_unique<Counted>(std::move(*data));
    o.calibration = *o.analyzer->calibrate(*o.data, {});
    return o;
}

/// Layers in floating point at random, sometimes other bits somewhere.
quant::Config changed(const quant::Config& config, const std::vector<Layer>& layers, std::mt19937& random)
{
    const Layer& layer = layers[random() % layers.size()];
    if (random() % 3 > 0)
        return quant::withFloat(config, layer, random() % 2 == 0, layers);
    quant::Config other = config;
    quant::Rule rule;
    rule.match = {quant::MatchKind::Name, layer.name};
    (random() % 2 == 0 ? rule.weights.bits : rule.activations.bits) = static_cast<int>(3 + random() % 6);
    other.rules.push_back(rule);
    return other;
}

} // namespace

class TestWhatIf : public QObject {
    Q_OBJECT

private slots:
    void cuttingARunChangesNoBit_data();
    void cuttingARunChangesNoBit();
    void historyAndBudgetChangeNoBit_data();
    void historyAndBudgetChangeNoBit();
    void aChangeRunsWhatLiesDownstreamOnly();
    void severalConfigsAtOnceGiveTheSame();
    void estimatesComeFirst();
    void cancellingLeavesNothingWrong();
};

void TestWhatIf::cuttingARunChangesNoBit_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("ViT") << "vit_fashion.onnx";
    QTest::newRow("ResNet") << "resnet_fashion.onnx";
}

/// Goes on from every cut there is.
void TestWhatIf::cuttingARunChangesNoBit()
{
    QFETCH(QString, model);
    const Opened o = opened(model.toStdString(), {}, 4);
    const auto instance = run::Instance::create(std::make_shared<Graph>(o.analyzer->graph()), 1);
    QVERIFY(instance.ok());
    const auto inputs = o.data->read(0, 4);
    const auto cuts = (*instance)->cuts();
    QVERIFY(cuts.size() > 10);
    std::vector<run::CutTensors> tensors;
    const run::CutWatch watch{cuts, [&](const run::Cut&, const run::CutTensors& live) {
                                  tensors.emplace_back();
                                  for (const Tensor& t : live)
                                      tensors.back().push_back(t.absent() ? t : t.clone());
                              }};
    const auto whole = (*instance)->run(*inputs);
    const auto watched = (*instance)->run(*inputs, {nullptr, nullptr, false, nullptr, &watch});
    QVERIFY(whole.ok() && watched.ok());
    QCOMPARE(tensors.size(), cuts.size());
    const ValueId out = o.analyzer->graph().outputs[0];
    const Tensor& expected = (*whole)[out.index()];
    for (size_t i = 0; i < cuts.size(); ++i) {
        const auto rest = (*instance)->runFrom(cuts[i], tensors[i], {});
        QVERIFY2(rest.ok(), rest.ok() ? "" : rest.error().text().c_str());
        QCOMPARE(std::memcmp((*rest)[out.index()].rawData(), expected.rawData(), expected.bytes()), 0);
    }
    QCOMPARE(std::memcmp((*watched)[out.index()].rawData(), expected.rawData(), expected.bytes()), 0);
}

void TestWhatIf::historyAndBudgetChangeNoBit_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("memoryKb");
    QTest::addColumn<int>("diskKb");
    for (const char* model : {"vit_fashion.onnx", "resnet_fashion.onnx"}) {
        QTest::addRow("%s, roomy", model) << model << 1000000 << 0;
        QTest::addRow("%s, tight", model) << model << 3000 << 0;
        QTest::addRow("%s, mostly on disk", model) << model << 500 << 100000;
        QTest::addRow("%s, tight on disk", model) << model << 500 << 2000;
    }
}

void TestWhatIf::historyAndBudgetChangeNoBit()
{
    QFETCH(QString, model);
    QFETCH(int, memoryKb);
    QFETCH(int, diskKb);
    const Opened cached = opened(model.toStdString(), {int64_t(memoryKb) << 10, int64_t(diskKb) << 10});
    const Opened plain = opened(model.toStdString(), {0, 0}, 26, 1);
    std::mt19937 random(3);
    quant::Config config, before;
    for (int step = 0; step < 12; ++step) {
        const quant::Config next = step % 4 == 3 ? before : changed(config, cached.analyzer->layers(), random);
        before = std::exchange(config, next);
        const auto a = cached.analyzer->evaluate(*cached.data, {}, *cached.calibration, config, {});
        const auto b = plain.analyzer->evaluate(*plain.data, {}, *plain.calibration, config, {});
        QVERIFY(a.ok() && b.ok());
        QCOMPARE(a->sqnrDb, b->sqnrDb);
        QCOMPARE(a->cosine, b->cosine);
        QCOMPARE(a->samples, int64_t(26));
        QVERIFY(cached.analyzer->cacheUsed().first <= int64_t(memoryKb) << 10);
        QVERIFY(cached.analyzer->cacheUsed().second <= int64_t(diskKb) << 10);
    }
    QCOMPARE(plain.analyzer->cacheUsed(), std::make_pair(int64_t(0), int64_t(0)));
}

void TestWhatIf::aChangeRunsWhatLiesDownstreamOnly()
{
    const Opened o = opened("vit_fashion.onnx", {});
    const auto& layers = o.analyzer->layers();
    const quant::Config config;
    QVERIFY(o.analyzer->evaluate(*o.data, {}, *o.calibration, config, {}).ok());
    const int64_t reads = o.data->reads;
    const int64_t stored = o.analyzer->cacheUsed().first;
    QVERIFY(stored > 0);
    const auto late = quant::withFloat(config, layers[layers.size() - 2], true, layers);
    QVERIFY(o.analyzer->evaluate(*o.data, {}, *o.calibration, late, {}).ok());
    QCOMPARE(int64_t(o.data->reads), reads); // not even the data
    QVERIFY(o.analyzer->cacheUsed().first - stored < stored / 4);
    const int64_t storedThen = o.analyzer->cacheUsed().first;
    const auto early = quant::withFloat(config, layers[0], true, layers);
    QVERIFY(o.analyzer->evaluate(*o.data, {}, *o.calibration, early, {}).ok());
    QVERIFY(o.analyzer->cacheUsed().first - storedThen > stored * 3 / 4);
}

void TestWhatIf::severalConfigsAtOnceGiveTheSame()
{
    const Opened o = opened("resnet_fashion.onnx", {});
    std::mt19937 random(8);
    std::vector<quant::Config> configs{{}};
    while (configs.size() < 5)
        configs.push_back(changed(configs.back(), o.analyzer->layers(), random));
    const auto together = o.analyzer->evaluateAll(*o.data, {}, *o.calibration, configs, {});
    QVERIFY(together.ok());
    QCOMPARE(together->size(), configs.size());
    const Opened other = opened("resnet_fashion.onnx", {0, 0});
    for (size_t i = 0; i < configs.size(); ++i) {
        const auto alone = other.analyzer->evaluate(*other.data, {}, *other.calibration, configs[i], {});
        QCOMPARE((*together)[i].sqnrDb, alone->sqnrDb);
        QCOMPARE((*together)[i].layersFloat, alone->layersFloat);
    }
}

void TestWhatIf::estimatesComeFirst()
{
    const Opened o = opened("resnet_fashion.onnx", {}, 200, 1);
    std::vector<int64_t> shown;
    const auto full = o.analyzer->evaluate(*o.data, {}, *o.calibration, {}, {},
                                           [&](const analysis::Evaluation& e) { shown.push_back(e.samples); });
    QVERIFY(full.ok());
    QCOMPARE(full->samples, int64_t(200));
    QVERIFY(!shown.empty());
    QVERIFY(shown.front() >= 32 && shown.back() < 200);
    for (size_t i = 1; i < shown.size(); ++i)
        QVERIFY(shown[i] >= 2 * shown[i - 1]);
}

void TestWhatIf::cancellingLeavesNothingWrong()
{
    const Opened o = opened("vit_fashion.onnx", {}, 60);
    std::stop_source source;
    RunControl control;
    control.stop = source.get_token();
    control.report = [&](const Progress& p) {
        if (p.done > 16)
            source.request_stop();
    };
    const auto stopped = o.analyzer->evaluate(*o.data, {}, *o.calibration, {}, control);
    QVERIFY(!stopped.ok());
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    const auto full = o.analyzer->evaluate(*o.data, {}, *o.calibration, {}, {});
    const Opened other = opened("vit_fashion.onnx", {0, 0}, 60);
    QCOMPARE(full->sqnrDb, other.analyzer->evaluate(*other.data, {}, *other.calibration, {}, {})->sqnrDb);
}

QTEST_GUILESS_MAIN(TestWhatIf)
#include "tst_whatif.moc"
