// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/layer_table_model.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"
#include "views/models/price_text.h"
#include "views/models/structure_text.h"

namespace qscope::views {

namespace {

bool isSensitivity(int column)
{
    return column == LayerTableModel::OnlyThisColumn || column == LayerTableModel::AllButColumn;
}

std::optional<double> sensitivityOf(const LayerRow& row, int column)
{
    return column == LayerTableModel::OnlyThisColumn ? row.onlyThisDb : row.allButDb;
}

Freshness freshnessOf(const LayerRow& row, int column)
{
    return column == LayerTableModel::OnlyThisColumn ? row.onlyThisFreshness : row.allButFreshness;
}

bool isChange(int column)
{
    return column >= LayerTableModel::SizeChangeColumn && column <= LayerTableModel::TimeChangeColumn;
}

std::optional<double> changeOf(const LayerRow& row, int column)
{
    if (!row.change)
        return std::nullopt;
    switch (column) {
    case LayerTableModel::SizeChangeColumn: return row.change->bytes;
    case LayerTableModel::OperationsChangeColumn: return row.change->bitOperations;
    case LayerTableModel::BorderChangeColumn: return row.change->borders.conversions;
    default: return row.change->milliseconds;
    }
}

QString changeText(double value, int column)
{
    switch (column) {
    case LayerTableModel::SizeChangeColumn: return format::change(value, format::bytes);
    case LayerTableModel::OperationsChangeColumn: return format::change(value, format::magnitude);
    case LayerTableModel::TimeChangeColumn: return format::change(value, format::milliseconds);
    default: return format::change(value, [](double n) { return format::number(n); });
    }
}

std::optional<double> figure(const LayerRow& row, int column)
{
    if (isSensitivity(column))
        return sensitivityOf(row, column);
    if (isChange(column))
        return changeOf(row, column);
    if (!row.input)
        return std::nullopt;
    switch (column) {
    case LayerTableModel::RatioColumn: return row.input->ratio;
    case LayerTableModel::MinColumn: return row.input->min;
    case LayerTableModel::MaxColumn: return row.input->max;
    case LayerTableModel::LowPercentileColumn: return row.input->low;
    case LayerTableModel::HighPercentileColumn: return row.input->high;
    default: return std::nullopt;
    }
}

bool isFigure(int column)
{
    return column >= LayerTableModel::OnlyThisColumn && column <= LayerTableModel::HighPercentileColumn
           && column != LayerTableModel::StructureColumn;
}

QVariant optionalVariant(std::optional<double> value)
{
    return value && !std::isnan(*value) ? QVariant(*value) : QVariant();
}

bool isTied(const LayerRow& row, int column)
{
    return column == LayerTableModel::OnlyThisColumn ? row.onlyThisTied : row.allButTied;
}

} // namespace

LayerTableModel::LayerTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_snapshot(std::make_shared<const Snapshot>())
{
}

void LayerTableModel::setSnapshot(const SnapshotPtr& snapshot)
{
    const SnapshotPtr before = m_snapshot;
    const SnapshotPtr next = snapshot ? snapshot : std::make_shared<const Snapshot>();
    auto rows = layerRows(*next, before.get(), m_rows);
    if (next->model != before->model || rows.size() != m_rows.size()) {
        beginResetModel();
        m_snapshot = next;
        m_rows = std::move(rows);
        updateBarScale();
        endResetModel();
        return;
    }
    m_snapshot = next;
    replaceRows(std::move(rows));
}

void LayerTableModel::replaceRows(std::vector<LayerRow> rows)
{
    std::swap(m_rows, rows);
    updateBarScale();
    for (size_t i = 0; i < m_rows.size();) {
        if (m_rows[i] == rows[i]) {
            ++i;
            continue;
        }
        size_t end = i + 1;
        while (end < m_rows.size() && !(m_rows[end] == rows[end]))
            ++end;
        emit dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(end) - 1, ColumnCount - 1));
        i = end;
    }
}

void LayerTableModel::updateBarScale()
{
    const auto extremes = [this](int column, double& best, double& worst) {
        best = -INFINITY;
        worst = INFINITY;
        for (const LayerRow& row : m_rows) {
            const auto db = sensitivityOf(row, column);
            if (!db || !std::isfinite(*db))
                continue;
            best = std::max(best, *db);
            worst = std::min(worst, *db);
        }
    };
    extremes(OnlyThisColumn, m_bestOnlyThis, m_worstOnlyThis);
    extremes(AllButColumn, m_bestAllBut, m_worstAllBut);
    const auto& all = m_snapshot->allQuantized; // a gain begins there
    if (all && std::isfinite(all->sqnrDb))
        m_worstAllBut = std::max<double>(m_worstAllBut, all->sqnrDb);
}

