// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/tensor_accumulator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <omp.h>

#include "core/stats/bin_tally.h"
#include "core/stats/kernels.h"

namespace qscope::stats {

namespace {

/// Below this many elements waking the other threads costs more than it saves.
constexpr int64_t ParallelThreshold = 1 << 17;
/// Below this many elements emptying the counters costs more than counting without them.
constexpr int64_t TallyThreshold = 1024;

/// None when the tally cannot take these values.
kernels::Tally* countersFor(BinTally& tally, std::span<const float> values)
{
    if (values.size() > kernels::Tally::MostValues)
        return nullptr;
    if (!tally.hasAim()) {
        const auto [lo, hi, finite] = kernels::extremes(values.data(), values.size());
        if (!finite)
            return nullptr;
        tally.aim(lo, hi);
    }
    return &tally.countersFor(values.size());
}

} // namespace

struct TensorAccumulator::UnitPlace {
    int64_t sampleInView;
    int64_t sample; ///< of the data
    SampleView::Unit unit;
};

/// Figures of one unit of work.
struct TensorAccumulator::Unit {
    kernels::Extremes extremes;
    kernels::Moments moments;
    int64_t count = 0;
    int64_t nanCount = 0;
    int64_t infCount = 0;
    std::vector<float> lo, hi; ///< per cell
    std::vector<double> sum, sumSq;
    std::vector<int64_t> skipped; ///< per cell; empty when all is finite

