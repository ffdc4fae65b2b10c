// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace qscope::views {

/// What is being done, how far it is, how long it still takes, and how to stop it. Hidden while nothing runs.
class JobStrip final : public QWidget {
    Q_OBJECT
public:
    explicit JobStrip(QWidget* parent = nullptr);

    bool running() const { return m_running; }
    QString text() const; ///< "Calibrating: blocks.3, 120 of 256, 12 s left"

public slots:
    void start(const QString& title);
    /// `total` 0: unknown. Calls out of a run are ignored.
    void progress(qint64 done, qint64 total, const QString& step);
    void finish();

signals:
    void cancelRequested();

protected:
    void changeEvent(QEvent* event) final;

private:
    void retranslate();
    void updateText();
    double secondsLeft() const; ///< negative: not known yet

    QLabel* m_label;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
    QElapsedTimer m_clock;
    QString m_title, m_step;
    qint64 m_done = 0, m_total = 0;
    qint64 m_firstDone = 0; ///< where this phase began
    bool m_running = false;
    bool m_cancelling = false;
};

} // namespace qscope::views
