// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include <cmath>
#include <cstring>

#include "core/analysis/analyzer.h"
#include "core/data/npy.h"
#include "core/io/qdq_export.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using analysis::Analyzer;
using test::ModelBuilder;

namespace {

std::vector<float> noise(size_t n, uint32_t seed)
{
    std::vector<float> values(n);
    for (float& v : values) {
        seed = seed * 1664525U + 1013904223U;
        v = static_cast<float>(seed >> 8) / 8388608.F - 1.F;
    }
    return values;
}

std::vector<float> positive(size_t n, uint32_t seed)
{
    auto values = noise(n, seed);
    for (float& v : values)
        v = std::abs(v) * 3 + 0.1F;
    return values;
}

/// Two convolutions (the second transposed, in groups) with batch normalization and a Relu between, then Gemm.
ModelBuilder normalized()
{
    ModelBuilder b(13);
    b.input("x", {ModelBuilder::Any, 3, 6, 6}).output("y");
    b.weight("w1", {8, 3, 3, 3}, noise(216, 1)).weight("b1", {8}, noise(8, 2));
    b.weight("w2", {8, 2, 2, 2}, noise(64, 3));
    for (const char* name : {"g", "v"}) {
        b.weight(std::string(name) + "1", {8}, positive(8, 4)).weight(std::string(name) + "2", {4}, positive(4, 5));
    }
    for (const char* name : {"s", "m"})
        b.weight(std::string(name) + "1", {8}, noise(8, 6)).weight(std::string(name) + "2", {4}, noise(4, 7));
    b.node("Conv", {"x", "w1", "b1"}, {"c1"}, "conv").node("BatchNormalization", {"c1", "g1", "s1", "m1", "v1"}, {"n1"}, "bn1");
    b.node("Relu", {"n1"}, {"r1"}, "relu");
    b.node("ConvTranspose", {"r1", "w2"}, {"c2"}, "transposed", {{"group", int64_t(2)}});
    b.node("BatchNormalization", {"c2", "g2", "s2", "m2", "v2"}, {"n2"}, "bn2");
    b.weight("w3", {100, 5}, noise(500, 8)).weight("b3", {5}, noise(5, 9));
    b.node("Flatten", {"n2"}, {"f"}, "flatten").node("Gemm", {"f", "w3", "b3"}, {"y"}, "gemm");
    return b;
}

/// The same with the folding done in the file.
ModelBuilder foldedByHand(const Graph& graph, const std::vector<Layer>& layers)
{
    ModelBuilder b(13);
    const auto add = [&](const char* name, const Tensor& t) {
        b.weight(name, t.shape(), {t.span<float>().begin(), t.span<float>().end()});
    };
    b.input("x", {ModelBuilder::Any, 3, 6, 6}).output("y");
    add("w1", layers[0].fold->weight());
    add("b1", layers[0].fold->bias());
    add("w2", layers[1].fold->weight());
    add("b2", layers[1].fold->bias());
    add("w3", weightOf(graph, layers[2]));
    add("b3", biasOf(graph, layers[2]));
    b.node("Conv", {"x", "w1", "b1"}, {"n1"}, "conv").node("Relu", {"n1"}, {"r1"}, "relu");
    b.node("ConvTranspose", {"r1", "w2", "b2"}, {"n2"}, "transposed", {{"group", int64_t(2)}});
    b.node("Flatten", {"n2"}, {"f"}, "flatten").node("Gemm", {"f", "w3", "b3"}, {"y"}, "gemm");
    return b;
}

std::shared_ptr<Analyzer> opened(const std::string& path)
{
    auto analyzer = Analyzer::open(path, {1});
    if (!analyzer.ok())
        qFatal("%s", analyzer.error().text().c_str());
    return *analyzer;
}

} // namespace

