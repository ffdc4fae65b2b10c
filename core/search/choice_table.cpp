// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/choice_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace qscope::search {

namespace {

using Table = std::vector<std::vector<double>>;

double sumOf(const Table& table, const Assignment& assignment)
{
    double sum = 0;
    for (size_t i = 0; i < assignment.size(); ++i)
        sum += table[i][assignment[i]];
    return sum;
}

bool sameForm(const Table& a, const Table& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.size() == y.size(); });
}

bool isFinite(const Table& table)
{
    return std::all_of(table.begin(), table.end(), [](const auto& row) {
        return std::all_of(row.begin(), row.end(), [](double v) { return std::isfinite(v); });
    });
}

Error badTable(const std::string& message) { return {ErrorCode::InvalidArgument, message, {}}; }

Status checkPairs(const ChoiceTable& table)
{
    for (const ChoiceTable::Pair& pair : table.pairs) {
        const bool exists = pair.first < table.layers() && pair.second < table.layers() && pair.first != pair.second
                            && pair.firstChoice < table.loss[pair.first].size()
                            && pair.secondChoice < table.loss[pair.second].size();
        if (!exists || !std::isfinite(pair.loss))
            return badTable(say(
                "Search",
                "a pair of the table names a layer or a choice that is not there, or has no finite loss"));
    }
    for (const auto& [a, b] : table.tied) {
        if (a >= table.layers() || b >= table.layers() || table.loss[a].size() != table.loss[b].size())
            return badTable(say("Search", "tied layers must be there and have the same choices"));
    }
    return {};
}

void addTo(Table& sums, const std::vector<size_t>& groupOf, const Table& table)
{
    for (size_t i = 0; i < table.size(); ++i) {
        auto& row = sums[groupOf[i]];
        row.resize(table[i].size(), 0);
        for (size_t c = 0; c < row.size(); ++c)
            row[c] += table[i][c];
    }
}

} // namespace

double ChoiceTable::lossOf(const Assignment& assignment) const
{
    double sum = sumOf(loss, assignment);
    for (const Pair& pair : pairs)
        sum += assignment[pair.first] == pair.firstChoice && assignment[pair.second] == pair.secondChoice ? pair.loss : 0;
    return sum;
}

double Budget::costOf(const Assignment& assignment) const { return sumOf(cost, assignment); }

bool Budget::holds(const Assignment& assignment) const
{
    return costOf(assignment) <= limit + 1e-9 * std::max(1.0, std::abs(limit));
}

Status checkTables(const ChoiceTable& table, std::span<const Budget> budgets)
{
    const bool anyChoices = table.layers() > 0 && std::all_of(table.loss.begin(), table.loss.end(),
                                                              [](const auto& row) { return !row.empty(); });
    if (!anyChoices)
        return badTable(say("Search", "there is nothing to choose between"));
    if (!isFinite(table.loss))
        return badTable(say("Search", "the table of losses holds a value that is not finite"));
    for (const Budget& budget : budgets) {
        if (!sameForm(table.loss, budget.cost))
            return badTable(filled(
                say("Search", "the costs of budget '%1' are not those of the table's layers and choices"),
                budget.name));
        if (!isFinite(budget.cost) || !std::isfinite(budget.limit))
            return badTable(
                filled(say("Search", "budget '%1' holds a value that is not finite"), budget.name));
    }
    return checkPairs(table);
}

Error noSolution(std::span<const Budget> budgets)
{
    for (const Budget& budget : budgets) {
        double least = 0;
        for (const auto& row : budget.cost)
            least += *std::min_element(row.begin(), row.end());
        if (least > budget.limit)
            return badTable(filled(say("Search", "even the cheapest choices take %1 %2, more than %3"),
                                   std::to_string(least), budget.name, std::to_string(budget.limit)));
    }
    return badTable(say("Search", "no choice keeps to the budgets"));
}

Solution solutionOf(const ChoiceTable& table, std::span<const Budget> budgets, Assignment choices)
{
    Solution solution;
    solution.loss = table.lossOf(choices);
    for (const Budget& budget : budgets)
        solution.costs.push_back(budget.costOf(choices));
    solution.choices = std::move(choices);
    return solution;
}

Untied::Untied(const ChoiceTable& table, std::span<const Budget> budgets) : m_groupOf(table.layers())
{
    std::iota(m_groupOf.begin(), m_groupOf.end(), size_t(0));
    for (const auto& [a, b] : table.tied) {
        const size_t from = m_groupOf[b], to = m_groupOf[a];
        std::replace(m_groupOf.begin(), m_groupOf.end(), from, to);
    }
    std::vector<size_t> names = m_groupOf;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (size_t& group : m_groupOf)
        group = static_cast<size_t>(std::lower_bound(names.begin(), names.end(), group) - names.begin());
    m_table.loss.resize(names.size());
    addTo(m_table.loss, m_groupOf, table.loss);
    for (ChoiceTable::Pair pair : table.pairs) {
        pair.first = m_groupOf[pair.first];
        pair.second = m_groupOf[pair.second];
        if (pair.first != pair.second)
            m_table.pairs.push_back(pair);
        else if (pair.firstChoice == pair.secondChoice)
            m_table.loss[pair.first][pair.firstChoice] += pair.loss;
    }
    for (const Budget& budget : budgets) {
        Budget sums{budget.name, Table(names.size()), budget.limit};
        addTo(sums.cost, m_groupOf, budget.cost);
        m_budgets.push_back(std::move(sums));
    }
}

Assignment Untied::expand(const Assignment& ofGroups) const
{
    Assignment all;
    for (const size_t group : m_groupOf)
        all.push_back(ofGroups[group]);
    return all;
}

} // namespace qscope::search
