// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/sample_image.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/data/sample_scan.h"
#include "views/models/format.h"

namespace qscope::views {

namespace {

struct SampleImageText {
    Q_DECLARE_TR_FUNCTIONS(SampleImage)
};

constexpr int64_t LeastPixels = 8;
constexpr int64_t MostNumbers = 8;

/// Where the pixels of an image lie in memory, in elements.
struct PixelPlaces {
    int64_t height = 0, width = 0, channels = 1;
    int64_t row = 0, column = 0, channel = 0; ///< steps
};

PixelPlaces planes(const Shape& shape)
{
    return {shape[2], shape[3], shape[1], shape[3], 1, shape[2] * shape[3]};
}

PixelPlaces channelsLast(const Shape& shape)
{
    return {shape[1], shape[2], shape[3], shape[2] * shape[3], shape[3], 1};
}

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
            return sized(planes(shape));
        if (shape[3] == channels)
            return sized(channelsLast(shape));
    }
    return std::nullopt;
}

struct Extremes {
    float lo = 0, hi = 0;
};

Extremes extremesOf(std::span<const float> values)
{
    Extremes extremes{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
    for (const float value : values)
        if (std::isfinite(value))
            extremes = {std::min(extremes.lo, value), std::max(extremes.hi, value)};
    return extremes.lo <= extremes.hi ? extremes : Extremes{};
}

/// 0 to 255 of a value in a channel.
class PixelOf {
public:
    PixelOf(const std::optional<data::ImageOptions>& how, Extremes extremes)
        : m_how(how), m_extremes(extremes)
    {
    }

    int operator()(float value, size_t channel) const
    {
        double pixel = 0;
        if (m_how) {
            const auto of = [&](const std::vector<float>& list) {
                return list[list.size() == 1 ? 0 : channel];
            };
            pixel = (double(value) * of(m_how->std) + of(m_how->mean)) / m_how->scale;
        } else if (m_extremes.hi > m_extremes.lo) {
            pixel = 255.0 * (value - m_extremes.lo) / (double(m_extremes.hi) - m_extremes.lo);
        }
        return std::isfinite(pixel) ? static_cast<int>(std::lround(std::clamp(pixel, 0.0, 255.0))) : 0;
    }

private:
    const std::optional<data::ImageOptions>& m_how;
    Extremes m_extremes;
};

QImage painted(std::span<const float> values, const PixelPlaces& p,
               const std::optional<data::ImageOptions>& how, bool bgr)
{
    const PixelOf pixel(how, extremesOf(values));
    QImage image(static_cast<int>(p.width), static_cast<int>(p.height), QImage::Format_RGB32);
    for (int64_t y = 0; y < p.height; ++y)
        for (int64_t x = 0; x < p.width; ++x) {
            std::array<int, 3> rgb{};
            for (size_t c = 0; c < 3; ++c) {
                const size_t channel = std::min(c, static_cast<size_t>(p.channels) - 1);
                const int64_t at = y * p.row + x * p.column + static_cast<int64_t>(channel) * p.channel;
                rgb[bgr ? 2 - c : c] = pixel(values[static_cast<size_t>(at)], channel);
            }
            image.setPixel(static_cast<int>(x), static_cast<int>(y), qRgb(rgb[0], rgb[1], rgb[2]));
        }
    return image;
}

QImage emptySquare(int side)
{
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

/// At most two points per column: the smallest and the largest value there.
QImage curveOf(std::span<const float> values, int side, const QColor& ink)
{
    QImage image = emptySquare(side);
    const Extremes all = extremesOf(values);
    const auto columns = static_cast<size_t>(side);
    const auto y = [&](float value) {
        const double share = all.hi > all.lo ? (double(value) - all.lo) / (double(all.hi) - all.lo) : 0.5;
        return (side - 1) * (0.95 - 0.9 * share);
    };
    QPolygonF points;
    for (size_t column = 0; column < columns; ++column) {
        const size_t from = column * values.size() / columns;
        const size_t to = std::max(from + 1, (column + 1) * values.size() / columns);
        const Extremes part = extremesOf(values.subspan(from, to - from));
        points << QPointF(double(column), y(part.lo)) << QPointF(double(column), y(part.hi));
    }
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, std::max(1.0, side / 112.0)));
    painter.drawPolyline(points);
    return image;
}

QImage numbersOf(std::span<const float> values, int side, const QColor& ink)
{
    QImage image = emptySquare(side);
    QStringList lines;
    for (const float value : values)
        lines << format::number(value, 4);
    QPainter painter(&image);
    QFont font = painter.font();
    font.setPixelSize(std::max(8, side / std::max(6, static_cast<int>(lines.size()) + 1)));
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(image.rect(), Qt::AlignCenter, lines.join('\n'));
    return image;
}

/// Elements of the first sample of a batch.
std::span<const float> firstOf(const Tensor& values)
{
    const int64_t rows = values.rank() > 1 ? std::max<int64_t>(1, values.dim(0)) : 1;
    return values.span<float>().first(static_cast<size_t>(values.size() / rows));
}

} // namespace

SampleShown sampleShown(int64_t sample, const QString& name, const std::vector<NamedTensor>& inputs, bool bgr)
{
    SampleShown shown{sample, name, {}, {}, {}};
    QStringList others;
    for (const auto& [input, given] : inputs) {
        const Tensor tensor = toPlain(given);
        const auto places = pixelPlaces(tensor.shape());
        if (places && (tensor.type() == DType::Float32 || tensor.type() == DType::UInt8))
            shown.image = painted(castTo(tensor, DType::Float32).span<float>(), *places, {}, bgr);
        if (!shown.image.isNull()) {
            shown.input = format::text(input);
            return shown;
        }
        others << QStringLiteral("%1 %2").arg(format::text(input), format::shape(tensor.shape()));
    }
    shown.problem = SampleImageText::tr("No input is an image: %1").arg(others.join(QStringLiteral(", ")));
    return shown;
}

PictureKind pictureKind(const data::InputSpec& input, const Tensor& sample,
                        const std::optional<data::ImageOptions>& how)
{
    if (data::imageChannelAxis(input) > 0)
        return how ? PictureKind::Undone : PictureKind::Stretched;
    const int64_t rows = sample.rank() > 1 ? std::max<int64_t>(1, sample.dim(0)) : 1;
    return sample.size() / rows <= MostNumbers ? PictureKind::Numbers : PictureKind::Curve;
}

QImage pictureOf(const data::InputSpec& input, const Tensor& sample,
                 const std::optional<data::ImageOptions>& how, int side, const QColor& ink)
{
    const Tensor values = castTo(toPlain(sample), DType::Float32);
    if (values.size() == 0)
        return emptySquare(side);
    switch (pictureKind(input, sample, how)) {
    case PictureKind::Undone:
    case PictureKind::Stretched: {
        const bool first = data::imageChannelAxis(input) == 1;
        const PixelPlaces places = first ? planes(values.shape()) : channelsLast(values.shape());
        return painted(firstOf(values), places, how, false);
    }
    case PictureKind::Curve: return curveOf(firstOf(values), side, ink);
    case PictureKind::Numbers: return numbersOf(firstOf(values), side, ink);
    }
    return {};
}

} // namespace qscope::views
