// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/layered_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace qscope {

namespace {

/// Nodes and, for long edges, a point per rank they cross.
class Layering {
public:
    Layering(const std::vector<LayoutBox>& boxes, const std::vector<LayoutEdge>& edges, const LayeredOptions& options)
        : m_boxes(boxes), m_edges(edges), m_options(options), m_count(boxes.size())
    {
    }

    Result<LayeredLayout> run(const RunControl& control)
    {
        rank();
        addChains();
        fillRanks();
        for (int sweep = 0; sweep < m_options.sweeps; ++sweep) {
            if (control.stopRequested())
                return RunControl::cancelled();
            orderBy(sweep % 2 == 0);
        }
        startPositions();
        for (int sweep = 0; sweep < m_options.sweeps; ++sweep) {
            if (control.stopRequested())
                return RunControl::cancelled();
            moveTowards(sweep % 2 == 0);
        }
        return drawing();
    }

private:
    void rank();
    void addChains();
    void fillRanks();
    void orderBy(bool down);
    void startPositions();
    void moveTowards(bool down);
    void spread(std::vector<size_t>& row, const std::vector<float>& wanted);
    LayeredLayout drawing() const;
    const std::vector<size_t>& neighbours(size_t v, bool above) const { return above ? m_above[v] : m_below[v]; }
    float widthOf(size_t v) const { return v < m_count ? m_boxes[v].width : 0; }

