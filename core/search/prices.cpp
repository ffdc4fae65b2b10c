// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/prices.h"

#include <algorithm>

namespace qscope::search {

namespace {

bool isEvenlySpaced(quant::QuantizerKind kind)
{
    return kind == quant::QuantizerKind::Uniform || kind == quant::QuantizerKind::PowerOfTwo;
}

bool hasIntegerKernel(bool hasWeight, const quant::LayerSpec& spec)
{
    return isEvenlySpaced(spec.activations.kind) && (!hasWeight || isEvenlySpaced(spec.weights.kind));
}

std::optional<double> difference(const std::optional<double>& after, const std::optional<double>& before)
{
    return after && before ? std::optional(*after - *before) : std::nullopt;
}

void add(std::optional<double>& sum, const std::optional<double>& more)
{
    if (more)
        sum = sum.value_or(0) + *more;
}

} // namespace

double millisecondsAt(const analysis::LayerLatency& latency, const Precision& precision)
{
    return precision.fitsInt8() ? latency.int8Ms : latency.floatMs;
}

LatencyTable latencyTable(const std::vector<Layer>& layers, std::span<const quant::LayerSpec> specs,
                          std::span<const std::optional<analysis::LayerLatency>> latencies)
{
    LatencyTable table;
    for (size_t i = 0; i < layers.size(); ++i) {
        analysis::LayerLatency times;
        if (i < latencies.size() && latencies[i])
            times = *latencies[i];
        if (!hasIntegerKernel(layers[i].weightInput.has_value(), specs[i]))
            times.int8Ms = times.floatMs;
        table.setKernels(layers[i].name, times.floatMs, times.int8Ms);
    }
    return table;
}

PriceList::PriceList(const Graph& graph, const std::vector<Layer>& layers,
                     const analysis::CalibrationResult* calibration)
    : m_borders(graph, layers)
{
    for (const Layer& layer : layers) {
        m_hasWeight.push_back(layer.weightInput.has_value());
        if (!calibration)
            m_costs.push_back({layer.weightCount, 0});
    }
    if (calibration)
        m_costs = layerCosts(graph, layers, *calibration);
}

size_t PriceList::timedLayers() const
{
    return static_cast<size_t>(
        std::count_if(m_latencies.begin(), m_latencies.end(), [](const auto& l) { return l.has_value(); }));
}

Price PriceList::ofLayer(size_t layer, const quant::LayerSpec& spec) const
{
    const LayerCost& cost = m_costs[layer];
    const Precision precision = precisionOf(m_hasWeight[layer], spec);
    Price price;
    price.bytes = modelBytes(cost, precision);
    if (cost.macs > 0)
        price.bitOperations = bitOperations(cost, precision);
    if (layer < m_latencies.size() && m_latencies[layer]) {
        const bool integers = hasIntegerKernel(m_hasWeight[layer], spec);
        price.milliseconds =
            integers ? millisecondsAt(*m_latencies[layer], precision) : m_latencies[layer]->floatMs;
    }
    return price;
}

Price PriceList::of(std::span<const quant::LayerSpec> specs) const
{
    Price total;
    for (size_t i = 0; i < specs.size(); ++i) {
        const Price one = ofLayer(i, specs[i]);
        total.bytes += one.bytes;
        add(total.bitOperations, one.bitOperations);
        add(total.milliseconds, one.milliseconds);
    }
    total.borders = m_borders.count(specs);
    return total;
}

std::optional<double> PriceList::milliseconds(std::span<const quant::LayerSpec> specs) const
{
    std::optional<double> total;
    for (size_t i = 0; i < specs.size(); ++i)
        add(total, ofLayer(i, specs[i]).milliseconds);
    return total;
}

std::vector<std::optional<double>> PriceList::layerMilliseconds(std::span<const quant::LayerSpec> specs) const
{
    std::vector<std::optional<double>> all;
    for (size_t i = 0; i < specs.size(); ++i)
        all.push_back(ofLayer(i, specs[i]).milliseconds);
    return all;
}

Price PriceList::change(size_t layer, std::span<const quant::LayerSpec> specs) const
{
    quant::LayerSpec other = specs[layer];
    other.isFloat = !other.isFloat;
    const Price before = ofLayer(layer, specs[layer]);
    const Price after = ofLayer(layer, other);
    return {after.bytes - before.bytes, difference(after.bitOperations, before.bitOperations),
            m_borders.change(layer, specs), difference(after.milliseconds, before.milliseconds)};
}

std::vector<Price> PriceList::changes(std::span<const quant::LayerSpec> specs) const
{
    std::vector<Price> changes;
    for (size_t i = 0; i < specs.size(); ++i)
        changes.push_back(change(i, specs));
    return changes;
}

} // namespace qscope::search
