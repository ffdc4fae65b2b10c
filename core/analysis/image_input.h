// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/analysis/input_evidence.h"

namespace qscope::analysis {

/// The input of a model that takes images: floating point, rank 4, with 1 or 3 channels at axis 1 or 3.
struct ImageInput {
    size_t index = 0; ///< among the model's inputs
    int channels = 3;
    int axis = 1; ///< of the channels

    /// What the pixels that gave `x` under `from` would have given under `to`.
    /// **Shapes** x: [N, C, H, W] or [N, H, W, C].
    Tensor converted(const Tensor& x, const InputTrial& from, const InputTrial& to) const;
};

/// The first there is.
std::optional<ImageInput> findImageInput(const std::vector<data::InputSpec>& inputs);

} // namespace qscope::analysis
