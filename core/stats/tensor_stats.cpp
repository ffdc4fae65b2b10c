// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/tensor_stats.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::stats {

double TensorStats::std() const { return std::sqrt(variance); }

double TensorStats::interChannelRatio() const
{
    std::vector<double> ranges;
    for (size_t c = 0; c < channels.count(); ++c)
        ranges.push_back(static_cast<double>(channels.max[c]) - static_cast<double>(channels.min[c]));
    if (ranges.empty())
        return 1;
    std::sort(ranges.begin(), ranges.end());
    const size_t n = ranges.size();
    const double median = (ranges[(n - 1) / 2] + ranges[n / 2]) / 2;
    if (median > 0)
        return ranges.back() / median;
    return ranges.back() > 0 ? std::numeric_limits<double>::infinity() : 1;
}

} // namespace qscope::stats
