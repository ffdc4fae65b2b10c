// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/graph/layered_layout.h"
#include "core/graph/layers.h"

namespace qscope {

/// A box of a drawing of a model: an operator, an input or output of the model, or a whole block that is folded.
struct DrawnNode {
    enum class Kind { Operator, Block, Input, Output };
    Kind kind = Kind::Operator;
    std::string label;         ///< "Conv", "blocks.3", "image"
    std::string block;         ///< the block it belongs to, or is; empty: none
    std::vector<NodeId> nodes; ///< execution order; of inputs and outputs none
    std::vector<LayerId> layers; ///< those among the nodes
};

/// What is drawn of a model: constants and the nodes inside If, Loop and Scan are not.
struct DrawnGraph {
    std::vector<DrawnNode> nodes;   ///< execution order, inputs first, outputs last
    std::vector<LayoutEdge> edges;  ///< each pair of boxes once
    std::vector<int> boxOfLayer;    ///< by LayerId: index into nodes; -1: not drawn
};

/// Per node the block it belongs to: by its name as Layer::block, otherwise that of all layers around it where they are of
/// one block; empty: none.
std::vector<std::string> blocksOfNodes(const Graph& graph, const std::vector<Layer>& layers);

/// `blocks`: one per node; those in `unfolded` are drawn node by node, the others as one box each.
DrawnGraph drawnGraph(const Graph& graph, const std::vector<Layer>& layers, const std::vector<std::string>& blocks,
                      const std::set<std::string>& unfolded);

} // namespace qscope
