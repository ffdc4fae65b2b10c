// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/quant/code_range.h"
#include "core/quant/codebook.h"
#include "core/quant/quantizer.h"
#include "core/quant/weight_slices.h"
#include "core/stats/tensor_stats.h"

namespace qscope::quant {

namespace {

/// Calibrators that look for the least error leave it to k-means; the others bound where entries may lie.
WeightedPoints within(const WeightedPoints& points, Range range)
{
    WeightedPoints kept;
    for (size_t i = 0; i < points.x.size(); ++i) {
        const double x = std::clamp(points.x[i], range.lo, range.hi);
        if (!kept.x.empty() && kept.x.back() == x) {
            kept.weight.back() += points.weight[i];
            continue;
        }
        kept.x.push_back(x);
        kept.weight.push_back(points.weight[i]);
    }
    return kept;
}

/// A codebook quantizer still without entries.
QuantParams emptyCodebook(size_t slices, const QuantizerSpec& spec, int axis)
{
    QuantParams params = paramsFromRanges(std::vector<Range>(slices), spec, axis);
    params.codebook.clear();
    return params;
}

/// Data that end at zero come from a ReLU or the like and hold exact zeros.
bool endsAtZero(const stats::Histogram& h) { return h.lo() == 0 || h.hi() == 0; }

QuantParams codebookOfActivations(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    QuantParams params = emptyCodebook(1, spec, -1);
    WeightedPoints points = within(pointsOf(tensor.histogram), calibrate(tensor, spec));
    params.codebook = codebookFor(points, spec.bits, endsAtZero(tensor.histogram));
    return params;
}

QuantParams codebookOfWeights(const Tensor& weights, const QuantizerSpec& spec, int axis)
{
    const WeightSlices slices(weights, spec, axis);
    const std::vector<Range> ranges = calibrateWeights(weights, spec, axis);
    QuantParams params = emptyCodebook(slices.count(), spec, slices.axis());
    for (size_t c = 0; c < slices.count(); ++c) {
        const std::vector<float> values = slices.values(c);
        const bool pruned = std::find(values.begin(), values.end(), 0.F) != values.end();
        const std::vector<float> entries = codebookFor(within(pointsOf(values), ranges[c]), spec.bits, pruned);
        params.codebook.insert(params.codebook.end(), entries.begin(), entries.end());
    }
    return params;
}

/// Of all ratios of the two steps, the one with the least squared error.
QuantParams twinOfActivations(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    const QuantParams first = paramsFromRange(calibrate(tensor, spec), spec);
    const WeightedPoints points = pointsOf(tensor.histogram);
    QuantParams best = first;
    double least = std::numeric_limits<double>::infinity();
    for (int octaves = 0; octaves <= (first.isSigned ? 16 : first.bits - 1); ++octaves) {
        QuantParams tried = first;
        tried.scale[0] = std::ldexp(first.coarse(0), -octaves);
        tried.zeroPoint[0] = octaves;
        double error = 0;
        for (size_t i = 0; i < points.x.size(); ++i) {
            const double d = points.x[i] - static_cast<double>(fakeQuantize(static_cast<float>(points.x[i]), tried));
            error += points.weight[i] * d * d;
        }
        if (error < least) {
            least = error;
            best = tried;
        }
    }
    return best;
}

Result<QuantParams> perChannel(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    const size_t channels = tensor.channels.count();
    if (tensor.channelAxis < 0 || channels == 0)
        return Error{
            ErrorCode::InvalidArgument,
            filled(say("Quantization", "tensor '%1' has no channels, it can be quantized per tensor only"),
                   tensor.name),
            {}};
    std::vector<Range> ranges(channels);
    const bool recorded = tensor.channels.histograms.size() == channels;
    for (size_t c = 0; c < channels; ++c)
        ranges[c] = recorded || spec.calibrator == Calibrator::Manual
                        ? calibrate(recorded ? tensor.channels.histograms[c] : tensor.histogram, spec)
                        : Range{static_cast<double>(tensor.channels.min[c]), static_cast<double>(tensor.channels.max[c])};
    return paramsFromRanges(ranges, spec, tensor.channelAxis);
}

} // namespace

namespace {

Result<QuantParams> given(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    const bool perChannel = spec.granularity == Granularity::PerChannel;
    const size_t expected = perChannel ? tensor.channels.count() : 1;
    if (spec.scales.size() == expected && (!perChannel || tensor.channelAxis >= 0))
        return paramsGiven(spec, perChannel ? tensor.channelAxis : -1);
    return Error{
        ErrorCode::InvalidArgument,
        perChannel ? filled(say("Quantization", "%1 scales are given for tensor '%2', which has %3 channels"),
                            spec.scales.size(), tensor.name, expected)
                   : filled(say("Quantization", "%1 scales are given for tensor '%2', which has one"),
                            spec.scales.size(), tensor.name),
        {}};
}

} // namespace

Result<QuantParams> quantizerForActivations(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    if (spec.calibrator == Calibrator::Given && spec.kind != QuantizerKind::Codebook)
        return given(tensor, spec);

    if (spec.granularity == Granularity::PerChannel)
        return perChannel(tensor, spec);
    if (spec.kind == QuantizerKind::Codebook)
        return codebookOfActivations(tensor, spec);
    if (spec.kind == QuantizerKind::TwinRange)
        return twinOfActivations(tensor, spec);
    return paramsFromRange(calibrate(tensor, spec), spec);
}

QuantParams quantizerForWeights(const Tensor& weights, const QuantizerSpec& spec, int axis)
{
    if (spec.kind == QuantizerKind::Codebook)
        return codebookOfWeights(weights, spec, axis);
    const int channels = spec.granularity == Granularity::PerTensor || weights.rank() == 0 ? -1 : axis;
    return paramsFromRanges(calibrateWeights(weights, spec, axis), spec, channels);
}

} // namespace qscope::quant
