// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/kernels/kernels.h"

namespace qscope::kernels {

/// How long one product takes on this machine with the threads of the caller: the shortest of several runs with weights
/// packed before, without conversions of its inputs and outputs. A measurement: it differs from time to time.
struct Latency {
    double floatMs = 0;
    double int8Ms = 0; ///< u8 input, s8 weights, u8 output
};

/// **Cost** about 20 ms, more for products above 2 ms. **Errors** Internal: oneDNN has no such kernel.
/// **Shapes** as Convolution, not transposed; as MatMul, untransposed.
Result<Latency> convolutionLatency(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y);
Result<Latency> productLatency(const Shape& a, const Shape& b, bool bIsConstant);

} // namespace qscope::kernels
