// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <span>

#include "core/analysis/history.h"
#include "core/graph/layers.h"

namespace qscope::views {

/// What the configs of a history are compared by: more of the one is better (of User: as it says), less of the other.
enum class HistoryMetric { Sqnr, Agreement, Accuracy, User };
enum class HistoryCost { Bytes, BitOperations, Latency };
inline constexpr HistoryCost HistoryCosts[] = {HistoryCost::Bytes, HistoryCost::BitOperations, HistoryCost::Latency};

/// The figures of a history's entries and how they are written.
class HistoryFigures {
    Q_DECLARE_TR_FUNCTIONS(qscope::views::HistoryFigures)
public:
    /// dB, a share in [0, 1], or a person's own figure; none when it is not known. SQNR may be +inf.
    static std::optional<double> metric(const analysis::HistoryEntry& entry, HistoryMetric metric);
    /// Bytes, MACs times bits times bits per sample, or milliseconds per sample; none when it is not known.
    static std::optional<double> cost(const analysis::HistoryEntry& entry, HistoryCost cost);

    static QString name(HistoryMetric metric);
    static QString name(HistoryCost cost);
    static QString text(double value, HistoryMetric metric);
    static QString text(double value, HistoryCost cost); ///< "1.2 MB", "34.5 G"

    /// The name a person gave it, otherwise "#12".
    static QString title(const analysis::HistoryEntry& entry);
    /// The config in a few words, for entries without a name: "8/8 percentile".
    static QString summary(const quant::Config& config);
    /// All figures with their intervals, one per line.
    /// `remark`: a last but one line, e.g. why it cannot be compared; empty: none.
    static QString details(const analysis::HistoryEntry& entry, const QString& remark = {});
};

} // namespace qscope::views
