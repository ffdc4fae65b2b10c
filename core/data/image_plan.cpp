// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_plan.h"

#include <algorithm>
#include <cmath>

#include "core/data/image_ops.h"
#include "core/data/input_match.h"

namespace qscope::data {

namespace {

constexpr int MaxSide = 1 << 15;

bool isChannels(int64_t size) { return size == 1 || size == 3; }

/// The layout the input's own shape tells.
ImageLayout layoutOf(const InputSpec& input)
{
    const bool last = input.shapeKnown && !isChannels(input.shape[1]) && isChannels(input.shape[3]);
    return last ? ImageLayout::Nhwc : ImageLayout::Nchw;
}

struct Axes {
    size_t channels, height, width;
};

Axes axesOf(ImageLayout layout) { return layout == ImageLayout::Nchw ? Axes{1, 2, 3} : Axes{3, 1, 2}; }

Status settleColours(ImagePlan& plan, int64_t channels, const InputSpec& input, const std::string& where)
{
    if (channels == 1 && plan.order == ColourOrder::Rgb)
        plan.order = ColourOrder::Gray;
    if (channels < 0 || channels == plan.channels())
        return {};
    return Error{ErrorCode::ShapeMismatch,
                 "the images give " + std::to_string(plan.channels()) + " channel(s), but the model's input '"
                     + input.name + "' needs " + inputShapeText(input),
                 where};
}

Status settleSide(int& side, int64_t fixed, const char* name, const InputSpec& input,
                  const std::string& where)
{
    if (side < 0 || side > MaxSide || fixed > MaxSide)
        return Error{ErrorCode::InvalidArgument,
                     std::string("the ") + name + " of the images must be from 1 to "
                         + std::to_string(MaxSide),
                     where};
    if (side > 0 && fixed > 0 && side != fixed)
        return Error{ErrorCode::ShapeMismatch,
                     std::string("the ") + name + " of " + std::to_string(side)
                         + " is not what the model's input '" + input.name
                         + "' needs: " + inputShapeText(input),
                     where};
    if (side == 0 && fixed > 0)
        side = static_cast<int>(fixed);
    return {};
}

Status checkSizes(const ImagePlan& plan, const InputSpec& input, const std::string& where)
{
    const auto invalid = [&where](std::string message) {
        return Error{ErrorCode::InvalidArgument, std::move(message), where};
    };
    if ((plan.width == 0) != (plan.height == 0))
        return invalid("state both the width and the height of the images");
    if (plan.width == 0 && plan.resize != Resize::None)
        return invalid("the model's input '" + input.name
                       + "' takes images of any size: state a width and a height, or choose not to resize");
    if (plan.resizeTo < 0 || plan.resizeTo > MaxSide)
        return invalid("the side to resize to must be from 1 to " + std::to_string(MaxSide));
    if (plan.resize == Resize::ShorterSide && plan.resizeTo > 0
        && plan.resizeTo < std::min(plan.width, plan.height))
        return invalid("images resized to " + std::to_string(plan.resizeTo) + " do not fill a crop of "
                       + std::to_string(plan.width) + " x " + std::to_string(plan.height));
    return {};
}

/// Size after the resize; the crop comes later.
std::pair<int, int> resizedSize(const Pixels& image, const ImagePlan& plan)
{
    if (plan.resize == Resize::None || plan.width == 0)
        return {image.width, image.height};
    if (plan.resize == Resize::Stretch)
        return {plan.width, plan.height};
    if (plan.resizeTo > 0) {
        // The longer side is cut to whole pixels.
        const int64_t shorter = std::min(image.width, image.height);
        return {static_cast<int>(int64_t(image.width) * plan.resizeTo / shorter),
                static_cast<int>(int64_t(image.height) * plan.resizeTo / shorter)};
    }
    const double factor = std::max(double(plan.width) / image.width, double(plan.height) / image.height);
    return {std::max(plan.width, static_cast<int>(image.width * factor)),
            std::max(plan.height, static_cast<int>(image.height * factor))};
}

template <class T, class Convert>
void arrange(const Pixels& image, const ImagePlan& plan, Tensor& out, Convert convert)
{
    const auto channels = static_cast<size_t>(image.channels);
    const size_t area = size_t(image.width) * size_t(image.height);
    const bool planes = plan.layout == ImageLayout::Nchw;
    for (size_t c = 0; c < channels; ++c) {
        const size_t from = plan.order == ColourOrder::Bgr ? channels - 1 - c : c;
        T* target = out.data<T>() + (planes ? c * area : c);
        for (size_t i = 0; i < area; ++i)
            target[planes ? i : i * channels] = convert(image.values[i * channels + from], c);
    }
}

} // namespace

Shape ImagePlan::sampleShape(int imageWidth, int imageHeight) const
{
    const int64_t w = width > 0 ? width : imageWidth;
    const int64_t h = height > 0 ? height : imageHeight;
    return layout == ImageLayout::Nchw ? Shape{1, channels(), h, w} : Shape{1, h, w, channels()};
}

Result<ImagePlan> planImages(const InputSpec& input, const ImageOptions& options, const std::string& where)
{
    if (input.shapeKnown && input.shape.size() != 4)
        return Error{ErrorCode::ShapeMismatch,
                     "images have the shape [N, C, H, W], but the model's input '" + input.name + "' needs "
                         + inputShapeText(input),
                     where};
    ImagePlan plan;
    plan.width = options.width;
    plan.height = options.height;
    plan.resize = options.resize;
    plan.resizeTo = options.resizeTo;
    plan.order = options.order;
    plan.type = input.type;
    plan.layout = options.layout.value_or(layoutOf(input));
    if (input.shapeKnown) {
        const Axes axes = axesOf(plan.layout);
        QS_RETURN_IF_ERROR(settleColours(plan, input.shape[axes.channels], input, where));
        QS_RETURN_IF_ERROR(settleSide(plan.width, input.shape[axes.width], "width", input, where));
        QS_RETURN_IF_ERROR(settleSide(plan.height, input.shape[axes.height], "height", input, where));
    }
    QS_RETURN_IF_ERROR(checkSizes(plan, input, where));
    QS_ASSIGN(plan.scale, pixelScale(options, static_cast<size_t>(plan.channels()), where));
    if (!isFloating(plan.type) && !plan.scale.isIdentity())
        return Error{ErrorCode::TypeMismatch,
                     "the model's input '" + input.name + "' takes " + std::string(dtypeName(input.type))
                         + ", which cannot hold scaled pixels: set scale 1, mean 0 and std 1",
                     where};
    return plan;
}

Result<Tensor> preparedImage(Pixels image, const ImagePlan& plan, const std::string& where)
{
    if (plan.order == ColourOrder::Gray)
        image = toGray(image);
    const auto [width, height] = resizedSize(image, plan);
    constexpr int64_t MaxPixels = int64_t(1) << 27;
    if (int64_t(width) * height > MaxPixels)
        return Error{ErrorCode::ResourceExhausted,
                     "would have " + std::to_string(width) + " x " + std::to_string(height)
                         + " pixels when resized",
                     where};
    if (width < plan.width || height < plan.height)
        return Error{ErrorCode::ShapeMismatch,
                     "is " + std::to_string(width) + " x " + std::to_string(height)
                         + " pixels before the crop, smaller than the crop of " + std::to_string(plan.width)
                         + " x " + std::to_string(plan.height),
                     where};
    image = resized(image, width, height);
    if (plan.width > 0)
        image = centreCropped(image, plan.width, plan.height);

    Tensor sample(isFloating(plan.type) ? DType::Float32 : DType::UInt8,
                  plan.sampleShape(image.width, image.height));
    if (isFloating(plan.type))
        arrange<float>(image, plan, sample, plan.scale);
    else
        arrange<uint8_t>(image, plan, sample, [](uint8_t value, size_t) { return value; });
    return convertTo({"", plan.type, {}, false}, sample, where);
}

} // namespace qscope::data
