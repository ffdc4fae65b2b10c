// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/sample_image.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

#include "views/models/format.h"

namespace qscope::views {

namespace {

struct SampleImageText {
    Q_DECLARE_TR_FUNCTIONS(SampleImage)
};

constexpr int64_t LeastPixels = 8;

/// Where the pixels of an image lie in memory, in elements.
struct PixelPlaces {
    int64_t height = 0, width = 0, channels = 1;
    int64_t row = 0, column = 0, channel = 0; ///< steps
};

std::optional<PixelPlaces> pixelPlaces(const Shape& shape)
{
    const bool isSample = shape.size() >= 3 && shape[0] == 1;
    const auto sized = [](const PixelPlaces& p) {
        return std::min(p.height, p.width) >= LeastPixels ? std::optional(p) : std::nullopt;
    };
    if (isSample && shape.size() == 3)
        return sized({shape[1], shape[2], 1, shape[2], 1, 0});
    if (!isSample || shape.size() != 4)
        return std::nullopt;
    for (const int64_t channels : {int64_t(1), int64_t(3)}) {
        if (shape[1] == channels)
            return sized({shape[2], shape[3], channels, shape[3], 1, shape[2] * shape[3]});
        if (shape[3] == channels)
            return sized({shape[1], shape[2], channels, shape[2] * channels, channels, 1});
    }
    return std::nullopt;
}

template <class T>
QImage painted(const T* values, size_t count, const PixelPlaces& p, bool bgr)
{
    double lo = INFINITY, hi = -INFINITY;
    for (size_t i = 0; i < count; ++i)
        if (std::isfinite(static_cast<double>(values[i]))) {
            lo = std::min(lo, static_cast<double>(values[i]));
            hi = std::max(hi, static_cast<double>(values[i]));
        }
    const double step = hi > lo ? 255 / (hi - lo) : 0;
    QImage image(static_cast<int>(p.width), static_cast<int>(p.height), QImage::Format_RGB32);
    for (int64_t y = 0; y < p.height; ++y)
        for (int64_t x = 0; x < p.width; ++x) {
            std::array<int, 3> rgb{};
            for (int64_t c = 0; c < 3; ++c) {
                const auto value =
                    static_cast<double>(values[y * p.row + x * p.column + (c % p.channels) * p.channel]);
                rgb[static_cast<size_t>(bgr ? 2 - c : c)] =
                    std::isfinite(value) ? static_cast<int>(std::lround((value - lo) * step)) : 0;
            }
            image.setPixel(static_cast<int>(x), static_cast<int>(y), qRgb(rgb[0], rgb[1], rgb[2]));
        }
    return image;
}

} // namespace

SampleShown sampleShown(int64_t sample, const QString& name, const std::vector<NamedTensor>& inputs, bool bgr)
{
    SampleShown shown{sample, name, {}, {}, {}};
    QStringList others;
    for (const auto& [input, given] : inputs) {
        const Tensor tensor = toPlain(given);
        const auto places = pixelPlaces(tensor.shape());
        if (places && tensor.type() == DType::Float32)
            shown.image =
                painted(tensor.span<float>().data(), static_cast<size_t>(tensor.size()), *places, bgr);
        else if (places && tensor.type() == DType::UInt8)
            shown.image =
                painted(tensor.span<uint8_t>().data(), static_cast<size_t>(tensor.size()), *places, bgr);
        if (!shown.image.isNull()) {
            shown.input = format::text(input);
            return shown;
        }
        others << QStringLiteral("%1 %2").arg(format::text(input), format::shape(tensor.shape()));
    }
    shown.problem = SampleImageText::tr("No input is an image: %1").arg(others.join(QStringLiteral(", ")));
    return shown;
}

} // namespace qscope::views
