// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/quantized_levels.h"

#include <algorithm>

namespace qscope::views {

namespace {
constexpr int LevelPoints = 8;

size_t nearest(const std::vector<float>& grid, float value)
{
    const auto above = std::lower_bound(grid.begin(), grid.end(), value);
    const auto below = above == grid.begin() ? above : above - 1;
    const bool up = above != grid.end() && *above - value <= value - *below;
    return static_cast<size_t>((up ? above : below) - grid.begin());
}
} // namespace

double QuantizedLevels::begin(size_t i) const
{
    if (i > 0)
        return (values[i - 1] + values[i]) / 2;
    return values.size() > 1 ? values[0] - (values[1] - values[0]) / 2 : values[0];
}

double QuantizedLevels::end(size_t i) const
{
    if (i + 1 < values.size())
        return begin(i + 1);
    return values.size() > 1 ? values[i] + (values[i] - values[i - 1]) / 2 : values[i];
}

QuantizedLevels quantizedLevels(const stats::Histogram& histogram, const quant::QuantParams& quantizer)
{
    QuantizedLevels levels;
    if (quantizer.slices() > 1)
        return levels;
    const std::vector<float> grid = quantizer.levels();
    std::vector<double> held(grid.size(), 0);
    const auto counts = histogram.counts();
    for (size_t bin = 0; bin < counts.size(); ++bin) {
        if (counts[bin] == 0)
            continue;
        const double each = static_cast<double>(counts[bin]) / LevelPoints;
        for (int point = 0; point < LevelPoints; ++point) {
            const double x = histogram.edge(bin) + histogram.binWidth() * (point + 0.5) / LevelPoints;
            held[nearest(grid, quant::fakeQuantize(static_cast<float>(x), quantizer))] += each;
        }
    }
    for (size_t i = 0; i < grid.size(); ++i) {
        const bool beside = (i > 0 && held[i - 1] > 0) || (i + 1 < grid.size() && held[i + 1] > 0);
        if (held[i] == 0 && !beside)
            continue;
        levels.values.push_back(static_cast<double>(grid[i]));
        levels.counts.push_back(held[i]);
    }
    return levels;
}

} // namespace qscope::views
