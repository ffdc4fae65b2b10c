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

/// What the comparison takes beside the two models.
struct Measurement {
    data::Dataset& calibrationData;
    data::Dataset& data;
    const std::vector<int64_t>& labels; ///< of `data`; may be empty
    const quant::Config& config;        ///< of both; fits both
};

/// Adds to the report: a table of the model and of what became of it, each calibrated, quantized and compared
/// with the original in floating point (Analyzer::setReference); and relativeDifference on the first 8
/// calibration samples as a sentence.
/// **Errors** those of opening, of setReference and of the passes.
Status addComparison(report::Report& report, analysis::Analyzer& before, const onnxio::Model& rewritten,
                     const Measurement& how, const RunControl& control);

} // namespace qscope::rewrite
