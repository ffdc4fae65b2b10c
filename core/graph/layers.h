// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/graph/convolution_fold.h"
#include "core/graph/graph.h"

namespace qscope {

/// What a person points at: an operator with weights or a matmul, with its quantization sites. Operators on
/// integers have no sites: no activation inputs and no float weight.
struct Layer {
    NodeId node;
    std::string name; ///< unique: displayName of the node
    std::string op;   ///< "Conv", "ConvTranspose", "Gemm", "MatMul", "FusedConv", "QLinearConv", ...
    /// "blocks.3" from the names; when no two layers share such a block, "block 3" from findBlocks; empty:
    /// none.
    std::string block;
    std::vector<size_t> activationInputs; ///< indices into Node::inputs that carry activations
    std::optional<size_t> weightInput;    ///< index into Node::inputs of the constant weight
    /// The weight as the file stores it: the initializer (or the output of the Constant node) behind the
    /// weight input, found upstream through Transpose, Reshape, Squeeze, Unsqueeze, Cast, Identity,
    /// QuantizeLinear and DequantizeLinear. Integer weights have one too. Invalid when the weight is computed
    /// in another way.
    ValueId weightSource;
    /// Axis of the output channels in the weight: Conv 0, ConvTranspose 1 (within the group), Gemm transB ? 0
    /// : 1, MatMul the last axis.
    int weightAxis = 0;
    int64_t weightCount = 0; ///< number of weight elements, 0 without one
    /// What the layer takes into its weight and bias, and what is therefore quantized; null: nothing.
    ConvolutionFoldPtr fold;
};

/// The weight that is quantized: of the fold, or that of the file. Absent when the layer has none.
Tensor weightOf(const Graph& graph, const Layer& layer);

/// The constant bias of a Conv, ConvTranspose or Gemm of the default domain that integer kernels add to their sums: of
/// the fold, or that of the file, one number per output channel. Absent when there is none, when it has another shape,
/// or when Gemm multiplies by alpha or beta.
Tensor biasOf(const Graph& graph, const Layer& layer);

/// The tensor the layer ends in: of the fold, or the first output of its node.
ValueId outputOf(const Graph& graph, const Layer& layer);

/// Whether the operator makes a node a layer: Conv, ConvTranspose, Gemm, MatMul, their fused forms and
/// Attention with weights of com.microsoft, and QLinearConv, QLinearMatMul, ConvInteger, MatMulInteger.
bool isLayerOperator(const Node& node);

/// Layers in execution order.
/// Call it on a graph whose constants are folded, so that weights behind Constant, Cast, Reshape or Transpose
/// count as weights.
std::vector<Layer> findLayers(const Graph& graph);

/// Block of a hierarchical name: the leading path up to and including its first numbered part:
/// "/blocks.3/attn/qkv/MatMul" -> "blocks.3", "layer1.0.conv1" -> "layer1.0",
/// "/layer1/layer1.0/conv1/Conv" -> "layer1.0", "conv1" -> "".
std::string blockOfName(std::string_view name);

} // namespace qscope
