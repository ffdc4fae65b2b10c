// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/quant/divergence.h"
#include "core/quant/reference_calibrators.h"

namespace qscope::quant::reference {

Params ortParams(Range range, int qmin, int qmax, bool symmetric)
{
    double lo = std::min(range.lo, 0.0);
    double hi = std::max(range.hi, 0.0);
    if (symmetric) {
        hi = std::max(-lo, hi);
        lo = -hi;
    }
    const double scale = (hi - lo) / (qmax - qmin);
    if (scale < static_cast<double>(std::numeric_limits<float>::min()))
        return {};
    const double zero = symmetric ? std::nearbyint((qmin + qmax) / 2.0) : std::nearbyint(qmin - lo / scale);
    return {static_cast<float>(scale), static_cast<float>(zero)};
}

Params ppqParams(Range range, int qmin, int qmax, bool symmetric)
{
    const double lo = std::min(range.lo, 0.0);
    const double hi = std::max(range.hi, 0.0);
    const double span = symmetric ? 2 * std::max(-lo, hi) : hi - lo;
    const double scale = std::max(span / (qmax - qmin), 1e-8);
    return {static_cast<float>(scale), symmetric ? 0 : static_cast<float>(std::nearbyint(-lo / scale))};
}

namespace {

/// Index of the first bin at which the running share reaches `share`.
size_t firstReaching(const std::vector<double>& counts, double share)
{
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    double sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        sum += counts[i] / total;
        if (sum >= share)
            return i;
    }
    return counts.size() - 1;
}

/// AIMET's symmetric grid: ceil(n/2) steps below zero, floor(n/2) above.
Range aimetSymmetric(Range range, int bits)
{
    const int n = (1 << bits) - 1;
    const int above = n / 2;
    const int below = n - above;
    const double delta = std::max(range.hi / above, -range.lo / below);
    return {-below * delta, above * delta};
}

} // namespace

double nvidiaPercentile(const Bins& bins, double percentile)
{
    return bins.edges[firstReaching(bins.counts, percentile / 100)];
}

Range ortPercentile(const Bins& bins, double percentile, bool symmetric, Range observed)
{
    Range range;
    if (symmetric) {
        range.hi = nvidiaPercentile(bins, percentile);
        range.lo = -range.hi;
    } else {
        const double tail = (100 - percentile) / 200;
        range = {bins.edges[firstReaching(bins.counts, tail)], bins.edges[firstReaching(bins.counts, 1 - tail)]};
    }
    return {std::max(range.lo, observed.lo), std::min(range.hi, observed.hi)};
}

Range aimetPercentile(const Bins& bins, double percentile, int bits, bool symmetric)
{
    Range range{bins.edges[firstReaching(bins.counts, (100 - percentile) / 100)],
                bins.edges[firstReaching(bins.counts, percentile / 100)]};
    if (percentile == 100)
        range = {bins.edges.front(), bins.edges.back()};
    return symmetric ? aimetSymmetric(range, bits) : range;
}

Range ppqPercentile(std::span<const float> x, double p)
{
    std::vector<float> sorted(x.begin(), x.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(x.size());
    const double high = std::min(std::floor(n * p), n - 1);
    const double low = std::max(0.0, std::floor(n * (1 - p)));
    return {static_cast<double>(sorted[static_cast<size_t>(low)]), static_cast<double>(sorted[static_cast<size_t>(high)])};
}

Range minMax(std::span<const float> x)
{
    const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
    return {static_cast<double>(*lo), static_cast<double>(*hi)};
}

Range aimetMinMax(std::span<const float> x, int bits, bool symmetric)
{
    return symmetric ? aimetSymmetric(minMax(x), bits) : minMax(x);
}

Range movingAverage(Range old, Range current, double c)
{
    return {old.lo + c * (current.lo - old.lo), old.hi + c * (current.hi - old.hi)};
}

std::vector<double> nvidiaEntropyCurve(const Bins& bins, int bits, bool isUnsigned, int stride, int start)
{
    std::vector<double> counts = bins.counts;
    counts[0] = counts[1];
    return clippedDivergences(counts, size_t(1) << (isUnsigned ? bits : bits - 1), static_cast<size_t>(start),
                              static_cast<size_t>(stride));
}

double nvidiaEntropy(const Bins& bins, int bits, bool isUnsigned, int stride, int start)
{
    const std::vector<double> curve = nvidiaEntropyCurve(bins, bits, isUnsigned, stride, start);
    const auto widest = std::min_element(curve.rbegin(), curve.rend());
    const auto index = static_cast<size_t>(curve.rend() - widest) - 1;
    return bins.edges[index * static_cast<size_t>(stride) + static_cast<size_t>(start)];
}

Range ortEntropy(const Bins& bins, int levels)
{
    const std::vector<double> curve = symmetricDivergences(bins.counts, static_cast<size_t>(levels));
    const size_t middle = bins.counts.size() / 2;
    const auto i = static_cast<size_t>(std::min_element(curve.begin(), curve.end()) - curve.begin()) +
                   static_cast<size_t>(levels) / 2;
    return {bins.edges[middle - i], bins.edges[std::min(middle + i + 1, bins.counts.size())]};
}

double ppqEntropy(std::vector<double> counts, double binWidth, int bits)
{
    const size_t n = counts.size();
    const auto cleared = static_cast<size_t>(0.002 * static_cast<double>(n));
    std::fill_n(counts.begin(), cleared, 0.0);
    counts[cleared] = 1;
    const size_t levels = size_t(1) << (bits - 1);
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    double least = std::numeric_limits<double>::infinity();
    size_t best = n;
    for (size_t reach = levels; reach <= n; reach += levels) {
        std::vector<double> p(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(reach));
        std::vector<double> q(reach);
        const size_t width = reach / levels;
        double qTotal = 0;
        for (size_t l = 0; l < levels; ++l) {
            double sum = 0, used = 0;
            for (size_t k = l * width; k < (l + 1) * width; ++k) {
                sum += counts[k];
                used += counts[k] > 0 ? 1 : 0;
            }
            for (size_t k = l * width; k < (l + 1) * width; ++k)
                q[k] = counts[k] > 0 ? sum / used : 0;
            qTotal += sum;
        }
        p.back() += total - std::accumulate(p.begin(), p.end(), 0.0);
        double divergence = 0;
        for (size_t k = 0; k < reach; ++k)
            divergence += p[k] / total * (std::log10(p[k] / total + 1e-30) - std::log10(q[k] / qTotal + 1e-30));
        if (divergence < least) {
            least = divergence;
            best = reach;
        }
    }
    return static_cast<double>(best) / static_cast<double>(n) * binWidth *
           (static_cast<double>(n) / static_cast<double>(levels));
}

} // namespace qscope::quant::reference
