// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/quant/lp_search.h"
#include "core/quant/reference_calibrators.h"

namespace qscope::quant::reference {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();
constexpr double SearchPower = 2.4; ///< the exponent of the error in BRECQ, GENIE and QDrop

float affine(float x, Params p, float top)
{
    const float code = std::clamp(std::nearbyint(x / p.scale) + p.zeroPoint, 0.F, top);
    return p.scale * (code - p.zeroPoint);
}

double meanError(std::span<const float> x, Params p, int bits, double power)
{
    const auto top = static_cast<float>((1 << bits) - 1);
    double sum = 0;
    for (const float v : x)
        sum += std::pow(static_cast<double>(std::abs(v - affine(v, p, top))), power);
    return sum / static_cast<double>(x.size());
}

/// Zero is not forced into the range.
Params plainParams(float lo, float hi, int bits)
{
    const float scale = std::max((hi - lo) / static_cast<float>((1 << bits) - 1), 1e-8F);
    return {scale, std::nearbyint(-lo / scale)};
}

Params forcedParams(float lo, float hi, int bits)
{
    return plainParams(std::min(lo, 0.F), std::max(hi, 0.F), bits);
}

} // namespace

std::vector<float> nvidiaFakeQuantize(std::span<const float> x, float amax, int bits, bool isUnsigned, bool narrow)
{
    const auto bound = static_cast<float>((1 << (isUnsigned ? bits : bits - 1)) - 1);
    const float low = isUnsigned ? 0 : narrow ? -bound : -bound - 1;
    const bool vanishing = amax <= std::ldexp(1.F, -24);
    const float scale = vanishing ? 0 : bound / amax;
    std::vector<float> result;
    for (const float v : x)
        result.push_back(vanishing ? 0 : std::clamp(std::nearbyint(v * scale), low, bound) / scale);
    return result;
}

std::vector<float> affineFakeQuantize(std::span<const float> x, Params params, int bits)
{
    std::vector<float> result;
    for (const float v : x)
        result.push_back(affine(v, params, static_cast<float>((1 << bits) - 1)));
    return result;
}

double nvidiaMse(const Bins& bins, int bits, bool isUnsigned, int stride, int start)
{
    std::vector<float> centres;
    for (size_t i = 0; i < bins.counts.size(); ++i)
        centres.push_back((static_cast<float>(bins.edges[i]) + static_cast<float>(bins.edges[i + 1])) / 2);
    double least = Infinity, best = 0;
    for (size_t i = static_cast<size_t>(start); i < centres.size(); i += static_cast<size_t>(stride)) {
        const std::vector<float> quantized = nvidiaFakeQuantize(centres, centres[i], bits, isUnsigned, true);
        double error = 0;
        for (size_t k = 0; k < centres.size(); ++k) {
            const auto d = static_cast<double>(quantized[k] - centres[k]);
            error += d * d * bins.counts[k];
        }
        if (error < least) {
            least = error;
            best = static_cast<double>(centres[i]);
        }
    }
    return best;
}

namespace {

double aimetCost(const Bins& bins, DeltaOffset c, int steps, double gamma)
{
    double cost = 0;
    for (size_t k = 0; k < bins.counts.size(); ++k) {
        const double x = (bins.edges[k] + bins.edges[k + 1]) / 2;
        const double q = std::nearbyint(x / c.delta - c.offset);
        const double clipped = std::clamp(q, 0.0, static_cast<double>(steps));
        const double d = (clipped + c.offset) * c.delta - x;
        cost += bins.counts[k] * d * d * (q != clipped ? gamma : 1);
    }
    return cost;
}

} // namespace

Range aimetSqnr(const Bins& bins, Range observed, int bits, bool symmetric, double gamma)
{
    const int steps = (1 << bits) - 1;
    double least = Infinity;
    DeltaOffset best{};
    for (const DeltaOffset& c : aimetCandidates(observed, steps, symmetric)) {
        const double cost = aimetCost(bins, c, steps, gamma);
        if (cost < least) {
            least = cost;
            best = c;
        }
    }
    return {best.delta * best.offset, best.delta * (best.offset + steps)};
}

