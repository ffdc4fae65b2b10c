// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// If and Loop in control_flow.cpp, Scan in control_scan.cpp; controlFlowOperators() joins them.
namespace qscope::ops {

std::vector<Registration> scanOperators();

/// Runs the graph in `attribute` and makes sure that it gives at least `outputs` tensors.
Result<std::vector<Tensor>> runBody(Context& context, std::string_view attribute, std::span<const Tensor> inputs,
                                    size_t outputs);

/// The parts, equal in type and shape, one behind the other along a new axis at `axis`; with `backwards` the last one
/// comes first. `empty`: stands for the parts' type and shape when there are none.
/// **Errors** ShapeMismatch, TypeMismatch, ResourceExhausted.
Result<Tensor> stackAlong(Context& context, const std::vector<Tensor>& parts, int64_t axis, bool backwards,
                          const Value& empty);

/// x without its axis `axis`, at `index` of it; x is plain.
Tensor sliceAt(Context& context, const Tensor& x, size_t axis, int64_t index);

} // namespace qscope::ops
