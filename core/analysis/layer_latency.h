// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/results.h"
#include "core/base/run_control.h"

namespace qscope::analysis {

/// Times of one layer on this machine: its product alone, without what comes before and after.
struct LayerLatency {
    double floatMs = 0;
    double int8Ms = 0;
};

/// One entry per layer; none where it cannot be measured (other operators, shapes nobody has seen). Layers of equal shapes
/// are measured once. For one sample, of the shapes that were calibrated.
/// **Cost** about 20 ms per kind of layer. **Errors** Cancelled.
Result<std::vector<std::optional<LayerLatency>>> measureLatencies(const Graph& graph, const std::vector<Layer>& layers,
                                                                  const CalibrationResult& calibration, int threads,
                                                                  const RunControl& control);

} // namespace qscope::analysis
