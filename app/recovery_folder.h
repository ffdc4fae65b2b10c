// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QDateTime>
#include <QLockFile>
#include <QString>

namespace qscope::app {

/// Where one window keeps its session for after a crash: a folder of its own, locked as long as the window
/// lives. A folder that is there and not locked was left by a window that did not end in order.
class RecoveryFolder {
public:
    /// What stands beside the session, for the offer alone.
    struct About {
        QString model, data; ///< names for people; `data` may be empty
        QString sessionPath; ///< the file the person saved it to; empty: never
        QDateTime saved;
    };
    struct Leftover {
        QString path;
        About about;
    };
    static constexpr int KeptDays = 30; ///< leftovers older than this are removed

    /// All folders are in this one, inside the program's local data.
    static QString root();
    /// The path is in root(): it goes with the window.
    static bool holds(const QString& path);
    /// What other windows left, the newest first; empty and old ones are removed on the way.
    static std::vector<Leftover> leftovers();
    /// Null when the folder cannot be made.
    static std::unique_ptr<RecoveryFolder> create();
    /// Null when another window has it now, or it is gone.
    static std::unique_ptr<RecoveryFolder> claim(const QString& path);

    ~RecoveryFolder() = default; ///< leaves everything there

    const QString& path() const { return m_path; }
    QString sessionPath() const;
    QString calibrationPath(bool ofRewritten = false) const;
    QString rewrittenPath() const; ///< the model that a method made
    bool writeAbout(const About& about) const;
    /// The window ends in order, or the person does not want it.
    void remove();

private:
    explicit RecoveryFolder(QString path);

    QString m_path;
    QLockFile m_lock;
};

} // namespace qscope::app
