// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace qscope::search {

/// One of the choices of every layer, e.g. the index of a number of bits.
using Assignment = std::vector<size_t>;

/// What is predicted of every choice: the loss of a layer by itself, and what two layers add to or take from the sum of
/// their own losses. Where the figures come from is the caller's business: measured noise, or curvature times perturbation
/// (HAWQ: trace / elements * |W - Q(W)|^2).
struct ChoiceTable {
    struct Pair {
        size_t first = 0, firstChoice = 0; ///< layer and choice
        size_t second = 0, secondChoice = 0;
        double loss = 0; ///< of both choices together, beyond the two by themselves
    };

    std::vector<std::vector<double>> loss; ///< [layer][choice]; as many choices for each layer as one likes, finite
    std::vector<Pair> pairs;               ///< of different layers; none: the table is additive
    std::vector<std::pair<size_t, size_t>> tied; ///< layers that have to make the same choice

    size_t layers() const { return loss.size(); }
    double lossOf(const Assignment& assignment) const;
};

/// A cost that has to stay within a limit.
struct Budget {
    std::string name;                      ///< for messages: "bytes"
    std::vector<std::vector<double>> cost; ///< [layer][choice]
    double limit = 0;

    double costOf(const Assignment& assignment) const;
    /// Within the limit, give or take rounding.
    bool holds(const Assignment& assignment) const;
};

struct Solution {
    Assignment choices;
    double loss = 0;
    std::vector<double> costs; ///< per budget
};

/// **Errors** InvalidArgument: no layer, a layer without choices, tables of different sizes, indices that are not there,
/// values that are not finite.
Status checkTables(const ChoiceTable& table, std::span<const Budget> budgets);

/// No choice keeps to the budgets: the sentence names the first one that the cheapest choices break.
Error noSolution(std::span<const Budget> budgets);

Solution solutionOf(const ChoiceTable& table, std::span<const Budget> budgets, Assignment choices);

/// The same question with tied layers made one layer. `expand` turns its answers into answers of the whole.
class Untied {
public:
    Untied(const ChoiceTable& table, std::span<const Budget> budgets);

    const ChoiceTable& table() const { return m_table; }
    const std::vector<Budget>& budgets() const { return m_budgets; }
    Assignment expand(const Assignment& ofGroups) const;

private:
    std::vector<size_t> m_groupOf; ///< by layer
    ChoiceTable m_table;
    std::vector<Budget> m_budgets;
};

} // namespace qscope::search
