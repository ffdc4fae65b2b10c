// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/expected_error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::quant {

ExpectedError::ExpectedError(const stats::Histogram& histogram)
    : m_width(histogram.binWidth()), m_firstEdge(histogram.firstEdge()), m_total(static_cast<double>(histogram.total())),
      m_counts(histogram.counts().begin(), histogram.counts().end()), m_edges(m_counts.size() + 1)
{
    for (size_t i = m_counts.size(); i-- > 0;) {
        const Above& next = m_edges[i + 1];
        const double h = m_counts[i];
        m_edges[i] = {next.count + h, next.first + next.count + h / 2,
                      next.second + 2 * next.first + next.count + h / 3};
    }
}

ExpectedError::Above ExpectedError::above(double position) const
{
    if (position >= static_cast<double>(m_counts.size()))
        return {0, 0, 0};
    const auto i = position <= 0 ? size_t(0) : static_cast<size_t>(position) + 1;
    const double d = static_cast<double>(i) - position; // to the next edge
    const double h = position <= 0 ? 0 : m_counts[i - 1];
    const Above& edge = m_edges[i];
    return {edge.count + h * d, edge.first + d * edge.count + h * d * d / 2,
            edge.second + 2 * d * edge.first + d * d * edge.count + h * d * d * d / 3};
}

double ExpectedError::firstAbove(double position) const
{
    const auto i = static_cast<size_t>(position) + 1;
    const double d = static_cast<double>(i) - position;
    const double h = m_counts[i - 1];
    return m_edges[i].first + d * (m_edges[i].count + h * d / 2);
}

double ExpectedError::squareAbout(double position) const
{
    const Above& all = m_edges.front();
    return all.second - 2 * position * all.first + position * position * all.count;
}

double ExpectedError::clippedAndRounded(double low, double step, int64_t levels) const
{
    const double high = low + step * static_cast<double>(levels - 1);
    const Above overLow = above(low);
    const Above overHigh = above(high);
    return squareAbout(low) - overLow.second + overHigh.second + (overLow.count - overHigh.count) * step * step / 12;
}

double ExpectedError::sumOfTables(double position, double step, int64_t count) const
{
    double sum = 0;
    if (position <= 0) { // all values lie above: an arithmetic series
        const auto n = static_cast<double>(std::min(count, static_cast<int64_t>(-position / step) + 1));
        const double middle = position + step * (n - 1) / 2;
        sum = n * (m_edges.front().first - middle * m_total);
        position += n * step;
        count -= static_cast<int64_t>(n);
    }
    const auto bins = static_cast<double>(m_counts.size());
    for (int64_t j = 0; j < count; ++j) {
        const double boundary = position + step * static_cast<double>(j);
        if (boundary >= bins)
            break;
        sum += firstAbove(boundary);
    }
    return sum;
}

double ExpectedError::of(double scale, int64_t zero, int64_t levels) const
{
    if (m_total == 0)
        return 0;
    const double step = scale / m_width;
    const double low = (-scale * static_cast<double>(zero) - m_firstEdge) / m_width;
    double sum = 0;
    if (step < 2) {
        sum = clippedAndRounded(low, step, levels);
    } else {
        sum = squareAbout(low) - 2 * step * sumOfTables(low + step / 2, step, levels - 1);
    }
    return std::max(0.0, sum) * m_width * m_width / m_total;
}

double ExpectedError::of(Range range, int bits, bool symmetric) const
{
    const int64_t top = symmetric ? (int64_t(1) << (bits - 1)) - 1 : (int64_t(1) << bits) - 1;
    const double lo = std::min(range.lo, 0.0);
    const double hi = std::max(range.hi, 0.0);
    if (symmetric)
        return of(std::max(-lo, hi) / static_cast<double>(top), top, 2 * top + 1);
    const double scale = (hi - lo) / static_cast<double>(top);
    return of(scale, std::llround(std::nearbyint(-lo / scale)), top + 1);
}

namespace {

constexpr double Ratio = 0.75;      ///< the range is clipped to powers of it
constexpr double LargestPower = 20; ///< 0.3 percent of the range

/// Shares of both sides of the range that are kept, as exponents of Ratio.
struct Clip {
    double low = 0;
    double high = 0;
};

/// Keeps the best of the candidates shown to it; the first of equals.
class Search {
public:
    Search(const stats::Histogram& histogram, int bits, bool symmetric)
        : m_error(histogram), m_bits(bits), m_symmetric(symmetric), m_lo(std::min(0.0F, histogram.lo())),
          m_hi(std::max(0.0F, histogram.hi()))
    {
        if (symmetric) {
            m_hi = std::max(m_hi, -m_lo);
            m_lo = 0; // one side is searched
        }
    }

    /// Distance of the powers tried first. Few levels make many local minima, and cost little to try.
    double coarseStep() const { return m_lo == 0 || m_hi == 0 ? 0.05 : m_bits <= 5 ? 0.5 : 1; }

    void coarse()
    {
        const double step = coarseStep();
        for (double a = 0; a <= (m_lo < 0 ? LargestPower : 0); a += step)
            for (double b = 0; b <= (m_hi > 0 ? LargestPower : 0); b += step)
                tryOut({a, b});
    }

    /// A grid of `reach` steps to each side of the best so far.
    void refine(double step, int reach)
    {
        const Clip centre = m_best;
        for (int a = m_lo < 0 ? -reach : 0; a <= (m_lo < 0 ? reach : 0); ++a)
            for (int b = m_hi > 0 ? -reach : 0; b <= (m_hi > 0 ? reach : 0); ++b)
                tryOut({std::max(0.0, centre.low + a * step), std::max(0.0, centre.high + b * step)});
    }

    Range best() const { return rangeOf(m_best); }

private:
    Range rangeOf(Clip clip) const
    {
        const double hi = m_hi * std::pow(Ratio, clip.high);
        return {m_symmetric ? -hi : m_lo * std::pow(Ratio, clip.low), hi};
    }
    void tryOut(Clip clip)
    {
        const double error = m_error.of(rangeOf(clip), m_bits, m_symmetric);
        if (error < m_leastError) {
            m_leastError = error;
            m_best = clip;
        }
    }

    ExpectedError m_error;
    int m_bits;
    bool m_symmetric;
    double m_lo;
    double m_hi;
    Clip m_best;
    double m_leastError = std::numeric_limits<double>::infinity();
};

} // namespace

Range rangeOfLeastError(const stats::Histogram& histogram, int bits, bool symmetric)
{
    if (histogram.empty() || (histogram.lo() == 0 && histogram.hi() == 0))
        return {};
    Search search(histogram, bits, symmetric);
    search.coarse();
    for (double step = search.coarseStep() / 4; step > 0.01; step /= 4)
        search.refine(step, 3);
    return search.best();
}

} // namespace qscope::quant
