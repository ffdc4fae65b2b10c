// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <queue>
#include <unordered_map>

#include "core/onnx/tensor_proto_internal.h"
#include "core/onnx/wire_model.h"

namespace qscope::onnxio {

namespace {

constexpr int64_t kOldestOpset = 1;
constexpr int64_t kNewestOpset = 22;

DType dtypeOfProto(int32_t type, bool* known)
{
    *known = true;
    switch (type) {
    case ::onnx::TensorProto::FLOAT:
    case ::onnx::TensorProto::FLOAT16:
    case ::onnx::TensorProto::BFLOAT16: return DType::Float32;
    case ::onnx::TensorProto::DOUBLE: return DType::Float64;
    case ::onnx::TensorProto::INT8: return DType::Int8;
    case ::onnx::TensorProto::INT16: return DType::Int16;
    case ::onnx::TensorProto::INT32: return DType::Int32;
    case ::onnx::TensorProto::INT64: return DType::Int64;
    case ::onnx::TensorProto::UINT8: return DType::UInt8;
    case ::onnx::TensorProto::UINT16: return DType::UInt16;
    case ::onnx::TensorProto::UINT32: return DType::UInt32;
    case ::onnx::TensorProto::UINT64: return DType::UInt64;
    case ::onnx::TensorProto::BOOL: return DType::Bool;
    default: *known = false; return DType::Float32;
    }
}

/// Builds the Graph of one message; a member per thing that several steps need.
class GraphBuilder {
public:
    GraphBuilder(const ::onnx::ModelProto& proto, const std::string& path, Model& model)
        : m_proto(proto), m_path(path), m_model(model), m_graph(model.graph)
    {
    }

    Status build()
    {
        QS_RETURN_IF_ERROR(readOpsets());
        m_graph.name = m_proto.graph().name();
        QS_RETURN_IF_ERROR(readInitializers());
        readInputs();
        readDeclaredShapes();
        QS_RETURN_IF_ERROR(readNodes());
        QS_RETURN_IF_ERROR(sortNodes());
        return readOutputs();
    }

private:
    Error error(ErrorCode code, const std::string& message) const { return {code, message, m_path}; }

    ValueId valueOf(const std::string& name)
    {
        if (name.empty())
            return {};
        const auto [it, isNew] = m_ids.emplace(name, ValueId(m_graph.values.size()));
        if (isNew) {
            m_graph.values.emplace_back();
            m_graph.values.back().name = name;
        }
        return it->second;
    }

    Status readOpsets()
    {
        for (const auto& import : m_proto.opset_import()) {
            const std::string domain = import.domain() == "ai.onnx" ? "" : import.domain();
            m_graph.opsets[domain] = import.version();
        }
        const int64_t version = m_graph.opset();
        if (version == 0)
            return error(ErrorCode::Malformed, "the model does not import the default ONNX operator set");
        if (version < kOldestOpset || version > kNewestOpset)
            return error(ErrorCode::Unsupported, "opset " + std::to_string(version) + " is outside the supported "
                                                     + std::to_string(kOldestOpset) + " to "
                                                     + std::to_string(kNewestOpset));
        return {};
    }

    Status readInitializers()
    {
        if (m_proto.graph().sparse_initializer_size() > 0)
            return error(ErrorCode::Unsupported, "sparse initializers are not supported");
        const std::string folder = std::filesystem::path(m_path).parent_path().string();
        for (const auto& tensor : m_proto.graph().initializer()) {
            if (tensor.name().empty())
                return error(ErrorCode::Malformed, "an initializer has no name");
            Value& value = m_graph.value(valueOf(tensor.name()));
            QS_ASSIGN(value.constant, tensorFromProto(tensor, m_path + ": initializer '" + tensor.name() + "'",
                                                      folder.empty() ? "." : folder));
            value.type = value.constant->type();
            value.typeKnown = true;
        }
        return {};
    }

