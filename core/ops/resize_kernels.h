// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"
#include "core/ops/resize_axis.h"

namespace qscope::ops {

/// x (Plain, rank 2 or more, not empty) resized to `target` with one table per dimension. Dimensions are those of the
/// memory, whatever they mean.
/// **Cost** nearest: one pass over the result; otherwise one pass per axis that changes, shrinking ones first.
Tensor resizeMemory(Context& context, const Tensor& x, const Shape& target, const std::vector<AxisTable>& tables,
                    const ResizeOptions& options);

} // namespace qscope::ops
