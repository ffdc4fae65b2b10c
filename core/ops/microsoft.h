// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

#include "core/ops/checks.h"
#include "core/ops/context.h"

/// Fused operators of ONNX Runtime (domain com.microsoft), as its documentation of contributed operators describes
/// them; in parts, which microsoftOperators() joins.
namespace qscope::ops {

std::vector<Registration> microsoftNormalizationOperators(); ///< LayerNormalization, SkipLayerNormalization, ...
std::vector<Registration> microsoftMatrixOperators();        ///< FusedMatMul, FusedGemm, FusedConv, Inverse, ...
std::vector<Registration> microsoftActivationOperators();    ///< BiasAdd, BiasSplitGelu, RotaryEmbedding
std::vector<Registration> microsoftAttentionOperators();     ///< Attention, MultiHeadAttention, GroupQueryAttention

/// Of microsoft_grouped.cpp.
Result<Kernel> makeGroupQueryAttention(const Node& node, int64_t opset);

/// Error unless those of the inputs that are there are Float32.
Status requireFloats(const Context& context, std::initializer_list<size_t> inputs);

} // namespace qscope::ops
