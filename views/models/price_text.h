// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "views/models/snapshot.h"

namespace qscope::views {

/// What a change costs: "+12.3 kB, +1.2 G bit operations, +2 conversions, +0.03 ms"; what is not known is left out.
QString priceChangeText(const search::Price& change);

/// The price of toggling the layer, before it is toggled: "If kept in floating point: ..." or "If quantized: ...". Empty
/// while nothing is known.
QString whatIfText(const Snapshot& snapshot, LayerId layer);

} // namespace qscope::views
