// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/latency.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "core/kernels/dnnl_support.h"
#include "core/kernels/primitives.h"

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;
using Clock = std::chrono::steady_clock;

constexpr int kLeastRuns = 3;
constexpr auto kEnough = std::chrono::milliseconds(10);

/// Memory of zeros: neither denormal numbers nor NaN, whose speed would be another.
dnnl::memory zeros(const Desc& desc)
{
    dnnl::memory memory(desc, engine());
    std::memset(memory.get_data_handle(), 0, desc.get_size());
    return memory;
}

/// The shortest run: what else the machine does can only add to it.
double leastMs(const dnnl::primitive& primitive, const Args& args)
{
    std::vector<double> times;
    const auto begin = Clock::now();
    while (static_cast<int>(times.size()) <= kLeastRuns || Clock::now() - begin < kEnough) {
        const auto start = Clock::now();
        primitive.execute(stream(), args);
        stream().wait();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    times.erase(times.begin()); // caches were cold
    return *std::min_element(times.begin(), times.end());
}

double timeOf(const WeightedPrimitive& made, const Desc& src, const Desc& dst)
{
    return leastMs(made.primitive, {{DNNL_ARG_SRC, zeros(src)},
                                     {DNNL_ARG_WEIGHTS, zeros(made.weights)},
                                     {DNNL_ARG_DST, zeros(dst)}});
}

double convolutionMs(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y, bool int8)
{
    Shape weights = w;
    if (spec.groups > 1) {
        weights.insert(weights.begin(), spec.groups);
        weights[1] = w[0] / spec.groups;
    }
    Steps steps{spec.strides, spec.dilations, spec.padBegin, spec.padEnd};
    for (auto& gap : steps.gaps)
        --gap; // oneDNN counts the gaps
    const Desc src(x, int8 ? Type::u8 : Type::f32, channelsLastTag(x.size()));
    const Desc dst(y, int8 ? Type::u8 : Type::f32, channelsLastTag(y.size()));
    const Desc any(weights, int8 ? Type::s8 : Type::f32, Tag::any);
    return timeOf(convolutionPrimitive({src, any, Desc(), dst}, steps, {}), src, dst);
}

double productMs(const Shape& a, const Shape& b, bool pack, bool int8)
{
    Shape y = a;
    for (size_t i = 0; i + 2 < y.size(); ++i)
        y[i] = std::max(a[i], b[i]);
    y.back() = b.back();
    const Desc src(a, int8 ? Type::u8 : Type::f32, plainTag(a.size()));
    const Desc dst(y, int8 ? Type::u8 : Type::f32, plainTag(y.size()));
    const Desc weights(b, int8 ? Type::s8 : Type::f32, pack ? Tag::any : plainTag(b.size()));
    return timeOf(matmulPrimitive(src, weights, nullptr, dst), src, dst);
}

} // namespace

Result<Latency> convolutionLatency(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y)
{
    Latency latency;
    QS_RETURN_IF_ERROR(guarded("convolution", [&] {
        latency = {convolutionMs(spec, x, w, y, false), convolutionMs(spec, x, w, y, true)};
    }));
    return latency;
}

Result<Latency> productLatency(const Shape& a, const Shape& b, bool bIsConstant)
{
    Latency latency;
    QS_RETURN_IF_ERROR(guarded("matrix product", [&] {
        latency = {productMs(a, b, bIsConstant, false), productMs(a, b, bIsConstant, true)};
    }));
    return latency;
}

} // namespace qscope::kernels
