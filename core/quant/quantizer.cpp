// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/quantizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/quant/code_range.h"
#include "core/quant/codes.h"

namespace qscope::quant {

namespace {

bool isUsable(double scale)
{
    const auto single = static_cast<float>(scale);
    return single >= std::numeric_limits<float>::min() && std::isfinite(single);
}

double largestOf(Range range, bool isSigned) { return std::max({isSigned ? -range.lo : 0.0, range.hi, 0.0}); }

QuantParams emptyParams(const QuantizerSpec& spec, bool negative)
{
    const CodeRange codes = codeRangeOf(spec, negative);
    QuantParams params;
    params.bits = bitsOf(spec);
    params.isSigned = codes.isSigned;
    params.qmin = codes.qmin;
    params.qmax = codes.qmax;
    params.scale.clear();
    params.zeroPoint.clear();
    params.kind = spec.kind;
    params.rounding = spec.rounding;
    return params;
}

void appendEvenEntries(QuantParams& params, Range range)
{
    const double lo = std::min(range.lo, 0.0), hi = std::max(range.hi, 0.0);
    for (int32_t q = 0; q <= params.qmax; ++q)
        params.codebook.push_back(static_cast<float>(lo + (hi - lo) * q / params.qmax));
}

/// Step of the fine range, and the octaves from there to the coarse one.
Affine twinFromRange(Range range, const QuantParams& params)
{
    const int half = 1 << (params.bits - 1);
    const double lo = params.isSigned ? std::max(-range.lo, 0.0) : 0, hi = std::max(range.hi, 0.0);
    const double coarse = hi / (half - 1);
    if (!isUsable(coarse)) {
        const bool isNegative = isUsable(lo / (half - 1));
        return {isNegative ? lo / (half - 1) : 1, 0};
    }
    if (!params.isSigned)
        return {std::ldexp(coarse, 1 - params.bits), params.bits - 1};
    const double wanted = lo > 0 ? std::floor(std::log2(hi / lo)) : 0;
    const int octaves = static_cast<int>(std::clamp(wanted, 0.0, 16.0));
    return {std::ldexp(coarse, -octaves), octaves};
}

void append(QuantParams& params, Range range, const QuantizerSpec& spec)
{
    Affine affine;
    if (params.isUniform()) {
        affine = affineFromRange(range, uniformFormOf(spec));
    } else if (spec.kind == QuantizerKind::TwinRange) {
        affine = twinFromRange(range, params);
    } else if (spec.kind == QuantizerKind::Codebook) {
        appendEvenEntries(params, range);
    } else {
        const double top = spec.kind == QuantizerKind::Fp8E4m3 ? 448 : spec.kind == QuantizerKind::Fp8E5m2 ? 57344 : 1;
        const double scale = largestOf(range, params.isSigned) / top;
        affine.scale = isUsable(scale) ? scale : 1;
    }
    params.scale.push_back(static_cast<float>(affine.scale));
    params.zeroPoint.push_back(affine.zeroPoint);
}

QuantizerSpec uniform(int bits, bool symmetric)
{
    QuantizerSpec spec;
    spec.bits = bits;
    spec.symmetric = symmetric;
    return spec;
}

} // namespace

CodeRange codeRangeOf(const QuantizerSpec& spec, bool negative)
{
    const int bits = bitsOf(spec);
    assert(bits >= 2 && bits <= 16);
    if (spec.kind == QuantizerKind::Codebook || bits != spec.bits || spec.kind == QuantizerKind::Fp8E4m3 ||
        spec.kind == QuantizerKind::Fp8E5m2)
        return {spec.kind != QuantizerKind::Codebook, 0, (1 << bits) - 1};
    const bool isLog = spec.kind == QuantizerKind::Log2 || spec.kind == QuantizerKind::LogSqrt2;
    const bool byItself = isLog ? negative : spec.symmetric;
    const bool isSigned = spec.sign == Signedness::Auto ? byItself : spec.sign == Signedness::Signed;
    if (spec.kind == QuantizerKind::TwinRange)
        return {spec.sign == Signedness::Auto ? negative : spec.sign == Signedness::Signed, 0, (1 << bits) - 1};
    const bool narrow = spec.narrowRange == NarrowRange::Auto ? !isLog && isSigned && spec.symmetric
                                                              : spec.narrowRange == NarrowRange::On;
    const int32_t top = (1 << (isSigned ? bits - 1 : bits)) - 1;
    if (isLog || !isSigned)
        return {isSigned, 0, narrow ? top - 1 : top};
    return {true, narrow ? -top : -top - 1, top};
}

UniformForm uniformFormOf(const QuantizerSpec& spec)
{
    return {codeRangeOf(spec, true), spec.symmetric, spec.kind == QuantizerKind::PowerOfTwo,
            spec.calibrator == Calibrator::Quantile && !spec.symmetric};
}

UniformForm uniformFormOf(int bits, bool symmetric) { return uniformFormOf(uniform(bits, symmetric)); }

namespace {

void raiseToPowerOfTwo(double& scale)
{
    int exponent = 0;
    if (std::frexp(scale, &exponent) > 0.5)
        scale = std::ldexp(1.0, exponent);
}

/// The range as it is, wherever zero lies.
Affine affineAnywhere(Range range, const UniformForm& form)
{
    const CodeRange& codes = form.codes;
    const double farthest = std::max(std::abs(range.lo), std::abs(range.hi));
    double scale = range.hi == range.lo ? farthest : (range.hi - range.lo) / (codes.qmax - codes.qmin);
    scale = std::max(scale, farthest / (FarthestZeroPoint - 65536)); // leaves room for the codes
    if (!isUsable(scale))
        return {};
    if (form.powerOfTwo)
        raiseToPowerOfTwo(scale);
    return {scale, static_cast<int32_t>(codes.qmin + std::nearbyint(-range.lo / scale))};
}

} // namespace

Affine affineFromRange(Range range, const UniformForm& form)
{
    if (form.anywhere)
        return affineAnywhere(range, form);
    const CodeRange& codes = form.codes;
    const double lo = std::min(range.lo, 0.0);
    const double hi = std::max(range.hi, 0.0);
    double scale = (hi - lo) / (codes.qmax - codes.qmin);
    if (form.symmetric)
        scale = std::max(hi / codes.qmax, codes.qmin < 0 ? lo / codes.qmin : 0.0);
    if (form.powerOfTwo && isUsable(scale))
        raiseToPowerOfTwo(scale);
    if (!isUsable(scale))
        return {};
    if (form.symmetric)
        return {scale, 0};
    const double zeroPoint = std::nearbyint(codes.qmin - lo / scale);
    return {scale, static_cast<int32_t>(std::clamp<double>(zeroPoint, codes.qmin, codes.qmax))};
}

Range QuantParams::representable(size_t c) const
{
    if (kind == QuantizerKind::Codebook) {
        const size_t entries = size_t(1) << bits;
        return {static_cast<double>(codebook[c * entries]), static_cast<double>(codebook[(c + 1) * entries - 1])};
    }
    const double s = static_cast<double>(scale[c]);
    if (isUniform())
        return {s * static_cast<double>(lowest(c)), s * static_cast<double>(highest(c))};
    if (kind == QuantizerKind::TwinRange) {
        const int largest = (1 << (bits - 1)) - 1;
        return {isSigned ? -largest * s : 0, largest * static_cast<double>(coarse(c))};
    }
    const double top = kind == QuantizerKind::Fp8E4m3 ? 448 * s : kind == QuantizerKind::Fp8E5m2 ? 57344 * s : s;
    return {isSigned ? -top : 0, top};
}

float QuantParams::coarse(size_t c) const { return std::ldexp(scale[c], zeroPoint[c]); }

std::vector<float> QuantParams::levels(size_t c) const
{
    std::vector<float> result;
    const int32_t last = isUniform() ? qmax : (1 << bits);
    const int32_t first = zeroFraction > 0 ? qmin - 1 : qmin;
    for (int32_t q = isUniform() ? first : 0; q <= last; ++q) {
        const float value = valueOfCode(q, *this, c);
        if (std::isfinite(value))
            result.push_back(value);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end()); // also -0 and 0
    return result;
}

QuantParams paramsFromRanges(std::span<const Range> ranges, const QuantizerSpec& spec, int axis)
{
    const bool negative = std::any_of(ranges.begin(), ranges.end(), [](Range r) { return r.lo < 0; });
    QuantParams params = emptyParams(spec, negative);
    params.axis = axis;
    if (axis >= 0 && spec.granularity == Granularity::PerBlock)
        params.blockSize = spec.blockSize;
    for (const Range& range : ranges)
        append(params, range, spec);
    return params;
}

QuantParams paramsGiven(const QuantizerSpec& spec, int axis)
{
    QuantParams params = emptyParams(spec, false);
    params.axis = axis;
    for (size_t c = 0; c < spec.scales.size(); ++c) {
        const double zeroPoint = c < spec.zeroPoints.size() ? spec.zeroPoints[c] : 0;
        params.scale.push_back(static_cast<float>(spec.scales[c]));
        params.zeroPoint.push_back(static_cast<int32_t>(std::floor(zeroPoint)));
        params.zeroFraction = static_cast<float>(zeroPoint - std::floor(zeroPoint));
    }
    return params;
}

QuantParams paramsFromRange(Range range, const QuantizerSpec& spec)
{
    return paramsFromRanges(std::span(&range, 1), spec, -1);
}

QuantParams paramsFromRange(Range range, int bits, bool symmetric)
{
    return paramsFromRange(range, uniform(bits, symmetric));
}

QuantParams paramsFromRanges(std::span<const Range> ranges, int bits, bool symmetric, int axis)
{
    return paramsFromRanges(ranges, uniform(bits, symmetric), axis);
}

BlockGrid BlockGrid::of(const Shape& shape, int axis, int blockSize)
{
    BlockGrid grid;
    int64_t reduction = 1;
    for (size_t a = 0; a < shape.size(); ++a)
        (static_cast<int>(a) == axis ? grid.channels : reduction) *= shape[a];
    grid.perChannel = (reduction + blockSize - 1) / blockSize;
    return grid;
}

Status checkFits(const QuantParams& params, const Shape& shape)
{
    if (params.axis < 0)
        return {};
    const auto axis = static_cast<size_t>(params.axis);
    if (axis >= shape.size())
        return Error{ErrorCode::ShapeMismatch,
                     filled(say("Quantization",
                                "a quantizer with channels on axis %1 does not fit a tensor of rank %2"),
                            axis, shape.size()),
                     {}};
    const int64_t blocks = params.perBlock() ? BlockGrid::of(shape, params.axis, params.blockSize).perChannel : 1;
    if (shape[axis] * blocks == static_cast<int64_t>(params.slices()))
        return {};
    return Error{ErrorCode::ShapeMismatch,
                 filled(say("Quantization",
                            "a quantizer with %1 scales does not fit a tensor with %2 channels on axis %3"),
                        params.slices(), shape[axis], axis),
                 {}};
}

} // namespace qscope::quant
