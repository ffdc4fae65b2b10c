// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_plan.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
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
                 filled(say("Data", "the images give %1 channel(s), but the model's input '%2' needs %3"),
                        plan.channels(), input.name, inputShapeText(input)),
                 where};
}

Status settleSide(int& side, int64_t fixed, bool isWidth, const InputSpec& input, const std::string& where)
{
    if (side < 0 || side > MaxSide || fixed > MaxSide)
        return Error{ErrorCode::InvalidArgument,
                     isWidth ? filled(say("Data", "the width of the images must be from 1 to %1"), MaxSide)
                             : filled(say("Data", "the height of the images must be from 1 to %1"), MaxSide),
                     where};
    if (side > 0 && fixed > 0 && side != fixed)
        return Error{
            ErrorCode::ShapeMismatch,
            isWidth ? filled(say("Data", "the width of %1 is not what the model's input '%2' needs: %3"),
                             side, input.name, inputShapeText(input))
                    : filled(say("Data", "the height of %1 is not what the model's input '%2' needs: %3"),
                             side, input.name, inputShapeText(input)),
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
        return invalid(say("Data", "state both the width and the height of the images"));
    if (plan.width == 0 && plan.resize != Resize::None)
        return invalid(filled(
            say("Data", "the model's input '%1' takes images of any size: state a width and a height, or "
                        "choose not to resize"),
            input.name));
    if (plan.resizeTo < 0 || plan.resizeTo > MaxSide)
        return invalid(filled(say("Data", "the side to resize to must be from 1 to %1"), MaxSide));
    if (plan.resize == Resize::ShorterSide && plan.resizeTo > 0
        && plan.resizeTo < std::min(plan.width, plan.height))
        return invalid(filled(say("Data", "images resized to %1 do not fill a crop of %2 x %3"),
                              plan.resizeTo, plan.width, plan.height));
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
        return Error{
            ErrorCode::ShapeMismatch,
            filled(say("Data", "images have the shape [N, C, H, W], but the model's input '%1' needs %2"),
                   input.name, inputShapeText(input)),
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
        QS_RETURN_IF_ERROR(settleSide(plan.width, input.shape[axes.width], true, input, where));
        QS_RETURN_IF_ERROR(settleSide(plan.height, input.shape[axes.height], false, input, where));
    }
    QS_RETURN_IF_ERROR(checkSizes(plan, input, where));
    QS_ASSIGN(plan.scale, pixelScale(options, static_cast<size_t>(plan.channels()), where));
    if (!isFloating(plan.type) && !plan.scale.isIdentity())
        return Error{ErrorCode::TypeMismatch,
                     filled(say("Data", "the model's input '%1' takes %2, which cannot hold scaled pixels: "
                                        "set scale 1, mean 0 and "
                                        "std 1"),
                            input.name, dtypeName(input.type)),
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
                     filled(say("Data", "would have %1 x %2 pixels when resized"), width, height), where};
    if (width < plan.width || height < plan.height)
        return Error{
            ErrorCode::ShapeMismatch,
            filled(say("Data", "is %1 x %2 pixels before the crop, smaller than the crop of %3 x %4"), width,
                   height, plan.width, plan.height),
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
