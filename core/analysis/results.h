// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/layers.h"
#include "core/quant/config.h"
#include "core/stats/tensor_stats.h"

namespace qscope::analysis {

/// What a calibration pass records beyond the figures it always records.
struct CalibrationOptions {
    bool channelHistograms = false; ///< of the activation inputs of layers with weights; costs about 1 ns per element

    bool operator==(const CalibrationOptions&) const = default;
};

/// Figures of everything the passes over the calibration data have seen. Immutable once made.
struct CalibrationResult {
    uint64_t id = 0; ///< unique for the life of the program; for caches of what was derived from it
    int64_t samples = 0;
    std::vector<stats::TensorStats> tensors; ///< execution order, model inputs first; floating-point tensors only
    std::vector<int32_t> indexByValue;       ///< ValueId -> index into tensors, -1: not recorded
    std::vector<std::string> warnings;       ///< e.g. where NaN first appeared

    const stats::TensorStats* find(ValueId value) const
    {
        const int32_t i = value.valid() && value.index() < indexByValue.size() ? indexByValue[value.index()] : -1;
        return i < 0 ? nullptr : &tensors[static_cast<size_t>(i)];
    }
};

/// Difference of a quantized run from the float run, over all outputs and samples.
struct Evaluation {
    int64_t samples = 0;
    double sqnrDb = 0;    ///< 10 log10(sum y^2 / sum (y^ - y)^2), pooled; +inf when equal
    double mse = 0;       ///< mean over all elements
    double cosine = 0;    ///< mean over samples, first output
    double agreement = 0; ///< share of samples with the same top class (argmax over the last axis of the first
                          ///< output, every row counted), in [0, 1]
    std::optional<double> accuracyFloat;     ///< with labels
    std::optional<double> accuracyQuantized; ///< with labels
    int layersFloat = 0;
    int layersQuantized = 0;
    double weightBytes = 0;      ///< model bytes of the layers' weights under the config (bits / 8 per element)
    double weightBytesFloat = 0; ///< the same in float32
};

enum class SensitivityMode {
    OnlyThisLayer, ///< only this layer quantized ("one at a time")
    AllButThis,    ///< everything quantized but this layer
};

struct LayerSensitivity {
    LayerId layer;
    double sqnrDb = 0;
    double mse = 0;
    double agreement = 0;
    std::optional<double> accuracy;
};

struct SensitivityResult {
    SensitivityMode mode = SensitivityMode::OnlyThisLayer;
    int64_t samples = 0;
    std::vector<LayerSensitivity> layers; ///< one per layer, execution order
};

} // namespace qscope::analysis
