// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <thread>

#include "core/analysis/analyzer.h"
#include "core/io/qdq_export.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;
using Proto = ::onnx::TensorProto;

namespace {

constexpr int64_t kWidth = 4;

/// Rows whose sum is above zero for every second sample, or never.
class Rows final : public data::Dataset {
public:
    explicit Rows(bool sometimesPositive) : m_sometimesPositive(sometimesPositive) {}
    static bool isPositive(int64_t i) { return i % 2 == 0; }
    int64_t size() const override { return 10; }
    std::string description() const override { return "rows"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        Tensor rows(DType::Float32, {count, kWidth});
        for (int64_t i = 0; i < rows.size(); ++i) {
            const int64_t sample = first + i / kWidth;
            const float size = 1 + static_cast<float>((sample * 7 + i % kWidth * 3) % 11) / 4;
            rows.data<float>()[i] = m_sometimesPositive && isPositive(sample) ? size : -size;
        }
        return std::vector<Tensor>{rows};
    }

private:
    bool m_sometimesPositive;
};

std::vector<float> weights(float step)
{
    std::vector<float> all(kWidth * kWidth);
    for (size_t i = 0; i < all.size(); ++i)
        all[i] = std::sin(step * static_cast<float>(i + 1)) * 0.6F;
    return all;
}

/// If the sum of x is above zero: Relu(x) w; else: -x. Then three times: v u.
ModelBuilder model()
{
    ModelBuilder then;
    then.node("Relu", {"x"}, {"a"}).weight("w", {kWidth, kWidth}, weights(1.1F));
    then.node("MatMul", {"a", "w"}, {"m"}, "mm").output("m");
    ModelBuilder body;
    body.input("i", {}, Proto::INT64).input("go", {}, Proto::BOOL).input("v", {1, kWidth});
    body.node("MatMul", {"v", "u"}, {"next"}, "step")
        .node("Identity", {"go"}, {"goes"})
        .output("goes")
        .output("next");
    ModelBuilder b;
    b.input("x", {ModelBuilder::Any, kWidth})
        .weight("zero", {}, {0})
        .weight("u", {kWidth, kWidth}, weights(0.7F));
    b.ints("three", {3});
    b.node("ReduceSum", {"x"}, {"s"}, "sum", {{"keepdims", int64_t(0)}})
        .node("Greater", {"s", "zero"}, {"c"});
    b.node("If", {"c"}, {"t"}, "if").lastNodeGraph("then_branch", then);
    b.lastNodeGraph("else_branch", ModelBuilder().node("Neg", {"x"}, {"n"}).output("n"));
    b.node("Loop", {"three", "", "t"}, {"y"}, "loop").lastNodeGraph("body", body).output("y");
    return b;
}

ModelBuilder endless(const std::vector<std::string>& inputs)
{
    ModelBuilder body;
    body.input("i", {}, Proto::INT64).input("go", {}, Proto::BOOL).input("v", {1, kWidth});
    body.node("Neg", {"v"}, {"next"}).node("Identity", {"go"}, {"goes"}).output("goes").output("next");
    ModelBuilder b;
    b.input("x", {ModelBuilder::Any, kWidth}).weight("k", {1, kWidth}, {1, 2, 3, 4});
    b.node("Loop", inputs, {"t"}, "loop").lastNodeGraph("body", body);
    b.node("Add", {"t", "x"}, {"y"}).output("y");
    return b;
}

} // namespace

/// Statistics, quantizers and what-if runs reach into If and Loop.
class TestInsideBodies : public QObject {
    Q_OBJECT

private slots:
    void everyRunOfABodyIsCounted()
    {
        Rows rows(true);
        const auto result = *open(model(), 2)->calibrate(rows, {});
        std::map<std::string, int64_t> counts;
        for (const auto& t : result->tensors)
            counts[t.name] = t.count;
        const int64_t each = rows.size() * kWidth;
        const std::map<std::string, int64_t> expected{{"x", each},
                                                      {"s", rows.size()},
                                                      {"if/then_branch/a", each / 2},
                                                      {"if/then_branch/m", each / 2},
                                                      {"if/else_branch/n", each / 2},
                                                      {"t", each},
                                                      {"loop/body/v", 3 * each},
                                                      {"loop/body/next", 3 * each},
                                                      {"y", each}};
        QCOMPARE(counts, expected);
        for (const auto& t : result->tensors)
            QCOMPARE(t.histogram.total(), static_cast<uint64_t>(t.count));
    }

    void threadsDoNotChangeABit()
    {
        Rows rows(true);
        const auto one = *open(model(), 1)->calibrate(rows, {});
        const auto three = *open(model(), 3)->calibrate(rows, {});
        QCOMPARE(one->tensors.size(), three->tensors.size());
        for (size_t i = 0; i < one->tensors.size(); ++i) {
            QVERIFY(one->tensors[i].histogram == three->tensors[i].histogram);
            QVERIFY(one->tensors[i].mean == three->tensors[i].mean);
            QCOMPARE(one->tensors[i].min.sample, three->tensors[i].min.sample);
        }
    }

