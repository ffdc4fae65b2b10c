// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>

#include "core/base/random.h"
#include "core/search/genetic.h"
#include "core/search/greedy_descent.h"
#include "core/search/integer_program.h"
#include "core/search/mixed_precision.h"
#include "tests/quant/golden.h"

using namespace qscope;
using namespace qscope::search;

namespace {

/// A problem of the golden file, what its choices mean in bits, and the exhaustive optimum.
struct Golden {
    ChoiceTable table;
    Budget budget;
    std::vector<int> bits;
    std::vector<int> optimum;
    double loss = 0;
    double cost = 0;
};

std::vector<double> array(const char* name)
{
    static auto arrays = goldenArrays("08_sensitivity.npz");
    return toDoubles(arrays.at(name));
}

QJsonObject json(const char* key)
{
    static const QJsonObject golden = goldenJson(QStringLiteral("08_sensitivity.json"));
    return golden[QLatin1String(key)].toObject();
}

std::vector<int> integers(const QJsonValue& value)
{
    std::vector<int> result;
    for (const double v : numbers(value))
        result.push_back(static_cast<int>(v));
    return result;
}

/// HAWQ's ResNet-18: 4 or 8 bits; a layer costs trace x (d8 - d4) less at 8 bits.
Golden hawq(const char* key, const char* costKey, double share4, double share8, const std::vector<double>& each4,
            const std::vector<double>& each8)
{
    const auto trace = array("hawq_trace_normalised"), d8 = array("hawq_dW8_sq"), d4 = array("hawq_dW4_sq");
    Golden golden;
    golden.budget.name = costKey;
    for (size_t i = 0; i < trace.size(); ++i) {
        golden.table.loss.push_back({0, trace[i] * (d8[i] - d4[i])});
        golden.budget.cost.push_back({share4 * each4[i], share8 * each8[i]});
    }
    golden.table.tied = {{4, 6}, {9, 11}, {14, 16}}; // down-sampling convolutions and those of the main path
    golden.bits = {4, 8};
    const QJsonObject expected = json(key);
    golden.budget.limit = expected[QLatin1String("limit")].toDouble();
    golden.optimum = integers(expected[QLatin1String("bits")]);
    golden.loss = expected[QLatin1String("objective")].toDouble();
    golden.cost = expected[QLatin1String(costKey)].toDouble();
    return golden;
}

/// Ten layers at 2, 4 or 8 bits; pairs of neighbours form blocks whose joint 2 bits were measured.
Golden toy(double averageBits)
{
    const auto diagonal = array("ga_diag"), blocks = array("ga_offdiag2bit"), params = array("ga_params");
    Golden golden;
    golden.bits = {2, 4, 8};
    golden.budget.name = "average bits";
    double all = 0;
    for (const double p : params)
        all += p;
    for (size_t i = 0; i < params.size(); ++i) {
        golden.table.loss.push_back({diagonal[3 * i], diagonal[3 * i + 1], diagonal[3 * i + 2]});
        golden.budget.cost.emplace_back();
        for (const int bits : golden.bits)
            golden.budget.cost.back().push_back(bits * params[i] / all);
    }
    for (size_t block = 0; block < params.size() / 2; ++block)
        golden.table.pairs.push_back({2 * block, 0, 2 * block + 1, 0, blocks[9 * block]});
    const QJsonObject expected = json(qPrintable(QStringLiteral("ga_optimum_avg%1").arg(averageBits, 0, 'f', 1)));
    golden.budget.limit = averageBits;
    golden.optimum = integers(expected[QLatin1String("bits")]);
    golden.loss = expected[QLatin1String("cost")].toDouble();
    golden.cost = expected[QLatin1String("avg_bits")].toDouble();
    return golden;
}

std::vector<int> bitsOf(const Golden& golden, const Assignment& choices)
{
    std::vector<int> bits;
    for (const size_t c : choices)
        bits.push_back(golden.bits[c]);
    return bits;
}

enum class Solver { Ilp, Greedy, Genetic };

Result<Solution> solve(Solver solver, const ChoiceTable& table, std::span<const Budget> budgets)
{
    switch (solver) {
    case Solver::Ilp:
        return solveExactly(table, budgets, {});
    case Solver::Greedy:
        return descendGreedily(table, budgets, {});
    default:
        return evolve(table, budgets, {});
    }
}

/// The least loss by trying everything.
double exhaustive(const ChoiceTable& table, std::span<const Budget> budgets)
{
    double best = INFINITY;
    Assignment choices(table.layers(), 0);
    for (bool more = true; more;) {
        const bool tied = std::all_of(table.tied.begin(), table.tied.end(),
                                      [&](const auto& t) { return choices[t.first] == choices[t.second]; });
        if (tied && std::all_of(budgets.begin(), budgets.end(), [&](const Budget& b) { return b.holds(choices); }))
            best = std::min(best, table.lossOf(choices));
        more = false;
        for (size_t i = 0; i < choices.size() && !more; ++i) {
            more = ++choices[i] < table.loss[i].size();
            if (!more)
                choices[i] = 0;
        }
    }
    return best;
}

/// Seven layers of three choices with random losses, costs and pairs (some of them below zero).
std::pair<ChoiceTable, Budget> randomProblem(uint64_t seed)
{
    Random random(seed);
    ChoiceTable table;
    Budget budget{"cost", {}, 0};
    for (size_t i = 0; i < 7; ++i) {
        const double scale = random.uniform() * 10;
        table.loss.push_back({scale, scale * 0.3 * random.uniform(), scale * 0.01});
        const double weight = 1 + random.uniform() * 9;
        budget.cost.push_back({2 * weight, 4 * weight, 8 * weight});
        budget.limit += 4 * weight;
    }
    for (size_t i = 0; i + 1 < 7; ++i)
        table.pairs.push_back({i, random.below(3), i + 1, random.below(3), random.uniform() * 4 - 2});
    table.tied = {{0, 5}};
    return {table, budget};
}

} // namespace

