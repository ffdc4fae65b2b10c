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

double ExpectedError::of(Range range, const UniformForm& form) const
{
    const Affine affine = affineFromRange(range, form);
    return of(affine.scale, int64_t(affine.zeroPoint) - form.codes.qmin, int64_t(form.codes.qmax) - form.codes.qmin + 1);
}

double ExpectedError::of(Range range, int bits, bool symmetric) const { return of(range, uniformFormOf(bits, symmetric)); }

double ExpectedError::noiseOf(Range range, const UniformForm& form) const
{
    if (m_total == 0)
        return 0;
    const Affine affine = affineFromRange(range, form);
    const double low = (affine.scale * (form.codes.qmin - affine.zeroPoint) - m_firstEdge) / m_width;
    const double noise = clippedAndRounded(low, affine.scale / m_width, int64_t(form.codes.qmax) - form.codes.qmin + 1);
    return std::max(0.0, noise) * m_width * m_width / m_total;
}

double ExpectedError::weighted(double scale, int64_t zero, int64_t levels, double gamma) const
{
    if (m_total == 0)
        return 0;
    const double half = scale / m_width / 2;
    const double low = (-scale * static_cast<double>(zero) - m_firstEdge) / m_width;
    const double high = low + 2 * half * static_cast<double>(levels - 1);
    const Above over = above(high + half);
    const double beyond = over.second + 2 * half * over.first + half * half * over.count;
    // Below: all of it less what lies above.
    const Above all = above(low - half);
    const double below = squareAbout(low) - (all.second - 2 * half * all.first + half * half * all.count);
    const double clipped = std::max(0.0, beyond + below) * m_width * m_width / m_total;
    return of(scale, zero, levels) + (gamma - 1) * clipped;
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
    Search(const stats::Histogram& histogram, const UniformForm& form, bool analytic)
        : m_error(histogram), m_form(form), m_analytic(analytic), m_lo(std::min(0.0F, histogram.lo())),
          m_hi(std::max(0.0F, histogram.hi()))
    {
        if (form.symmetric) {
            if (form.codes.qmin < 0)
                m_hi = std::max(m_hi, -m_lo);
            m_lo = 0; // one side is searched
        }
    }

    /// Distance of the powers tried first. Few levels make many local minima, and cost little to try.
    double coarseStep() const { return m_lo == 0 || m_hi == 0 ? 0.05 : m_form.codes.qmax - m_form.codes.qmin < 32 ? 0.5 : 1; }

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
        return {m_form.symmetric ? -hi : m_lo * std::pow(Ratio, clip.low), hi};
    }
    void tryOut(Clip clip)
    {
        const Range range = rangeOf(clip);
        const double error = m_analytic ? m_error.noiseOf(range, m_form) : m_error.of(range, m_form);
        if (error < m_leastError) {
            m_leastError = error;
            m_best = clip;
        }
    }

    ExpectedError m_error;
    UniformForm m_form;
    bool m_analytic;
    double m_lo;
    double m_hi;
    Clip m_best;
    double m_leastError = std::numeric_limits<double>::infinity();
};

Range leastOf(const stats::Histogram& histogram, const UniformForm& form, bool analytic)
{
    if (histogram.empty() || (histogram.lo() == 0 && histogram.hi() == 0))
        return {};
    Search search(histogram, form, analytic);
    search.coarse();
    for (double step = search.coarseStep() / 4; step > 0.01; step /= 4)
        search.refine(step, 3);
    return search.best();
}

} // namespace

Range rangeOfLeastError(const stats::Histogram& histogram, const UniformForm& form)
{
    return leastOf(histogram, form, false);
}

Range rangeOfLeastError(const stats::Histogram& histogram, int bits, bool symmetric)
{
    return leastOf(histogram, uniformFormOf(bits, symmetric), false);
}

Range rangeOfLeastNoise(const stats::Histogram& histogram, const UniformForm& form)
{
    return leastOf(histogram, form, true);
}

} // namespace qscope::quant
