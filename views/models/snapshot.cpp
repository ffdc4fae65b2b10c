// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/snapshot.h"

#include <algorithm>
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
    return node(id).outputs.front();
}

const Tensor* Snapshot::weight(LayerId id) const
{
    if (!contains(id) || !layer(id).weightInput)
        return nullptr;
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
    switch (mode) {
    case analysis::SensitivityMode::OnlyThisLayer: return onlyThis;
    case analysis::SensitivityMode::WeightsOnly: return weightsOnly;
    case analysis::SensitivityMode::ActivationsOnly: return activationsOnly;
    case analysis::SensitivityMode::Accumulated: return accumulated;
    default: return allBut;
    }
}

Freshness Snapshot::freshness(analysis::SensitivityMode mode) const
{
    switch (mode) {
    case analysis::SensitivityMode::OnlyThisLayer: return onlyThisFreshness;
    case analysis::SensitivityMode::WeightsOnly: return weightsOnlyFreshness;
    case analysis::SensitivityMode::ActivationsOnly: return activationsOnlyFreshness;
    case analysis::SensitivityMode::Accumulated: return accumulatedFreshness;
    default: return allButFreshness;
    }
}

std::optional<double> Snapshot::sensitivityDb(analysis::SensitivityMode mode, LayerId id) const
{
    const auto* figures = sensitivityFigures(mode, id);
    return !figures || std::isnan(figures->sqnrDb) ? std::nullopt : std::optional(figures->sqnrDb.value);
}

const analysis::LayerSensitivity* Snapshot::sensitivityFigures(analysis::SensitivityMode mode, LayerId id) const
{
    const auto& result = sensitivity(mode);
    return result && id.valid() && id.index() < result->layers.size() ? &result->layers[id.index()] : nullptr;
}

bool Snapshot::isTied(analysis::SensitivityMode mode, LayerId id) const
{
    const auto& result = sensitivity(mode);
    if (!result || result->tiedWithNext.size() != result->ranking.size())
        return false;
    const auto found = std::find(result->ranking.begin(), result->ranking.end(), id);
    if (found == result->ranking.end())
        return false;
    const auto place = static_cast<size_t>(found - result->ranking.begin());
    return result->tiedWithNext[place] || (place > 0 && result->tiedWithNext[place - 1]);
}

} // namespace qscope::views
