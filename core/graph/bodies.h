// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/graph/graph.h"

namespace qscope {

/// Puts copies of the nodes and tensors inside If, Loop, Scan and SequenceMap into the graph, so that
/// everything that looks at a graph (layers, structures, statistics, reports) sees them too. They still run
/// with their owner only. Names are those of the file behind the name of the owner and of its attribute:
/// "loop_1/body/x"; "#2" follows where the file has that name already. What a body takes from outside stays
/// the one value it is. Bodies that can not run, because constants settle the branch or the result, are left
/// out. Call it once, on a graph whose constants are folded; ids of nodes change where there are bodies.
void showBodies(Graph& graph);

} // namespace qscope
