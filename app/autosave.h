// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "app/job.h"
#include "app/recovery_folder.h"
#include "core/io/session_file.h"
#include "views/models/notice.h"

namespace qscope::app {

class Session;

/// Keeps the session of a window on the disk while it is open, for after a crash. Some seconds after a change
/// what changed is written, off the GUI thread, each file whole or not at all.
class Autosave : public QObject {
    Q_OBJECT

public:
    static constexpr int DelayMs = 2000; ///< between a change and its writing

    /// What a saved session would hold now.
    struct Material {
        io::SessionFile file;
        QString savedAs; ///< the person's own file; empty: none
    };
    using Source = std::function<Material()>;

    Autosave(Session& session, Source source, QObject* parent = nullptr);
    ~Autosave() override; ///< leaves what was written; a window that ends in order calls end()

    /// From now on changes are written.
    void begin();
    /// Goes on in the folder another window left.
    void adopt(std::unique_ptr<RecoveryFolder> folder);
    /// The window ends in order: nothing is left behind.
    void end();
    /// Something changed that the session does not tell of: docks, the selected layer.
    void touch();
    bool idle() const { return !m_delay.isActive() && !m_job.running(); }

signals:
    /// Once, until it works again.
    void warned(const qscope::views::Notice& notice);

private:
    struct Written; ///< what the files hold
    struct Keeping; ///< a writing that is under way

    void write();
    std::optional<Keeping> keeping(); ///< none: nothing has changed
    bool makeFolder();
    bool holdsAlready(const Keeping& next) const;
    static Status keep(Keeping& next, const Written& written, const RecoveryFolder& folder);

    Session& m_session;
    Source m_source;
    QTimer m_delay;
    std::unique_ptr<RecoveryFolder> m_folder; ///< made with the first writing
    std::unique_ptr<Written> m_written;
    bool m_begun = false;
    bool m_complained = false;
    Job m_job; ///< last: it is joined before the folder goes
};

} // namespace qscope::app
