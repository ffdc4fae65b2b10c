// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drop_zone.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace qscope::app {

QStringList localPaths(const QMimeData& mime)
{
    QStringList paths;
    for (const QUrl& url : mime.urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    return paths;
}

DropZone::DropZone(QWidget* parent) : QWidget(parent)
{
    setAcceptDrops(true);
    setObjectName("dropZone");
}

void DropZone::setInviting(bool on)
{
    m_inviting = on;
    update();
}

void DropZone::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor line = palette().color(QPalette::PlaceholderText), fill = palette().color(QPalette::Base);
    if (m_inviting) {
        line = palette().color(QPalette::Highlight);
        fill = line;
        fill.setAlphaF(0.15F);
    }
    painter.setPen(QPen(line, m_inviting ? 2.5 : 1.5, Qt::DashLine));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 10, 10);
}

void DropZone::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    setInviting(true);
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*) { setInviting(false); }

void DropZone::dropEvent(QDropEvent* event)
{
    setInviting(false);
    event->acceptProposedAction();
    emit dropped(localPaths(*event->mimeData()));
}

} // namespace qscope::app
