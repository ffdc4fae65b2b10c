// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/analysis/results.h"
#include "core/base/run_control.h"
#include "core/data/dataset.h"

namespace qscope::analysis {

class Analyzer;

/// By how much more samples still widen the ranges.
///
/// A tensor's growth is the range of all samples over the mean range of two halves, less 1: what doubling the
/// number of samples brought. The halves are every other sample (or group of samples, see stats::RangeTrace),
/// so that it does not matter whether the data is sorted by class. For samples that all have the same range
/// it is 0.
struct RangeGrowth {
    int64_t samples = 0;
    size_t tensors = 0; ///< with a range
    double median = 0;  ///< of the tensors' growths
    double upper = 0;   ///< nine of ten tensors grow less
    double most = 0;
    std::string mostTensor; ///< its name
};

/// **Cost** proportional to the tensors and their traces; the model does not run. 0 tensors with fewer than
/// two samples.
RangeGrowth rangeGrowth(const CalibrationResult& calibration);

/// How much of the final range is there after fewer samples.
struct ConvergencePoint {
    int64_t samples = 0;
    double median = 0; ///< of the tensors' shares of their final range, in [0, 1]
    double lower = 0;  ///< one tensor in ten has less
};

/// For 1, 2, 4, ... samples (groups of them in a long trace) and all of them, each set within the next and evenly spread over the
/// data, so that its order does not matter; at the last point the shares are 1. Empty with fewer than two samples.
/// **Cost** proportional to the traces; the model does not run.
std::vector<ConvergencePoint> rangeConvergence(const CalibrationResult& calibration);

/// Ranges of at most `most` samples spread over the data: a small watched pass from which rangeGrowth and rangeConvergence tell
/// whether there are enough, before anything is calibrated. Runs on an engine of its own, so the analyzer may be busy.
/// **Errors** those of Analyzer::open and Analyzer::calibrate. **Cost** opening the model, and a pass of that many samples.
inline constexpr int64_t FewSamples = 64;
Result<std::shared_ptr<const CalibrationResult>> rangesOfFew(const Analyzer& analyzer, data::Dataset& dataset,
                                                             const RunControl& control, int64_t most = FewSamples);

} // namespace qscope::analysis
