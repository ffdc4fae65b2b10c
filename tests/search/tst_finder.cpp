// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <algorithm>
#include <cmath>

#include "core/search/finder.h"
#include "core/search/measured_table.h"

using namespace qscope;
using namespace qscope::search;
using analysis::SensitivityMode;

namespace {

constexpr size_t Count = 6;

/// Six layers in two blocks; a layer at b bits adds noise of its own, two neighbours in a block at 2 bits some more.
class Made {
public:
    Made()
    {
        for (size_t i = 0; i < Count; ++i) {
            Layer layer;
            layer.name = "layer" + std::to_string(i);
            layer.block = i < 3 ? "first" : "second";
            layer.weightCount = 1000;
            layers.push_back(layer);
            costs.push_back({1000, 50000});
        }
        config.weights.bits = config.activations.bits = 4;
    }

    double noise(const std::vector<Precision>& precisions) const
    {
        constexpr double own[Count] = {5, 40, 3, 20, 1, 10};
        double sum = 0;
        for (size_t i = 0; i < Count; ++i)
            sum += precisions[i].isFloat() ? 0 : own[i] * std::pow(4.0, -precisions[i].weights);
        for (size_t i = 0; i + 1 < Count; ++i)
            if (i != 2 && precisions[i].weights == 2 && precisions[i + 1].weights == 2)
                sum += 0.5;
        return sum;
    }
    analysis::Evaluation evaluate(const std::vector<Precision>& precisions) const
    {
        analysis::Evaluation e;
        e.samples = 8;
        e.sqnrDb = -10 * std::log10(noise(precisions));
        return e;
    }
    Measurements measurements()
    {
        Measurements measure;
        measure.evaluate = [this](const quant::Config& c, const RunControl&) -> Result<analysis::Evaluation> {
            ++evaluations;
            QS_ASSIGN(const auto precisions, precisionsOf(c, layers));
            return evaluate(precisions);
        };
        measure.sensitivity = [this](const quant::Config& c, SensitivityMode mode,
                                     const RunControl&) -> Result<analysis::SensitivityResult> {
            ++sweeps;
            QS_ASSIGN(const auto all, precisionsOf(withoutFloat(c), layers));
            analysis::SensitivityResult result;
            result.mode = mode;
            std::vector<std::pair<double, int>> order;
            for (size_t i = 0; i < Count; ++i) {
                const bool only = mode == SensitivityMode::OnlyThisLayer;
                std::vector<Precision> one = only ? std::vector<Precision>(Count) : all;
                one[i] = only ? all[i] : Precision();
                analysis::LayerSensitivity figures;
                figures.layer = LayerId(i);
                figures.sqnrDb = evaluate(one).sqnrDb;
                const double db = figures.sqnrDb;
                order.emplace_back(only ? db : -db, static_cast<int>(i));
                result.layers.push_back(figures);
            }
            std::sort(order.begin(), order.end());
            for (const auto& [db, layer] : order)
                result.ranking.emplace_back(layer);
            return result;
        };
        return measure;
    }
    Result<Answer> find(const Question& question)
    {
        const Subject subject{layers, costs, config, latency};
        return search::find(subject, question, measurements(), {});
    }

    std::vector<Layer> layers;
    std::vector<LayerCost> costs;
    quant::Config config;
    const LatencyTable* latency = nullptr;
    int evaluations = 0;
    int sweeps = 0;
};

double db(double noise) { return -10 * std::log10(noise); }

std::vector<int> bitsOf(const Answer& answer)
{
    std::vector<int> bits;
    for (const Precision& precision : answer.precisions)
        bits.push_back(precision.weights);
    return bits;
}

} // namespace

