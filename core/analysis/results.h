// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/estimate.h"
#include "core/analysis/sample_set.h"
#include "core/graph/layers.h"
#include "core/quant/config.h"
#include "core/stats/tensor_stats.h"

namespace qscope::analysis {

/// What a calibration pass records beyond the figures it always records.
struct CalibrationOptions {
    bool channelHistograms = false; ///< of the activation inputs of layers with weights; costs about 1 ns per element, and
                                    ///< several where thousands of channels leave the cache
    /// Of these tensors alone, by name; empty: of all. For passes whose state nobody stores.
    std::vector<std::string> channelsOf{};
    /// Samples of the data that are passed over, by number, e.g. because one of them alone makes a range wide.
    SampleSet leaveOut{};

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

/// Difference of a quantized run from the float run, over all outputs and samples, each with its interval.
/// The float run of a model that a method has rewritten is that of the original (Analyzer::setReference).
struct Evaluation {
    int64_t samples = 0;
    Estimate sqnrDb = 0;        ///< 10 log10(sum y^2 / sum (y^ - y)^2), pooled; +inf when equal
    Estimate mse = 0;           ///< mean over all elements
    Estimate cosine = 0;        ///< mean over samples, first output
    Estimate kl = 0;            ///< nats, mean over samples, first output, from the float to the quantized classes
    Estimate agreement = 0;     ///< share of samples with the same top class (argmax over the last axis of the first
                                ///< output, every row counted), in [0, 1]
    Estimate agreementTop5 = 0; ///< share with the float model's top class among the five largest, in [0, 1]
    std::optional<Estimate> accuracyFloat;     ///< with labels; of the float run compared with
    std::optional<Estimate> accuracyQuantized; ///< with labels
    std::optional<Estimate> accuracyDrop;      ///< float minus quantized, on the same samples
    std::optional<Estimate> user;              ///< a person's own figure (SampleMetric)
    int layersFloat = 0;
    int layersQuantized = 0;
    double weightBytes = 0;      ///< model bytes of the layers' weights under the config (bits / 8 per element)
    double weightBytesFloat = 0; ///< the same in float32
};

enum class SensitivityMode {
    OnlyThisLayer,   ///< only this layer quantized ("one at a time")
    AllButThis,      ///< everything quantized but this layer
    WeightsOnly,     ///< only this layer's weights quantized
    ActivationsOnly, ///< only this layer's activations quantized
    Accumulated,     ///< everything quantized; the figures are those of the layer's own output (see DepthErrors)
};

/// The name of a mode on the command line and in files: "only", "except", "weights", "activations", "cumulative".
std::string_view sensitivityModeName(SensitivityMode mode);
std::optional<SensitivityMode> sensitivityModeFromName(std::string_view name);

struct LayerSensitivity {
    LayerId layer;
    Estimate sqnrDb = 0;
    Estimate mse = 0;
    Estimate agreement = 0;
    std::optional<Estimate> accuracy;
    Estimate cosine = 1;
    Estimate kl = 0;
    Estimate agreementTop5 = 1;
    Estimate localDb = 0; ///< Accumulated: SQNR of the layer's output with nothing else quantized
    std::optional<Estimate> user{}; ///< a person's own figure (SampleMetric); not of accumulated errors
};

struct SensitivityResult {
    SensitivityMode mode = SensitivityMode::OnlyThisLayer;
    int64_t samples = 0;
    std::vector<LayerSensitivity> layers; ///< one per layer, execution order
    /// The layers that gain most from floating point first: by SQNR, among equals more weights first, then execution
    /// order.
    std::vector<LayerId> ranking;
    /// Per place of the ranking: these samples do not tell the layer from the next one (95 %, paired bootstrap). Not said of
    /// accumulated errors.
    std::vector<bool> tiedWithNext;
};

/// Noise of one layer's output when everything is quantized, against the float run.
struct DepthError {
    LayerId layer;
    Estimate localDb = 0;       ///< SQNR of the layer quantized alone, on float inputs; +inf when equal
    Estimate accumulatedDb = 0; ///< SQNR with everything before it quantized too
    double localNsr = 0;        ///< mean over samples of noise / (signal + 1e-7)
    double accumulatedNsr = 0;
};

/// How the error grows along the depth.
struct DepthErrors {
    int64_t samples = 0;
    std::vector<DepthError> layers; ///< execution order, those that ran on floating-point tensors
};

} // namespace qscope::analysis
