// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/onnx/graph_editor.h"
#include "core/quant/quantizer.h"

namespace qscope::io {

/// Whether the quantizer can be written as logFunction: kinds Log2 and LogSqrt2, unsigned, per tensor.
bool hasLogFunction(const quant::QuantParams& params);

/// A quantizer of sizes as a local function y = f(x, scale) of standard operators, from opset 13:
///
///     k = round(-r log2(x / scale)), at least 0        r = 1 (Log2) or 2 (LogSqrt2)
///     y = 0 where k > qmax, else scale * (1 + odd (sqrt 2 - 1)) * 2^-o,   o = ceil(k / r), odd = r o - k
///
/// which is the form in base 2: a shift by o and one of two scales per element. Called "LogSqrt2Quantize15" after qmax, in the
/// domain org.quantoscope. **Error bound** that of Log and Pow of the runtime; a value within it of the border between two
/// codes may get the other one.
/// **Source** RepQ-ViT, eq. 18-20.
onnxio::NewFunction logFunction(const quant::QuantParams& params);

} // namespace qscope::io
