// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QTimer>
#include <QToolButton>

namespace qscope::app {

namespace {
constexpr int NoteMs = 8000;

QStyle::StandardPixmap pixmapOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Error: return QStyle::SP_MessageBoxCritical;
    case MessageBar::Kind::Warning: return QStyle::SP_MessageBoxWarning;
    case MessageBar::Kind::Note: break;
    }
    return QStyle::SP_MessageBoxInformation;
}
} // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent)
{
    setupWidgets();
    hide();
}

void MessageBar::setupWidgets()
{
    setObjectName("messageBar");
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    const auto button = [this](QToolButton*& it, auto slot) {
        it = new QToolButton(this);
        it->setFocusPolicy(Qt::TabFocus);
        connect(it, &QToolButton::clicked, this, slot);
    };
    button(m_action, &MessageBar::act);
    button(m_all, &MessageBar::allRequested);
    m_all->setAutoRaise(true);
    button(m_close, &MessageBar::dismiss);
    m_close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    m_close->setAutoRaise(true);
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    for (QToolButton* it : {m_action, m_all, m_close})
        layout->addWidget(it);
    retranslate();
}

void MessageBar::retranslate()
{
    setAccessibleName(tr("Message"));
    m_all->setText(tr("All messages"));
    m_close->setAccessibleName(tr("Dismiss the message"));
    m_close->setToolTip(tr("Dismiss the message"));
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void MessageBar::show(Kind kind, const views::Notice& notice)
{
    m_kind = kind;
    m_run = notice.action;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(style()->standardIcon(pixmapOf(kind)).pixmap(side, side));
    m_text->setText(notice.advice.isEmpty() ? notice.text()
                                            : notice.text() + QLatin1Char('\n') + notice.advice);
    m_action->setVisible(static_cast<bool>(m_run));
    m_action->setText(notice.actionText);
    if (kind == Kind::Note && !m_run)
        m_timer->start(NoteMs);
    else
        m_timer->stop();
    setVisible(true);
}

void MessageBar::act()
{
    const auto run = m_run; // it may show another message
    dismiss();
    if (run)
        run();
}

void MessageBar::dismiss()
{
    m_timer->stop();
    hide();
}

QString MessageBar::text() const { return m_text->text(); }

} // namespace qscope::app
