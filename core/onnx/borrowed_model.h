// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/onnx: a model message that refers to nodes and tensors somebody else owns, so that a file of large
// weights is written without holding them twice.

#include <deque>
#include <string>
#include <vector>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"

namespace qscope::onnxio {

/// A copy of the model with neither nodes nor initializers; what this program does not know is copied too.
::onnx::ModelProto shellOf(const ::onnx::ModelProto& model);

/// The message to be written. What is added must outlive it and is not changed.
class BorrowedModel {
public:
    explicit BorrowedModel(::onnx::ModelProto shell) : m_proto(std::move(shell)) {}
    ~BorrowedModel();
    BorrowedModel(const BorrowedModel&) = delete;
    BorrowedModel& operator=(const BorrowedModel&) = delete;

    void add(const ::onnx::NodeProto& node) { m_nodes.push_back(&node); }
    void add(const ::onnx::TensorProto& initializer) { m_tensors.push_back(&initializer); }

    /// All of it as the bytes of a file; what tensors keep in files beside `path` is put inside. Once.
    /// **Errors** ResourceExhausted (above 2 GB, the limit of one file); those of reading external data.
    Result<std::string> serialize(const std::string& path);

private:
    Status embed(const std::string& path);

    ::onnx::ModelProto m_proto;
    std::vector<const ::onnx::NodeProto*> m_nodes;
    std::vector<const ::onnx::TensorProto*> m_tensors;
    std::deque<::onnx::NodeProto> m_ownNodes; ///< copies, with data put inside
    std::deque<::onnx::TensorProto> m_ownTensors;
};

} // namespace qscope::onnxio
