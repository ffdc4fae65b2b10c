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

/// Units whose figures are held at a time before they are folded.
constexpr int64_t WaveUnits = 32;
/// Below this many elements waking the other threads costs more than it saves.
constexpr int64_t ParallelThreshold = 16384;

} // namespace

/// Figures of one unit of work, waiting for its turn to be folded.
struct TensorAccumulator::Unit {
    kernels::Sums total;
    int64_t count = 0;
    int64_t nanCount = 0;
    int64_t infCount = 0;
    std::vector<float> lo, hi;   ///< per cell
    std::vector<double> sum, sumSq;
    std::vector<int64_t> skipped; ///< per cell; empty when all is finite

    kernels::ColumnSums cells() { return {lo.data(), hi.data(), sum.data(), sumSq.data()}; }
    kernels::ColumnSums cells() const { return const_cast<Unit*>(this)->cells(); }
    void set(size_t cell, const kernels::Sums& s)
    {
        lo[cell] = s.lo;
        hi[cell] = s.hi;
        sum[cell] = s.sum;
        sumSq[cell] = s.sumSq;
    }
    void resize(size_t n)
    {
        lo.resize(n);
        hi.resize(n);
        sum.resize(n);
        sumSq.resize(n);
        skipped.clear();
    }
    /// Once more with NaN and Inf left out; returns what is left in memory order.
    std::vector<float> sumFinite(const float* x, int64_t size, bool interleaved);
};

namespace {

void addTo(kernels::Sums& total, const kernels::Sums& s)
{
    total.lo = std::min(total.lo, s.lo);
    total.hi = std::max(total.hi, s.hi);
    total.sum += s.sum;
    total.sumSq += s.sumSq;
}

} // namespace

