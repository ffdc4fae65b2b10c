// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/integer_sums.h"

#include <algorithm>

#include "core/ops/float_loops.h"

namespace qscope::ops {

namespace {

constexpr int64_t ShortRun = 1024; ///< elements below which a call costs as much as what it does

/// Memory as [outer, channels, inner].
struct Rows {
    int64_t outer = 1;
    int64_t channels = 1;
    int64_t inner = 1;
};

Rows rowsOf(const Tensor& y, size_t axis)
{
    Rows rows;
    rows.channels = y.dim(axis);
    if (y.layout() == Layout::ChannelsLast && axis == 1) {
        rows.outer = rows.channels == 0 ? 0 : y.size() / rows.channels;
        return rows;
    }
    for (size_t i = 0; i < y.rank(); ++i) {
        if (i != axis)
            (i < axis ? rows.outer : rows.inner) *= y.dim(i);
    }
    return rows;
}

/// y = y * unit + bias; a number each, or (stride 1) as many as elements.
void scaleRun(float* y, int64_t n, const float* unit, const float* bias, int64_t stride)
{
    loops::mul(y, 1, unit, stride, y, n);
    if (bias)
        loops::add(y, 1, bias, stride, y, n);
}

} // namespace

Status scaleSums(Context& context, const std::vector<float>& unit, size_t axis, const Tensor* bias, Tensor& y)
{
    const Rows rows = rowsOf(y, axis);
    const auto channels = static_cast<size_t>(rows.channels);
    if (channels % unit.size() != 0)
        return context.error(ErrorCode::ShapeMismatch, std::to_string(unit.size()) + " weight scales for "
                                                           + std::to_string(channels) + " output channels");
    // Short rows are taken several at a time, beside as many repetitions of their units.
    const int64_t together =
        rows.inner == 1 && rows.channels > 0 ? std::max<int64_t>(1, ShortRun / rows.channels) : 1;
    std::vector<float> units(channels * static_cast<size_t>(together));
    for (size_t i = 0; i < units.size(); ++i)
        units[i] = unit[i % channels % unit.size()];
    std::vector<float> repeated(bias ? units.size() : 0);
    for (size_t i = 0; i < repeated.size(); ++i)
        repeated[i] = bias->data<float>()[i % channels];
    const float* shifts = bias ? repeated.data() : nullptr;
    float* data = y.data<float>();
    constexpr int64_t Parallel = 65536; ///< elements from which on threads pay
    if (rows.inner == 1) {
#pragma omp parallel for schedule(static) if (y.size() >= Parallel)
        for (int64_t r = 0; r < rows.outer; r += together)
            scaleRun(data + r * rows.channels, std::min(together, rows.outer - r) * rows.channels,
                     units.data(), shifts, 1);
        return {};
    }
#pragma omp parallel for schedule(static) if (y.size() >= Parallel)
    for (int64_t r = 0; r < rows.outer * rows.channels; ++r) {
        const int64_t c = r % rows.channels;
        scaleRun(data + r * rows.inner, rows.inner, units.data() + c, shifts ? shifts + c : nullptr, 0);
    }
    return {};
}

const Tensor* biasInSums(const Context& context)
{
    return context.has(2) && (!context.sums || context.sums->biasIsInteger) ? &context.input(2) : nullptr;
}

const Tensor* biasBehindSums(const Context& context)
{
    return context.has(2) && context.sums && !context.sums->biasIsInteger ? &context.input(2) : nullptr;
}

} // namespace qscope::ops
