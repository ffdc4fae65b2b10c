// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// The parts of the shape family; shapeOperators() joins them.
namespace qscope::ops {

std::vector<Registration> viewOperators();     ///< the same elements under another shape: Reshape, Squeeze, ...
std::vector<Registration> generateOperators(); ///< new tensors from numbers: Constant, Range, OneHot, ...

} // namespace qscope::ops
