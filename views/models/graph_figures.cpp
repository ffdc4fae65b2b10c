// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/graph_figures.h"

#include <algorithm>
#include <cmath>

#include "views/models/format.h"

namespace qscope::views {

namespace {

std::optional<double> inputFigure(const Snapshot& snapshot, LayerId layer, bool ratio)
{
    std::optional<double> most;
    for (const ValueId value : snapshot.activations(layer)) {
        const auto* stats = snapshot.stats(value);
        if (!stats)
            continue;
        const double one = ratio ? stats->interChannelRatio()
                                 : std::max(std::abs(static_cast<double>(stats->min.value)),
                                            std::abs(static_cast<double>(stats->max.value)));
        most = std::max(most.value_or(one), one);
    }
    return most;
}

} // namespace

std::optional<double> GraphFigureValues::ofLayer(const Snapshot& snapshot, LayerId layer, GraphFigure figure)
{
    using enum analysis::SensitivityMode;
    const size_t i = layer.index();
    const quant::LayerSpec* spec = i < snapshot.specs.size() ? &snapshot.specs[i] : nullptr;
    const bool hasWeight = snapshot.layer(layer).weightInput.has_value();
    switch (figure) {
    case GraphFigure::OnlyThis: return snapshot.sensitivityDb(OnlyThisLayer, layer);
    case GraphFigure::AllBut: return snapshot.sensitivityDb(AllButThis, layer);
    case GraphFigure::Bits: {
        if (!spec)
            return std::nullopt;
        const auto precision = search::precisionOf(hasWeight, *spec);
        return std::min(precision.weights, precision.activations);
    }
    case GraphFigure::ChannelRatio: return inputFigure(snapshot, layer, true);
    case GraphFigure::Magnitude: return inputFigure(snapshot, layer, false);
    case GraphFigure::WeightBytes:
        return spec && hasWeight ? std::optional(search::modelBytes({snapshot.layer(layer).weightCount, 0},
                                                                    search::precisionOf(true, *spec)))
                                 : std::nullopt;
    case GraphFigure::Milliseconds:
        return snapshot.prices && i < snapshot.prices->milliseconds.size() ? snapshot.prices->milliseconds[i] : std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> GraphFigureValues::ofBox(const Snapshot& snapshot, const DrawnNode& box, GraphFigure figure)
{
    const bool adds = figure == GraphFigure::WeightBytes || figure == GraphFigure::Milliseconds;
    const bool least = figure == GraphFigure::OnlyThis || figure == GraphFigure::Bits;
    std::optional<double> all;
    for (const LayerId layer : box.layers) {
        const auto one = snapshot.contains(layer) ? ofLayer(snapshot, layer, figure) : std::nullopt;
        if (!one || std::isnan(*one))
            continue;
        if (!all)
            all = one;
        else
            all = adds ? *all + *one : least ? std::min(*all, *one) : std::max(*all, *one);
    }
    return all;
}

QString GraphFigureValues::name(GraphFigure figure)
{
    switch (figure) {
    case GraphFigure::OnlyThis: return tr("SQNR alone [dB]");
    case GraphFigure::AllBut: return tr("SQNR of all but it [dB]");
    case GraphFigure::Bits: return tr("Bits");
    case GraphFigure::ChannelRatio: return tr("Channel ratio");
    case GraphFigure::Magnitude: return tr("Largest input");
    case GraphFigure::WeightBytes: return tr("Size of the weights");
    case GraphFigure::Milliseconds: return tr("Latency [ms]");
    }
    return {};
}

QString GraphFigureValues::text(double value, GraphFigure figure)
{
    switch (figure) {
    case GraphFigure::OnlyThis:
    case GraphFigure::AllBut: return format::decibel(value);
    case GraphFigure::Bits: return value == 32 ? tr("FP") : tr("%1 bits").arg(value);
    case GraphFigure::ChannelRatio: return format::ratio(value);
    case GraphFigure::WeightBytes: return format::bytes(value);
    case GraphFigure::Milliseconds: return tr("%1 ms").arg(format::milliseconds(value));
    default: return format::number(value, 3);
    }
}

QString GraphFigureValues::brief(double value, GraphFigure figure)
{
    switch (figure) {
    case GraphFigure::OnlyThis:
    case GraphFigure::AllBut: return format::tenths(value);
    case GraphFigure::Bits: return value == 32 ? text(value, figure) : format::number(value, 2);
    case GraphFigure::Milliseconds: return format::milliseconds(value);
    default: return text(value, figure);
    }
}

bool GraphFigureValues::isLogarithmic(GraphFigure figure)
{
    return figure == GraphFigure::ChannelRatio || figure == GraphFigure::Magnitude || figure == GraphFigure::WeightBytes
           || figure == GraphFigure::Milliseconds;
}

} // namespace qscope::views
