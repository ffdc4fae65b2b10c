// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evaluation_figures.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace qscope::analysis {

namespace {

/// Bits of a NaN say nothing.
bool sameBits(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

double valueOf(const std::vector<NamedFigure>& figures, const std::string& name)
{
    const auto found = std::find_if(figures.begin(), figures.end(), [&](const auto& f) { return f.name == name; });
    return found == figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

} // namespace

std::vector<NamedFigure> namedFigures(const Evaluation& evaluation)
{
    struct Collect {
        std::vector<NamedFigure>& figures;
        void operator()(const char* name, const Estimate& figure)
        {
            figures.push_back({name, figure.value});
            if (!figure.hasInterval())
                return;
            figures.push_back({std::string(name) + "_low", figure.low});
            figures.push_back({std::string(name) + "_high", figure.high});
        }
        void operator()(const char* name, const std::optional<Estimate>& figure)
        {
            if (figure)
                (*this)(name, *figure);
        }
    };
    std::vector<NamedFigure> figures{{"samples", static_cast<double>(evaluation.samples)}};
    forEachEstimate(evaluation, Collect{figures});
    figures.push_back({"layers_float", static_cast<double>(evaluation.layersFloat)});
    figures.push_back({"layers_quantized", static_cast<double>(evaluation.layersQuantized)});
    figures.push_back({"weight_bytes", evaluation.weightBytes});
    figures.push_back({"weight_bytes_float", evaluation.weightBytesFloat});
    return figures;
}

std::vector<FigureDifference> differences(const Evaluation& stored, const Evaluation& measured)
{
    const auto before = namedFigures(stored), now = namedFigures(measured);
    std::vector<FigureDifference> different;
    for (const NamedFigure& figure : before) {
        if (figure.name.starts_with("user") && !measured.user)
            continue; // only whoever has the person's metric can measure it again
        if (const double value = valueOf(now, figure.name); !sameBits(figure.value, value))
            different.push_back({figure.name, figure.value, value});
    }
    for (const NamedFigure& figure : now)
        if (std::isnan(valueOf(before, figure.name)) && !std::isnan(figure.value)
            && std::none_of(different.begin(), different.end(), [&](const auto& d) { return d.name == figure.name; }))
            different.push_back({figure.name, std::numeric_limits<double>::quiet_NaN(), figure.value});
    return different;
}

} // namespace qscope::analysis
