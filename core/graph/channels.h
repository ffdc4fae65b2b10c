// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/graph.h"

namespace qscope {

/// Where the channels of a tensor are.
enum class ChannelPlace : uint8_t {
    Unknown, ///< nothing in the graph tells; see channelAxis for the guess
    Second,  ///< axis 1: convolutions, pooling, batch normalization
    Last,    ///< last axis: products with weights, layer normalization
};

/// Per value, from the operators that make and read it, carried along element-wise operators of the same rank.
std::vector<ChannelPlace> findChannels(const Graph& graph);

/// Channel axis of a tensor of that rank: by its place, else axis 1 from rank 4 on and the last axis below;
/// -1 for rank 0 and 1.
int channelAxis(ChannelPlace place, size_t rank);

} // namespace qscope
