// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnnl_support.h"
#include "core/kernels/kernels.h"
#include "core/kernels/primitives.h"
#include "core/kernels/winograd.h"

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

struct PlannedConvolution {
    dnnl::primitive primitive;
    Desc src, weights, dst;
    std::shared_ptr<const Winograd> winograd = nullptr; ///< instead of the primitive
};

/// Row-major strides of a shape.
dnnl::memory::dims stridesOf(const Shape& shape)
{
    dnnl::memory::dims strides(shape.size(), 1);
    for (size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

Desc layoutOf(const Shape& shape) { return describe(shape, Layout::ChannelsLast); }

} // namespace

Desc userWeights(const Shape& w, int64_t groups, bool transposed)
{
    Shape dims = w;
    dnnl::memory::dims strides = stridesOf(w);
    if (groups > 1) {
        dims.insert(dims.begin(), groups);
        dims[1] = w[0] / groups;
        strides.insert(strides.begin(), strides[0] * dims[1]);
    }
    if (transposed) { // stored [I, O, ...]
        const size_t first = groups > 1 ? 1 : 0;
        std::swap(dims[first], dims[first + 1]);
        std::swap(strides[first], strides[first + 1]);
    }
    return {dims, Type::f32, strides};
}

Eltwise eltwiseOf(const Finish& finish)
{
    using dnnl::algorithm;
    switch (finish.activation) {
    case Activation::None:
    case Activation::Relu: break;
    case Activation::LeakyRelu: return {algorithm::eltwise_relu, finish.alpha, 0.F};
    case Activation::Clip: return {algorithm::eltwise_clip, finish.alpha, finish.beta};
    case Activation::Swish: return {algorithm::eltwise_swish, finish.alpha, 0.F};
    case Activation::HardSwish: return {algorithm::eltwise_hardswish, 1.F / 6, 0.5F};
    }
    return {algorithm::eltwise_relu, 0.F, 0.F};
}

dnnl::primitive_attr attributesOf(const Finish& finish)
{
    dnnl::post_ops ops;
    if (finish.addsToOutput)
        ops.append_sum(1.F);
    if (finish.activation != Activation::None) {
        const Eltwise e = eltwiseOf(finish);
        appendEltwise(ops, e.kind, e.alpha, e.beta);
    }
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(ops);
    return attributes;
}

struct Convolution::Impl {
    ConvolutionSpec spec;
    RecentCache<std::vector<Shape>, PlannedConvolution> planned;
    PackedWeights packed;

    /// For images turned by a right angle.
    Impl turnedImpl() const
    {
        Impl other;
        other.spec = spec;
        for (auto* values : {&other.spec.strides, &other.spec.dilations, &other.spec.padBegin, &other.spec.padEnd})
            std::swap((*values)[0], (*values)[1]);
        return other;
    }

    PlannedConvolution plan(const Shape& x, const Shape& w, const Desc& user, bool hasBias, const Shape& y)
    {
        if (std::shared_ptr<const Winograd> winograd = Winograd::plan(spec, x, w, hasBias, y))
            return {{}, {}, winograd->weights(), {}, winograd};
        const Desc src = layoutOf(x);
        const Desc dst = layoutOf(y);
        const Desc bias = hasBias ? Desc({y[1]}, Type::f32, Tag::a) : Desc();
        Steps steps{spec.strides, spec.dilations, spec.padBegin, spec.padEnd};
        for (auto& gap : steps.gaps)
            --gap; // oneDNN counts the gaps
        const auto make = spec.transposed ? deconvolutionPrimitive : convolutionPrimitive;
        const auto made = make({src, anyForm(user), bias, dst}, steps, attributesOf(spec.finish));
        return {made.primitive, src, made.weights, dst};
    }
};

Convolution::Convolution(ConvolutionSpec spec) : m_impl(std::make_unique<Impl>()) { m_impl->spec = std::move(spec); }
Convolution::~Convolution() = default;

namespace {

/// An image one pixel wide. In memory it is the same as one a pixel high, and oneDNN's kernels work along rows.
bool isColumn(const Shape& x, const Shape& w, const Shape& y)
{
    return x.size() == 4 && x[3] == 1 && w[3] == 1 && y[3] == 1 && x[2] > 1;
}

Shape turned(Shape shape)
{
    std::swap(shape[2], shape[3]);
    return shape;
}

} // namespace

Status Convolution::run(const Tensor& x, const Tensor& w, const Tensor* bias, Tensor& y, const Workspace& workspace)
{
    return guarded("convolution", [&] {
        const bool column = isColumn(x.shape(), w.shape(), y.shape());
        const Shape wide = column ? turned(w.shape()) : w.shape();
        const Desc user = userWeights(wide, m_impl->spec.groups, m_impl->spec.transposed);
        const std::vector<Shape> key{x.shape(), w.shape()};
        PlannedConvolution* plan = m_impl->planned.find(key);
        if (!plan && column)
            plan = &m_impl->planned.insert(key, m_impl->turnedImpl().plan(turned(x.shape()), wide, user,
                                                                          bias != nullptr, turned(y.shape())));
        else if (!plan)
            plan = &m_impl->planned.insert(key, m_impl->plan(x.shape(), wide, user, bias != nullptr, y.shape()));
        const dnnl::memory weights = m_impl->packed.get(w, user, plan->weights);
        if (plan->winograd) {
            const std::shared_ptr<Buffer> buffer = workspace(plan->winograd->workspaceBytes());
            plan->winograd->run(x, weights, bias, y, buffer->data());
            return;
        }
        Args args{{DNNL_ARG_SRC, wrap(x, plan->src)},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_DST, wrap(y, plan->dst)}};
        if (bias)
            args.emplace(DNNL_ARG_BIAS, wrap(*bias, Desc({bias->size()}, Type::f32, Tag::a)));
        plan->primitive.execute(stream(), args);
        stream().wait();
    });
}

} // namespace qscope::kernels
