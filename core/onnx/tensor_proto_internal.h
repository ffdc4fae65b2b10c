// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace qscope::onnxio {

/// What a TensorProto's `data_type` becomes here.
/// **Errors** Malformed (undefined or unknown number), Unsupported (strings, complex numbers).
Result<DType> dtypeFromProto(int32_t dataType);

/// The tensor of a TensorProto, as parseTensorProto. Data kept outside (`data_location = EXTERNAL`) is read
/// from `externalDir`, which it must not leave, neither by ".." nor by a symbolic link; an empty
/// `externalDir` refuses it. Nothing is allocated before the bytes that fill it are known to exist. `where`
/// names the file in errors; the tensor's own name is added.
/// **Errors** as parseTensorProto; FileNotFound, FileUnreadable (external data).
Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where,
                               const std::string& externalDir);

} // namespace qscope::onnxio
