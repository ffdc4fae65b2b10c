// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

/// Resize along one axis: which source elements make up each result element.
namespace qscope::ops {

enum class Interpolation { Nearest, Linear, Cubic };

enum class CoordinateMode {
    HalfPixel,
    HalfPixelSymmetric,
    PytorchHalfPixel,
    AlignCorners,
    Asymmetric,
    TfHalfPixelForNearest,
    TfCropAndResize,
};

enum class NearestMode {
    RoundPreferFloor,
    RoundPreferCeil,
    Floor,
    Ceil,
    Simple, ///< before opset 11: down when enlarging, up when shrinking
};

/// The attributes of Resize.
struct ResizeOptions {
    Interpolation interpolation = Interpolation::Nearest;
    CoordinateMode coordinates = CoordinateMode::HalfPixel;
    NearestMode nearest = NearestMode::RoundPreferFloor;
    float cubicA = -0.75f;
    bool excludeOutside = false;
    bool antialias = false; ///< shrinking linearly or cubically, the filter is as wide as the step
    float extrapolation = 0.0f;
};

struct AxisResize {
    int64_t from = 1, to = 1; ///< sizes
    float scale = 1.0f;
    float roiStart = 0.0f, roiEnd = 1.0f; ///< for TfCropAndResize
    /// Length the source has when it is scaled, for AlignCorners: `from` times the scale of the file, before it is cut
    /// to whole elements. The reference of every opset takes it so; ONNX Runtime takes `to`.
    float scaledLength = 1.0f;
};

/// `taps` source positions and weights for every result position.
struct AxisTable {
    int taps = 1;
    std::vector<int64_t> index;
    std::vector<float> weight;
    std::vector<bool> outside; ///< result positions that take the extrapolation value instead
    bool identity = true;      ///< the result is the source
};

/// **Source** ONNX Resize, opsets 10 to 22; coordinates are computed in float like everybody does.
AxisTable makeAxisTable(const AxisResize& axis, const ResizeOptions& options);

} // namespace qscope::ops
