// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include <QObject>
#include <QString>

#include "app/job.h"

namespace qscope::app {

/// What the session has done for it, the most urgent first.
enum class WorkKind {
    OpenModel,
    OpenCalibration,
    OpenData,
    Calibrate,
    LeaveOut,
    Evaluate,
    EvaluateAllQuantized,
    Export,
    Preview,
    Method,
    Study,
    Search,
    Cures,
    SensitivityOnly,
    SensitivityExcept,
    SensitivityWeights,
    SensitivityActivations,
    SensitivityDepth,
    SensitivityBeside,
    TimeLayers
};

/// One thing at a time, because a model runs on one thread at a time. At most one request of each kind waits: a newer
/// one takes the place of an older one, and stops it when it is already running. A running sensitivity measurement
/// or search makes room for anything more urgent and starts again afterwards.
class WorkQueue : public QObject {
    Q_OBJECT

public:
    explicit WorkQueue(QObject* parent = nullptr);

    /// `title` is for people: "Calibrating".
    void submit(WorkKind kind, const QString& title, Job::Work work);
    /// Forgets a waiting request of this kind and stops a running one.
    void drop(WorkKind kind);
    void dropAll();

    bool idle() const { return !m_running && m_waiting.empty(); }
    bool busyWith(WorkKind kind) const;
    std::optional<WorkKind> running() const;

signals:
    void started(const QString& title);
    void progressed(qint64 done, qint64 total, const QString& step);
    void failed(qscope::app::WorkKind kind, const qscope::Error& error);
    /// Whatever became of it; nothing is said when it makes room and will start again.
    void finished(qscope::app::WorkKind kind);
    void becameIdle();

private:
    struct Request {
        WorkKind kind;
        QString title;
        Job::Work work;
    };

    void startNext();
    void ended(bool wasCancelled);
    void stopRunning(bool again);
    static bool makesRoom(WorkKind kind);

    std::map<WorkKind, Request> m_waiting; ///< ordered: the most urgent first
    std::optional<Request> m_running;
    bool m_stopping = false;
    bool m_startAgain = false; ///< the running request goes back to the waiting ones once it has stopped
    Job m_job;
};

} // namespace qscope::app
