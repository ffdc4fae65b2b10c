// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/quant/code_usage.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// A tensor that a softmax produced and who quantizes it.
struct SoftmaxTensor {
    ValueId value;
    LayerId consumer; ///< first layer that takes it as an activation input; invalid: none
    size_t input = 0; ///< which of its activation inputs
};

/// Execution order.
std::vector<SoftmaxTensor> softmaxTensors(const Snapshot& snapshot);

/// Share of probabilities below `threshold` in (0, 1]; zeros count. **Error bound** the share of one
/// quarter-octave bin (its counts are taken as uniform in log p).
double shareBelow(const stats::SoftmaxStats& stats, double threshold);

/// No bin of the two differs by more than a ten-thousandth of all probabilities.
bool sameShares(const stats::SoftmaxStats& a, const stats::SoftmaxStats& b);

/// 1 / (2^bits - 1): one step of a uniform quantizer on [0, 1].
double uniformStep(int bits);

/// The smallest probability above 0 that the quantizer tells from 0: one step of a uniform quantizer on [0,
/// 1] of as many bits, the smallest level of another kind.
double smallestStep(const quant::QuantParams& quantizer);

/// What a quantizer makes of the probabilities of a softmax. From counts in quarters of an octave.
struct SoftmaxUse {
    double belowStep = 0; ///< share below smallestStep
    double sqnrDb = 0;
    quant::CodeUsage codes;
};
/// None: nothing was counted, or the quantizer is per channel.
std::optional<SoftmaxUse> softmaxUse(const stats::TensorStats& tensor, const quant::QuantParams* quantizer);

/// SQNR of the probabilities in dB under each kind of quantizer, the quantizers as a config makes them for
/// this tensor.
struct SoftmaxErrors {
    double uniformDb = 0;
    double log2Db = 0;
    double logSqrt2Db = 0;
};
/// From SoftmaxStats::log2Counts, p taken as even inside each quarter of an octave; NaN where nothing was counted.
SoftmaxErrors softmaxErrors(const stats::TensorStats& tensor, int bits);

} // namespace qscope::views
