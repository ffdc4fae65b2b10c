// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/snapshot.h"

#include <cmath>

namespace qscope::views {

std::shared_ptr<const ModelView> ModelView::of(std::shared_ptr<const analysis::Analyzer> analyzer,
                                               std::string name)
{
    ModelView view{std::move(name), &analyzer->graph(), &analyzer->layers(), analyzer};
    view.structures = findStructures(*view.graph);
    view.roles = layerRoles(*view.graph, *view.layers, view.structures);
    return std::make_shared<const ModelView>(std::move(view));
}

std::vector<ValueId> Snapshot::activations(LayerId id) const
{
    std::vector<ValueId> values;
    if (!contains(id))
        return values;
    const Node& n = node(id);
    for (const size_t input : layer(id).activationInputs)
        values.push_back(input < n.inputs.size() ? n.inputs[input] : ValueId());
    return values;
}

ValueId Snapshot::output(LayerId id) const
{
    if (!contains(id) || node(id).outputs.empty())
        return {};
    return outputOf(*model->graph, layer(id));
}

const Tensor* Snapshot::weight(LayerId id) const
{
    if (!contains(id) || !layer(id).weightInput)
        return nullptr;
    if (layer(id).fold)
        return &layer(id).fold->keptWeight();
    const Node& n = node(id);
    const size_t input = *layer(id).weightInput;
    if (input >= n.inputs.size() || !n.inputs[input].valid())
        return nullptr;
    const auto& constant = model->graph->value(n.inputs[input]).constant;
    return constant && !constant->absent() ? &*constant : nullptr;
}

const analysis::LayerQuantizers* Snapshot::layerQuantizers(LayerId id) const
{
    return id.valid() && id.index() < quantizers.size() ? &quantizers[id.index()] : nullptr;
}

const quant::QuantParams* Snapshot::activationQuantizer(LayerId id, size_t k) const
{
    const auto* q = layerQuantizers(id);
    return q && !q->isFloat && k < q->activations.size() ? &q->activations[k] : nullptr;
}

const std::shared_ptr<const analysis::SensitivityResult>&
Snapshot::sensitivity(analysis::SensitivityMode mode) const
{
    return mode == analysis::SensitivityMode::OnlyThisLayer ? onlyThis : allBut;
}

Freshness Snapshot::freshness(analysis::SensitivityMode mode) const
{
    return mode == analysis::SensitivityMode::OnlyThisLayer ? onlyThisFreshness : allButFreshness;
}

std::optional<double> Snapshot::sensitivityDb(analysis::SensitivityMode mode, LayerId id) const
{
    const auto& result = sensitivity(mode);
    if (!result || !id.valid() || id.index() >= result->layers.size())
        return std::nullopt;
    const double db = result->layers[id.index()].sqnrDb;
    return std::isnan(db) ? std::nullopt : std::optional(db);
}

} // namespace qscope::views
