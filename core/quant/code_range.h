// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/quant/quantizer.h"

namespace qscope::quant {

/// Zero points in size: what is subtracted from a code has to be exact in float32, and rounding too (codes.h).
constexpr double FarthestZeroPoint = 1 << 20;

/// The codes a quantizer may use; as in QuantParams.
struct CodeRange {
    bool isSigned = false;
    int32_t qmin = 0;
    int32_t qmax = 255;
};

/// What a spec means. `negative`: whether the range reaches below zero, which decides for the log kinds alone.
CodeRange codeRangeOf(const QuantizerSpec& spec, bool negative);

/// All there is to know of a quantizer of kind Uniform or PowerOfTwo before its range is known.
struct UniformForm {
    CodeRange codes;
    bool symmetric = false;
    bool powerOfTwo = false;
    bool anywhere = false; ///< zero is not forced into the range, and the zero point may lie outside the codes
};
UniformForm uniformFormOf(const QuantizerSpec& spec);
UniformForm uniformFormOf(int bits, bool symmetric);

/// The quantizer a spec of Calibrator::Given spells out, whatever its number of scales (at least one).
QuantParams paramsGiven(const QuantizerSpec& spec, int axis);

/// One scale and zero point, in double precision.
struct Affine {
    double scale = 1;
    int32_t zeroPoint = 0;
};

/// As paramsFromRange for the kinds Uniform and PowerOfTwo.
Affine affineFromRange(Range range, const UniformForm& form);

} // namespace qscope::quant
