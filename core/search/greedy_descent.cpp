// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/greedy_descent.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::search {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Descent {
public:
    Descent(const ChoiceTable& table, const std::vector<Budget>& budgets) : m_table(table), m_budgets(budgets)
    {
        m_pairsOf.resize(table.layers());
        for (const ChoiceTable::Pair& pair : table.pairs) {
            m_pairsOf[pair.first].push_back(&pair);
            m_pairsOf[pair.second].push_back(&pair);
        }
        for (const auto& losses : table.loss)
            m_now.push_back(static_cast<size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin()));
        for (const Budget& budget : budgets)
            m_costs.push_back(budget.costOf(m_now));
    }

    const Assignment& choices() const { return m_now; }
    bool holds() const { return excess(m_costs) == 0; }

    /// The change of one layer that takes something off for the least loss. False: there is none.
    bool save()
    {
        double best = kInfinity;
        size_t layer = 0, choice = 0;
        forEachChange([&](size_t i, size_t c) {
            const double saved = excess(m_costs) - excess(costsAfter(m_costs, i, c));
            if (saved <= 0)
                return;
            const double price = lossChange(i, c) / saved;
            if (price < best) {
                best = price;
                layer = i;
                choice = c;
            }
        });
        if (best == kInfinity)
            return false;
        change(layer, choice);
        return true;
    }

    /// The best change of one or two layers within the budgets, or of three where there are few. False: none lowers the
    /// loss.
    bool improve(const RunControl& control)
    {
        m_best = -1e-12 * std::max(1.0, std::abs(m_table.lossOf(m_now)));
        m_bestMoves.clear();
        std::vector<Move> moves;
        look(0, m_costs, 0, changes() <= MostForThree ? 3 : 2, moves, control);
        const std::vector<Move> best = m_bestMoves;
        for (const auto& [layer, choice] : best)
            change(layer, choice);
        return !best.empty();
    }

private:
    using Move = std::pair<size_t, size_t>; ///< layer and its new choice
    static constexpr size_t MostForThree = 100;

    size_t changes() const
    {
        size_t count = 0;
        for (const auto& losses : m_table.loss)
            count += losses.size() - 1;
        return count;
    }
    /// All changes of up to `depth` more layers from layer `from` on, after `moves`, which cost `costs` and gain -`loss`.
    void look(size_t from, const std::vector<double>& costs, double loss, int depth, std::vector<Move>& moves,
              const RunControl& control)
    {
        for (size_t i = from; i < m_now.size() && !control.stopRequested(); ++i) {
            const size_t before = m_now[i];
            for (size_t c = 0; c < m_table.loss[i].size(); ++c) {
                if (c == before)
                    continue;
                const double with = loss + lossChange(i, c);
                if (depth == 1 && with >= m_best)
                    continue;
                const auto after = costsAfter(costs, i, c);
                moves.emplace_back(i, c);
                if (with < m_best && excess(after) == 0) {
                    m_best = with;
                    m_bestMoves = moves;
                }
                m_now[i] = c;
                if (depth > 1)
                    look(i + 1, after, with, depth - 1, moves, control);
                m_now[i] = before;
                moves.pop_back();
            }
        }
    }
    template <class F>
    void forEachChange(F f)
    {
        for (size_t i = 0; i < m_now.size(); ++i)
            for (size_t c = 0; c < m_table.loss[i].size(); ++c)
                if (c != m_now[i])
                    f(i, c);
    }
    double pairLoss(size_t layer) const
    {
        double sum = 0;
        for (const ChoiceTable::Pair* pair : m_pairsOf[layer])
            sum += m_now[pair->first] == pair->firstChoice && m_now[pair->second] == pair->secondChoice ? pair->loss : 0;
        return sum;
    }
    double lossChange(size_t layer, size_t choice)
    {
        const size_t before = m_now[layer];
        const double old = m_table.loss[layer][before] + pairLoss(layer);
        m_now[layer] = choice;
        const double fresh = m_table.loss[layer][choice] + pairLoss(layer);
        m_now[layer] = before;
        return fresh - old;
    }
    std::vector<double> costsAfter(const std::vector<double>& costs, size_t layer, size_t choice) const
    {
        std::vector<double> after = costs;
        for (size_t b = 0; b < after.size(); ++b)
            after[b] += m_budgets[b].cost[layer][choice] - m_budgets[b].cost[layer][m_now[layer]];
        return after;
    }
    /// By how much the budgets are broken, each relative to its limit.
    double excess(const std::vector<double>& costs) const
    {
        double sum = 0;
        for (size_t b = 0; b < costs.size(); ++b) {
            const double scale = std::max(1e-30, std::abs(m_budgets[b].limit));
            const double over = (costs[b] - m_budgets[b].limit) / scale;
            sum += over > 1e-9 ? over : 0;
        }
        return sum;
    }
    void change(size_t layer, size_t choice)
    {
        m_costs = costsAfter(m_costs, layer, choice);
        m_now[layer] = choice;
    }

    const ChoiceTable& m_table;
    const std::vector<Budget>& m_budgets;
    std::vector<std::vector<const ChoiceTable::Pair*>> m_pairsOf;
    Assignment m_now;
    std::vector<double> m_costs;
    double m_best = 0; ///< of `look`
    std::vector<Move> m_bestMoves;
};

} // namespace

Result<Solution> descendGreedily(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control)
{
    QS_RETURN_IF_ERROR(checkTables(table, budgets));
    const Untied untied(table, budgets);
    Descent descent(untied.table(), untied.budgets());
    while (!descent.holds()) {
        if (control.stopRequested())
            return RunControl::cancelled();
        if (!descent.save())
            return noSolution(budgets);
    }
    while (descent.improve(control)) {
    }
    if (control.stopRequested())
        return RunControl::cancelled();
    return solutionOf(table, budgets, untied.expand(descent.choices()));
}

} // namespace qscope::search
