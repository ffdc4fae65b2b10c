// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/graph/layers.h"
#include "core/quant/config.h"

/// What people change in a config, as functions from config to config.
namespace qscope::app {

/// No rule leaves a layer in floating point any more; everything else stays. What "all quantized" means, and the part
/// of a config that sensitivities depend on.
quant::Config withoutFloat(const quant::Config& config);

/// The layers stay in floating point, or do not.
quant::Config withFloatLayers(const quant::Config& config, std::span<const LayerId> chosen, bool isFloat,
                              std::span<const Layer> layers);

/// The layers get these bits by rules on their names; 0 leaves as is.
quant::Config withLayerBits(const quant::Config& config, std::span<const LayerId> chosen, int weightBits,
                            int activationBits, std::span<const Layer> layers);

/// The layer's activations, or its weights, are quantized within this range whatever a calibrator says.
quant::Config withManualRange(const quant::Config& config, LayerId layer, bool weights, const quant::Range& range,
                              std::span<const Layer> layers);

} // namespace qscope::app
