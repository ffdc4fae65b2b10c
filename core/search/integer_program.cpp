// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/integer_program.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <glpk.h>

#include "core/base/text.h"

namespace qscope::search {

namespace {

struct Delete {
    void operator()(glp_prob* problem) const { glp_delete_prob(problem); }
};
using Problem = std::unique_ptr<glp_prob, Delete>;

/// GLPK keeps memory per thread, and threads end here.
struct Environment {
    Environment() { glp_term_out(GLP_OFF); }
    ~Environment() { glp_free_env(); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
};

/// A row of the program; GLPK counts from 1.
struct Row {
    std::vector<int> columns{0};
    std::vector<double> factors{0};

    void add(int column, double factor)
    {
        columns.push_back(column);
        factors.push_back(factor);
    }
    /// low <= row <= high; `kind` says which of the two count.
    void into(glp_prob* problem, int kind, double low, double high) const
    {
        const int row = glp_add_rows(problem, 1);
        glp_set_row_bnds(problem, row, kind, low, high);
        glp_set_mat_row(problem, row, static_cast<int>(columns.size()) - 1, columns.data(), factors.data());
    }
};

/// Losses and costs are scaled to a largest of 1, because GLPK's tolerances are absolute.
double scaleOf(const std::vector<std::vector<double>>& table)
{
    double largest = 0;
    for (const auto& row : table)
        for (const double v : row)
            largest = std::max(largest, std::abs(v));
    return largest > 0 ? 1 / largest : 1;
}

class Program {
public:
    Program(const ChoiceTable& table, std::span<const Budget> budgets) : m_problem(glp_create_prob())
    {
        glp_set_obj_dir(m_problem.get(), GLP_MIN);
        addChoices(table);
        for (const Budget& budget : budgets)
            addBudget(budget);
        for (const ChoiceTable::Pair& pair : table.pairs)
            addPair(pair, scaleOf(table.loss));
    }

    glp_prob* get() const { return m_problem.get(); }

    Assignment answer() const
    {
        Assignment choices;
        for (const auto& columns : m_columns) {
            const auto chosen = std::max_element(columns.begin(), columns.end(), [&](int a, int b) {
                return glp_mip_col_val(get(), a) < glp_mip_col_val(get(), b);
            });
            choices.push_back(static_cast<size_t>(chosen - columns.begin()));
        }
        return choices;
    }

private:
    int addColumn(double loss, int kind)
    {
        const int column = glp_add_cols(get(), 1);
        if (kind == GLP_BV)
            glp_set_col_kind(get(), column, GLP_BV);
        else
            glp_set_col_bnds(get(), column, GLP_DB, 0, 1);
        glp_set_obj_coef(get(), column, loss);
        return column;
    }

    void addChoices(const ChoiceTable& table)
    {
        const double scale = scaleOf(table.loss);
        for (const auto& losses : table.loss) {
            std::vector<int> columns;
            Row one;
            for (const double loss : losses) {
                columns.push_back(addColumn(loss * scale, GLP_BV));
                one.add(columns.back(), 1);
            }
            one.into(get(), GLP_FX, 1, 1);
            m_columns.push_back(std::move(columns));
        }
    }

    void addBudget(const Budget& budget)
    {
        const double scale = scaleOf(budget.cost);
        Row row;
        for (size_t i = 0; i < m_columns.size(); ++i)
            for (size_t c = 0; c < m_columns[i].size(); ++c)
                if (budget.cost[i][c] != 0)
                    row.add(m_columns[i][c], budget.cost[i][c] * scale);
        const double limit = budget.limit * scale;
        row.into(get(), GLP_UP, 0, limit + 1e-9 * std::max(1.0, std::abs(limit)));
    }

    /// y is the product of two choices: at least their sum less 1, at most each of them.
    void addPair(const ChoiceTable::Pair& pair, double scale)
    {
        const int a = m_columns[pair.first][pair.firstChoice];
        const int b = m_columns[pair.second][pair.secondChoice];
        const int y = addColumn(pair.loss * scale, GLP_CV);
        Row both;
        both.add(a, 1);
        both.add(b, 1);
        both.add(y, -1);
        both.into(get(), GLP_UP, 0, 1);
        for (const int choice : {a, b}) {
            Row most;
            most.add(y, 1);
            most.add(choice, -1);
            most.into(get(), GLP_UP, 0, 0);
        }
    }

    Problem m_problem;
    std::vector<std::vector<int>> m_columns; ///< [layer][choice]
};

void stopWhenAsked(glp_tree* tree, void* control)
{
    if (static_cast<const RunControl*>(control)->stopRequested())
        glp_ios_terminate(tree);
}

} // namespace

Result<Solution> solveExactly(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control,
                              const IntegerProgramOptions& options)
{
    QS_RETURN_IF_ERROR(checkTables(table, budgets));
    const Untied untied(table, budgets);
    const Environment environment;
    const Program program(untied.table(), untied.budgets());
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.presolve = GLP_ON;
    parameters.mip_gap = options.relativeGap;
    parameters.tm_lim = options.mostSeconds * 1000;
    parameters.cb_func = stopWhenAsked;
    RunControl watched = control;
    parameters.cb_info = &watched;
    const int failure = glp_intopt(program.get(), &parameters);
    const int status = glp_mip_status(program.get());
    if (control.stopRequested())
        return RunControl::cancelled();
    if (failure == GLP_ENOPFS || failure == GLP_ENODFS || status == GLP_NOFEAS)
        return noSolution(budgets);
    if (status != GLP_OPT && status != GLP_FEAS)
        return Error{ErrorCode::Internal,
                     filled(say("Search", "the integer program was not solved (GLPK code %1)"), failure),
                     {}};
    return solutionOf(table, budgets, untied.expand(program.answer()));
}

} // namespace qscope::search
