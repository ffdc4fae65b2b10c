// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>

#include <optional>
#include <vector>

#include "core/data/dataset.h"
#include "core/tensor/tensor.h"

namespace qscope::views {

/// One sample of the data, as far as it can be shown.
struct SampleShown {
    int64_t sample = -1;
    QString name;    ///< of the sample, for people
    QString input;   ///< the model input the image is made of; empty: no input is an image
    QImage image;    ///< null: see `problem`
    QString problem; ///< a sentence; empty: none
};

/// The first of a sample's inputs that is an image, stretched to full contrast: what the model sees, apart
/// from brightness. Images are [1, C, H, W] and [1, H, W, C] with one or three channels, and [1, H, W], of at
/// least 8 x 8 pixels. `bgr`: the first of three channels is blue.
SampleShown sampleShown(int64_t sample, const QString& name, const std::vector<NamedTensor>& inputs,
                        bool bgr);

/// One sample of one model input, drawn for a person.
enum class PictureKind {
    Undone, ///< an image with scale, mean and deviation undone; the first channel is red, whatever it holds
    Stretched, ///< an image from its smallest value (black) to its largest (white)
    Curve,     ///< values in the order of the tensor, from the smallest to the largest
    Numbers,   ///< up to 8 values, written out
};

/// What `pictureOf` makes of it.
PictureKind pictureKind(const data::InputSpec& input, const Tensor& sample,
                        const std::optional<data::ImageOptions>& how);

/// **Shapes** sample: as read, with the batch axis; of a batch the first sample is drawn.
/// `how`: what an image went through. `side`: of the square that holds a curve or numbers, pixels; images
/// come in their own size. Any thread.
QImage pictureOf(const data::InputSpec& input, const Tensor& sample,
                 const std::optional<data::ImageOptions>& how, int side, const QColor& ink);

} // namespace qscope::views