namespace {

/// PPQ's error of one bin, in bins: exact for the middle of a bin, and only roughly a rounding error.
double ppqError(int64_t bin, int64_t start, int64_t step, int64_t end)
{
    if (bin < start)
        return static_cast<double>(start - bin - 1) + 0.5;
    if (bin > end)
        return static_cast<double>(bin - end) + 0.5;
    const int64_t left = (bin - start) % step;
    const int64_t right = step - left - 1;
    return left == right ? static_cast<double>(left) + 0.25 : static_cast<double>(std::min(left, right)) + 0.5;
}

} // namespace

Range ppqMse(const Bins& bins, int qmin, int qmax, bool symmetric)
{
    const auto n = static_cast<int64_t>(bins.counts.size());
    const int64_t levels = qmax - qmin + 1;
    const double width = (bins.edges.back() - bins.edges.front()) / static_cast<double>(n);
    struct Candidate {
        int64_t start, step;
    };
    std::vector<Candidate> candidates;
    for (int64_t start = 0; start < n; start += 8) {
        if (start > 0 && (symmetric || static_cast<double>(start) * width + bins.edges.front() > 0))
            break;
        for (int64_t step = 1; step <= n / levels; ++step)
            candidates.push_back({start, step});
    }
    if (!symmetric)
        candidates.push_back({0, (n + levels - 1) / levels}); // the full range
    double least = Infinity;
    Candidate best{0, 1};
    for (const Candidate& c : candidates) {
        double cost = 0;
        for (int64_t k = 0; k < n; ++k) {
            const double e = ppqError(k, c.start, c.step, c.start + levels * c.step);
            cost += bins.counts[static_cast<size_t>(k)] * e * e;
        }
        if (cost < least) {
            least = cost;
            best = c;
        }
    }
    const double lo = bins.edges.front() + static_cast<double>(best.start) * width;
    const double hi = std::min(bins.edges.front() + static_cast<double>(best.start + levels * best.step) * width,
                               bins.edges.back());
    return symmetric ? Range{-hi, hi} : Range{lo, hi};
}

Params brecqMax(std::span<const float> x, int bits)
{
    const Range r = minMax(x);
    return forcedParams(static_cast<float>(r.lo), static_cast<float>(r.hi), bits);
}

Params brecqMaxScale(std::span<const float> x, int bits)
{
    const Range r = minMax(x);
    const double factor = (bits + 2) / 8.0;
    return forcedParams(static_cast<float>(r.lo * factor), static_cast<float>(r.hi * factor), bits);
}

Params brecqMse(std::span<const float> x, int bits)
{
    const Range r = minMax(x);
    Params best;
    double least = Infinity;
    for (int i = 0; i < 80; ++i) {
        const double f = 1 - 0.01 * i;
        const Params p = plainParams(static_cast<float>(r.lo * f), static_cast<float>(r.hi * f), bits);
        const double error = meanError(x, p, bits, SearchPower);
        if (error < least) {
            least = error;
            best = p;
        }
    }
    return best;
}

Params genieInit(std::span<const float> x, int bits, GenieForm form)
{
    Range r = minMax(x);
    if (form != GenieForm::Asymmetric) {
        r.hi = std::max(std::abs(r.lo), std::abs(r.hi));
        r.lo = form == GenieForm::SymmetricSigned ? -r.hi : 0;
    }
    Params best;
    double least = Infinity;
    for (int i = 0; i < 100; ++i) {
        const double f = 1 - 0.01 * i;
        Params p = plainParams(static_cast<float>(r.lo * f), static_cast<float>(r.hi * f), bits);
        if (form == GenieForm::SymmetricSigned)
            p.zeroPoint = static_cast<float>(1 << (bits - 1)); // half a step is rounded to even, that is up
        const double error = meanError(x, p, bits, SearchPower);
        if (error < least) {
            least = error;
            best = p;
        }
    }
    return best;
}

