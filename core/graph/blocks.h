// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/graph/layers.h"

namespace qscope {

/// One copy of a piece of the network that is repeated.
struct Block {
    std::string name;          ///< "block 0", counted in execution order
    size_t motif = 0;          ///< copies of one piece share it
    std::vector<NodeId> nodes; ///< in execution order, constant nodes left out
};

/// Pieces that follow each other at least twice with the same operators, attributes and places of constants,
/// and hold at least two layers. The longest stretch wins, split into the smallest piece that makes it up;
/// cuts are put where the fewest tensors cross. For files whose names tell no blocks.
/// **Cost** the square of the number of nodes per stretch found, in plain integer comparisons, and never more
/// than a fifth of a second: pieces above 2000 nodes, and what is left to find then, are not found.
std::vector<Block> findBlocks(const Graph& graph, const std::vector<Layer>& layers);

} // namespace qscope
