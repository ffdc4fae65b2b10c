// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// The parts of the movement family; movementOperators() joins them.
namespace qscope::ops {

std::vector<Registration> copyOperators();   ///< Transpose, Concat, Split, Slice, DepthToSpace, SpaceToDepth
std::vector<Registration> padOperators();    ///< Pad, CenterCropPad
std::vector<Registration> gatherOperators(); ///< Gather*, Scatter*, Compress
std::vector<Registration> orderOperators();  ///< TopK, CumSum, Trilu, ReverseSequence

} // namespace qscope::ops
