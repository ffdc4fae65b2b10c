// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/quantizer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace qscope::quant {

namespace {

constexpr std::array Calibrators{Calibrator::Max, Calibrator::Percentile, Calibrator::Entropy, Calibrator::Mse};
constexpr std::array Granularities{Granularity::PerTensor, Granularity::PerChannel};

/// One scale and zero point, in double precision.
struct Affine {
    double scale = 1;
    int32_t zeroPoint = 0;
};

Affine affineFromRange(Range range, int32_t qmin, int32_t qmax, bool symmetric)
{
    const double lo = std::min(range.lo, 0.0);
    const double hi = std::max(range.hi, 0.0);
    const double scale = symmetric ? std::max(-lo, hi) / qmax : (hi - lo) / (qmax - qmin);
    if (!(static_cast<float>(scale) >= std::numeric_limits<float>::min()) || !std::isfinite(static_cast<float>(scale)))
        return {};
    if (symmetric)
        return {scale, 0};
    const double zeroPoint = std::nearbyint(qmin - lo / scale);
    return {scale, static_cast<int32_t>(std::clamp<double>(zeroPoint, qmin, qmax))};
}

QuantParams emptyParams(int bits, bool symmetric)
{
    assert(bits >= 2 && bits <= 16);
    QuantParams params;
    params.bits = bits;
    params.isSigned = symmetric;
    params.qmax = symmetric ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    params.qmin = symmetric ? -params.qmax : 0;
    params.scale.clear();
    params.zeroPoint.clear();
    return params;
}

void append(QuantParams& params, Range range)
{
    const Affine affine = affineFromRange(range, params.qmin, params.qmax, params.isSigned);
    params.scale.push_back(static_cast<float>(affine.scale));
    params.zeroPoint.push_back(affine.zeroPoint);
}

} // namespace

std::string_view granularityName(Granularity granularity)
{
    return granularity == Granularity::PerChannel ? "per-channel" : "per-tensor";
}

std::string_view calibratorName(Calibrator calibrator)
{
    switch (calibrator) {
    case Calibrator::Max: return "max";
    case Calibrator::Percentile: return "percentile";
    case Calibrator::Entropy: return "entropy";
    case Calibrator::Mse: return "mse";
    }
    return {};
}

std::optional<Granularity> granularityFromName(std::string_view name)
{
    for (const Granularity g : Granularities)
        if (granularityName(g) == name)
            return g;
    return std::nullopt;
}

std::optional<Calibrator> calibratorFromName(std::string_view name)
{
    for (const Calibrator c : Calibrators)
        if (calibratorName(c) == name)
            return c;
    return std::nullopt;
}

std::string_view calibratorDescription(Calibrator calibrator)
{
    switch (calibrator) {
    case Calibrator::Max: return "Covers every value seen, so nothing is clipped and outliers make all steps coarser.";
    case Calibrator::Percentile: return "Clips the given share of the most extreme values.";
    case Calibrator::Entropy:
        return "Clips where the quantized distribution differs least from the real one (Kullback-Leibler divergence).";
    case Calibrator::Mse: return "Clips where the squared error of rounding and clipping together is smallest.";
    }
    return {};
}

Range QuantParams::representable(size_t c) const
{
    const double s = scale[c];
    return {s * (qmin - zeroPoint[c]), s * (qmax - zeroPoint[c])};
}

QuantParams paramsFromRange(Range range, int bits, bool symmetric)
{
    QuantParams params = emptyParams(bits, symmetric);
    append(params, range);
    return params;
}

QuantParams paramsFromRanges(std::span<const Range> ranges, int bits, bool symmetric, int axis)
{
    QuantParams params = emptyParams(bits, symmetric);
    params.axis = axis;
    for (const Range& range : ranges)
        append(params, range);
    return params;
}

} // namespace qscope::quant
