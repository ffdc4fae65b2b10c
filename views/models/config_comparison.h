// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/history.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// One setting of a layer by the names of config files: {"weights.bits", "8"}; "float" stands alone.
struct Setting {
    QString key;
    QString value;
    bool operator==(const Setting&) const = default;
};

/// A layer that two configs mean differently: what one of them says and the other does not.
struct LayerDifference {
    LayerId layer;
    std::vector<Setting> first, second;
    std::optional<double> onlyThisDb, allButDb; ///< sensitivity, when it is known
};

/// Two entries of a history, layer by layer.
class ConfigComparison {
    Q_DECLARE_TR_FUNCTIONS(qscope::views::ConfigComparison)
public:
    ConfigComparison() = default;
    /// Settings that mean nothing are left out: of weights where there are none, of what is in floating point.
    /// `problem` is a sentence when one of the configs does not fit the model.
    ConfigComparison(analysis::HistoryEntryPtr first, analysis::HistoryEntryPtr second, SnapshotPtr snapshot);

    const analysis::HistoryEntry& first() const { return *m_first; }
    const analysis::HistoryEntry& second() const { return *m_second; }
    const Snapshot& snapshot() const { return *m_snapshot; }
    const std::vector<LayerDifference>& layers() const { return m_layers; } ///< execution order
    const QString& problem() const { return m_problem; }

    /// For people: "weights: 8 bits, max; activations: 8 bits".
    static QString text(const std::vector<Setting>& settings);
    /// index, layer, op, block, first, second, sqnr_db_only, sqnr_db_except; a heading and rows ending with CR LF.
    QString csv() const;

private:
    analysis::HistoryEntryPtr m_first, m_second;
    SnapshotPtr m_snapshot;
    std::vector<LayerDifference> m_layers;
    QString m_problem;
};

} // namespace qscope::views
