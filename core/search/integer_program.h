// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/search/choice_table.h"

namespace qscope::search {

struct IntegerProgramOptions {
    int mostSeconds = 60;       ///< afterwards the best found so far is the answer
    double relativeGap = 1e-9;  ///< how far from the optimum an answer may be
};

/// The choices of least loss within all budgets, by branch and bound (GLPK).
/// x[l][c] in {0, 1}, one per layer; minimise sum loss x + sum pair y with y = x x' as linear inequalities.
/// **Source** HAWQ-V3 (Yao et al. 2021), section 3.4. **Cost** milliseconds for a hundred layers of seven choices and one
/// budget; pairs make it harder.
/// **Errors** those of checkTables; InvalidArgument: no choice keeps to the budgets; Cancelled; Internal.
Result<Solution> solveExactly(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control,
                              const IntegerProgramOptions& options = {});

} // namespace qscope::search
