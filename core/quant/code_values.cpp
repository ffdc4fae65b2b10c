// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/quant/code_values.h"
#include "core/quant/codes.h"
#include "core/tensor/float8.h"

namespace qscope::quant {

namespace {

Float8 float8Of(const QuantParams& params) { return *float8OfOnnx(params.kind == QuantizerKind::Fp8E4m3 ? 17 : 19); }

const codes::Fp8Form& formOf(const QuantParams& params)
{
    return params.kind == QuantizerKind::Fp8E4m3 ? codes::E4m3 : codes::E5m2;
}

bool away(const QuantParams& params) { return params.rounding == Rounding::HalfAway; }

/// The bit pattern of a value of the format.
int32_t patternOf(float value, const Float8& format)
{
    const float size = std::fabs(value);
    const int32_t sign = std::signbit(value) ? 0x80 : 0;
    if (size == 0)
        return sign;
    const int exponent = std::max(std::ilogb(size), 1 - format.bias);
    const auto units = static_cast<int32_t>(std::ldexp(size, format.mantissaBits - exponent));
    // Without the leading one a value is subnormal, and its exponent field 0.
    return sign + ((exponent + format.bias - 1) << format.mantissaBits) + units;
}

int32_t logCode(float x, const QuantParams& params, float scale)
{
    const float v = x / scale;
    const bool sqrt2 = params.kind == QuantizerKind::LogSqrt2;
    const int32_t k = sqrt2 ? codes::logStep<2>(v) : codes::logStep<1>(v);
    if (k > params.qmax || !(std::fabs(v) >= 0x1p-126F) || (!params.isSigned && v < 0))
        return params.zeroCode();
    return v < 0 ? k + (1 << (params.bits - 1)) : k;
}

int32_t uniformCode(float x, const QuantParams& params, size_t c)
{
    // Ends between two codes belong to the code beyond.
    const float lo = std::floor(params.lowest(c)), hi = std::ceil(params.highest(c));
    const float code = away(params) ? codes::relativeCode<true>(x, params.scale[c], lo, hi)
                                    : codes::relativeCode<false>(x, params.scale[c], lo, hi);
    return params.zeroPoint[c] + static_cast<int32_t>(code);
}

int32_t fp8Code(float x, const QuantParams& params, float scale)
{
    const float v = x / scale;
    const codes::Fp8Form& form = formOf(params);
    return patternOf(away(params) ? codes::fp8Value<true>(v, 1, form) : codes::fp8Value<false>(v, 1, form),
                     float8Of(params));
}

int32_t twinCodeOf(float x, const QuantParams& params, size_t c)
{
    const auto half = static_cast<float>(1 << (params.bits - 1));
    const auto code = away(params) ? codes::twinCode<true>(x, params.scale[c], params.coarse(c), half, params.isSigned)
                                   : codes::twinCode<false>(x, params.scale[c], params.coarse(c), half, params.isSigned);
    return static_cast<int32_t>(code.steps + (code.isCoarse ? half : 0));
}

float twinValueOf(int32_t code, const QuantParams& params, size_t c)
{
    const int32_t half = 1 << (params.bits - 1);
    code = std::clamp(code, 0, 2 * half - 1);
    if (code >= half)
        return static_cast<float>(code - half) * params.coarse(c);
    return static_cast<float>(params.isSigned ? -code : code) * params.scale[c];
}

} // namespace

std::vector<float> bordersOf(const QuantParams& params, size_t c)
{
    const size_t entries = size_t(1) << params.bits;
    const float* first = params.codebook.data() + c * entries;
    std::vector<float> borders;
    for (size_t i = 0; i + 1 < entries; ++i)
        borders.push_back(first[i] / 2 + first[i + 1] / 2);
    return borders;
}

int32_t codeOf(float x, const QuantParams& params, size_t c)
{
    if (std::isnan(x))
        return params.zeroCode(c);
    switch (params.kind) {
    case QuantizerKind::Uniform:
    case QuantizerKind::PowerOfTwo: return uniformCode(x, params, c);
    case QuantizerKind::Log2:
    case QuantizerKind::LogSqrt2: return logCode(x, params, params.scale[c]);
    case QuantizerKind::TwinRange: return twinCodeOf(x, params, c);
    case QuantizerKind::Fp8E4m3:
    case QuantizerKind::Fp8E5m2: return fp8Code(x, params, params.scale[c]);
    case QuantizerKind::Codebook: return codes::nearestEntry(x, bordersOf(params, c).data(), 1 << params.bits);
    }
    return 0;
}

int32_t QuantParams::zeroCode(size_t c) const
{
    if (isUniform())
        return zeroPoint[c];
    if (kind == QuantizerKind::Codebook)
        return codes::nearestEntry(0, bordersOf(*this, c).data(), 1 << bits);
    if (kind == QuantizerKind::Fp8E4m3 || kind == QuantizerKind::Fp8E5m2 || kind == QuantizerKind::TwinRange)
        return 0;
    const int32_t all = 1 << (isSigned ? bits - 1 : bits);
    return qmax == all - 1 ? 1 << bits : qmax + 1; // narrow: the code set free
}

float valueOfCode(int32_t code, const QuantParams& params, size_t c)
{
    const float scale = params.scale[c];
    switch (params.kind) {
    case QuantizerKind::Uniform:
    case QuantizerKind::PowerOfTwo: {
        const auto relative = static_cast<float>(code - params.zeroPoint[c]);
        return (params.zeroFraction > 0 ? std::clamp(relative, params.lowest(c), params.highest(c)) : relative) * scale;
    }
    case QuantizerKind::TwinRange: return twinValueOf(code, params, c);
    case QuantizerKind::Fp8E4m3:
    case QuantizerKind::Fp8E5m2: return float8ToFloat(static_cast<uint8_t>(code), float8Of(params)) * scale;
    case QuantizerKind::Codebook: {
        const auto entries = size_t(1) << params.bits;
        return params.codebook[c * entries + std::min(static_cast<size_t>(code), entries - 1)];
    }
    case QuantizerKind::Log2:
    case QuantizerKind::LogSqrt2: break;
    }
    const int32_t sign = params.isSigned ? 1 << (params.bits - 1) : 1 << params.bits;
    const int32_t k = code % sign;
    const int perOctave = params.kind == QuantizerKind::LogSqrt2 ? 2 : 1;
    if (code >= 1 << params.bits || k > params.qmax || k > 126 * perOctave)
        return 0;
    const float size = scale * (perOctave == 2 ? codes::logLevel<2>(k) : codes::logLevel<1>(k));
    return code >= sign ? -size : size;
}

float fakeQuantize(float x, const QuantParams& params, size_t c)
{
    return std::isnan(x) ? x : valueOfCode(codeOf(x, params, c), params, c);
}

} // namespace qscope::quant
