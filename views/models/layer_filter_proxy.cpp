// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/layer_filter_proxy.h"

#include <algorithm>

#include "views/models/layer_table_model.h"

namespace qscope::views {

LayerFilterProxy::LayerFilterProxy(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(LayerTableModel::SortRole);
    setDynamicSortFilter(true);
}

void LayerFilterProxy::setFilter(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_isExpression = text.size() >= 2 && text.startsWith(QLatin1Char('/')) && text.endsWith(QLatin1Char('/'));
    if (m_isExpression)
        m_expression =
            QRegularExpression(text.mid(1, text.size() - 2), QRegularExpression::CaseInsensitiveOption);
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void LayerFilterProxy::setBrushed(const std::vector<LayerId>& layers)
{
    m_brushed = {layers.begin(), layers.end()};
    invalidateFilter();
}

QString LayerFilterProxy::filterError() const
{
    if (!m_isExpression || m_expression.isValid())
        return {};
    return tr("Not a regular expression: %1 (at character %2).")
        .arg(m_expression.errorString())
        .arg(m_expression.patternErrorOffset() + 1);
}

bool LayerFilterProxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto* layers = qobject_cast<const LayerTableModel*>(sourceModel());
    if (!m_brushed.empty() && layers && m_brushed.count(layers->layerAt(layers->index(row, 0, parent))) == 0)
        return false;
    QStringList texts{sourceModel()->index(row, 0, parent).data(LayerTableModel::NameRole).toString()};
    for (const int column :
         {LayerTableModel::OpColumn, LayerTableModel::StructureColumn, LayerTableModel::BlockColumn})
        texts << sourceModel()->index(row, column, parent).data().toString();
    if (m_isExpression)
        return !m_expression.isValid() || !texts.filter(m_expression).isEmpty();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        return std::any_of(texts.begin(), texts.end(),
                           [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
    });
}

bool LayerFilterProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    if (a.isValid() != b.isValid()) // unknown figures last, whichever way it is sorted
        return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    if (!a.isValid() || a == b)
        return sortOrder() == Qt::AscendingOrder ? left.row() < right.row() : left.row() > right.row();
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace qscope::views
