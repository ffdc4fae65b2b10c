// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>

#include "app/job.h"
#include "core/analysis/data_check.h"

class QDialog;
class QWidget;

namespace qscope::app {

class Session;

/// What the window does about mistakes in data: data that was opened is checked in the background when
/// nothing else runs, and a dialog shows samples and findings.
class DataCommands : public QObject {
    Q_OBJECT

public:
    DataCommands(Session& session, QWidget& window);

    /// The samples of the data that is open.
    void showDialog();
    QDialog* dialog() const; ///< null: not shown

    /// What is known of the data that is open; null: not yet.
    const std::shared_ptr<const analysis::DataCheck>& check() const { return m_check; }
    /// Warnings among the findings, with that of too few samples.
    int warnings() const;

signals:
    void warned(const QString& sentence);
    void changed(); ///< check() or warnings()

private:
    void forget();
    void begin();
    void adopt(const analysis::DataCheck& check);
    void judgeCount();

    Session& m_session;
    QWidget& m_window;
    QPointer<QDialog> m_dialog;
    Job m_job;
    bool m_wanted = false; ///< as soon as nothing else runs
    std::shared_ptr<const analysis::DataCheck> m_check;
    std::optional<analysis::Finding> m_countFinding;
};

} // namespace qscope::app
