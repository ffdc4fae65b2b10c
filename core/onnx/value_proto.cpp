// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include <onnx/onnx-data_pb.h>

#include "core/base/text.h"
#include "core/onnx/tensor_proto.h"
#include "core/onnx/tensor_proto_internal.h"

namespace qscope::onnxio {

namespace {

Result<Tensor> sequenceFromProto(const ::onnx::SequenceProto& proto, const std::string& where)
{
    if (proto.sequence_values_size() + proto.map_values_size() + proto.optional_values_size()
            + proto.sparse_tensor_values_size() > 0)
        return Error{ErrorCode::Unsupported, say("Model", "is a sequence of something else than tensors"),
                     where};
    std::vector<Tensor> elements;
    for (const auto& element : proto.tensor_values()) {
        QS_ASSIGN(Tensor tensor, tensorFromProto(element, where, {}));
        elements.push_back(std::move(tensor));
    }
    return Tensor::sequence(std::move(elements));
}

} // namespace

Result<Tensor> parseValueProto(std::span<const std::byte> bytes, ValueKind kind, const std::string& where)
{
    if (kind == ValueKind::Tensor) {
        QS_ASSIGN(NamedTensor tensor, parseTensorProto(bytes, where));
        return std::move(tensor.tensor);
    }
    const auto size = static_cast<int>(std::min<size_t>(bytes.size(), std::numeric_limits<int>::max()));
    ::onnx::SequenceProto sequence;
    ::onnx::OptionalProto optional;
    if (kind == ValueKind::Sequence) {
        if (!sequence.ParseFromArray(bytes.data(), size))
            return Error{ErrorCode::Malformed, say("Model", "is not a complete SequenceProto"), where};
        return sequenceFromProto(sequence, where);
    }
    if (!optional.ParseFromArray(bytes.data(), size))
        return Error{ErrorCode::Malformed, say("Model", "is not a complete OptionalProto"), where};
    if (optional.has_sequence_value())
        return sequenceFromProto(optional.sequence_value(), where);
    return optional.has_tensor_value() ? tensorFromProto(optional.tensor_value(), where, {})
                                       : Result<Tensor>(Tensor::nothing());
}

} // namespace qscope::onnxio
