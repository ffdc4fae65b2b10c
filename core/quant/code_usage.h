// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"
#include "core/stats/tensor_stats.h"

namespace qscope::quant {

/// How a quantizer uses its codes.
struct CodeUsage {
    std::vector<double> share; ///< per value that has a code, from the largest down, in [0, 1]
    double zero = 0;           ///< share of values that become 0
    double bits = 0;           ///< entropy of the codes: what of the width is used
};

/// Of the probabilities of a softmax, from counts in quarter octaves, so a value counts up to an eighth of an
/// octave off. `params`: per tensor; of several slices the first counts. **Cost** 2^bits.
CodeUsage codeUsage(const stats::SoftmaxStats& softmax, const QuantParams& params);

} // namespace qscope::quant
