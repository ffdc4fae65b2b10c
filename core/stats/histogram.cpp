// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/histogram.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <utility>

namespace qscope::stats {

namespace {

constexpr int MinExponent = -126;
constexpr int MaxExponent = 126;

int64_t indexOf(double x, int exponent) { return static_cast<int64_t>(std::floor(std::ldexp(x, -exponent))); }

/// Smallest exponent for which [lo, hi] needs at most maxBins bins and indices stay below 2^30.
int exponentFor(double lo, double hi, int maxBins)
{
    const double largest = std::max(std::abs(lo), std::abs(hi));
    int e = MinExponent;
    if (largest > 0)
        e = std::max(e, std::ilogb(largest) - 29);
    if (hi > lo)
        e = std::max(e, std::ilogb(hi - lo) - std::ilogb(maxBins) - 1);
    while (e < MaxExponent && indexOf(hi, e) - indexOf(lo, e) + 1 > maxBins)
        ++e;
    return e;
}

} // namespace

Histogram::Histogram(int maxBins) : m_maxBins(std::max(maxBins, 8)) {}

double Histogram::binWidth() const { return std::ldexp(1.0, m_exponent); }
double Histogram::firstEdge() const { return std::ldexp(static_cast<double>(m_first), m_exponent); }
float Histogram::inverseWidth() const { return std::bit_cast<float>((127 - m_exponent) << 23); }

kernels::BinGrid Histogram::grid() const
{
    return {inverseWidth(), static_cast<int32_t>(m_first), static_cast<int32_t>(m_counts.size()), m_exponent > 0};
}

void Histogram::add(std::span<const float> values, float lo, float hi)
{
    if (values.empty())
        return;
    assert(std::isfinite(lo) && std::isfinite(hi) && lo <= hi);
    cover(lo, hi);
    m_total += values.size();
    constexpr size_t Block = 256;
    int32_t index[Block];
    for (size_t at = 0; at < values.size(); at += Block) {
        const size_t n = std::min(Block, values.size() - at);
        kernels::binIndices(values.data() + at, n, grid(), index);
        for (size_t i = 0; i < n; ++i)
            ++m_counts[static_cast<uint32_t>(index[i])];
    }
}

void Histogram::addColumns(std::span<Histogram> targets, const float* x, size_t rows, size_t stride)
{
    constexpr size_t Most = 8;
    assert(targets.size() <= Most);
    float inverse[Most];
    int32_t first[Most];
    uint64_t* counts[Most];
    for (size_t c = 0; c < targets.size(); ++c) {
        Histogram& h = targets[c];
        h.m_total += rows;
        inverse[c] = h.inverseWidth();
        first[c] = static_cast<int32_t>(h.m_first);
        counts[c] = h.m_counts.data();
    }
    kernels::countColumns(x, rows, stride, targets.size(), inverse, first, counts);
}

void Histogram::cover(float lo, float hi)
{
    lo += 0.F; // no -0
    hi += 0.F;
    const bool fresh = m_counts.empty();
    if (!fresh && lo >= m_lo && hi <= m_hi)
        return;
    m_lo = fresh ? lo : std::min(m_lo, lo);
    m_hi = fresh ? hi : std::max(m_hi, hi);
    const int exponent = exponentFor(m_lo, m_hi, m_maxBins);
    const int64_t first = indexOf(m_lo, exponent);
    const int64_t last = indexOf(m_hi, exponent);
    const auto size = static_cast<size_t>(last - first + 1);
    if (!fresh && exponent == m_exponent) {
        m_counts.insert(m_counts.begin(), static_cast<size_t>(m_first - first), 0);
        m_counts.resize(size);
        m_first = first;
        return;
    }
    std::vector<uint64_t> counts(size);
    counts.swap(m_counts);
    const int64_t oldFirst = std::exchange(m_first, first);
    const int oldExponent = std::exchange(m_exponent, exponent);
    addBins(counts, oldFirst, oldExponent);
}

void Histogram::addBins(std::span<const uint64_t> counts, int64_t first, int exponent)
{
    const int shift = std::min(m_exponent - exponent, 62); // an arithmetic shift is the floor of the division
    for (size_t i = 0; i < counts.size(); ++i)
        m_counts[static_cast<size_t>(((first + static_cast<int64_t>(i)) >> shift) - m_first)] += counts[i];
}

void Histogram::merge(const Histogram& other)
{
    assert(m_maxBins == other.m_maxBins);
    if (other.m_counts.empty())
        return;
    cover(other.m_lo, other.m_hi);
    addBins(other.m_counts, other.m_first, other.m_exponent);
    m_total += other.m_total;
}

double Histogram::quantile(double p) const
{
    if (empty())
        return 0;
    const double rank = std::clamp(p, 0.0, 1.0) * static_cast<double>(m_total);
    double below = 0;
    for (size_t i = 0; i < m_counts.size(); ++i) {
        const auto inBin = static_cast<double>(m_counts[i]);
        if (inBin > 0 && below + inBin >= rank) {
            const double x = edge(i) + binWidth() * (rank - below) / inBin;
            return std::clamp(x, static_cast<double>(m_lo), static_cast<double>(m_hi));
        }
        below += inBin;
    }
    return m_hi;
}

} // namespace qscope::stats
