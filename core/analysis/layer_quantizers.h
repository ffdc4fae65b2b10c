// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/analysis/results.h"
#include "core/graph/layers.h"
#include "core/quant/config.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// Quantizers of one layer under a config: what runs, what is exported and what the window draws.
struct LayerQuantizers {
    bool isFloat = true;
    std::vector<quant::QuantParams> activations; ///< per Layer::activationInputs
    std::optional<quant::QuantParams> weights; ///< of weightOf(layer): of the folded weight where there is a fold
    std::optional<quant::QuantParams> bias = {}; ///< of biasOf(layer), int32; none: the bias stays in floating point

    bool operator==(const LayerQuantizers&) const = default;
};

/// The quantizers of all layers, answered from the calibration without running the model.
/// **Errors** those of quant::resolve; InvalidArgument when a tensor has no statistics.
Result<std::vector<LayerQuantizers>> quantizersFor(const Graph& graph, const std::vector<Layer>& layers,
                                                   const CalibrationResult& calibration, const quant::Config& config);

/// What of a layer is quantized in a run. Integer kernels need both.
enum class QuantizedPart { Both, Weights, Activations };

/// Remembers what calibrators answered and what weights look like quantized. Any thread.
class QuantizerStore {
public:
    QuantizerStore(std::shared_ptr<const Graph> graph, const std::vector<Layer>& layers);
    ~QuantizerStore();

    /// As quantizersFor. With `everything`, layers that the config leaves in floating point get quantizers too.
    /// **Cost** for 100 layers: a few ms with most calibrators, up to 50 ms with Entropy and Lp (tests/bench).
    Result<std::vector<LayerQuantizers>> quantizers(const CalibrationResult& calibration, const quant::Config& config,
                                                    bool everything = false);

    /// What the engine does differently per node under these quantizers; one entry per layer, in order. Layers that
    /// integer kernels could run are run on codes, so that sums are exact (below 2^24) in whatever order they are added up.
    std::vector<run::NodeOverride> overrides(const std::vector<LayerQuantizers>& quantizers,
                                             QuantizedPart part = QuantizedPart::Both);

private:
    struct State;
    void overrideConstants(size_t layer, const LayerQuantizers& quantizers, QuantizedPart part, run::NodeOverride& result);
    Status answerActivations(const CalibrationResult& calibration, const std::vector<quant::LayerSpec>& specs);
    Status answerWeights(const std::vector<quant::LayerSpec>& specs);

    std::shared_ptr<const Graph> m_graph;
    const std::vector<Layer>& m_layers;
    std::mutex m_mutex;
    std::unique_ptr<State> m_state;
};

/// Pointers by NodeId for Instance::run; layers that stay in floating point get none.
run::Overrides overridesByNode(const Graph& graph, const std::vector<Layer>& layers,
                               const std::vector<LayerQuantizers>& quantizers,
                               const std::vector<run::NodeOverride>& overrides);

} // namespace qscope::analysis
