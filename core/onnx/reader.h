// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace qscope::onnxio {

struct WireModel; ///< the protobuf message as read; see wire_model.h, for this folder only

/// A model file: the Graph everybody works on, and the message it came from for writing it back.
struct Model {
    std::string path;
    int64_t irVersion = 0;
    std::string producer;
    Graph graph;
    std::shared_ptr<const WireModel> wire;
    std::vector<std::string> warnings;
};

/// Reads a .onnx file. External data (looked up beside it, never outside its folder) is mapped: opening takes time for
/// the graph only, weights are read from the disk when they are used. Weights inside the file are held once, in `wire`.
/// Nodes are put in execution order; float16 and bfloat16 become Float32 (large ones when they are first used).
/// **Errors** FileNotFound, FileUnreadable; Malformed (no protobuf, truncated, no graph, a tensor nobody produces, two
/// producers, a cycle); Unsupported (opset outside 1 to 22, a file above 2 GB, string tensors); ResourceExhausted.
Result<Model> readModel(const std::string& path);

/// The same from memory; `path` names the file in messages and locates external data.
Result<Model> parseModel(std::string_view bytes, const std::string& path);

} // namespace qscope::onnxio
