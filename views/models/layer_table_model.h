// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <vector>

#include "views/models/layer_row.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// One row per layer in execution order. Edits are intents: the model itself changes only by setSnapshot().
class LayerTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        IndexColumn,
        FloatColumn, ///< check box: keep in floating point
        NameColumn,
        BitsColumn,
        OnlyThisColumn,
        AllButColumn,
        SizeChangeColumn, ///< what the model grows by when the layer is toggled
        OperationsChangeColumn,
        BorderChangeColumn,
        TimeChangeColumn,
        StructureColumn, ///< "attention · scores"
        RatioColumn,
        MinColumn,
        MaxColumn,
        LowPercentileColumn,  ///< p0.01
        HighPercentileColumn, ///< p99.99
        OpColumn,
        BlockColumn,
        ShapeColumn,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole + 1, ///< raw value; invalid when not known
        LayerRole,                   ///< LayerId as int
        BarRole,   ///< share in [0, 1] to draw behind the figure: 1 is the most sensitive layer
        NameRole,  ///< full name of the layer; the name column shows it without what all names share
        StaleRole, ///< true: the figure belongs to another config
    };

    explicit LayerTableModel(QObject* parent = nullptr);

    /// Another model resets; anything else is told cell by cell, so that selection and scroll position stay.
    void setSnapshot(const SnapshotPtr& snapshot);
    LayerId layerAt(const QModelIndex& index) const;
    QModelIndex indexOf(LayerId layer, Column column = NameColumn) const;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role) const final;
    bool setData(const QModelIndex& index, const QVariant& value, int role) final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
    Qt::ItemFlags flags(const QModelIndex& index) const final;

    /// For a language switch.
    void retranslate();

signals:
    void floatToggled(qscope::LayerId layer, bool isFloat);

private:
    QVariant displayText(const LayerRow& row, int column) const;
    QVariant sortValue(const LayerRow& row, size_t index, int column) const;
    QVariant toolTip(const LayerRow& row, LayerId layer, int column) const;
    QVariant barShare(const LayerRow& row, int column) const;
    void replaceRows(std::vector<LayerRow> rows);
    void updateBarScale();

    SnapshotPtr m_snapshot;
    std::vector<LayerRow> m_rows;
    double m_bestOnlyThis = 0, m_worstOnlyThis = 0; ///< dB, for BarRole
    double m_bestAllBut = 0, m_worstAllBut = 0;
};

} // namespace qscope::views
