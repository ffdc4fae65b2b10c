// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

namespace qscope::ops {

struct RotaryShape {
    int64_t batch = 0, heads = 0, length = 0, headSize = 0;
    int64_t rotated = 0;      ///< leading elements of a head that turn, an even number
    bool headsFirst = false;  ///< [B, N, S, H] instead of [B, S, N, H]
    bool interleaved = false; ///< pairs are neighbours instead of halves apart
};

/// Turns pairs of elements of y by the angle of their position, in place. `positions`: one per token, or the first
/// token's. **Shapes** cosines, sines: [positions, rotated / 2].
/// **Errors** ShapeMismatch; InvalidArgument for a position outside the tables.
/// **Source** Su et al. 2021, RoFormer, eq. 34.
Status rotate(const Context& context, const RotaryShape& shape, const std::vector<int64_t>& positions,
              const Tensor& cosines, const Tensor& sines, Tensor& y);

} // namespace qscope::ops
