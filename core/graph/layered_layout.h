// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/run_control.h"

namespace qscope {

struct LayoutPoint {
    float x = 0;
    float y = 0;
    bool operator==(const LayoutPoint&) const = default;
};

/// A drawing in ranks from top to bottom.
struct LayeredLayout {
    std::vector<LayoutPoint> nodes;              ///< centres
    std::vector<int> ranks;                      ///< by node, 0 at the top
    std::vector<std::vector<LayoutPoint>> edges; ///< from the bottom of one node to the top of the other, with all bends
    float width = 0;
    float height = 0;
};

struct LayoutBox {
    float width = 0;
    float height = 0;
};

struct LayoutEdge {
    size_t from = 0;
    size_t to = 0;
};

struct LayeredOptions {
    float gapX = 24;
    float gapY = 36;
    int sweeps = 6;       ///< over the ranks, for fewer crossings and straighter edges
    int longestChain = 24; ///< an edge across more ranks gets no place of its own in each of them and runs straight
};

/// Places boxes so that edges point down where they can and cross rarely. Edges that close a cycle point up. The same input
/// gives the same drawing.
/// **Source** K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures" (1981):
/// longest-path ranks, barycentres, then positions by the mean of the neighbours under the given order.
/// **Cost** O(sweeps * (nodes + edges * longestChain) log). **Errors** Cancelled; InvalidArgument: an edge to no node.
Result<LayeredLayout> layoutLayered(const std::vector<LayoutBox>& nodes, const std::vector<LayoutEdge>& edges,
                                    const LayeredOptions& options, const RunControl& control);

} // namespace qscope
