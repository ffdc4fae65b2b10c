// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace qscope::onnxio {

/// Fills `graph`, whose `opsets` are set, from the message, subgraphs included. Its constants lie in the message, which
/// `owner` keeps alive and nobody changes any more, and in the files beside `path`, which also names the file in errors.
/// **Errors** as readModel.
Status buildGraph(const ::onnx::GraphProto& proto, const std::shared_ptr<const void>& owner, const std::string& path,
                  Graph& graph);

} // namespace qscope::onnxio
