// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include "core/quant/codebook.h"
#include "core/quant/divergence.h"
#include "core/quant/expected_error.h"
#include "core/quant/lp_search.h"
#include "core/quant/quantizer.h"
#include "core/quant/reference_calibrators.h"
#include "core/quant/weight_slices.h"
#include "core/stats/kernels.h"
#include "core/stats/tensor_stats.h"

namespace qscope::quant {

namespace {

using stats::Histogram;

/// Bins an entropy threshold may not go below, as in the toolkits.
constexpr size_t StartBin = 128;

int64_t firstBin(const Histogram& h) { return std::llround(h.firstEdge() / h.binWidth()); }

/// Counts of |x| in bins from zero on. Zero is a bin edge, so bins of both signs fall onto each other.
std::vector<double> foldedCounts(const Histogram& h)
{
    const auto counts = h.counts();
    const int64_t first = firstBin(h);
    const int64_t last = first + static_cast<int64_t>(counts.size()) - 1;
    std::vector<double> folded(static_cast<size_t>(std::max(last + 1, -first)));
    for (size_t i = 0; i < counts.size(); ++i) {
        const int64_t k = first + static_cast<int64_t>(i);
        folded[static_cast<size_t>(k >= 0 ? k : -k - 1)] += static_cast<double>(counts[i]);
    }
    return folded;
}

/// The same counts on bins that reach equally far to both sides of zero.
std::vector<double> symmetricCounts(const Histogram& h)
{
    const auto counts = h.counts();
    const int64_t first = firstBin(h);
    const int64_t half = std::max(first + static_cast<int64_t>(counts.size()), -first);
    std::vector<double> result(static_cast<size_t>(2 * half));
    std::copy(counts.begin(), counts.end(), result.begin() + (half + first));
    return result;
}

Range observed(const Histogram& h) { return {static_cast<double>(h.lo()), static_cast<double>(h.hi())}; }

Range clipTo(const Histogram& h, Range range)
{
    return {std::max(range.lo, observed(h).lo), std::min(range.hi, observed(h).hi)};
}

/// Data that lies so far from zero that bins from zero on would be too many to walk through.
bool farFromZero(const Histogram& h)
{
    return std::max(std::abs(h.firstEdge()), std::abs(h.edge(h.counts().size()))) >
           h.binWidth() * 4 * static_cast<double>(h.maxBins());
}

/// `p` in [0, 1] of |x|, linear inside a bin.
double quantileOfSize(const Histogram& h, double p)
{
    const std::vector<double> counts = foldedCounts(h);
    const double rank = p * static_cast<double>(h.total());
    double below = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0 && below + counts[i] >= rank)
            return h.binWidth() * (static_cast<double>(i) + (rank - below) / counts[i]);
        below += counts[i];
    }
    return h.binWidth() * static_cast<double>(counts.size());
}

Range percentileRange(const Histogram& h, double percentile, bool symmetric)
{
    if (!symmetric) {
        const double tail = (100 - percentile) / 200;
        return {h.quantile(tail), h.quantile(1 - tail)};
    }
    const double p = percentile / 100;
    const double a = h.lo() >= 0 ? h.quantile(p) : h.hi() <= 0 ? -h.quantile(1 - p) : quantileOfSize(h, p);
    return {-a, a};
}

Range entropySymmetric(const Histogram& h, int bits)
{
    std::vector<double> counts = foldedCounts(h);
    const size_t n = counts.size();
    if (n <= StartBin)
        return observed(h);
    counts[0] = counts[1]; // exact zeros would outweigh everything else
    const std::vector<double> divergences = clippedDivergences(counts, size_t(1) << (bits - 1), StartBin);
    const auto best = std::min_element(divergences.rbegin(), divergences.rend()); // the widest of equals
    const auto i = static_cast<size_t>(divergences.rend() - best) - 1 + StartBin;
    const double a = h.binWidth() * static_cast<double>(i);
    return {-a, a};
}

Range entropyAsymmetric(const Histogram& h, int bits)
{
    const std::vector<double> counts = symmetricCounts(h);
    const size_t levels = size_t(1) << (bits - 1);
    const size_t middle = counts.size() / 2;
    if (counts.size() <= levels)
        return observed(h);
    const std::vector<double> divergences = symmetricDivergences(counts, levels);
    const auto best = std::min_element(divergences.begin(), divergences.end());
    const size_t i = static_cast<size_t>(best - divergences.begin()) + levels / 2;
    const auto reach = static_cast<double>(std::min(middle + i + 1, counts.size()) - middle);
    return {-h.binWidth() * static_cast<double>(i), h.binWidth() * reach};
}

