// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/quant/quantizer.h"

namespace qscope::quant {

/// Values with how often they occur, ascending.
struct WeightedPoints {
    std::vector<double> x;
    std::vector<double> weight;
};

/// The values themselves. NaN and infinities are left out.
WeightedPoints pointsOf(std::span<const float> values);
/// Centres of the bins that hold something, clamped to [lo, hi] of the data.
WeightedPoints pointsOf(const stats::Histogram& histogram);

struct Clustering {
    std::vector<double> centres; ///< ascending
    double inertia = 0;          ///< weighted sum of squared distances to the nearest centre
    int iterations = 0;          ///< until nothing moved any more, or the limit
};

/// Lloyd's algorithm in one dimension: every point belongs to the nearest centre (of two, the lower one), every centre
/// moves to the mean of its points; centres without points take over the points that lie farthest from their own
/// centres (scikit-learn's rule), or stay where they are when every point lies on one.
/// **Cost** centres * log(points) per iteration.
Clustering lloyd(const WeightedPoints& points, std::vector<double> centres, int mostIterations = 300);

/// `count` centres from the first to the last point, both included. **Source** Deep Compression, "linear".
std::vector<double> evenlySpaced(const WeightedPoints& points, size_t count);
/// `count` centres as dense as the cube root of the density of the points, which is best for many centres.
/// **Source** Panter and Dite 1951.
std::vector<double> byDensity(const WeightedPoints& points, size_t count);

/// The 2^bits entries of a codebook: the better one of Lloyd's algorithm from evenly spaced and from dense centres.
/// With `keepZero`, one entry is exactly 0 and the others cluster what is not 0.
std::vector<float> codebookFor(const WeightedPoints& points, int bits, bool keepZero);

} // namespace qscope::quant
