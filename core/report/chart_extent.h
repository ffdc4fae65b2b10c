// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

namespace qscope::report {

/// From where to where an axis goes: low < high, both above 0 on a logarithmic axis.
struct Extent {
    double low = 0;
    double high = 1;
};

struct ChartExtent {
    Extent x;
    Extent y;
};

/// So that all finite values, bands and bars of a chart are inside, with a margin of 4 %. Bars begin at 0; names are
/// surrounded by half a place. For whoever draws a chart, so that all draw the same.
ChartExtent extentOf(const Chart& chart);

/// Of the finite values of a heat map.
Extent colourExtent(const HeatMap& map);

/// Where the bars of a series stand beside their x, in units of x: several series with bars share the room.
struct BarPlace {
    double offset = 0;
    double width = 1;
};
BarPlace barPlace(const Chart& chart, size_t series);

} // namespace qscope::report
