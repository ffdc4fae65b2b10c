// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "views/models/snapshot.h"

namespace qscope::views {

/// What the layer table shows of the activation inputs of a layer together: the smallest minimum, the largest
/// maximum, the largest inter-channel ratio. Each input by itself is in the tool tip and in the panels.
struct InputSummary {
    double min = 0;
    double max = 0;
    double low = 0;  ///< p0.01
    double high = 0; ///< p99.99
    double ratio = 1;
    int64_t nanCount = 0;
    int64_t infCount = 0;
    QString shape; ///< "1×197×192"; several inputs are joined by " , "
    bool operator==(const InputSummary&) const = default;
};

/// One row of the layer table, comparable to the last one to see what changed.
struct LayerRow {
    QString name;
    QString shortName; ///< without what all names share
    QString op;
    QString block;
    QString structure; ///< "LayerNorm → attention · q, k, v"
    QString shape;
    std::optional<InputSummary> input;
    quant::LayerSpec spec;
    bool hasWeight = false;
    bool hasSpec = false;
    std::optional<double> onlyThisDb;
    std::optional<double> allButDb;
    std::optional<search::Price> change; ///< of the whole model when this layer is toggled
    bool timing = false;                 ///< its time is on its way
    bool onlyThisTied = false; ///< not told from a neighbour in the ranking
    bool allButTied = false;
    Freshness onlyThisFreshness = Freshness::Current;
    Freshness allButFreshness = Freshness::Current;
    bool operator==(const LayerRow&) const = default;
};

/// One row per layer. What `before` already knows of an unchanged calibration is taken over, not computed
/// again.
std::vector<LayerRow> layerRows(const Snapshot& snapshot, const Snapshot* before,
                                const std::vector<LayerRow>& rows);

} // namespace qscope::views
