// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/layer_row.h"

#include <QStringList>

#include <algorithm>

#include "views/models/format.h"
#include "views/models/short_names.h"
#include "views/models/structure_text.h"

namespace qscope::views {

namespace {

InputSummary summaryOf(const stats::TensorStats& s)
{
    InputSummary summary;
    summary.min = s.min.value;
    summary.max = s.max.value;
    summary.low = s.histogram.empty() ? summary.min : s.histogram.quantile(0.0001);
    summary.high = s.histogram.empty() ? summary.max : s.histogram.quantile(0.9999);
    summary.ratio = s.interChannelRatio();
    summary.nanCount = s.nanCount;
    summary.infCount = s.infCount;
    return summary;
}

void widen(InputSummary& a, const InputSummary& b)
{
    a.min = std::min(a.min, b.min);
    a.max = std::max(a.max, b.max);
    a.low = std::min(a.low, b.low);
    a.high = std::max(a.high, b.high);
    a.ratio = std::max(a.ratio, b.ratio);
    a.nanCount += b.nanCount;
    a.infCount += b.infCount;
}

std::optional<InputSummary> inputSummary(const Snapshot& snapshot, LayerId id)
{
    std::optional<InputSummary> all;
    QStringList shapes;
    for (const ValueId value : snapshot.activations(id)) {
        const auto* s = snapshot.stats(value);
        if (!s)
            continue;
        shapes << format::shape(s->shape);
        const InputSummary one = summaryOf(*s);
        if (all)
            widen(*all, one);
        else
            all = one;
    }
    if (all)
        all->shape = shapes.join(QStringLiteral(", "));
    return all;
}

QString declaredShape(const Snapshot& snapshot, LayerId id)
{
    QStringList shapes;
    for (const ValueId value : snapshot.activations(id)) {
        if (!value.valid())
            continue;
        const auto& declared = snapshot.model->graph->value(value).shape;
        if (!declared)
            continue;
        Shape sizes;
        for (const Dim& d : *declared)
            sizes.push_back(d.size);
        shapes << format::shape(sizes);
    }
    return shapes.join(QStringLiteral(", "));
}

} // namespace

std::vector<LayerRow> layerRows(const Snapshot& snapshot, const Snapshot* before,
                                const std::vector<LayerRow>& rows)
{
    const size_t n = snapshot.layerCount();
    const bool sameModel = before && before->model == snapshot.model && rows.size() == n;
    const bool sameStats = sameModel && before->calibration == snapshot.calibration;
    const ShortNames shortName(snapshot);
    std::vector<LayerRow> result(n);
    for (size_t i = 0; i < n; ++i) {
        const LayerId id(i);
        LayerRow& row = result[i];
        const Layer& layer = snapshot.layer(id);
        row.name = format::text(layer.name);
        row.shortName = shortName(layer.name);
        row.op = format::text(layer.op);
        row.block = format::text(layer.block);
        row.structure = sameModel ? rows[i].structure : structureText(snapshot, id);
        row.hasWeight = layer.weightInput.has_value();
        row.input = sameStats ? rows[i].input : inputSummary(snapshot, id);
        row.shape = row.input                     ? row.input->shape
                    : sameModel && !rows[i].input ? rows[i].shape
                                                  : declaredShape(snapshot, id);
        row.hasSpec = i < snapshot.specs.size();
        if (row.hasSpec)
            row.spec = snapshot.specs[i];
        row.onlyThisDb = snapshot.sensitivityDb(analysis::SensitivityMode::OnlyThisLayer, id);
        row.allButDb = snapshot.sensitivityDb(analysis::SensitivityMode::AllButThis, id);
        if (snapshot.prices && i < snapshot.prices->changes.size())
            row.change = snapshot.prices->changes[i];
        row.timing = snapshot.timingLayers;
        row.onlyThisTied = snapshot.isTied(analysis::SensitivityMode::OnlyThisLayer, id);
        row.allButTied = snapshot.isTied(analysis::SensitivityMode::AllButThis, id);
        row.onlyThisFreshness = snapshot.onlyThisFreshness;
        row.allButFreshness = snapshot.allButFreshness;
    }
    return result;
}

} // namespace qscope::views
