// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/analysis/results.h"
#include "core/base/result.h"

namespace qscope::search {

enum class TargetKind {
    SqnrDb,        ///< the output's SQNR is at least this many dB
    AccuracyDrop,  ///< the accuracy falls by at most this many percentage points
    Agreement,     ///< at least this many percent of samples keep the float model's top class
    Bytes,         ///< the layers' weights take at most this many bytes
    BitOperations, ///< the layers take at most this many bit operations per sample
    Metric,        ///< a person's own figure (Evaluation::user) is at least, or at most, this
    Latency,       ///< the layers take at most this many milliseconds by a latency table
};

/// What a person wants of a quantized model.
struct Target {
    TargetKind kind = TargetKind::SqnrDb;
    double value = 0;
    bool lowerIsBetter = false; ///< of a Metric: at most `value`
    bool operator==(const Target&) const = default;
};

/// Whether it is about cost, which needs no run of the model, and not about what comes out.
bool isBudget(TargetKind kind);
std::string_view targetName(TargetKind kind); ///< "sqnr", "drop", "agreement", "bytes", "bops", "metric", "latency"
/// "sqnr=30". **Errors** InvalidArgument: an unknown name, no finite number, a negative drop or budget.
Result<Target> targetFromText(std::string_view text);
std::string targetText(const Target& target);

/// How good a model is. Larger is better; of two that are equally far from the target the tie-break decides.
struct Score {
    double margin = 0;   ///< by how much the target is met, in its unit
    double tieBreak = 0; ///< the output's SQNR in dB

    bool met() const { return margin >= -1e-9; }
    auto operator<=>(const Score&) const = default;
};

/// NaN counts as infinitely bad. For targets that are budgets the margin is the SQNR itself.
/// **Errors** InvalidArgument: an accuracy drop without labels; a figure of one's own that was not measured.
Result<Score> scoreOf(const analysis::Evaluation& evaluation, const Target& target);

} // namespace qscope::search
