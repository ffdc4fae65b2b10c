// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/mixed_precision.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/text.h"
#include "core/search/integer_program.h"

namespace qscope::search {

namespace {

using Table = std::vector<std::vector<double>>;

double costOf(const Table& costs, const Assignment& choices)
{
    double sum = 0;
    for (size_t i = 0; i < choices.size(); ++i)
        sum += costs[i][choices[i]];
    return sum;
}

Assignment leastLoss(const ChoiceTable& table)
{
    Assignment choices;
    for (const auto& losses : table.loss)
        choices.push_back(static_cast<size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin()));
    return choices;
}

/// Measures assignments and keeps the cheapest that meets the target.
class Verifier {
public:
    Verifier(const Table& costs, const AssignmentScore& score) : m_costs(costs), m_score(score) {}

    Result<bool> meets(const Assignment& choices)
    {
        auto known = m_known.find(choices);
        if (known == m_known.end()) {
            QS_ASSIGN(const Score fresh, m_score(choices));
            known = m_known.emplace(choices, fresh).first;
        }
        const double cost = costOf(m_costs, choices);
        const bool met = known->second.met();
        if (met && (!m_best || cost < m_best->cost || (cost == m_best->cost && known->second > m_best->score)))
            m_best = Verified{choices, known->second, cost, 0};
        return met;
    }
    Result<Verified> best() const
    {
        if (!m_best)
            return Error{ErrorCode::InvalidArgument,
                         say("Search", "the most precise choices do not meet the target either"),
                         {}};
        Verified result = *m_best;
        result.scores = static_cast<int64_t>(m_known.size());
        return result;
    }

private:
    const Table& m_costs;
    const AssignmentScore& m_score;
    std::map<Assignment, Score> m_known;
    std::optional<Verified> m_best;
};

double largestLoss(const ChoiceTable& table)
{
    double sum = 0;
    for (const auto& losses : table.loss)
        sum += *std::max_element(losses.begin(), losses.end());
    return sum;
}

/// The smallest loss of one layer that is above zero.
double smallestStep(const ChoiceTable& table)
{
    double least = largestLoss(table);
    for (const auto& losses : table.loss)
        for (const double loss : losses)
            least = loss > 0 ? std::min(least, loss) : least;
    return least;
}

} // namespace

Result<Verified> cheapestMeeting(const ChoiceTable& table, const Table& costs, const AssignmentScore& score,
                                 const RunControl& control, int steps)
{
    Budget noise{"predicted loss", table.loss, 0};
    const ChoiceTable byCost{costs, {}, table.tied};
    QS_RETURN_IF_ERROR(checkTables(byCost, std::span(&noise, 1)));
    Verifier verifier(costs, score);
    QS_ASSIGN(const bool possible, verifier.meets(leastLoss(table)));
    (void)possible;
    const double largest = largestLoss(table);
    double low = std::log(std::max(smallestStep(table), largest * 1e-12) / 2);
    double high = std::log(std::max(largest, 1e-300));
    for (int step = 0; step < steps && low < high; ++step) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(step, steps, say("Search", "cheapest bits that meet the target"));
        // The loosest limit first: it may do.
        const double limit = step == 0 ? high : (low + high) / 2;
        noise.limit = std::exp(limit);
        const auto solution = solveExactly(byCost, std::span(&noise, 1), control);
        if (!solution.ok() && solution.error().code == ErrorCode::InvalidArgument) {
            low = limit; // nothing is that good
            continue;
        }
        QS_ASSIGN(const Solution found, solution);
        QS_ASSIGN(const bool met, verifier.meets(found.choices));
        if (met && step == 0)
            break;
        if (step > 0)
            (met ? low : high) = limit;
    }
    return verifier.best();
}

namespace {

struct Change {
    double loss;
    double cost;
    size_t layer;
    size_t choice;
};

std::vector<Change> changesByLoss(const ChoiceTable& table, const Table& costs, const Assignment& start)
{
    std::vector<Change> changes;
    for (size_t i = 0; i < table.layers(); ++i) {
        for (size_t c = 0; c < table.loss[i].size(); ++c) {
            if (costs[i][c] < costs[i][start[i]])
                changes.push_back({table.loss[i][c], costs[i][c], i, c});
        }
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
        return a.loss != b.loss ? a.loss < b.loss : a.cost < b.cost;
    });
    return changes;
}

Assignment after(Assignment choices, const std::vector<Change>& changes, size_t count, const Table& costs)
{
    for (size_t k = 0; k < count; ++k) {
        const Change& change = changes[k];
        if (change.cost < costs[change.layer][choices[change.layer]])
            choices[change.layer] = change.choice;
    }
    return choices;
}

} // namespace

Result<Verified> accumulateChanges(const ChoiceTable& table, const Table& costs, const AssignmentScore& score,
                                   bool everyPrefix, const RunControl& control)
{
    const Budget check{"costs", costs, 0};
    QS_RETURN_IF_ERROR(checkTables(table, std::span(&check, 1)));
    Verifier verifier(costs, score);
    const Assignment start = leastLoss(table);
    const std::vector<Change> changes = changesByLoss(table, costs, start);
    size_t good = 0, bad = changes.size() + 1; // prefixes that meet the target and that do not
    QS_ASSIGN(const bool possible, verifier.meets(start));
    if (!possible)
        return verifier.best();
    while (good + 1 < bad) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(static_cast<int64_t>(good), static_cast<int64_t>(changes.size()),
                         say("Search", "fewer bits, layer by layer"));
        const size_t length = everyPrefix ? good + 1 : (good + bad) / 2;
        QS_ASSIGN(const bool met, verifier.meets(after(start, changes, length, costs)));
        (met ? good : bad) = length;
    }
    return verifier.best();
}

} // namespace qscope::search
