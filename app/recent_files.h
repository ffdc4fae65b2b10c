// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace qscope::app {

/// Models and sessions opened lately, the newest first, kept in the settings.
class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int Limit = 9; ///< one for each of Ctrl+1 .. Ctrl+9

    explicit RecentFiles(QObject* parent = nullptr);

    /// Those that still exist.
    QStringList paths() const;
    void add(const QString& path);

signals:
    void changed();
};

} // namespace qscope::app
