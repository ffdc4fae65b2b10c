// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/text.h"
#include "core/search/genetic.h"
#include "core/search/greedy_descent.h"
#include "core/search/integer_program.h"
#include "core/search/measured_table.h"
#include "core/search/mixed_precision.h"

namespace qscope::search {

namespace {

using Table = std::vector<std::vector<double>>;

constexpr std::array<std::pair<Method, std::string_view>, 5> kMethods{{
    {Method::Order, "order"},
    {Method::Greedy, "greedy"},
    {Method::Genetic, "genetic"},
    {Method::Ilp, "ilp"},
    {Method::Recommended, "recommended"},
}};

Error invalid(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), {}}; }

/// A strategy's answer before it is measured.
struct Found {
    Assignment choices;
    std::string method;
    std::optional<double> loss;
};

class Finder {
public:
    Finder(const Subject& subject, const Question& question, const Measurements& measure, const RunControl& control)
        : m_subject(subject), m_question(question), m_measure(measure), m_control(control)
    {
    }

    Result<Answer> run()
    {
        QS_RETURN_IF_ERROR(check());
        QS_RETURN_IF_ERROR(listChoices());
        if (isBudget(m_question.target.kind))
            return withinBudget();
        return m_question.bits.empty() ? partial() : mixed();
    }

private:
    size_t layers() const { return m_subject.layers.size(); }
    bool isMixed() const { return !m_question.bits.empty(); }

    Status check() const
    {
        if (layers() == 0)
            return invalid(say("Search", "the model has no layers to choose between"));
        for (const int bits : m_question.bits) {
            if (bits != 32 && (bits < 2 || bits > 16))
                return invalid(filled(say("Search", "bits %1: 2 to 16, or 32 for floating point"), bits));
        }
        const bool budget = isBudget(m_question.target.kind);
        if (m_question.method == Method::Genetic && !budget)
            return invalid(
                say("Search",
                    "the genetic search keeps to a budget (bytes, bops, latency); this target is none"));
        if (m_question.method == Method::Order && budget && isMixed())
            return invalid(say(
                "Search",
                "the sensitivity order does not choose bits within a budget; take greedy, genetic or ilp"));
        return {};
    }

    /// m_precisions: [layer][choice], the choices from few bits to many.
    Status listChoices()
    {
        QS_ASSIGN(const auto asConfigured, precisionsOf(withoutFloat(m_subject.config), m_subject.layers));
        m_bits = m_question.bits;
        std::sort(m_bits.begin(), m_bits.end());
        m_bits.erase(std::unique(m_bits.begin(), m_bits.end()), m_bits.end());
        for (const Precision& precision : asConfigured) {
            std::vector<Precision> choices;
            for (const int bits : m_bits)
                choices.push_back({bits, bits});
            if (choices.empty())
                choices = {precision, Precision()};
            m_precisions.push_back(std::move(choices));
        }
        return {};
    }

    quant::Config configOf(const Assignment& choices) const
    {
        if (!isMixed())
            return withFloatSet(m_subject.config, floatSetOf(choices), m_subject.layers);
        std::vector<int> bits;
        for (const size_t c : choices)
            bits.push_back(m_bits[c]);
        return withBits(m_subject.config, bits, m_subject.layers);
    }
    FloatSet floatSetOf(const Assignment& choices) const
    {
        FloatSet set;
        for (size_t i = 0; i < choices.size(); ++i)
            set.push_back(m_precisions[i][choices[i]].isFloat());
        return set;
    }
    static Assignment choicesOf(const FloatSet& set) { return {set.begin(), set.end()}; }

    Result<analysis::Evaluation> evaluate(const Assignment& choices)
    {
        if (m_control.stopRequested())
            return RunControl::cancelled();
        ++m_evaluations;
        return m_measure.evaluate(configOf(choices), {m_control.stop, {}});
    }
    Result<Score> scoreOfChoices(const Assignment& choices)
    {
        QS_ASSIGN(const auto evaluation, evaluate(choices));
        return scoreOf(evaluation, m_question.target);
    }

