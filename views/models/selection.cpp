// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/selection.h"

namespace qscope::views {

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::selectLayer(LayerId layer)
{
    if (layer != m_layer)
        selectValue(layer, {});
}

void Selection::selectValue(LayerId layer, ValueId value)
{
    const bool layerIsNew = layer != m_layer;
    const bool valueIsNew = value != m_value;
    m_layer = layer;
    m_value = value;
    if (layerIsNew)
        emit layerChanged(layer);
    if (layerIsNew || valueIsNew)
        emit valueChanged(value);
}

void Selection::traceExtreme(LayerId layer, ValueId value, bool largest)
{
    selectValue(layer, value);
    emit extremeAsked(largest);
}

void Selection::hover(LayerId layer)
{
    if (layer == m_hovered)
        return;
    m_hovered = layer;
    emit hoveredChanged(layer);
}

void Selection::clear()
{
    hover({});
    selectValue({}, {});
}

} // namespace qscope::views
