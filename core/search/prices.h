// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/analysis/layer_latency.h"
#include "core/search/borders.h"
#include "core/search/costs.h"

namespace qscope::search {

/// What a config costs beside what it does to the output; also the difference of two such prices.
struct Price {
    double bytes = 0;                    ///< of the layers' weights: elements times bits / 8
    std::optional<double> bitOperations; ///< per sample; none when the shapes are not known
    BorderCount borders;
    std::optional<double> milliseconds;  ///< per sample, of the layers that were timed; none when none was

    bool operator==(const Price&) const = default;
};

/// Prices of configs of one model.
class PriceList {
public:
    /// Without a calibration nobody knows shapes: then there are no bit operations.
    PriceList(const Graph& graph, const std::vector<Layer>& layers, const analysis::CalibrationResult* calibration);

    /// Latencies of the layers, one entry each; empty: not timed.
    void setLatencies(std::vector<std::optional<analysis::LayerLatency>> latencies) { m_latencies = std::move(latencies); }
    const std::vector<std::optional<analysis::LayerLatency>>& latencies() const { return m_latencies; }
    const std::vector<LayerCost>& costs() const { return m_costs; }
    size_t timedLayers() const;

    /// Of the whole model. `specs`: one per layer.
    Price of(std::span<const quant::LayerSpec> specs) const;
    /// The same without the rest.
    std::optional<double> milliseconds(std::span<const quant::LayerSpec> specs) const;
    /// Per layer; none where it was not timed.
    std::vector<std::optional<double>> layerMilliseconds(std::span<const quant::LayerSpec> specs) const;
    /// Of a layer by itself under this spec; it has no borders by itself.
    Price ofLayer(size_t layer, const quant::LayerSpec& spec) const;
    /// Per layer what the whole grows by when this layer alone goes to floating point, or from there to the quantizers
    /// of its spec. **Cost** O(layers).
    std::vector<Price> changes(std::span<const quant::LayerSpec> specs) const;
    Price change(size_t layer, std::span<const quant::LayerSpec> specs) const; ///< of one layer

private:
    std::vector<LayerCost> m_costs;
    std::vector<bool> m_hasWeight; ///< by layer
    Borders m_borders;
    std::vector<std::optional<analysis::LayerLatency>> m_latencies;
};

/// How long a layer takes at a precision on the kernels that were timed: int8 up to 8 bits on both sides, float32 above,
/// since there are no others.
double millisecondsAt(const analysis::LayerLatency& latency, const Precision& precision);

/// Times for searches: of every layer that was timed at any precision. A layer whose quantizers are not evenly spaced (log,
/// fp8, codebooks) has no integer kernel and takes as long as in float32. What could not be timed is nothing: 0 ms.
LatencyTable latencyTable(const std::vector<Layer>& layers, std::span<const quant::LayerSpec> specs,
                          std::span<const std::optional<analysis::LayerLatency>> latencies);

} // namespace qscope::search
