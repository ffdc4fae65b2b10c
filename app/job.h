// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>
#include <QTimer>

#include "app/task.h"

Q_DECLARE_METATYPE(qscope::Error)

namespace qscope::app {

/// Runs one long function at a time off the GUI thread and tells the GUI thread about it.
///
/// Requests are numbered. Starting another one while one is running cancels the older one; the newer one starts when
/// the older has really stopped, so two never run together. Of several waiting requests only the newest runs.
class Job : public QObject {
    Q_OBJECT

public:
    /// What the GUI thread does with an answer; it holds the answer.
    using Delivery = std::function<void()>;
    /// Runs on the worker thread; `outbox` takes deliveries of partial answers.
    using Work = std::function<Result<Delivery>(const RunControl& control, Outbox& outbox)>;

    explicit Job(QObject* parent = nullptr);
    /// Cancels and waits; nothing is delivered any more.
    ~Job() override;

    /// Returns the number of the request.
    quint64 start(Work work);
    /// Drops a waiting request and stops the running one; `cancelled` follows.
    void cancel();
    bool running() const { return m_task != nullptr; }
    quint64 number() const { return m_number; } ///< of the newest request

signals:
    void started(quint64 number);
    /// `total` 0: unknown. The time left is worked out where it is shown.
    void progressed(qint64 done, qint64 total, const QString& step);
    /// After the delivery was made. Exactly one of these three follows each `started`.
    void succeeded(quint64 number);
    void failed(quint64 number, const qscope::Error& error);
    void cancelled(quint64 number);

private:
    struct Waiting {
        quint64 number;
        Work work;
    };

    void poll();
    void launch(Waiting request);
    void reportProgress();
    void finish(Result<Delivery> answer);

    QTimer m_timer;
    std::shared_ptr<Outbox> m_outbox;
    std::unique_ptr<Task<Delivery>> m_task;
    std::optional<Waiting> m_waiting;
    quint64 m_number = 0;
    quint64 m_runningNumber = 0;
    bool m_cancelling = false;
    TaskProgress m_last;
};

} // namespace qscope::app
