// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stats/histogram.h"

namespace qscope::views {

/// What a box glyph is drawn from, in rising order.
struct BoxFigures {
    double min = 0;
    double low = 0; ///< p0.01
    double lowerQuartile = 0;
    double median = 0;
    double upperQuartile = 0;
    double high = 0; ///< p99.99
    double max = 0;
};

/// Of everything in a histogram, whose extremes are `min` and `max`; without one the box is as long as the
/// line.
/// **Error bound** a bin width for what lies between the extremes. **Cost** five walks over the bins.
BoxFigures boxOf(const stats::Histogram& histogram, double min, double max);

} // namespace qscope::views
