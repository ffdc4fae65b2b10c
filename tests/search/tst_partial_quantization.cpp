// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/base/random.h"
#include "core/search/partial_quantization.h"
#include "tests/quant/golden.h"

using namespace qscope;
using namespace qscope::search;

namespace {

constexpr size_t Layers = 4;

using Matrix = std::vector<std::vector<double>>;

/// The perceptron of the golden file in double precision: 8-12-12-12-5, ReLU, 4-bit symmetric narrow weights per tensor.
class Perceptron {
public:
    Perceptron()
    {
        auto arrays = goldenArrays("08_sensitivity.npz");
        for (size_t i = 0; i < Layers; ++i) {
            m_weights.push_back(matrix(arrays.at("mlp_W" + std::to_string(i))));
            m_quantized.push_back(quantized(m_weights.back()));
            m_biases.push_back(toDoubles(arrays.at("mlp_b" + std::to_string(i))));
        }
        m_inputs = matrix(arrays.at("mlp_X"));
        for (const auto& x : m_inputs)
            m_reference.push_back(output(x, FloatSet(Layers, true)));
    }

    struct Figures {
        double nsr = 0, agreement = 0;
    };
    Figures measure(const FloatSet& set) const
    {
        Figures figures;
        for (size_t s = 0; s < m_inputs.size(); ++s) {
            const auto z = output(m_inputs[s], set);
            const auto& y = m_reference[s];
            double noise = 0, signal = 0;
            for (size_t i = 0; i < y.size(); ++i) {
                noise += (z[i] - y[i]) * (z[i] - y[i]);
                signal += y[i] * y[i];
            }
            figures.nsr += noise / (signal + 1e-7) / static_cast<double>(m_inputs.size());
            const auto top = [](const auto& v) { return std::max_element(v.begin(), v.end()) - v.begin(); };
            figures.agreement += top(y) == top(z) ? 1.0 / static_cast<double>(m_inputs.size()) : 0;
        }
        return figures;
    }

private:
    static Matrix matrix(const Tensor& tensor)
    {
        const auto values = toDoubles(tensor);
        const auto width = static_cast<size_t>(tensor.dim(1));
        Matrix rows;
        for (size_t at = 0; at < values.size(); at += width)
            rows.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(at),
                              values.begin() + static_cast<std::ptrdiff_t>(at + width));
        return rows;
    }
    static Matrix quantized(Matrix weight)
    {
        double largest = 0;
        for (const auto& row : weight)
            for (const double w : row)
                largest = std::max(largest, std::abs(w));
        for (auto& row : weight)
            for (double& w : row)
                w = std::clamp(std::nearbyint(w / (largest / 7)), -7.0, 7.0) * (largest / 7);
        return weight;
    }
    std::vector<double> output(std::vector<double> x, const FloatSet& set) const
    {
        for (size_t i = 0; i < Layers; ++i) {
            std::vector<double> next = m_biases[i];
            const Matrix& weight = set[i] ? m_weights[i] : m_quantized[i];
            for (size_t r = 0; r < next.size(); ++r) {
                next[r] = std::inner_product(x.begin(), x.end(), weight[r].begin(), next[r]);
                if (i + 1 < Layers)
                    next[r] = std::max(next[r], 0.0);
            }
            x = std::move(next);
        }
        return x;
    }

    std::vector<Matrix> m_weights, m_quantized;
    std::vector<std::vector<double>> m_biases;
    Matrix m_inputs, m_reference;
};

FloatSet allBut(const FloatSet& set)
{
    FloatSet other = set;
    other.flip();
    return other;
}

std::vector<LayerId> ids(const std::vector<int>& indices)
{
    std::vector<LayerId> result;
    for (const int i : indices)
        result.emplace_back(i);
    return result;
}

/// A model whose layers matter by weight, pairs of them only together.
struct Made {
    std::vector<double> weights;
    std::vector<std::pair<size_t, size_t>> pairs; ///< a bonus of 5 when both are in floating point

