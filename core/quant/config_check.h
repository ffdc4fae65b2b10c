// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/quant/config.h"

namespace qscope::quant {

enum class Role { Weights, Activations };

/// Ranges of what a patch names. Messages begin with the key path: "rules[1].weights.bits: 17 is outside 2 to
/// 16".
/// **Errors** InvalidArgument.
Status checkPatch(const QuantizerPatch& patch, Role role, const std::string& path);

/// Whether what a spec says goes together: "default.weights: a codebook has 2 to 8 bits, not 16".
/// **Errors** InvalidArgument.
Status checkSpec(const QuantizerSpec& spec, Role role, const std::string& path);

/// The same for what rules made of a layer.
Status checkLayer(const LayerSpec& spec, const std::string& name);

/// The same for the defaults and all rules.
Status checkConfig(const Config& config);

} // namespace qscope::quant
