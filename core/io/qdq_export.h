// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/base/result.h"
#include "core/graph/layers.h"
#include "core/onnx/reader.h"

namespace qscope::io {

/// The model as a file in QDQ form: every activation input of a quantized layer reads QuantizeLinear and
/// DequantizeLinear (one pair for all layers that quantize a tensor alike), every weight is stored as integer codes and
/// read through DequantizeLinear, a bias as int32. Batch normalization that a quantized layer takes in goes: the layer
/// keeps its name and produces what the normalization produced. Layers in floating point, those inside If, Loop, Scan and
/// SequenceMap, and everything else stay.
///
/// | codes | type | operators of the default domain from opset |
/// |---|---|---|
/// | 8 bits, biases | int8, uint8, int32 | 10, with an axis 13 |
/// | 9 to 16 bits | int16, uint16 | 21 |
/// | weights of up to 4 bits | int4, uint4 | 21 |
/// | weights in blocks | as above | 21 |
/// | 8-bit floats | float8e4m3fn, float8e5m2 | 19 |
/// The opset is raised to that, or as far as every operator of the file keeps its meaning; below, the operators are those
/// of com.microsoft. Integers are signed where the quantizer is. A quantizer of activations with fewer codes than its type
/// gets a Clip in front, so that the file computes what the simulation computes. Tensors of the file that are no float32
/// get a Cast around the pair. Weights without an integer form are stored as quantized floats (see QdqOperators).
///
/// A bias without a quantizer is put where ONNX Runtime, which would round it by itself, leaves it alone: behind the
/// convolution in an Add, or into two dimensions for Gemm.
///
/// `graph` and `layers` belong to `model`, constants folded; `quantizers` has one entry per layer.
/// **Memory** what the file itself takes, beside the model as read.
/// **Errors** InvalidArgument (quantizers that do not fit the layers), Unsupported (a layer that is no node of the file;
/// activations that QuantizeLinear cannot express), ResourceExhausted (above 2 GB).
Result<std::string> exportQdq(const onnxio::Model& model, const Graph& graph,
                              const std::vector<Layer>& layers,
                              const std::vector<analysis::LayerQuantizers>& quantizers);

/// The same into a file, written beside and renamed. **Errors** also FileUnwritable.
Status exportQdqFile(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                     const std::vector<analysis::LayerQuantizers>& quantizers, const std::string& path);

} // namespace qscope::io
