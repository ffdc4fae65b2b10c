// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace qscope::data {

/// (x * scale - mean[c]) / std[c]
struct PixelScale {
    float scale = 1.F;
    std::vector<float> mean; ///< one per channel
    std::vector<float> std;  ///< one per channel

    float operator()(uint8_t value, size_t channel) const
    {
        return (static_cast<float>(value) * scale - mean[channel]) / std[channel];
    }
    bool isIdentity() const;
};

/// **Errors** InvalidArgument (a number of means or deviations that is neither 1 nor `channels`, a deviation
/// of zero, or no finite number).
Result<PixelScale> pixelScale(const ImageOptions& options, size_t channels, const std::string& where);

/// pixels: UInt8 of one channel, any shape. Returns Float32 of the same shape.
Tensor scaledPixels(const Tensor& pixels, const PixelScale& scale);

} // namespace qscope::data
