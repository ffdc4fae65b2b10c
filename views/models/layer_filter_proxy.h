// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QSortFilterProxyModel>

#include <set>
#include <vector>

#include "core/base/ids.h"

namespace qscope::views {

/// Sorts by LayerTableModel::SortRole with unknown figures last in either order. The filter looks at name,
/// type, structure and block; every word must occur; /text/ is a regular expression. Upper and lower case are the same.
class LayerFilterProxy final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit LayerFilterProxy(QObject* parent = nullptr);

    void setFilter(const QString& text);
    /// Besides, only these layers; none: all.
    void setBrushed(const std::vector<LayerId>& layers);
    const QString& filter() const { return m_text; }
    /// Empty, or one sentence on what is wrong with the regular expression; a wrong one shows every layer.
    QString filterError() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const final;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const final;

private:
    QString m_text;
    QStringList m_words;
    QRegularExpression m_expression;
    bool m_isExpression = false;
    std::set<LayerId> m_brushed; ///< empty: all
};

} // namespace qscope::views
