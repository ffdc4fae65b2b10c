// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>

#include "app/autosave.h"
#include "app/recovery_folder.h"
#include "views/models/notice.h"

namespace qscope::app {

class FileCommands;
class StartPage;

/// Offers what a window left that did not end in order, and keeps what this one does for the same case.
class Recovery : public QObject {
    Q_OBJECT

public:
    Recovery(Session& session, FileCommands& files, StartPage& page, QObject* parent = nullptr);

    /// Keeps this window's session from now on, and offers what was left: on the start page, and as a message
    /// where a model is being opened instead.
    void begin();
    void touch() { m_autosave.touch(); }
    const Autosave& autosave() const { return m_autosave; }
    /// The window ends in order.
    void end() { m_autosave.end(); }
    const std::vector<RecoveryFolder::Leftover>& offered() const { return m_offered; }

public slots:
    /// Opens the session; from now on it is this window's.
    void take(const QString& folder);
    void discard(const QString& folder);

signals:
    void warned(const qscope::views::Notice& notice);

private:
    void withdraw(const QString& folder);
    views::Notice notice();

    Session& m_session;
    FileCommands& m_files;
    StartPage& m_page;
    Autosave m_autosave;
    std::vector<RecoveryFolder::Leftover> m_offered;
};

} // namespace qscope::app
