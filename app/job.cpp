// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/job.h"

#include <utility>

namespace qscope::app {

namespace {
constexpr int PollMs = 33;
} // namespace

Job::Job(QObject* parent) : QObject(parent)
{
    qRegisterMetaType<qscope::Error>();
    m_timer.setInterval(PollMs);
    connect(&m_timer, &QTimer::timeout, this, &Job::poll);
}

Job::~Job() = default;

quint64 Job::start(Work work)
{
    Waiting request{++m_number, std::move(work)};
    const quint64 number = request.number;
    if (!m_task) {
        launch(std::move(request));
    } else {
        m_cancelling = true;
        m_task->cancel();
        m_waiting = std::move(request);
    }
    return number;
}

void Job::cancel()
{
    m_waiting.reset();
    if (!m_task)
        return;
    m_cancelling = true;
    m_task->cancel();
}

void Job::launch(Waiting request)
{
    m_runningNumber = request.number;
    m_cancelling = false;
    m_last = {};
    m_outbox = std::make_shared<Outbox>();
    m_task = std::make_unique<Task<Delivery>>(
        [work = std::move(request.work), outbox = m_outbox](const RunControl& control) {
            return work(control, *outbox);
        });
    m_timer.start();
    emit started(m_runningNumber);
}

void Job::poll()
{
    const bool finished = m_task->finished(); // looked at first: nothing is posted after it
    const std::vector<Delivery> partial = m_outbox->take();
    if (!m_cancelling && !partial.empty())
        partial.back()(); // the newest contains the older ones
    if (finished) {
        auto answer = m_task->takeResult();
        m_task.reset();
        finish(std::move(*answer));
    } else if (!m_cancelling) {
        reportProgress();
    }
}

void Job::finish(Result<Delivery> answer)
{
    const quint64 number = m_runningNumber;
    const bool dropped = std::exchange(m_cancelling, false);
    std::optional<Waiting> next = std::exchange(m_waiting, std::nullopt);
    m_timer.stop();
    if (dropped || (!answer.ok() && answer.error().code == ErrorCode::Cancelled)) {
        emit cancelled(number);
    } else if (!answer.ok()) {
        emit failed(number, answer.error());
    } else {
        if (answer.value())
            answer.value()();
        emit succeeded(number);
    }
    if (next && !m_task) // a listener may have started something newer
        launch(std::move(*next));
}

void Job::reportProgress()
{
    TaskProgress progress = m_task->progress();
    if (progress.done == m_last.done && progress.total == m_last.total && progress.step == m_last.step)
        return;
    m_last = std::move(progress);
    emit progressed(m_last.done, m_last.total, QString::fromStdString(m_last.step));
}

} // namespace qscope::app
