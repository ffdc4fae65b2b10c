// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quant/quantizer.h"
#include "core/stats/histogram.h"

namespace qscope::views {

/// What one per-tensor quantizer does to data with this histogram, taken as uniform inside each bin.
struct LocalError {
    double clippedShare = 0; ///< share of the data outside the representable range
    double roundingMse = 0;  ///< mean square error of data inside it (over all data)
    double clippingMse = 0;  ///< mean square error of data outside it (over all data)
    double sqnrDb = 0;       ///< 10 log10(mean x^2 / (roundingMse + clippingMse)); +inf without error
};

/// **Error bound** exact for data uniform inside its bins; a spike at one value (zeros after ReLU) is smeared
/// over its bin, so the rounding error may be off by share * width^2 / 3.
/// Kinds whose steps differ are sampled at 8 points per bin. **Cost** O(bins + codes).
LocalError localError(const stats::Histogram& histogram, const quant::QuantParams& params,
                      size_t channel = 0);

} // namespace qscope::views
