// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/analysis/analyzer.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"
#include "core/report/report.h"

namespace qscope::rewrite {

/// Largest difference of the outputs of two float models on the same samples, over the largest output.
/// **Errors** those of running them.
Result<double> relativeDifference(analysis::Analyzer& a, analysis::Analyzer& b, data::Dataset& samples,
                                  const RunControl& control);

/// A model and what became of it, under one config each.
struct BeforeAfter {
    analysis::Evaluation before;
    analysis::Evaluation after;
    double floatDifference = 0; ///< relativeDifference on the first 8 calibration samples
};

/// What the comparison takes beside the two models.
struct Measurement {
    data::Dataset& calibrationData;
    data::Dataset& data;
    const std::vector<int64_t>& labels; ///< of `data`; may be empty
    const quant::Config& config;        ///< of both; fits both
};

/// Calibrates both models and compares each, quantized, with the original in floating point.
/// **Memory** the outputs of all samples. **Errors** those of the passes; ShapeMismatch: outputs that cannot be stacked.
Result<BeforeAfter> measure(analysis::Analyzer& before, analysis::Analyzer& after, const Measurement& how,
                            const RunControl& control);

/// A table of both, and the float difference as a sentence.
void addTo(report::Report& report, const BeforeAfter& figures);

} // namespace qscope::rewrite
