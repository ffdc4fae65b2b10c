// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/analysis/border_cache.h"
#include "core/analysis/layer_quantizers.h"
#include "core/run/instance.h"

namespace qscope::analysis {

/// The model under one set of quantizers, and what its tensors at each border depend on.
struct WhatIfRun {
    std::vector<run::NodeOverride> perLayer; ///< what `overrides` points to
    run::Overrides overrides;
    std::vector<uint64_t> upstream; ///< by border
    bool keep = true;               ///< its tensors at the borders are worth keeping
};

/// Runs a model under changing quantizers again and again, each time from the last border before the first change.
///
/// Borders are cuts between steps, about evenly spread over the time of a run, where few bytes are alive. A run that
/// goes on from a border gives the same bits as one from the start, so neither budget nor history show in any figure.
/// One thread at a time may choose borders and make runs; any may run them.
class WhatIf {
public:
    WhatIf(const Graph& graph, const std::vector<Layer>& layers) : m_graph(graph), m_layers(layers) {}

    /// Once, with the first micro-batch there is: looks at times and sizes.
    Status chooseBorders(run::Instance& instance, std::span<const Tensor> inputs);
    bool hasBorders() const { return m_chosen; }
    const std::vector<run::Cut>& borders() const { return m_borders; }

    WhatIfRun makeRun(const std::vector<LayerQuantizers>& quantizers,
                      std::vector<run::NodeOverride> perLayer);

    using ReadInputs = std::function<Result<std::vector<Tensor>>()>;
    /// The micro-batch of `dataset` that begins at `firstSample`, from the last border that is known, or from its inputs.
    Result<run::Values> run(run::Instance& instance, const WhatIfRun& what, uint64_t dataset, int64_t firstSample,
                            const ReadInputs& inputs, const RunControl& control);
    /// Nothing has to be read to run it.
    bool knows(const WhatIfRun& what, uint64_t dataset, int64_t firstSample) const;

    BorderCache& cache() { return m_cache; }

private:
    uint64_t numberOf(size_t layer, const LayerQuantizers& quantizers);
    std::vector<uint64_t> hashesAtBorders(const std::vector<uint64_t>& numbers) const;

    const Graph& m_graph;
    const std::vector<Layer>& m_layers;
    bool m_chosen = false;
    std::vector<run::Cut> m_borders;
    std::vector<size_t> m_layersInOrder; ///< indices of layers, by the step that runs them
    std::vector<size_t> m_stepOfLayer;   ///< in that order
    std::vector<std::vector<LayerQuantizers>> m_seen; ///< by layer: those that have a number
    BorderCache m_cache;
};

} // namespace qscope::analysis