    Result<Score> operator()(const FloatSet& set) const
    {
        double sum = -10;
        for (size_t i = 0; i < set.size(); ++i)
            sum += set[i] ? weights[i] : 0;
        for (const auto& [a, b] : pairs)
            sum += set[a] && set[b] ? 5 : 0;
        return Score{sum, sum};
    }
};

} // namespace

class TestPartialQuantization : public QObject {
    Q_OBJECT

private:
    const Perceptron m_model;
    const QJsonObject m_golden = goldenJson(QStringLiteral("08_sensitivity.json"));

    /// Larger is better: noise below `nsr` meets the target.
    ScoreFunction scoreFor(double nsr) const
    {
        return [this, nsr](const FloatSet& set) -> Result<Score> {
            const auto figures = m_model.measure(set);
            return Score{nsr - figures.nsr, figures.agreement};
        };
    }
    std::vector<LayerId> order() const
    {
        const auto layers = numbers(m_golden[QLatin1String("mlp_rank_most_sensitive_first")]);
        return ids({layers.begin(), layers.end()});
    }
    static void compare(double figure, double expected)
    {
        QVERIFY2(std::abs(figure - expected) < 1e-6, qPrintable(QStringLiteral("%1, not %2").arg(figure).arg(expected)));
    }

private slots:
    void theModelHasTheGoldenSensitivities()
    {
        compare(m_model.measure(FloatSet(Layers, false)).nsr,
                m_golden[QLatin1String("mlp_full_quant_4bit")].toObject()[QLatin1String("snr")].toDouble());
        std::vector<std::pair<double, int>> ranking;
        for (const auto& [key, alone] : {std::pair("mlp_one_at_a_time", true), std::pair("mlp_leave_one_out", false)}) {
            for (const QJsonValue& row : m_golden[QLatin1String(key)].toArray()) {
                FloatSet one(Layers, false);
                one[static_cast<size_t>(row.toObject()[QLatin1String("layer")].toInt())] = true;
                const auto figures = m_model.measure(alone ? allBut(one) : one);
                compare(figures.nsr, row.toObject()[QLatin1String("snr")].toDouble());
                compare(figures.agreement, row.toObject()[QLatin1String("agree")].toDouble());
                if (alone)
                    ranking.emplace_back(-figures.nsr, row.toObject()[QLatin1String("layer")].toInt());
            }
        }
        std::sort(ranking.begin(), ranking.end());
        for (size_t i = 0; i < Layers; ++i)
            QCOMPARE(LayerId(ranking[i].second), order()[i]);
    }

    void theCurveIsTheGoldenOne_data()
    {
        QTest::addColumn<bool>("greedily");
        QTest::newRow("in the order of sensitivity") << false;
        QTest::newRow("greedily") << true;
    }
    void theCurveIsTheGoldenOne()
    {
        QFETCH(bool, greedily);
        const CurveOptions whole{true, SIZE_MAX, SIZE_MAX};
        // The greedy search gets an order that says nothing.
        const auto curve = greedily ? curveGreedily(ids({0, 1, 2, 3}), scoreFor(0.1), whole, {})
                                    : curveInOrder(order(), scoreFor(0.1), whole, {});
        QVERIFY(curve.ok());
        const QJsonArray points = m_golden[QLatin1String("mlp_partial_curve(n_fp_layers,snr,agree)")].toArray();
        QCOMPARE(static_cast<qsizetype>(curve->points.size()), points.size());
        for (qsizetype i = 0; i < points.size(); ++i) {
            const auto& point = curve->points[static_cast<size_t>(i)];
            compare(0.1 - point.score.margin, points[i].toArray()[1].toDouble());
            compare(point.score.tieBreak, points[i].toArray()[2].toDouble());
            if (i > 0)
                QCOMPARE(point.putBack, order()[static_cast<size_t>(i - 1)]);
        }
        QCOMPARE(curve->needed, std::optional<size_t>(2)); // 0.0756 is the first below 0.1
        QCOMPARE(curve->at(2, Layers), (FloatSet{true, false, true, false}));
    }

