// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/quant/quantizer.h"
#include "core/stats/histogram.h"

namespace qscope::views {

/// "8 bits, asymmetric", "4 bits, powers of √2"
QString quantizerKindText(const quant::QuantParams& quantizer);
/// "8 bits, asymmetric: scale 0.0123, zero point 87, covers −1.07 to 2.07"
QString quantizerText(const quant::QuantParams& quantizer);

/// What it does to data with this histogram: share clipped, errors, SQNR. Empty for quantizers of several
/// slices.
QString localErrorText(const stats::Histogram& histogram, const quant::QuantParams& quantizer);

} // namespace qscope::views
