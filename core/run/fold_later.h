// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/graph/graph.h"

namespace qscope::run {

/// The result of a node that converts or reorders one large constant (above 16 MB), as a tensor that is
/// computed when somebody first asks for its elements: opening a model does not read the weights of its file.
/// Transpose, Cast, and DequantizeLinear without blocks; none for other nodes, for small constants, and for
/// nodes that would fail, which are left to run and say why. Using the result throws std::bad_alloc when it
/// does not fit into memory.
std::optional<Tensor> foldLater(const Node& node, int64_t opset, const std::vector<Tensor>& inputs);

} // namespace qscope::run
