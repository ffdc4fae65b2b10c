// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/other_model.h"

#include "views/models/format.h"

namespace qscope::views {

LayerId sameLayer(const Snapshot& here, const Snapshot& there, LayerId layer)
{
    if (!here.contains(layer))
        return {};
    const std::string& name = here.layer(layer).name;
    if (there.contains(layer)
        && there.layer(layer).name == name) // mostly: methods change weights and leave the order
        return layer;
    for (size_t i = 0; i < there.layerCount(); ++i)
        if (there.layer(LayerId(i)).name == name)
            return LayerId(i);
    return {};
}

ValueId sameValue(const Snapshot& here, const Snapshot& there, ValueId value)
{
    if (!here.model || !there.model || !value.valid())
        return {};
    if (here.model == there.model)
        return value;
    return there.model->graph->findValue(here.model->graph->value(value).name).value_or(ValueId());
}

const stats::TensorStats* otherStats(const Snapshot& snapshot, ValueId value)
{
    return snapshot.other ? snapshot.other->stats(sameValue(snapshot, *snapshot.other, value)) : nullptr;
}

std::optional<quant::Range> otherRange(const Snapshot& snapshot, ValueId value)
{
    const stats::TensorStats* stats = otherStats(snapshot, value);
    if (!stats || stats->count == 0)
        return std::nullopt;
    return quant::Range{stats->min.value, stats->max.value};
}

LayerId otherLayer(const Snapshot& snapshot, LayerId layer)
{
    return snapshot.other ? sameLayer(snapshot, *snapshot.other, layer) : LayerId();
}

Sides::Sides(const Snapshot& snapshot)
    : here(tr("now")), there(format::text(snapshot.besideLabel)), besideIsLeft(!snapshot.besideIsLater)
{
}

} // namespace qscope::views
