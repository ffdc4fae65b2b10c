// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>

#include "core/analysis/calibration_state.h"
#include "core/base/byte_stream.h"
#include "core/base/text.h"
#include "core/stats/storage.h"

namespace qscope::analysis {

namespace {

void writeArrangement(ByteWriter& out, const TensorRecord::Arrangement& own)
{
    out.putSigned(own.firstSample);
    stats::writeInts(out, own.shape);
    stats::writeExtreme(out, own.min);
    stats::writeExtreme(out, own.max);
}

TensorRecord::Arrangement readArrangement(ByteReader& in)
{
    TensorRecord::Arrangement own;
    own.firstSample = in.within(0, INT64_MAX);
    own.shape = stats::readInts(in, 0);
    own.min = stats::readExtreme(in);
    own.max = stats::readExtreme(in);
    return own;
}

void writeRecord(ByteWriter& out, const TensorRecord& record)
{
    out.put(record.name);
    out.put(record.nodeName);
    out.put(record.op);
    out.putSigned(record.source);
    stats::writeInts(out, {record.parts.begin(), record.parts.end()});
    out.putFlag(record.arrangement.has_value());
    if (record.arrangement)
        writeArrangement(out, *record.arrangement);
    out.putFlag(record.accumulator != nullptr);
    if (record.accumulator)
        record.accumulator->write(out);
}

TensorRecord readRecord(ByteReader& in, int64_t records)
{
    TensorRecord record;
    record.name = in.text();
    record.nodeName = in.text();
    record.op = in.text();
    record.source = static_cast<int>(in.within(-1, records - 1));
    for (const int64_t part : stats::readInts(in, 0))
        record.parts.push_back(static_cast<int>(std::min(part, records - 1)));
    if (in.flag())
        record.arrangement = readArrangement(in);
    if (in.flag())
        record.accumulator = std::make_unique<stats::TensorAccumulator>(stats::TensorAccumulator::read(in));
    return record;
}

void writeOrigin(ByteWriter& out, const CalibrationOrigin& origin)
{
    out.put(origin.modelName);
    out.putSigned(origin.modelBytes);
    out.put(origin.modelHash);
    out.put(origin.dataName);
    out.putSigned(origin.dataSamples);
    out.putSigned(origin.microBatch);
}

CalibrationOrigin readOrigin(ByteReader& in)
{
    CalibrationOrigin origin;
    origin.modelName = in.text();
    origin.modelBytes = in.within(0, INT64_MAX);
    origin.modelHash = in.text();
    origin.dataName = in.text();
    origin.dataSamples = in.within(0, INT64_MAX);
    origin.microBatch = in.within(0, INT64_MAX);
    return origin;
}

} // namespace

/// A tensor without figures of its own has those of its source.
Status CalibrationState::checkReferences() const
{
    for (const TensorRecord& record : tensors) {
        const bool borrows = record.arrangement && !record.accumulator;
        if (borrows && (record.source < 0 || !tensors[static_cast<size_t>(record.source)].accumulator))
            return Error{
                ErrorCode::Malformed, filled(say("Analysis", "tensor '%1' has no figures"), record.name), {}};
    }
    return {};
}

void CalibrationState::write(ByteWriter& out) const
{
    assert(options.channelsOf.empty());
    writeOrigin(out, origin);
    out.putFlag(options.channelHistograms);
    samples.write(out);
    out.put(dataHash);
    out.put(static_cast<uint64_t>(tensors.size()));
    for (const TensorRecord& record : tensors)
        writeRecord(out, record);
    if (!options.leaveOut.empty()) // files without it are as they always were
        options.leaveOut.write(out);
}

Result<CalibrationState> CalibrationState::read(ByteReader& in)
{
    CalibrationState state;
    state.origin = readOrigin(in);
    state.options.channelHistograms = in.flag();
    state.samples = SampleSet::read(in);
    state.dataHash = in.unsignedInt();
    constexpr size_t leastRecordBytes = 7;
    const size_t count = in.count(leastRecordBytes);
    while (in.ok() && state.tensors.size() < count)
        state.tensors.push_back(readRecord(in, static_cast<int64_t>(count)));
    if (in.ok() && !in.atEnd())
        state.options.leaveOut = SampleSet::read(in);
    const SampleSet& leftOut = state.options.leaveOut;
    if (leftOut.end() > state.origin.dataSamples || !leftOut.common(state.samples).empty())
        in.fail(say("Analysis", "leaves out samples it has seen, or that are not there"));
    if (in.ok() && !in.atEnd())
        in.fail(say("Analysis", "goes on behind its end"));
    QS_RETURN_IF_ERROR(in.status());
    QS_RETURN_IF_ERROR(state.checkReferences());
    return state;
}

} // namespace qscope::analysis
