// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/quantized_levels.h"

#include <map>

namespace qscope::views {

namespace {
constexpr int LevelPoints = 8;
}

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
    std::map<float, double> byValue;
    const auto counts = histogram.counts();
    for (size_t bin = 0; bin < counts.size(); ++bin) {
        if (counts[bin] == 0)
            continue;
        const double each = static_cast<double>(counts[bin]) / LevelPoints;
        for (int point = 0; point < LevelPoints; ++point) {
            const double x = histogram.edge(bin) + histogram.binWidth() * (point + 0.5) / LevelPoints;
            byValue[quant::fakeQuantize(static_cast<float>(x), quantizer)] += each;
        }
    }
    for (const auto& [value, count] : byValue) {
        levels.values.push_back(static_cast<double>(value));
        levels.counts.push_back(count);
    }
    return levels;
}

} // namespace qscope::views