class TestFinder : public QObject {
    Q_OBJECT

private slots:
    void fewestLayersForATarget_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"order", "greedy", "ilp", "recommended"})
            QTest::newRow(method) << method;
    }
    void fewestLayersForATarget()
    {
        QFETCH(QString, method);
        Made made;
        // Everything: 79/256. Without 1 and 3: 19/256.
        const auto answer = made.find({{TargetKind::SqnrDb, db(20.0 / 256)}, *methodFromName(method.toStdString()), {}, false, false});
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().text().c_str());
        QCOMPARE(answer->floatLayers, (FloatSet{false, true, false, true, false, false}));
        QVERIFY(std::abs(answer->evaluation.sqnrDb - db(19.0 / 256)) < 1e-9);
        QCOMPARE(answer->bytes, 4 * 500.0 + 2 * 4000.0);
        QCOMPARE(answer->bitOperations, 4 * 50000.0 * 16 + 2 * 50000.0 * 1024);
        const auto precisions = precisionsOf(answer->config, made.layers);
        QVERIFY(precisions.ok());
        QCOMPARE(*precisions, answer->precisions);
    }

    void theOrderNeedsAreReported()
    {
        Made made;
        const auto answer = made.find({{TargetKind::SqnrDb, db(20.0 / 256)}, Method::Recommended, {}, false, false});
        QVERIFY(answer.ok());
        QCOMPARE(answer->orderNeeds, std::optional<size_t>(2));
        QVERIFY(answer->curve.has_value());
        QCOMPARE(answer->curve->points.size(), size_t(3));
        QCOMPARE(static_cast<int64_t>(made.evaluations), answer->evaluations);
    }

    void leastNoiseWithinABudget_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"order", "greedy", "genetic", "ilp", "recommended"})
            QTest::newRow(method) << method;
    }
    void leastNoiseWithinABudget()
    {
        QFETCH(QString, method);
        Made made;
        const auto answer = made.find({{TargetKind::Bytes, 4 * 500 + 2 * 4000 + 10}, *methodFromName(method.toStdString()), {}, false, false});
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().text().c_str());
        QCOMPARE(answer->floatLayers, (FloatSet{false, true, false, true, false, false}));
        QVERIFY(answer->bytes <= 4 * 500 + 2 * 4000 + 10);
    }

    void bitsForABudget_data() { leastNoiseWithinABudget_data(); }
    void bitsForABudget()
    {
        QFETCH(QString, method);
        Made made;
        Question question{{TargetKind::Bytes, 6 * 1000 * 3 / 8.0}, *methodFromName(method.toStdString()), {8, 2, 4}, true, false};
        const auto answer = made.find(question);
        if (method == QLatin1String("order")) {
            QVERIFY(!answer.ok());
            return;
        }
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().text().c_str());
        QVERIFY(answer->bytes <= question.target.value);
        // Least noise with three layers at 4 bits (18 bits in all): 1, 3, 5 are worst, and apart no two neighbours have 2.
        QCOMPARE(bitsOf(*answer), (std::vector<int>{2, 4, 2, 4, 2, 4}));
        QVERIFY(std::abs(*answer->predictedLoss - std::pow(10, -answer->evaluation.sqnrDb / 10)) < 1e-9);
    }

    void bitsForATarget_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method : {"order", "greedy", "ilp", "recommended"})
            QTest::newRow(method) << method;
    }
    void bitsForATarget()
    {
        QFETCH(QString, method);
        Made made;
        const auto answer = made.find({{TargetKind::SqnrDb, 20}, *methodFromName(method.toStdString()), {2, 3, 4, 6, 8, 16, 32}, false, false});
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().text().c_str());
        QVERIFY(answer->evaluation.sqnrDb >= 20);
        QVERIFY2(answer->bytes <= 6 * 1000.0, qPrintable(QString::number(answer->bytes))); // 8 bits for all would do
        QVERIFY(std::count(answer->floatLayers.begin(), answer->floatLayers.end(), true) == 0);
    }

    void latenciesComeFromATable()
    {
        Made made;
        const Question question{{TargetKind::Latency, 10}, Method::Ilp, {}, false, false};
        QVERIFY(!made.find(question).ok()); // none is known
        LatencyTable table;
        for (const Layer& layer : made.layers) {
            table.set(layer.name, {4, 4}, 1);
            table.set(layer.name, {}, 3);
        }
        made.latency = &table;
        const auto answer = made.find(question);
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().text().c_str());
        QCOMPARE(answer->floatLayers, (FloatSet{false, true, false, true, false, false})); // 4 + 2 x 3
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QList<int>>("bits");
        QTest::newRow("bits that no quantizer has") << "sqnr=10" << "ilp" << QList<int>{4, 17};
        QTest::newRow("genes without a budget") << "sqnr=10" << "genetic" << QList<int>{4, 8};
        QTest::newRow("a budget below the cheapest") << "bytes=10" << "ilp" << QList<int>{};
        QTest::newRow("a drop without labels") << "drop=1" << "order" << QList<int>{};
        QTest::newRow("bits that never reach the target") << "sqnr=60" << "ilp" << QList<int>{2, 4};
    }
    void nonsenseIsRefused()
    {
        QFETCH(QString, target);
        QFETCH(QString, method);
        QFETCH(QList<int>, bits);
        Made made;
        const auto answer = made.find({*targetFromText(target.toStdString()), *methodFromName(method.toStdString()),
                                       {bits.begin(), bits.end()}, false, false});
        QVERIFY(!answer.ok());
        QCOMPARE(answer.error().code, ErrorCode::InvalidArgument);
    }

    void layersInFloatingPointBeforeDoNotStay()
    {
        Made made;
        made.config = quant::withFloat(made.config, made.layers[0], true, made.layers);
        const auto answer = made.find({{TargetKind::SqnrDb, db(20.0 / 256)}, Method::Order, {}, false, false});
        QVERIFY(answer.ok());
        QCOMPARE(answer->floatLayers, (FloatSet{false, true, false, true, false, false}));
    }

    void configsSayWhatWasChosen()
    {
        const Made made;
        const auto mixed = withBits(made.config, std::vector<int>{2, 32, 3, 8, 32, 4}, made.layers);
        const auto precisions = precisionsOf(mixed, made.layers);
        QVERIFY(precisions.ok());
        QCOMPARE((*precisions)[0], (Precision{2, 2}));
        QVERIFY((*precisions)[1].isFloat() && (*precisions)[4].isFloat());
        QCOMPARE((*precisions)[3], (Precision{8, 8}));
        // Doing it again adds no more rules.
        const auto again = withBits(mixed, std::vector<int>{2, 32, 3, 8, 32, 4}, made.layers);
        QCOMPARE(again.rules.size(), mixed.rules.size());
        QCOMPARE(*precisionsOf(again, made.layers), *precisions);
    }

    void outputsThatAreNoNumbersCountAsWorst()
    {
        QCOMPARE(noiseOverSignal(std::nan("")), 1e6);
        QCOMPARE(noiseOverSignal(INFINITY), 0.0);
        QCOMPARE(noiseOverSignal(20), 0.01);
    }
};

QTEST_GUILESS_MAIN(TestFinder)
#include "tst_finder.moc"
