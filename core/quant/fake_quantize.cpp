// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/quant/quantizer.h"
#include "core/stats/multiversion.h"

namespace qscope::quant {

namespace {

constexpr int64_t Block = 32768; ///< elements a thread takes at a time

/// 1.5 * 2^23: adding and subtracting it rounds half to even for anything below 2^22 in size, without an instruction
/// that the oldest machines lack.
constexpr float RoundingShift = 12582912.F;

/// Codes relative to the zero point, so that limits and results are plain multiples of the scale.
struct Limits {
    float lo;
    float hi;
};

Limits limitsOf(const QuantParams& params, size_t c)
{
    return {static_cast<float>(params.qmin - params.zeroPoint[c]), static_cast<float>(params.qmax - params.zeroPoint[c])};
}

/// Clipped before it is rounded, which comes to the same with whole limits. A NaN passes through both comparisons.
QSCOPE_INLINE_KERNEL float relativeCode(float x, float scale, float lo, float hi)
{
    float v = x / scale;
    v = v < lo ? lo : v;
    v = v > hi ? hi : v;
    return (v + RoundingShift) - RoundingShift;
}

QSCOPE_MULTIVERSION void quantizeRun(const float* x, int64_t n, float scale, Limits limits, float* out)
{
#pragma GCC ivdep
    for (int64_t i = 0; i < n; ++i)
        out[i] = relativeCode(x[i], scale, limits.lo, limits.hi) * scale;
}

QSCOPE_MULTIVERSION void quantizeRow(const float* x, int64_t n, const float* scale, const float* lo, const float* hi,
                                     float* out)
{
#pragma GCC ivdep
    for (int64_t i = 0; i < n; ++i)
        out[i] = relativeCode(x[i], scale[i], lo[i], hi[i]) * scale[i];
}

/// Memory of a tensor seen as [outer, channels, inner].
struct Split {
    int64_t outer = 1;
    int64_t channels = 1;
    int64_t inner = 1;
};

Split splitAt(const Tensor& x, int axis)
{
    Split split;
    const bool moved = x.layout() == Layout::ChannelsLast && x.rank() >= 3;
    // In channels-last memory axis 1 comes after all others.
    const auto place = [&](size_t a) { return moved && a == 1 ? x.rank() : a; };
    for (size_t a = 0; a < x.rank(); ++a) {
        if (static_cast<int>(a) == axis)
            split.channels = x.dim(a);
        else
            (place(a) < place(static_cast<size_t>(axis)) ? split.outer : split.inner) *= x.dim(a);
    }
    return split;
}

void quantizePerTensor(const float* x, int64_t n, const QuantParams& params, float* out)
{
    const Limits limits = limitsOf(params, 0);
    const float scale = params.scale[0];
    const int64_t blocks = (n + Block - 1) / Block;
#pragma omp parallel for schedule(static) if (blocks > 1)
    for (int64_t b = 0; b < blocks; ++b)
        quantizeRun(x + b * Block, std::min(Block, n - b * Block), scale, limits, out + b * Block);
}

void quantizeRows(const float* x, const Split& split, const QuantParams& params, float* out)
{
    std::vector<float> lo, hi;
    for (size_t c = 0; c < params.scale.size(); ++c) {
        lo.push_back(limitsOf(params, c).lo);
        hi.push_back(limitsOf(params, c).hi);
    }
#pragma omp parallel for schedule(static) if (split.outer * split.channels > Block)
    for (int64_t r = 0; r < split.outer; ++r)
        quantizeRow(x + r * split.channels, split.channels, params.scale.data(), lo.data(), hi.data(),
                    out + r * split.channels);
}

void quantizeRuns(const float* x, const Split& split, const QuantParams& params, float* out)
{
    const int64_t runs = split.outer * split.channels;
#pragma omp parallel for schedule(static) if (runs * split.inner > Block)
    for (int64_t r = 0; r < runs; ++r) {
        const auto c = static_cast<size_t>(r % split.channels);
        quantizeRun(x + r * split.inner, split.inner, params.scale[c], limitsOf(params, c), out + r * split.inner);
    }
}

} // namespace

void fakeQuantizeInto(const Tensor& x, const QuantParams& params, Tensor& out)
{
    assert(x.type() == DType::Float32 && out.type() == DType::Float32);
    assert(x.size() == out.size() && x.layout() == out.layout());
    const float* from = x.data<float>();
    float* to = out.data<float>();
    if (!params.perChannel())
        return quantizePerTensor(from, x.size(), params, to);
    const Split split = splitAt(x, params.axis);
    assert(params.scale.size() == static_cast<size_t>(split.channels));
    if (split.inner == 1)
        quantizeRows(from, split, params, to);
    else
        quantizeRuns(from, split, params, to);
}

Tensor fakeQuantize(const Tensor& x, const QuantParams& params)
{
    Tensor out(DType::Float32, x.shape(), x.layout());
    fakeQuantizeInto(x, params, out);
    return out;
}

std::vector<int32_t> quantizeToCodes(const Tensor& x, const QuantParams& params)
{
    const Tensor plain = toPlain(x);
    const Split split = params.perChannel() ? splitAt(plain, params.axis) : Split{1, 1, plain.size()};
    std::vector<int32_t> codes(static_cast<size_t>(plain.size()));
    for (int64_t i = 0; i < plain.size(); ++i) {
        const auto c = static_cast<size_t>(i / split.inner % split.channels);
        const Limits limits = limitsOf(params, c);
        const float code = relativeCode(plain.data<float>()[i], params.scale[c], limits.lo, limits.hi);
        codes[static_cast<size_t>(i)] = params.zeroPoint[c] + (std::isnan(code) ? 0 : static_cast<int32_t>(code));
    }
    return codes;
}

} // namespace qscope::quant