    template <class Cost>
    Table costTable(Cost cost) const
    {
        Table table(layers());
        for (size_t i = 0; i < layers(); ++i)
            for (const Precision& precision : m_precisions[i])
                table[i].push_back(cost(i, precision));
        return table;
    }
    Table bytes() const
    {
        return costTable([this](size_t i, const Precision& p) { return modelBytes(m_subject.costs[i], p); });
    }
    Table operations() const
    {
        return costTable([this](size_t i, const Precision& p) { return bitOperations(m_subject.costs[i], p); });
    }
    Result<Budget> budget() const
    {
        const Target& target = m_question.target;
        Budget result{std::string(targetName(target.kind)), {}, target.value};
        if (target.kind == TargetKind::Latency)
            return latencyBudget(std::move(result));
        result.cost = target.kind == TargetKind::Bytes ? bytes() : operations();
        return result;
    }
    Result<Budget> latencyBudget(Budget result) const
    {
        for (size_t i = 0; i < layers(); ++i) {
            result.cost.emplace_back();
            for (const Precision& precision : m_precisions[i]) {
                const std::string& name = m_subject.layers[i].name;
                const auto ms = m_subject.latency ? m_subject.latency->milliseconds(name, precision) : std::nullopt;
                if (!ms)
                    return invalid(filled(say("Search", "no latency is known of layer '%1' at %2 bits"), name,
                                          precision.weights));
                result.cost.back().push_back(*ms);
            }
        }
        return result;
    }
    std::optional<double> latencyOf(const std::vector<Precision>& precisions) const
    {
        double sum = 0;
        for (size_t i = 0; i < layers(); ++i) {
            const auto ms = m_subject.latency
                                ? m_subject.latency->milliseconds(m_subject.layers[i].name, precisions[i])
                                : std::nullopt;
            if (!ms)
                return std::nullopt;
            sum += *ms;
        }
        return sum;
    }
    /// Layers in floating point, or bits: a number that is smaller for the model a person would rather ship.
    Table costsToKeepLow() const
    {
        const Table b = bytes(), o = operations();
        const auto whole = [](const Table& table) {
            double sum = 0;
            for (const auto& row : table)
                sum += *std::max_element(row.begin(), row.end());
            return std::max(sum, 1e-300);
        };
        const double allBytes = whole(b), allOperations = whole(o);
        Table costs = b;
        for (size_t i = 0; i < layers(); ++i) {
            for (size_t c = 0; c < costs[i].size(); ++c) {
                const double share = (b[i][c] / allBytes + o[i][c] / allOperations) / 2;
                const double isFloat = m_precisions[i][c].isFloat() ? 1 : 0;
                costs[i][c] = isMixed() ? share : isFloat + 1e-3 * share; // fewest layers; of equals the cheapest
            }
        }
        return costs;
    }

    Result<ChoiceTable> table()
    {
        if (!isMixed()) {
            QS_ASSIGN(const auto sensitivity, onlyThisLayer());
            return partialTable(sensitivity);
        }
        QS_ASSIGN(ChoiceTable result, measuredTable(m_subject, m_bits, m_measure, m_control));
        if (m_question.pairwise)
            QS_RETURN_IF_ERROR(addPairs(result, m_subject, m_bits, m_measure, m_control));
        return result;
    }
    Result<analysis::SensitivityResult> onlyThisLayer()
    {
        return m_measure.sensitivity(withoutFloat(m_subject.config), analysis::SensitivityMode::OnlyThisLayer, m_control);
    }

    Result<Answer> finish(Found found)
    {
        Answer answer;
        QS_ASSIGN(answer.evaluation, evaluate(found.choices));
        answer.config = configOf(found.choices);
        answer.floatLayers = floatSetOf(found.choices);
        for (size_t i = 0; i < layers(); ++i) {
            answer.precisions.push_back(m_precisions[i][found.choices[i]]);
            answer.bytes += modelBytes(m_subject.costs[i], answer.precisions.back());
            answer.bitOperations += bitOperations(m_subject.costs[i], answer.precisions.back());
        }
        answer.milliseconds = latencyOf(answer.precisions);
        answer.method = std::move(found.method);
        answer.predictedLoss = found.loss;
        answer.evaluations = m_evaluations;
        return answer;
    }

    Result<Answer> withinBudget()
    {
        QS_ASSIGN(const Budget limit, budget());
        if (m_question.method == Method::Order)
            return prefixWithin(limit);
        QS_ASSIGN(const ChoiceTable losses, table());
        const auto budgets = std::span(&limit, 1);
        const bool all = m_question.method == Method::Recommended;
        std::vector<Found> candidates;
        const auto add = [&](Method method, const Result<Solution>& solution) -> Status {
            if (!solution.ok())
                return solution.error();
            candidates.push_back({solution->choices, std::string(methodName(method)), solution->loss});
            return {};
        };
        if (all || m_question.method == Method::Ilp)
            QS_RETURN_IF_ERROR(add(Method::Ilp, solveExactly(losses, budgets, m_control)));
        if (all || m_question.method == Method::Greedy)
            QS_RETURN_IF_ERROR(add(Method::Greedy, descendGreedily(losses, budgets, m_control)));
        if (all || m_question.method == Method::Genetic)
            QS_RETURN_IF_ERROR(add(Method::Genetic, evolve(losses, budgets, m_control)));
        return bestOf(candidates);
    }
    /// As many layers in the order as the budget has room for.
    Result<Answer> prefixWithin(const Budget& limit)
    {
        QS_ASSIGN(const auto sensitivity, onlyThisLayer());
        Assignment choices(layers(), 0);
        if (!limit.holds(choices))
            return noSolution(std::span(&limit, 1));
        for (const LayerId layer : sensitivity.ranking) {
            choices[layer.index()] = 1;
            if (limit.holds(choices))
                continue;
            choices[layer.index()] = 0;
            break;
        }
        return finish({choices, "order", std::nullopt});
    }
    Result<Answer> bestOf(const std::vector<Found>& candidates)
    {
        std::optional<std::pair<Score, Found>> best;
        for (const Found& candidate : candidates) {
            if (best && best->second.choices == candidate.choices)
                continue;
            if (candidates.size() == 1)
                return finish(candidate);
            QS_ASSIGN(const Score score, scoreOfChoices(candidate.choices));
            if (!best || score > best->first)
                best = {score, candidate};
        }
        return finish(best->second);
    }

