// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/graph/algebra.h"

namespace qscope {

/// The divisor of a normalization: sqrt(mean of squares + epsilon), in the file's own steps.
struct Divisor {
    ValueId value;     ///< output of Sqrt or Pow
    int exponent = -1; ///< the power of `value` that the normalization multiplies with
    ValueId x;
    ValueId mean;    ///< invalid: not subtracted (RMSNorm)
    double unit = 1; ///< the mean is `mean` times this: 1 / count when the file sums
    double epsilon = 0;
    std::vector<int64_t> axes;
    std::set<NodeId> nodes;
};

/// Reads upstream of a Sqrt or Pow the statistics of a normalization: mean of (x - mean)^2, mean of x^2 minus
/// the mean squared, or mean of x^2 alone, plus epsilon. None for any other root.
std::optional<Divisor> divisorOf(const Graph& graph, NodeId root);

/// expand that sees through the reshaping of statistics.
std::optional<Expansion> expandStatistic(const Graph& graph, ValueId id,
                                         std::initializer_list<ValueId> leaves);

} // namespace qscope
