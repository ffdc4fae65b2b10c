// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"

namespace qscope {

enum class StructureKind : uint8_t {
    BatchNormFold, ///< batch normalization right after the layer whose weights can take it in
    BiasAdd,       ///< layer, then Add of a constant per output channel
    LayerNorm,     ///< scale * (x - mean) / sqrt(variance + epsilon) + shift
    RmsNorm,       ///< scale * x / sqrt(mean of squares + epsilon)
    Gelu,
    Silu,      ///< x * sigmoid(x)
    HardSwish, ///< x * clip(x + 3, 0, 6) / 6
    Mish,      ///< x * tanh(softplus(x))
    Softmax,
    Attention,   ///< softmax(scale * q k + mask) v
    ResidualAdd, ///< sum of a branch and of what the branch started from
    SkipConcat,  ///< concatenation of a tensor with what later layers made of it (U-Net, DenseNet)
};

std::string_view structureKindName(StructureKind kind); ///< "LayerNorm"

enum class GeluForm : uint8_t {
    Erf,     ///< exact
    Tanh,    ///< approximation by tanh of a cubic
    Sigmoid, ///< x * sigmoid(1.702 x), "QuickGelu"
};

/// The tensors of a softmax attention. Those of a single fused operator are invalid where it hides them.
struct AttentionParts {
    ValueId q, k, v;       ///< as they enter the two products; k is transposed already where the file does it
    ValueId scores;        ///< first product, before scale and mask
    ValueId probabilities; ///< output of the softmax
    ValueId output;        ///< second product
    ValueId mask;          ///< what is added (or chosen by Where) before the softmax; invalid: none
    double scale = 1.0;    ///< scalars applied to q, k and the scores, multiplied; 0: the model computes it
};

/// A piece of the graph that a person knows under one name: one fused operator, or the operators an exporter
/// wrote for it. It is a view, the graph stays as it is. Pieces may nest (an Attention holds its Softmax) and
/// chain.
struct Structure {
    StructureKind kind = StructureKind::BiasAdd;
    std::vector<NodeId> nodes; ///< in execution order, constant nodes left out
    std::vector<ValueId>
        inputs;     ///< activations that enter, in order of first use; of a skip the shortcut first
    ValueId output; ///< what the last node produces
    std::vector<ValueId> internals; ///< produced and consumed inside, never a model output

    // What follows is filled where the kind has it and the file tells.
    NodeId layer;              ///< BatchNormFold, BiasAdd: the layer
    NodeId normalization;      ///< BatchNormFold: the BatchNormalization, or the Mul of the decomposed form
    ValueId scale, shift;      ///< constants; BiasAdd: shift is the bias
    ValueId mean, variance;    ///< BatchNormFold of a BatchNormalization: constants
    double epsilon = 0;        ///< normalizations
    std::vector<int64_t> axes; ///< normalizations and Softmax: as the file writes them
    GeluForm gelu = GeluForm::Erf;
    std::optional<AttentionParts> attention;

    bool isSingleOperator() const { return nodes.size() == 1; }
};

/// All structures, by their first node, then by size. Call it on a graph whose constants are folded.
/// A decomposed form counts only when each of its internal values is consumed inside it alone.
/// Constants may differ from their ideal by 0.1 %, so that those rounded to float16 count.
/// **Cost** a few passes over the nodes; for skips the distance they span.
std::vector<Structure> findStructures(const Graph& graph);

} // namespace qscope
