// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/run_control.h"

namespace qscope::app {

/// What a task last said about itself.
struct TaskProgress {
    int64_t done = 0;
    int64_t total = 0; ///< 0: unknown
    std::string step;
};

/// Partial answers on their way from a running task to the thread that polls it. Each is a call that the
/// polling thread makes; of those that wait it makes the newest only, which must hold what the older ones do.
/// Thread-safe.
class Outbox {
public:
    void post(std::function<void()> call)
    {
        const std::lock_guard lock(m_mutex);
        m_calls.push_back(std::move(call));
    }
    std::vector<std::function<void()>> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_calls, {});
    }

private:
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_calls;
};

/// One long function on a thread of its own. Destroying the task cancels it and waits for its end. The functions of
/// this class are for the thread that made it.
template <class T>
class Task {
public:
    using Work = std::function<Result<T>(const RunControl&)>;

    explicit Task(Work work)
        : m_shared(std::make_shared<Shared>()),
          m_thread([shared = m_shared, work = std::move(work)](const std::stop_token& stop) {
              shared->finish(guarded(work, control(stop, shared)));
          })
    {
    }

    /// Asks the function to stop; it ends with ErrorCode::Cancelled a moment later.
    void cancel() { m_thread.request_stop(); }

    bool finished() const
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->finished;
    }

    TaskProgress progress() const
    {
        const std::lock_guard lock(m_shared->mutex);
        return m_shared->progress;
    }

    /// The answer, once, after `finished()`; nothing before that and afterwards.
    std::optional<Result<T>> takeResult()
    {
        const std::lock_guard lock(m_shared->mutex);
        return std::exchange(m_shared->result, std::nullopt);
    }

private:
    struct Shared {
        std::mutex mutex;
        TaskProgress progress;
        std::optional<Result<T>> result;
        bool finished = false;

        void finish(Result<T> answer)
        {
            const std::lock_guard lock(mutex);
            result.emplace(std::move(answer));
            finished = true;
        }
    };

    static RunControl control(const std::stop_token& stop, const std::shared_ptr<Shared>& shared)
    {
        return {stop, [shared](const Progress& p) {
                    const std::lock_guard lock(shared->mutex);
                    shared->progress = {p.done, p.total, std::string(p.step)};
                }};
    }

    /// Exceptions of std and of libraries end here and become errors.
    static Result<T> guarded(const Work& work, const RunControl& control)
    {
        try {
            return work(control);
        } catch (const std::bad_alloc&) {
            return Error{ErrorCode::ResourceExhausted, "there is not enough memory for this", {}};
        } catch (const std::exception& e) {
            return Error{ErrorCode::Internal, e.what(), {}};
        } catch (...) {
            return Error{ErrorCode::Internal, "a library failed without saying why", {}};
        }
    }

    std::shared_ptr<Shared> m_shared;
    std::jthread m_thread; ///< last member: it is joined before the rest goes
};

} // namespace qscope::app
