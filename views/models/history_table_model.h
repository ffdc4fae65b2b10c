// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <string>

#include "core/analysis/history.h"
#include "views/models/history_figures.h"

namespace qscope::views {

/// What entries are compared under, beside what figures are measured on now.
struct HistoryContext {
    std::string otherBasis;         ///< of the model before or after a method, on the same data; empty: there is none
    QString otherName;              ///< of that model: "The model before RepQ-ViT"
    analysis::UserMetric userMetric; ///< the figure of one's own that is measured now
    bool operator==(const HistoryContext&) const = default;
};

/// One row per evaluated config, in the order of their numbers. Edits are intents: the model changes only by setHistory().
class HistoryTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, NameColumn, MetricColumn, CostColumn, FloatColumn, NoteColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole + 1, ///< raw value; invalid when not known
        NumberRole,                  ///< of the entry, qlonglong
    };

    explicit HistoryTableModel(QObject* parent = nullptr);

    /// `basis`: what figures are measured on now; entries of neither it nor the context's are pale. Rows that stay are told
    /// cell by cell.
    void setHistory(std::shared_ptr<const analysis::History> history, const std::string& basis, int64_t current,
                    const HistoryContext& context = {});
    void setAxes(HistoryMetric metric, HistoryCost cost);

    /// Null for an invalid index.
    analysis::HistoryEntryPtr entryAt(const QModelIndex& index) const;
    QModelIndex indexOf(int64_t number, Column column = NumberColumn) const;
    bool comparable(const analysis::HistoryEntry& entry) const { return entry.basis == m_basis || ofOtherModel(entry); }
    /// It was measured on the model before or after the method.
    bool ofOtherModel(const analysis::HistoryEntry& entry) const
    {
        return !m_context.otherBasis.empty() && entry.basis == m_context.otherBasis && entry.basis != m_basis;
    }
    /// What stands beside its figures: another model, or why it cannot be compared; mostly empty.
    QString remarkOn(const analysis::HistoryEntry& entry) const;
    /// What the plot shows upward; a figure of one's own only where it is the one that is measured now.
    std::optional<double> metricOf(const analysis::HistoryEntry& entry) const;
    QString metricName() const;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    bool setData(const QModelIndex& index, const QVariant& value, int role) final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
    Qt::ItemFlags flags(const QModelIndex& index) const final;

    void retranslate(); ///< for a language switch

signals:
    void renamed(qint64 number, const QString& name);
    void annotated(qint64 number, const QString& note);

private:
    QVariant displayText(const analysis::HistoryEntry& entry, int column) const;
    QVariant sortValue(const analysis::HistoryEntry& entry, int column) const;
    void tellAll();

    std::shared_ptr<const analysis::History> m_history;
    std::string m_basis;
    HistoryContext m_context;
    int64_t m_current = 0;
    HistoryMetric m_metric = HistoryMetric::Sqnr;
    HistoryCost m_cost = HistoryCost::Bytes;
};

} // namespace qscope::views
