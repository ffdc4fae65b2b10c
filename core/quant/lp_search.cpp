// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/lp_search.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/quant/double4.h"
#include "core/quant/expected_error.h"

namespace qscope::quant {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

/// Where codes lie, in the unit of the edges.
struct Steps {
    double low;
    double step;
    double top; ///< highest code
};

/// sum slope * code and sum slope * sign(r) |r|^power, r being the distance of the edge to its code.
struct Sums {
    double codes = 0;
    double powers = 0;
    double clipped = 0; ///< the powers beyond the outermost codes
};

QSCOPE_MULTIVERSION Sums sumOver(const double* edges, const double* slopes, size_t n, Steps at, double power)
{
    Double4 codes{}, powers{}, clipped{};
    const double end = at.top * at.step;
    for (size_t i = 0; i < n; i += 4) {
        Double4 x, slope;
        std::memcpy(&x, edges + i, sizeof x);
        std::memcpy(&slope, slopes + i, sizeof slope);
        const Double4 offset = x - at.low;
        Double4 code = nearest(offset / at.step);
        code = code < 0 ? code - code : code;
        code = code > at.top ? code - code + at.top : code;
        const Double4 r = offset - code * at.step;
        const Double4 size = r < 0 ? -r : r;
        const Double4 raised = exponential(power * logarithm(size + 1e-300));
        codes += slope * code;
        const Double4 term = slope * (r < 0 ? -raised : raised);
        powers += term;
        clipped += offset < 0 ? term : term - term;
        clipped += offset > end ? term : term - term;
    }
    return {(codes[0] + codes[2]) + (codes[1] + codes[3]), (powers[0] + powers[2]) + (powers[1] + powers[3]),
            (clipped[0] + clipped[2]) + (clipped[1] + clipped[3])};
}

} // namespace

ExpectedPower::ExpectedPower(const stats::Histogram& histogram, double exponent)
    : m_exponent(exponent), m_width(histogram.binWidth()), m_total(static_cast<double>(histogram.total()))
{
    const auto counts = histogram.counts();
    uint64_t left = 0;
    const double first = histogram.firstEdge() / m_width;
    for (size_t i = 0; i <= counts.size(); ++i) {
        const uint64_t right = i < counts.size() ? counts[i] : 0;
        if (left > 0 || right > 0) {
            m_edges.push_back(first + static_cast<double>(i));
            m_slopes.push_back(static_cast<double>(left) - static_cast<double>(right));
        }
        left = right;
    }
    while (m_edges.size() % 4 != 0) {
        m_edges.push_back(0);
        m_slopes.push_back(0);
    }
}

ExpectedPower::Error ExpectedPower::parts(double scale, int64_t zero, int64_t levels) const
{
    if (m_total == 0)
        return {0, 0};
    const double step = scale / m_width;
    const Steps at{-step * static_cast<double>(zero), step, static_cast<double>(levels - 1)};
    const double power = m_exponent + 1;
    const Sums sums = sumOver(m_edges.data(), m_slopes.data(), m_edges.size(), at, power);
    const double perCode = 2 * std::pow(step / 2, power);
    const double sum = (sums.powers + perCode * sums.codes) / power;
    const double unit = std::pow(m_width, m_exponent) / m_total;
    return {std::max(0.0, sum) * unit, std::max(0.0, sums.clipped / power) * unit};
}

namespace {

struct Least {
    double cost = Infinity;
    Range range;
    void tryOut(double candidate, Range with)
    {
        if (candidate < cost) {
            cost = candidate;
            range = with;
        }
    }
};

/// Both ends times 1.00, 0.99, ...
Range leastOfFactors(const stats::Histogram& histogram, const QuantizerSpec& spec, int candidates)
{
    const UniformForm form = uniformFormOf(spec);
    const ExpectedPower error(histogram, spec.exponent);
    double lo = static_cast<double>(histogram.lo());
    double hi = static_cast<double>(histogram.hi());
    if (form.symmetric) {
        hi = std::max(form.codes.qmin < 0 ? -lo : 0.0, hi);
        lo = -hi;
    }
    Least least;
    Range hopeless; // what lies outside is more than the least error: so it is for all ranges within
    for (int i = 0; i < candidates; ++i) {
        const double f = 1 - 0.01 * i;
        const Range range{f * lo, f * hi};
        const Affine a = affineFromRange(range, form);
        const Range ends{a.scale * (form.codes.qmin - a.zeroPoint), a.scale * (form.codes.qmax - a.zeroPoint)};
        if (ends.lo >= hopeless.lo && ends.hi <= hopeless.hi)
            continue;
        const auto e = error.parts(a.scale, int64_t(a.zeroPoint) - form.codes.qmin,
                                   int64_t(form.codes.qmax) - form.codes.qmin + 1);
        least.tryOut(e.all, range);
        if (e.clipped > 1.000001 * least.cost)
            hopeless = ends;
    }
    return least.range;
}

Range leastOfAimet(const stats::Histogram& histogram, const QuantizerSpec& spec)
{
    const UniformForm form = uniformFormOf(spec);
    const ExpectedError error(histogram);
    const Range observed{static_cast<double>(histogram.lo()), static_cast<double>(histogram.hi())};
    const int steps = form.codes.qmax - form.codes.qmin;
    Least least;
    for (const DeltaOffset& c : aimetCandidates(observed, steps, form.symmetric)) {
        const double top = c.delta * form.codes.qmax;
        const Range range = form.symmetric ? Range{-top, top} : Range{c.delta * c.offset, c.delta * (c.offset + steps)};
        const Affine a = affineFromRange(range, form);
        least.tryOut(error.weighted(a.scale, int64_t(a.zeroPoint) - form.codes.qmin, int64_t(steps) + 1, spec.gamma),
                     range);
    }
    return least.range;
}

} // namespace

Range rangeOfLeastPower(const stats::Histogram& histogram, const QuantizerSpec& spec)
{
    switch (spec.grid) {
    case SearchGrid::Brecq: return leastOfFactors(histogram, spec, 80);
    case SearchGrid::Genie: return leastOfFactors(histogram, spec, 100);
    case SearchGrid::Aimet: return leastOfAimet(histogram, spec);
    }
    return {};
}

std::vector<DeltaOffset> aimetCandidates(Range observed, int steps, bool symmetric)
{
    std::vector<DeltaOffset> result;
    if (symmetric) {
        const double largest = std::max(-observed.lo, observed.hi);
        for (int k = 1; k <= 101; ++k)
            result.push_back({k / 100.0 * 2 * largest / steps, -std::ceil(steps / 2.0)});
        return result;
    }
    const double lo = std::min(observed.lo, 0.0), hi = std::max(observed.hi, 0.0);
    const double widest = (hi - lo) / steps;
    const double gridLow = widest * std::nearbyint(lo / widest); // what was seen, moved onto the widest grid
    const double gridHigh = gridLow + widest * steps;
    const int count = std::min(steps + 2, 21);
    std::vector<double> offsets;
    for (int k = 0; k < count - 1; ++k)
        offsets.push_back(std::nearbyint(-steps + k * (static_cast<double>(steps) / (count - 2))));
    offsets.push_back(std::nearbyint(lo / widest));
    for (int k = 1; k <= 17; ++k) {
        for (const double offset : offsets) {
            const double delta = k / 16.0 * widest;
            const double low = std::max(delta * offset, gridLow);
            const double high = std::min(delta * (offset + steps), gridHigh);
            const double clamped = (high - low) / steps;
            result.push_back({clamped, std::nearbyint(low / clamped)});
        }
    }
    return result;
}

} // namespace qscope::quant
