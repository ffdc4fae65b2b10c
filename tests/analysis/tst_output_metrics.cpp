// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/analysis/output_metrics.h"

using namespace qscope;
using analysis::OutputMetrics;

namespace {

Tensor floats(Shape shape, const std::vector<float>& values)
{
    return Tensor::of<float>(std::move(shape), std::span<const float>(values));
}

} // namespace

class TestOutputMetrics : public QObject {
    Q_OBJECT

private slots:
    void poolsTheSqnrOverSamples()
    {
        OutputMetrics m;
        const std::vector<Tensor> y{floats({2, 2}, {3, 4, 0, 10})};
        const std::vector<Tensor> z{floats({2, 2}, {3, 5, 1, 10})};
        m.add(y, z, 2, {});
        QVERIFY(std::abs(m.sqnrDb() - 10 * std::log10(125.0 / 2.0)) < 1e-12);
        QCOMPARE(m.mse(), 0.5);
        QCOMPARE(m.agreement(), 1.0);
        QVERIFY(!m.accuracyActual().has_value());
    }

    void doesNotDependOnTheBatch()
    {
        const std::vector<float> a{1, 2, 3, 4, 5, 6, 7, 8};
        const std::vector<float> b{1.1F, 2, 2.9F, 4, 5.3F, 6, 7, 8.7F};
        OutputMetrics whole, parts;
        whole.add(std::vector<Tensor>{floats({4, 2}, a)}, std::vector<Tensor>{floats({4, 2}, b)}, 4, {});
        for (size_t s = 0; s < 4; ++s)
            parts.add(std::vector<Tensor>{floats({1, 2}, {a[2 * s], a[2 * s + 1]})},
                      std::vector<Tensor>{floats({1, 2}, {b[2 * s], b[2 * s + 1]})}, 1, {});
        QCOMPARE(whole.sqnrDb(), parts.sqnrDb());
        QCOMPARE(whole.cosine(), parts.cosine());
    }

    void countsClassesAgainstLabels()
    {
        OutputMetrics m;
        const std::vector<int64_t> labels{1, 0, 1};
        m.add(std::vector<Tensor>{floats({3, 2}, {0, 1, 1, 0, 1, 0})},
              std::vector<Tensor>{floats({3, 2}, {0, 1, 0, 1, 1, 0})}, 3, labels);
        QCOMPARE(m.agreement(), 2.0 / 3.0);
        QCOMPARE(*m.accuracyReference(), 2.0 / 3.0);
        QCOMPARE(*m.accuracyActual(), 1.0 / 3.0);
    }

    void equalOutputsHaveInfiniteSqnr()
    {
        OutputMetrics m;
        const std::vector<Tensor> y{floats({1, 2}, {1, 2})};
        m.add(y, y, 1, {});
        QVERIFY(std::isinf(m.sqnrDb()));
        QCOMPARE(m.cosine(), 1.0);
    }

    void findsClassesBeforeTrailingOnes()
    {
        QCOMPARE(analysis::topClasses(floats({2, 3, 1, 1}, {0, 5, 1, 9, 2, 3})), (std::vector<int64_t>{1, 0}));
        QCOMPARE(analysis::topClasses(floats({1, 2, 2}, {0, 5, 7, 2})), (std::vector<int64_t>{1, 0}));
    }
};

QTEST_GUILESS_MAIN(TestOutputMetrics)
#include "tst_output_metrics.moc"
