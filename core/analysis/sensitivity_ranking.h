// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/analysis/output_metrics.h"
#include "core/graph/layers.h"

namespace qscope::analysis {

/// The figures of all layers with their intervals, ranked. `metrics`: one per layer, all of the same samples.
/// Two neighbours are tied when the difference of their SQNRs on the same draws has zero in its 95 % interval.
SensitivityResult summarize(SensitivityMode mode, const std::vector<OutputMetrics>& metrics,
                            std::span<const Layer> layers, int threads);

/// The same form for errors along the depth; layers without one have NaN.
SensitivityResult rankedByDepth(const DepthErrors& errors, std::span<const Layer> layers);

} // namespace qscope::analysis
