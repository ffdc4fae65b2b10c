// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "views/models/message_table_model.h"
#include "views/panels/panel.h"

class QAction;
class QLabel;
class QTableView;
class QToolButton;

namespace qscope::views {

/// What went wrong, where, and what to do? Messages are seen once the panel has been visible with them for a
/// moment.
class MessagesPanel final : public Panel {
    Q_OBJECT
public:
    static constexpr int LookMs = 400; ///< the moment

    explicit MessagesPanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    MessageTableModel& log() { return *m_log; }
    QTableView& table() { return *m_table; }
    void add(NoticeKind kind, const Notice& notice);

public slots:
    /// Those selected, or all of them, one line each.
    void copy() const;
    void clear();

protected:
    void refresh(const SnapshotPtr& before) final;
    void retranslate() final;
    void showEvent(QShowEvent* event) final;
    void resizeEvent(QResizeEvent* event) final;

private:
    void setupTable();
    void setupActions();
    void fitRows();
    void showNothing();
    void follow(const QModelIndex& index);
    void act(const QModelIndex& index);

    MessageTableModel* m_log;
    QTableView* m_table;
    QLabel* m_nothing; ///< says what the panel is for
    QTimer m_look;     ///< a panel that was visible for a blink has not been read
    QAction* m_copy = nullptr;
    QAction* m_clear = nullptr;
};

} // namespace qscope::views
