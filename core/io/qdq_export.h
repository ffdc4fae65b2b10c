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
/// DequantizeLinear (one pair for all layers that quantize a tensor alike), every weight is stored as integer
/// codes and read through DequantizeLinear. Layers in floating point, those inside If, Loop, Scan
/// and SequenceMap, and everything else stay as they are.
///
/// Up to 8 bits the codes are uint8 (asymmetric) or int8 (symmetric), above that uint16 or int16. A quantizer
/// with fewer codes than its type gets a Clip in front, so that the file computes what the simulation
/// computes. Operators are those of the default domain where the model's opset has them (10; 13 per channel;
/// 21 for 16 bits), else of com.microsoft. Tensors of the file that are no float32 get a Cast around the
/// pair.
///
/// ONNX Runtime rounds a constant bias to int32 in steps of activation scale times weight scale. It does so
/// with operators that opsets below 13 lack, and without looking whether the bias fits; in these two cases
/// the bias is put where it is left alone: behind the convolution in an Add, or into two dimensions for Gemm.
///
/// `graph` and `layers` belong to `model`, constants folded; `quantizers` has one entry per layer.
/// **Errors** InvalidArgument (quantizers that do not fit the layers), Unsupported (a layer that is no node
/// of the file), ResourceExhausted (above 2 GB).
Result<std::string> exportQdq(const onnxio::Model& model, const Graph& graph,
                              const std::vector<Layer>& layers,
                              const std::vector<analysis::LayerQuantizers>& quantizers);

/// The same into a file, written beside and renamed. **Errors** also FileUnwritable.
Status exportQdqFile(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                     const std::vector<analysis::LayerQuantizers>& quantizers, const std::string& path);

} // namespace qscope::io
