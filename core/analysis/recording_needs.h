// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/analysis/results.h"

namespace qscope::analysis {

/// What a calibration has to record so that these specs (one per layer) get what they ask for: histograms per channel
/// where activations are quantized per channel by a calibrator that looks at more than the extremes.
CalibrationOptions recordingFor(std::span<const quant::LayerSpec> specs);

} // namespace qscope::analysis
