// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/quant/divergence.h"
#include "core/quant/expected_error.h"
#include "core/quant/quantizer.h"
#include "core/stats/kernels.h"

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

Range entropyRange(const Histogram& h, int bits, bool symmetric)
{
    if (farFromZero(h))
        return observed(h);
    return symmetric ? entropySymmetric(h, bits) : entropyAsymmetric(h, bits);
}

} // namespace

Range calibrate(const Histogram& histogram, const QuantizerSpec& spec)
{
    if (histogram.empty() || histogram.lo() == histogram.hi())
        return observed(histogram);
    switch (spec.calibrator) {
    case Calibrator::Max: return observed(histogram);
    case Calibrator::Percentile:
        return clipTo(histogram, percentileRange(histogram, spec.percentile, spec.symmetric));
    case Calibrator::Entropy: return clipTo(histogram, entropyRange(histogram, spec.bits, spec.symmetric));
    case Calibrator::Mse: return clipTo(histogram, rangeOfLeastError(histogram, spec.bits, spec.symmetric));
    }
    return {};
}

namespace {

Range rangeOfValues(std::vector<float>& values, const QuantizerSpec& spec)
{
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    if (values.empty())
        return {};
    const auto [lo, hi, finite] = stats::kernels::extremes(values.data(), values.size());
    if (spec.calibrator == Calibrator::Max)
        return {static_cast<double>(lo), static_cast<double>(hi)};
    Histogram histogram;
    histogram.add(values, lo, hi);
    return calibrate(histogram, spec);
}

} // namespace

std::vector<Range> calibrateWeights(const Tensor& weights, const QuantizerSpec& spec, int axis)
{
    const Tensor plain = toPlain(weights.type() == DType::Float32 ? weights : castTo(weights, DType::Float32));
    const float* x = plain.data<float>();
    if (spec.granularity == Granularity::PerTensor || plain.rank() == 0) {
        std::vector<float> values(x, x + plain.size());
        return {rangeOfValues(values, spec)};
    }
    assert(axis >= 0 && axis < static_cast<int>(plain.rank()));
    int64_t inner = 1;
    for (size_t a = static_cast<size_t>(axis) + 1; a < plain.rank(); ++a)
        inner *= plain.dim(a);
    const int64_t channels = plain.dim(static_cast<size_t>(axis));
    std::vector<Range> ranges(static_cast<size_t>(channels));
#pragma omp parallel for schedule(dynamic) if (plain.size() > 65536)
    for (int64_t c = 0; c < channels; ++c) {
        std::vector<float> values;
        for (int64_t start = c * inner; start < plain.size(); start += channels * inner)
            values.insert(values.end(), x + start, x + start + inner);
        ranges[static_cast<size_t>(c)] = rangeOfValues(values, spec);
    }
    return ranges;
}

} // namespace qscope::quant
