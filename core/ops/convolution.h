// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/kernels.h"
#include "core/ops/context.h"

namespace qscope::ops {

/// A convolution on data of a known shape; the finish is left open.
struct ConvolutionGeometry {
    kernels::ConvolutionSpec spec;
    Shape y;
};

/// Of a Conv whose weight fits its input. **Errors** InvalidArgument, ShapeMismatch.
Result<ConvolutionGeometry> directGeometry(Context& ctx, int64_t groups, const Shape& x, const Shape& w);

/// What the engine makes a Conv do at its end (see run::planSteps): add input 3, and an activation.
kernels::Finish finishOf(const Node& node);

/// Memory for the length of a call: from the pool, but for very much, which the pool would keep for nobody else.
kernels::Workspace workspaceOf(Context& ctx);

/// A tensor in the layout convolutions write, filled with an input of that shape: that input's own memory if it is free.
Result<Tensor> memoryForSum(Context& ctx, size_t summandInput, const Shape& y);

/// The kernel of several Convs of which each alone reads, as its first input, what the one before it made. Its inputs
/// are those of the first, then those of each other one without the first. Where large tensors lie between them they
/// are computed together (see kernels::Stripes), else one by one.
/// **Errors** those of the operators, naming them.
Result<Kernel> makeConvolutionRow(const std::vector<Node>& parts, int64_t opset);

} // namespace qscope::ops
