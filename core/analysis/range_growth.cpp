// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/range_growth.h"

#include <algorithm>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/data/spread_samples.h"
#include "core/onnx/reader.h"

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

/// 0, n/2, n/4, 3n/4, ...: every beginning of it is spread over all.
std::vector<size_t> spreadOrder(size_t count)
{
    std::vector<size_t> order;
    size_t bits = 0;
    while ((size_t(1) << bits) < count)
        ++bits;
    for (size_t i = 0; i < size_t(1) << bits; ++i) {
        size_t reversed = 0;
        for (size_t b = 0; b < bits; ++b)
            reversed |= (i >> b & 1) << (bits - 1 - b);
        if (reversed < count)
            order.push_back(reversed);
    }
    return order;
}

/// Per number of groups in `counts` the share of the range of all of them; empty when that range is none.
std::vector<double> sharesOf(const stats::RangeTrace& trace, const std::vector<size_t>& order,
                             const std::vector<size_t>& counts)
{
    Group so;
    std::vector<double> widths;
    size_t next = 0;
    for (const size_t count : counts) {
        for (; next < count; ++next) {
            if (order[next] >= trace.groups().size())
                continue;
            const Group& group = trace.groups()[order[next]];
            so.lo = std::min(so.lo, group.lo);
            so.hi = std::max(so.hi, group.hi);
        }
        widths.push_back(so.empty() ? 0 : double(so.hi) - double(so.lo));
    }
    const double all = widths.back();
    for (double& width : widths)
        width /= all;
    return all > 0 ? widths : std::vector<double>();
}

} // namespace

std::vector<ConvergencePoint> rangeConvergence(const CalibrationResult& calibration)
{
    size_t groups = 0;
    int64_t perGroup = 1;
    for (const stats::TensorStats& tensor : calibration.tensors)
        if (tensor.trace.groups().size() > groups) {
            groups = tensor.trace.groups().size();
            perGroup = tensor.trace.samplesPerGroup();
        }
    if (groups < 2)
        return {};
    std::vector<size_t> counts;
    for (size_t n = 1; n < groups; n *= 2)
        counts.push_back(n);
    counts.push_back(groups);
    const std::vector<size_t> order = spreadOrder(groups);
    std::vector<std::vector<double>> shares(counts.size());
    for (const stats::TensorStats& tensor : calibration.tensors) {
        const std::vector<double> ofTensor = sharesOf(tensor.trace, order, counts);
        for (size_t i = 0; i < ofTensor.size(); ++i)
            shares[i].push_back(ofTensor[i]);
    }
    std::vector<ConvergencePoint> points;
    for (size_t i = 0; i < counts.size() && !shares[i].empty(); ++i) {
        std::sort(shares[i].begin(), shares[i].end());
        points.push_back({std::min(static_cast<int64_t>(counts[i]) * perGroup, calibration.samples),
                          shares[i][shares[i].size() / 2], shares[i][shares[i].size() / 10]});
    }
    return points;
}

Result<std::shared_ptr<const CalibrationResult>> rangesOfFew(const Analyzer& analyzer, data::Dataset& dataset,
                                                             const RunControl& control, int64_t most)
{
    QS_ASSIGN(const auto own, Analyzer::open(analyzer.model()));
    data::SpreadSamples few(dataset, most);
    return own->calibrate(few, control);
}

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
