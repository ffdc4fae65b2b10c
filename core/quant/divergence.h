// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// How much a histogram loses when it is clipped and coarsened: the loop at the heart of entropy calibration, in the
/// two forms people use. Both compute the textbook sum, but from prefix sums: a candidate costs as much as it has
/// levels, not as it has bins.
namespace qscope::quant {

/// D_i for i = start, start + stride, ... up to counts.size(): the first i bins of |x| against the same bins averaged
/// over `levels` equal levels, everything beyond added to the last bin. Natural logarithm; infinite where the last bin
/// is empty but something lies beyond.
/// **Shapes** counts: bins of |x| from zero on; 1 <= start <= counts.size().
/// **Source** NVIDIA pytorch-quantization, entropy calibration.
std::vector<double> clippedDivergences(std::span<const double> counts, size_t levels, size_t start, size_t stride = 1);

/// D_i for i = levels/2 ... counts.size()/2: the slice of i bins to the left and i + 1 to the right of the middle bin
/// against itself coarsened to `levels` whole-number levels, tails added to the end bins, zeros lifted by 1e-4.
/// Empty when there are fewer bins than levels.
/// **Shapes** counts: whole numbers on bins symmetric about zero.
/// **Source** ONNX Runtime, `get_entropy_threshold`.
std::vector<double> symmetricDivergences(std::span<const double> counts, size_t levels);

} // namespace qscope::quant
