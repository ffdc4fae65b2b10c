// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QMimeData;

namespace qscope::app {

/// Paths of the local files that are dragged or dropped.
QStringList localPaths(const QMimeData& mime);

/// A dashed frame that says by its colour that what hangs at the mouse may be dropped there.
class DropZone : public QWidget {
    Q_OBJECT

public:
    explicit DropZone(QWidget* parent = nullptr);

    bool inviting() const { return m_inviting; } ///< something droppable is over it

signals:
    void dropped(const QStringList& paths);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void setInviting(bool on);

    bool m_inviting = false;
};

} // namespace qscope::app
