// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/analysis/stats_collector.h"
#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

Tensor wave(Shape shape, float step, float offset)
{
    Tensor t(DType::Float32, std::move(shape));
    for (int64_t i = 0; i < t.size(); ++i)
        t.data<float>()[i] = std::sin(step * static_cast<float>(i)) * 3 + offset;
    return t;
}

stats::Histogram counted(const std::vector<Tensor>& tensors)
{
    stats::Histogram all(2048);
    for (const Tensor& t : tensors) {
        const auto [lo, hi] = std::minmax_element(t.span<float>().begin(), t.span<float>().end());
        all.add(t.span<float>(), *lo, *hi);
    }
    return all;
}

} // namespace

/// Tensors that only rearrange others are not counted again; their figures must be what counting would give.
class TestStatsCollector : public QObject {
    Q_OBJECT

private slots:
    void rearrangedTensorsHaveTheHistogramTheyWouldBeCountedTo()
    {
        ModelBuilder b;
        b.input("x", {1, 4, 6}).input("y", {1, 2, 6}).ints("s", {1, 36});
        b.node("Concat", {"x", "y"}, {"c"}, "c", {{"axis", int64_t(1)}}).node("Transpose", {"c"}, {"t"}, "t");
        b.node("Reshape", {"t", "s"}, {"r"}, "r").node("Concat", {"r", "r"}, {"d"}, "d", {{"axis", int64_t(1)}});
        b.node("Relu", {"d"}, {"z"}, "z").output("z");
        const auto model = onnxio::parseModel(b.bytes(), "m.onnx");
        QVERIFY(model.ok());
        const Graph& graph = model->graph;
        analysis::BatchPlan plan;
        plan.batchAxis.assign(graph.values.size(), -1);
        analysis::StatsCollector collector(graph, {}, plan);
        std::map<std::string, std::vector<Tensor>> seen;
        const auto see = [&](const std::string& name, const Tensor& t, int64_t sample) {
            seen[name].push_back(t);
            collector.see(*graph.findValue(name), t, {sample, 1, 1});
        };
        for (int64_t sample = 0; sample < 3; ++sample) { // later samples widen the ranges
            const auto scale = static_cast<float>(sample + 1);
            const Tensor x = wave({1, 4, 6}, 0.7F * scale, scale);
            const Tensor y = wave({1, 2, 6}, 1.3F, -100 * scale);
            Tensor c(DType::Float32, {1, 6, 6});
            std::copy_n(x.data<float>(), 24, c.data<float>());
            std::copy_n(y.data<float>(), 12, c.data<float>() + 24);
            Tensor d(DType::Float32, {1, 72});
            std::copy_n(c.data<float>(), 36, d.data<float>());
            std::copy_n(c.data<float>(), 36, d.data<float>() + 36);
            see("x", x, sample);
            see("y", y, sample);
            see("c", c, sample);
            see("t", c.reshaped({6, 6, 1}), sample);
            see("r", c.reshaped({1, 36}), sample);
            see("d", d, sample);
        }
        const auto finished = collector.take().finish(&graph);
        QVERIFY(finished.ok());
        const auto& result = *finished;
        for (const auto& [name, tensors] : seen) {
            const auto* stats = result->find(*graph.findValue(name));
            QVERIFY2(stats != nullptr, name.c_str());
            QVERIFY2(stats->histogram == counted(tensors), name.c_str());
            QCOMPARE(stats->histogram.total(), static_cast<uint64_t>(stats->count));
        }
    }
};

QTEST_GUILESS_MAIN(TestStatsCollector)
#include "tst_stats_collector.moc"
