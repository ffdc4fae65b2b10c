// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_codec.h"

namespace qscope::data {

/// Bilinear resize with antialiasing: each output pixel is a triangle-weighted mean over the input pixels
/// within one output pixel (one input pixel when enlarging) of its centre; weights outside of the image are
/// left out and the rest normalised. Columns first, then rows, rounded to 8 bits after each, which is what
/// image pipelines of the training frameworks do. width, height: at least 1.
/// **Error bound** 1 of 255 against the same in exact arithmetic.
/// **Cost** proportional to the pixels of the larger of both images.
Pixels resized(const Pixels& image, int width, int height);

/// The centre of size width x height, which must fit; half a pixel rounds to even.
Pixels centreCropped(const Pixels& image, int width, int height);

/// RGB to one channel: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded.
Pixels toGray(const Pixels& image);

} // namespace qscope::data