Range entropyRange(const Histogram& h, const QuantizerSpec& spec)
{
    if (farFromZero(h))
        return observed(h);
    const bool sizes = spec.entropyForm == EntropyForm::Auto ? spec.symmetric : spec.entropyForm == EntropyForm::Nvidia;
    return sizes ? entropySymmetric(h, bitsOf(spec)) : entropyAsymmetric(h, bitsOf(spec));
}

/// Error of any quantizer on the centres of a histogram's bins.
class PointErrors {
public:
    PointErrors(const Histogram& h, const QuantizerSpec& spec)
        : m_spec(spec), m_points(pointsOf(h)), m_x(DType::Float32, {static_cast<int64_t>(m_points.x.size())}),
          m_y(DType::Float32, m_x.shape())
    {
        std::copy(m_points.x.begin(), m_points.x.end(), m_x.data<float>());
    }

    double of(Range range) const
    {
        const bool isPower = m_spec.calibrator == Calibrator::Lp && m_spec.grid != SearchGrid::Aimet;
        const double power = isPower ? m_spec.exponent : 2;
        fakeQuantizeInto(m_x, paramsFromRange(range, m_spec), m_y);
        double cost = 0;
        for (size_t k = 0; k < m_points.x.size(); ++k) {
            const double d = std::abs(m_points.x[k] - static_cast<double>(m_y.data<float>()[k]));
            cost += m_points.weight[k] * (power == 2 ? d * d : std::pow(d, power));
        }
        return cost;
    }

private:
    const QuantizerSpec& m_spec;
    WeightedPoints m_points;
    Tensor m_x;
    mutable Tensor m_y;
};

/// Both ends times 1.00, 0.99, ..., with the quantizer itself on the bins' centres: for kinds whose steps differ.
Range leastOfAnyKind(const Histogram& h, const QuantizerSpec& spec)
{
    const PointErrors errors(h, spec);
    double least = std::numeric_limits<double>::infinity();
    Range best = observed(h);
    for (int i = 0; i < 100; ++i) {
        const double f = 1 - 0.01 * i;
        const Range range{f * observed(h).lo, f * observed(h).hi};
        const double cost = errors.of(range);
        if (cost < least) {
            least = cost;
            best = range;
        }
    }
    return best;
}

bool isEvenlySpaced(QuantizerKind kind) { return kind == QuantizerKind::Uniform || kind == QuantizerKind::PowerOfTwo; }

/// The range between the quantiles 1 - p and p, for the first p with the least error.
template <class Quantile, class Error>
Range leastOfQuantiles(Quantile&& quantile, Error&& error)
{
    double least = std::numeric_limits<double>::infinity();
    Range best;
    for (const double p : {0.999, 0.9999, 0.99999}) {
        const Range range{quantile(1 - p), quantile(p)};
        const double cost = error(range);
        if (cost < least) {
            least = cost;
            best = range;
        }
    }
    return best;
}

/// As numpy.quantile: linear between the order statistics.
double interpolated(const std::vector<float>& sorted, double p)
{
    const double rank = p * static_cast<double>(sorted.size() - 1);
    const auto below = std::min(static_cast<size_t>(rank), sorted.size() - 1);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const auto lo = static_cast<double>(sorted[below]), hi = static_cast<double>(sorted[above]);
    return lo + (hi - lo) * (rank - static_cast<double>(below));
}

Range bestQuantiles(const Histogram& h, const QuantizerSpec& spec)
{
    if (spec.kind == QuantizerKind::Codebook)
        return observed(h); // k-means looks at every value
    const auto quantile = [&](double p) { return h.quantile(p); };
    if (!isEvenlySpaced(spec.kind)) {
        const PointErrors errors(h, spec);
        return leastOfQuantiles(quantile, [&](Range r) { return errors.of(r); });
    }
    const ExpectedError errors(h);
    return leastOfQuantiles(quantile, [&](Range r) { return errors.of(r, uniformFormOf(spec)); });
}

/// The same on the values themselves.
Range bestQuantiles(const std::vector<float>& values, const QuantizerSpec& spec)
{
    std::vector<float> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const auto error = [&](Range range) {
        const QuantParams params = paramsFromRange(range, spec);
        double sum = 0;
        for (const float v : values) {
            const auto d = static_cast<double>(v - fakeQuantize(v, params));
            sum += d * d;
        }
        return sum;
    };
    return leastOfQuantiles([&](double p) { return interpolated(sorted, p); }, error);
}

