// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quant/codebook.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qscope::quant {

WeightedPoints pointsOf(std::span<const float> values)
{
    std::vector<float> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](float v) { return std::isfinite(v); });
    std::sort(sorted.begin(), sorted.end());
    WeightedPoints points;
    for (const float v : sorted) {
        const auto x = static_cast<double>(v);
        if (points.x.empty() || points.x.back() != x) {
            points.x.push_back(x);
            points.weight.push_back(0);
        }
        points.weight.back() += 1;
    }
    return points;
}

WeightedPoints pointsOf(const stats::Histogram& histogram)
{
    WeightedPoints points;
    const auto counts = histogram.counts();
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0)
            continue;
        points.x.push_back(std::clamp(histogram.centre(i), static_cast<double>(histogram.lo()),
                                      static_cast<double>(histogram.hi())));
        points.weight.push_back(static_cast<double>(counts[i]));
    }
    return points;
}

namespace {

/// Sums over points [0, i) at index i.
class Prefix {
public:
    explicit Prefix(const WeightedPoints& points) : m_points(points), m_weight{0}, m_first{0}
    {
        for (size_t i = 0; i < points.x.size(); ++i) {
            m_weight.push_back(m_weight.back() + points.weight[i]);
            m_first.push_back(m_first.back() + points.weight[i] * points.x[i]);
        }
    }
    /// Where the points of each centre begin; one more entry, their number, at the end.
    std::vector<size_t> cellsOf(const std::vector<double>& centres) const
    {
        std::vector<size_t> begins{0};
        for (size_t k = 0; k + 1 < centres.size(); ++k) {
            const auto from = m_points.x.begin() + static_cast<std::ptrdiff_t>(begins.back());
            const auto to = std::upper_bound(from, m_points.x.end(), (centres[k] + centres[k + 1]) / 2);
            begins.push_back(static_cast<size_t>(to - m_points.x.begin()));
        }
        begins.push_back(m_points.x.size());
        return begins;
    }
    double weight(size_t begin, size_t end) const { return m_weight[end] - m_weight[begin]; }
    double first(size_t begin, size_t end) const { return m_first[end] - m_first[begin]; }

private:
    const WeightedPoints& m_points;
    std::vector<double> m_weight;
    std::vector<double> m_first;
};

/// What is in a cell.
struct Mass {
    double weight = 0;
    double first = 0;
};

/// The `count` points that lie farthest from their centres, with their cells; fewer when the others lie on one.
std::vector<std::pair<size_t, size_t>> farthest(const WeightedPoints& points, const std::vector<double>& centres,
                                                const std::vector<size_t>& cells, size_t count)
{
    std::vector<std::pair<double, std::pair<size_t, size_t>>> found;
    for (size_t k = 0; k < centres.size(); ++k)
        for (size_t i = cells[k]; i < cells[k + 1]; ++i)
            if (points.x[i] != centres[k])
                found.push_back({-std::abs(points.x[i] - centres[k]), {i, k}});
    count = std::min(count, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end());
    std::vector<std::pair<size_t, size_t>> result;
    for (size_t i = 0; i < count; ++i)
        result.push_back(found[i].second);
    return result;
}

std::vector<double> movedCentres(const WeightedPoints& points, const Prefix& prefix, const std::vector<double>& centres)
{
    const std::vector<size_t> cells = prefix.cellsOf(centres);
    std::vector<Mass> mass(centres.size());
    std::vector<size_t> empty;
    for (size_t k = 0; k < centres.size(); ++k) {
        mass[k] = {prefix.weight(cells[k], cells[k + 1]), prefix.first(cells[k], cells[k + 1])};
        if (cells[k] == cells[k + 1])
            empty.push_back(k);
    }
    const auto taken = empty.empty() ? decltype(farthest(points, centres, cells, 0)){}
                                     : farthest(points, centres, cells, empty.size());
    for (size_t e = 0; e < taken.size(); ++e) {
        const auto [i, k] = taken[e];
        mass[k].weight -= points.weight[i];
        mass[k].first -= points.weight[i] * points.x[i];
        mass[empty[e]] = {points.weight[i], points.weight[i] * points.x[i]};
    }
    std::vector<double> moved(centres.size());
    for (size_t k = 0; k < centres.size(); ++k)
        moved[k] = mass[k].weight > 0 ? mass[k].first / mass[k].weight : centres[k];
    std::sort(moved.begin(), moved.end());
    return moved;
}

double inertiaOf(const WeightedPoints& points, const std::vector<double>& centres)
{
    double sum = 0;
    size_t c = 0;
    for (size_t i = 0; i < points.x.size(); ++i) {
        while (c + 1 < centres.size() && points.x[i] > (centres[c] + centres[c + 1]) / 2)
            ++c;
        sum += points.weight[i] * (points.x[i] - centres[c]) * (points.x[i] - centres[c]);
    }
    return sum;
}

} // namespace

