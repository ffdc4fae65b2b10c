// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/layers.h"
#include "core/graph/structures.h"

namespace qscope::rewrite {

/// x'_c = x_c / divisor_c - offset_c for every channel c of a tensor.
struct ChannelMap {
    std::vector<double> divisor; ///< above 0
    std::vector<double> offset;  ///< as many
    bool shifts() const;         ///< an offset is not 0
};

/// A LayerNorm or RMSNorm of the last axis whose affine part can take a ChannelMap, because all that reads its channels are
/// layers whose weights can take it back.
struct NormalizationSite {
    size_t structure = 0; ///< index into the structures
    std::string name;     ///< for people: of its last operator
    ValueId output;
    int64_t channels = 0;
    std::vector<size_t> layers; ///< indices of those that read it
};

/// The site of a normalization, or why there is none. Identity, Cast, Dropout, Reshape, Transpose, Slice, Gather, Concat
/// and the mean over tokens may stand between it and its readers as long as they leave the channels the last axis.
/// **Errors** Unsupported, one sentence: something else reads it (a residual addition in post-norm blocks, an output of the
/// model), it normalizes other axes than the last, its scale is computed, it is inside a body, no layer reads it.
Result<NormalizationSite> normalizationSite(const Graph& graph, const std::vector<Layer>& layers,
                                            const std::vector<Structure>& structures, size_t index);

/// Number of a layer's weight axis along which it sums over the last axis of its only activation input, when it is of a form
/// whose weight can take a ChannelMap back: MatMul, FusedMatMul, Gemm, FusedGemm, Attention of com.microsoft.
std::optional<size_t> reductionAxis(const Graph& graph, const Layer& layer);

} // namespace qscope::rewrite
