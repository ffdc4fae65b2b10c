// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/run_control.h"
#include "core/search/choice_table.h"

namespace qscope::search {

struct GeneticOptions {
    int population = 50;
    int generations = 100;
    double mutation = 0.1; ///< probability per gene
    int parents = 10;      ///< the best so far, from whom all children come
    uint64_t seed = 1;
};

/// Choices of little loss within all budgets, by the genetic search of BRECQ: each generation half of the children cross
/// two random parents gene by gene and half mutate one, a child is accepted when it keeps to the budgets, and the best of
/// parents and children become the parents of the next generation.
/// The first genes come from a normal distribution over the choices in their order; those that break a budget are moved to
/// cheaper choices, one random layer at a time.
/// **Source** Y. Li et al., "BRECQ" (2021), section 3.4. **Cost** population times generations look-ups of the table.
/// **Errors** as solveExactly; InvalidArgument: options below 1, a probability outside [0, 1].
Result<Solution> evolve(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control,
                        const GeneticOptions& options = {});

} // namespace qscope::search
