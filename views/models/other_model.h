// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/models/snapshot.h"

namespace qscope::views {

/// The tensor of the same name in the model before or after the method; null: there is no such model or
/// tensor, or nothing was recorded of it.
const stats::TensorStats* otherStats(const Snapshot& snapshot, ValueId value);

/// From its smallest to its largest value.
std::optional<quant::Range> otherRange(const Snapshot& snapshot, ValueId value);

/// The layer of the same name there; invalid: there is none.
LayerId otherLayer(const Snapshot& snapshot, LayerId layer);

} // namespace qscope::views
