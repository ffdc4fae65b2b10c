// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// The parts of the normalization family; normalizationOperators() joins them.
namespace qscope::ops {

/// LRN, GroupNormalization, Hardmax, ...: plain loops, float32 and float64, sums in double.
std::vector<Registration> plainNormalizationOperators();

/// LayerNormalization of input 0 as [rows, count] with all three outputs (y, mean, inverse standard
/// deviation) for float32 and float64; the caller has checked the inputs' shapes and types.
Status plainLayerNorm(Context& context, int64_t rows, int64_t count, double epsilon);

/// Softmax, or its logarithm, of float64 data as [outer, count, inner], count > 0.
void plainSoftmax(const Tensor& x, int64_t outer, int64_t count, int64_t inner, bool logarithm, Tensor& y);

} // namespace qscope::ops
