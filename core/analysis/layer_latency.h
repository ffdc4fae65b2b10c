// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/results.h"
#include "core/base/run_control.h"

namespace qscope::analysis {

/// Times of one layer on this machine: its product alone, without what comes before and after.
struct LayerLatency {
    double floatMs = 0;
    double int8Ms = 0;
};

/// What was timed before, by operator, shapes and number of threads: layers alike are timed once, whatever model they are in.
using KnownLatencies = std::map<std::string, std::optional<LayerLatency>>;

/// One entry per layer; none where it cannot be measured (other operators, shapes nobody has seen). For one sample, of the
/// shapes that were calibrated. Adds what it times to `known`, also when it is cancelled.
/// **Cost** about 20 ms per kind of layer that is not known. **Errors** Cancelled.
Result<std::vector<std::optional<LayerLatency>>> measureLatencies(const Graph& graph, const std::vector<Layer>& layers,
                                                                  const CalibrationResult& calibration, int threads,
                                                                  const RunControl& control, KnownLatencies& known);

} // namespace qscope::analysis
