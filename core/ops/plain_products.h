// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ops/context.h"

/// Conv, ConvTranspose and Gemm in plain loops, for what the fast kernels do not do: float64 (computed in
/// float64), integers, and a ConvTranspose whose output_shape asks for more than the kernel reaches.
namespace qscope::ops {

/// An operator's slow but complete kernel.
struct PlainKernel {
    const char* op;
    Result<Kernel> (*make)(const Node& node, int64_t opset);
    bool (*isNeeded)(const Context& context); ///< the fast kernel cannot do these inputs
};

std::vector<PlainKernel> plainKernels();

} // namespace qscope::ops
