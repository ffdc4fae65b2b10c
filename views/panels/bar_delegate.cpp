// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/bar_delegate.h"

#include <QApplication>
#include <QPainter>

#include "views/models/layer_table_model.h"
#include "views/plots/theme.h"

namespace qscope::views {

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QVariant share = index.data(LayerTableModel::BarRole);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (share.isValid() && !selected) {
        const Theme theme = Theme::of(option.palette);
        QColor colour = index.data(LayerTableModel::StaleRole).toBool() ? theme.muted : theme.warning;
        colour.setAlphaF(0.35F);
        QRect bar = option.rect.adjusted(1, 2, -1, -2);
        bar.setLeft(bar.right() - qRound(bar.width() * share.toDouble()));
        painter->fillRect(bar, colour);
    }
    QStyledItemDelegate::paint(painter, option, index);
}

void BarDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(LayerTableModel::StaleRole).toBool())
        option->palette.setColor(QPalette::Text, Theme::of(option->palette).muted);
}

void NameDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideMiddle;
}

void CheckDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem full = option;
    initStyleOption(&full, index);
    if (!(full.features & QStyleOptionViewItem::HasCheckIndicator))
        return;
    const QStyle* style = full.widget ? full.widget->style() : QApplication::style();
    const QRect box = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &full, full.widget);
    const bool selected = full.state & QStyle::State_Selected;
    QColor outline = full.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    outline.setAlphaF(0.5F);
    painter->save();
    painter->setPen(outline);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(box.adjusted(0, 0, -1, -1));
    painter->restore();
}

} // namespace qscope::views
