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

/// Code usage of uniform, log2 and log-sqrt2 quantizers per softmax.
void addCodeUsage(const Plan& plan, const analysis::CalibrationResult& calibration, report::Report& report);

/// What was left as it is, and why.
void addNotes(const Plan& plan, report::Report& report);

} // namespace qscope::repq_vit
