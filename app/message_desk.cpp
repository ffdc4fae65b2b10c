// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_desk.h"

#include <QStyle>
#include <QToolButton>

#include "app/message_bar.h"
#include "views/panels/messages_panel.h"

namespace qscope::app {

MessageDesk::MessageDesk(views::MessagesPanel& panel, QObject* parent)
    : QObject(parent), m_panel(panel), m_bar(new MessageBar), m_counter(new QToolButton)
{
    m_counter->setObjectName("messageCount");
    m_counter->setAutoRaise(true);
    m_counter->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_counter->setFocusPolicy(Qt::TabFocus);
    connect(m_counter, &QToolButton::clicked, this, &MessageDesk::panelRequested);
    connect(m_bar, &MessageBar::allRequested, this, &MessageDesk::panelRequested);
    connect(&m_panel.log(), &views::MessageTableModel::unseenChanged, this, &MessageDesk::showCount);
    connect(&m_panel.log(), &QAbstractItemModel::rowsInserted, this, &MessageDesk::showCount);
    connect(&m_panel.log(), &QAbstractItemModel::modelReset, this, [this] {
        m_bar->dismiss();
        showCount();
    });
    retranslate();
}

void MessageDesk::tell(views::NoticeKind kind, const views::Notice& notice)
{
    m_panel.add(kind, notice);
    m_bar->show(kind, notice);
}

void MessageDesk::retranslate()
{
    m_counter->setToolTip(tr("Show all messages"));
    showCount();
}

void MessageDesk::showCount()
{
    const int unseen = m_panel.log().unseen();
    m_counter->setVisible(m_panel.log().rowCount() > 0);
    m_counter->setText(unseen > 0 ? tr("%n new message(s)", nullptr, unseen) : tr("Messages"));
    const auto pixmap = m_panel.log().worstUnseen() == views::NoticeKind::Error
                            ? QStyle::SP_MessageBoxCritical
                            : QStyle::SP_MessageBoxWarning;
    m_counter->setIcon(unseen > 0 ? m_counter->style()->standardIcon(pixmap) : QIcon());
    m_counter->setAccessibleName(m_counter->text());
}

} // namespace qscope::app
