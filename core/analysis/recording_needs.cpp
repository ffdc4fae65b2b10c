// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/recording_needs.h"

#include <algorithm>

namespace qscope::analysis {

CalibrationOptions recordingFor(std::span<const quant::LayerSpec> specs)
{
    const auto needs = [](const quant::QuantizerSpec& spec) {
        return spec.granularity == quant::Granularity::PerChannel && spec.calibrator != quant::Calibrator::Max
               && spec.calibrator != quant::Calibrator::Manual;
    };
    const auto needsChannels = [&](const quant::LayerSpec& spec) {
        const auto ownNeeds = [&](const auto& own) { return needs(own.second); };
        return !spec.isFloat && (needs(spec.activations) || std::any_of(spec.inputs.begin(), spec.inputs.end(), ownNeeds));
    };
    return {std::any_of(specs.begin(), specs.end(), needsChannels)};
}

} // namespace qscope::analysis
