// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/comparison_table_model.h"

#include "views/models/format.h"
#include "views/models/history_figures.h"

namespace qscope::views {

ComparisonTableModel::ComparisonTableModel(ConfigComparison comparison, QObject* parent)
    : QAbstractTableModel(parent), m_comparison(std::move(comparison))
{
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_comparison.layers().size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const LayerDifference& row = m_comparison.layers()[static_cast<size_t>(index.row())];
    const int column = index.column();
    const bool figure = column == IndexColumn || column >= OnlyThisColumn;
    const auto& db = column == OnlyThisColumn ? row.onlyThisDb : row.allButDb;
    if (role == Qt::TextAlignmentRole)
        return figure ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == SortRole && figure)
        return column == IndexColumn ? QVariant(row.layer.value) : db ? QVariant(*db) : QVariant();
    const bool toolTip = role == Qt::ToolTipRole && !figure;
    if (role != Qt::DisplayRole && role != SortRole && !toolTip)
        return {};
    switch (column) {
    case IndexColumn: return format::count(row.layer.value);
    case NameColumn: return format::text(m_comparison.snapshot().layer(row.layer).name);
    case FirstColumn: return ConfigComparison::text(row.first);
    case SecondColumn: return ConfigComparison::text(row.second);
    default: return db ? format::tenths(*db) : format::missing();
    }
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case IndexColumn: return tr("#");
    case NameColumn: return tr("Layer");
    case FirstColumn: return HistoryFigures::title(m_comparison.first());
    case SecondColumn: return HistoryFigures::title(m_comparison.second());
    case OnlyThisColumn: return tr("Alone [dB]");
    case AllButColumn: return tr("All but [dB]");
    default: return {};
    }
}

} // namespace qscope::views