Clustering lloyd(const WeightedPoints& points, std::vector<double> centres, int mostIterations)
{
    const Prefix prefix(points);
    Clustering result{std::move(centres), 0, 0};
    for (bool moved = !points.x.empty(); moved && result.iterations < mostIterations; ++result.iterations) {
        std::vector<double> next = movedCentres(points, prefix, result.centres);
        moved = next != result.centres;
        result.centres = std::move(next);
    }
    result.inertia = inertiaOf(points, result.centres);
    return result;
}

std::vector<double> evenlySpaced(const WeightedPoints& points, size_t count)
{
    std::vector<double> centres(count, points.x.empty() ? 0 : points.x.front());
    if (count < 2 || points.x.empty())
        return centres;
    const double step = (points.x.back() - points.x.front()) / static_cast<double>(count - 1);
    for (size_t i = 0; i < count; ++i)
        centres[i] += step * static_cast<double>(i);
    centres.back() = points.x.back();
    return centres;
}

std::vector<double> byDensity(const WeightedPoints& points, size_t count)
{
    if (count < 2 || points.x.size() < 2 || points.x.front() == points.x.back())
        return evenlySpaced(points, count);
    constexpr size_t Cells = 512;
    const double lo = points.x.front();
    const double width = (points.x.back() - lo) / Cells;
    std::vector<double> cells(Cells);
    for (size_t i = 0; i < points.x.size(); ++i)
        cells[std::min(static_cast<size_t>((points.x[i] - lo) / width), Cells - 1)] += points.weight[i];
    double total = 0;
    for (double& cell : cells)
        total += cell = std::cbrt(cell);
    std::vector<double> centres;
    double below = 0;
    for (size_t i = 0; i < Cells && centres.size() < count; below += cells[i++]) {
        while (centres.size() < count) {
            const double share = (static_cast<double>(centres.size()) + 0.5) / static_cast<double>(count) * total;
            if (share > below + cells[i])
                break;
            centres.push_back(lo + width * (static_cast<double>(i) + (share - below) / std::max(cells[i], 1e-300)));
        }
    }
    centres.resize(count, points.x.back());
    return centres;
}

namespace {

WeightedPoints withoutZero(const WeightedPoints& points)
{
    WeightedPoints kept;
    for (size_t i = 0; i < points.x.size(); ++i) {
        if (points.x[i] == 0)
            continue;
        kept.x.push_back(points.x[i]);
        kept.weight.push_back(points.weight[i]);
    }
    return kept;
}

} // namespace

std::vector<float> codebookFor(const WeightedPoints& points, int bits, bool keepZero)
{
    const WeightedPoints used = keepZero ? withoutZero(points) : points;
    const size_t count = (size_t(1) << bits) - (keepZero ? 1 : 0);
    const Clustering even = lloyd(used, evenlySpaced(used, count));
    const Clustering dense = lloyd(used, byDensity(used, count));
    const Clustering& best = dense.inertia < even.inertia ? dense : even;
    std::vector<float> entries(best.centres.begin(), best.centres.end());
    if (keepZero)
        entries.push_back(0.F);
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace qscope::quant
