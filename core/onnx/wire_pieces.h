// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/onnx: pieces of protobuf messages, as GraphEditor needs them.

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"
#include "core/onnx/graph_editor.h"

namespace qscope::onnxio {

WireType wireTypeOf(int dataType); ///< Other for what GraphEditor does not handle
bool isFloatingType(WireType type);

/// Calls `visit` for every tensor a node reads, those its subgraphs take from outside included.
void visitReads(const ::onnx::NodeProto& node, const std::function<void(const std::string&)>& visit);

/// Null when the node has no such attribute.
const ::onnx::AttributeProto* attributeOf(const ::onnx::NodeProto& node, std::string_view name);

::onnx::NodeProto protoOf(const NewNode& node);

/// Little-endian bytes of codes in an integer type of 8 or 16 bits.
std::string codeBytes(WireType type, std::span<const int32_t> codes);

/// Reads the data a tensor keeps outside and puts it inside. **Errors** those of reading; Unsupported for
/// packed types.
Status embedExternalData(::onnx::TensorProto& tensor, const std::string& modelPath);

} // namespace qscope::onnxio
