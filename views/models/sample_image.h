// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <optional>
#include <vector>

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

} // namespace qscope::views