LayerId LayerTableModel::layerAt(const QModelIndex& index) const
{
    return index.isValid() && index.row() < rowCount() ? LayerId(static_cast<int32_t>(index.row()))
                                                       : LayerId();
}

QModelIndex LayerTableModel::indexOf(LayerId layer, Column column) const
{
    return layer.valid() ? index(layer.value, column) : QModelIndex();
}

int LayerTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto i = static_cast<size_t>(index.row());
    const LayerRow& row = m_rows[i];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return column == IndexColumn ? QVariant(index.row()) : displayText(row, column);
    case Qt::ToolTipRole: return toolTip(row, layerAt(index), column);
    case Qt::CheckStateRole:
        return column == FloatColumn && row.hasSpec ? QVariant(row.spec.isFloat ? Qt::Checked : Qt::Unchecked)
                                                    : QVariant();
    case Qt::TextAlignmentRole:
        return isFigure(column) || column == IndexColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                         : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case SortRole: return sortValue(row, i, column);
    case LayerRole: return index.row();
    case NameRole: return row.name;
    case BarRole: return barShare(row, column);
    case StaleRole: return isSensitivity(column) && freshnessOf(row, column) == Freshness::Outdated;
    default: return {};
    }
}

bool LayerTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole
        || index.column() != FloatColumn)
        return false;
    const bool isFloat = value.value<Qt::CheckState>() == Qt::Checked;
    if (isFloat == m_rows[static_cast<size_t>(index.row())].spec.isFloat)
        return false;
    emit floatToggled(layerAt(index), isFloat);
    return false; // the answer comes as a snapshot
}

Qt::ItemFlags LayerTableModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid())
        flags |= Qt::ItemNeverHasChildren;
    if (index.isValid() && index.column() == FloatColumn)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant LayerTableModel::displayText(const LayerRow& row, int column) const
{
    switch (column) {
    case NameColumn: return row.shortName;
    case OpColumn: return row.op;
    case StructureColumn: return row.structure;
    case BlockColumn: return row.block;
    case ShapeColumn: return row.shape;
    case BitsColumn:
        if (!row.hasSpec)
            return format::missing();
        return row.spec.isFloat
                   ? tr("FP")
                   : format::bits(row.hasWeight ? quant::bitsOf(row.spec.weights) : 0, quant::bitsOf(row.spec.activations));
    default: break;
    }
    if (!isFigure(column))
        return {};
    const auto value = figure(row, column);
    if (!value || std::isnan(*value)) {
        const bool pending = isSensitivity(column) ? freshnessOf(row, column) == Freshness::Pending
                                                   : column == TimeChangeColumn && row.timing;
        return pending ? format::pending() : format::missing();
    }
    if (isChange(column))
        return changeText(*value, column);
    if (!isSensitivity(column))
        return format::number(*value);
    const QString tie = isTied(row, column) ? QStringLiteral("≈ ") : QString();
    return QString(tie + format::decibel(*value).section(QLatin1Char(' '), 0, 0));
}

QVariant LayerTableModel::sortValue(const LayerRow& row, size_t index, int column) const
{
    switch (column) {
    case IndexColumn: return static_cast<int>(index);
    case NameColumn: return row.name;
    case StructureColumn: return row.structure.isEmpty() ? QVariant() : QVariant(row.structure);
    case FloatColumn: return row.hasSpec ? QVariant(row.spec.isFloat ? 1 : 0) : QVariant();
    case BitsColumn:
        if (!row.hasSpec)
            return {};
        return row.spec.isFloat
                   ? 32 * 64
                   : quant::bitsOf(row.spec.activations) * 64 + (row.hasWeight ? quant::bitsOf(row.spec.weights) : 0);
    default: return isFigure(column) ? optionalVariant(figure(row, column)) : displayText(row, column);
    }
}