Range searchedRange(const Histogram& h, const QuantizerSpec& spec)
{
    if (spec.kind == QuantizerKind::Codebook)
        return observed(h); // k-means has the same aim and looks at every value
    if (!isEvenlySpaced(spec.kind))
        return leastOfAnyKind(h, spec);
    if (spec.calibrator == Calibrator::Lp)
        return rangeOfLeastPower(h, spec);
    if (spec.calibrator == Calibrator::Sqnr)
        return rangeOfLeastNoise(h, uniformFormOf(spec));
    return rangeOfLeastError(h, uniformFormOf(spec));
}

} // namespace

Range calibrate(const Histogram& histogram, const QuantizerSpec& spec)
{
    if (spec.calibrator == Calibrator::Manual)
        return spec.range;
    if (spec.calibrator == Calibrator::Given)
        return spec.scales.empty() || spec.kind == QuantizerKind::Codebook ? Range{}
                                                                           : paramsGiven(spec, -1).representable();
    if (histogram.empty() || histogram.lo() == histogram.hi())
        return observed(histogram);
    switch (spec.calibrator) {
    case Calibrator::Max:
    case Calibrator::MovingAverage:
    case Calibrator::Manual:
    case Calibrator::Given: return observed(histogram);
    case Calibrator::Quantile: return bestQuantiles(histogram, spec);
    case Calibrator::Percentile:
        return clipTo(histogram, percentileRange(histogram, spec.percentile, spec.symmetric));
    case Calibrator::Entropy: return clipTo(histogram, entropyRange(histogram, spec));
    case Calibrator::Lp:
        if (spec.grid == SearchGrid::Aimet) // ends lie on the grid, clipping would change the scale
            return searchedRange(histogram, spec);
        [[fallthrough]];
    case Calibrator::Mse:
    case Calibrator::Sqnr: return clipTo(histogram, searchedRange(histogram, spec));
    }
    return {};
}

Range calibrate(const stats::TensorStats& tensor, const QuantizerSpec& spec)
{
    if (spec.calibrator != Calibrator::MovingAverage)
        return calibrate(tensor.histogram, spec);
    std::optional<Range> average;
    for (const stats::RangeTrace::Group& group : tensor.trace.groups()) {
        if (group.empty())
            continue;
        const Range current{static_cast<double>(group.lo), static_cast<double>(group.hi)};
        average = average ? reference::movingAverage(*average, current, spec.averaging) : current;
    }
    return average ? *average : calibrate(tensor.histogram, spec);
}

namespace {

bool needsExtremesOnly(const QuantizerSpec& spec)
{
    return spec.calibrator == Calibrator::Max || spec.calibrator == Calibrator::MovingAverage;
}

/// A channel's few values need no fine bins for an error, and a search costs as much as a step has bins.
int binsFor(const std::vector<float>& values, const QuantizerSpec& spec)
{
    const bool searches = spec.calibrator == Calibrator::Mse || spec.calibrator == Calibrator::Sqnr ||
                          spec.calibrator == Calibrator::Lp;
    return searches && values.size() < 16384 ? 512 : 2048;
}

Range rangeOfValues(std::vector<float>& values, const QuantizerSpec& spec)
{
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    if (values.empty())
        return {};
    const auto [lo, hi, finite] = stats::kernels::extremes(values.data(), values.size());
    if (needsExtremesOnly(spec))
        return {static_cast<double>(lo), static_cast<double>(hi)};
    if (spec.calibrator == Calibrator::Quantile && spec.kind != QuantizerKind::Codebook)
        return bestQuantiles(values, spec);
    Histogram histogram(binsFor(values, spec));
    histogram.add(values, lo, hi);
    return calibrate(histogram, spec);
}

} // namespace

std::vector<Range> calibrateWeights(const Tensor& weights, const QuantizerSpec& spec, int axis)
{
    const WeightSlices slices(weights, spec, axis);
    std::vector<Range> ranges(slices.count());
    const bool manual = spec.calibrator == Calibrator::Manual;
#pragma omp parallel for schedule(dynamic) if (slices.size() > 65536)
    for (size_t c = 0; c < slices.count(); ++c) {
        std::vector<float> values = manual ? std::vector<float>() : slices.values(c);
        ranges[c] = manual ? spec.range : rangeOfValues(values, spec);
    }
    return ranges;
}

} // namespace qscope::quant
