// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/primitives.h"

// oneDNN 3.x: the primitive's descriptor at once; source and destination are told apart everywhere.
#if DNNL_VERSION_MAJOR >= 3

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using dnnl::algorithm;
using dnnl::normalization_flags;
constexpr auto kInference = dnnl::prop_kind::forward_inference;

} // namespace

Desc anyForm(const Desc& desc, dnnl::memory::data_type type)
{
    return {desc.get_dims(), type, dnnl::memory::format_tag::any};
}

WeightedPrimitive convolutionPrimitive(const ConvolutionOperands& o, const Steps& s,
                                       const dnnl::primitive_attr& attributes)
{
    using Forward = dnnl::convolution_forward;
    const Forward::primitive_desc pd(engine(), kInference, algorithm::convolution_direct, o.src, o.weights, o.bias,
                                     o.dst, s.strides, s.gaps, s.padBegin, s.padEnd, attributes);
    return {Forward(pd), pd.weights_desc()};
}

std::optional<ScratchedPrimitive> winogradPrimitive(const ConvolutionOperands& o, const Steps& s,
                                                    dnnl::primitive_attr attributes)
{
    using Forward = dnnl::convolution_forward;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    Forward::primitive_desc pd(engine(), kInference, algorithm::convolution_winograd, o.src, o.weights, o.bias, o.dst,
                               s.strides, s.gaps, s.padBegin, s.padEnd, attributes, true);
    if (!pd || !chooseImplementation(pd, WinogradName))
        return std::nullopt;
    return ScratchedPrimitive{Forward(pd), pd.weights_desc(), pd.scratchpad_desc()};
}

WeightedPrimitive deconvolutionPrimitive(const ConvolutionOperands& o, const Steps& s,
                                         const dnnl::primitive_attr& attributes)
{
    using Forward = dnnl::deconvolution_forward;
    const Forward::primitive_desc pd(engine(), kInference, algorithm::deconvolution_direct, o.src, o.weights, o.bias,
                                     o.dst, s.strides, s.gaps, s.padBegin, s.padEnd, attributes);
    return {Forward(pd), pd.weights_desc()};
}

dnnl::primitive poolingPrimitive(algorithm kind, const Desc& src, const Desc& dst,
                                 const dnnl::memory::dims& kernel, const Steps& s)
{
    using Forward = dnnl::pooling_forward;
    return Forward(Forward::primitive_desc(engine(), kInference, kind, src, dst, s.strides, kernel, s.gaps,
                                           s.padBegin, s.padEnd));
}

dnnl::primitive softmaxPrimitive(bool logarithm, const Desc& data, int axis)
{
    using Forward = dnnl::softmax_forward;
    const auto form = logarithm ? algorithm::softmax_log : algorithm::softmax_accurate;
    return Forward(Forward::primitive_desc(engine(), kInference, form, data, data, axis));
}

dnnl::primitive layerNormPrimitive(const Desc& data, float epsilon)
{
    using Forward = dnnl::layer_normalization_forward;
    const auto flags = normalization_flags::use_scale | normalization_flags::use_shift;
    return Forward(Forward::primitive_desc(engine(), kInference, data, data, epsilon, flags));
}

dnnl::primitive batchNormPrimitive(const Desc& data, float epsilon, bool relu)
{
    using Forward = dnnl::batch_normalization_forward;
    auto flags
        = normalization_flags::use_global_stats | normalization_flags::use_scale | normalization_flags::use_shift;
    if (relu)
        flags = flags | normalization_flags::fuse_norm_relu;
    return Forward(Forward::primitive_desc(engine(), kInference, data, data, epsilon, flags));
}

WeightedPrimitive matmulPrimitive(const Desc& a, const Desc& b, const Desc* bias, const Desc& y)
{
    using Product = dnnl::matmul;
    const auto pd
        = bias ? Product::primitive_desc(engine(), a, b, *bias, y) : Product::primitive_desc(engine(), a, b, y);
    return {Product(pd), pd.weights_desc()};
}

dnnl::primitive eltwisePrimitive(algorithm kind, const Desc& data, float alpha, float beta)
{
    using Forward = dnnl::eltwise_forward;
    return Forward(Forward::primitive_desc(engine(), kInference, kind, data, data, alpha, beta));
}

void appendEltwise(dnnl::post_ops& ops, algorithm kind, float alpha, float beta)
{
    ops.append_eltwise(kind, alpha, beta);
}

} // namespace qscope::kernels

#endif