    void declare(const ::onnx::ValueInfoProto& info, ValueId id)
    {
        if (!info.has_type() || !info.type().has_tensor_type())
            return;
        Value& value = m_graph.value(id);
        const auto& type = info.type().tensor_type();
        value.type = dtypeOfProto(type.elem_type(), &value.typeKnown);
        if (!type.has_shape())
            return;
        std::vector<Dim> dims;
        for (const auto& d : type.shape().dim()) {
            const bool fixed = d.has_dim_value() && d.dim_value() > 0;
            dims.push_back({fixed ? d.dim_value() : -1, d.dim_param()});
        }
        value.shape = std::move(dims);
    }

    void readInputs()
    {
        for (const auto& info : m_proto.graph().input()) {
            const ValueId id = valueOf(info.name());
            if (!id.valid() || m_graph.value(id).constant)
                continue; // an initializer listed as input, as files before IR version 4 do
            declare(info, id);
            m_graph.inputs.push_back(id);
        }
    }

    void readDeclaredShapes()
    {
        for (const auto& info : m_proto.graph().value_info())
            declare(info, valueOf(info.name()));
    }

    Result<AttributeValue> readAttribute(const ::onnx::AttributeProto& a, const std::string& where)
    {
        using Proto = ::onnx::AttributeProto;
        switch (a.type()) {
        case Proto::FLOAT: return AttributeValue(a.f());
        case Proto::INT: return AttributeValue(static_cast<int64_t>(a.i()));
        case Proto::STRING: return AttributeValue(a.s());
        case Proto::FLOATS: return AttributeValue(std::vector<float>(a.floats().begin(), a.floats().end()));
        case Proto::INTS: return AttributeValue(std::vector<int64_t>(a.ints().begin(), a.ints().end()));
        case Proto::STRINGS: return AttributeValue(std::vector<std::string>(a.strings().begin(), a.strings().end()));
        case Proto::TENSOR: {
            const std::string folder = std::filesystem::path(m_path).parent_path().string();
            QS_ASSIGN(Tensor t, tensorFromProto(a.t(), where, folder.empty() ? "." : folder));
            return AttributeValue(std::move(t));
        }
        default: return AttributeValue(std::string("<unsupported attribute type>"));
        }
    }

    Status readNodes()
    {
        for (const auto& proto : m_proto.graph().node()) {
            Node node;
            node.name = proto.name();
            node.op = proto.op_type();
            node.domain = proto.domain() == "ai.onnx" ? "" : proto.domain();
            const std::string where = m_path + ": node '" + proto.name() + "' (" + proto.op_type() + ")";
            for (const auto& attribute : proto.attribute()) {
                QS_ASSIGN(auto value, readAttribute(attribute, where + " attribute '" + attribute.name() + "'"));
                node.attributes.insert_or_assign(attribute.name(), std::move(value));
            }
            for (const auto& name : proto.input())
                node.inputs.push_back(valueOf(name));
            for (const auto& name : proto.output())
                node.outputs.push_back(valueOf(name));
            m_graph.nodes.push_back(std::move(node));
        }
        if (m_graph.nodes.empty())
            return error(ErrorCode::Malformed, "the graph has no nodes");
        return {};
    }

    Status linkProducers()
    {
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (const ValueId out : m_graph.nodes[i].outputs) {
                if (!out.valid())
                    continue;
                Value& value = m_graph.value(out);
                if (value.producer.valid() || value.constant)
                    return error(ErrorCode::Malformed, "tensor '" + value.name + "' is produced twice");
                value.producer = NodeId(i);
            }
        }
        return {};
    }

    bool isInput(ValueId id) const
    {
        return std::find(m_graph.inputs.begin(), m_graph.inputs.end(), id) != m_graph.inputs.end();
    }

