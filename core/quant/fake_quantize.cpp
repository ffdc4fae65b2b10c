// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/quant/code_values.h"
#include "core/quant/codes.h"
#include "core/quant/quantizer.h"

namespace qscope::quant {

namespace {

constexpr int64_t Block = 32768; ///< elements a thread takes at a time

/// What all slices share, and the numbers of slices: one for a run of elements, or one per element of a row.
struct Formula {
    QuantizerKind kind;
    bool away;
    bool isSigned;
    int32_t qmax;
    int32_t entries; ///< of a codebook
    bool isFractional; ///< limits of uniform codes are not whole
};

struct Slice {
    float scale;
    float step;           ///< what a uniform code is multiplied by: the scale, or 1 where codes are wanted
    float lo, hi;         ///< limits of uniform codes less the zero point
    float coarse;         ///< twin ranges only
    const float* entries; ///< codebooks only
    const float* borders;
};

Formula formulaOf(const QuantParams& params)
{
    return {params.kind, params.rounding == Rounding::HalfAway, params.isSigned, params.qmax, 1 << params.bits,
            params.zeroFraction > 0};
}

#define QSCOPE_EACH(expression)                                                                                        \
    _Pragma("GCC ivdep") for (int64_t i = 0; i < n; ++i) out[i] = (expression)

QSCOPE_MULTIVERSION void quantizeUniform(const float* x, int64_t n, const Slice& slice, bool away, float* out)
{
    const float scale = slice.scale, step = slice.step, lo = slice.lo, hi = slice.hi;
    if (away)
        QSCOPE_EACH(codes::relativeCode<true>(x[i], scale, lo, hi) * step);
    else
        QSCOPE_EACH(codes::relativeCode<false>(x[i], scale, lo, hi) * step);
}

QSCOPE_MULTIVERSION void quantizeOther(const float* x, int64_t n, const Slice& slice, const Formula& f, float* out)
{
    const float scale = slice.scale;
    const int32_t qmax = f.qmax;
    const bool isSigned = f.isSigned;
    const auto half = static_cast<float>(f.entries / 2);
    const float coarse = slice.coarse;
    if (f.kind == QuantizerKind::TwinRange && f.away)
        QSCOPE_EACH(codes::twinValue<true>(x[i], scale, coarse, half, isSigned));
    else if (f.kind == QuantizerKind::TwinRange)
        QSCOPE_EACH(codes::twinValue<false>(x[i], scale, coarse, half, isSigned));
    else if (f.kind == QuantizerKind::Log2)
        QSCOPE_EACH(codes::logValue<1>(x[i], scale, qmax, isSigned));
    else if (f.kind == QuantizerKind::LogSqrt2)
        QSCOPE_EACH(codes::logValue<2>(x[i], scale, qmax, isSigned));
    else if (f.kind == QuantizerKind::Fp8E4m3 && !f.away)
        QSCOPE_EACH(codes::fp8Value<false>(x[i], scale, codes::E4m3));
    else if (f.kind == QuantizerKind::Fp8E4m3)
        QSCOPE_EACH(codes::fp8Value<true>(x[i], scale, codes::E4m3));
    else if (f.kind == QuantizerKind::Fp8E5m2 && !f.away)
        QSCOPE_EACH(codes::fp8Value<false>(x[i], scale, codes::E5m2));
    else if (f.kind == QuantizerKind::Fp8E5m2)
        QSCOPE_EACH(codes::fp8Value<true>(x[i], scale, codes::E5m2));
    else
        QSCOPE_EACH(x[i] != x[i] ? x[i] : slice.entries[codes::nearestEntry(x[i], slice.borders, f.entries)]);
}

QSCOPE_MULTIVERSION void quantizeBetween(const float* x, int64_t n, const Slice& slice, bool away, float* out)
{
    const float scale = slice.scale, lo = slice.lo, hi = slice.hi;
    if (away)
        QSCOPE_EACH(codes::relativeCodeBetween<true>(x[i], scale, lo, hi) * scale);
    else
        QSCOPE_EACH(codes::relativeCodeBetween<false>(x[i], scale, lo, hi) * scale);
}

void quantizeRun(const float* x, int64_t n, const Slice& slice, const Formula& formula, float* out)
{
    const bool isUniform = formula.kind == QuantizerKind::Uniform || formula.kind == QuantizerKind::PowerOfTwo;
    if (isUniform && formula.isFractional)
        quantizeBetween(x, n, slice, formula.away, out);
    else if (isUniform)
        quantizeUniform(x, n, slice, formula.away, out);
    else
        quantizeOther(x, n, slice, formula, out);
}

/// A slice per element; codebooks and twin ranges not.
struct Row {
    std::vector<float> scale, step, lo, hi;
};

QSCOPE_MULTIVERSION void quantizeRow(const float* x, int64_t n, const Row& row, const Formula& f, float* out)
{
    const float *scale = row.scale.data(), *step = row.step.data(), *lo = row.lo.data(), *hi = row.hi.data();
    const int32_t qmax = f.qmax;
    const bool isSigned = f.isSigned;
    if (f.kind == QuantizerKind::Log2)
        QSCOPE_EACH(codes::logValue<1>(x[i], scale[i], qmax, isSigned));
    else if (f.kind == QuantizerKind::LogSqrt2)
        QSCOPE_EACH(codes::logValue<2>(x[i], scale[i], qmax, isSigned));
    else if (f.kind == QuantizerKind::Fp8E4m3 && !f.away)
        QSCOPE_EACH(codes::fp8Value<false>(x[i], scale[i], codes::E4m3));
    else if (f.kind == QuantizerKind::Fp8E4m3)
        QSCOPE_EACH(codes::fp8Value<true>(x[i], scale[i], codes::E4m3));
    else if (f.kind == QuantizerKind::Fp8E5m2 && !f.away)
        QSCOPE_EACH(codes::fp8Value<false>(x[i], scale[i], codes::E5m2));
    else if (f.kind == QuantizerKind::Fp8E5m2)
        QSCOPE_EACH(codes::fp8Value<true>(x[i], scale[i], codes::E5m2));
    else if (f.away)
        QSCOPE_EACH(codes::relativeCode<true>(x[i], scale[i], lo[i], hi[i]) * step[i]);
    else
        QSCOPE_EACH(codes::relativeCode<false>(x[i], scale[i], lo[i], hi[i]) * step[i]);
}

#undef QSCOPE_EACH

/// The numbers of every slice of a quantizer.
class Slices {
public:
    explicit Slices(const QuantParams& params, bool wantCodes = false) : m_params(params), m_wantCodes(wantCodes)
    {
        if (params.kind == QuantizerKind::Codebook)
            for (size_t c = 0; c < params.slices(); ++c)
                m_borders.push_back(bordersOf(params, c));
    }
    Slice operator[](size_t c) const
    {
        Slice slice{m_params.scale[c],
                    m_wantCodes ? 1.F : m_params.scale[c],
                    m_params.lowest(c),
                    m_params.highest(c),
                    m_params.coarse(c),
                    nullptr,
                    nullptr};
        if (!m_borders.empty()) {
            slice.entries = m_params.codebook.data() + (c << m_params.bits);
            slice.borders = m_borders[c].data();
        }
        return slice;
    }
    /// Slices first, first + stride, ...
    Row row(size_t first, size_t stride, size_t count) const
    {
        Row row;
        for (size_t i = 0; i < count; ++i) {
            const Slice slice = (*this)[first + i * stride];
            row.scale.push_back(slice.scale);
            row.step.push_back(slice.step);
            row.lo.push_back(slice.lo);
            row.hi.push_back(slice.hi);
        }
        return row;
    }

private:
    const QuantParams& m_params;
    bool m_wantCodes;
    std::vector<std::vector<float>> m_borders;
};

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

/// How a reduction is cut: one block where the quantizer has none.
struct Cut {
    int64_t size;
    int64_t count;
};

Cut cutOf(const Split& split, const QuantParams& params)
{
    const int64_t reduction = split.outer * split.inner;
    if (!params.perBlock())
        return {std::max<int64_t>(reduction, 1), 1};
    return {params.blockSize, (reduction + params.blockSize - 1) / params.blockSize};
}

void quantizePerTensor(const float* x, int64_t n, const QuantParams& params, bool wantCodes, float* out)
{
    const Formula formula = formulaOf(params);
    const Slices slices(params, wantCodes);
    const int64_t blocks = (n + Block - 1) / Block;
#pragma omp parallel for schedule(static) if (blocks > 1)
    for (int64_t b = 0; b < blocks; ++b)
        quantizeRun(x + b * Block, std::min(Block, n - b * Block), slices[0], formula, out + b * Block);
}

/// Channels lie side by side.
void quantizeRows(const float* x, const Split& split, const QuantParams& params, bool wantCodes, float* out)
{
    const Cut cut = cutOf(split, params);
    const Formula formula = formulaOf(params);
    const Slices slices(params, wantCodes);
    for (int64_t block = 0; block < cut.count; ++block) {
        const Row row = slices.row(static_cast<size_t>(block), static_cast<size_t>(cut.count),
                                   static_cast<size_t>(split.channels));
        const int64_t end = std::min(split.outer, (block + 1) * cut.size);
#pragma omp parallel for schedule(static) if (cut.size * split.channels > Block)
        for (int64_t r = block * cut.size; r < end; ++r)
            quantizeRow(x + r * split.channels, split.channels, row, formula, out + r * split.channels);
    }
}

/// Every channel's elements lie in runs, each cut at the borders of the blocks.
void quantizeRuns(const float* x, const Split& split, const QuantParams& params, bool wantCodes, float* out)
{
    const Cut cut = cutOf(split, params);
    const Formula formula = formulaOf(params);
    const Slices slices(params, wantCodes);
    const int64_t runs = split.outer * split.channels;
#pragma omp parallel for schedule(static) if (runs * split.inner > Block)
    for (int64_t r = 0; r < runs; ++r) {
        const int64_t begin = r / split.channels * split.inner; // within the reduction
        for (int64_t at = begin; at < begin + split.inner;) {
            const int64_t end = std::min(begin + split.inner, (at / cut.size + 1) * cut.size);
            const auto slice = static_cast<size_t>(r % split.channels * cut.count + at / cut.size);
            const int64_t offset = r * split.inner + at - begin;
            quantizeRun(x + offset, end - at, slices[slice], formula, out + offset);
            at = end;
        }
    }
}

void quantizeInto(const Tensor& x, const QuantParams& params, bool wantCodes, Tensor& out)
{
    assert(x.type() == DType::Float32 && out.type() == DType::Float32);
    assert(x.size() == out.size() && x.layout() == out.layout());
    assert(checkFits(params, x.shape()).ok());
    assert(!params.perBlock() || x.layout() == Layout::Plain);
    const float* from = x.data<float>();
    float* to = out.data<float>();
    if (params.axis < 0)
        return quantizePerTensor(from, x.size(), params, wantCodes, to);
    const Split split = splitAt(x, params.axis);
    const bool hasRows = params.kind != QuantizerKind::Codebook && params.kind != QuantizerKind::TwinRange;
    if (split.inner == 1 && hasRows)
        quantizeRows(from, split, params, wantCodes, to);
    else
        quantizeRuns(from, split, params, wantCodes, to);
}

} // namespace

void fakeQuantizeInto(const Tensor& x, const QuantParams& params, Tensor& out)
{
    quantizeInto(x, params, false, out);
}

Tensor fakeQuantize(const Tensor& x, const QuantParams& params)
{
    Tensor out(DType::Float32, x.shape(), x.layout());
    quantizeInto(x, params, false, out);
    return out;
}

Tensor centredCodes(const Tensor& x, const QuantParams& params)
{
    assert(params.isUniform());
    Tensor out(DType::Float32, x.shape(), x.layout());
    quantizeInto(x, params, true, out);
    return out;
}

std::vector<int32_t> quantizeToCodes(const Tensor& x, const QuantParams& params)
{
    const Tensor plain = toPlain(x);
    const Split split = params.axis >= 0 ? splitAt(plain, params.axis) : Split{1, 1, plain.size()};
    const Cut cut = cutOf(split, params);
    const Slices slices(params);
    const bool isCodebook = params.kind == QuantizerKind::Codebook;
    std::vector<int32_t> result(static_cast<size_t>(plain.size()));
    for (int64_t i = 0; i < plain.size(); ++i) {
        const int64_t channel = i / split.inner % split.channels;
        const int64_t along = i / (split.inner * split.channels) * split.inner + i % split.inner;
        const auto slice = static_cast<size_t>(channel * cut.count + along / cut.size);
        const float value = plain.data<float>()[i];
        result[static_cast<size_t>(i)] =
            isCodebook && !std::isnan(value) ? codes::nearestEntry(value, slices[slice].borders, 1 << params.bits)
                                             : codeOf(value, params, slice);
    }
    return result;
}

} // namespace qscope::quant