/// A layer followed by batch normalization is quantized as it is deployed: folded.
class TestFoldedWeights : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto values = noise(16 * 3 * 6 * 6, 11);
        QVERIFY(data::writeNpz(path("x.npz"), {{"x", Tensor::of<float>({16, 3, 6, 6}, values)}}).ok());
        normalized().write(path("bn.onnx"));
        m_normalized = opened(path("bn.onnx"));
        QCOMPARE(m_normalized->layers().size(), size_t(3));
        foldedByHand(m_normalized->graph(), m_normalized->layers()).write(path("folded.onnx"));
        m_folded = opened(path("folded.onnx"));
    }

    void theSimulationQuantizesTheFoldedWeights_data()
    {
        QTest::addColumn<int>("granularity");
        QTest::newRow("per tensor") << int(quant::Granularity::PerTensor);
        QTest::newRow("per channel") << int(quant::Granularity::PerChannel);
    }

    void theSimulationQuantizesTheFoldedWeights()
    {
        QFETCH(int, granularity);
        quant::Config config;
        config.weights.granularity = static_cast<quant::Granularity>(granularity);
        config.weights.bits = 4;
        const Tensor a = simulated(*m_normalized, config);
        const Tensor b = simulated(*m_folded, config);
        QCOMPARE(std::memcmp(a.rawData(), b.rawData(), b.bytes()), 0);
    }

    void theExportedModelComputesTheSame_data() { theSimulationQuantizesTheFoldedWeights_data(); }

    void theExportedModelComputesTheSame()
    {
        QFETCH(int, granularity);
        quant::Config config;
        config.weights.granularity = static_cast<quant::Granularity>(granularity);
        const auto data = dataFor(*m_normalized);
        const auto calibration = m_normalized->calibrate(*data, {});
        const auto quantizers = m_normalized->quantizers(**calibration, config);
        QVERIFY(quantizers->at(0).bias && quantizers->at(1).bias && quantizers->at(2).bias);
        const Status written = io::exportQdqFile(m_normalized->model(), m_normalized->graph(),
                                                 m_normalized->layers(), *quantizers, path("q.onnx"));
        QVERIFY2(written.ok(), written.ok() ? "" : written.error().text().c_str());
        const auto exported = opened(path("q.onnx"));
        for (const Node& node : exported->graph().nodes)
            QVERIFY(node.op != "BatchNormalization");
        const Tensor expected = simulated(*m_normalized, config);
        const auto outputs = exported->run(*dataFor(*exported), {});
        QVERIFY(outputs.ok());
        const Tensor& got = outputs->front().tensor;
        for (int64_t i = 0; i < got.size(); ++i)
            QVERIFY(std::abs(got.data<float>()[i] - expected.data<float>()[i]) <= 1e-4F);
    }

    void sensitivityRunsTheFoldedLayers()
    {
        const auto data = dataFor(*m_normalized);
        const auto a = m_normalized->calibrate(*data, {});
        const auto b = m_folded->calibrate(*dataFor(*m_folded), {});
        const quant::Config config;
        for (const auto mode : {analysis::SensitivityMode::OnlyThisLayer, analysis::SensitivityMode::AllButThis}) {
            const auto x = m_normalized->sensitivity(*data, {}, **a, config, mode, {});
            const auto y = m_folded->sensitivity(*dataFor(*m_folded), {}, **b, config, mode, {});
            for (size_t i = 0; i < 3; ++i)
                QCOMPARE(x->layers[i].sqnrDb, y->layers[i].sqnrDb);
        }
    }

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    std::unique_ptr<data::Dataset> dataFor(const Analyzer& analyzer) const
    {
        return std::move(data::openDataset(path("x.npz"), analyzer.inputSpecs()).value());
    }

    Tensor simulated(Analyzer& analyzer, const quant::Config& config) const
    {
        const auto data = dataFor(analyzer);
        const auto calibration = analyzer.calibrate(*data, {});
        return analyzer.runQuantized(*data, **calibration, config, {})->front().tensor;
    }

    QTemporaryDir m_folder;
    std::shared_ptr<Analyzer> m_normalized, m_folded;
};

QTEST_GUILESS_MAIN(TestFoldedWeights)
#include "tst_folded_weights.moc"
