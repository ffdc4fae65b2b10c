// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/work_queue.h"

#include <utility>

namespace qscope::app {

WorkQueue::WorkQueue(QObject* parent) : QObject(parent)
{
    connect(&m_job, &Job::progressed, this, &WorkQueue::progressed);
    connect(&m_job, &Job::succeeded, this, [this] { ended(false); });
    connect(&m_job, &Job::cancelled, this, [this] { ended(true); });
    connect(&m_job, &Job::failed, this, [this](quint64, const Error& error) {
        emit failed(m_running->kind, error);
        ended(false);
    });
}

void WorkQueue::submit(WorkKind kind, const QString& title, Job::Work work)
{
    m_waiting.insert_or_assign(kind, Request{kind, title, std::move(work)});
    if (!m_running)
        startNext();
    else if (m_running->kind == kind)
        stopRunning(false);
    else if (makesRoom(m_running->kind) && kind < m_running->kind)
        stopRunning(true);
}

void WorkQueue::drop(WorkKind kind)
{
    const bool waited = m_waiting.erase(kind) > 0;
    if (m_running && m_running->kind == kind)
        stopRunning(false);
    else if (waited)
        emit finished(kind);
}

void WorkQueue::dropAll()
{
    while (!m_waiting.empty())
        drop(m_waiting.begin()->first);
    if (m_running)
        stopRunning(false);
}

bool WorkQueue::busyWith(WorkKind kind) const
{
    return m_waiting.contains(kind) || (m_running && m_running->kind == kind && (!m_stopping || m_startAgain));
}

std::optional<WorkKind> WorkQueue::running() const
{
    return m_running ? std::optional(m_running->kind) : std::nullopt;
}

void WorkQueue::stopRunning(bool again)
{
    m_startAgain = m_stopping ? m_startAgain && again : again;
    m_stopping = true;
    m_job.cancel();
}

void WorkQueue::ended(bool wasCancelled)
{
    const Request request = *std::exchange(m_running, std::nullopt);
    const bool again = std::exchange(m_startAgain, false) && wasCancelled;
    m_stopping = false;
    if (again)
        m_waiting.try_emplace(request.kind, request);
    else
        emit finished(request.kind);
    startNext();
}

void WorkQueue::startNext()
{
    if (m_running)
        return;
    if (m_waiting.empty()) {
        emit becameIdle();
        return;
    }
    m_running = std::move(m_waiting.extract(m_waiting.begin()).mapped());
    emit started(m_running->title);
    m_job.start(m_running->work);
}

bool WorkQueue::makesRoom(WorkKind kind)
{
    return kind >= WorkKind::Search;
}

} // namespace qscope::app
