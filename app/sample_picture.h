// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QColor>
#include <QImage>

#include "core/data/dataset.h"

namespace qscope::app {

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

} // namespace qscope::app
