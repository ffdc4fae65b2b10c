// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/data/dataset.h"
#include "core/data/image_codec.h"
#include "core/data/pixel_scale.h"

namespace qscope::data {

/// ImageOptions settled against one model input: everything an image has to go through.
struct ImagePlan {
    int width = 0; ///< 0: as the image (resize is None then)
    int height = 0;
    Resize resize = Resize::ShorterSide;
    int resizeTo = 0; ///< 0: just enough to cover the crop
    ColourOrder order = ColourOrder::Rgb;
    ImageLayout layout = ImageLayout::Nchw;
    PixelScale scale;
    DType type = DType::Float32;

    int channels() const { return order == ColourOrder::Gray ? 1 : 3; }
    /// Of one image of this size.
    Shape sampleShape(int imageWidth, int imageHeight) const;
};

/// Rgb with an input of one channel becomes Gray.
/// **Errors** ShapeMismatch (the input is no image, or the stated size or colours are not those it is fixed
/// to), InvalidArgument (the input takes any size and none is stated; mean, std), TypeMismatch (an integer
/// input together with scaling).
Result<ImagePlan> planImages(const InputSpec& input, const ImageOptions& options, const std::string& where);

/// The image as one sample: [1, C, H, W] or [1, H, W, C], of the input's type.
/// **Errors** ShapeMismatch (smaller than the crop).
Result<Tensor> preparedImage(Pixels image, const ImagePlan& plan, const std::string& where);

} // namespace qscope::data
