// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/base/ids.h"

namespace qscope::views {

/// What the person looks at; one object shared by all panels. Whoever opens another model calls clear().
class Selection : public QObject {
    Q_OBJECT
public:
    explicit Selection(QObject* parent = nullptr);

    LayerId layer() const { return m_layer; } ///< invalid: none
    /// A tensor chosen by hand. Invalid: the first activation input of the layer is meant.
    ValueId value() const { return m_value; }
    LayerId hovered() const { return m_hovered; } ///< invalid: none

public slots:
    /// Makes the layer current; a tensor chosen for another layer is forgotten.
    void selectLayer(qscope::LayerId layer);
    /// Makes a layer and one of its tensors current.
    void selectValue(qscope::LayerId layer, qscope::ValueId value);
    /// Makes a tensor current and asks where its largest (or smallest) value comes from.
    void traceExtreme(qscope::LayerId layer, qscope::ValueId value, bool largest);
    void hover(qscope::LayerId layer);
    void clear();

signals:
    void layerChanged(qscope::LayerId layer);
    void valueChanged(qscope::ValueId value); ///< also when the layer changed and the value with it
    void extremeAsked(bool largest); ///< of the current tensor
    void hoveredChanged(qscope::LayerId layer);

private:
    LayerId m_layer;
    ValueId m_value;
    LayerId m_hovered;
};

} // namespace qscope::views
