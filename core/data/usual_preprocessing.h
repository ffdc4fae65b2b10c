// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/data/dataset.h"

namespace qscope::data {

/// A way of making an input from pixels that many published models were trained with.
struct UsualPreprocessing {
    std::string key;      ///< "imagenet"; what --preprocess takes
    ImageOptions options; ///< scale, mean, std and order alone say something
};

/// "ImageNet (RGB, mean 0.485 ..., std 0.229 ...)"
std::string preprocessingTitle(const UsualPreprocessing& preprocessing);

/// In the order of a dialog: ImageNet, Caffe, 0 to 1, -1 to 1, 0 to 255. Fit for one channel too where they
/// have one mean.
std::span<const UsualPreprocessing> usualPreprocessings();

/// Those of grey images alone: of the MNIST and the Fashion-MNIST literature.
std::span<const UsualPreprocessing> usualGreyPreprocessings();

/// By key among both. Null: there is none.
const UsualPreprocessing* findPreprocessing(const std::string& key);

} // namespace qscope::data