    const std::vector<LayoutBox>& m_boxes;
    const std::vector<LayoutEdge>& m_edges;
    const LayeredOptions& m_options;
    size_t m_count; ///< of real nodes; those behind are bends
    std::vector<int> m_rank;
    std::vector<std::vector<size_t>> m_above, m_below; ///< neighbours in the rank above and below
    std::vector<std::vector<size_t>> m_chains;         ///< by edge: its bends from top to bottom
    std::vector<std::vector<size_t>> m_rows;           ///< by rank, left to right
    std::vector<size_t> m_place;                       ///< in its row
    std::vector<float> m_x;
};

/// Longest paths from the top; then what nobody above holds back goes down to its readers.
void Layering::rank()
{
    std::vector<std::vector<size_t>> out(m_count);
    std::vector<size_t> waiting(m_count, 0);
    for (const LayoutEdge& e : m_edges) {
        if (e.from == e.to)
            continue;
        out[e.from].push_back(e.to);
        ++waiting[e.to];
    }
    m_rank.assign(m_count, 0);
    std::vector<bool> done(m_count, false);
    std::vector<size_t> ready, order;
    for (size_t v = m_count; v-- > 0;)
        if (waiting[v] == 0)
            ready.push_back(v);
    size_t next = 0; // where a cycle is cut: the first node that is left
    while (order.size() < m_count) {
        if (ready.empty()) {
            while (done[next])
                ++next;
            ready.push_back(next);
        }
        const size_t v = ready.back();
        ready.pop_back();
        if (done[v])
            continue;
        done[v] = true;
        order.push_back(v);
        for (const size_t to : out[v]) {
            if (done[to])
                continue;
            m_rank[to] = std::max(m_rank[to], m_rank[v] + 1);
            if (--waiting[to] == 0)
                ready.push_back(to);
        }
    }
    std::vector<bool> hasAbove(m_count, false);
    for (const LayoutEdge& e : m_edges)
        hasAbove[e.to] = hasAbove[e.to] || e.from != e.to;
    for (size_t v = 0; v < m_count; ++v) {
        if (hasAbove[v] || out[v].empty())
            continue;
        int lowest = m_rank[out[v].front()];
        for (const size_t to : out[v])
            lowest = std::min(lowest, m_rank[to]);
        m_rank[v] = std::max(m_rank[v], lowest - 1);
    }
}

void Layering::addChains()
{
    m_chains.resize(m_edges.size());
    m_above.resize(m_count);
    m_below.resize(m_count);
    const auto join = [this](size_t upper, size_t lower) {
        m_below[upper].push_back(lower);
        m_above[lower].push_back(upper);
    };
    for (size_t i = 0; i < m_edges.size(); ++i) {
        size_t upper = m_edges[i].from, lower = m_edges[i].to;
        if (m_rank[upper] > m_rank[lower])
            std::swap(upper, lower);
        const int ranks = m_rank[lower] - m_rank[upper];
        if (ranks <= 0 || ranks > m_options.longestChain)
            continue;
        size_t last = upper;
        for (int r = m_rank[upper] + 1; r < m_rank[lower]; ++r) {
            const size_t bend = m_rank.size();
            m_rank.push_back(r);
            m_above.emplace_back();
            m_below.emplace_back();
            join(last, bend);
            m_chains[i].push_back(bend);
            last = bend;
        }
        join(last, lower);
    }
}

void Layering::fillRanks()
{
    m_rows.resize(m_rank.empty() ? 0 : static_cast<size_t>(*std::max_element(m_rank.begin(), m_rank.end())) + 1);
    m_place.resize(m_rank.size());
    for (size_t v = 0; v < m_rank.size(); ++v) {
        auto& row = m_rows[static_cast<size_t>(m_rank[v])];
        m_place[v] = row.size();
        row.push_back(v);
    }
}

void Layering::orderBy(bool down)
{
    std::vector<std::pair<double, size_t>> keyed;
    for (size_t step = 1; step < m_rows.size(); ++step) {
        auto& row = m_rows[down ? step : m_rows.size() - 1 - step];
        keyed.clear();
        for (const size_t v : row) {
            double sum = 0;
            const auto& others = neighbours(v, down);
            for (const size_t other : others)
                sum += static_cast<double>(m_place[other]);
            keyed.emplace_back(others.empty() ? static_cast<double>(m_place[v]) : sum / static_cast<double>(others.size()), v);
        }
        std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (size_t i = 0; i < row.size(); ++i) {
            row[i] = keyed[i].second;
            m_place[row[i]] = i;
        }
    }
}

void Layering::startPositions()
{
    m_x.assign(m_rank.size(), 0);
    for (const auto& row : m_rows) {
        float x = 0;
        for (const size_t v : row) {
            m_x[v] = x + widthOf(v) / 2;
            x += widthOf(v) + m_options.gapX;
        }
        for (const size_t v : row) // around a common middle
            m_x[v] -= (x - m_options.gapX) / 2;
    }
}

/// As near to what they want as the order and the gaps allow: first pushed to the right, then to the left, and the middle of
/// both.
void Layering::spread(std::vector<size_t>& row, const std::vector<float>& wanted)
{
    std::vector<float> left(row.size()), right(row.size());
    const auto gap = [&](size_t i) { return (widthOf(row[i - 1]) + widthOf(row[i])) / 2 + m_options.gapX; };
    for (size_t i = 0; i < row.size(); ++i)
        right[i] = i == 0 ? wanted[i] : std::max(wanted[i], right[i - 1] + gap(i));
    for (size_t i = row.size(); i-- > 0;)
        left[i] = i + 1 == row.size() ? wanted[i] : std::min(wanted[i], left[i + 1] - gap(i + 1));
    for (size_t i = 0; i < row.size(); ++i)
        m_x[row[i]] = (left[i] + right[i]) / 2;
}

void Layering::moveTowards(bool down)
{
    std::vector<float> wanted;
    for (size_t step = 1; step < m_rows.size(); ++step) {
        auto& row = m_rows[down ? step : m_rows.size() - 1 - step];
        wanted.clear();
        for (const size_t v : row) {
            float sum = 0;
            const auto& others = neighbours(v, down);
            for (const size_t other : others)
                sum += m_x[other];
            wanted.push_back(others.empty() ? m_x[v] : sum / static_cast<float>(others.size()));
        }
        spread(row, wanted);
    }
}

LayeredLayout Layering::drawing() const
{
    LayeredLayout result;
    std::vector<float> middle;
    float y = 0;
    for (const auto& row : m_rows) {
        float height = 0;
        for (const size_t v : row)
            height = std::max(height, v < m_count ? m_boxes[v].height : 0);
        middle.push_back(y + height / 2);
        y += height + m_options.gapY;
    }
    result.height = std::max(0.F, y - m_options.gapY);
    float least = 0, most = 0;
    for (size_t v = 0; v < m_x.size(); ++v) {
        least = std::min(least, m_x[v] - widthOf(v) / 2);
        most = std::max(most, m_x[v] + widthOf(v) / 2);
    }
    result.width = most - least;
    const auto at = [&](size_t v) { return LayoutPoint{m_x[v] - least, middle[static_cast<size_t>(m_rank[v])]}; };
    for (size_t v = 0; v < m_count; ++v)
        result.nodes.push_back(at(v));
    result.ranks.assign(m_rank.begin(), m_rank.begin() + static_cast<std::ptrdiff_t>(m_count));
    for (size_t i = 0; i < m_edges.size(); ++i) {
        const LayoutEdge& e = m_edges[i];
        const bool down = m_rank[e.from] <= m_rank[e.to];
        const float sign = down ? 0.5F : -0.5F;
        std::vector<LayoutPoint> points{at(e.from)};
        points.back().y += sign * m_boxes[e.from].height;
        for (const size_t bend : m_chains[i])
            points.push_back(at(bend));
        if (!down) // the chain runs from top to bottom
            std::reverse(points.begin() + 1, points.end());
        points.push_back(at(e.to));
        points.back().y -= sign * m_boxes[e.to].height;
        result.edges.push_back(std::move(points));
    }
    return result;
}

} // namespace

Result<LayeredLayout> layoutLayered(const std::vector<LayoutBox>& nodes, const std::vector<LayoutEdge>& edges,
                                    const LayeredOptions& options, const RunControl& control)
{
    for (const LayoutEdge& e : edges)
        if (e.from >= nodes.size() || e.to >= nodes.size())
            return Error{
                ErrorCode::InvalidArgument,
                filled(say("Engine", "an edge leads to node %1 of %2"), std::max(e.from, e.to), nodes.size()),
                {}};
    return Layering(nodes, edges, options).run(control);
}

} // namespace qscope
