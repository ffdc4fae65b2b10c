// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace qscope::onnxio {

/// Fills `graph`, whose `opsets` are set, from the message, subgraphs included. `path` names the file in errors and
/// locates external data. **Errors** as readModel.
Status buildGraph(const ::onnx::GraphProto& proto, const std::string& path, Graph& graph);

} // namespace qscope::onnxio
