// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/order_free_sums.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/stats/kernels.h"

namespace qscope::stats {

namespace {

constexpr int Step = 24; ///< bits between places
constexpr int LowestPlace = -38; ///< the unit of the lowest part is then a normal number
constexpr double Down = kernels::OrderFreeParts::Down;

double anchorOfPlace(int place) { return std::ldexp(1.5, 52 + Step * place); }

inline bool fits(double value, double anchor) { return std::abs(value) * kernels::OrderFreeParts::AnchorOfHalf < anchor || value == 0; }

/// The smallest anchor that fits.
double anchorFor(double value)
{
    int exponent = 0;
    std::frexp(value, &exponent); // 2^(exponent - 1) <= |value| < 2^exponent, which must be at most 2^(Step (place + 1) - 1)
    const int place = static_cast<int>(std::ceil((exponent + 1.0) / Step)) - 1;
    return anchorOfPlace(std::max(place, LowestPlace));
}

} // namespace

OrderFreeSums::OrderFreeSums(size_t count) : m_anchor(count), m_high(count), m_middle(count), m_low(count) {}

void OrderFreeSums::resize(size_t count)
{
    for (auto* part : {&m_anchor, &m_high, &m_middle, &m_low})
        part->resize(count);
}

namespace {

/// One sum on its own.
struct Cell {
    double anchor, high, middle, low;

    /// Moves it to the place of a larger anchor. What was added so far rounds to zero in the places above its own.
    void raise(double to)
    {
        while (anchor > 0 && anchor < to) {
            low = middle;
            middle = high;
            high = 0;
            anchor /= Down;
        }
        anchor = to;
    }
};

} // namespace

void OrderFreeSums::raise(size_t i, double anchor)
{
    Cell cell{m_anchor[i], m_high[i], m_middle[i], m_low[i]};
    cell.raise(anchor);
    m_anchor[i] = cell.anchor;
    m_high[i] = cell.high;
    m_middle[i] = cell.middle;
    m_low[i] = cell.low;
}

void OrderFreeSums::add(size_t first, std::span<const double> values)
{
    assert(first + values.size() <= count());
    constexpr size_t Piece = 8; // what addOrderFree takes at a time
    for (size_t done = 0; done < values.size();) {
        const size_t at = first + done;
        const size_t left = values.size() - done;
        if (left >= Piece)
            done += kernels::addOrderFree(&values[done], {&m_anchor[at], &m_high[at], &m_middle[at], &m_low[at]}, left);
        for (const size_t end = std::min(done + Piece, values.size()); done < end; ++done)
            addOne(first + done, values[done]);
    }
}

void OrderFreeSums::addOne(size_t i, double value)
{
    if (!fits(value, m_anchor[i]))
        raise(i, anchorFor(value));
    const double a = m_anchor[i];
    const double b = a * Down;
    const double c = b * Down;
    const double high = (value + a) - a;
    const double rest = value - high;
    const double middle = (rest + b) - b;
    const double last = rest - middle;
    m_high[i] += high;
    m_middle[i] += middle;
    m_low[i] += (last + c) - c;
}

void OrderFreeSums::merge(const OrderFreeSums& other)
{
    assert(count() == other.count());
    for (size_t i = 0; i < count(); ++i) {
        Cell theirs{other.m_anchor[i], other.m_high[i], other.m_middle[i], other.m_low[i]};
        if (theirs.anchor == 0)
            continue;
        if (m_anchor[i] < theirs.anchor)
            raise(i, theirs.anchor);
        else
            theirs.raise(m_anchor[i]);
        m_high[i] += theirs.high;
        m_middle[i] += theirs.middle;
        m_low[i] += theirs.low;
    }
}

} // namespace qscope::stats
