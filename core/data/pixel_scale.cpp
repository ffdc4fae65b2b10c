// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pixel_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"

namespace qscope::data {

namespace {

Result<std::vector<float>> perChannel(const std::vector<float>& values, size_t channels, bool isMean,
                                      const std::string& where)
{
    if (values.size() != 1 && values.size() != channels)
        return Error{
            ErrorCode::InvalidArgument,
            isMean ? filled(say("Data", "%1 values given as mean, but the images have %2 channel(s)"),
                            values.size(), channels)
                   : filled(say("Data",
                                "%1 values given as standard deviation, but the images have %2 channel(s)"),
                            values.size(), channels),
            where};
    for (float value : values)
        if (!std::isfinite(value))
            return Error{ErrorCode::InvalidArgument,
                         isMean ? say("Data", "the mean must be finite")
                                : say("Data", "the standard deviation must be finite"),
                         where};
    return values.size() == channels ? values : std::vector<float>(channels, values[0]);
}

} // namespace

bool PixelScale::isIdentity() const
{
    const auto all = [](const std::vector<float>& values, float value) {
        return std::all_of(values.begin(), values.end(), [value](float v) { return v == value; });
    };
    return scale == 1.F && all(mean, 0.F) && all(std, 1.F);
}

Result<PixelScale> pixelScale(const ImageOptions& options, size_t channels, const std::string& where)
{
    PixelScale result;
    result.scale = options.scale;
    QS_ASSIGN(result.mean, perChannel(options.mean, channels, true, where));
    QS_ASSIGN(result.std, perChannel(options.std, channels, false, where));
    if (!std::isfinite(options.scale))
        return Error{ErrorCode::InvalidArgument, say("Data", "the scale of the images must be finite"),
                     where};
    if (std::find(result.std.begin(), result.std.end(), 0.F) != result.std.end())
        return Error{ErrorCode::InvalidArgument,
                     say("Data", "the standard deviation of the images must not be 0"), where};
    return result;
}

Tensor scaledPixels(const Tensor& pixels, const PixelScale& scale)
{
    std::array<float, 256> table{};
    for (size_t i = 0; i < table.size(); ++i)
        table[i] = scale(static_cast<uint8_t>(i), 0);
    Tensor result(DType::Float32, pixels.shape());
    std::transform(pixels.data<uint8_t>(), pixels.data<uint8_t>() + pixels.size(), result.data<float>(),
                   [&table](uint8_t value) { return table[value]; });
    return result;
}

} // namespace qscope::data
