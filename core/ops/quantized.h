// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"
#include "core/ops/quantized_grid.h"

/// The parts of the quantized family; quantizedOperators() joins them.
namespace qscope::ops {

std::vector<Registration> quantizedLinearOperators();      ///< QuantizeLinear, DequantizeLinear, DynamicQuantizeLinear
std::vector<Registration> quantizedMatMulOperators();      ///< MatMulInteger, QLinearMatMul, QGemm, MatMulNBits, ...
std::vector<Registration> quantizedConvolutionOperators(); ///< ConvInteger, QLinearConv
std::vector<Registration> quantizedMicrosoftOperators();   ///< QLinearAdd, QLinearSigmoid, ...: float steps on a grid

/// QLinearAdd of two tensors of one 8-bit type: (x, scale, zero point) twice, then the result's scale and zero point.
Status addQuantized(Context& context);

/// Eight bits over the range of the data, which always holds 0. **Source** ONNX DynamicQuantizeLinear.
QuantGrid dynamicGrid(const Tensor& x);

} // namespace qscope::ops
