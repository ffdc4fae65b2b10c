// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include <set>

#include "core/analysis/analyzer.h"
#include "core/analysis/batching.h"
#include "core/onnx/reader.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using namespace qscope::analysis;
using test::ModelBuilder;

namespace {

constexpr auto Any = ModelBuilder::Any;

class Waves final : public data::Dataset {
public:
    explicit Waves(int64_t size, int64_t width) : m_size(size), m_width(width) {}
    int64_t size() const override { return m_size; }
    std::string description() const override { return "waves"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        Tensor x(DType::Float32, {count, m_width});
        for (int64_t i = 0; i < x.size(); ++i)
            x.data<float>()[i] = static_cast<float>(std::sin(0.37 * static_cast<double>(first * m_width + i)));
        return std::vector<Tensor>{x};
    }

private:
    int64_t m_size, m_width;
};

/// The part of a tensor that belongs to the first of `samples`.
QByteArray firstSample(const Tensor& tensor, int axis, int64_t samples)
{
    const Tensor plain = toPlain(tensor);
    qsizetype runs = 1;
    for (int d = 0; d < axis; ++d)
        runs *= plain.dim(static_cast<size_t>(d));
    const qsizetype run = static_cast<qsizetype>(plain.bytes()) / runs;
    QByteArray bytes;
    for (qsizetype r = 0; r < runs; ++r)
        bytes.append(static_cast<const char*>(plain.rawData()) + r * run, run / samples);
    return bytes;
}

} // namespace

