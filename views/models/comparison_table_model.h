// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "views/models/config_comparison.h"

namespace qscope::views {

/// One row per layer that two configs mean differently.
class ComparisonTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { IndexColumn, NameColumn, FirstColumn, SecondColumn, OnlyThisColumn, AllButColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole + 1 }; ///< raw value; invalid when not known

    explicit ComparisonTableModel(ConfigComparison comparison, QObject* parent = nullptr);

    const ConfigComparison& comparison() const { return m_comparison; }

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

private:
    ConfigComparison m_comparison;
};

} // namespace qscope::views
