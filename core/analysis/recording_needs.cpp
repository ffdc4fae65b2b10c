// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/recording_needs.h"

#include <algorithm>

namespace qscope::analysis {

CalibrationOptions recordingFor(std::span<const quant::LayerSpec> specs)
{
    const auto needsChannels = [](const quant::LayerSpec& spec) {
        const auto calibrator = spec.activations.calibrator;
        return !spec.isFloat && spec.activations.granularity == quant::Granularity::PerChannel
               && calibrator != quant::Calibrator::Max && calibrator != quant::Calibrator::Manual;
    };
    return {std::any_of(specs.begin(), specs.end(), needsChannels)};
}

} // namespace qscope::analysis
