// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_ops.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace qscope::data {

namespace {

/// The input pixels one output pixel is made of, along one axis.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Taps> triangleTaps(int from, int to)
{
    const double scale = static_cast<double>(from) / to;
    const double support = std::max(scale, 1.0);
    std::vector<Taps> taps(static_cast<size_t>(to));
    for (int i = 0; i < to; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int end = std::min(from, static_cast<int>(centre + support + 0.5));
        double sum = 0;
        std::vector<double> weights;
        for (int k = first; k < end; ++k) {
            weights.push_back(std::max(0.0, 1.0 - std::abs((k + 0.5 - centre) / support)));
            sum += weights.back();
        }
        taps[static_cast<size_t>(i)].first = first;
        for (double weight : weights)
            taps[static_cast<size_t>(i)].weights.push_back(static_cast<float>(weight / sum));
    }
    return taps;
}

uint8_t rounded(float value) { return static_cast<uint8_t>(std::clamp(value + 0.5F, 0.F, 255.F)); }

Pixels resizeColumns(const Pixels& image, int width)
{
    if (width == image.width)
        return image;
    Pixels out{width, image.height, image.channels, {}};
    const auto channels = static_cast<size_t>(image.channels);
    out.values.resize(size_t(width) * size_t(image.height) * channels);
    const auto taps = triangleTaps(image.width, width);
    uint8_t* target = out.values.data();
    for (int y = 0; y < image.height; ++y) {
        const uint8_t* row = image.values.data() + size_t(y) * size_t(image.width) * channels;
        for (const Taps& tap : taps) {
            for (size_t c = 0; c < channels; ++c) {
                const uint8_t* source = row + size_t(tap.first) * channels + c;
                float sum = 0;
                for (size_t k = 0; k < tap.weights.size(); ++k)
                    sum += tap.weights[k] * source[k * channels];
                *target++ = rounded(sum);
            }
        }
    }
    return out;
}

Pixels resizeRows(const Pixels& image, int height)
{
    if (height == image.height)
        return image;
    Pixels out{image.width, height, image.channels, {}};
    const size_t rowBytes = size_t(image.width) * size_t(image.channels);
    out.values.resize(size_t(height) * rowBytes);
    std::vector<float> sums(rowBytes);
    uint8_t* target = out.values.data();
    for (const Taps& tap : triangleTaps(image.height, height)) {
        std::fill(sums.begin(), sums.end(), 0.F);
        for (size_t k = 0; k < tap.weights.size(); ++k) {
            const uint8_t* source = image.values.data() + (size_t(tap.first) + k) * rowBytes;
            for (size_t x = 0; x < rowBytes; ++x)
                sums[x] += tap.weights[k] * source[x];
        }
        target = std::transform(sums.begin(), sums.end(), target, rounded);
    }
    return out;
}

} // namespace

Pixels resized(const Pixels& image, int width, int height)
{
    assert(width >= 1 && height >= 1);
    return resizeRows(resizeColumns(image, width), height);
}

Pixels centreCropped(const Pixels& image, int width, int height)
{
    assert(width <= image.width && height <= image.height);
    const auto left = static_cast<size_t>(std::nearbyint((image.width - width) / 2.0));
    const auto top = static_cast<size_t>(std::nearbyint((image.height - height) / 2.0));
    Pixels out{width, height, image.channels, {}};
    const auto channels = static_cast<size_t>(image.channels);
    for (size_t y = 0; y < static_cast<size_t>(height); ++y) {
        const auto row = image.values.begin()
                         + static_cast<std::ptrdiff_t>(((top + y) * size_t(image.width) + left) * channels);
        out.values.insert(out.values.end(), row, row + static_cast<std::ptrdiff_t>(size_t(width) * channels));
    }
    return out;
}

Pixels toGray(const Pixels& image)
{
    assert(image.channels == 3);
    Pixels out{image.width, image.height, 1, {}};
    out.values.resize(size_t(image.width) * size_t(image.height));
    // In 16-bit fixed point; the weights sum to exactly 1, so that grey stays what it is.
    for (size_t i = 0; i < out.values.size(); ++i) {
        const uint8_t* rgb = image.values.data() + 3 * i;
        out.values[i] =
            static_cast<uint8_t>((rgb[0] * 19595U + rgb[1] * 38470U + rgb[2] * 7471U + 32768U) >> 16);
    }
    return out;
}

} // namespace qscope::data
