// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <optional>

#include "core/kernels/dnnl_support.h"
#include "core/kernels/kernels.h"

/// How primitives are made: the one thing that oneDNN 2.6 and 3.x want written differently. `primitives_v2.cpp` and
/// `primitives_v3.cpp` implement this header, each for its version and empty for the other; nothing else in the folder
/// depends on the version. All are for inference, throw dnnl::error on a refused shape, and take Float32 descriptors.
/// For core/kernels only.
namespace qscope::kernels {

/// A primitive and the form it takes its weights in, which it chose itself where the given form was Tag::any.
struct WeightedPrimitive {
    dnnl::primitive primitive;
    dnnl::memory::desc weights;
};

/// The same matrix or weights, but in whichever form the primitive likes best (Tag::any).
dnnl::memory::desc anyForm(const dnnl::memory::desc& desc,
                           dnnl::memory::data_type type = dnnl::memory::data_type::f32);

/// How a window moves over an image, one number per spatial dimension.
struct Steps {
    dnnl::memory::dims strides;
    dnnl::memory::dims gaps; ///< between the taps: the dilation of ONNX less one
    dnnl::memory::dims padBegin, padEnd;
};

struct ConvolutionOperands {
    dnnl::memory::desc src, weights;
    dnnl::memory::desc bias; ///< the zero descriptor for none
    dnnl::memory::desc dst;
};

WeightedPrimitive convolutionPrimitive(const ConvolutionOperands& operands, const Steps& steps,
                                       const dnnl::primitive_attr& attributes);
/// One that is given its temporary memory (DNNL_ARG_SCRATCHPAD).
struct ScratchedPrimitive {
    dnnl::primitive primitive;
    dnnl::memory::desc weights, scratch;
};
/// Winograd's F(4 x 4, 3 x 3) on blocks of 16 channels; nothing where this oneDNN or this machine has it not. Of the
/// activations only Relu.
std::optional<ScratchedPrimitive> winogradPrimitive(const ConvolutionOperands& operands, const Steps& steps,
                                                    dnnl::primitive_attr attributes);
WeightedPrimitive deconvolutionPrimitive(const ConvolutionOperands& operands, const Steps& steps,
                                         const dnnl::primitive_attr& attributes);
dnnl::primitive poolingPrimitive(dnnl::algorithm kind, const dnnl::memory::desc& src,
                                 const dnnl::memory::desc& dst, const dnnl::memory::dims& kernel, const Steps& steps);

/// Softmax, or its logarithm, along `axis`.
dnnl::primitive softmaxPrimitive(bool logarithm, const dnnl::memory::desc& data, int axis);

/// Both take DNNL_ARG_SCALE and DNNL_ARG_SHIFT apart; batch normalization also the mean and the variance.
dnnl::primitive layerNormPrimitive(const dnnl::memory::desc& data, float epsilon);
dnnl::primitive batchNormPrimitive(const dnnl::memory::desc& data, float epsilon, bool relu);

/// `bias` may be null.
WeightedPrimitive matmulPrimitive(const dnnl::memory::desc& a, const dnnl::memory::desc& b,
                                  const dnnl::memory::desc* bias, const dnnl::memory::desc& y);

/// An element-wise step, in place or not; arguments as for appendEltwise.
dnnl::primitive eltwisePrimitive(dnnl::algorithm kind, const dnnl::memory::desc& data, float alpha, float beta);

/// Appends an element-wise step. The arguments mean what 3.x says; eltwise_hardswish therefore takes 1/6 and 1/2, which
/// 2.6 does not ask for.
void appendEltwise(dnnl::post_ops& ops, dnnl::algorithm kind, float alpha, float beta);

/// An Activation in oneDNN's words; not for None.
struct Eltwise {
    dnnl::algorithm kind;
    float alpha, beta;
};
Eltwise eltwiseOf(const Finish& finish);
dnnl::primitive_attr attributesOf(const Finish& finish);

/// An ONNX convolution's weight as oneDNN sees it: [O, I, ...] or [G, O, I, ...].
dnnl::memory::desc userWeights(const Shape& w, int64_t groups, bool transposed);

/// Goes on to the implementation of that name. False when there is none.
template <class PrimitiveDesc>
bool chooseImplementation(PrimitiveDesc& pd, const char* name)
{
    while (!std::strstr(pd.impl_info_str(), name)) {
        if (!pd.next_impl())
            return false;
    }
    return true;
}
constexpr const char* WinogradName = "wino_4x3";

} // namespace qscope::kernels
