// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/report/report.h"
#include "plugins/repq_vit/method.h"

/// What the method has to tell, part by part.
namespace qscope::repq_vit {

void addSummary(const Plan& plan, int64_t samples, report::Report& report);

/// Output SQNR, agreement and accuracy of the variants that were measured, in the order of Variant.
void addComparison(std::span<const analysis::Evaluation> evaluations, report::Report& report);

/// Widest channel over the median one, after each normalization, before and after the scales are moved; and all channels of
/// the site where they differ most.
void addVariation(const Plan& plan, report::Report& report);

/// How a quantizer uses its codes.
struct CodeUsage {
    std::vector<double> share; ///< per code, in [0, 1]; the last is exact zero for log kinds
    double zero = 0;           ///< share of values that become 0
    double bits = 0;           ///< entropy of the codes: what of the width is used
};

/// Of the probabilities of a softmax, from counts in quarter octaves, so a value counts up to an eighth of an octave off.
/// **Range** bits of at most 8.
CodeUsage codeUsage(const stats::SoftmaxStats& softmax, const quant::QuantParams& params);

/// Code usage of uniform, log2 and log-sqrt2 quantizers per softmax.
void addCodeUsage(const Plan& plan, const analysis::CalibrationResult& calibration, report::Report& report);

/// What was left as it is, and why.
void addNotes(const Plan& plan, report::Report& report);

} // namespace qscope::repq_vit
