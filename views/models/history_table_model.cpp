// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/history_table_model.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

#include "views/models/format.h"

namespace qscope::views {

namespace {

using analysis::HistoryEntryPtr;

bool sameNumbers(const analysis::History& a, const analysis::History& b)
{
    return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(),
                      [](const HistoryEntryPtr& x, const HistoryEntryPtr& y) { return x->number == y->number; });
}

bool continues(const analysis::History& before, const analysis::History& now)
{
    return now.entries().size() > before.entries().size()
           && std::equal(before.entries().begin(), before.entries().end(), now.entries().begin(),
                         [](const HistoryEntryPtr& x, const HistoryEntryPtr& y) { return x->number == y->number; });
}

} // namespace

HistoryTableModel::HistoryTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_history(std::make_shared<const analysis::History>())
{
}

void HistoryTableModel::setHistory(std::shared_ptr<const analysis::History> history, const std::string& basis,
                                   int64_t current, const HistoryContext& context)
{
    if (!history)
        history = std::make_shared<const analysis::History>();
    if (history == m_history && basis == m_basis && current == m_current && context == m_context)
        return;
    if (continues(*m_history, *history)) {
        beginInsertRows({}, rowCount(), static_cast<int>(history->entries().size()) - 1);
        m_history = std::move(history);
        endInsertRows();
    } else if (sameNumbers(*m_history, *history)) {
        m_history = std::move(history);
    } else {
        beginResetModel();
        m_history = std::move(history);
        endResetModel();
    }
    m_basis = basis;
    m_current = current;
    const bool renamed = context.userMetric != m_context.userMetric;
    m_context = context;
    if (renamed)
        emit headerDataChanged(Qt::Horizontal, MetricColumn, MetricColumn);
    tellAll();
}

void HistoryTableModel::setAxes(HistoryMetric metric, HistoryCost cost)
{
    m_metric = metric;
    m_cost = cost;
    retranslate();
}

void HistoryTableModel::tellAll()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void HistoryTableModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    tellAll();
}

HistoryEntryPtr HistoryTableModel::entryAt(const QModelIndex& index) const
{
    const auto row = static_cast<size_t>(index.row());
    return index.isValid() && row < m_history->entries().size() ? m_history->entries()[row] : nullptr;
}

QModelIndex HistoryTableModel::indexOf(int64_t number, Column column) const
{
    const auto& entries = m_history->entries();
    const auto found = std::find_if(entries.begin(), entries.end(), [=](const auto& e) { return e->number == number; });
    return found == entries.end() ? QModelIndex() : index(static_cast<int>(found - entries.begin()), column);
}

QString HistoryTableModel::remarkOn(const analysis::HistoryEntry& entry) const
{
    return ofOtherModel(entry)  ? m_context.otherName
           : comparable(entry) ? QString()
                               : tr("Measured with other data or another calibration: not comparable.");
}

std::optional<double> HistoryTableModel::metricOf(const analysis::HistoryEntry& entry) const
{
    if (m_metric == HistoryMetric::User && entry.userMetric != m_context.userMetric)
        return std::nullopt;
    return HistoryFigures::metric(entry, m_metric);
}

QString HistoryTableModel::metricName() const
{
    return m_metric == HistoryMetric::User && !m_context.userMetric.title.empty() ? format::text(m_context.userMetric.title)
                                                                                  : HistoryFigures::name(m_metric);
}

int HistoryTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_history->entries().size());
}

int HistoryTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant HistoryTableModel::displayText(const analysis::HistoryEntry& entry, int column) const
{
    switch (column) {
    case NumberColumn: return format::count(entry.number);
    case NameColumn: return entry.name.empty() ? HistoryFigures::summary(entry.config) : format::text(entry.name);
    case MetricColumn: {
        const auto value = metricOf(entry);
        return value ? HistoryFigures::text(*value, m_metric) : format::missing();
    }
    case CostColumn: {
        const auto value = HistoryFigures::cost(entry, m_cost);
        return value ? HistoryFigures::text(*value, m_cost) : format::missing();
    }
    case FloatColumn: return format::count(entry.evaluation.layersFloat);
    case NoteColumn: return format::text(entry.note);
    default: return {};
    }
}

QVariant HistoryTableModel::sortValue(const analysis::HistoryEntry& entry, int column) const
{
    const auto raw = [](const std::optional<double>& value) { return value ? QVariant(*value) : QVariant(); };
    switch (column) {
    case NumberColumn: return static_cast<qlonglong>(entry.number);
    case MetricColumn: return raw(metricOf(entry));
    case CostColumn: return raw(HistoryFigures::cost(entry, m_cost));
    case FloatColumn: return entry.evaluation.layersFloat;
    default: return displayText(entry, column);
    }
}

QVariant HistoryTableModel::data(const QModelIndex& index, int role) const
{
    const HistoryEntryPtr entry = entryAt(index);
    if (!entry)
        return {};
    const int column = index.column();
    const bool text = column == NameColumn || column == NoteColumn;
    switch (role) {
    case Qt::DisplayRole: return displayText(*entry, column);
    case Qt::EditRole: return column == NameColumn ? format::text(entry->name) : displayText(*entry, column);
    case Qt::ToolTipRole: return HistoryFigures::details(*entry, remarkOn(*entry));
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignVCenter | (text ? Qt::AlignLeft : Qt::AlignRight));
    case SortRole: return sortValue(*entry, column);
    case NumberRole: return static_cast<qlonglong>(entry->number);
    case Qt::FontRole: {
        QFont font;
        font.setBold(entry->number == m_current);
        font.setItalic(column == NameColumn && entry->name.empty());
        return font;
    }
    case Qt::ForegroundRole:
        return comparable(*entry) ? QVariant() : QVariant(QGuiApplication::palette().color(QPalette::PlaceholderText));
    default: return {};
    }
}

bool HistoryTableModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const HistoryEntryPtr entry = entryAt(index);
    if (!entry || role != Qt::EditRole)
        return false;
    if (index.column() == NameColumn)
        emit renamed(entry->number, value.toString());
    else if (index.column() == NoteColumn)
        emit annotated(entry->number, value.toString());
    else
        return false;
    return true;
}

Qt::ItemFlags HistoryTableModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool text = index.column() == NameColumn || index.column() == NoteColumn;
    return text && index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

QVariant HistoryTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool title = role == Qt::DisplayRole;
    switch (section) {
    case NumberColumn: return title ? tr("#") : tr("Order in which the configurations were evaluated");
    case NameColumn: return title ? tr("Name") : tr("Name of the entry (F2), or its configuration in short");
    case MetricColumn: return title ? metricName() : tr("What the plot shows upward");
    case CostColumn: return title ? HistoryFigures::name(m_cost) : tr("What the plot shows to the right");
    case FloatColumn: return title ? tr("FP") : tr("Layers in floating point");
    case NoteColumn: return title ? tr("Note") : tr("What you want to remember about it");
    default: return {};
    }
}

} // namespace qscope::views
