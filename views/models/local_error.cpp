// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/local_error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qscope::views {

namespace {

/// Quantizer reduced to what the integrals need.
struct Steps {
    double scale;
    double lo;
    double hi;
};

double cube(double x) { return x * x * x; }

/// Integral of (x - centre)^2 over [a, b].
double squareAround(double centre, double a, double b) { return (cube(b - centre) - cube(a - centre)) / 3; }

/// Integral of the squared rounding error over [a, b] inside the representable range.
double roundingIntegral(const Steps& q, double a, double b)
{
    const double first = std::nearbyint((a - q.lo) / q.scale);
    const double last = std::nearbyint((b - q.lo) / q.scale);
    if (last - first > 64) // many whole steps: the ends no longer matter
        return (b - a) * q.scale * q.scale / 12;
    double sum = 0;
    for (double code = first; code <= last; ++code) {
        const double centre = q.lo + code * q.scale;
        const double from = std::max(a, centre - q.scale / 2);
        const double to = std::min(b, centre + q.scale / 2);
        if (to > from)
            sum += squareAround(centre, from, to);
    }
    return sum;
}

/// Adds data of weight `share` that lies uniformly in [a, b].
void addUniform(LocalError& error, double& power, const Steps& q, double a, double b, double share)
{
    const double density = share / (b - a);
    power += share * (a * a + a * b + b * b) / 3;
    const double belowEnd = std::clamp(q.lo, a, b);
    const double aboveBegin = std::clamp(q.hi, a, b);
    error.clippedShare += density * ((belowEnd - a) + (b - aboveBegin));
    error.clippingMse += density * (squareAround(q.lo, a, belowEnd) + squareAround(q.hi, aboveBegin, b));
    if (aboveBegin > belowEnd)
        error.roundingMse += density * roundingIntegral(q, belowEnd, aboveBegin);
}

/// The same for data at one value.
void addPoint(LocalError& error, double& power, const Steps& q, double x, double share)
{
    power += share * x * x;
    const double nearest = q.lo + q.scale * std::nearbyint((std::clamp(x, q.lo, q.hi) - q.lo) / q.scale);
    const bool clipped = x < q.lo || x > q.hi;
    error.clippedShare += clipped ? share : 0;
    (clipped ? error.clippingMse : error.roundingMse) += share * (x - nearest) * (x - nearest);
}

/// Quantizers whose steps differ: themselves, at points spread over the bin.
void addSampled(LocalError& error, double& power, const quant::QuantParams& params, size_t channel, double a, double b,
                double share)
{
    constexpr int Points = 8;
    const quant::Range range = params.representable(channel);
    for (int k = 0; k < Points; ++k) {
        const double x = a + (b - a) * (k + 0.5) / Points;
        const double d = x - static_cast<double>(quant::fakeQuantize(static_cast<float>(x), params, channel));
        const bool clipped = x < range.lo || x > range.hi;
        power += share / Points * x * x;
        error.clippedShare += clipped ? share / Points : 0;
        (clipped ? error.clippingMse : error.roundingMse) += share / Points * d * d;
    }
}

} // namespace

LocalError localError(const stats::Histogram& histogram, const quant::QuantParams& params, size_t channel)
{
    LocalError error;
    if (histogram.empty())
        return error;
    const quant::Range range = params.representable(channel);
    const Steps q{params.scale[std::min(channel, params.scale.size() - 1)], range.lo, range.hi};
    const auto counts = histogram.counts();
    double power = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0)
            continue;
        const double share = static_cast<double>(counts[i]) / static_cast<double>(histogram.total());
        const double a = std::max(histogram.edge(i), static_cast<double>(histogram.lo()));
        const double b = std::min(histogram.edge(i + 1), static_cast<double>(histogram.hi()));
        if (!params.isUniform())
            addSampled(error, power, params, channel, a, b, share);
        else if (b > a)
            addUniform(error, power, q, a, b, share);
        else
            addPoint(error, power, q, std::min(a, static_cast<double>(histogram.hi())), share);
    }
    const double noise = error.roundingMse + error.clippingMse;
    error.sqnrDb = noise > 0 ? 10 * std::log10(power / noise) : std::numeric_limits<double>::infinity();
    return error;
}

} // namespace qscope::views
