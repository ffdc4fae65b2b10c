// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

namespace qscope::onnxio {

/// The file as protobuf sees it. Only core/onnx includes this.
struct WireModel {
    ::onnx::ModelProto proto;
};

} // namespace qscope::onnxio
