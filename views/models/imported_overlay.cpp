// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/imported_overlay.h"

#include <QCoreApplication>

#include <algorithm>

#include "views/models/format.h"
#include "views/models/local_error.h"

namespace qscope::views {

namespace {

struct OverlayWords {
    Q_DECLARE_TR_FUNCTIONS(ImportedOverlay)
};

double widthOf(const quant::Range& range) { return range.hi - range.lo; }

/// What the file does not say of a quantizer is that of ours.
quant::QuantParams paramsOf(const io::ImportedTensor& tensor, quant::QuantizerSpec spec)
{
    spec.bits = std::clamp(tensor.bits.value_or(spec.bits), 2, 16);
    spec.symmetric = tensor.symmetric.value_or(spec.symmetric);
    spec.kind = quant::QuantizerKind::Uniform;
    spec.granularity = quant::Granularity::PerTensor;
    return quant::paramsFromRange(tensor.ranges.front(), spec);
}

} // namespace

std::shared_ptr<const ImportedOverlay> ImportedOverlay::of(const io::ImportedRanges& imported, const QString& file,
                                                           const Graph& graph, const std::vector<Layer>& layers)
{
    std::map<std::string, ValueId, std::less<>> byName;
    for (size_t v = 0; v < graph.values.size(); ++v)
        byName.emplace(graph.values[v].name, ValueId(v));
    for (const Layer& layer : layers) // a weight is called what the file calls it
        if (layer.weightInput && layer.weightSource.valid())
            byName[graph.value(layer.weightSource).name] = graph.node(layer.node).inputs[*layer.weightInput];
    auto overlay = std::make_shared<ImportedOverlay>();
    overlay->file = file;
    overlay->format = format::text(imported.format);
    for (const io::ImportedTensor& tensor : imported.tensors) {
        const auto found = byName.find(tensor.name);
        if (found == byName.end() || tensor.ranges.empty())
            ++overlay->unknown;
        else
            overlay->tensors.emplace(found->second, tensor);
    }
    return overlay->tensors.empty() ? nullptr : overlay;
}

const io::ImportedTensor* ImportedOverlay::find(ValueId value) const
{
    const auto found = tensors.find(value);
    return found == tensors.end() ? nullptr : &found->second;
}

std::optional<quant::Range> ImportedOverlay::range(ValueId value) const
{
    const io::ImportedTensor* tensor = find(value);
    if (!tensor)
        return std::nullopt;
    quant::Range whole = tensor->ranges.front();
    for (const quant::Range& one : tensor->ranges)
        whole = {std::min(whole.lo, one.lo), std::max(whole.hi, one.hi)};
    return whole;
}

QString ImportedOverlay::comparison(const Snapshot& snapshot, LayerId layer, size_t input) const
{
    const auto values = snapshot.activations(layer);
    if (input >= values.size() || layer.index() >= snapshot.specs.size())
        return {};
    const io::ImportedTensor* tensor = find(values[input]);
    const auto* stats = snapshot.stats(values[input]);
    if (!tensor || !stats || stats->histogram.empty())
        return {};
    const quant::Range theirs = *range(values[input]);
    QString text =
        OverlayWords::tr("%1: %2 to %3").arg(file, format::number(theirs.lo), format::number(theirs.hi));
    if (tensor->ranges.size() == 1)
        text +=
            OverlayWords::tr(", local SQNR %1")
                .arg(format::decibel(
                    localError(stats->histogram, paramsOf(*tensor, snapshot.specs[layer.index()].activations))
                        .sqnrDb));
    const quant::QuantParams* ours = snapshot.activationQuantizer(layer, input);
    if (!ours || ours->slices() > 1)
        return text;
    const quant::Range mine = ours->representable();
    if (widthOf(mine) > 0)
        text += OverlayWords::tr("; %1 as wide as ours").arg(format::ratio(widthOf(theirs) / widthOf(mine)));
    return text
           + OverlayWords::tr(", ours %1").arg(format::decibel(localError(stats->histogram, *ours).sqnrDb));
}

QString ImportedOverlay::summary(const Snapshot& snapshot) const
{
    int64_t all = 0, narrower = 0, wider = 0;
    for (size_t i = 0; i < snapshot.layerCount(); ++i) {
        const auto values = snapshot.activations(LayerId(i));
        for (size_t k = 0; k < values.size(); ++k) {
            const auto theirs = range(values[k]);
            all += theirs ? 1 : 0;
            const quant::QuantParams* ours = theirs ? snapshot.activationQuantizer(LayerId(i), k) : nullptr;
            if (!ours)
                continue;
            const double mine = widthOf(ours->representable());
            narrower += widthOf(*theirs) < 0.99 * mine ? 1 : 0;
            wider += widthOf(*theirs) > 1.01 * mine ? 1 : 0;
        }
    }
    return OverlayWords::tr("%1 (%2): %3 inputs, narrower than ours %4, wider %5")
        .arg(file, format, format::count(all), format::count(narrower), format::count(wider));
}

} // namespace qscope::views
