// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/analysis/results.h"

namespace qscope::analysis {

/// Calls `visit(name, estimate)` for every measured figure of an evaluation, in the order people read them. Some are
/// std::optional<Estimate>. The names are those of files.
template <class E, class Visit>
void forEachEstimate(E& evaluation, Visit&& visit)
{
    visit("sqnr_db", evaluation.sqnrDb);
    visit("agreement", evaluation.agreement);
    visit("agreement_top5", evaluation.agreementTop5);
    visit("accuracy_float", evaluation.accuracyFloat);
    visit("accuracy_quantized", evaluation.accuracyQuantized);
    visit("accuracy_drop", evaluation.accuracyDrop);
    visit("mse", evaluation.mse);
    visit("cosine", evaluation.cosine);
    visit("kl", evaluation.kl);
    visit("user", evaluation.user);
}

/// One number of an evaluation by name: a figure, an end of its interval ("sqnr_db_low"), or a count.
struct NamedFigure {
    std::string name;
    double value = 0;
};
std::vector<NamedFigure> namedFigures(const Evaluation& evaluation);

/// A number that is not the same bits in two evaluations; NaN where one of them has none.
struct FigureDifference {
    std::string name;
    double stored = 0;
    double measured = 0;
};
/// Empty: the evaluations are equal bit for bit, intervals and counts included. A person's own figure is compared where both
/// have one.
std::vector<FigureDifference> differences(const Evaluation& stored, const Evaluation& measured);

} // namespace qscope::analysis
