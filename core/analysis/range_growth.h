// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/analysis/results.h"

namespace qscope::analysis {

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

} // namespace qscope::analysis
