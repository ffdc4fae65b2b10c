// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration_state.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>

#include "core/base/byte_stream.h"
#include "core/base/text.h"

namespace qscope::analysis {

namespace {

uint64_t nextId()
{
    static std::atomic<uint64_t> last{0};
    return ++last;
}

/// Of equal extremes that of the earlier sample, as the accumulators do.
bool isBetter(const stats::Extreme& a, const stats::Extreme& b, bool smaller)
{
    if (a.sample < 0 || b.sample < 0)
        return b.sample < 0 && a.sample >= 0;
    return a.value == b.value ? a.sample < b.sample : (a.value < b.value) == smaller;
}

void mergeArrangement(std::optional<TensorRecord::Arrangement>& own,
                      const std::optional<TensorRecord::Arrangement>& theirs)
{
    if (!own || !theirs) {
        if (theirs)
            own = theirs;
        return;
    }
    if (theirs->firstSample < own->firstSample) {
        own->firstSample = theirs->firstSample;
        own->shape = theirs->shape;
    }
    if (isBetter(theirs->min, own->min, true))
        own->min = theirs->min;
    if (isBetter(theirs->max, own->max, false))
        own->max = theirs->max;
}

TensorRecord copyOf(const TensorRecord& record)
{
    TensorRecord copy{record.name, record.nodeName, record.op, record.source, record.parts, record.arrangement, {}};
    if (record.accumulator)
        copy.accumulator = std::make_unique<stats::TensorAccumulator>(*record.accumulator);
    return copy;
}

Error notMergeable(const std::string& why)
{
    return Error{ErrorCode::InvalidArgument,
                 filled(say("Analysis", "the calibrations cannot be merged: %1"), why),
                 {}};
}

std::string badValues(const stats::TensorStats& stats)
{
    if (stats.op == "Input")
        return filled(say("Analysis",
                          "NaN or Inf first appear in tensor '%1' of the data, in sample %2: %3 NaN, %4 Inf"),
                      stats.name, stats.firstBadSample, stats.nanCount, stats.infCount);
    return filled(
        say("Analysis",
            "NaN or Inf first appear in tensor '%1' of node '%2' (%3), in sample %4: %5 NaN, %6 Inf"),
        stats.name, stats.nodeName, stats.op, stats.firstBadSample, stats.nanCount, stats.infCount);
}

} // namespace

CalibrationState CalibrationState::copy() const
{
    CalibrationState result;
    result.origin = origin;
    result.options = options;
    result.samples = samples;
    result.dataHash = dataHash;
    for (const TensorRecord& record : tensors)
        result.tensors.push_back(copyOf(record));
    return result;
}

Status CalibrationState::checkMergeable(const CalibrationState& other) const
{
    if (origin.modelHash != other.origin.modelHash || origin.modelBytes != other.origin.modelBytes)
        return notMergeable(filled(say("Analysis", "they belong to different models ('%1' and '%2' differ)"),
                                   origin.modelName, other.origin.modelName));
    if (options.leaveOut != other.options.leaveOut)
        return notMergeable(filled(say("Analysis", "they leave out different samples (%1, and %2)"),
                                   options.leaveOut.text(), other.options.leaveOut.text()));
    if (options != other.options)
        return notMergeable(say("Analysis", "only one of them has histograms per channel"));
    if (origin.microBatch != other.origin.microBatch)
        return notMergeable(
            filled(say("Analysis", "the engine ran %1 samples at once for one and %2 for the other"),
                   origin.microBatch, other.origin.microBatch));
    if (const SampleSet both = samples.common(other.samples); !both.empty())
        return notMergeable(filled(say("Analysis", "both have seen samples %1"), both.text()));
    if (tensors.size() != other.tensors.size())
        return notMergeable(say("Analysis", "they record different tensors"));
    for (size_t i = 0; i < tensors.size(); ++i) {
        const TensorRecord &mine = tensors[i], &theirs = other.tensors[i];
        if (mine.name != theirs.name || mine.source != theirs.source || mine.parts != theirs.parts)
            return notMergeable(filled(say("Analysis", "they record different tensors ('%1' and '%2')"),
                                       mine.name, theirs.name));
        if (mine.accumulator && theirs.accumulator && !mine.accumulator->isLike(*theirs.accumulator))
            return notMergeable(
                filled(say("Analysis", "they record different figures of tensor '%1'"), mine.name));
    }
    return {};
}

Status CalibrationState::merge(const CalibrationState& other)
{
    if (other.samples.empty())
        return {};
    if (samples.empty()) {
        *this = other.copy();
        return {};
    }
    QS_RETURN_IF_ERROR(checkMergeable(other));
    samples.add(other.samples);
    dataHash += other.dataHash;
    origin.dataSamples = std::max(origin.dataSamples, other.origin.dataSamples);
    for (size_t i = 0; i < tensors.size(); ++i) {
        TensorRecord& mine = tensors[i];
        const TensorRecord& theirs = other.tensors[i];
        mergeArrangement(mine.arrangement, theirs.arrangement);
        if (mine.accumulator && theirs.accumulator)
            mine.accumulator->merge(*theirs.accumulator);
        else if (theirs.accumulator)
            mine.accumulator = std::make_unique<stats::TensorAccumulator>(*theirs.accumulator);
    }
    return {};
}

Status CalibrationState::merge(CalibrationState&& other)
{
    if (!samples.empty() || other.samples.empty())
        return merge(std::as_const(other));
    *this = std::move(other);
    return {};
}

namespace {

/// The records whose histograms make up that of a record: its source's, or those of its parts.
std::vector<int> histogramSources(const TensorRecord& record)
{
    return record.source >= 0 ? std::vector<int>{record.source} : record.parts;
}

/// Every record behind those that histogramSources names. What refers to itself in a circle is left out.
std::vector<size_t> dependencyOrder(const std::vector<TensorRecord>& records)
{
    std::vector<size_t> waitsFor(records.size());
    std::vector<std::vector<size_t>> users(records.size());
    std::vector<size_t> order;
    for (size_t i = 0; i < records.size(); ++i) {
        for (const int source : histogramSources(records[i])) {
            users[static_cast<size_t>(source)].push_back(i);
            ++waitsFor[i];
        }
        if (waitsFor[i] == 0)
            order.push_back(i);
    }
    for (size_t next = 0; next < order.size(); ++next)
        for (const size_t user : users[order[next]])
            if (--waitsFor[user] == 0)
                order.push_back(user);
    return order;
}

} // namespace

/// By record; none where nothing was counted.
std::vector<std::optional<stats::Histogram>> CalibrationState::histograms() const
{
    std::vector<std::optional<stats::Histogram>> all(tensors.size());
    for (const size_t i : dependencyOrder(tensors)) {
        const std::vector<int> sources = histogramSources(tensors[i]);
        if (sources.empty() && tensors[i].accumulator)
            all[i] = tensors[i].accumulator->histogram();
        for (const int source : sources) {
            const auto& part = all[static_cast<size_t>(source)];
            if (part && all[i] && part->maxBins() == all[i]->maxBins())
                all[i]->merge(*part);
            else if (part && !all[i])
                all[i] = part;
        }
    }
    return all;
}

stats::TensorStats CalibrationState::describe(const TensorRecord& record) const
{
    const TensorRecord& recorded = record.accumulator ? record : tensors[static_cast<size_t>(record.source)];
    stats::TensorStats stats = recorded.accumulator->finish();
    if (const auto& own = record.arrangement) {
        stats.shape = own->shape;
        stats.min = own->min;
        stats.max = own->max;
        stats.channelAxis = -1;
        stats.channels = {};
        stats.softmax.reset();
    }
    stats.name = record.name;
    stats.nodeName = record.nodeName;
    stats.op = record.op;
    return stats;
}

Result<std::shared_ptr<const CalibrationResult>> CalibrationState::finish(const Graph* graph) const
{
    auto result = std::make_shared<CalibrationResult>();
    result->id = nextId();
    result->samples = samples.count();
    std::unordered_map<std::string_view, ValueId> byName;
    for (size_t v = 0; graph && v < graph->values.size(); ++v)
        byName.emplace(graph->values[v].name, ValueId(v));
    result->indexByValue.assign(graph ? graph->values.size() : 0, -1);
    auto counted = histograms();
    for (size_t i = 0; i < tensors.size(); ++i) {
        if (!tensors[i].seen())
            continue;
        stats::TensorStats stats = describe(tensors[i]);
        if (counted[i])
            stats.histogram = std::move(*counted[i]);
        if (graph) {
            const auto it = byName.find(stats.name);
            if (it == byName.end())
                return Error{
                    ErrorCode::InvalidArgument,
                    filled(say("Analysis", "the calibration has a tensor '%1' that the model has not"),
                           stats.name),
                    {}};
            stats.value = it->second;
            stats.node = graph->value(it->second).producer;
            result->indexByValue[it->second.index()] = static_cast<int32_t>(result->tensors.size());
        }
        if (result->warnings.empty() && stats.nanCount + stats.infCount > 0)
            result->warnings.push_back(badValues(stats));
        result->tensors.push_back(std::move(stats));
    }
    return std::shared_ptr<const CalibrationResult>(std::move(result));
}

} // namespace qscope::analysis
