// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace qscope {
class ByteReader;
class ByteWriter;
} // namespace qscope

namespace qscope::stats {

/// Running sums in double precision whose value does not depend on the order of the summands: the same bits whichever
/// thread added what, and whether parts were summed apart and merged.
///
/// Each summand is split at fixed places (multiples of 2^24, counted from the binary point of no particular sum) into
/// parts that are added to one accumulator per place; those additions are exact. A sum keeps the three places below its
/// largest summand, which again depends on no order.
///
/// **Source** J. Demmel, H. D. Nguyen, "Parallel reproducible summation", IEEE Trans. Computers 64 (2015), with fixed
/// anchors. **Error bound** 2^-47 of the largest summand for each summand. **Limits** summands of size 2^-900 (smaller
/// ones count as less precise) to 2^940; 2^29 of them.
/// **Cost** about 0.5 ns per summand.
class OrderFreeSums {
public:
    explicit OrderFreeSums(size_t count = 1);

    size_t count() const { return m_anchor.size(); }
    void resize(size_t count); ///< new sums are zero
    /// Adds values[i], finite, to sum first + i.
    void add(size_t first, std::span<const double> values);
    void add(double value) { add(0, {&value, 1}); }
    /// `other` must have the same count.
    void merge(const OrderFreeSums& other);
    double sum(size_t i) const { return m_high[i] + (m_middle[i] + m_low[i]); }

    void write(ByteWriter& out) const;
    /// `count` sums; zeros when `in` fails.
    static OrderFreeSums read(ByteReader& in, size_t count);

    bool operator==(const OrderFreeSums&) const = default;

private:
    void addOne(size_t i, double value);
    void raise(size_t i, double anchor);

    /// 1.5 * 2^52 * the unit of m_high, so that adding and subtracting it rounds to that unit; 0: nothing but zeros yet.
    std::vector<double> m_anchor;
    std::vector<double> m_high, m_middle, m_low; ///< multiples of units 2^24 apart
};

} // namespace qscope::stats
