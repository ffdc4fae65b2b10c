// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/ops/context.h"

/// Copies between two arrays with strides: what Transpose, Slice, Concat, Expand, Tile, Pad and the layout
/// conversions have in common.
namespace qscope::ops {

/// Copies to[sum i_d * toStrides[d]] = from[sum i_d * fromStrides[d]] for all indices i within `shape`.
/// Strides are in elements; source strides may be 0 or negative, destination strides must not let elements overlap.
/// Dimensions are merged where possible; runs become memcpy, swapped inner dimensions are transposed in blocks.
void stridedCopy(const Shape& shape, const void* from, std::span<const int64_t> fromStrides, void* to,
                 std::span<const int64_t> toStrides, size_t elementBytes);

/// Strides in elements of the tensor's own dimensions, whatever its layout.
std::vector<int64_t> memoryStrides(const Shape& shape, Layout layout);

/// A ChannelsLast copy of a Plain tensor of rank 3 or more.
Tensor toChannelsLast(Context& context, const Tensor& plain);

} // namespace qscope::ops