    void theBestSoFarIsTold()
    {
        const auto score = [](const FloatSet& set) -> Result<Score> {
            const double values[] = {1, 3, 2, 4, 0};
            return Score{values[countOf(set)] - 3.5, 0};
        };
        const auto curve = curveInOrder(ids({0, 1, 2, 3}), score, {true, SIZE_MAX, SIZE_MAX}, {});
        QVERIFY(curve.ok());
        std::vector<double> best;
        for (const auto& point : curve->points)
            best.push_back(point.best.margin + 3.5);
        QCOMPARE(best, (std::vector<double>{1, 3, 3, 4, 4}));
        QCOMPARE(curve->needed, std::optional<size_t>(3));
    }

    void stopsAtTheTargetOrAtTheLimit()
    {
        int calls = 0;
        const auto counting = [&](const FloatSet& set) {
            ++calls;
            return scoreFor(0.2)(set);
        };
        QCOMPARE(curveInOrder(order(), counting, {}, {})->points.size(), size_t(2));
        QCOMPARE(calls, 2);
        QCOMPARE(curveInOrder(order(), scoreFor(-1), {false, 3, SIZE_MAX}, {})->points.size(), size_t(4));
        QVERIFY(!curveInOrder(order(), scoreFor(-1), {}, {})->needed);
    }

    void removesWhatIsSuperfluous()
    {
        const Made model{{8, 6, 4, 1}, {}};
        const auto set = withoutSuperfluous({true, true, true, true}, ids({0, 1, 2, 3}), model, {});
        QVERIFY(set.ok());
        QCOMPARE(*set, (FloatSet{true, true, false, false}));
    }

    void findsPairsThatTheOrderMisses()
    {
        // By themselves 0, 1, 2 look best; 3 and 4 do it together.
        const Made model{{3, 3, 2.9, 2.5, 2.5}, {{3, 4}}};
        const auto order = ids({0, 1, 2, 3, 4});
        const auto found = recommend({order, ids({4, 3, 2, 1, 0})}, model, {}, {});
        QVERIFY(found.ok());
        QCOMPARE(found->orderNeeds, size_t(4)); // 3 + 3 + 2.9 is below 10
        QCOMPARE(countOf(found->floatLayers), size_t(2));
        QVERIFY(found->score.met());
    }

    void neverNeedsMoreLayersThanTheOrder()
    {
        Random random(7);
        for (int trial = 0; trial < 60; ++trial) {
            Made model;
            for (int i = 0; i < 9; ++i)
                model.weights.push_back(random.uniform() * 4);
            for (size_t i = 0; i + 1 < 9; i += 2)
                model.pairs.emplace_back(i, random.below(9) == i ? i + 1 : (i + 1 + random.below(7)) % 9);
            std::vector<int> order(9);
            std::iota(order.begin(), order.end(), 0);
            std::sort(order.begin(), order.end(), [&](int a, int b) {
                return model.weights[static_cast<size_t>(a)] > model.weights[static_cast<size_t>(b)];
            });
            const auto found = recommend({ids(order)}, model, {}, {});
            QVERIFY(found.ok());
            QVERIFY(countOf(found->floatLayers) <= found->orderNeeds);
            const auto measured = model(found->floatLayers);
            QVERIFY(measured->met());
            QCOMPARE(found->score, *measured);
            QVERIFY(found->scores < 300);
        }
    }

    void aSetIsAskedForOnce()
    {
        std::multiset<FloatSet> asked;
        const Made model{{3, 3, 2.9, 2.5, 2.5}, {{3, 4}}};
        const auto found = recommend({ids({0, 1, 2, 3, 4}), ids({4, 3, 2, 1, 0})},
                                     [&](const FloatSet& set) {
                                         asked.insert(set);
                                         return model(set);
                                     },
                                     {}, {});
        QVERIFY(found.ok());
        QCOMPARE(static_cast<int64_t>(asked.size()), found->scores);
        QCOMPARE(std::set<FloatSet>(asked.begin(), asked.end()).size(), asked.size());
    }

