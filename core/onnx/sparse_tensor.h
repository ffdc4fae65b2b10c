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

/// The dense tensor of a SparseTensorProto: its values at their indices, which count row-major elements ([NNZ]) or name
/// a position per value ([NNZ, rank]), and zeros elsewhere. `where`, `external`, `owner` as for tensorFromProto.
/// **Errors** as tensorFromProto; Malformed (indices of another form, out of range or not increasing);
/// ResourceExhausted (more than 64 MiB and a thousand times larger than what is stored).
Result<Tensor> tensorFromSparse(const ::onnx::SparseTensorProto& proto, const std::string& where,
                                ExternalData& external, const std::shared_ptr<const void>& owner);

} // namespace qscope::onnxio
