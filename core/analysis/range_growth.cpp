// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/range_growth.h"

#include <algorithm>
#include <vector>

namespace qscope::analysis {

namespace {

using Group = stats::RangeTrace::Group;

/// Growth of one tensor; negative: it has none (fewer than two groups, or all values are equal).
double growthOf(const stats::RangeTrace& trace)
{
    Group halves[2];
    size_t seen = 0;
    for (const Group& group : trace.groups()) {
        if (group.empty())
            continue;
        Group& half = halves[seen++ % 2];
        half.lo = std::min(half.lo, group.lo);
        half.hi = std::max(half.hi, group.hi);
    }
    if (seen < 2)
        return -1;
    const double all =
        double(std::max(halves[0].hi, halves[1].hi)) - double(std::min(halves[0].lo, halves[1].lo));
    const double mean =
        (double(halves[0].hi) - double(halves[0].lo) + double(halves[1].hi) - double(halves[1].lo)) / 2;
    return mean > 0 ? all / mean - 1 : -1;
}

} // namespace

RangeGrowth rangeGrowth(const CalibrationResult& calibration)
{
    RangeGrowth result;
    result.samples = calibration.samples;
    std::vector<double> growths;
    for (const stats::TensorStats& tensor : calibration.tensors) {
        const double growth = growthOf(tensor.trace);
        if (growth < 0)
            continue;
        growths.push_back(growth);
        if (growth > result.most || result.mostTensor.empty()) {
            result.most = growth;
            result.mostTensor = tensor.name;
        }
    }
    result.tensors = growths.size();
    if (!growths.empty()) {
        std::sort(growths.begin(), growths.end());
        result.median = growths[growths.size() / 2];
        result.upper = growths[growths.size() * 9 / 10];
    }
    return result;
}

} // namespace qscope::analysis
