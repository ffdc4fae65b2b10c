// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

namespace qscope::ops {

/// Turns sums of products of integers into values, in place: y = float(y) * unit[c] + bias[c].
/// **Shapes** y: any layout, `axis` has the output channels; unit: one, or as many as divide the channels (a ConvTranspose
/// repeats them in every group); bias: none, or one per channel.
/// **Errors** ShapeMismatch: the units do not divide the channels.
Status scaleSums(Context& context, const std::vector<float>& unit, size_t axis, const Tensor* bias, Tensor& y);

/// The bias a kernel adds to the sums itself: input 2, but where the sums are integers and the bias is not.
const Tensor* biasInSums(const Context& context);
/// The bias that is left for scaleSums.
const Tensor* biasBehindSums(const Context& context);

} // namespace qscope::ops
