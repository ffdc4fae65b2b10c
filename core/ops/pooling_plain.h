// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"
#include "core/ops/window.h"

/// Pooling in plain loops, for what the fast kernels do not do: other element types, indices of maxima,
/// norms, windows that reach beyond the padding.
namespace qscope::ops {

enum class PlainPool { Max, Average, AverageWithPadding, Norm };

struct PlainPoolNode {
    PlainPool kind = PlainPool::Max;
    double p = 2;             ///< of the norm
    bool columnMajor = false; ///< how indices are counted (storage_order)
};

/// Pools input 0, [N, C, ...] of any layout, into output 0 of shape `y`, and the indices of maxima into
/// output 1 if the node wants it. Averages count the elements of a window that lie inside the input, or
/// inside the padded input.
/// **Errors** TypeMismatch: averages and norms of integers.
Status plainPooling(Context& context, const Window& window, const Shape& y, const PlainPoolNode& node);

/// LpPool, GlobalLpPool, MaxUnpool.
std::vector<Registration> plainPoolingOperators();

} // namespace qscope::ops
