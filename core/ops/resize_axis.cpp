// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/resize_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qscope::ops {

namespace {

/// Position in the source of result position i.
float sourceCoordinate(float i, const AxisResize& axis, CoordinateMode mode)
{
    const auto from = static_cast<float>(axis.from);
    const auto to = static_cast<float>(axis.to);
    switch (mode) {
    case CoordinateMode::HalfPixel: return (i + 0.5f) / axis.scale - 0.5f;
    case CoordinateMode::HalfPixelSymmetric: {
        const float adjustment = to / (axis.scale * from);
        return from / 2.0f * (1.0f - adjustment) + (i + 0.5f) / axis.scale - 0.5f;
    }
    case CoordinateMode::PytorchHalfPixel: return axis.to > 1 ? (i + 0.5f) / axis.scale - 0.5f : 0.0f;
    case CoordinateMode::AlignCorners:
        return axis.to > 1 ? i * (from - 1.0f) / (axis.scaledLength - 1.0f) : 0.0f;
    case CoordinateMode::Asymmetric: return i / axis.scale;
    case CoordinateMode::TfHalfPixelForNearest: return (i + 0.5f) / axis.scale;
    case CoordinateMode::TfCropAndResize: break;
    }
    if (axis.to > 1)
        return axis.roiStart * (from - 1.0f) + i * (axis.roiEnd - axis.roiStart) * (from - 1.0f) / (to - 1.0f);
    return 0.5f * (axis.roiStart + axis.roiEnd) * (from - 1.0f);
}

float nearestOf(float x, NearestMode mode, bool shrinking)
{
    switch (mode) {
    case NearestMode::RoundPreferFloor: return std::ceil(x - 0.5f);
    case NearestMode::RoundPreferCeil: return std::floor(x + 0.5f);
    case NearestMode::Floor: return std::floor(x);
    case NearestMode::Ceil: return std::ceil(x);
    case NearestMode::Simple: break;
    }
    return shrinking ? std::ceil(x) : std::floor(x);
}

/// Weights of the elements at -1, 0, 1 and 2 around a point at distance s behind 0 (Keys, 1981).
std::array<float, 4> cubicWeights(float s, float a)
{
    const auto near = [a](float d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
    const auto far = [a](float d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
    return {far(1 + s), near(s), near(1 - s), far(2 - s)};
}

void addCubic(AxisTable& table, float x, int64_t size, const ResizeOptions& options)
{
    const float base = std::floor(x);
    std::array<float, 4> weights = cubicWeights(x - base, options.cubicA);
    float sum = 0;
    for (int k = 0; k < 4; ++k) {
        const float position = base + static_cast<float>(k - 1);
        if (options.excludeOutside && (position < 0 || position > static_cast<float>(size - 1)))
            weights[static_cast<size_t>(k)] = 0;
        sum += weights[static_cast<size_t>(k)];
        table.index.push_back(static_cast<int64_t>(std::clamp(position, 0.0f, static_cast<float>(size - 1))));
    }
    for (float w : weights)
        table.weight.push_back(options.excludeOutside && sum != 0 ? w / sum : w);
}

void addLinear(AxisTable& table, float x, int64_t size)
{
    const float inside = std::clamp(x, 0.0f, static_cast<float>(size - 1));
    const auto low = static_cast<int64_t>(inside);
    const float part = inside - static_cast<float>(low);
    table.index.insert(table.index.end(), {low, std::min(low + 1, size - 1)});
    table.weight.insert(table.weight.end(), {1.0f - part, part});
}

/// The weight of an element at distance d.
float filterAt(float d, const ResizeOptions& options)
{
    d = std::fabs(d);
    const float a = options.cubicA;
    if (options.interpolation == Interpolation::Linear)
        return std::max(0.0f, 1.0f - d);
    if (d <= 1)
        return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0.0f;
}

/// Elements on one side of a point that a filter stretched by 1 / scale covers.
int reachOf(float scale, const ResizeOptions& options)
{
    const float radius = options.interpolation == Interpolation::Linear ? 1.0f : 2.0f;
    return static_cast<int>(std::min(std::ceil(radius / scale), 1e6f));
}

/// `table.taps` elements around x. Beyond the edges the last element is repeated, or nothing counts.
void addStretched(AxisTable& table, float x, const AxisResize& axis, const ResizeOptions& options)
{
    const int reach = table.taps / 2;
    const auto base = static_cast<int64_t>(std::floor(x));
    const size_t first = table.weight.size();
    float sum = 0;
    for (int64_t position = base - reach + 1; position <= base + reach; ++position) {
        const bool outside = position < 0 || position >= axis.from;
        const bool counts = !outside || !options.excludeOutside;
        const float weight = counts ? filterAt((static_cast<float>(position) - x) * axis.scale, options) : 0.0f;
        table.index.push_back(std::clamp<int64_t>(position, 0, axis.from - 1));
        table.weight.push_back(weight);
        sum += weight;
    }
    for (size_t i = first; sum != 0 && i < table.weight.size(); ++i)
        table.weight[i] /= sum;
}

bool isIdentity(const AxisTable& table, const AxisResize& axis)
{
    if (axis.from != axis.to || std::find(table.outside.begin(), table.outside.end(), true) != table.outside.end())
        return false;
    for (size_t i = 0; i < table.index.size(); ++i) {
        const bool own = table.index[i] == static_cast<int64_t>(i) / table.taps;
        if (!own && table.weight[i] != 0.0f)
            return false;
    }
    return true;
}

} // namespace

AxisTable makeAxisTable(const AxisResize& axis, const ResizeOptions& options)
{
    AxisTable table;
    table.taps = options.interpolation == Interpolation::Nearest ? 1
        : options.interpolation == Interpolation::Linear ? 2 : 4;
    const bool stretched = options.antialias && table.taps > 1 && axis.scale < 1.0f;
    if (stretched)
        table.taps = 2 * reachOf(axis.scale, options);
    const auto last = static_cast<float>(axis.from - 1);
    for (int64_t i = 0; i < axis.to; ++i) {
        float x = sourceCoordinate(static_cast<float>(i), axis, options.coordinates);
        table.outside.push_back(options.coordinates == CoordinateMode::TfCropAndResize && (x < 0 || x > last));
        // No coordinate far from the tensor matters (nor does NaN), and all of them must fit an integer.
        x = x >= -4.0f ? std::min(x, last + 4.0f) : -4.0f;
        if (stretched) {
            addStretched(table, x, axis, options);
        } else if (options.interpolation == Interpolation::Cubic) {
            addCubic(table, x, axis.from, options);
        } else if (options.interpolation == Interpolation::Linear) {
            addLinear(table, x, axis.from);
        } else {
            const float nearest = nearestOf(x, options.nearest, axis.scale < 1.0f);
            table.index.push_back(static_cast<int64_t>(std::clamp(nearest, 0.0f, last)));
            table.weight.push_back(1.0f);
        }
    }
    table.identity = isIdentity(table, axis);
    return table;
}

} // namespace qscope::ops
