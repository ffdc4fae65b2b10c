// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/quant/config.h"
#include "core/search/costs.h"
#include "core/search/partial_quantization.h"

/// What a search makes of a config.
namespace qscope::search {

/// No rule leaves a layer in floating point any more; everything else stays.
quant::Config withoutFloat(const quant::Config& config);

/// Exactly these layers stay in floating point.
quant::Config withFloatSet(const quant::Config& config, const FloatSet& set, std::span<const Layer> layers);

/// Every layer gets these bits for its weights and activations, by rules on names; 32: floating point.
quant::Config withBits(const quant::Config& config, std::span<const int> bits, std::span<const Layer> layers);

/// All layers get the same bits, whatever the rules say.
quant::Config withBitsEverywhere(const quant::Config& config, int bits);

/// What the config means for each layer (see precisionOf). **Errors** those of quant::resolve.
Result<std::vector<Precision>> precisionsOf(const quant::Config& config, std::span<const Layer> layers);

/// Of all layers together, per sample. None when no shape is known.
/// **Errors** those of quant::resolve.
Result<std::optional<double>> bitOperations(const quant::Config& config, std::span<const Layer> layers,
                                            std::span<const LayerCost> costs);

} // namespace qscope::search
