// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/quant/quantizer.h"

// A bias beside integer products: int32 codes in steps of activation scale times weight scale, zero point 0, so that
// kernels add it to their sums as it is.
namespace qscope::quant {

/// The quantizer of a bias (axis 0, a scale per element; one scale when the weights have one).
/// None where no such integers exist: activations per channel or with a zero point that is not whole, weights per block, a quantizer whose codes are no
/// multiples of a step, or a step too small for a normal float32.
/// **Shapes** bias: [n]; the number of weight scales divides n (a ConvTranspose has one per channel of a group).
std::optional<QuantParams> biasParams(const Tensor& bias, const QuantParams& activation, const QuantParams& weights);

/// What 1 in a sum of products of codes stands for: the scale of the activations times that of the weights, or of the other
/// activations. None where integer kernels of bytes do not compute the product: quantizers of more than 8 bits, per block,
/// or not uniform, activations per channel.
/// **Range** one number, or one per weight scale.
std::optional<std::vector<float>> productUnit(const QuantParams& activation, const QuantParams& other);

/// The weights' quantizer with its scales made just large enough for every bias element to fit an int32; what the
/// weights lose is far below one step of the result. Returned as it is where everything fits.
/// **Source** ONNX Runtime's quantizer does the same.
QuantParams weightsThatFit(const Tensor& bias, const QuantParams& activation, QuantParams weights);

/// Round half to even in double precision, clipped to int32.
std::vector<int32_t> biasCodes(const Tensor& bias, const QuantParams& params);
/// float(code) * scale in float32, as DequantizeLinear computes it.
Tensor fakeQuantizeBias(const Tensor& bias, const QuantParams& params);

} // namespace qscope::quant
