// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

namespace qscope::analysis {

/// A figure measured on some samples, with the interval that other samples of the same kind would put it in (95 %).
/// Without an interval (a single sample, NaN in the outputs) `low` and `high` are NaN. It reads as its value.
struct Estimate {
    double value = 0;
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();

    constexpr Estimate() = default;
    constexpr Estimate(double v) : value(v) {}
    constexpr Estimate(double v, double l, double h) : value(v), low(l), high(h) {}
    constexpr operator double() const { return value; }
    constexpr bool hasInterval() const { return low <= high; }
};

} // namespace qscope::analysis
