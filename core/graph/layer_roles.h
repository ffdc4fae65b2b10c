// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/graph/layers.h"
#include "core/graph/structures.h"

namespace qscope {

/// What a layer does for a structure.
enum class LayerPart : uint8_t {
    Reads,      ///< takes its output: the layer after a LayerNorm, a GELU or a skip concatenation
    Folds,      ///< takes the batch normalization into its weights
    Query,      ///< makes q of an attention; one layer may make q, k and v
    Key,        ///< makes k
    Value,      ///< makes v
    Whole,      ///< is the attention, as one operator
    Scores,     ///< the first product of an attention
    Mixing,     ///< the second product
    Projection, ///< takes the output of an attention
    Feeds,      ///< makes its input: the layer before a GELU, a residual add
};

struct LayerRole {
    size_t structure = 0; ///< index into the structures
    LayerPart part = LayerPart::Reads;
    bool operator==(const LayerRole&) const = default;
};

/// Of each layer what it does for `structures` (all of findStructures), in the order of LayerPart. What only
/// hands numbers on (Reshape, Transpose, Cast), a bias and a folded batch normalization may stand between.
std::vector<std::vector<LayerRole>> layerRoles(const Graph& graph, const std::vector<Layer>& layers,
                                               const std::vector<Structure>& structures);

/// What a tensor is to a structure.
enum class TensorPart : uint8_t {
    Input,
    Shortcut, ///< the input of a residual add or of a skip concatenation that the layers in between do not
              ///< touch
    Query,
    Key,
    Value,
    Mask,
    Scale, ///< constant
    Shift, ///< constant
    Inside,
    Scores,
    Probabilities,
    Output,
};

struct TensorRole {
    size_t structure = 0;
    TensorPart part = TensorPart::Input;
    bool operator==(const TensorRole&) const = default;
};

/// What a tensor is to each structure that it belongs to, in the order of the structures.
std::vector<TensorRole> tensorRoles(const std::vector<Structure>& structures, ValueId value);

} // namespace qscope
