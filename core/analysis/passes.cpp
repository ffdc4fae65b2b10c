// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <limits>
#include <thread>

#include "core/analysis/analyzer_impl.h"

namespace qscope::analysis {

namespace {

constexpr auto kReportEvery = std::chrono::milliseconds(20);

/// What the workers of one pass share.
struct Pass {
    Pass(data::Dataset& data, const BatchPlan& batches, const RunControl& runControl, const BatchFunction& function)
        : dataset(data), plan(batches), control(runControl), f(function)
    {
    }

    data::Dataset& dataset;
    const BatchPlan& plan;
    const RunControl& control;
    const BatchFunction& f;

    std::mutex reading;          ///< held while the next samples are read, so they are read in order
    int64_t next = 0;            ///< first sample nobody has taken; under `reading`
    std::mutex mutex;            ///< for what follows
    std::condition_variable changed;
    int64_t done = 0;            ///< samples
    size_t running = 0;          ///< workers
    int64_t failedAt = std::numeric_limits<int64_t>::max();
    Status failure;
    std::exception_ptr exception;

    void fail(int64_t first, Status status, std::exception_ptr thrown)
    {
        const std::lock_guard lock(mutex);
        if (first >= failedAt)
            return;
        failedAt = first;
        failure = std::move(status);
        exception = thrown;
    }
    bool failed()
    {
        const std::lock_guard lock(mutex);
        return failedAt != std::numeric_limits<int64_t>::max();
    }

    Status step(size_t worker, run::Instance& instance, bool& more, int64_t& first);
    void work(size_t worker, run::Instance& instance);
};

/// Takes and runs the next micro-batch.
Status Pass::step(size_t worker, run::Instance& instance, bool& more, int64_t& first)
{
    std::unique_lock turn(reading);
    first = next;
    const int64_t count = std::min(plan.microBatch, dataset.size() - first);
    if (count <= 0 || failed()) {
        more = false;
        return {};
    }
    if (control.stopRequested())
        return RunControl::cancelled();
    next += count;
    QS_ASSIGN(const auto inputs, readBatch(dataset, first, count, plan.microBatch));
    turn.unlock();
    QS_RETURN_IF_ERROR(f(Batch{first, count, inputs, plan, worker, instance}));
    const std::lock_guard lock(mutex);
    done += count;
    changed.notify_one();
    return {};
}

void Pass::work(size_t worker, run::Instance& instance)
{
    bool more = true;
    while (more) {
        int64_t first = 0;
        try {
            Status status = step(worker, instance, more, first);
            if (!status.ok()) {
                fail(first, std::move(status), nullptr);
                more = false;
            }
        } catch (...) {
            fail(first, {}, std::current_exception());
            more = false;
        }
    }
    const std::lock_guard lock(mutex);
    --running;
    changed.notify_one();
}

} // namespace

Result<const BatchPlan*> Analyzer::Impl::planFor(data::Dataset& dataset)
{
    const auto it = plans.find(dataset.id());
    if (it != plans.end())
        return &it->second;
    QS_ASSIGN(BatchPlan plan, planBatches(*instance, dataset));
    return &plans.emplace(dataset.id(), std::move(plan)).first->second;
}

size_t Analyzer::Impl::workerCount(int64_t samples, const BatchPlan& plan) const
{
    const int64_t batches = (samples + plan.microBatch - 1) / plan.microBatch;
    return static_cast<size_t>(std::clamp<int64_t>(batches, 1, instance->threads()));
}

Status Analyzer::Impl::runInline(data::Dataset& dataset, const BatchPlan& plan, const RunControl& control,
                                 std::string_view step, const BatchFunction& f, const Tick& tick)
{
    const int64_t total = dataset.size();
    for (int64_t first = 0; first < total; first += plan.microBatch) {
        if (control.stopRequested())
            return RunControl::cancelled();
        const int64_t count = std::min(plan.microBatch, total - first);
        QS_ASSIGN(const auto inputs, readBatch(dataset, first, count, plan.microBatch));
        QS_RETURN_IF_ERROR(f(Batch{first, count, inputs, plan, 0, *instance}));
        control.progress(first + count, total, step);
        if (tick)
            tick(first + count);
    }
    return {};
}

Status Analyzer::Impl::forEachBatch(data::Dataset& dataset, const RunControl& control, std::string_view step,
                                    const BatchFunction& f, const Tick& tick)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, "the data holds no samples", dataset.description()};
    QS_ASSIGN(const BatchPlan* plan, planFor(dataset));
    const int64_t total = dataset.size();
    control.progress(0, total, step);
    const size_t count = workerCount(total, *plan);
    if (count == 1)
        return runInline(dataset, *plan, control, step, f, tick);
    while (workers.size() < count) {
        QS_ASSIGN(auto worker, run::Instance::create(graph, 1));
        workers.push_back(std::move(worker));
    }
    Pass pass(dataset, *plan, control, f);
    pass.running = count;
    std::vector<std::jthread> threads;
    for (size_t w = 0; w < count; ++w)
        threads.emplace_back([&pass, this, w] { pass.work(w, *workers[w]); });
    for (std::unique_lock lock(pass.mutex); pass.running > 0;) {
        pass.changed.wait_for(lock, kReportEvery);
        const int64_t done = pass.done;
        lock.unlock();
        control.progress(done, total, step);
        if (tick && done > 0)
            tick(done);
        lock.lock();
    }
    threads.clear();
    if (pass.exception)
        std::rethrow_exception(pass.exception);
    QS_RETURN_IF_ERROR(pass.failure);
    control.progress(total, total, step);
    return {};
}

} // namespace qscope::analysis