    Result<Answer> partial()
    {
        if (m_question.method == Method::Ilp)
            return cheapest();
        QS_ASSIGN(const auto sensitivity, onlyThisLayer());
        const ScoreFunction score = [this](const FloatSet& set) { return scoreOfChoices(choicesOf(set)); };
        if (m_question.method == Method::Recommended)
            return recommended(sensitivity.ranking, score);
        const CurveOptions options{m_question.wholeCurve, SIZE_MAX, SIZE_MAX};
        const bool greedily = m_question.method == Method::Greedy;
        QS_ASSIGN(const Curve curve, greedily ? curveGreedily(sensitivity.ranking, score, options, m_control)
                                              : curveInOrder(sensitivity.ranking, score, options, m_control));
        if (!curve.needed)
            return invalid(
                filled(say("Search", "the target %1 is not met with all layers in floating point either"),
                       targetText(m_question.target)));
        QS_ASSIGN(Answer answer,
                  finish({choicesOf(curve.at(*curve.needed, layers())), greedily ? "greedy" : "order", std::nullopt}));
        answer.curve = curve;
        if (!greedily)
            answer.orderNeeds = curve.needed;
        return answer;
    }
    Result<Answer> recommended(const std::vector<LayerId>& ranking, const ScoreFunction& score)
    {
        QS_ASSIGN(const auto except, m_measure.sensitivity(withoutFloat(m_subject.config),
                                                           analysis::SensitivityMode::AllButThis, m_control));
        const auto result = recommend({ranking, except.ranking}, score, {}, m_control);
        if (!result.ok() && result.error().code == ErrorCode::InvalidArgument)
            return invalid(filled(say("Search", "target %1: %2"), targetText(m_question.target),
                                  result.error().message));
        QS_ASSIGN(const Recommendation found, result);
        QS_ASSIGN(Answer answer, finish({choicesOf(found.floatLayers), found.method, std::nullopt}));
        answer.curve = found.order;
        answer.orderNeeds = found.orderNeeds;
        return answer;
    }

    Result<Answer> cheapest()
    {
        QS_ASSIGN(const ChoiceTable losses, table());
        const AssignmentScore score = [this](const Assignment& choices) { return scoreOfChoices(choices); };
        QS_ASSIGN(const Verified found, cheapestMeeting(losses, costsToKeepLow(), score, m_control));
        return finish({found.choices, "ilp", losses.lossOf(found.choices)});
    }
    Result<Answer> mixed()
    {
        if (m_question.method == Method::Ilp)
            return cheapest();
        QS_ASSIGN(const ChoiceTable losses, table());
        const Table costs = costsToKeepLow();
        const AssignmentScore score = [this](const Assignment& choices) { return scoreOfChoices(choices); };
        const bool everyPrefix = m_question.method == Method::Greedy;
        QS_ASSIGN(const Verified listed, accumulateChanges(losses, costs, score, everyPrefix, m_control));
        if (m_question.method != Method::Recommended)
            return finish({listed.choices, std::string(methodName(m_question.method)), losses.lossOf(listed.choices)});
        QS_ASSIGN(const Verified solved, cheapestMeeting(losses, costs, score, m_control));
        const bool ilp = solved.cost < listed.cost;
        const Verified& best = ilp ? solved : listed;
        return finish({best.choices, ilp ? "ilp" : "order", losses.lossOf(best.choices)});
    }

    const Subject& m_subject;
    const Question& m_question;
    const Measurements& m_measure;
    const RunControl& m_control;
    std::vector<int> m_bits;
    std::vector<std::vector<Precision>> m_precisions;
    int64_t m_evaluations = 0;
};

} // namespace

std::string_view methodName(Method method)
{
    return std::find_if(kMethods.begin(), kMethods.end(), [&](const auto& m) { return m.first == method; })->second;
}

std::optional<Method> methodFromName(std::string_view name)
{
    const auto found = std::find_if(kMethods.begin(), kMethods.end(), [&](const auto& m) { return m.second == name; });
    return found == kMethods.end() ? std::nullopt : std::optional(found->first);
}

Result<Answer> find(const Subject& subject, const Question& question, const Measurements& measure,
                    const RunControl& control)
{
    return Finder(subject, question, measure, control).run();
}

} // namespace qscope::search
