// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "core/base/run_control.h"
#include "core/search/choice_table.h"
#include "core/search/target.h"

namespace qscope::search {

/// How good the real model is under an assignment.
using AssignmentScore = std::function<Result<Score>(const Assignment&)>;

struct Verified {
    Assignment choices;
    Score score;      ///< measured
    double cost = 0;
    int64_t scores = 0; ///< evaluations it took
};

/// The cheapest choices that meet the target on the real model: least cost within a limit on the predicted loss, by the
/// integer program; the limit is narrowed down by halving between what met the target and what did not.
/// `costs`: [layer][choice]. Pairs of the table play no part in the limit.
/// **Cost** `steps` evaluations and programs. **Errors** those of `score` and solveExactly; InvalidArgument: the choices of
/// least loss do not meet the target either.
Result<Verified> cheapestMeeting(const ChoiceTable& table, const std::vector<std::vector<double>>& costs,
                                 const AssignmentScore& score, const RunControl& control, int steps = 12);

/// Greedy mixed precision in two phases. All changes of one layer to a cheaper choice are listed by predicted loss, then by
/// cost; from the best choices on, the longest stretch of the list that still meets the target is made.
/// `everyPrefix`: each length is tried, from the start until the target is missed; otherwise the length is found by halving,
/// which takes for granted that the score falls.
/// **Source** the automatic mixed precision of AIMET. **Errors** as cheapestMeeting.
Result<Verified> accumulateChanges(const ChoiceTable& table, const std::vector<std::vector<double>>& costs,
                                   const AssignmentScore& score, bool everyPrefix, const RunControl& control);

} // namespace qscope::search
