// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/divergence.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/quant/double4.h"

namespace qscope::quant {

namespace {

/// sum weight * log(value); both padded to a multiple of four, values positive.
QSCOPE_MULTIVERSION double weightedLogSum(const double* weights, const double* values, size_t n)
{
    Double4 sum{};
    for (size_t i = 0; i < n; i += 4) {
        Double4 w, v;
        std::memcpy(&w, weights + i, sizeof w);
        std::memcpy(&v, values + i, sizeof v);
        sum += w * logarithm(v);
    }
    return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

/// Terms of such a sum.
class LogTerms {
public:
    explicit LogTerms(size_t capacity) : m_weights(capacity + 4), m_values(capacity + 4, 1.0) {}
    void clear() { m_size = 0; }
    void add(double weight, double value)
    {
        m_weights[m_size] = weight;
        m_values[m_size++] = value;
    }
    double sum()
    {
        const size_t padded = (m_size + 3) / 4 * 4;
        std::fill(m_weights.begin() + static_cast<std::ptrdiff_t>(m_size),
                  m_weights.begin() + static_cast<std::ptrdiff_t>(padded), 0.0);
        return weightedLogSum(m_weights.data(), m_values.data(), padded);
    }

private:
    std::vector<double> m_weights;
    std::vector<double> m_values;
    size_t m_size = 0;
};

constexpr double Infinity = std::numeric_limits<double>::infinity();

double xLogX(double x) { return x > 0 ? x * std::log(x) : 0; }

/// Sums over bins [0, i) at index i.
struct PrefixSums {
    std::vector<double> count{0};
    std::vector<double> used{0};  ///< bins that are not empty
    std::vector<double> xLog{0};  ///< h log h

    explicit PrefixSums(std::span<const double> counts)
    {
        for (const double h : counts) {
            count.push_back(count.back() + h);
            used.push_back(used.back() + (h > 0 ? 1 : 0));
            xLog.push_back(xLog.back() + xLogX(h));
        }
    }
};

/// sum P log Q over the first i bins of P without the tail, Q being the mean of the used bins of each level.
double levelLogSum(const PrefixSums& sums, size_t i, size_t levels, LogTerms& terms)
{
    if (levels >= i)
        return sums.xLog[i]; // every bin is a level of its own
    terms.clear();
    for (size_t l = 0, begin = 0; l < levels; ++l) {
        const size_t end = ((l + 1) * i + levels - 1) / levels;
        const double c = sums.count[end] - sums.count[begin];
        if (c > 0)
            terms.add(c, c / (sums.used[end] - sums.used[begin]));
        begin = end;
    }
    return terms.sum();
}

/// Mean of the used bins of the level that holds bin i - 1.
double lastLevelMean(const PrefixSums& sums, size_t i, size_t levels)
{
    const size_t level = levels >= i ? i - 1 : (i - 1) * levels / i;
    const size_t begin = levels >= i ? i - 1 : (level * i + levels - 1) / levels;
    return (sums.count[i] - sums.count[begin]) / (sums.used[i] - sums.used[begin]);
}

} // namespace

std::vector<double> clippedDivergences(std::span<const double> counts, size_t levels, size_t start, size_t stride)
{
    assert(start >= 1 && start <= counts.size() && levels >= 1);
    const PrefixSums sums(counts);
    const double total = sums.count.back();
    LogTerms terms(std::min(levels, counts.size()));
    std::vector<double> result;
    for (size_t i = start; i <= counts.size(); i += stride) {
        const double inside = sums.count[i];
        const double tail = total - inside;
        if (inside <= 0 || (counts[i - 1] <= 0 && tail > 0)) {
            result.push_back(Infinity);
            continue;
        }
        const double pLogP = sums.xLog[i - 1] + xLogX(counts[i - 1] + tail);
        double pLogQ = levelLogSum(sums, i, levels, terms);
        if (tail > 0)
            pLogQ += tail * std::log(lastLevelMean(sums, i, levels));
        result.push_back(std::max(0.0, (pLogP - pLogQ) / total - std::log(total / inside)));
    }
    return result;
}

namespace {

constexpr double Lift = 1e-4; ///< what empty bins are lifted to

/// The slice of one candidate, in prefix sums.
class SymmetricCandidate {
public:
    SymmetricCandidate(std::span<const double> counts, const std::vector<std::array<double, 7>>& sums, size_t begin,
                       size_t end, size_t levels)
        : m_counts(counts), m_sums(sums), m_begin(begin), m_end(end), m_levels(levels)
    {
        m_left = m_sums[begin][0];
        m_right = m_sums.back()[0] - m_sums[end][0];
        const auto n = static_cast<double>(end - begin);
        m_used = used(begin, end);
        m_lowered = m_used > 0 ? Lift * (n - m_used) / m_used : 0;
    }

