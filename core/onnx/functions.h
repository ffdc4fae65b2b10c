// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"

namespace qscope::onnxio {

/// Puts the nodes of the model's local functions where they are called, in subgraphs too, and drops the functions.
/// What a call 'norm' adds is called 'norm/...', nodes and tensors alike; the tensors a call reads and gives keep their
/// names. **Errors** Malformed (a function that calls itself, a call with too many inputs or outputs), Unsupported (a
/// function written for another operator set than the model), ResourceExhausted (more than 250000 nodes).
Status inlineFunctions(::onnx::ModelProto& model, const std::string& path);

} // namespace qscope::onnxio