Q_DECLARE_METATYPE(Golden)

class TestChoiceSearch : public QObject {
    Q_OBJECT

private:
    static void addSolvers()
    {
        QTest::addColumn<int>("solver");
        QTest::addColumn<Golden>("golden");
        const auto params = array("hawq_params_M"), macs = array("hawq_macs_M");
        const std::pair<Solver, const char*> solvers[] = {
            {Solver::Ilp, "integer program"}, {Solver::Greedy, "greedy descent"}, {Solver::Genetic, "genetic search"}};
        for (const auto& [solver, name] : solvers) {
            const auto row = [&, n = name, s = solver](const char* what, const Golden& golden) {
                QTest::addRow("%s, %s", n, what) << static_cast<int>(s) << golden;
            };
            row("HAWQ by size", hawq("hawq_resnet18_model_size_0.5", "size_MB", 0.5, 1, params, params));
            row("HAWQ by bit operations", hawq("hawq_resnet18_bops_0.5", "gbops", 1.0 / 64, 1.0 / 16, macs, macs));
            row("HAWQ by latency", hawq("hawq_resnet18_latency_0.5", "latency", 1, 1, array("hawq_lat_int4"),
                                        array("hawq_lat_int8")));
            row("pairs, 3 bits on average", toy(3));
            row("pairs, 4 bits on average", toy(4));
            row("pairs, 5 bits on average", toy(5));
        }
    }

private slots:
    void reachesTheExhaustiveOptimum_data() { addSolvers(); }
    void reachesTheExhaustiveOptimum()
    {
        QFETCH(int, solver);
        QFETCH(Golden, golden);
        QVERIFY(golden.budget.limit > 0 && !golden.optimum.empty());
        const auto solution = solve(static_cast<Solver>(solver), golden.table, std::span(&golden.budget, 1));
        QVERIFY2(solution.ok(), solution.ok() ? "" : solution.error().text().c_str());
        QCOMPARE(bitsOf(golden, solution->choices), golden.optimum);
        QVERIFY2(std::abs(solution->loss - golden.loss) < 1e-6, qPrintable(QString::number(solution->loss, 'g', 10)));
        QVERIFY2(std::abs(solution->costs.front() - golden.cost) < 1e-6 * golden.cost,
                 qPrintable(QString::number(solution->costs.front(), 'g', 10)));
    }

