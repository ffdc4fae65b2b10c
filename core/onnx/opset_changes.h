// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/onnx.

#include <cstdint>

#include <onnx/onnx_pb.h>

namespace qscope::onnxio {

/// The highest opset of the default domain, at most `wanted`, at which every node of the model means what it means at
/// `opset`: no operator was removed, moved an attribute to an input or changed a default in between. Below opset 7,
/// above 21, and for operators of the default domain this program does not know, nothing is promised: `opset` itself.
/// Nodes in subgraphs count; models with local functions stay as they are.
/// **Source** the ONNX operator change log.
int64_t reachableOpset(const ::onnx::ModelProto& model, int64_t opset, int64_t wanted);

} // namespace qscope::onnxio
