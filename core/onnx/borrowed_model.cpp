// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/borrowed_model.h"

#include <algorithm>
#include <limits>

#include "core/base/text.h"
#include "core/onnx/tensor_proto_internal.h"
#include "core/onnx/wire_pieces.h"

namespace qscope::onnxio {

namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::onnx::GraphProto;
using ::onnx::ModelProto;
using ::onnx::NodeProto;
using ::onnx::TensorProto;

bool isExternal(const TensorProto& tensor) { return tensor.data_location() == TensorProto::EXTERNAL; }

/// Numbers, texts and repeated messages: of other kinds the messages copied here have none but the graph, which the
/// caller sees to.
void copyField(const Message& from, const FieldDescriptor& field, Message& to)
{
    const auto* source = from.GetReflection();
    const auto* target = to.GetReflection();
    if (field.is_repeated()) {
        for (int i = 0; i < source->FieldSize(from, &field); ++i)
            target->AddMessage(&to, &field)->CopyFrom(source->GetRepeatedMessage(from, &field, i));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
        target->SetInt64(&to, &field, source->GetInt64(from, &field));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        target->SetString(&to, &field, source->GetString(from, &field));
    }
}

void copyWithout(std::initializer_list<int> skipped, const Message& from, Message& to)
{
    std::vector<const FieldDescriptor*> fields;
    from.GetReflection()->ListFields(from, &fields);
    for (const FieldDescriptor* field : fields) {
        if (std::find(skipped.begin(), skipped.end(), field->number()) == skipped.end())
            copyField(from, *field, to);
    }
    to.GetReflection()->MutableUnknownFields(&to)->MergeFrom(from.GetReflection()->GetUnknownFields(from));
}

bool holdsExternal(const GraphProto& graph);

bool holdsExternal(const NodeProto& node)
{
    for (const auto& attribute : node.attribute()) {
        const auto& tensors = attribute.tensors();
        const auto& graphs = attribute.graphs();
        if ((attribute.has_t() && isExternal(attribute.t())) || std::any_of(tensors.begin(), tensors.end(), isExternal)
            || (attribute.has_g() && holdsExternal(attribute.g()))
            || std::any_of(graphs.begin(), graphs.end(), [](const GraphProto& g) { return holdsExternal(g); }))
            return true;
    }
    return false;
}

bool holdsExternal(const GraphProto& graph)
{
    const auto& sparse = graph.sparse_initializer();
    return std::any_of(graph.initializer().begin(), graph.initializer().end(), isExternal)
           || std::any_of(graph.node().begin(), graph.node().end(), [](const NodeProto& n) { return holdsExternal(n); })
           || std::any_of(sparse.begin(), sparse.end(),
                          [](const auto& s) { return isExternal(s.values()) || isExternal(s.indices()); });
}

} // namespace

ModelProto shellOf(const ModelProto& model)
{
    ModelProto shell;
    copyWithout({ModelProto::kGraphFieldNumber}, model, shell);
    if (model.has_graph())
        copyWithout({GraphProto::kNodeFieldNumber, GraphProto::kInitializerFieldNumber}, model.graph(),
                    *shell.mutable_graph());
    return shell;
}

BorrowedModel::~BorrowedModel()
{
    if (!m_proto.has_graph())
        return;
    auto& nodes = *m_proto.mutable_graph()->mutable_node();
    while (!nodes.empty())
        nodes.UnsafeArenaReleaseLast();
    auto& tensors = *m_proto.mutable_graph()->mutable_initializer();
    while (!tensors.empty())
        tensors.UnsafeArenaReleaseLast();
}

/// Replaces what refers to other files by copies with the data inside, after having found that all of it fits.
Status BorrowedModel::embed(const std::string& path)
{
    constexpr size_t Limit = std::numeric_limits<int32_t>::max();
    ExternalData external = ExternalData::besideModel(path);
    std::vector<std::pair<TensorProto*, ExternalPiece>> pieces;
    size_t bytes = m_proto.ByteSizeLong();
    Status status;
    const auto collect = [&](TensorProto& tensor) {
        if (!status.ok() || !isExternal(tensor))
            return;
        auto piece = externalPieceOf(tensor, path, external);
        if (!piece.ok()) {
            status = piece.error();
            return;
        }
        bytes += piece->bytes;
        pieces.emplace_back(&tensor, std::move(*piece));
    };
    for (const TensorProto*& tensor : m_tensors) {
        if (isExternal(*tensor))
            tensor = &m_ownTensors.emplace_back(*tensor);
        bytes += tensor->ByteSizeLong();
    }
    for (TensorProto& tensor : m_ownTensors)
        collect(tensor);
    for (const NodeProto*& node : m_nodes) {
        if (holdsExternal(*node))
            node = &m_ownNodes.emplace_back(*node);
        bytes += node->ByteSizeLong();
    }
    for (NodeProto& node : m_ownNodes)
        visitTensors(node, collect);
    visitTensors(*m_proto.mutable_graph(), collect);
    QS_RETURN_IF_ERROR(status);
    if (bytes > Limit)
        return Error{
            ErrorCode::ResourceExhausted,
            filled(say("Model",
                       "the exported model would have %1 bytes; a single ONNX file may have 2 GB at most"),
                   bytes),
            path};
    for (auto& [tensor, piece] : pieces) {
        tensor->clear_external_data();
        tensor->clear_data_location();
        tensor->set_raw_data(piece.data, piece.bytes);
    }
    return {};
}

Result<std::string> BorrowedModel::serialize(const std::string& path)
{
    QS_RETURN_IF_ERROR(embed(path));
    // The message only reads what it is lent; the destructor takes it out again.
    for (const NodeProto* node : m_nodes)
        m_proto.mutable_graph()->mutable_node()->UnsafeArenaAddAllocated(const_cast<NodeProto*>(node));
    for (const TensorProto* tensor : m_tensors)
        m_proto.mutable_graph()->mutable_initializer()->UnsafeArenaAddAllocated(const_cast<TensorProto*>(tensor));
    std::string bytes;
    if (!m_proto.SerializeToString(&bytes))
        return Error{ErrorCode::Internal, say("Model", "protobuf could not write the model"), path};
    return bytes;
}

} // namespace qscope::onnxio