    void theIntegerProgramIsExactWithPairsOfAnySignAndTies()
    {
        for (uint64_t seed = 1; seed <= 30; ++seed) {
            const auto [table, budget] = randomProblem(seed);
            const auto solution = solveExactly(table, std::span(&budget, 1), {});
            QVERIFY(solution.ok());
            QVERIFY(budget.holds(solution->choices));
            QCOMPARE(solution->choices[0], solution->choices[5]);
            QVERIFY2(std::abs(solution->loss - exhaustive(table, std::span(&budget, 1))) < 1e-6,
                     qPrintable(QString::number(seed)));
        }
    }

    void othersKeepToTheBudgetAndAreNearTheOptimum()
    {
        double loss[2] = {0, 0}, least = 0;
        for (uint64_t seed = 1; seed <= 30; ++seed) {
            const auto [table, budget] = randomProblem(seed);
            least += exhaustive(table, std::span(&budget, 1));
            int which = 0;
            for (const Solver solver : {Solver::Greedy, Solver::Genetic}) {
                const auto solution = solve(solver, table, std::span(&budget, 1));
                QVERIFY(solution.ok() && budget.holds(solution->choices));
                loss[which++] += solution->loss;
            }
        }
        QVERIFY2(loss[0] - least < 0.05 * std::abs(least), qPrintable(QString::number(loss[0] / least)));
        QVERIFY2(loss[1] - least < 0.05 * std::abs(least), qPrintable(QString::number(loss[1] / least)));
    }

    void severalBudgetsAtOnce()
    {
        auto [table, first] = randomProblem(3);
        Budget second = first;
        second.name = "other cost";
        std::reverse(second.cost.begin(), second.cost.end());
        const std::vector<Budget> budgets{first, second};
        const auto solution = solveExactly(table, budgets, {});
        QVERIFY(solution.ok());
        QVERIFY(first.holds(solution->choices) && second.holds(solution->choices));
        QVERIFY(std::abs(solution->loss - exhaustive(table, budgets)) < 1e-6);
    }

    void aBudgetThatNobodyCanKeepIsNamed_data()
    {
        QTest::addColumn<int>("solver");
        QTest::newRow("integer program") << static_cast<int>(Solver::Ilp);
        QTest::newRow("greedy descent") << static_cast<int>(Solver::Greedy);
        QTest::newRow("genetic search") << static_cast<int>(Solver::Genetic);
    }
    void aBudgetThatNobodyCanKeepIsNamed()
    {
        QFETCH(int, solver);
        const ChoiceTable table{{{1, 0}, {1, 0}}, {}, {}};
        const Budget budget{"bytes", {{10, 20}, {10, 20}}, 15};
        const auto solution = solve(static_cast<Solver>(solver), table, std::span(&budget, 1));
        QVERIFY(!solution.ok());
        QCOMPARE(solution.error().code, ErrorCode::InvalidArgument);
        QVERIFY(solution.error().text().find("bytes") != std::string::npos);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("no layers") << 0;
        QTest::newRow("a layer without choices") << 1;
        QTest::newRow("a loss that is no number") << 2;
        QTest::newRow("costs of other layers") << 3;
        QTest::newRow("a pair that is not there") << 4;
        QTest::newRow("tied layers of different choices") << 5;
    }
    void nonsenseIsRefused()
    {
        QFETCH(int, kind);
        ChoiceTable table{{{1, 0}, {2, 1}, {1}}, {}, {}};
        Budget budget{"bytes", {{1, 2}, {1, 2}, {1}}, 100};
        QVERIFY(checkTables(table, std::span(&budget, 1)).ok());
        if (kind == 0)
            table = {};
        else if (kind == 1)
            table.loss[1] = {};
        else if (kind == 2)
            table.loss[1][0] = std::nan("");
        else if (kind == 3)
            budget.cost.pop_back();
        else if (kind == 4)
            table.pairs.push_back({0, 0, 1, 2, 1});
        else
            table.tied.push_back({0, 2});
        for (const Solver solver : {Solver::Ilp, Solver::Greedy, Solver::Genetic})
            QVERIFY(!solve(solver, table, std::span(&budget, 1)).ok());
    }

