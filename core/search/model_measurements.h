// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/analysis/analyzer.h"
#include "core/search/finder.h"
#include "core/search/prices.h"

namespace qscope::search {

/// Measurements on an opened model; the one place of this folder that knows the engine. All four have to live as long as
/// what is returned.
Measurements measurementsOn(analysis::Analyzer& analyzer, data::Dataset& dataset, const std::vector<int64_t>& labels,
                            const analysis::CalibrationResult& calibration);

/// The model under a config, with the costs of its layers.
Subject subjectOf(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                  const quant::Config& config);


/// Times of all layers on this machine, for Subject::latency. What is not in `known` is timed and added to it.
/// **Errors** those of quant::resolve and analysis::measureLatencies; Unsupported: no layer can be timed.
Result<LatencyTable> measuredLatencies(const analysis::Analyzer& analyzer, const analysis::CalibrationResult& calibration,
                                       const quant::Config& config, int threads, const RunControl& control,
                                       analysis::KnownLatencies& known);

} // namespace qscope::search
