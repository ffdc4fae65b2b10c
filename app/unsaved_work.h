// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QObject>
#include <QStringList>

#include "core/analysis/history.h"
#include "core/quant/config.h"

class QWidget;

namespace qscope::app {

class FileCommands;
class Session;

/// Knows what a person would lose if the window closed now, and asks when that is anything.
class UnsavedWork : public QObject {
    Q_OBJECT

public:
    /// A calibration that took less is simply made again.
    static constexpr qint64 LongCalibrationMs = 30'000;

    UnsavedWork(Session& session, FileCommands& files, QWidget& window);

    /// In sentences; empty: nothing.
    QStringList lost() const;
    /// True when nothing would be lost or the person has said so. Otherwise asks; `window` is closed after
    /// the answer.
    bool mayClose();

private:
    void remember(const quant::Config& config, const analysis::History& history);
    void ask(const QStringList& lost);
    void saveAndClose();

    Session& m_session;
    FileCommands& m_files;
    QWidget& m_window;
    std::string m_savedNames;     ///< names and notes of the history as they are in a file
    bool m_leftoverComes = false; ///< the next model is that of a session that a crash left
    bool m_isLeftover = false;    ///< the session was never saved by the person
    bool m_closing = false;       ///< the person has said so
    bool m_closeWhenSaved = false;
};

} // namespace qscope::app