    void aTargetThatIsMetAlreadyNeedsNothing()
    {
        const auto found = recommend({order()}, scoreFor(1), {}, {});
        QVERIFY(found.ok());
        QCOMPARE(countOf(found->floatLayers), size_t(0));
        QCOMPARE(found->method, std::string("order"));
        QCOMPARE(found->scores, int64_t(1));
    }

    void aTargetOutOfReachIsAnError()
    {
        QVERIFY(!recommend({order()}, scoreFor(-0.001), {}, {}).ok());
        QVERIFY(!recommend({}, scoreFor(1), {}, {}).ok());
    }

    void aStoppedSearchSaysSo()
    {
        std::stop_source source;
        source.request_stop();
        const auto found = recommend({order()}, scoreFor(0.01), {}, {source.get_token(), {}});
        QVERIFY(!found.ok());
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
    }

    void targetsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("result");
        QTest::newRow("signal to noise") << "sqnr=30" << "sqnr=30";
        QTest::newRow("a negative number of decibels") << "sqnr=-3.5" << "sqnr=-3.5";
        QTest::newRow("accuracy") << "drop=0.5" << "drop=0.5";
        QTest::newRow("size") << "bytes=1e6" << "bytes=1000000";
        QTest::newRow("bit operations") << "bops=2.5e9" << "bops=2500000000";
        QTest::newRow("agreement") << "agreement=99" << "agreement=99";
        QTest::newRow("an unknown name") << "snr=30" << "";
        QTest::newRow("no number") << "sqnr=" << "";
        QTest::newRow("no sign of equality") << "sqnr" << "";
        QTest::newRow("something behind the number") << "sqnr=30dB" << "";
        QTest::newRow("a negative drop") << "drop=-1" << "";
        QTest::newRow("infinity") << "sqnr=inf" << "";
        QTest::newRow("nothing") << "" << "";
    }
    void targetsAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, result);
        const auto target = targetFromText(text.toStdString());
        QCOMPARE(target.ok(), !result.isEmpty());
        if (target.ok())
            QCOMPARE(QString::fromStdString(targetText(*target)), result);
    }

    void scoresAreMeasuredAgainstTheTarget()
    {
        analysis::Evaluation e;
        e.sqnrDb = 25;
        e.agreement = 0.97;
        QCOMPARE(scoreOf(e, {TargetKind::SqnrDb, 30})->margin, -5.0);
        QCOMPARE(scoreOf(e, {TargetKind::Agreement, 95})->margin, 2.0);
        QVERIFY(!scoreOf(e, {TargetKind::AccuracyDrop, 1}).ok());
        e.accuracyDrop = 0.02;
        QCOMPARE(scoreOf(e, {TargetKind::AccuracyDrop, 1})->margin, -1.0);
        QCOMPARE(scoreOf(e, {TargetKind::AccuracyDrop, 1})->tieBreak, 25.0);
        QVERIFY(!scoreOf(e, {TargetKind::Metric, 0.5}).ok()); // not measured
        e.user = 0.75;
        QCOMPARE(scoreOf(e, {TargetKind::Metric, 0.5})->margin, 0.25);
        QCOMPARE(scoreOf(e, {TargetKind::Metric, 0.5, true})->margin, -0.25);
        e.user = std::nan("");
        QVERIFY(!scoreOf(e, {TargetKind::Metric, 0.5, true})->met());
        e.sqnrDb = std::nan("");
        QVERIFY(!scoreOf(e, {TargetKind::SqnrDb, 30})->met());
        QVERIFY(std::isinf(scoreOf(e, {TargetKind::SqnrDb, 30})->margin));
    }
};

QTEST_GUILESS_MAIN(TestPartialQuantization)
#include "tst_partial_quantization.moc"