std::vector<float> TensorAccumulator::Unit::sumFinite(const float* x, int64_t size, bool interleaved)
{
    const auto cellCount = static_cast<int64_t>(lo.size());
    const int64_t length = size / cellCount;
    std::vector<float> values;
    total = {};
    skipped.assign(lo.size(), 0);
    for (size_t c = 0; c < lo.size(); ++c)
        set(c, {});
    for (int64_t i = 0; i < size; ++i) {
        const float v = x[i];
        const auto c = static_cast<size_t>(interleaved ? i % cellCount : i / length);
        if (!std::isfinite(v)) {
            ++(std::isnan(v) ? nanCount : infCount);
            ++skipped[c];
            continue;
        }
        const double d = static_cast<double>(v);
        const kernels::Sums one{v + 0.F, v + 0.F, d, d * d};
        addTo(total, one);
        kernels::Sums cell{lo[c], hi[c], sum[c], sumSq[c]};
        addTo(cell, one);
        set(c, cell);
        values.push_back(v);
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
    if (!m_channels && m_count + m_nanCount + m_infCount == 0)
        m_channels.emplace(static_cast<size_t>(view.channels), m_options.channelHistograms, m_options.channelBins);
    if (m_channels && m_channels->count() == static_cast<size_t>(view.channels))
        return true;
    m_channels.reset();
    m_options.channelAxis = -1;
    return false;
}

void TensorAccumulator::add(const Tensor& x, int64_t firstSample, int64_t validSamples, int64_t batchSamples)
{
    const Tensor data = x.type() == DType::Float32 ? x : castTo(x, DType::Float32);
    if (static_cast<int>(data.rank()) != m_options.rank)
        m_options.channelAxis = -1;
    const int batchAxis = m_options.batchAxis < static_cast<int>(data.rank()) ? m_options.batchAxis : -1;
    SampleView view = viewSamples(data, batchAxis, validSamples, batchSamples, m_options.channelAxis);
    m_shape = view.sampleShape;
    const int64_t units = view.samples * view.unitsPerSample();
    if (units == 0)
        return;
    if (view.hasChannels && !prepareChannels(view))
        view = viewSamples(data, batchAxis, validSamples, batchSamples, -1);
    const int64_t skippedBefore = m_nanCount + m_infCount;
    thread_local std::vector<Unit> wave(WaveUnits); // kept: fresh memory for every tensor costs more than the sums
    const int64_t all = view.samples * view.unitsPerSample();
    for (int64_t first = 0; first < all; first += WaveUnits)
        addWave(view, first, std::min(WaveUnits, all - first), wave, firstSample);
    if (view.hasChannels)
        m_channels->addElements(view.samples * view.outer * view.inner);
    if (m_softmax)
        m_softmax->add(view, m_nanCount + m_infCount == skippedBefore);
}

void TensorAccumulator::addWave(const SampleView& view, int64_t first, int64_t count, std::vector<Unit>& units,
                                int64_t firstSample)
{
    const bool parallel = count > 1 && view.samples * view.sampleSize >= ParallelThreshold;
    const auto threads = parallel ? static_cast<size_t>(omp_get_max_threads()) : 1;
    std::vector<Histogram> locals(threads > 1 ? threads : 0, Histogram(m_options.tensorBins));
#pragma omp parallel num_threads(static_cast<int>(threads)) if (threads > 1)
    {
        BinTally tally(threads > 1 ? locals[static_cast<size_t>(omp_get_thread_num())] : m_histogram);
#pragma omp for schedule(static)
        for (int64_t i = 0; i < count; ++i)
            sumUnit(view, first + i, units[static_cast<size_t>(i)], tally);
    }
    for (const Histogram& local : locals)
        m_histogram.merge(local);
    std::vector<uint8_t> finite;
    for (int64_t i = 0; i < count; ++i) {
        const Unit& unit = units[static_cast<size_t>(i)];
        foldUnit(view, first + i, unit, firstSample);
        finite.push_back(unit.nanCount + unit.infCount == 0 ? 1 : 0);
    }
    if (view.hasChannels && m_channels->hasHistograms())
        m_channels->countUnits(view, first, count, finite);
}

void TensorAccumulator::sumUnit(const SampleView& view, int64_t index, Unit& unit, BinTally& tally) const
{
    const SampleView::Unit place = view.unit(index % view.unitsPerSample());
    const float* x = view.sample(index / view.unitsPerSample()) + place.offset;
    const bool interleaved = view.hasChannels && view.inner == 1;
    const auto cells = static_cast<size_t>(place.cells);
    const auto size = static_cast<size_t>(place.size);
    unit.resize(cells);
    unit.nanCount = unit.infCount = 0;
    unit.total = {};
    if (interleaved) {
        unit.total = kernels::columnSums(x, size / cells, cells, unit.cells());
    } else {
        unit.total = kernels::rowSums(x, cells, size / cells, unit.cells());
    }
    if (unit.total.finite()) {
        if (m_options.tensorHistogram)
            tally.add({x, size}, unit.total.lo, unit.total.hi);
    } else {
        const std::vector<float> values = unit.sumFinite(x, place.size, interleaved);
        if (m_options.tensorHistogram)
            tally.add(values, unit.total.lo, unit.total.hi);
    }
    unit.count = place.size - unit.nanCount - unit.infCount;
}

void TensorAccumulator::foldUnit(const SampleView& view, int64_t index, const Unit& unit, int64_t firstSample)
{
    m_nanCount += unit.nanCount;
    m_infCount += unit.infCount;
    const SampleView::Unit place = view.unit(index % view.unitsPerSample());
    if (view.hasChannels) {
        m_channels->fold(static_cast<size_t>(place.firstChannel), static_cast<size_t>(place.cells), unit.cells());
        for (size_t c = 0; c < unit.skipped.size(); ++c)
            m_channels->addSkipped((static_cast<size_t>(place.firstChannel) + c) % m_channels->count(),
                                   unit.skipped[c]);
    }
    if (unit.count == 0)
        return;
    if (m_count == 0 || unit.total.lo < m_min.value)
        noteExtreme(m_min, unit.total.lo, view, index, firstSample);
    if (m_count == 0 || unit.total.hi > m_max.value)
        noteExtreme(m_max, unit.total.hi, view, index, firstSample);
    const auto n = static_cast<double>(unit.count);
    const double mean = unit.total.sum / n;
    const bool constant = unit.total.lo == unit.total.hi;
    const double m2 = constant ? 0 : std::max(0.0, unit.total.sumSq - unit.total.sum * mean);
    addMoments(n, mean, m2);
}

void TensorAccumulator::addMoments(double n, double mean, double m2)
{
    const auto before = static_cast<double>(m_count);
    const double delta = mean - m_mean;
    m_mean += delta * (n / (before + n));
    m_m2 += m2 + delta * delta * (before * n / (before + n));
    m_count += static_cast<int64_t>(n);
}

void TensorAccumulator::noteExtreme(Extreme& extreme, float value, const SampleView& view, int64_t index,
                                    int64_t firstSample) const
{
    const int64_t perSample = view.unitsPerSample();
    const SampleView::Unit place = view.unit(index % perSample);
    const float* x = view.sample(index / perSample) + place.offset;
    const auto at = static_cast<int64_t>(kernels::findValue(x, static_cast<size_t>(place.size), value));
    extreme.value = value;
    extreme.sample = firstSample + index / perSample;
    extreme.position = view.position(place.offset + at);
    extreme.channel =
        view.hasChannels ? extreme.position[static_cast<size_t>(m_options.channelAxis)] : -1;
}

void TensorAccumulator::merge(const TensorAccumulator& other)
{
    if (other.m_count + other.m_nanCount + other.m_infCount == 0)
        return;
    const bool fresh = m_count + m_nanCount + m_infCount == 0;
    if (fresh)
        m_channels = other.m_channels;
    else if (m_channels && other.m_channels && m_channels->count() == other.m_channels->count())
        m_channels->merge(*other.m_channels);
    else
        m_channels.reset();
    if (!m_channels)
        m_options.channelAxis = -1;
    m_shape = other.m_shape;
    m_nanCount += other.m_nanCount;
    m_infCount += other.m_infCount;
    if (other.m_count > 0) {
        if (m_count == 0 || other.m_min.value < m_min.value)
            m_min = other.m_min;
        if (m_count == 0 || other.m_max.value > m_max.value)
            m_max = other.m_max;
        addMoments(static_cast<double>(other.m_count), other.m_mean, other.m_m2);
    }
    m_histogram.merge(other.m_histogram);
    if (m_softmax && other.m_softmax)
        m_softmax->merge(*other.m_softmax);
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
    stats.mean = m_mean;
    stats.variance = m_count > 0 ? m_m2 / static_cast<double>(m_count) : 0;
    stats.histogram = m_histogram;
    stats.channelAxis = m_channels ? m_options.channelAxis : -1;
    if (m_channels)
        stats.channels = m_channels->finish();
    if (m_softmax)
        stats.softmax = m_softmax->finish();
    return stats;
}

} // namespace qscope::stats
