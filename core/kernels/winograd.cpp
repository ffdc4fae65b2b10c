// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/winograd.h"

#include <algorithm>

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

constexpr int64_t kBlock = 16; ///< channels
constexpr int64_t kTile = 4;

bool all(const std::vector<int64_t>& values, int64_t wanted)
{
    return std::all_of(values.begin(), values.end(), [wanted](int64_t v) { return v == wanted; });
}

bool isEligible(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y)
{
    if (spec.isExact || x.size() != 4 || spec.groups != 1 || spec.transposed || !all(spec.strides, 1) || !all(spec.dilations, 1)
        || x[0] < 1)
        return false;
    return w[2] == 3 && w[3] == 3 && x[1] % kBlock == 0 && y[1] % kBlock == 0;
}

/// The weights grow fourfold and are read once per call: that must be spread over enough pixels. Tiles cut off at the
/// edges must not be most of the work, nor moving the channels.
bool pays(const Shape& x, const Shape& y, int64_t images)
{
    constexpr int64_t CacheBytes = int64_t(8) << 20;
    constexpr int64_t LeastPixels = 128;
    constexpr int64_t LeastProducts = 512;
    constexpr int64_t MostMoved = int64_t(16) << 20; // its copy in blocks is memory nobody else uses
    const int64_t moved = images * (elementCount(x) + elementCount(y)) / x[0] * static_cast<int64_t>(sizeof(float));
    const int64_t transformed = 36 * x[1] * y[1] * static_cast<int64_t>(sizeof(float));
    const bool weightsFit = transformed <= CacheBytes || images * y[2] * y[3] >= LeastPixels;
    return weightsFit && moved <= MostMoved && y[2] >= kTile && y[3] >= kTile && x[1] * y[1] >= LeastProducts;
}

/// As many as fit into a part of the cache with their results, evenly. So large layers take one, whatever the batch:
/// their weights, whose form depends on the number, are then kept in one form.
int64_t imagesPerCall(const Shape& x, const Shape& y)
{
    constexpr int64_t CacheBytes = int64_t(256) << 10;
    const int64_t bytes = (elementCount(x) + elementCount(y)) / x[0] * static_cast<int64_t>(sizeof(float));
    int64_t images = std::clamp<int64_t>(CacheBytes / std::max<int64_t>(bytes, 1), 1, x[0]);
    while (x[0] % images != 0)
        --images;
    return images;
}

Shape withImages(Shape shape, int64_t images)
{
    shape[0] = images;
    return shape;
}

bool isBuiltIn(Activation activation) { return activation == Activation::None || activation == Activation::Relu; }

dnnl::reorder reorderBetween(const Desc& from, const Desc& to) { return {{engine(), from, engine(), to}}; }

} // namespace

bool Winograd::isWanted(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y)
{
    return isEligible(spec, x, w, y) && pays(x, y, imagesPerCall(x, y));
}

std::unique_ptr<Winograd> Winograd::plan(const ConvolutionSpec& spec, const Shape& x, const Shape& w, bool hasBias,
                                         const Shape& y)
{
    if (!isWanted(spec, x, w, y))
        return nullptr;
    const int64_t images = imagesPerCall(x, y);
    std::unique_ptr<Winograd> made(new Winograd);
    made->m_calls = x[0] / images;
    made->m_addsToOutput = spec.finish.addsToOutput;
    const Shape src = withImages(x, images);
    const Shape dst = withImages(y, images);
    made->m_src = describe(src, Layout::ChannelsLast);
    made->m_dst = describe(dst, Layout::ChannelsLast);
    made->m_blockedSrc = Desc(src, Type::f32, Tag::nChw16c);
    made->m_blockedDst = Desc(dst, Type::f32, Tag::nChw16c);
    Finish within = spec.finish;
    if (!isBuiltIn(within.activation))
        within.activation = Activation::None;
    const Desc bias = hasBias ? Desc({y[1]}, Type::f32, Tag::a) : Desc();
    auto convolution = winogradPrimitive({made->m_blockedSrc, anyForm(describe(w, Layout::Plain)), bias, made->m_blockedDst},
                                         {spec.strides, {0, 0}, spec.padBegin, spec.padEnd}, attributesOf(within));
    if (!convolution)
        return nullptr;
    made->m_convolution = std::move(*convolution);
    if (!isBuiltIn(spec.finish.activation)) {
        const Eltwise e = eltwiseOf(spec.finish);
        made->m_activation = eltwisePrimitive(e.kind, made->m_blockedDst, e.alpha, e.beta);
    }
    made->m_intoBlocks = reorderBetween(made->m_src, made->m_blockedSrc);
    made->m_outOfBlocks = reorderBetween(made->m_blockedDst, made->m_dst);
    if (spec.finish.addsToOutput)
        made->m_summandIntoBlocks = reorderBetween(made->m_dst, made->m_blockedDst);
    return made;
}

size_t Winograd::workspaceBytes() const
{
    return m_blockedSrc.get_size() + m_blockedDst.get_size() + m_convolution.scratch.get_size();
}

void Winograd::runImages(float* x, const dnnl::memory& weights, const Tensor* bias, float* y, char* workspace) const
{
    dnnl::memory user(m_src, engine(), x);
    dnnl::memory result(m_dst, engine(), y);
    dnnl::memory src(m_blockedSrc, engine(), workspace);
    dnnl::memory dst(m_blockedDst, engine(), workspace + m_blockedSrc.get_size());
    const dnnl::memory scratch(m_convolution.scratch, engine(),
                               workspace + m_blockedSrc.get_size() + m_blockedDst.get_size());
    m_intoBlocks.execute(stream(), user, src);
    if (m_addsToOutput)
        m_summandIntoBlocks.execute(stream(), result, dst);
    Args args{{DNNL_ARG_SRC, src}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, dst}, {DNNL_ARG_SCRATCHPAD, scratch}};
    if (bias)
        args.emplace(DNNL_ARG_BIAS, wrap(*bias, Desc({bias->size()}, Type::f32, Tag::a)));
    m_convolution.primitive.execute(stream(), args);
    if (m_activation)
        m_activation.execute(stream(), {{DNNL_ARG_SRC, dst}, {DNNL_ARG_DST, dst}});
    m_outOfBlocks.execute(stream(), dst, result);
}

void Winograd::run(const Tensor& x, const dnnl::memory& weights, const Tensor* bias, Tensor& y, void* workspace) const
{
    const int64_t xStep = x.size() / m_calls;
    const int64_t yStep = y.size() / m_calls;
    for (int64_t i = 0; i < m_calls; ++i)
        runImages(const_cast<float*>(x.data<float>()) + i * xStep, weights, bias, y.data<float>() + i * yStep,
                  static_cast<char*>(workspace));
    stream().wait();
}

} // namespace qscope::kernels
