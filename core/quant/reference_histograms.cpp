// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/quant/reference_calibrators.h"

namespace qscope::quant::reference {

namespace {

std::vector<float> sizes(std::span<const float> x)
{
    std::vector<float> result;
    for (const float v : x)
        result.push_back(std::abs(v));
    return result;
}

float largest(std::span<const float> x) { return *std::max_element(x.begin(), x.end()); }
float smallest(std::span<const float> x) { return *std::min_element(x.begin(), x.end()); }

/// numpy.histogram with given edges: values are sought among them, the last bin is closed.
std::vector<double> countBetween(std::span<const float> x, const std::vector<double>& edges)
{
    std::vector<double> counts(edges.size() - 1);
    for (const float v : x) {
        if (v < edges.front() || v > edges.back())
            continue;
        const auto above = std::upper_bound(edges.begin(), edges.end(), static_cast<double>(v));
        const auto i = static_cast<size_t>(above - edges.begin()) - 1;
        ++counts[std::min(i, counts.size() - 1)];
    }
    return counts;
}

void addFront(std::vector<double>& counts, const std::vector<double>& old, size_t offset = 0)
{
    for (size_t i = 0; i < old.size(); ++i)
        counts[offset + i] += old[i];
}

std::vector<double> evenEdges(double lo, double hi, int bins)
{
    const double step = (hi - lo) / bins;
    std::vector<double> edges;
    for (int i = 0; i < bins; ++i)
        edges.push_back(static_cast<float>(lo + i * step));
    edges.push_back(hi);
    return edges;
}

} // namespace

Bins numpyHistogram(std::span<const float> x, int bins, float lo, float hi)
{
    if (lo == hi) {
        lo -= 0.5F;
        hi += 0.5F;
    }
    Bins result;
    result.edges = evenEdges(lo, hi, bins);
    result.counts = countBetween(x, result.edges);
    return result;
}

Bins torchHistogram(std::span<const float> x, int bins, float lo, float hi)
{
    Bins result;
    result.edges = evenEdges(lo, hi, bins);
    result.counts.resize(static_cast<size_t>(bins));
    for (const float v : x) {
        if (v < lo || v > hi)
            continue;
        const auto i = static_cast<int>((v - lo) / (hi - lo) * static_cast<float>(bins));
        ++result.counts[static_cast<size_t>(std::min(i, bins - 1))];
    }
    return result;
}

void nvidiaNumpyCollect(Bins& bins, std::span<const float> x, int count)
{
    const std::vector<float> values = sizes(x);
    if (bins.counts.empty()) {
        bins = numpyHistogram(values, count, smallest(values), largest(values));
        return;
    }
    const auto width = static_cast<float>(bins.edges[1]) - static_cast<float>(bins.edges[0]);
    const float start = static_cast<float>(bins.edges.back()) + width;
    const float stop = largest(values) + width;
    if (largest(values) > bins.edges.back())
        for (float i = 0; i < std::ceil((stop - start) / width); ++i)
            bins.edges.push_back(start + i * ((start + width) - start));
    std::vector<double> counts = countBetween(values, bins.edges);
    addFront(counts, bins.counts);
    bins.counts = std::move(counts);
}

void nvidiaTorchCollect(Bins& bins, std::span<const float> x, int count)
{
    const std::vector<float> values = sizes(x);
    const float top = largest(values);
    if (bins.counts.empty()) {
        bins = torchHistogram(values, count, 0, top);
        return;
    }
    if (top > bins.edges.back()) {
        const auto width = static_cast<float>(bins.edges[1]) - static_cast<float>(bins.edges[0]);
        const auto n = static_cast<size_t>(std::ceil(top / width));
        bins.edges.clear();
        for (size_t i = 0; i <= n; ++i)
            bins.edges.push_back(static_cast<float>(static_cast<double>(width) * static_cast<double>(i)));
    }
    Bins grown = torchHistogram(values, static_cast<int>(bins.edges.size()) - 1, 0, static_cast<float>(bins.edges.back()));
    addFront(grown.counts, bins.counts);
    bins.counts = std::move(grown.counts);
}

void ortCollect(OrtBins& bins, std::span<const float> x, int count)
{
    const float lo = smallest(x), hi = largest(x);
    const float threshold = std::max(std::abs(lo), std::abs(hi));
    if (bins.counts.empty()) {
        static_cast<Bins&>(bins) = numpyHistogram(x, count, -threshold, threshold);
        bins.lo = lo;
        bins.hi = hi;
        bins.threshold = threshold;
        return;
    }
    bins.lo = std::min(bins.lo, lo);
    bins.hi = std::max(bins.hi, hi);
    const auto old = static_cast<int>(bins.counts.size());
    int grow = 0;
    float reach = bins.threshold;
    if (reach == 0) {
        reach = threshold;
    } else if (threshold > reach) {
        const float stride = 2 * reach / static_cast<float>(old);
        grow = static_cast<int>((threshold - reach) / stride) + 1;
        reach += static_cast<float>(grow) * stride;
    }
    Bins fresh = numpyHistogram(x, old + 2 * grow, -reach, reach);
    addFront(fresh.counts, bins.counts, static_cast<size_t>(grow));
    static_cast<Bins&>(bins) = std::move(fresh);
    bins.threshold = reach;
}

namespace {

/// Spreads counts of even bins over other even bins that cover them, in proportion, rounded to whole counts.
std::vector<double> respread(const Bins& old, double lo, double hi, size_t count)
{
    const double width = (hi - lo) / static_cast<double>(count);
    const double oldWidth = (old.edges.back() - old.edges.front()) / static_cast<double>(old.counts.size());
    std::vector<double> result(count);
    for (size_t i = 0; i < old.counts.size(); ++i) {
        const double left = old.edges.front() + oldWidth * static_cast<double>(i);
        const auto bin = std::min(static_cast<size_t>(std::max(0.0, std::floor((left - lo) / width))), count - 1);
        const double boundary = lo + width * static_cast<double>(bin + 1);
        const double share = std::min((boundary - left) / oldWidth, 1.0);
        const double first = std::min(std::nearbyint(share * old.counts[i]), old.counts[i]);
        result[bin] += first;
        if (first < old.counts[i])
            result[std::min(bin + 1, count - 1)] += old.counts[i] - first;
    }
    return result;
}

} // namespace

void aimetCollect(Bins& bins, std::span<const float> x, int count)
{
    float lo = smallest(x), hi = largest(x);
    if (bins.counts.empty()) {
        if (lo == hi) {
            lo -= 0.5F;
            hi += 0.5F;
        }
        bins = torchHistogram(x, count, lo, hi);
        return;
    }
    lo = std::min(lo, static_cast<float>(bins.edges.front()));
    hi = std::max(hi, static_cast<float>(bins.edges.back()));
    Bins fresh = torchHistogram(x, count, lo, hi);
    if (lo < bins.edges.front() || hi > bins.edges.back())
        addFront(fresh.counts, respread(bins, lo, hi, static_cast<size_t>(count)));
    else
        addFront(fresh.counts, bins.counts);
    bins = std::move(fresh);
}

} // namespace qscope::quant::reference
