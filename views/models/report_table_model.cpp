// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/report_table_model.h"

#include <cmath>

#include <QLocale>

#include "views/models/format.h"

namespace qscope::views {

namespace {

QString textOf(const report::Cell& cell, int decimals)
{
    if (const auto* text = std::get_if<std::string>(&cell))
        return format::text(*text);
    const auto* number = std::get_if<double>(&cell);
    if (!number)
        return format::missing();
    if (decimals >= 0 && std::isfinite(*number) && std::abs(*number) < 1e15)
        return QLocale().toString(*number, 'f', decimals);
    return format::number(*number);
}

} // namespace

ReportTableModel::ReportTableModel(report::Table table, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(table))
{
}

int ReportTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int ReportTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<size_t>(index.column());
    const report::Cell& cell = m_table.rows[static_cast<size_t>(index.row())][column];
    const bool isText = std::holds_alternative<std::string>(cell);
    if (role == Qt::DisplayRole)
        return textOf(cell, m_table.columns[column].decimals);
    if (role == Qt::TextAlignmentRole)
        return QVariant((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::UserRole)
        return {};
    if (const auto* number = std::get_if<double>(&cell))
        return *number;
    return isText ? QVariant(format::text(std::get<std::string>(cell))) : QVariant();
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return {};
    const report::Column& column = m_table.columns[static_cast<size_t>(section)];
    const QString title = format::text(column.title);
    return column.unit.empty() ? title : QStringLiteral("%1 [%2]").arg(title, format::text(column.unit));
}

} // namespace qscope::views
