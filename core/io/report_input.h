// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/analysis/results.h"
#include "core/graph/graph.h"
#include "core/graph/layers.h"

namespace qscope::io {

/// What a report tells. The references must outlive it; what is absent is left out of the report.
struct ReportInput {
    const Graph& graph;
    const std::vector<Layer>& layers;
    const analysis::CalibrationResult& calibration;
    const quant::Config& config;
    std::vector<analysis::LayerQuantizers> quantizers; ///< one per layer
    std::optional<analysis::Evaluation> evaluation;
    std::optional<analysis::SensitivityResult> only;   ///< SensitivityMode::OnlyThisLayer
    std::optional<analysis::SensitivityResult> except; ///< SensitivityMode::AllButThis
    std::string modelName;
    std::string dataName;
};

/// Statistics of an activation input of a layer; null when it was not recorded or the layer has no such
/// input.
const stats::TensorStats* statsOf(const ReportInput& input, size_t layer, size_t activation = 0);
/// Quantizer of an activation input; null when the layer stays in floating point or has no such input.
const quant::QuantParams* paramsOf(const ReportInput& input, size_t layer, size_t activation = 0);
/// Figure of a layer in a sensitivity result; null when there is none.
const analysis::LayerSensitivity* sensitivityOf(const std::optional<analysis::SensitivityResult>& result,
                                                size_t layer);
bool isFloat(const ReportInput& input, size_t layer);

} // namespace qscope::io
