// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "core/analysis/collectors.h"
#include "core/analysis/sample_hash.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

constexpr auto kStatsEvery = std::chrono::seconds(1);

Status checkLeftOut(const data::Dataset& dataset, const CalibrationState& state)
{
    const SampleSet& leftOut = state.options.leaveOut;
    const auto refused = [&](const std::string& why) { return Error{ErrorCode::InvalidArgument, why, dataset.description()}; };
    if (leftOut.end() > dataset.size())
        return refused(filled(say("Analysis", "sample %1 cannot be left out: there are %2"),
                              leftOut.end() - 1, dataset.size()));
    if (!leftOut.empty() && leftOut.count() == dataset.size())
        return refused(say("Analysis", "all samples are left out"));
    if (const SampleSet seen = leftOut.common(state.samples); !seen.empty())
        return refused(filled(
            say("Analysis", "the calibration has seen samples %1, which are to be left out"), seen.text()));
    return {};
}

} // namespace

Result<SampleSet> Analyzer::shard(data::Dataset& dataset, int64_t index, int64_t count)
{
    if (count < 1 || index < 1 || index > count)
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Analysis", "shard %1/%2 does not exist"), index, count),
                     {}};
    QS_ASSIGN(const BatchPlan* plan, m_impl->planFor(dataset, RunControl{}));
    const int64_t batches = (dataset.size() + plan->microBatch - 1) / plan->microBatch;
    const auto border = [&](int64_t shard) {
        // batches * shard could overflow
        const int64_t whole = batches / count * shard + batches % count * shard / count;
        return std::min(dataset.size(), whole * plan->microBatch);
    };
    SampleSet samples;
    samples.add({border(index - 1), border(index)});
    return samples;
}

Status Analyzer::checkSameData(data::Dataset& dataset, const CalibrationState& state, const RunControl& control)
{
    const auto differs = [&](const std::string& why) {
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Analysis", "the calibration was made from other data: %1"), why),
                     dataset.description()};
    };
    if (state.samples.end() > dataset.size())
        return differs(filled(say("Analysis", "it has seen sample %1, and there are %2"),
                              state.samples.end() - 1, dataset.size()));
    QS_ASSIGN(const uint64_t hash, hashOfData(dataset, state.samples, control));
    if (hash != state.dataHash)
        return differs(filled(say("Analysis", "the contents of samples %1 differ"), state.samples.text()));
    return {};
}

Status Analyzer::record(data::Dataset& dataset, const SampleSet& wanted, CalibrationState& state,
                        const RunControl& control, const std::function<void(const CalibrationState&)>& partial)
{
    QS_RETURN_IF_ERROR(checkLeftOut(dataset, state));
    QS_ASSIGN(const BatchPlan* plan, m_impl->planFor(dataset, control));
    SampleSet missing;
    const SampleSet kept = wanted.without(state.options.leaveOut);
    for (const SampleRange& range : kept.ranges()) {
        if (range.end > dataset.size())
            return Error{ErrorCode::InvalidArgument,
                         filled(say("Analysis", "sample %1 does not exist"), range.end - 1),
                         dataset.description()};
        missing.add(state.samples.missingOf(range));
    }
    state.origin.dataSamples = std::max(state.origin.dataSamples, dataset.size());
    const size_t batches = m_impl->batchesOf(missing, *plan).size();
    Collectors collectors(state, graph(), layers(), *plan, m_impl->workerCount(batches));
    auto lastPartial = std::chrono::steady_clock::now();
    const auto tick = [&](int64_t) {
        const auto now = std::chrono::steady_clock::now();
        if (!partial || now - lastPartial < kStatsEvery)
            return;
        partial(collectors.soFar());
        lastPartial = now;
    };
    const Status status = m_impl->forEachBatch(
        dataset, missing, control, say("Analysis", "calibrating"),
        [&](const Batch& batch) { return collectors.run(batch); }, tick);
    QS_RETURN_IF_ERROR(collectors.handOverAll());
    return status;
}

Result<std::shared_ptr<const CalibrationResult>>
Analyzer::calibrate(data::Dataset& dataset, const RunControl& control,
                    const std::function<void(std::shared_ptr<const CalibrationResult>)>& partial,
                    const CalibrationOptions& options)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, say("Analysis", "the data holds no samples"),
                     dataset.description()};
    CalibrationState state;
    state.options = options;
    const auto showPartial = [&](const CalibrationState& soFar) {
        const auto result = soFar.finish(&graph());
        if (partial && result.ok() && !soFar.samples.empty())
            partial(*result);
    };
    QS_RETURN_IF_ERROR(record(dataset, SampleSet({0, dataset.size()}), state, control, showPartial));
    return state.finish(&graph());
}

} // namespace qscope::analysis
