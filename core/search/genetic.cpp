// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/genetic.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/base/random.h"
#include "core/base/text.h"

namespace qscope::search {

namespace {

struct Individual {
    double loss;
    Assignment genes;
    auto operator<=>(const Individual&) const = default;
};

class Evolution {
public:
    Evolution(const ChoiceTable& table, const std::vector<Budget>& budgets, const GeneticOptions& options)
        : m_table(table), m_budgets(budgets), m_options(options), m_random(options.seed)
    {
    }

    /// False: nobody keeps to the budgets.
    bool begin()
    {
        for (int i = 0; i < m_options.population; ++i) {
            Assignment genes = drawn();
            if (cheapen(genes))
                add(std::move(genes));
        }
        select();
        return !m_parents.empty();
    }

    void generation()
    {
        for (int i = 0; i < m_options.population; ++i) {
            if (auto child = accepted(i % 2 == 0))
                add(std::move(*child));
        }
        select();
    }

    const Assignment& best() const { return m_parents.front().genes; }

private:
    size_t choices(size_t layer) const { return m_table.loss[layer].size(); }

    bool holds(const Assignment& genes) const
    {
        return std::all_of(m_budgets.begin(), m_budgets.end(), [&](const Budget& b) { return b.holds(genes); });
    }
    double normal()
    {
        const double u = 1 - m_random.uniform();
        return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * m_random.uniform());
    }
    /// Around the middle of the choices, half of their number wide.
    Assignment drawn()
    {
        Assignment genes;
        for (size_t i = 0; i < m_table.layers(); ++i) {
            const auto last = static_cast<double>(choices(i) - 1);
            genes.push_back(static_cast<size_t>(std::clamp(std::round(last / 2 + normal() * (last + 1) / 2), 0.0, last)));
        }
        return genes;
    }
    double costOf(size_t layer, size_t choice) const
    {
        double sum = 0;
        for (const Budget& budget : m_budgets)
            sum += budget.cost[layer][choice] / std::max(1e-30, std::abs(budget.limit));
        return sum;
    }
    /// Moves random layers to the next cheaper choice until the budgets hold. False: they cannot.
    bool cheapen(Assignment& genes)
    {
        while (!holds(genes)) {
            std::vector<std::pair<size_t, size_t>> cheaper;
            for (size_t i = 0; i < genes.size(); ++i) {
                if (const auto next = nextCheaper(i, genes[i]))
                    cheaper.emplace_back(i, *next);
            }
            if (cheaper.empty())
                return false;
            const auto [layer, choice] = cheaper[m_random.below(cheaper.size())];
            genes[layer] = choice;
        }
        return true;
    }
    std::optional<size_t> nextCheaper(size_t layer, size_t choice) const
    {
        std::optional<size_t> next;
        for (size_t c = 0; c < choices(layer); ++c) {
            const double cost = costOf(layer, c);
            if (cost < costOf(layer, choice) && (!next || cost > costOf(layer, *next)))
                next = c;
        }
        return next;
    }
    const Assignment& parent() { return m_parents[m_random.below(m_parents.size())].genes; }

    Assignment crossed()
    {
        const Assignment& a = parent();
        const Assignment& b = parent();
        Assignment child = a;
        for (size_t i = 0; i < child.size(); ++i)
            child[i] = m_random.below(2) == 0 ? a[i] : b[i];
        return child;
    }
    Assignment mutated()
    {
        Assignment child = parent();
        for (size_t i = 0; i < child.size(); ++i) {
            if (m_random.uniform() < m_options.mutation)
                child[i] = m_random.below(choices(i));
        }
        return child;
    }
    std::optional<Assignment> accepted(bool byCrossing)
    {
        constexpr int tries = 20;
        for (int i = 0; i < tries; ++i) {
            Assignment child = byCrossing ? crossed() : mutated();
            if (holds(child))
                return child;
        }
        return std::nullopt;
    }
    void add(Assignment genes)
    {
        const double loss = m_table.lossOf(genes);
        m_parents.push_back({loss, std::move(genes)});
    }
    /// The best of all, each once.
    void select()
    {
        std::sort(m_parents.begin(), m_parents.end());
        m_parents.erase(std::unique(m_parents.begin(), m_parents.end()), m_parents.end());
        if (m_parents.size() > static_cast<size_t>(m_options.parents))
            m_parents.resize(static_cast<size_t>(m_options.parents));
    }

    const ChoiceTable& m_table;
    const std::vector<Budget>& m_budgets;
    const GeneticOptions& m_options;
    Random m_random;
    std::vector<Individual> m_parents;
};

Status checkOptions(const GeneticOptions& options)
{
    const bool positive = options.population > 0 && options.generations > 0 && options.parents > 0;
    if (positive && options.mutation >= 0 && options.mutation <= 1)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 say("Search", "a genetic search needs a population, generations and parents of at least 1 "
                               "and a probability of mutation from 0 to 1"),
                 {}};
}

} // namespace

Result<Solution> evolve(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control,
                        const GeneticOptions& options)
{
    QS_RETURN_IF_ERROR(checkTables(table, budgets));
    QS_RETURN_IF_ERROR(checkOptions(options));
    const Untied untied(table, budgets);
    Evolution evolution(untied.table(), untied.budgets(), options);
    if (!evolution.begin())
        return noSolution(budgets);
    for (int g = 0; g < options.generations; ++g) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(g, options.generations, say("Search", "genetic search"));
        evolution.generation();
    }
    return solutionOf(table, budgets, untied.expand(evolution.best()));
}

} // namespace qscope::search
