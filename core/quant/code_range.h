// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/quant/quantizer.h"

namespace qscope::quant {

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
};
UniformForm uniformFormOf(const QuantizerSpec& spec);
UniformForm uniformFormOf(int bits, bool symmetric);

/// One scale and zero point, in double precision.
struct Affine {
    double scale = 1;
    int32_t zeroPoint = 0;
};

/// As paramsFromRange for the kinds Uniform and PowerOfTwo.
Affine affineFromRange(Range range, const UniformForm& form);

} // namespace qscope::quant
