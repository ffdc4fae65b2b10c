// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the accumulators are written to bytes and read again. What one figure follows from another is not stored (the bins
// of a histogram from its extremes), so that bytes nobody vouches for cannot contradict themselves.
#include <algorithm>
#include <cmath>

#include "core/base/byte_stream.h"
#include "core/base/text.h"
#include "core/stats/storage.h"
#include "core/stats/tensor_accumulator.h"

namespace qscope::stats {

namespace {

constexpr int64_t MostBins = 1 << 16;
constexpr int64_t MostRank = 64;
constexpr int64_t Any = INT64_MAX;

bool isRange(float lo, float hi) { return std::isfinite(lo) && std::isfinite(hi) && lo <= hi; }

} // namespace

void writeInts(ByteWriter& out, const std::vector<int64_t>& values)
{
    out.put(static_cast<uint64_t>(values.size()));
    for (const int64_t value : values)
        out.putSigned(value);
}

std::vector<int64_t> readInts(ByteReader& in, int64_t least)
{
    std::vector<int64_t> values(in.count(1));
    for (int64_t& value : values)
        value = in.within(least, Any);
    return values;
}

void writeExtreme(ByteWriter& out, const Extreme& extreme)
{
    out.put(extreme.value);
    out.putSigned(extreme.sample);
    out.putSigned(extreme.channel);
    writeInts(out, extreme.position);
}

Extreme readExtreme(ByteReader& in)
{
    Extreme extreme;
    extreme.value = in.float32();
    extreme.sample = in.within(-1, Any);
    extreme.channel = in.within(-1, Any);
    extreme.position = readInts(in, 0);
    if (!std::isfinite(extreme.value))
        in.fail(say("Analysis", "holds an extreme that is not finite"));
    return extreme;
}

void Histogram::write(ByteWriter& out) const
{
    out.put(static_cast<uint64_t>(m_maxBins));
    out.putFlag(!m_counts.empty());
    if (m_counts.empty())
        return;
    out.put(m_lo);
    out.put(m_hi);
    for (const uint64_t count : m_counts)
        out.put(count);
}

Histogram Histogram::read(ByteReader& in)
{
    Histogram histogram(static_cast<int>(std::clamp<uint64_t>(in.unsignedInt(), 8, MostBins)));
    if (!in.flag())
        return histogram;
    const float lo = in.float32(), hi = in.float32();
    if (!in.ok() || !isRange(lo, hi)) {
        in.fail(say("Analysis", "holds a histogram without a range"));
        return histogram;
    }
    histogram.cover(lo, hi);
    for (uint64_t& count : histogram.m_counts) {
        count = in.unsignedInt();
        histogram.m_total += count;
    }
    return histogram;
}

void RangeTrace::write(ByteWriter& out) const
{
    out.put(static_cast<uint64_t>(m_shift));
    out.put(static_cast<uint64_t>(m_groups.size()));
    for (const Group& group : m_groups) {
        out.put(group.lo);
        out.put(group.hi);
    }
}

RangeTrace RangeTrace::read(ByteReader& in)
{
    RangeTrace trace;
    const uint64_t shift = in.unsignedInt();
    const size_t size = in.count(2 * sizeof(float));
    if (shift > 52 || size > MostGroups) {
        in.fail(say("Analysis", "holds a trace of ranges of impossible size"));
        return trace;
    }
    trace.m_shift = static_cast<int>(shift);
    trace.m_groups.resize(size);
    for (Group& group : trace.m_groups) {
        group.lo = in.float32();
        group.hi = in.float32();
        if (!isRange(group.lo, group.hi) && !(group == Group()))
            in.fail(say("Analysis", "holds a range that is none"));
    }
    return trace;
}

namespace {

// The anchor of place p is 1.5 * 2^(52 + 24 p), its parts are whole numbers of 2^(24 p), 2^(24 (p - 1)), 2^(24 (p - 2)).
constexpr int PlaceBits = 24;
constexpr int64_t LeastPlace = -38, MostPlace = 39;
constexpr int64_t MostUnits = int64_t(1) << 53;

int64_t inUnits(double part, int place) { return static_cast<int64_t>(std::ldexp(part, -PlaceBits * place)); }

double readPart(ByteReader& in, int place)
{
    return std::ldexp(static_cast<double>(in.within(-MostUnits, MostUnits)), PlaceBits * place);
}

} // namespace

void OrderFreeSums::write(ByteWriter& out) const
{
    for (size_t i = 0; i < count(); ++i) {
        out.putFlag(m_anchor[i] != 0);
        if (m_anchor[i] == 0)
            continue;
        const int place = (std::ilogb(m_anchor[i]) - 52) / PlaceBits;
        out.putSigned(place);
        out.putSigned(inUnits(m_high[i], place));
        out.putSigned(inUnits(m_middle[i], place - 1));
        out.putSigned(inUnits(m_low[i], place - 2));
    }
}

OrderFreeSums OrderFreeSums::read(ByteReader& in, size_t count)
{
    OrderFreeSums sums(count);
    for (size_t i = 0; i < count && in.ok(); ++i) {
        if (!in.flag())
            continue;
        const auto place = static_cast<int>(in.within(LeastPlace, MostPlace));
        sums.m_anchor[i] = std::ldexp(1.5, 52 + PlaceBits * place);
        sums.m_high[i] = readPart(in, place);
        sums.m_middle[i] = readPart(in, place - 1);
        sums.m_low[i] = readPart(in, place - 2);
    }
    return sums;
}

void ChannelAccumulator::write(ByteWriter& out) const
{
    out.put(static_cast<uint64_t>(count()));
    out.putFlag(hasHistograms());
    out.putSigned(m_elements);
    for (size_t c = 0; c < count(); ++c) {
        out.put(m_lo[c]);
        out.put(m_hi[c]);
        out.putSigned(m_skipped[c]);
        if (hasHistograms())
            m_histograms[c].write(out);
    }
    m_sum.write(out);
    m_sumSq.write(out);
}

ChannelAccumulator ChannelAccumulator::read(ByteReader& in)
{
    const size_t channels = in.count(2 * sizeof(float) + 3);
    const bool histograms = in.flag();
    ChannelAccumulator all(channels, histograms, 8);
    all.m_elements = in.within(0, Any);
    for (size_t c = 0; c < channels && in.ok(); ++c) {
        all.m_lo[c] = in.float32();
        all.m_hi[c] = in.float32();
        all.m_skipped[c] = in.within(0, all.m_elements);
        const bool nothing = std::isinf(all.m_lo[c]) && all.m_lo[c] > 0 && all.m_hi[c] == -all.m_lo[c];
        if (!nothing && !isRange(all.m_lo[c], all.m_hi[c]))
            in.fail(say("Analysis", "holds a channel without a range"));
        if (histograms)
            all.m_histograms[c] = Histogram::read(in);
        if (histograms && all.m_histograms[c].maxBins() != all.m_histograms[0].maxBins())
            in.fail(say("Analysis", "holds channel histograms of different sizes"));
    }
    all.m_sum = OrderFreeSums::read(in, channels);
    all.m_sumSq = OrderFreeSums::read(in, channels);
    return all;
}

void OctaveCounts::write(ByteWriter& out) const
{
    for (const uint64_t count : m_counts)
        out.put(count);
    out.put(m_belowStep);
}

OctaveCounts OctaveCounts::read(ByteReader& in)
{
    OctaveCounts octaves;
    for (uint64_t& count : octaves.m_counts)
        count = in.unsignedInt();
    octaves.m_belowStep = in.unsignedInt();
    return octaves;
}

void SoftmaxAccumulator::write(ByteWriter& out) const
{
    m_octaves.write(out);
    out.putSigned(m_rowLength);
    out.put(static_cast<uint64_t>(m_rowCount.size()));
    for (const uint64_t count : m_rowCount)
        out.put(count);
    m_entropySum.write(out);
}

void SoftmaxAccumulator::read(ByteReader& in)
{
    m_octaves = OctaveCounts::read(in);
    m_rowLength = in.within(0, Any);
    m_rowCount.resize(in.count(2));
    for (uint64_t& count : m_rowCount)
        count = in.unsignedInt();
    m_entropySum = OrderFreeSums::read(in, m_rowCount.size());
}

namespace {

void writeOptions(ByteWriter& out, const AccumulatorOptions& options)
{
    for (const int value : {options.rank, options.channelAxis, options.batchAxis, options.softmaxAxis.value_or(-1),
                            options.headsAxis, options.tensorBins, options.channelBins})
        out.putSigned(value);
    out.putFlag(options.channelHistograms);
    out.putFlag(options.tensorHistogram);
}

AccumulatorOptions readOptions(ByteReader& in)
{
    AccumulatorOptions options;
    options.rank = static_cast<int>(in.within(0, MostRank));
    options.channelAxis = static_cast<int>(in.within(-1, MostRank));
    options.batchAxis = static_cast<int>(in.within(-1, MostRank));
    const auto softmaxAxis = static_cast<int>(in.within(-1, MostRank));
    if (softmaxAxis >= 0)
        options.softmaxAxis = softmaxAxis;
    options.headsAxis = static_cast<int>(in.within(-1, MostRank));
    options.tensorBins = static_cast<int>(in.within(8, MostBins));
    options.channelBins = static_cast<int>(in.within(8, MostBins));
    options.channelHistograms = in.flag();
    options.tensorHistogram = in.flag();
    return options;
}

} // namespace

void TensorAccumulator::write(ByteWriter& out) const
{
    AccumulatorOptions options = m_options;
    if (!empty() && !m_channels)
        options.channelAxis = -1;
    writeOptions(out, options);
    out.putFlag(m_firstSample >= 0);
    if (m_firstSample < 0)
        return;
    writeInts(out, m_shape);
    for (const int64_t value : {m_firstSample, m_count, m_nanCount, m_infCount, m_firstBad})
        out.putSigned(value);
    m_sum.write(out);
    m_sumSq.write(out);
    writeExtreme(out, m_min);
    writeExtreme(out, m_max);
    m_histogram.write(out);
    m_trace.write(out);
    out.putFlag(m_channels.has_value());
    if (m_channels)
        m_channels->write(out);
    if (m_softmax)
        m_softmax->write(out);
}

TensorAccumulator TensorAccumulator::read(ByteReader& in)
{
    TensorAccumulator all(readOptions(in));
    if (!in.flag())
        return all;
    all.m_shape = readInts(in, 0);
    all.m_firstSample = in.within(0, Any);
    all.m_count = in.within(0, Any);
    all.m_nanCount = in.within(0, Any);
    all.m_infCount = in.within(0, Any);
    all.m_firstBad = in.within(-1, Any);
    all.m_sum = OrderFreeSums::read(in, 1);
    all.m_sumSq = OrderFreeSums::read(in, 1);
    all.m_min = readExtreme(in);
    all.m_max = readExtreme(in);
    all.m_histogram = Histogram::read(in);
    all.m_trace = RangeTrace::read(in);
    if (in.flag())
        all.m_channels = ChannelAccumulator::read(in);
    if (all.m_softmax)
        all.m_softmax->read(in);
    if (all.m_histogram.maxBins() != all.m_options.tensorBins)
        in.fail(say("Analysis", "holds a histogram of another size than stated"));
    if (all.m_histogram.total() != (all.m_options.tensorHistogram ? static_cast<uint64_t>(all.m_count) : 0))
        in.fail(say("Analysis", "holds a histogram that does not count every element"));
    if (all.m_count > 0 && all.m_min.value > all.m_max.value)
        in.fail(say("Analysis", "holds a tensor without a range"));
    if (all.m_channels && all.m_options.channelAxis < 0)
        in.fail(say("Analysis", "holds figures of channels without their axis"));
    return all;
}

bool TensorAccumulator::isLike(const TensorAccumulator& other) const
{
    AccumulatorOptions mine = m_options, theirs = other.m_options;
    for (AccumulatorOptions* options : {&mine, &theirs}) { // found out from the data
        options->rank = 0;
        options->channelAxis = -1;
    }
    const bool channelsAgree = !m_channels || !other.m_channels || m_channels->count() != other.m_channels->count()
                               || m_channels->isLike(*other.m_channels);
    return mine == theirs && channelsAgree;
}

} // namespace qscope::stats
