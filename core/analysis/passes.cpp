// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <limits>
#include <thread>

#include "core/analysis/analyzer_impl.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

constexpr auto kReportEvery = std::chrono::milliseconds(20);
constexpr int64_t kLittleWork = int64_t(1) << 20; ///< elements; about half a millisecond

/// What the workers of one pass share.
struct Pass {
    Pass(data::Dataset& data, const BatchPlan& batchPlan, std::vector<BatchSamples> wanted, const RunControl& runControl,
         const BatchFunction& function)
        : dataset(data), plan(batchPlan), batches(std::move(wanted)), control(runControl), f(function)
    {
    }

    data::Dataset& dataset;
    const BatchPlan& plan;
    const std::vector<BatchSamples> batches;
    const RunControl& control;
    const BatchFunction& f;
    std::function<bool(const BatchSamples&)> needsInputs; ///< null: all do

    std::mutex reading;          ///< held while the next samples are read, so they are read in order
    size_t next = 0;             ///< first micro-batch nobody has taken; under `reading`
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
    if (next == batches.size() || failed()) {
        more = false;
        return {};
    }
    first = batches[next].first;
    if (control.stopRequested())
        return RunControl::cancelled();
    const BatchSamples& samples = batches[next++];
    std::vector<Tensor> inputs;
    if (!needsInputs || needsInputs(samples)) {
        QS_ASSIGN(inputs, readBatch(dataset, samples));
    }
    turn.unlock();
    const auto readInputs = [&]() -> Result<std::vector<Tensor>> {
        if (!inputs.empty())
            return inputs;
        const std::lock_guard again(reading);
        return readBatch(dataset, samples);
    };
    QS_RETURN_IF_ERROR(f(Batch{samples, inputs, readInputs, plan, worker, instance, control}));
    const std::lock_guard lock(mutex);
    done += samples.count;
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

Result<const BatchPlan*> Analyzer::Impl::planFor(data::Dataset& dataset, const RunControl& control)
{
    const auto it = plans.find(dataset.id());
    if (it != plans.end())
        return &it->second;
    QS_ASSIGN(BatchPlan plan, planBatches(*instance, dataset, control));
    if (reference) { // both run the same micro-batches; whatever can run more at once can run fewer
        QS_ASSIGN(const BatchPlan* theirs, reference->m_impl->planFor(dataset, control));
        plan.microBatch = std::min(plan.microBatch, theirs->microBatch);
        plan.samplesApart = plan.samplesApart && theirs->samplesApart;
    }
    return &plans.emplace(dataset.id(), std::move(plan)).first->second;
}

std::vector<BatchSamples> Analyzer::Impl::batchesOf(const SampleSet& wanted, const BatchPlan& plan) const
{
    return splitIntoBatches(wanted, plan, static_cast<size_t>(instance->threads()));
}

size_t Analyzer::Impl::workerCount(size_t batches) const
{
    return std::clamp<size_t>(batches, 1, static_cast<size_t>(instance->threads()));
}

Status Analyzer::Impl::growWorkers(size_t count)
{
    while (workers.size() < count) {
        QS_ASSIGN(auto worker, run::Instance::create(graph, 1));
        workers.push_back(std::move(worker));
    }
    return reference ? reference->m_impl->growWorkers(count) : Status();
}

Result<run::Instance*> Analyzer::Impl::instanceFor(uint64_t dataset)
{
    const auto last = touched.find(dataset);
    if (instance->threads() == 1 || last == touched.end() || last->second >= kLittleWork)
        return instance.get();
    QS_RETURN_IF_ERROR(growWorkers(1));
    return workers.front().get();
}

namespace {

/// One micro-batch after the other on the calling thread.
Status runInline(Pass& pass, run::Instance& instance, int64_t total, std::string_view step, const Tick& tick)
{
    bool more = true;
    int64_t first = 0;
    while (more) {
        QS_RETURN_IF_ERROR(pass.step(0, instance, more, first));
        pass.control.progress(pass.done, total, step);
        if (tick && more)
            tick(pass.done);
    }
    return {};
}

} // namespace

Status Analyzer::Impl::forEachBatch(data::Dataset& dataset, const RunControl& control, std::string_view step,
                                    const BatchFunction& f, const Tick& tick)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, say("Analysis", "the data holds no samples"),
                     dataset.description()};
    return forEachBatch(dataset, SampleSet({0, dataset.size()}), control, step, f, tick);
}

Status Analyzer::Impl::forEachBatch(data::Dataset& dataset, const SampleSet& wanted, const RunControl& control,
                                    std::string_view step, const BatchFunction& f, const Tick& tick,
                                    const std::function<bool(const BatchSamples&)>& needsInputs)
{
    QS_ASSIGN(const BatchPlan* plan, planFor(dataset, control));
    const int64_t total = wanted.count();
    control.progress(0, total, step);
    Pass pass(dataset, *plan, batchesOf(wanted, *plan), control, f);
    pass.needsInputs = needsInputs;
    const size_t count = workerCount(pass.batches.size());
    if (count == 1) {
        QS_ASSIGN(run::Instance* const alone, instanceFor(dataset.id()));
        QS_RETURN_IF_ERROR(runInline(pass, *alone, total, step, tick));
        touched[dataset.id()] = alone->touched();
        return {};
    }
    QS_RETURN_IF_ERROR(growWorkers(count));
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
