// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace qscope::app {

/// A line above the panels that says what happened until it is dismissed, instead of a modal box. A newer message
/// takes the place of an older one; notes go by themselves, errors stay.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Note, Warning, Error };

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Kind kind, const QString& text);
    void dismiss();
    QString text() const;
    Kind kind() const { return m_kind; }

private:
    void setupWidgets();

    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QTimer* m_timer = nullptr;
    Kind m_kind = Kind::Note;
};

} // namespace qscope::app
