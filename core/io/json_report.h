// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/analysis/results.h"

namespace qscope::io {

/// `tensors.json`: a list with one object per recorded tensor, execution order. Keys `name`, `node`, `op`,
/// `shape` (of one sample), `count` (finite elements), `nan_count`, `inf_count`, `min`, `max`, `min_at` and
/// `max_at`
/// ({`sample`, `channel`, `position`}), `mean`, `std`, `percentiles` (keys "0.01" to "99.99", error at most
/// one bin of the recorded histogram), `channel_axis`, `channel_min`, `channel_max` (null without channels),
/// `inter_channel_ratio`, and `softmax` for outputs of a softmax. What is unknown or not finite is null.
std::string tensorsJson(const analysis::CalibrationResult& calibration);

/// Keys `sqnr_db` (null with `identical` true when nothing differs), `agreement`, `accuracy_float` and
/// `accuracy_quantized` (null without labels), `mse`, `cosine`, `samples`, `layers_float`,
/// `layers_quantized`, `weight_bytes`, `weight_bytes_float`.
std::string evaluationJson(const analysis::Evaluation& evaluation);

} // namespace qscope::io
