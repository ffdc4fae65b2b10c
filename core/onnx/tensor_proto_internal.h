// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <onnx/onnx_pb.h>

#include "core/base/result.h"
#include "core/onnx/external_data.h"
#include "core/tensor/tensor.h"

namespace qscope::onnxio {

/// What a TensorProto's `data_type` becomes here.
/// **Errors** Malformed (undefined or unknown number), Unsupported (strings, complex numbers).
Result<DType> dtypeFromProto(int32_t dataType);

/// The tensor of a TensorProto, as parseTensorProto. Nothing is allocated before the bytes that fill it are known to
/// exist. Data kept outside (`data_location = EXTERNAL`) is mapped, not read. With an `owner`, which keeps the message
/// alive and unchanged, data inside is not copied either; without one it is. What has another form in the file
/// (float16, int4, ...) is converted when it is first used, if it is large. `where` names the file in errors; the
/// tensor's own name is added.
/// **Errors** as parseTensorProto; those of ExternalData::open.
Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where, ExternalData& external,
                               const std::shared_ptr<const void>& owner);

/// The same with external data from a folder (none when empty), and a copy of data inside.
Result<Tensor> tensorFromProto(const ::onnx::TensorProto& proto, const std::string& where,
                               const std::string& externalDir);

/// Part of a mapped file.
struct ExternalPiece {
    std::shared_ptr<const MappedFile> file;
    const std::byte* data = nullptr;
    size_t bytes = 0;
};

/// The bytes a tensor keeps outside, in the form of raw_data. **Errors** as tensorFromProto.
Result<ExternalPiece> externalPieceOf(const ::onnx::TensorProto& proto, const std::string& where,
                                      ExternalData& external);

} // namespace qscope::onnxio