    void layersInsideAreQuantized()
    {
        Rows rows(true);
        auto analyzer = open(model(), 2);
        QStringList names;
        for (const Layer& layer : analyzer->layers())
            names << QString::fromStdString(layer.name);
        QCOMPARE(names, (QStringList{"if/then_branch/mm", "loop/body/step"}));
        const auto calibration = *analyzer->calibrate(rows, {});
        const auto quantizers = analyzer->quantizers(*calibration, {});
        QVERIFY(quantizers.ok());
        for (const auto& q : *quantizers)
            QVERIFY(!q.isFloat && q.activations.size() == 1 && q.weights);
        const auto evaluation = analyzer->evaluate(rows, {}, *calibration, {}, {});
        QVERIFY(evaluation.ok());
        QVERIFY2(evaluation->sqnrDb > 20 && evaluation->sqnrDb < 60,
                 qPrintable(QString::number(evaluation->sqnrDb)));
    }

    void sensitivityIsThatOfARunFromScratch()
    {
        Rows rows(true);
        auto analyzer = open(model(), 2);
        const auto calibration = *analyzer->calibrate(rows, {});
        const auto only =
            analyzer->sensitivity(rows, {}, *calibration, {}, analysis::SensitivityMode::OnlyThisLayer, {});
        QVERIFY(only.ok());
        for (size_t i = 0; i < only->layers.size(); ++i) {
            const auto& layers = analyzer->layers();
            const quant::Config config = quant::withFloat({}, layers[1 - i], true, layers);
            const auto alone = analyzer->evaluate(rows, {}, *calibration, config, {});
            QVERIFY(alone.ok());
            QCOMPARE(alone->layersQuantized, 1);
            QVERIFY(std::isfinite(alone->sqnrDb));
            QVERIFY(std::abs(only->layers[i].sqnrDb - alone->sqnrDb) < 1e-9);
        }
    }

    void aBranchThatNobodyTookStaysInFloatingPoint()
    {
        Rows rows(false);
        auto analyzer = open(model(), 2);
        const auto calibration = *analyzer->calibrate(rows, {});
        QVERIFY(!calibration->find(*analyzer->graph().findValue("if/then_branch/a")));
        const auto quantizers = analyzer->quantizers(*calibration, {});
        QVERIFY2(quantizers.ok(), quantizers ? "" : quantizers.error().text().c_str());
        QVERIFY((*quantizers)[0].isFloat);
        QVERIFY(!(*quantizers)[1].isFloat);
        QVERIFY(analyzer->evaluate(rows, {}, *calibration, {}, {}).ok());
    }

    void theExportLeavesThemAsTheyAre()
    {
        Rows rows(true);
        auto analyzer = open(model(), 2);
        const auto calibration = *analyzer->calibrate(rows, {});
        const auto bytes = io::exportQdq(analyzer->model(), analyzer->graph(), analyzer->layers(),
                                         *analyzer->quantizers(*calibration, {}));
        QVERIFY2(bytes.ok(), bytes ? "" : bytes.error().text().c_str());
        const auto again = onnxio::parseModel(*bytes, "q.onnx");
        QVERIFY(again.ok());
        QCOMPARE(again->graph.nodes.size(), analyzer->model().graph.nodes.size());
    }

    void aLoopWithoutEndIsCancelled_data()
    {
        QTest::addColumn<int>("threads");
        QTest::newRow("on the calling thread") << 1;
        QTest::newRow("on several threads") << 2;
    }
    void aLoopWithoutEndIsCancelled()
    {
        QFETCH(int, threads);
        auto analyzer = open(endless({"", "", "x"}), threads);
        Rows rows(true);
        std::stop_source source;
        const std::jthread stopper([&source] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            source.request_stop();
        });
        QElapsedTimer timer;
        timer.start();
        const auto result = analyzer->run(rows, {source.get_token(), {}});
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void openingDoesNotRunALoopWithoutEnd() { QVERIFY(open(endless({"", "", "k"}), 1) != nullptr); }

private:
    std::shared_ptr<analysis::Analyzer> open(const ModelBuilder& builder, int threads)
    {
        const std::string path = m_folder.filePath("m.onnx").toStdString();
        std::ofstream(path, std::ios::binary) << builder.bytes();
        auto analyzer = analysis::Analyzer::open(path, {threads});
        if (!analyzer)
            qFatal("%s", analyzer.error().text().c_str());
        return *analyzer;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestInsideBodies)
#include "tst_inside_bodies.moc"