    /// Execution order that keeps the file's order wherever it is valid.
    Status sortNodes()
    {
        QS_RETURN_IF_ERROR(linkProducers());
        const size_t n = m_graph.nodes.size();
        std::vector<int> waiting(n, 0);
        std::vector<std::vector<size_t>> followers(n);
        for (size_t i = 0; i < n; ++i) {
            for (const ValueId in : m_graph.nodes[i].inputs) {
                if (!in.valid())
                    continue;
                const Value& value = m_graph.value(in);
                if (value.producer.valid()) {
                    ++waiting[i];
                    followers[value.producer.index()].push_back(i);
                } else if (!value.constant && !isInput(in)) {
                    return error(ErrorCode::Malformed, "node '" + m_graph.displayName(NodeId(i)) + "' ("
                                                           + m_graph.nodes[i].op + ") reads tensor '" + value.name
                                                           + "', which nothing produces");
                }
            }
        }
        std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
        for (size_t i = 0; i < n; ++i) {
            if (waiting[i] == 0)
                ready.push(i);
        }
        std::vector<Node> ordered;
        ordered.reserve(n);
        std::vector<bool> done(n, false);
        while (!ready.empty()) {
            const size_t i = ready.top();
            ready.pop();
            done[i] = true;
            ordered.push_back(m_graph.nodes[i]);
            for (const size_t f : followers[i]) {
                if (--waiting[f] == 0)
                    ready.push(f);
            }
        }
        if (ordered.size() != n) {
            const size_t stuck = static_cast<size_t>(std::find(done.begin(), done.end(), false) - done.begin());
            return error(ErrorCode::Malformed, "the graph has a cycle through node '"
                                                   + m_graph.displayName(NodeId(stuck)) + "'");
        }
        m_graph.nodes = std::move(ordered);
        relink();
        return {};
    }

    void relink()
    {
        for (size_t i = 0; i < m_graph.nodes.size(); ++i) {
            for (const ValueId out : m_graph.nodes[i].outputs) {
                if (out.valid())
                    m_graph.value(out).producer = NodeId(i);
            }
            for (const ValueId in : m_graph.nodes[i].inputs) {
                if (in.valid())
                    m_graph.value(in).consumers.push_back(NodeId(i));
            }
        }
    }

    Status readOutputs()
    {
        for (const auto& info : m_proto.graph().output()) {
            const auto it = m_ids.find(info.name());
            if (it == m_ids.end())
                return error(ErrorCode::Malformed, "output '" + info.name() + "' is produced by nothing");
            const Value& value = m_graph.value(it->second);
            if (!value.producer.valid() && !value.constant && !isInput(it->second))
                return error(ErrorCode::Malformed, "output '" + info.name() + "' is produced by nothing");
            declare(info, it->second);
            m_graph.outputs.push_back(it->second);
        }
        if (m_graph.outputs.empty())
            return error(ErrorCode::Malformed, "the graph has no outputs");
        return {};
    }

    const ::onnx::ModelProto& m_proto;
    const std::string& m_path;
    Model& m_model;
    Graph& m_graph;
    std::unordered_map<std::string, ValueId> m_ids;
};

} // namespace

Result<Model> parseModel(std::string_view bytes, const std::string& path)
{
    if (bytes.empty())
        return Error{ErrorCode::Malformed, "the file is empty", path};
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        return Error{ErrorCode::Unsupported, "the file is above 2 GB; save the weights as external data", path};
    auto wire = std::make_shared<WireModel>();
    if (!wire->proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return Error{ErrorCode::Malformed, "this is no ONNX model, or it is truncated (protobuf cannot parse it)", path};
    if (!wire->proto.has_graph())
        return Error{ErrorCode::Malformed, "this is no ONNX model: it contains no graph", path};
    Model model;
    model.path = path;
    model.irVersion = wire->proto.ir_version();
    model.producer = wire->proto.producer_name();
    QS_RETURN_IF_ERROR(GraphBuilder(wire->proto, path, model).build());
    model.wire = std::move(wire);
    return model;
}

Result<Model> readModel(const std::string& path)
{
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return Error{ErrorCode::FileNotFound, "no such file", path};
    if (!std::filesystem::is_regular_file(path, ec))
        return Error{ErrorCode::FileUnreadable, "this is not a regular file", path};
    std::ifstream file(path, std::ios::binary);
    const auto size = std::filesystem::file_size(path, ec);
    if (!file || ec)
        return Error{ErrorCode::FileUnreadable, "the file cannot be read", path};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<uintmax_t>(file.gcount()) != size)
        return Error{ErrorCode::FileUnreadable, "the file cannot be read to its end", path};
    return parseModel(bytes, path);
}

} // namespace qscope::onnxio
