// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

namespace qscope::ops {

/// Attributes of operators that slide a window over the spatial dimensions (Conv, ConvTranspose, pooling).
/// **Source** ONNX Conv, ConvTranspose, MaxPool, AveragePool; all opsets.
struct Window {
    std::vector<int64_t> kernel, strides, dilations, padBegin, padEnd;
    std::string autoPad; ///< "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"
    bool ceilMode = false;

    /// Reads the attributes for `spatial` dimensions. `kernel`: from the weight, else from kernel_shape.
    /// **Errors** InvalidArgument: a list of the wrong length, or a value out of range.
    static Result<Window> read(const Context& ctx, size_t spatial, std::vector<int64_t> kernel);

    /// Output extent along spatial dimension i for an input extent, after auto_pad has been turned into padding.
    int64_t outputExtent(size_t i, int64_t input) const;
    /// Turns auto_pad into explicit padding for these input extents ([N, C, ...] shape).
    void resolvePadding(const Shape& input);
};

/// x in ChannelsLast (itself when the layouts coincide).
Result<Tensor> channelsLastInput(Context& ctx, const Tensor& x);

/// ChannelsLast, or Plain where that is the same memory.
Layout preferredLayout(const Shape& shape);

/// x seen as ChannelsLast although it is marked Plain; only where the memory is the same.
Tensor asLayout(const Tensor& x, Layout layout);

} // namespace qscope::ops
