// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/search/choice_table.h"

namespace qscope::search {

/// Choices of little loss within all budgets, by descent: from the least loss, the change that costs the least loss for
/// what it takes off the budgets is made until they hold; then changes of one and of two layers (in problems of up to 100
/// changes also of three) that lower the loss within the budgets, the best first, until there is none. No promise of the
/// optimum, and no limit to the size of the problem.
/// **Cost** O(layers^2 choices^2) per change. **Errors** as solveExactly.
Result<Solution> descendGreedily(const ChoiceTable& table, std::span<const Budget> budgets, const RunControl& control);

} // namespace qscope::search