/// What a sample gives does not depend on those that run with it.
class TestBatching : public QObject {
    Q_OBJECT

private slots:
    void aSampleGivesTheSameBitsInAnyCompany_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("ViT") << "/vit_fashion.onnx";
        QTest::newRow("ResNet") << "/resnet_fashion.onnx";
    }

    void aSampleGivesTheSameBitsInAnyCompany()
    {
        QFETCH(QString, model);
        const auto analyzer = Analyzer::open(QSCOPE_SAMPLES + model.toStdString(), {2});
        QVERIFY(analyzer.ok());
        const auto data =
            data::openDataset(QSCOPE_SAMPLES "/fashion_evaluation.npz", (*analyzer)->inputSpecs());
        QVERIFY(data.ok());
        const auto graph = std::make_shared<const Graph>((*analyzer)->graph());
        const auto instance = run::Instance::create(graph, 2);
        QVERIFY(instance.ok());
        const auto plan = planBatches(**instance, **data, {});
        QVERIFY(plan.ok() && plan->samplesApart);
        QCOMPARE(plan->microBatch, int64_t(16));
        for (const bool keepAll : {true, false}) {
            std::vector<QByteArray> alone;
            for (int64_t samples = 1; samples <= plan->microBatch; ++samples) {
                const auto values = (*instance)->run(*(*data)->read(0, samples), {nullptr, nullptr, keepAll});
                QVERIFY(values.ok());
                for (size_t v = 0; v < values->size(); ++v) {
                    if (samples == 1)
                        alone.emplace_back();
                    if ((*values)[v].absent() || plan->batchAxis[v] < 0)
                        continue;
                    const QByteArray first = firstSample((*values)[v], plan->batchAxis[v], samples);
                    if (samples == 1)
                        alone.back() = first;
                    QVERIFY2(first == alone[v], graph->values[v].name.c_str());
                }
            }
        }
    }

    /// The number of samples in a run is part of what the model computes.
    void aModelThatSeesItsBatchGetsFullOnes()
    {
        ModelBuilder b;
        b.input("x", {Any, 5}).node("Shape", {"x"}, {"s"}).ints("zero", {0});
        b.node("Gather", {"s", "zero"}, {"n"}).node("Cast", {"n"}, {"f"}, "cast", {{"to", int64_t(1)}});
        b.weight("tiny", {1}, {1e-7F}).node("Mul", {"f", "tiny"}, {"e"}).node("Add", {"x", "e"}, {"y"}).output("y");
        const auto analyzer = opened(b, 2);
        Waves three(3, 5), many(40, 5);
        const auto instance =
            run::Instance::create(std::make_shared<const Graph>(analyzer->graph()), 1);
        const auto plan = planBatches(**instance, three, {});
        QVERIFY(plan.ok() && !plan->samplesApart && plan->microBatch > 1);
        const auto few = analyzer->run(three, {}), all = analyzer->run(many, {});
        QVERIFY(few.ok() && all.ok());
        const Tensor &a = few->front().tensor, &z = all->front().tensor;
        QVERIFY(std::memcmp(a.rawData(), z.rawData(), a.bytes()) == 0);
    }

    /// From the second pass on one of two threads runs it.
    void aSingleSampleOfASmallModelGivesTheSameInEveryPass()
    {
        ModelBuilder b;
        std::vector<float> weight(64 * 48);
        for (size_t i = 0; i < weight.size(); ++i)
            weight[i] = std::cos(0.1F * static_cast<float>(i));
        b.input("x", {Any, 64}).weight("w", {64, 48}, weight).node("MatMul", {"x", "w"}, {"h"});
        b.node("Softmax", {"h"}, {"y"}).output("y");
        Waves one(1, 64);
        std::set<QByteArray> outputs, means;
        for (const int threads : {1, 2}) {
            const auto analyzer = opened(b, threads);
            for (int pass = 0; pass < 3; ++pass) {
                const auto result = analyzer->run(one, {});
                QVERIFY(result.ok());
                outputs.insert(firstSample(result->front().tensor, 0, 1));
                const auto calibration = analyzer->calibrate(one, {});
                QVERIFY(calibration.ok());
                const double mean = (*calibration)->tensors.back().mean;
                means.insert(QByteArray(reinterpret_cast<const char*>(&mean), sizeof mean));
            }
        }
        QCOMPARE(outputs.size(), size_t(1));
        QCOMPARE(means.size(), size_t(1));
    }

    /// A tensor without samples counts once per micro-batch, in whatever pieces its samples come.
    void whatHoldsNoSamplesCountsTheSameInPieces()
    {
        ModelBuilder b;
        b.input("x", {Any, Any}).node("Shape", {"x"}, {"s"}).ints("one", {1});
        b.node("Gather", {"s", "one"}, {"n"}).node("Cast", {"n"}, {"f"}, "cast", {{"to", int64_t(1)}});
        b.node("Sqrt", {"f"}, {"root"}).node("Div", {"x", "root"}, {"y"}).output("y");
        Waves data(37, 5);
        std::vector<std::shared_ptr<const CalibrationResult>> results;
        for (const int threads : {1, 2}) {
            const auto analyzer = opened(b, threads);
            results.push_back(*analyzer->calibrate(data, {}));
            CalibrationState state;
            for (const auto& [first, end] : {std::pair(0, 3), {3, 4}, {4, 21}, {21, 37}})
                QVERIFY(analyzer->record(data, SampleSet({first, end}), state, {}).ok());
            results.push_back(*state.finish(&analyzer->graph()));
        }
        const auto countOf = [](const CalibrationResult& result, const std::string& name) {
            const auto found = std::find_if(result.tensors.begin(), result.tensors.end(),
                                            [&](const auto& t) { return t.name == name; });
            return found == result.tensors.end() ? int64_t(-1) : found->count;
        };
        for (const auto& result : results) {
            QCOMPARE(countOf(*result, "root"), int64_t(3)); // 37 samples, 16 at once
            QCOMPARE(countOf(*result, "y"), int64_t(37 * 5));
        }
    }

private:
    std::shared_ptr<Analyzer> opened(const ModelBuilder& b, int threads)
    {
        const std::string path = m_folder.filePath("m.onnx").toStdString();
        std::ofstream(path, std::ios::binary) << b.bytes();
        return *Analyzer::open(path, {threads});
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestBatching)
#include "tst_batching.moc"
