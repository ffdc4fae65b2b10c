// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/box_figures.h"

namespace qscope::views {

BoxFigures boxOf(const stats::Histogram& histogram, double min, double max)
{
    const auto quantile = [&](double p, double fallback) {
        return histogram.empty() ? fallback : histogram.quantile(p);
    };
    return {min,
            quantile(0.0001, min),
            quantile(0.25, min),
            quantile(0.5, (min + max) / 2),
            quantile(0.75, max),
            quantile(0.9999, max),
            max};
}

} // namespace qscope::views