    ChannelAccumulator::Cells cells() const { return {lo, hi, sum, sumSq}; }
    kernels::Cells cellsToFill() { return {lo.data(), hi.data(), sum.data(), sumSq.data()}; }
    void prepare(size_t cellCount)
    {
        lo.resize(cellCount);
        hi.resize(cellCount);
        sum.resize(cellCount);
        sumSq.resize(cellCount);
        skipped.clear();
        nanCount = infCount = 0;
    }
    void addOne(size_t cell, float v);
    /// Figures with NaN and Inf left out; returns what is left in memory order.
    std::vector<float> sumFinite(const float* x, int64_t size, bool interleaved);
};

void TensorAccumulator::Unit::addOne(size_t cell, float v)
{
    const float zeroSigned = v + 0.F; // no -0
    const double d = static_cast<double>(v);
    extremes.lo = std::min(extremes.lo, zeroSigned);
    extremes.hi = std::max(extremes.hi, zeroSigned);
    lo[cell] = std::min(lo[cell], zeroSigned);
    hi[cell] = std::max(hi[cell], zeroSigned);
    moments.sum += d;
    moments.sumSq += d * d;
    sum[cell] += d;
    sumSq[cell] += d * d;
}

std::vector<float> TensorAccumulator::Unit::sumFinite(const float* x, int64_t size, bool interleaved)
{
    const auto cellCount = static_cast<int64_t>(lo.size());
    const int64_t length = size / cellCount;
    std::vector<float> values;
    extremes = {};
    moments = {};
    skipped.assign(lo.size(), 0);
    std::fill(lo.begin(), lo.end(), extremes.lo);
    std::fill(hi.begin(), hi.end(), extremes.hi);
    std::fill(sum.begin(), sum.end(), 0);
    std::fill(sumSq.begin(), sumSq.end(), 0);
    for (int64_t i = 0; i < size; ++i) {
        const auto cell = static_cast<size_t>(interleaved ? i % cellCount : i / length);
        if (std::isfinite(x[i])) {
            addOne(cell, x[i]);
            values.push_back(x[i]);
        } else {
            ++(std::isnan(x[i]) ? nanCount : infCount);
            ++skipped[cell];
        }
    }
    return values;
}

TensorAccumulator::TensorAccumulator(const AccumulatorOptions& options)
    : m_options(options), m_histogram(options.tensorBins)
{
    if (m_options.channelAxis >= m_options.rank || m_options.channelAxis == m_options.batchAxis)
        m_options.channelAxis = -1;
    if (m_options.batchAxis >= m_options.rank)
        m_options.batchAxis = -1;
    if (m_options.softmaxAxis)
        m_softmax.emplace(*m_options.softmaxAxis, m_options.headsAxis);
}

/// False when the channels of this tensor cannot be added to those seen before.
bool TensorAccumulator::prepareChannels(const SampleView& view)
{
    if (!m_channels && empty())
        m_channels.emplace(static_cast<size_t>(view.channels), m_options.channelHistograms, m_options.channelBins);
    if (m_channels && m_channels->count() == static_cast<size_t>(view.channels))
        return true;
    m_channels.reset();
    m_options.channelAxis = -1;
    return false;
}

/// False when the shape of an earlier sample is known.
bool TensorAccumulator::isFirst(int64_t sample) const { return m_firstSample < 0 || sample < m_firstSample; }

void TensorAccumulator::noteShape(const Shape& shape, int64_t sample)
{
    m_firstSample = sample;
    m_shape = shape;
}

void TensorAccumulator::add(const Tensor& x, int64_t firstSample, int64_t validSamples, int64_t batchSamples,
                            int64_t skip)
{
    const bool isSingle = x.type() == DType::Float32;
    const Tensor converted = isSingle ? Tensor() : castTo(x, DType::Float32);
    const Tensor& data = isSingle ? x : converted;
    if (static_cast<int>(data.rank()) != m_options.rank)
        m_options.channelAxis = -1;
    const int batchAxis = m_options.batchAxis < static_cast<int>(data.rank()) ? m_options.batchAxis : -1;
    SampleView view = viewSamples(data, batchAxis, validSamples, batchSamples, m_options.channelAxis, skip);
    if (view.samples > 0 && isFirst(firstSample))
        noteShape(view.sampleShape(), firstSample);
    if (view.samples * view.sampleSize == 0)
        return;
    if (view.hasChannels && !prepareChannels(view))
        view = viewSamples(data, batchAxis, validSamples, batchSamples, -1, skip);
    const int64_t skippedBefore = m_nanCount + m_infCount;
    const int64_t units = view.samples * view.unitsPerSample;
    const int threads = view.samples * view.sampleSize >= ParallelThreshold ? omp_get_max_threads() : 1;
    if (threads > 1)
        addInParallel(view, units, firstSample, threads);
    else
        addUnits(view, 0, units, firstSample);
    if (view.hasChannels)
        m_channels->addElements(view.samples * view.outer * view.inner);
    if (m_softmax)
        m_softmax->add(view, m_nanCount + m_infCount == skippedBefore);
}

void TensorAccumulator::addInParallel(const SampleView& view, int64_t units, int64_t firstSample, int threads)
{
    std::vector<TensorAccumulator> parts(static_cast<size_t>(threads), TensorAccumulator(m_options));
#pragma omp parallel for schedule(static) num_threads(threads)
    for (int t = 0; t < threads; ++t) {
        TensorAccumulator& part = parts[static_cast<size_t>(t)];
        if (view.hasChannels)
            part.prepareChannels(view);
        part.addUnits(view, units * t / threads, units * (t + 1) / threads, firstSample);
    }
    for (const TensorAccumulator& part : parts)
        merge(part);
}

void TensorAccumulator::addUnits(const SampleView& view, int64_t first, int64_t end, int64_t firstSample)
{
    thread_local Unit unit; // kept: fresh memory for every tensor costs more than the sums
    const int64_t perSample = view.unitsPerSample;
    int64_t sample = first / perSample;
    const bool tallied = m_options.tensorHistogram && view.samples * view.sampleSize >= TallyThreshold;
    BinTally tally(m_histogram, m_softmax ? &m_softmax->octaves() : nullptr);
    const bool counted = view.hasChannels && m_channels->hasHistograms();
    std::vector<uint8_t> finite;
    for (int64_t i = first; i < end; ++i) {
        sample += i == (sample + 1) * perSample ? 1 : 0;
        const UnitPlace at{sample, firstSample + sample, view.unit(i - sample * perSample)};
        addUnit(view, at, unit, tallied ? &tally : nullptr);
        if (counted)
            finite.push_back(unit.nanCount + unit.infCount == 0 ? 1 : 0);
    }
    if (counted)
        m_channels->countUnits(view, first, finite);
}

void TensorAccumulator::addUnit(const SampleView& view, const UnitPlace& at, Unit& unit, BinTally* tally)
{
    const SampleView::Unit& place = at.unit;
    const float* const x = view.sample(at.sampleInView) + place.offset;
    const bool interleaved = view.hasChannels && view.inner == 1;
    const auto cells = static_cast<size_t>(place.cells);
    const auto size = static_cast<size_t>(place.size);
    unit.prepare(cells);
    kernels::Tally* const counters = tally ? countersFor(*tally, {x, size}) : nullptr;
    const kernels::Figures figures = interleaved ? kernels::columnFigures(x, size / cells, cells, unit.cellsToFill(), counters)
                                                 : kernels::rowFigures(x, cells, size / cells, unit.cellsToFill(), counters);
    unit.extremes = figures.extremes;
    unit.moments = figures.moments;
    std::span<const float> finite{x, size};
    std::vector<float> values;
    if (!figures.extremes.finite) {
        values = unit.sumFinite(x, place.size, interleaved);
        finite = values;
    }
    unit.count = static_cast<int64_t>(finite.size());
    if (counters)
        tally->settle(finite, unit.extremes.lo, unit.extremes.hi);
    else
        countSlowly(finite, unit.extremes, tally);
    foldUnit(view, at, unit);
}

/// Without the tally, or where it cannot be used.
void TensorAccumulator::countSlowly(std::span<const float> finite, const kernels::Extremes& extremes, BinTally* tally)
{
    if (tally)
        tally->flush();
    if (m_options.tensorHistogram)
        m_histogram.add(finite, extremes.lo, extremes.hi);
    if (m_softmax)
        m_softmax->octaves().add(finite);
}

void TensorAccumulator::foldUnit(const SampleView& view, const UnitPlace& at, const Unit& unit)
{
    m_nanCount += unit.nanCount;
    m_infCount += unit.infCount;
    if (unit.nanCount + unit.infCount > 0 && (m_firstBad < 0 || at.sample < m_firstBad))
        m_firstBad = at.sample;
    if (view.hasChannels) {
        m_channels->fold(static_cast<size_t>(at.unit.firstChannel), unit.cells());
        for (size_t c = 0; c < unit.skipped.size(); ++c)
            m_channels->addSkipped((static_cast<size_t>(at.unit.firstChannel) + c) % m_channels->count(),
                                   unit.skipped[c]);
    }
    if (unit.count == 0)
        return;
    if (m_count == 0 || unit.extremes.lo < m_min.value)
        noteExtreme(m_min, unit.extremes.lo, view, at);
    if (m_count == 0 || unit.extremes.hi > m_max.value)
        noteExtreme(m_max, unit.extremes.hi, view, at);
    m_trace.add(at.sample, unit.extremes.lo, unit.extremes.hi);
    m_sum.add(unit.moments.sum);
    m_sumSq.add(unit.moments.sumSq);
    m_count += unit.count;
}

void TensorAccumulator::noteExtreme(Extreme& extreme, float value, const SampleView& view,
                                    const UnitPlace& at) const
{
    const float* x = view.sample(at.sampleInView) + at.unit.offset;
    const auto found = static_cast<int64_t>(kernels::findValue(x, static_cast<size_t>(at.unit.size), value));
    extreme.value = value;
    extreme.sample = at.sample;
    extreme.position = view.position(at.unit.offset + found);
    extreme.channel =
        view.hasChannels ? extreme.position[static_cast<size_t>(m_options.channelAxis)] : -1;
}

namespace {

/// Of equal extremes the one of the earlier sample is kept; within a sample the one that was there.
bool isBetter(const Extreme& candidate, const Extreme& present, bool smaller)
{
    if (candidate.value != present.value)
        return smaller ? candidate.value < present.value : candidate.value > present.value;
    return candidate.sample < present.sample;
}

} // namespace

void TensorAccumulator::merge(const TensorAccumulator& other)
{
    if (other.m_firstSample >= 0 && isFirst(other.m_firstSample))
        noteShape(other.m_shape, other.m_firstSample);
    if (other.empty())
        return;
    if (empty())
        m_channels = other.m_channels;
    else if (m_channels && other.m_channels && m_channels->count() == other.m_channels->count())
        m_channels->merge(*other.m_channels);
    else
        m_channels.reset();
    if (!m_channels)
        m_options.channelAxis = -1;
    m_nanCount += other.m_nanCount;
    m_infCount += other.m_infCount;
    if (m_firstBad < 0 || (other.m_firstBad >= 0 && other.m_firstBad < m_firstBad))
        m_firstBad = other.m_firstBad;
    if (other.m_count > 0) {
        if (m_count == 0 || isBetter(other.m_min, m_min, true))
            m_min = other.m_min;
        if (m_count == 0 || isBetter(other.m_max, m_max, false))
            m_max = other.m_max;
    }
    m_count += other.m_count;
    m_sum.merge(other.m_sum);
    m_sumSq.merge(other.m_sumSq);
    m_histogram.merge(other.m_histogram);
    m_trace.merge(other.m_trace);
    if (m_softmax && other.m_softmax)
        m_softmax->merge(*other.m_softmax);
}

Extreme findElement(const Tensor& x, float value, int64_t sample, int batchAxis, int64_t firstSample,
                    int64_t batchSamples)
{
    const SampleView view = viewSamples(x, batchAxis, 1, batchSamples, -1, batchAxis >= 0 ? sample - firstSample : 0);
    if (view.samples == 0)
        return {};
    const float* begin = view.sample(0);
    const auto at = static_cast<int64_t>(kernels::findValue(begin, static_cast<size_t>(view.sampleSize), value));
    if (at == view.sampleSize)
        return {};
    return {value, sample, -1, view.position(at)};
}

TensorStats TensorAccumulator::finish() const
{
    TensorStats stats;
    stats.shape = m_shape;
    stats.count = m_count;
    stats.nanCount = m_nanCount;
    stats.infCount = m_infCount;
    stats.min = m_min;
    stats.max = m_max;
    stats.firstBadSample = m_firstBad;
    if (m_count > 0) {
        const auto n = static_cast<double>(m_count);
        const bool constant = m_min.value == m_max.value;
        stats.mean = constant ? static_cast<double>(m_min.value) : m_sum.sum(0) / n;
        stats.variance = constant ? 0 : std::max(0.0, m_sumSq.sum(0) / n - stats.mean * stats.mean);
    }
    stats.histogram = m_histogram;
    stats.trace = m_trace;
    stats.channelAxis = m_channels ? m_options.channelAxis : -1;
    if (m_channels)
        stats.channels = m_channels->finish();
    if (m_softmax)
        stats.softmax = m_softmax->finish();
    return stats;
}

} // namespace qscope::stats
