// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <cstring>

#include "core/analysis/tensor_probe.h"

using namespace qscope;

namespace {
const std::string Samples = QSCOPE_SAMPLES;
}

/// One tensor of one sample is what a run of the model computes.
class TestTensorProbe : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        auto opened = analysis::Analyzer::open(Samples + "/vit_fashion.onnx", {1});
        QVERIFY(opened.ok());
        m_analyzer = *opened;
        data::OpenOptions limit;
        limit.limit = 8;
        auto dataset =
            data::openDataset(Samples + "/fashion_evaluation.npz", m_analyzer->inputSpecs(), limit);
        QVERIFY(dataset.ok());
        m_dataset = std::move(*dataset);
    }

    void attentionIsThatOfTheSample()
    {
        const auto calibration = m_analyzer->calibrate(*m_dataset, {});
        auto probe = analysis::TensorProbe::of(m_analyzer);
        QVERIFY2(calibration.ok(), calibration.ok() ? "" : calibration.error().text().c_str());
        QVERIFY(probe.ok());
        int seen = 0;
        for (const stats::TensorStats& stats : (*calibration)->tensors) {
            if (!stats.softmax)
                continue;
            ++seen;
            const auto tensor = (*probe)->read(*m_dataset, stats.max.sample, stats.value, {});
            QVERIFY2(tensor.ok(), tensor.ok() ? "" : tensor.error().text().c_str());
            QCOMPARE(tensor->shape(), stats.shape);
            // The largest value lies where the statistics say, and every row sums to one.
            size_t flat = 0;
            for (size_t axis = 0; axis < stats.shape.size(); ++axis)
                flat = flat * static_cast<size_t>(stats.shape[axis])
                       + static_cast<size_t>(stats.max.position[axis]);
            QVERIFY(std::abs(tensor->span<float>()[flat] - stats.max.value) < 1e-6F);
            const auto row = static_cast<size_t>(stats.shape.back());
            double sum = 0;
            for (size_t i = 0; i < row; ++i)
                sum += static_cast<double>(tensor->span<float>()[i]);
            QVERIFY(std::abs(sum - 1) < 1e-5);
        }
        QVERIFY(seen > 0);
    }

    void whatIsNotThereIsSaid()
    {
        auto probe = analysis::TensorProbe::of(m_analyzer);
        const ValueId input = m_analyzer->graph().inputs[0];
        QVERIFY(!(*probe)->read(*m_dataset, 8, input, {}).ok()); // there are eight
        ValueId constant;
        for (size_t i = 0; i < m_analyzer->graph().values.size() && !constant.valid(); ++i)
            if (m_analyzer->graph().values[i].constant)
                constant = ValueId(i);
        const auto none = (*probe)->read(*m_dataset, 0, constant, {});
        QVERIFY(!none.ok());
        QVERIFY(none.error().message.find("is not computed by itself for this sample") != std::string::npos);
    }

private:
    std::shared_ptr<analysis::Analyzer> m_analyzer;
    std::unique_ptr<data::Dataset> m_dataset;
};

QTEST_GUILESS_MAIN(TestTensorProbe)
#include "tst_tensor_probe.moc"
