// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace qscope {

/// What a person points at: an operator with weights or a matmul, with its quantization sites.
struct Layer {
    NodeId node;
    std::string name;  ///< unique: displayName of the node
    std::string op;    ///< "Conv", "ConvTranspose", "Gemm", "MatMul"
    std::string block; ///< "blocks.3"; empty when the name tells none
    std::vector<size_t> activationInputs; ///< indices into Node::inputs that carry activations
    std::optional<size_t> weightInput;    ///< index into Node::inputs of the constant weight
    /// Axis of the output channels in the weight: Conv 0, ConvTranspose 1 (within the group), Gemm transB ? 0 : 1,
    /// MatMul the last axis.
    int weightAxis = 0;
    int64_t weightCount = 0; ///< number of weight elements, 0 without one
};

/// Layers in execution order: every Conv, ConvTranspose, Gemm and MatMul on floating-point data.
/// Call it on a graph whose constants are folded, so that weights behind Constant, Cast, Reshape or Transpose
/// count as weights.
std::vector<Layer> findLayers(const Graph& graph);

/// Block of a hierarchical name: the leading path up to and including its first numbered part:
/// "/blocks.3/attn/qkv/MatMul" -> "blocks.3", "layer1.0.conv1" -> "layer1.0",
/// "/layer1/layer1.0/conv1/Conv" -> "layer1.0", "conv1" -> "".
std::string blockOfName(std::string_view name);

} // namespace qscope
