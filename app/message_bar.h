// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QFrame>

#include "views/models/notice.h"

class QLabel;
class QToolButton;

namespace qscope::app {

/// A line above the panels that says what happened until it is dismissed, instead of a modal box. A newer
/// message takes the place of an older one, which stays in the panel of messages; notes go by themselves,
/// errors stay.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    using Kind = views::NoticeKind;

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Kind kind, const views::Notice& notice);
    void dismiss();
    QString text() const; ///< where, what, and what to do
    Kind kind() const { return m_kind; }

signals:
    void allRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupWidgets();
    void retranslate();
    void act();

    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QToolButton* m_action = nullptr;
    QToolButton* m_all = nullptr;
    QToolButton* m_close = nullptr;
    QTimer* m_timer = nullptr;
    std::function<void()> m_run;
    Kind m_kind = Kind::Note;
};

} // namespace qscope::app
