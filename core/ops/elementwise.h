// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// The parts of the element-wise family; elementwiseOperators() joins them.
namespace qscope::ops {

std::vector<Registration> unaryOperators();  ///< float functions of one operand: Exp, Relu, Gelu, ...
std::vector<Registration> binaryOperators(); ///< arithmetic of two or more operands: Add, Pow, Max, ...
std::vector<Registration> logicOperators();  ///< comparisons, booleans, bits, Where
std::vector<Registration> passOperators();   ///< Identity, Dropout, Cast, Clip

} // namespace qscope::ops