namespace {

Params qdropParams(double lo, double hi, int bits)
{
    const auto top = static_cast<float>((1 << bits) - 1);
    const float low = std::min(static_cast<float>(lo), 0.F);
    const float high = std::max(static_cast<float>(hi), 0.F);
    const float scale = std::max((high - low) / top, 1e-8F);
    return {scale, std::clamp(-std::nearbyint(low / scale), 0.F, top)};
}

/// Keeps the first of the best ranges.
class QdropSearch {
public:
    QdropSearch(std::span<const float> x, int bits) : m_x(x), m_bits(bits) {}
    void tryOut(Range range)
    {
        const Params p = qdropParams(range.lo, range.hi, m_bits);
        const double error = meanError(m_x, p, m_bits, SearchPower);
        if (error < m_least) {
            m_least = error;
            m_best = {range, p};
        }
    }
    QdropResult best() const { return m_best; }

private:
    std::span<const float> m_x;
    int m_bits;
    double m_least = Infinity;
    QdropResult m_best;
};

} // namespace

QdropResult qdropMse1d(std::span<const float> x, int bits)
{
    const Range r = minMax(x);
    const double top = std::max(std::abs(r.lo), std::abs(r.hi));
    QdropSearch search(x, bits);
    for (int i = 1; i <= 100; ++i) {
        const double t = top / 100 * i;
        search.tryOut({r.lo >= 0 ? 0 : -t, r.hi <= 0 ? 0 : t});
    }
    return search.best();
}

QdropResult qdropMse2d(std::span<const float> x, int bits)
{
    const Range r = minMax(x);
    const int top = (1 << bits) - 1;
    QdropSearch search(x, bits);
    for (int i = 1; i <= 100; ++i) {
        const double span = (r.hi - r.lo) / 100 * i;
        for (int zero = 0; zero <= top; ++zero)
            search.tryOut({-zero * span / top, span - zero * span / top});
    }
    return search.best();
}

namespace {

/// Linear between order statistics, with the rank in float32 as torch.quantile computes it.
float quantile(const std::vector<float>& sorted, float p)
{
    const float rank = p * static_cast<float>(sorted.size() - 1);
    const auto i = static_cast<size_t>(rank);
    const float above = sorted[std::min(i + 1, sorted.size() - 1)];
    return sorted[i] + (above - sorted[i]) * (rank - static_cast<float>(i));
}

} // namespace

Params repqUniform(std::span<const float> x, int bits)
{
    std::vector<float> sorted(x.begin(), x.end());
    std::sort(sorted.begin(), sorted.end());
    Params best;
    double least = Infinity;
    for (const double p : {0.999, 0.9999, 0.99999}) {
        const Params candidate = plainParams(quantile(sorted, static_cast<float>(1 - p)), quantile(sorted, static_cast<float>(p)), bits);
        const double error = meanError(x, candidate, bits, 2);
        if (error < least) {
            least = error;
            best = candidate;
        }
    }
    return best;
}

Params repqLogSqrt2(std::span<const float> x, int bits)
{
    std::vector<float> sorted(x.begin(), x.end());
    std::sort(sorted.begin(), sorted.end());
    QuantizerSpec spec;
    spec.kind = QuantizerKind::LogSqrt2;
    spec.bits = bits;
    Params best;
    double least = Infinity;
    for (const double p : {0.999, 0.9999, 0.99999}) {
        const float delta = quantile(sorted, static_cast<float>(p));
        const QuantParams params = paramsFromRange({0, static_cast<double>(delta)}, spec);
        double error = 0;
        for (const float v : x) {
            const auto d = static_cast<double>(v - fakeQuantize(v, params));
            error += d * d;
        }
        if (error < least) {
            least = error;
            best = {delta, 0};
        }
    }
    return best;
}

} // namespace qscope::quant::reference
