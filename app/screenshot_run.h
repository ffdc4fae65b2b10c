// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/start_options.h"

namespace qscope::app {

class MainWindow;

/// Drives the window without a person: waits for the figures, measures the sensitivity of each layer, saves a picture
/// of the window and of every plot, writes the report, and ends the program with 0, or with 1 and the message on the error stream.
class ScreenshotRun : public QObject {
    Q_OBJECT

public:
    ScreenshotRun(MainWindow& window, StartOptions options);

    void start();

private:
    void poll();
    bool measuredNow();
    bool methodRunNow();
    bool raisedNow();
    bool reportedNow();
    void save();
    void fail(const QString& sentence);

    MainWindow& m_window;
    StartOptions m_options;
    QTimer m_timer;
    bool m_measuring = false;
    bool m_methodRun = false;
    bool m_raised = false;
    bool m_reported = false;
    bool m_ended = false;
    int m_settledTurns = 0;
};

} // namespace qscope::app