    double divergence(LogTerms& terms)
    {
        if (m_used == 0)
            return Infinity;
        coarsen();
        if (m_coarseUsed == 0)
            return Infinity;
        const double total = m_sums.back()[0];
        const double pLogQ = crossSum(terms);
        return (ownSum() - pLogQ) / total - std::log(total / m_coarseTotal);
    }

private:
    double first() const { return m_counts[m_begin] + m_left + (m_end - m_begin == 1 ? m_right : 0); }
    double last() const { return m_counts[m_end - 1] + m_right + (m_end - m_begin == 1 ? m_left : 0); }
    /// Used bins of P in [a, b), tails counted.
    double used(size_t a, size_t b) const
    {
        double n = m_sums[b][1] - m_sums[a][1];
        if (a <= m_begin && m_begin < b && m_counts[m_begin] == 0 && first() > 0)
            n += 1;
        if (a < m_end && m_end == b && m_end - 1 != m_begin && m_counts[m_end - 1] == 0 && last() > 0)
            n += 1;
        return n;
    }

    /// Mass of P in [a, b), tails counted.
    double mass(size_t a, size_t b) const
    {
        return m_sums[b][0] - m_sums[a][0] + (a == m_begin ? m_left : 0) + (b == m_end ? m_right : 0);
    }

    /// Levels of Q: whole numbers, empty levels and what does not fill the last level stay zero.
    void coarsen()
    {
        const size_t width = (m_end - m_begin) / m_levels;
        m_coarse.assign(m_levels, 0);
        for (size_t j = 0; j < m_levels; ++j) {
            const size_t a = m_begin + j * width;
            const size_t b = j + 1 == m_levels ? m_end : a + width;
            const double cells = used(a, a + width);
            if (cells > 0)
                m_coarse[j] = std::trunc((m_sums[b][0] - m_sums[a][0]) / cells);
            if (m_coarse[j] > 0)
                m_coarseUsed += static_cast<double>(width);
            m_coarseTotal += m_coarse[j] * static_cast<double>(width);
        }
    }

    /// sum P log P after lifting, by (1 - t) log(1 - t) = -t + t^2/2 + t^3/6 + t^4/12 + ... with t = lowered / h.
    double ownSum() const
    {
        const auto n = static_cast<double>(m_end - m_begin);
        double sum = (n - m_used) * Lift * std::log(Lift);
        if (first() > 0)
            sum += xLogX(first() - m_lowered);
        if (m_end - m_begin == 1)
            return sum;
        if (last() > 0)
            sum += xLogX(last() - m_lowered);
        const auto& a = m_sums[m_begin + 1];
        const auto& b = m_sums[m_end - 1];
        const double e = m_lowered;
        return sum + (b[2] - a[2]) - e * (b[3] - a[3]) - e * (b[1] - a[1]) + e * e / 2 * (b[4] - a[4]) +
               e * e * e / 6 * (b[5] - a[5]) + e * e * e * e / 12 * (b[6] - a[6]);
    }

    /// sum P log Q after lifting both.
    double crossSum(LogTerms& terms) const
    {
        const size_t width = (m_end - m_begin) / m_levels;
        const auto n = static_cast<double>(m_end - m_begin);
        const double lowered = Lift * (n - m_coarseUsed) / m_coarseUsed;
        terms.clear();
        for (size_t j = 0; j <= m_levels; ++j) {
            const size_t a = m_begin + j * width;
            const size_t b = j == m_levels ? m_end : a + width;
            if (a == b)
                continue;
            const double cells = used(a, b);
            const double lifted = mass(a, b) - m_lowered * cells + Lift * (static_cast<double>(b - a) - cells);
            const double q = j < m_levels ? m_coarse[j] : 0;
            terms.add(lifted, q > 0 ? q - lowered : Lift);
        }
        return terms.sum();
    }

    std::span<const double> m_counts;
    const std::vector<std::array<double, 7>>& m_sums;
    size_t m_begin, m_end, m_levels;
    double m_left = 0, m_right = 0; ///< what lies beyond the slice
    double m_used = 0;              ///< bins of P that are not empty
    double m_lowered = 0;           ///< what each of them gives to the empty ones
    std::vector<double> m_coarse;
    double m_coarseUsed = 0, m_coarseTotal = 0;
};

} // namespace

std::vector<double> symmetricDivergences(std::span<const double> counts, size_t levels)
{
    assert(levels >= 2);
    // Prefix sums of h, [h > 0], h log h, log h, 1/h, 1/h^2, 1/h^3.
    std::vector<std::array<double, 7>> sums{{}};
    for (const double h : counts) {
        std::array<double, 7> s = sums.back();
        if (h > 0) {
            const double log = std::log(h);
            const std::array<double, 7> terms{h, 1, h * log, log, 1 / h, 1 / (h * h), 1 / (h * h * h)};
            for (size_t k = 0; k < terms.size(); ++k)
                s[k] += terms[k];
        }
        sums.push_back(s);
    }
    const size_t middle = counts.size() / 2;
    LogTerms terms(levels + 1);
    std::vector<double> result;
    for (size_t i = levels / 2; i <= middle; ++i) {
        const size_t end = std::min(middle + i + 1, counts.size());
        if (end - (middle - i) < levels)
            result.push_back(Infinity);
        else
            result.push_back(SymmetricCandidate(counts, sums, middle - i, end, levels).divergence(terms));
    }
    return result;
}

} // namespace qscope::quant
