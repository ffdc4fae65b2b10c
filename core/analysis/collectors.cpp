// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/collectors.h"

#include "core/analysis/sample_hash.h"

namespace qscope::analysis {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kHandOverEvery = std::chrono::milliseconds(500);

} // namespace

Collectors::Collectors(CalibrationState& total, const Graph& graph, const std::vector<Layer>& layers,
                       const BatchPlan& plan, size_t workers)
    : m_total(total)
{
    if (total.samples.empty())
        total.origin.microBatch = plan.microBatch;
    m_origin = total.origin;
    m_origin.microBatch = plan.microBatch;
    for (size_t w = 0; w < workers; ++w)
        m_workers.push_back({StatsCollector(graph, layers, plan, total.options), Clock::now()});
}

Status Collectors::run(const Batch& batch)
{
    Worker& worker = m_workers[batch.worker];
    const run::Watch watch = [&](ValueId id, const Tensor& tensor) {
        worker.collector.see(id, tensor, batch.samples);
        return Status{};
    };
    const auto values = batch.instance.run(batch.inputs, {nullptr, &watch, false, &batch.control});
    if (!values.ok()) {
        (void)worker.collector.take();
        return values.error();
    }
    worker.collector.finishBatch(batch.samples, hashSamples(batch.inputs, batch.samples));
    return Clock::now() - worker.handedOver < kHandOverEvery ? Status{} : handOver(worker);
}

Status Collectors::handOver(Worker& worker)
{
    CalibrationState state = worker.collector.take();
    state.origin = m_origin;
    worker.handedOver = Clock::now();
    const std::lock_guard lock(m_mutex);
    return m_total.merge(std::move(state));
}

Status Collectors::handOverAll()
{
    for (Worker& worker : m_workers)
        QS_RETURN_IF_ERROR(handOver(worker));
    return {};
}

CalibrationState Collectors::soFar() const
{
    const std::lock_guard lock(m_mutex);
    return m_total.copy();
}

} // namespace qscope::analysis
