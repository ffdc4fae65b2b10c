// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include "views/models/snapshot.h"

namespace qscope::views {

/// The layer or tensor of the same name in the model of another snapshot, which may be the same model;
/// invalid: there is none.
LayerId sameLayer(const Snapshot& here, const Snapshot& there, LayerId layer);
ValueId sameValue(const Snapshot& here, const Snapshot& there, ValueId value);

/// The tensor of the same name in the model before or after the method; null: there is no such model or
/// tensor, or nothing was recorded of it.
const stats::TensorStats* otherStats(const Snapshot& snapshot, ValueId value);

/// From its smallest to its largest value.
std::optional<quant::Range> otherRange(const Snapshot& snapshot, ValueId value);

/// The layer of the same name there; invalid: there is none.
LayerId otherLayer(const Snapshot& snapshot, LayerId layer);

/// What the two sides of a comparison with Snapshot::beside are called, in a word, and which of them is on
/// the left: what was there first.
class Sides {
    Q_DECLARE_TR_FUNCTIONS(qscope::views::Sides)
public:
    explicit Sides(const Snapshot& snapshot);

    QString here;  ///< "now"
    QString there; ///< "before", "after", "#3"
    bool besideIsLeft = true;
    const QString& left() const { return besideIsLeft ? there : here; }
    const QString& right() const { return besideIsLeft ? here : there; }
};

} // namespace qscope::views
