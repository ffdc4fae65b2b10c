// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace qscope::run {

/// What runs at once: a node of the file, or a node made up to do the work of several.
struct Step {
    Node node;                  ///< named as in the file: the layer of a fold, else the last of the nodes
    NodeId id;                  ///< the node of the file it is named after; overrides of that node apply to its inputs
    std::vector<NodeId> nodes;  ///< of the file, in execution order
    std::vector<Tensor> constants; ///< per input: a constant that is no value of the graph; absent for most
    int64_t opset = 0;          ///< of node.op
    bool weightsFolded = false; ///< the weight is not the file's: with another weight the nodes must run one by one
    /// A row of convolutions: they, in order (see ops::makeConvolutionRow). Overrides of any of their nodes need them one
    /// by one.
    std::vector<Step> row = {};
};

enum class Fusion {
    Structures, ///< only what a person knows as one operator: its inner tensors are hidden from watches too
    Everything, ///< also what leaves out tensors that a watch wants to see
};

/// Steps in execution order; nodes whose outputs are all constant are left out.
///
/// Structures: bias additions, batch normalization of a convolution, decomposed layer normalization, GELU, SiLU,
/// HardSwish, Mish. Everything: also Relu and Clip right after a convolution, and after those a residual addition; and
/// rows of convolutions of which each alone reads the one before it.
/// **Error bound** outputs differ from those of the single nodes by rounding only.
std::vector<Step> planSteps(const Graph& graph, Fusion fusion);

/// By value: hidden inside a step of Fusion::Structures.
std::vector<bool> hiddenValues(const Graph& graph);

} // namespace qscope::run
