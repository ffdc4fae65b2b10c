// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/stats/histogram.h"
#include "core/stats/range_trace.h"
#include "core/tensor/tensor.h"

namespace qscope::stats {

/// Where an extreme value was seen.
struct Extreme {
    float value = 0;
    int64_t sample = -1;             ///< index into the calibration data
    int64_t channel = -1;            ///< -1: the tensor has no channel axis
    std::vector<int64_t> position;   ///< full index inside the sample's tensor, batch axis as 0
};

/// All arrays have one entry per channel.
struct ChannelStats {
    std::vector<float> min;
    std::vector<float> max;
    std::vector<double> mean;
    std::vector<double> variance;      ///< population variance
    std::vector<Histogram> histograms; ///< empty when not recorded

    size_t count() const { return min.size(); }
    float range(size_t c) const { return max[c] - min[c]; }
};

/// What a softmax produced. Natural logarithm for entropies unless said otherwise.
struct SoftmaxStats {
    /// Counts of p by k = floor(-log2 p) in quarter steps: bin i holds p in (2^-((i+1)/4), 2^-(i/4)];
    /// the last bin also holds everything smaller, `zeros` counts exact zeros.
    std::vector<uint64_t> log2Counts;
    uint64_t zeros = 0;
    /// Mean entropy of the rows per head (axis 1 of a rank-4 tensor; one entry otherwise), in bits.
    std::vector<double> headEntropyBits;
    double maxEntropyBits = 0;    ///< log2 of the row length: entropy of a uniform row
    double shareBelowStep = 0;    ///< share of p below 1/255, one step of an 8-bit uniform quantizer on [0, 1]
    double shareNearOne = 0;      ///< share of p above 0.5
    int64_t rowLength = 0;
};

/// Everything learned of one tensor over all samples.
struct TensorStats {
    ValueId value;
    std::string name;
    NodeId node;        ///< producer; invalid for model inputs
    std::string nodeName;
    std::string op;     ///< operator of the producer, "Input" for model inputs
    Shape shape;        ///< of the first sample as executed, batch axis 1 where it has one
    int64_t count = 0;  ///< finite elements seen
    int64_t nanCount = 0;
    int64_t infCount = 0;
    int64_t firstBadSample = -1; ///< the first with a NaN or Inf; -1: none
    Extreme min;
    Extreme max;
    double mean = 0;
    double variance = 0; ///< population variance
    Histogram histogram;
    RangeTrace trace;     ///< extremes by sample
    int channelAxis = -1; ///< in `shape`; -1: none
    ChannelStats channels;
    std::optional<SoftmaxStats> softmax;

    double std() const;
    /// Range of the widest channel over the median channel range; 1 without channels, infinity when the median is 0
    /// and the widest is not.
    double interChannelRatio() const;
};

} // namespace qscope::stats
