// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"

namespace qscope::quant {

/// Code of one value of slice c; NaN counts as zero.
int32_t codeOf(float x, const QuantParams& params, size_t c);

/// Borders between the entries of slice c of a codebook, one fewer than entries.
std::vector<float> bordersOf(const QuantParams& params, size_t c);

} // namespace qscope::quant
