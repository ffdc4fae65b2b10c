// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "core/analysis/analyzer.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

namespace {

/// Images of different heights and widths.
class Images final : public data::Dataset {
public:
    static int64_t height(int64_t i) { return 5 + i % 3; }
    static int64_t width(int64_t i) { return 4 + i % 5; }

    int64_t size() const override { return 14; }
    bool shapesVary() const override { return true; }
    std::string description() const override { return "images"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        if (count != 1)
            return Error{ErrorCode::ShapeMismatch, "one at a time", {}};
        Tensor image(DType::Float32, {1, 1, height(first), width(first)});
        for (int64_t i = 0; i < image.size(); ++i)
            image.data<float>()[i] = static_cast<float>((first * 7 + i * 13) % 29) / 10 - 1;
        return std::vector<Tensor>{image};
    }
};

} // namespace

/// Samples of one calibration set may have different shapes.
class TestVariedShapes : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const int64_t any = ModelBuilder::Any;
        ModelBuilder b;
        std::vector<float> weight(18);
        for (size_t i = 0; i < weight.size(); ++i)
            weight[i] = static_cast<float>(i % 5) / 4 - 0.5F;
        b.input("x", {any, 1, any, any}).weight("w", {2, 1, 3, 3}, weight);
        b.node("Conv", {"x", "w"}, {"c"}, "conv", {{"pads", std::vector<int64_t>{1, 1, 1, 1}}});
        b.node("Relu", {"c"}, {"r"}, "relu").node("GlobalAveragePool", {"r"}, {"g"}, "pool").output("g");
        m_path = m_folder.filePath("m.onnx").toStdString();
        std::ofstream(m_path, std::ios::binary) << b.bytes();
    }

    void figuresAccumulateOverAllShapes()
    {
        Images images;
        int64_t pixels = 0;
        for (int64_t i = 0; i < images.size(); ++i)
            pixels += Images::height(i) * Images::width(i);
        const auto result = calibrated(1);
        QVERIFY(result);
        for (const auto& t : result->tensors) {
            if (t.name == "g")
                continue;
            QCOMPARE(t.count, pixels * (t.name == "x" ? 1 : 2));
            QCOMPARE(t.histogram.total(), static_cast<uint64_t>(t.count));
            QCOMPARE(t.channels.count(), size_t(t.name == "x" ? 1 : 2));
            QCOMPARE(t.shape.back(), Images::width(0));
        }
    }

    void threadsDoNotChangeABit()
    {
        const auto one = calibrated(1);
        const auto three = calibrated(3);
        QVERIFY(one && three);
        for (size_t i = 0; i < one->tensors.size(); ++i) {
            const auto& a = one->tensors[i];
            const auto& b = three->tensors[i];
            QVERIFY(a.histogram == b.histogram);
            QVERIFY(a.mean == b.mean && a.variance == b.variance && a.channels.mean == b.channels.mean);
            QCOMPARE(a.max.sample, b.max.sample);
            QCOMPARE(a.max.position, b.max.position);
            QCOMPARE(a.shape, b.shape);
        }
    }

    void quantizationIsEvaluatedOnThem()
    {
        auto analyzer = analysis::Analyzer::open(m_path, {2});
        QVERIFY(analyzer.ok());
        Images images;
        const auto calibration = (*analyzer)->calibrate(images, {});
        const auto evaluation = (*analyzer)->evaluate(images, {}, **calibration, {}, {});
        QVERIFY(evaluation.ok());
        QCOMPARE(evaluation->samples, images.size());
        QVERIFY(evaluation->sqnrDb > 25 && evaluation->sqnrDb < 80);
    }

private:
    std::shared_ptr<const analysis::CalibrationResult> calibrated(int threads)
    {
        auto analyzer = analysis::Analyzer::open(m_path, {threads});
        Images images;
        const auto result = analyzer.ok() ? (*analyzer)->calibrate(images, {}) : analyzer.error();
        return result.ok() ? *result : nullptr;
    }

    QTemporaryDir m_folder;
    std::string m_path;
};

QTEST_GUILESS_MAIN(TestVariedShapes)
#include "tst_varied_shapes.moc"
