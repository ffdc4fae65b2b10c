// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/primitives.h"

// oneDNN 2.6: an operation descriptor first, the primitive's descriptor from that.
#if DNNL_VERSION_MAJOR == 2

namespace qscope::kernels {

namespace {

using Desc = dnnl::memory::desc;
using dnnl::algorithm;
using dnnl::normalization_flags;
constexpr auto kInference = dnnl::prop_kind::forward_inference;

} // namespace

Desc anyForm(const Desc& desc, dnnl::memory::data_type type)
{
    return {desc.dims(), type, dnnl::memory::format_tag::any};
}

WeightedPrimitive convolutionPrimitive(const ConvolutionOperands& o, const Steps& s,
                                       const dnnl::primitive_attr& attributes)
{
    using Forward = dnnl::convolution_forward;
    const Forward::desc desc(kInference, algorithm::convolution_direct, o.src, o.weights, o.bias, o.dst, s.strides,
                             s.gaps, s.padBegin, s.padEnd);
    const Forward::primitive_desc pd(desc, attributes, engine());
    return {Forward(pd), pd.weights_desc()};
}

std::optional<ScratchedPrimitive> winogradPrimitive(const ConvolutionOperands& o, const Steps& s,
                                                    dnnl::primitive_attr attributes)
{
    using Forward = dnnl::convolution_forward;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    try {
        const Forward::desc desc(kInference, algorithm::convolution_winograd, o.src, o.weights, o.bias, o.dst,
                                 s.strides, s.gaps, s.padBegin, s.padEnd);
        Forward::primitive_desc pd(desc, attributes, engine());
        if (chooseImplementation(pd, WinogradName))
            return ScratchedPrimitive{Forward(pd), pd.weights_desc(), pd.scratchpad_desc()};
    } catch (const dnnl::error& e) {
        if (e.status != dnnl_unimplemented)
            throw;
    }
    return std::nullopt;
}

WeightedPrimitive deconvolutionPrimitive(const ConvolutionOperands& o, const Steps& s,
                                         const dnnl::primitive_attr& attributes)
{
    using Forward = dnnl::deconvolution_forward;
    const Forward::desc desc(kInference, algorithm::deconvolution_direct, o.src, o.weights, o.bias, o.dst, s.strides,
                             s.gaps, s.padBegin, s.padEnd);
    const Forward::primitive_desc pd(desc, attributes, engine());
    return {Forward(pd), pd.weights_desc()};
}

dnnl::primitive poolingPrimitive(algorithm kind, const Desc& src, const Desc& dst,
                                 const dnnl::memory::dims& kernel, const Steps& s)
{
    using Forward = dnnl::pooling_v2_forward; // the one with gaps
    const Forward::desc desc(kInference, kind, src, dst, s.strides, kernel, s.gaps, s.padBegin, s.padEnd);
    return Forward(Forward::primitive_desc(desc, engine()));
}

dnnl::primitive softmaxPrimitive(bool logarithm, const Desc& data, int axis)
{
    if (logarithm) {
        const dnnl::logsoftmax_forward::desc desc(kInference, data, axis);
        return dnnl::logsoftmax_forward(dnnl::logsoftmax_forward::primitive_desc(desc, engine()));
    }
    const dnnl::softmax_forward::desc desc(kInference, data, axis);
    return dnnl::softmax_forward(dnnl::softmax_forward::primitive_desc(desc, engine()));
}

dnnl::primitive layerNormPrimitive(const Desc& data, float epsilon)
{
    using Forward = dnnl::layer_normalization_forward;
    const Forward::desc desc(kInference, data, epsilon,
                             normalization_flags::use_scale | normalization_flags::use_shift);
    return Forward(Forward::primitive_desc(desc, engine()));
}

dnnl::primitive batchNormPrimitive(const Desc& data, float epsilon, bool relu)
{
    using Forward = dnnl::batch_normalization_forward;
    auto flags
        = normalization_flags::use_global_stats | normalization_flags::use_scale | normalization_flags::use_shift;
    if (relu)
        flags = flags | normalization_flags::fuse_norm_relu;
    return Forward(Forward::primitive_desc(Forward::desc(kInference, data, epsilon, flags), engine()));
}

WeightedPrimitive matmulPrimitive(const Desc& a, const Desc& b, const Desc* bias, const Desc& y)
{
    const auto desc = bias ? dnnl::matmul::desc(a, b, *bias, y) : dnnl::matmul::desc(a, b, y);
    const dnnl::matmul::primitive_desc pd(desc, engine());
    return {dnnl::matmul(pd), pd.weights_desc()};
}

dnnl::primitive eltwisePrimitive(algorithm kind, const Desc& data, float alpha, float beta)
{
    using Forward = dnnl::eltwise_forward;
    if (kind == algorithm::eltwise_hardswish)
        alpha = beta = 0; // built in
    return Forward(Forward::primitive_desc(Forward::desc(kInference, kind, data, alpha, beta), engine()));
}

void appendEltwise(dnnl::post_ops& ops, algorithm kind, float alpha, float beta)
{
    if (kind == algorithm::eltwise_hardswish)
        alpha = beta = 0; // built in
    ops.append_eltwise(1.F, kind, alpha, beta);
}

} // namespace qscope::kernels

#endif
