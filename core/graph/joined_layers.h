// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/layers.h"

namespace qscope {

/// Which layers' outputs meet in an addition or a concatenation, so that a backend with integer kernels wants them to have
/// the same precision: per layer the others, ascending; empty for most.
///
/// An output is followed through what has one activation input and does no product (Relu, BatchNormalization, pooling,
/// Reshape, ...), up to the first Add, Sum or Concat.
std::vector<std::vector<LayerId>> joinedLayers(const Graph& graph, const std::vector<Layer>& layers);

} // namespace qscope