    void theGeneticSearchIsTheSameEachTime()
    {
        const auto [table, budget] = randomProblem(9);
        GeneticOptions options;
        options.generations = 3;
        const auto a = evolve(table, std::span(&budget, 1), {}, options);
        const auto b = evolve(table, std::span(&budget, 1), {}, options);
        QVERIFY(a.ok() && b.ok());
        QCOMPARE(a->choices, b->choices);
        options.population = 0;
        QVERIFY(!evolve(table, std::span(&budget, 1), {}, options).ok());
    }

    void aLargeProblemIsSolvedInTime()
    {
        Random random(5);
        ChoiceTable table;
        Budget budget{"cost", {}, 0};
        for (size_t i = 0; i < 200; ++i) {
            const double noise = random.uniform(), weight = 1 + random.uniform() * 9;
            table.loss.emplace_back();
            budget.cost.emplace_back();
            for (const int bits : {2, 3, 4, 6, 8, 16, 32}) {
                table.loss.back().push_back(noise * std::pow(4.0, -bits));
                budget.cost.back().push_back(bits * weight);
            }
            budget.limit += 5 * weight;
        }
        QElapsedTimer timer;
        timer.start();
        const auto exact = solveExactly(table, std::span(&budget, 1), {}, {10, 1e-4});
        const auto greedy = descendGreedily(table, std::span(&budget, 1), {});
        QVERIFY(exact.ok() && greedy.ok());
        QVERIFY(greedy->loss < 1.05 * exact->loss);
        QVERIFY2(timer.elapsed() < 60000, qPrintable(QString::number(timer.elapsed())));
    }

    void aStoppedSearchSaysSo()
    {
        const auto [table, budget] = randomProblem(1);
        std::stop_source source;
        source.request_stop();
        const auto solution = evolve(table, std::span(&budget, 1), {source.get_token(), {}});
        QVERIFY(!solution.ok());
        QCOMPARE(solution.error().code, ErrorCode::Cancelled);
        QCOMPARE(solveExactly(table, std::span(&budget, 1), {source.get_token(), {}}).error().code, ErrorCode::Cancelled);
    }

    void theCheapestThatMeetsTheTargetIsFound()
    {
        // The real loss is a third more than predicted, so the prediction alone would choose too few bits.
        const auto [table, budget] = randomProblem(4);
        ChoiceTable additive{table.loss, {}, {}};
        const auto real = [&](const Assignment& choices) -> Result<Score> {
            return Score{2.0 - 1.33 * additive.lossOf(choices), 0};
        };
        const auto found = cheapestMeeting(additive, budget.cost, real, {}, 30);
        const auto listed = accumulateChanges(additive, budget.cost, real, true, {});
        QVERIFY(found.ok() && listed.ok());
        QVERIFY(found->score.met() && listed->score.met());
        QVERIFY(found->cost <= listed->cost);
        // Nothing cheaper meets it.
        Budget tighter{"cost", budget.cost, found->cost * 0.9999};
        const auto better = solveExactly(additive, std::span(&tighter, 1), {});
        QVERIFY(better.ok());
        QVERIFY(!real(better->choices)->met());
    }

    void aTargetOutOfReachIsAnError()
    {
        const auto [table, budget] = randomProblem(4);
        const auto never = [](const Assignment&) -> Result<Score> { return Score{-1, 0}; };
        QVERIFY(!cheapestMeeting(table, budget.cost, never, {}).ok());
        QVERIFY(!accumulateChanges(table, budget.cost, never, false, {}).ok());
    }
};

QTEST_GUILESS_MAIN(TestChoiceSearch)
#include "tst_choice_search.moc"
