// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/search/cures.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// "Activations: 16 bits"
QString cureText(const search::Cure& cure);

enum class CureVerdict {
    Certain,   ///< it helps or harms: zero is outside the 95 % interval of its gain, or there is no interval
    Uncertain, ///< the 95 % interval holds zero: the samples do not tell whether it helps
    NoChange,  ///< gain and interval are zero as they are shown
};
CureVerdict verdictOf(const search::Cure& cure);

/// The cures of one layer, one row each, the best first.
class CureTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        CureColumn,
        GainColumn,
        SqnrColumn,
        AgreementColumn,
        BytesColumn,
        OperationsColumn,
        TimeColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(std::shared_ptr<const search::CureTable> table);
    const std::shared_ptr<const search::CureTable>& table() const { return m_table; }
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final;

private:
    QString text(const search::Cure& cure, Column column) const;

    std::shared_ptr<const search::CureTable> m_table;
};

} // namespace qscope::views
