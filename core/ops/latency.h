// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/graph.h"
#include "core/kernels/latency.h"

namespace qscope::ops {

/// How long Conv, Gemm or MatMul takes for inputs of these shapes, in float32 and in int8.
/// **Errors** Unsupported: another operator, or shapes it cannot run.
Result<kernels::Latency> measureLatency(const Node& node, const std::vector<Shape>& inputs, bool weightIsConstant);

} // namespace qscope::ops
