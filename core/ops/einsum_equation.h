// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/ops/context.h"

namespace qscope::ops {

/// A dimension's name in an equation: a letter, or -1, -2, ... for the dimensions of an ellipsis from the
/// last one on.
using Label = int;
using Labels = std::vector<Label>;

/// An equation of Einsum for operands of known ranks, with its ellipses written out.
struct EinsumEquation {
    std::vector<Labels> operands;
    Labels result;
};

/// **Source** ONNX Einsum, opset 12. Without "->" the result has the ellipsis' dimensions and the letters
/// that occur once, in alphabetical order.
/// **Errors** InvalidArgument: not an equation for as many operands of these ranks.
Result<EinsumEquation> parseEinsum(const Context& context, const std::string& equation);

} // namespace qscope::ops
