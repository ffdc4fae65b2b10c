// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"
#include "core/stats/tensor_stats.h"

namespace qscope::views {

/// What one calibrator would choose for a tensor.
struct CalibratorChoice {
    quant::Calibrator calibrator = quant::Calibrator::Max;
    quant::Range range;   ///< representable
    double sqnrDb = 0;    ///< local, from the histogram
    bool current = false; ///< the one that the spec asks for
};

/// All calibrators but the manual one, per tensor and with everything else as the spec says. Empty for a tensor without
/// histogram. **Cost** some milliseconds.
std::vector<CalibratorChoice> calibratorChoices(const stats::TensorStats& tensor, quant::QuantizerSpec spec);

} // namespace qscope::views
