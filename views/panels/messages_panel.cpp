// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/messages_panel.h"
#include "views/panels/table_action.h"

#include <algorithm>

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

namespace qscope::views {

namespace {

/// The kind as a picture beside the time; models know no style.
class KindDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->features |= QStyleOptionViewItem::HasDecoration;
        const int side =
            option->widget->style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, option->widget);
        option->decorationSize = {side, side};
        option->decorationAlignment = Qt::AlignTop;
        const auto kind = static_cast<NoticeKind>(index.data(MessageTableModel::KindRole).toInt());
        option->icon = option->widget->style()->standardIcon(
            kind == NoticeKind::Error     ? QStyle::SP_MessageBoxCritical
            : kind == NoticeKind::Warning ? QStyle::SP_MessageBoxWarning
                                          : QStyle::SP_MessageBoxInformation);
    }
};

} // namespace

MessagesPanel::MessagesPanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_log(new MessageTableModel(this)), m_table(new QTableView),
      m_nothing(new QLabel)
{
    setupActions();
    setupTable();
    auto* top = new QHBoxLayout;
    m_nothing->setWordWrap(true);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    top->addWidget(m_nothing, 1);
    top->addStretch(0);
    for (QAction* action : {m_copy, m_clear}) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        top->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);
    m_look.setSingleShot(true);
    m_look.setInterval(LookMs);
    connect(&m_look, &QTimer::timeout, this, [this] {
        if (isVisible())
            m_log->markSeen();
    });
}

void MessagesPanel::setupActions()
{
    m_copy = addTableAction(m_table, QKeySequence::Copy, this, &MessagesPanel::copy);
    m_clear = addTableAction(m_table, QKeySequence::Delete, this, &MessagesPanel::clear);
}

void MessagesPanel::setupTable()
{
    m_table->setModel(m_log);
    m_table->setItemDelegateForColumn(MessageTableModel::WhenColumn, new KindDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(true);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    connect(m_table, &QTableView::clicked, this, &MessagesPanel::follow);
    connect(m_table, &QTableView::activated, this, &MessagesPanel::act);
    connect(m_log, &QAbstractItemModel::rowsInserted, this, [this] {
        m_table->resizeRowToContents(0);
        m_table->scrollToTop();
        showNothing();
    });
    connect(m_log, &QAbstractItemModel::modelReset, this, &MessagesPanel::showNothing);
}

QString MessagesPanel::title() const { return tr("Messages"); }

QString MessagesPanel::question() const { return tr("What went wrong, where, and what to do?"); }

void MessagesPanel::retranslate()
{
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the selected messages, or all of them, as text"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Forget all messages"));
    m_table->setAccessibleName(tr("Messages, the newest first"));
    m_log->retranslate();
    showNothing();
}

/// What the panel is for, as long as it is empty.
void MessagesPanel::showNothing()
{
    m_nothing->setText(m_log->rowCount() > 0
                           ? QString()
                           : tr("Nothing was reported. Errors and warnings come here, with what to do."));
}

void MessagesPanel::refresh(const SnapshotPtr&) { fitRows(); }

void MessagesPanel::add(NoticeKind kind, const Notice& notice)
{
    m_log->add(kind, notice, snapshot().model, QDateTime::currentDateTime());
    if (isVisible())
        m_look.start();
}

void MessagesPanel::copy() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex& row : rows)
        lines.append(m_log->line(row.row()));
    for (int row = 0; rows.isEmpty() && row < m_log->rowCount(); ++row)
        lines.append(m_log->line(row));
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void MessagesPanel::clear() { m_log->clear(); }

/// A click looks at the layer; it changes nothing else.
void MessagesPanel::follow(const QModelIndex& index)
{
    if (const LayerId layer = m_log->layer(index, snapshot().model); layer.valid())
        selection().selectLayer(layer);
}

/// Enter and double click do what the message offers.
void MessagesPanel::act(const QModelIndex& index)
{
    const Notice* notice = m_log->notice(index);
    if (notice && notice->action)
        std::function(notice->action)(); // a copy: what it does may clear the messages
    else
        follow(index);
}

void MessagesPanel::showEvent(QShowEvent* event)
{
    Panel::showEvent(event);
    fitRows();
    m_look.start();
}

void MessagesPanel::resizeEvent(QResizeEvent* event)
{
    Panel::resizeEvent(event);
    if (isVisible())
        fitRows();
}

/// Sentences get most of the width and as many lines as they need.
void MessagesPanel::fitRows()
{
    const int when = m_table->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00"))
                     + m_table->style()->pixelMetric(QStyle::PM_SmallIconSize) + 20;
    const int rest = std::max(0, m_table->viewport()->width() - when);
    m_table->setColumnWidth(MessageTableModel::WhenColumn, when);
    m_table->setColumnWidth(MessageTableModel::WhatColumn, rest * 45 / 100);
    m_table->setColumnWidth(MessageTableModel::WhereColumn, rest * 20 / 100);
    m_table->resizeRowsToContents();
}

} // namespace qscope::views
