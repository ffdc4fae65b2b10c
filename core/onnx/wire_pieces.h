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

/// Little-endian bytes of codes in an integer type, or of the bit patterns of a float8 type. Two codes of 4 bits share
/// a byte, the first in its lower half.
std::string codeBytes(WireType type, std::span<const int32_t> codes);

/// Calls `visit` for every tensor of the graph: initializers, attributes, and those of its subgraphs.
void visitTensors(::onnx::GraphProto& graph, const std::function<void(::onnx::TensorProto&)>& visit);
void visitTensors(::onnx::NodeProto& node, const std::function<void(::onnx::TensorProto&)>& visit);

} // namespace qscope::onnxio
