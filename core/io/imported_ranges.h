// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/quant/quantizer_spec.h"

namespace qscope::io {

/// What another tool decided for a tensor.
struct ImportedTensor {
    std::string name;
    bool isWeight = false;
    std::vector<quant::Range> ranges; ///< one, or one per output channel; symmetric ones reach equally far to both sides
    std::optional<int> bits;
    std::optional<bool> symmetric;
};

struct ImportedRanges {
    std::string format; ///< for people: "TensorRT calibration cache"
    std::vector<ImportedTensor> tensors;
    std::vector<std::string> warnings;
};

/// Reads what it finds at `path`:
/// - an ONNX model with QuantizeLinear and DequantizeLinear (suffixes _quantized and _QuantizeLinear_Input are cut off,
///   Clip and Cast in front of QuantizeLinear belong to it),
/// - AIMET encodings 0.x and 1.0.0,
/// - ONNX Runtime's calibration.json (smallest and largest values) and calibration.cache ("tensor value" per line, which
///   reaches equally far to both sides),
/// - a TensorRT calibration cache ("tensor: " and the bytes of a big-endian float32 in hexadecimal digits, the scale;
///   127 scales to both sides).
/// **Errors** FileNotFound, FileUnreadable, Malformed (file and key or line), Unsupported (another version), and
/// InvalidArgument when the file is none of these or holds no ranges.
Result<ImportedRanges> readRanges(const std::string& path);

// One reader per format, for readRanges and its tests.
Result<ImportedRanges> readOrtCalibrationJson(std::string_view text, const std::string& where);
Result<ImportedRanges> readOrtCalibrationCache(std::string_view text, const std::string& where);
Result<ImportedRanges> readTensorRtCache(std::string_view text, const std::string& where);
Result<ImportedRanges> readQdqModel(const std::string& path);

} // namespace qscope::io
