// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/other_model.h"

namespace qscope::views {

const stats::TensorStats* otherStats(const Snapshot& snapshot, ValueId value)
{
    if (!snapshot.other || !snapshot.other->model || !snapshot.model || !value.valid())
        return nullptr;
    const auto there = snapshot.other->model->graph->findValue(snapshot.model->graph->value(value).name);
    return there ? snapshot.other->stats(*there) : nullptr;
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
    if (!snapshot.other || !snapshot.contains(layer))
        return {};
    const Snapshot& there = *snapshot.other;
    const LayerId same = layer; // mostly: methods change weights and leave the order
    if (there.contains(same) && there.layer(same).name == snapshot.layer(layer).name)
        return same;
    for (size_t i = 0; i < there.layerCount(); ++i)
        if (there.layer(LayerId(i)).name == snapshot.layer(layer).name)
            return LayerId(i);
    return {};
}

} // namespace qscope::views