QVariant LayerTableModel::toolTip(const LayerRow& row, LayerId layer, int column) const
{
    QStringList lines{row.name};
    if (column == NameColumn && !row.structure.isEmpty())
        lines << row.structure;
    const auto value = figure(row, column);
    if (value)
        lines << QStringLiteral("%1: %2").arg(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                                              format::exact(*value));
    if ((isChange(column) || column == FloatColumn) && row.change)
        lines << whatIfText(*m_snapshot, layer);
    if (column == BorderChangeColumn && row.change)
        lines << tr("Pairs of QuantizeLinear and DequantizeLinear in the exported model: %1")
                     .arg(changeText(row.change->borders.pairs, column));
    if (column == TimeChangeColumn && !value)
        lines << (row.timing ? tr("Being timed.") : tr("There are no kernels to time this layer with, or it was not calibrated."));
    if (isSensitivity(column) && freshnessOf(row, column) == Freshness::Outdated)
        lines << tr("Measured under another configuration; measure again.");
    if (isSensitivity(column) && isTied(row, column))
        lines << tr("≈: these samples do not tell it from its neighbour in the ranking.");
    if (isSensitivity(column) && !value)
        lines << (freshnessOf(row, column) == Freshness::Pending ? tr("Being measured.")
                                                                 : tr("Not measured yet."));
    if (row.input && (row.input->nanCount > 0 || row.input->infCount > 0))
        lines << tr("Not counted: %1 NaN, %2 infinite elements.")
                     .arg(format::count(row.input->nanCount), format::count(row.input->infCount));
    if (column == ShapeColumn && !row.shape.isEmpty())
        lines << row.shape;
    if (column == StructureColumn)
        lines << structureDetails(*m_snapshot, layer);
    return lines.join(QLatin1Char('\n'));
}

QVariant LayerTableModel::barShare(const LayerRow& row, int column) const
{
    if (!isSensitivity(column))
        return {};
    const auto db = sensitivityOf(row, column);
    const double best = column == OnlyThisColumn ? m_bestOnlyThis : m_bestAllBut;
    const double worst = column == OnlyThisColumn ? m_worstOnlyThis : m_worstAllBut;
    if (!db || !(best > worst))
        return {};
    const double high = std::clamp((*db - worst) / (best - worst), 0.0, 1.0);
    return column == OnlyThisColumn ? 1 - high
                                    : high; // alone: low SQNR hurts; all but this: high SQNR is the gain
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    struct Header {
        QString title;
        QString toolTip;
    };
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const auto header = [section]() -> Header {
        switch (section) {
        case IndexColumn: return {tr("#"), tr("Number of the layer in execution order")};
        case FloatColumn: return {tr("FP"), tr("Keep this layer in floating point (Space)")};
        case NameColumn: return {tr("Name"), tr("Name of the layer in the model file")};
        case OpColumn: return {tr("Type"), tr("Operator")};
        case BitsColumn: return {tr("Bits"), tr("Bits of weights / activations (keys 2 to 9 set both)")};
        case OnlyThisColumn:
            return {tr("Alone [dB]"),
                    tr("SQNR of the output with only this layer quantized: low means that it hurts")};
        case AllButColumn:
            return {tr("All but [dB]"), tr("SQNR of the output with every layer quantized but this one: high "
                                           "means that leaving it in "
                                           "floating point helps")};
        case SizeChangeColumn:
            return {tr("Δ size"), tr("What the model's weights grow by when this layer goes to floating point, or back to "
                                     "integers")};
        case OperationsChangeColumn:
            return {tr("Δ bit ops"), tr("What the bit operations per sample grow by when this layer is toggled: "
                                        "multiplications times bits times bits")};
        case BorderChangeColumn:
            return {tr("Δ borders"), tr("How many more conversions between integers and floating point the model makes "
                                        "when this layer is toggled")};
        case TimeChangeColumn:
            return {tr("Δ ms"), tr("What the time per sample grows by when this layer is toggled: its product timed with "
                                   "int8 and float32 kernels on this machine")};
        case RatioColumn:
            return {tr("Ch. ratio"),
                    tr("Range of the widest channel over the median channel range, of the activation "
                       "input (the largest of several inputs)")};
        case MinColumn: return {tr("Min"), tr("Smallest value of the activation inputs")};
        case MaxColumn: return {tr("Max"), tr("Largest value of the activation inputs")};
        case LowPercentileColumn: return {tr("p0.01"), tr("0.01 % of the values lie below")};
        case HighPercentileColumn: return {tr("p99.99"), tr("99.99 % of the values lie below")};
        case ShapeColumn: return {tr("Input shape"), tr("Shape of the activation inputs for one sample")};
        case StructureColumn:
            return {tr("Structure"),
                    tr("What the layer is to the structures around it: what it takes the output of, "
                       "its part of an attention, what it feeds")};
        case BlockColumn: return {tr("Block"), tr("Part of the model the layer belongs to, by its name")};
        default: return {};
        }
    }();
    return role == Qt::DisplayRole ? header.title : header.toolTip;
}

void LayerTableModel::retranslate()
{
    for (size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i].structure = structureText(*m_snapshot, LayerId(i));
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace qscope::views
