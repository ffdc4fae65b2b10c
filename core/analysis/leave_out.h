// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzer.h"

namespace qscope::analysis {

/// What `state` would hold had it passed over `leaveOut`, and over nothing else. Extremes and histograms do
/// not tell what they would be without a sample, so this is a new pass over the others.
/// **Errors** those of Analyzer::record; InvalidArgument: `state` was made from other data.
Result<CalibrationState> recalibrated(Analyzer& analyzer, data::Dataset& dataset,
                                      const CalibrationState& state, const SampleSet& leaveOut,
                                      const RunControl& control);

} // namespace qscope::analysis
