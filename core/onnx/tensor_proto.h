// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/graph/graph.h"
#include "core/tensor/tensor.h"

namespace qscope::onnxio {

/// The tensor of a serialized TensorProto (a `.pb` file of a test_data_set). float16 and bfloat16 are widened
/// to Float32 as are the 8-bit floats, int4 and uint4 are unpacked to a byte each. `where` names the file in errors.
/// **Errors** Malformed (not a TensorProto, or its data does not fill its shape), Unsupported (strings,
/// complex numbers, external data), ShapeMismatch, ResourceExhausted.
Result<NamedTensor> parseTensorProto(std::span<const std::byte> bytes, const std::string& where);

/// The value of a serialized SequenceProto or OptionalProto of tensors, as `kind` says.
/// **Errors** as parseTensorProto; Unsupported for sequences of anything but tensors.
Result<Tensor> parseValueProto(std::span<const std::byte> bytes, ValueKind kind, const std::string& where);

} // namespace qscope::onnxio
