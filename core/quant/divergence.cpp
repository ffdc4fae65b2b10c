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

/// Where the levels of one candidate begin and end in the prefix sums, padded to a multiple of four levels.
class LevelSums {
public:
    explicit LevelSums(size_t levels) : m_count(levels + 6), m_used(levels + 6), m_mean(levels + 4) {}

    double* count() { return m_count.data(); }
    double* used() { return m_used.data(); }
    double* mean() { return m_mean.data(); }
    /// Levels up to the next multiple of four hold nothing.
    void pad(size_t levels)
    {
        for (size_t l = levels + 1; l < levels + 5; ++l) {
            m_count[l] = m_count[levels];
            m_used[l] = m_used[levels];
        }
    }

private:
    std::vector<double> m_count; ///< sums over the bins below the border of a level
    std::vector<double> m_used;
    std::vector<double> m_mean;
};

QSCOPE_INLINE_KERNEL Double4 load(const double* from)
{
    Double4 v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

QSCOPE_INLINE_KERNEL double sumOf(const Double4& v) { return (v[0] + v[2]) + (v[1] + v[3]); }

/// sum c log(c / u) over the levels, c being what is in a level and u its used bins.
QSCOPE_MULTIVERSION double meanLogSum(const double* count, const double* used, size_t levels)
{
    Double4 sum{};
    for (size_t l = 0; l < levels; l += 4) {
        const Double4 c = load(count + l + 1) - load(count + l);
        const Double4 u = load(used + l + 1) - load(used + l);
        sum += c * logarithm(c > 0 ? c / u : c - c + 1);
    }
    return sumOf(sum);
}

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

/// sum P log Q over the first i bins of P without the tail, Q being the mean of the used bins of each level. Level l
/// begins at ceil(l i / levels).
double levelLogSum(const PrefixSums& sums, size_t i, size_t levels, LevelSums& work)
{
    if (levels >= i)
        return sums.xLog[i]; // every bin is a level of its own
    const size_t whole = i / levels, part = i % levels;
    size_t border = 0, rest = 0;
    for (size_t l = 0; l <= levels; ++l) {
        const size_t bin = border + (rest > 0 ? 1 : 0);
        work.count()[l] = sums.count[bin];
        work.used()[l] = sums.used[bin];
        border += whole;
        rest += part;
        if (rest >= levels) {
            rest -= levels;
            ++border;
        }
    }
    work.pad(levels);
    return meanLogSum(work.count(), work.used(), levels);
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
    LevelSums work(std::min(levels, counts.size()));
    std::vector<double> result;
    for (size_t i = start; i <= counts.size(); i += stride) {
        const double inside = sums.count[i];
        const double tail = total - inside;
        if (inside <= 0 || (counts[i - 1] <= 0 && tail > 0)) {
            result.push_back(Infinity);
            continue;
        }
        const double pLogP = sums.xLog[i - 1] + xLogX(counts[i - 1] + tail);
        double pLogQ = levelLogSum(sums, i, levels, work);
        if (tail > 0)
            pLogQ += tail * std::log(lastLevelMean(sums, i, levels));
        result.push_back(std::max(0.0, (pLogP - pLogQ) / total - std::log(total / inside)));
    }
    return result;
}

namespace {

constexpr double Lift = 1e-4; ///< what empty bins are lifted to

/// Prefix sums of h, [h > 0], and, where h > 0, h log h, log h, 1/h, 1/h^2, 1/h^3.
struct SymmetricSums {
    std::vector<double> count{0};
    std::vector<double> used{0};
    std::vector<std::array<double, 5>> logs{{}};

    explicit SymmetricSums(std::span<const double> counts)
    {
        for (const double h : counts) {
            count.push_back(count.back() + h);
            used.push_back(used.back() + (h > 0 ? 1 : 0));
            std::array<double, 5> s = logs.back();
            if (h > 0) {
                const double log = std::log(h);
                const std::array<double, 5> terms{h * log, log, 1 / h, 1 / (h * h), 1 / (h * h * h)};
                for (size_t k = 0; k < terms.size(); ++k)
                    s[k] += terms[k];
            }
            logs.push_back(s);
        }
    }
};

/// Means of the levels in whole numbers; returns their sum and how many are not zero.
QSCOPE_MULTIVERSION std::array<double, 2> wholeMeans(const double* count, const double* used, size_t levels, double* mean)
{
    Double4 sum{}, nonzero{};
    for (size_t l = 0; l < levels; l += 4) {
        const Double4 c = load(count + l + 1) - load(count + l);
        const Double4 u = load(used + l + 1) - load(used + l);
        const Double4 ratio = u > 0 ? c / u : c - c;
        const Double4 near = nearest(ratio);
        const Double4 whole = near > ratio ? near - 1 : near;
        std::memcpy(mean + l, &whole, sizeof whole);
        sum += whole;
        nonzero += whole > 0 ? c - c + 1 : c - c;
    }
    return {sumOf(sum), sumOf(nonzero)};
}

/// sum P log Q over the levels, both after lifting. P gives `lowered` from every used bin to the empty ones, Q
/// `loweredMean`.
QSCOPE_MULTIVERSION double liftedLogSum(const double* count, const double* used, const double* mean, size_t levels,
                                        double width, double lowered, double loweredMean)
{
    Double4 sum{};
    for (size_t l = 0; l < levels; l += 4) {
        const Double4 c = load(count + l + 1) - load(count + l);
        const Double4 u = load(used + l + 1) - load(used + l);
        const Double4 q = load(mean + l);
        const Double4 lifted = c - lowered * u + Lift * (width - u);
        sum += lifted * logarithm(q > 0 ? q - loweredMean : q - q + Lift);
    }
    return sumOf(sum);
}

/// The slice of one candidate, in prefix sums. Means of levels leave the tails out, what they are compared with
/// has them in its end bins.
class SymmetricCandidate {
public:
    SymmetricCandidate(std::span<const double> counts, const SymmetricSums& sums, size_t begin, size_t end, size_t levels)
        : m_counts(counts), m_sums(sums), m_begin(begin), m_end(end), m_levels(levels), m_width((end - begin) / levels)
    {
        m_left = sums.count[begin];
        m_right = sums.count.back() - sums.count[end];
        const auto n = static_cast<double>(end - begin);
        m_used = sums.used[end] - sums.used[begin] + addedBins(begin, end);
        m_lowered = m_used > 0 ? Lift * (n - m_used) / m_used : 0;
    }

    double divergence(LevelSums& work)
    {
        if (m_used == 0)
            return Infinity;
        for (size_t l = 0; l <= m_levels; ++l) {
            work.count()[l] = m_sums.count[m_begin + l * m_width];
            work.used()[l] = m_sums.used[m_begin + l * m_width];
        }
        coarsen(work);
        if (m_coarseUsed == 0)
            return Infinity;
        const double total = m_sums.count.back();
        return (ownSum() - crossSum(work)) / total - std::log(total / m_coarseTotal);
    }

private:
    double first() const { return m_counts[m_begin] + m_left; }
    double last() const { return m_counts[m_end - 1] + m_right; }

    /// Empty end bins in [a, b) that are used once the tails are in them.
    double addedBins(size_t a, size_t b) const
    {
        double n = 0;
        if (a <= m_begin && m_begin < b && m_counts[m_begin] == 0 && first() > 0)
            n += 1;
        if (a < m_end && m_end == b && m_counts[m_end - 1] == 0 && last() > 0)
            n += 1;
        return n;
    }

    /// Levels of Q: whole numbers, empty levels and what does not fill the last level stay zero. The last level's mean
    /// takes everything up to the end, but over the bins of a level.
    void coarsen(LevelSums& work)
    {
        const size_t lastBegin = m_begin + (m_levels - 1) * m_width;
        double* count = work.count();
        double* used = work.used();
        // Differences of what follows give a level its end bins; the vectors are put right again afterwards.
        const double lastCount = count[m_levels], lastUsed = used[m_levels], firstUsed = used[0];
        count[m_levels] = m_sums.count[m_end];
        used[m_levels] += addedBins(lastBegin, lastBegin + m_width);
        used[0] -= addedBins(m_begin, m_begin + m_width);
        work.pad(m_levels);
        const auto [sum, nonzero] = wholeMeans(count, used, m_levels, work.mean());
        count[m_levels] = lastCount;
        used[m_levels] = lastUsed;
        used[0] = firstUsed;
        m_coarseUsed = nonzero * static_cast<double>(m_width);
        m_coarseTotal = sum * static_cast<double>(m_width);
    }

    /// sum P log P after lifting, by (1 - t) log(1 - t) = -t + t^2/2 + t^3/6 + t^4/12 + ... with t = lowered / h.
    double ownSum() const
    {
        const auto n = static_cast<double>(m_end - m_begin);
        double sum = (n - m_used) * Lift * std::log(Lift);
        if (first() > 0)
            sum += xLogX(first() - m_lowered);
        if (last() > 0)
            sum += xLogX(last() - m_lowered);
        const auto& a = m_sums.logs[m_begin + 1];
        const auto& b = m_sums.logs[m_end - 1];
        const double used = m_sums.used[m_end - 1] - m_sums.used[m_begin + 1];
        const double e = m_lowered;
        return sum + (b[0] - a[0]) - e * (b[1] - a[1]) - e * used + e * e / 2 * (b[2] - a[2]) +
               e * e * e / 6 * (b[3] - a[3]) + e * e * e * e / 12 * (b[4] - a[4]);
    }

    /// sum P log Q after lifting both: the levels without the tails, the tails, and what does not fill a level.
    double crossSum(LevelSums& work) const
    {
        const auto n = static_cast<double>(m_end - m_begin);
        const double loweredMean = Lift * (n - m_coarseUsed) / m_coarseUsed;
        const auto logOf = [&](double q) { return std::log(q > 0 ? q - loweredMean : Lift); };
        work.pad(m_levels);
        for (size_t l = m_levels; l % 4 != 0; ++l)
            work.mean()[l] = 1 + loweredMean; // the logarithm of the padding is 0
        double sum = liftedLogSum(work.count(), work.used(), work.mean(), m_levels, static_cast<double>(m_width), m_lowered,
                                  loweredMean);
        const size_t rest = m_begin + m_levels * m_width;
        const double* mean = work.mean();
        sum += tailTerm(m_begin, m_begin + m_width, true) * logOf(mean[0]);
        if (rest == m_end)
            return sum + tailTerm(m_end - m_width, m_end, false) * logOf(mean[m_levels - 1]);
        const double mass = m_sums.count[m_end] - m_sums.count[rest];
        const double cells = m_sums.used[m_end] - m_sums.used[rest];
        const auto width = static_cast<double>(m_end - rest);
        return sum + (mass - m_lowered * cells + Lift * (width - cells) + tailTerm(rest, m_end, false)) * std::log(Lift);
    }

    /// What a tail adds to the lifted mass of [a, b): itself, and where its bin was empty, that bin is used now.
    double tailTerm(size_t a, size_t b, bool left) const
    {
        const size_t bin = left ? m_begin : m_end - 1;
        const bool added = m_counts[bin] == 0 && (left ? first() : last()) > 0 && a <= bin && bin < b;
        return (left ? m_left : m_right) - (added ? m_lowered + Lift : 0);
    }

    std::span<const double> m_counts;
    const SymmetricSums& m_sums;
    size_t m_begin, m_end, m_levels, m_width;
    double m_left = 0, m_right = 0; ///< what lies beyond the slice
    double m_used = 0;              ///< bins of P that are not empty
    double m_lowered = 0;           ///< what each of them gives to the empty ones
    double m_coarseUsed = 0, m_coarseTotal = 0;
};

} // namespace

std::vector<double> symmetricDivergences(std::span<const double> counts, size_t levels)
{
    assert(levels >= 2);
    const SymmetricSums sums(counts);
    const size_t middle = counts.size() / 2;
    LevelSums work(levels);
    std::vector<double> result;
    for (size_t i = levels / 2; i <= middle; ++i) {
        const size_t end = std::min(middle + i + 1, counts.size());
        if (end - (middle - i) < levels)
            result.push_back(Infinity);
        else
            result.push_back(SymmetricCandidate(counts, sums, middle - i, end, levels).divergence(work));
    }
    return result;
}

} // namespace qscope::quant
