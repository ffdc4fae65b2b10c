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

    /// The best change of one or two layers within the budgets. False: none lowers the loss.
    bool improve(const RunControl& control)
    {
        double best = -1e-12 * std::max(1.0, std::abs(m_table.lossOf(m_now)));
        std::pair<size_t, size_t> first{0, 0}, second{0, 0};
        bool found = false;
        const auto consider = [&](double loss, std::pair<size_t, size_t> a, std::pair<size_t, size_t> b) {
            if (loss >= best)
                return;
            best = loss;
            first = a;
            second = b;
            found = true;
        };
        forEachChange([&](size_t i, size_t c) {
            if (control.stopRequested())
                return;
            const auto costs = costsAfter(m_costs, i, c);
            const double loss = lossChange(i, c);
            if (excess(costs) == 0)
                consider(loss, {i, c}, {i, c});
            const size_t before = m_now[i];
            m_now[i] = c;
            forEachChange([&](size_t j, size_t d) {
                if (j <= i)
                    return;
                const double both = loss + lossChange(j, d);
                if (both < best && excess(costsAfter(costs, j, d)) == 0)
                    consider(both, {i, c}, {j, d});
            });
            m_now[i] = before;
        });
        if (found) {
            change(first.first, first.second);
            change(second.first, second.second);
        }
        return found;
    }

private:
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
