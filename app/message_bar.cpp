// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_bar.h"

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
    setAccessibleName(tr("Message"));
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Dismiss the message"));
    close->setToolTip(tr("Dismiss the message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(close);
}

void MessageBar::show(Kind kind, const QString& text)
{
    m_kind = kind;
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(style()->standardIcon(pixmapOf(kind)).pixmap(side, side));
    m_text->setText(text);
    if (kind == Kind::Note)
        m_timer->start(NoteMs);
    else
        m_timer->stop();
    setVisible(true);
}

void MessageBar::dismiss()
{
    m_timer->stop();
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

} // namespace qscope::app
